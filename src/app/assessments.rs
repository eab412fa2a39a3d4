//! Assessments of people: answers that somebody gave, kept for good with the version of the ladder that they were given for, and read
//! again as they were.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App, PublishedLadder,
    lists::{List, PageBounds},
};
use crate::{
    domain::{
        answers::AnswerSheet,
        assessment::{Assessment, Respondent, Role, taken_at},
        contest::Contest,
        disclaimer::Disclaimer,
        ladder::{Ladder, LadderRef},
        person::PersonId,
        placement::AnswerCounts,
        quiz::LadderPosition,
        receipt::{ReceiptClaims, ReceiptKey},
    },
    error::Error,
    store::{AssessmentFilter, AssessmentRow, ListedAssessmentRow, PersonKey},
};

/// An assessment as one of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentSummary {
    /// Its id.
    pub id: Uuid,
    /// The ladder, in the version for which it was taken.
    pub ladder: LadderRef,
    /// Who answered.
    pub by: Respondent,
    /// When the quiz was taken, to the millisecond.
    #[schema(max_length = 40)]
    pub taken_at: DateTime<Utc>,
    /// When it was stored.
    #[schema(max_length = 40)]
    pub recorded_at: DateTime<Utc>,
    /// Where the answers place the person, in the ladder's own language.
    pub placement: LadderPosition,
    /// How many answers of each kind there are.
    pub counts: AnswerCounts,
    /// Whether it was ever contested; how that stands, the assessment itself says.
    pub contested: bool,
}

/// Which assessments of a person.
#[derive(Debug)]
pub struct ListAssessments<'q> {
    /// For this ladder, in whatever version.
    pub ladder: Option<&'q str>,
    /// Answered by whom.
    pub role: Option<Role>,
    /// The page.
    pub page: PageBounds<'q>,
}

/// An assessment with the ladder that it is for.
#[derive(Debug, Clone)]
pub struct AssessmentWithLadder {
    /// As it is stored.
    pub row: AssessmentRow,
    /// Whether it was ever contested.
    pub contested: bool,
    /// The version of the ladder, in the ladder's own language.
    pub published: Arc<PublishedLadder>,
    /// The answers.
    pub sheet: AnswerSheet,
}

/// The eight bytes of a key's name.
pub(super) fn kid_bytes(key: &ReceiptKey) -> Vec<u8> {
    let number = u64::from_str_radix(key.kid(), 16).unwrap_or_default();
    number.to_be_bytes().to_vec()
}

impl App {
    /// An assessment of somebody of an organisation, and the row of the person.
    ///
    /// # Errors
    /// [`Error::NotFound`] where one of them is not there; those of [`App::kept`]; where the database fails.
    pub async fn assessment(
        &self,
        actor: &Actor,
        person: &PersonId,
        id: &str,
    ) -> Result<AssessmentWithLadder, Error> {
        let person = self.person(actor, person).await?;
        let found = match Uuid::parse_str(id) {
            Ok(id) => self.store.find_assessment(person.key(), id).await?,
            Err(_) => None,
        };
        let none = || Error::NotFound("There is no such assessment of this person.".into());
        self.kept(found.ok_or_else(none)?)
    }

