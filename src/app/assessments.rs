//! Assessments of people: answers that somebody gave, with the version of the ladder that they were given for, read again as they were.

use std::sync::Arc;

use uuid::Uuid;

use super::{App, Published};
use crate::{
    domain::answers::Sheet,
    error::Error,
    store::{AssessmentFilter, AssessmentRow, ListedAssessmentRow},
};

/// An assessment with the ladder that it is for.
#[derive(Debug, Clone)]
pub struct Kept {
    /// As it is stored.
    pub row: AssessmentRow,
    /// Whether it was ever contested.
    pub contested: bool,
    /// The version of the ladder, in the ladder's own language.
    pub published: Arc<Published>,
    /// The answers.
    pub sheet: Sheet,
}

impl App {
    /// A person's newest assessments for a ladder, the newest first: at most so many, whatever the version of the ladder and whoever
    /// answered.
    ///
    /// # Errors
    /// Those of [`App::kept`]; where the database fails.
    pub async fn person_assessments(
        &self,
        person: Uuid,
        ladder: &str,
        newest: u16,
    ) -> Result<Vec<Kept>, Error> {
        let filter = AssessmentFilter {
            before: None,
            ladder: Some(ladder),
            role: None,
            limit: newest.into(),
        };
        let rows = self.store.list_assessments(person, &filter).await?;
        rows.into_iter().map(|row| self.kept(row)).collect()
    }

    /// An assessment with the ladder that it is for.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where another replica has just published that version, and this one does not know it yet;
    /// [`Error::Internal`] where the answers are not those of its quiz.
    pub fn kept(&self, listed: ListedAssessmentRow) -> Result<Kept, Error> {
        let ListedAssessmentRow { row, contested } = listed;
        let volume = self.shelf.by_id(row.ladder_version).ok_or_else(|| {
            Error::Unavailable(
                "The version of the ladder is not known here yet. Ask again in a moment.".into(),
            )
        })?;
        let published = volume.published()?;
        let sheet = Sheet::from_bytes(&published.ladder.document().quiz, &row.answers);
        let sheet = sheet.ok_or_else(|| {
            let id = row.id;
            Error::Internal(format!("the answers of the assessment {id} cannot be read"))
        })?;
        Ok(Kept {
            published: Arc::clone(published),
            row,
            contested,
            sheet,
        })
    }
}
