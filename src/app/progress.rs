//! A person's progress on a ladder, from what is stored of them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::assessments::AssessmentWithLadder;
use crate::{
    domain::{
        assessment::{Role, taken_at},
        disclaimer::Disclaimer,
        progress::{AssessmentRecord, Progress, ProgressVersion, RespondentRef},
    },
    error::Error,
};

/// The most assessments of which progress is told.
pub const MOST: u16 = 1000;

/// A person's progress on a ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressResponse<'a> {
    /// The person's id in the calling system.
    #[schema(max_length = 128)]
    pub person: &'a str,
    /// How many assessments for the ladder there are. Of these the newest are looked at, as many as `limit` says.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub total: i64,
    /// What they say over time.
    #[serde(flatten)]
    pub progress: Progress<'a>,
    /// What this is and by which rules it came about.
    pub guidance: Disclaimer,
}

impl<'a> ProgressResponse<'a> {
    /// What a person's newest assessments say, `total` of which there are. `newest` is the newest version of the ladder in the language
    /// asked for; other versions are told in it, too, or in their own language if they do not have it.
    ///
    /// # Errors
    /// [`Error::Internal`] for a row that is no assessment, and for a version that cannot be loaded.
    pub fn new(
        person: &'a str,
        total: i64,
        kept: &'a [AssessmentWithLadder],
        newest: ProgressVersion<'a>,
        moment: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let locale = &newest.edition.document().locale;
        let taken = kept.iter().map(|kept| {
            let row = &kept.row;
            let read = taken_at(row.id).zip(Role::of_number(row.role));
            let (taken_at, role) = read.ok_or_else(|| {
                Error::Internal(format!("the assessment {} cannot be read", row.id))
            })?;
            Ok(AssessmentRecord {
                id: row.id,
                taken_at,
                by: RespondentRef {
                    role,
                    id: row.assessor.as_deref(),
                },
                version: ProgressVersion {
                    ladder: &kept.published.ladder,
                    edition: &kept.published.translated(locale)?.ladder,
                },
                sheet: &kept.sheet,
                contested: kept.contested,
            })
        });
        let taken = taken.collect::<Result<Vec<_>, Error>>()?;
        let said = &newest.edition.words().progress;
        let rules = said.rules.iter().map(|(id, text)| (*id, (*text).into()));
        Ok(Self {
            person,
            total,
            progress: Progress::of(&taken, newest, moment),
            guidance: Disclaimer::new(said.guidance, person, rules),
        })
    }
}