    /// Assessments of somebody of an organisation, the newest taken first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the person; [`Error::Invalid`] for the page; those of [`App::kept`]; where the database fails.
    pub async fn list_assessments(
        &self,
        actor: &Actor,
        person: &PersonId,
        asked: &ListAssessments<'_>,
    ) -> Result<List<'static, AssessmentSummary>, Error> {
        let of = self.person(actor, person).await?.key();
        let (page, list) = (asked.page, format!("assessments {}", of.id));
        let filter = AssessmentFilter {
            before: page.after(&list)?,
            ladder: asked.ladder,
            role: asked.role.map(Role::number),
            limit: page.rows()?,
        };
        let rows = self.store.list_assessments(of, &filter).await?;
        let notes = rows.into_iter().map(|row| self.kept(row)?.note(person));
        let notes = notes.collect::<Result<_, Error>>()?;
        page.of_rows(&list, notes, |note: &AssessmentSummary| note.id)
    }

    /// A person's newest assessments for a ladder, the newest first: at most so many, whatever the version of the ladder and whoever
    /// answered.
    ///
    /// # Errors
    /// Those of [`App::kept`]; where the database fails.
    pub async fn person_assessments(
        &self,
        person: PersonKey,
        ladder: &str,
        newest: u16,
    ) -> Result<Vec<AssessmentWithLadder>, Error> {
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
    pub fn kept(&self, listed: ListedAssessmentRow) -> Result<AssessmentWithLadder, Error> {
        let ListedAssessmentRow { row, contested } = listed;
        let volume = self.shelf.by_id(row.ladder_version).ok_or_else(|| {
            Error::Unavailable(
                "The version of the ladder is not known here yet. Ask again in a moment.".into(),
            )
        })?;
        let published = volume.published()?;
        let sheet = AnswerSheet::from_bytes(&published.ladder.document().quiz, &row.answers);
        let sheet = sheet.ok_or_else(|| {
            let id = row.id;
            Error::Internal(format!("the answers of the assessment {id} cannot be read"))
        })?;
        Ok(AssessmentWithLadder {
            published: Arc::clone(published),
            row,
            contested,
            sheet,
        })
    }

    /// The key that signed a receipt; the one that signs now where that one is not there any more.
    fn key_of(&self, row: &AssessmentRow) -> Result<&ReceiptKey, Error> {
        let mut keys = self.keys.iter();
        let signed = keys.find(|key| kid_bytes(key) == row.kid);
        signed.map_or_else(|| self.signing_key(), Ok)
    }

    /// The receipt of an assessment, the same as when it was stored.
    ///
    /// # Errors
    /// [`Error::Internal`] where the answers are not those of its quiz.
    pub fn receipt(&self, kept: &AssessmentWithLadder) -> Result<String, Error> {
        let ladder = &kept.published.ladder;
        let claims = ReceiptClaims::of(ladder, &kept.sheet, &ladder.decide(&kept.sheet));
        Ok(self.key_of(&kept.row)?.sign(&claims.ok_or_else(broken)?))
    }

    /// An assessment with everything that explains it, in the words of an edition of its ladder. `at` is where it is.
    ///
    /// # Errors
    /// [`Error::Internal`] where the edition is of another ladder.
    pub fn explained<'a>(
        &self,
        kept: &'a AssessmentWithLadder,
        person: &'a PersonId,
        ladder: &'a Ladder,
        contests: Vec<Contest>,
        at: &str,
    ) -> Result<Assessment<'a>, Error> {
        let by = kept.by(person)?;
        let verdict = ladder.decide(&kept.sheet);
        let mut placement = ladder.place(&kept.sheet, &verdict).ok_or_else(broken)?;
        placement.self_reported = by.role == Role::Oneself;
        let (answers, qualifiers) = kept.sheet.named(&ladder.document().quiz);
        let words = &ladder.words().facts.guidance;
        let said = match by.role {
            Role::Oneself => words.oneself,
            Role::Assessor => words.assessor,
        };
        Ok(Assessment {
            id: kept.row.id,
            person: person.as_str(),
            taken_at: kept.taken_at()?,
            recorded_at: kept.row.recorded_at(),
            answers,
            qualifiers,
            receipt: self.receipt(kept)?,
            contests,
            guidance: Disclaimer::on(said, placement.rule, at),
            by,
            placement,
        })
    }
}

impl AssessmentWithLadder {
    /// Who answered.
    ///
    /// # Errors
    /// [`Error::Internal`] where the role is none.
    pub fn by(&self, person: &PersonId) -> Result<Respondent, Error> {
        let role = Role::of_number(self.row.role)
            .ok_or_else(|| Error::Internal("an assessment by nobody".into()))?;
        let id = self.row.assessor.as_deref().unwrap_or(person.as_str());
        Ok(Respondent {
            role,
            id: id.to_owned(),
        })
    }

    /// When the quiz was taken, to the millisecond.
    ///
    /// # Errors
    /// [`Error::Internal`] where the id does not say.
    pub fn taken_at(&self) -> Result<DateTime<Utc>, Error> {
        let at = taken_at(self.row.id);
        at.ok_or_else(|| Error::Internal("an assessment without a time".into()))
    }

    pub(super) fn note(&self, person: &PersonId) -> Result<AssessmentSummary, Error> {
        let ladder = &self.published.ladder;
        let verdict = ladder.decide(&self.sheet);
        let place = ladder.table().places().get(verdict.order);
        let place = place.ok_or_else(|| Error::Internal("a placement out of order".into()))?;
        Ok(AssessmentSummary {
            id: self.row.id,
            ladder: ladder.stamp().clone(),
            by: self.by(person)?,
            taken_at: self.taken_at()?,
            recorded_at: self.row.recorded_at(),
            placement: place.clone(),
            counts: verdict.counts,
            contested: self.contested,
        })
    }
}

fn broken() -> Error {
    Error::Internal("an assessment of another ladder".into())
}
