//! The history of assessments that progress is computed from, and the placement of each of them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::{
    answers::AnswerSheet,
    assessment::Role,
    ladder::{Ladder, LadderRef},
    placement::{AnswerCounts, PlacementVerdict},
    quiz::LadderPosition,
};

/// Who gave the answers, by the caller's own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RespondentRef<'a> {
    /// Whether it is the person or an assessor.
    pub role: Role,
    /// The assessor's id; null for the person.
    #[schema(max_length = 128)]
    pub id: Option<&'a str>,
}

/// A version of a ladder, and what of it is shown.
#[derive(Debug, Clone, Copy)]
pub struct ProgressVersion<'a> {
    /// As it was published, by which versions are compared.
    pub ladder: &'a Ladder,
    /// The same in the language asked for.
    pub edition: &'a Ladder,
}

/// An assessment.
#[derive(Debug, Clone, Copy)]
pub struct AssessmentRecord<'a> {
    /// Its id.
    pub id: Uuid,
    /// When the quiz was taken.
    pub taken_at: DateTime<Utc>,
    /// Who gave the answers.
    pub by: RespondentRef<'a>,
    /// The version that it is of.
    pub version: ProgressVersion<'a>,
    /// The answers, filled for that version.
    pub sheet: &'a AnswerSheet,
    /// Whether it was ever contested.
    pub contested: bool,
}

/// Where an assessment placed the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacementPoint<'a> {
    /// The assessment's id.
    pub assessment: Uuid,
    /// When the quiz was taken.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub taken_at: DateTime<Utc>,
    /// Who gave the answers.
    pub by: RespondentRef<'a>,
    /// The version that it is of.
    pub ladder: &'a LadderRef,
    /// The placement that was given then.
    pub placement: &'a LadderPosition,
    /// How many answers of each kind there are.
    pub counts: AnswerCounts,
    /// Whether it was ever contested.
    pub contested: bool,
}

/// The most assessors whose newest views are laid beside the person's own.
pub const MOST_ASSESSORS: usize = 50;

impl<'a> AssessmentRecord<'a> {
    pub(super) fn verdict(&self) -> PlacementVerdict {
        self.version.ladder.decide(self.sheet)
    }

    /// Where it places the person, in the language asked for.
    pub(super) fn place(&self) -> Option<&'a LadderPosition> {
        self.version.place(self.verdict().order)
    }

    pub(super) fn point(&self) -> Option<PlacementPoint<'a>> {
        let verdict = self.verdict();
        Some(PlacementPoint {
            assessment: self.id,
            taken_at: self.taken_at,
            by: self.by,
            ladder: self.version.ladder.stamp(),
            placement: self.version.place(verdict.order)?,
            counts: verdict.counts,
            contested: self.contested,
        })
    }
}

impl<'a> ProgressVersion<'a> {
    /// A version in its own language.
    #[must_use]
    pub fn of(ladder: &'a Ladder) -> Self {
        Self {
            ladder,
            edition: ladder,
        }
    }

    /// A translation keeps the order of places.
    pub(super) fn place(self, order: usize) -> Option<&'a LadderPosition> {
        self.edition.table().places().get(order)
    }
}
