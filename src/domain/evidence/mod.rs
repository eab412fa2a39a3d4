//! Evidence: what speaks for somebody's meeting of a criterion, how it was reviewed, and until when it counts.

mod counts;
mod criterion_evidence;
mod forecast;
mod link;
mod readiness;
#[cfg(test)]
mod tests;

pub use counts::StandingCounts;
pub use criterion_evidence::{CriterionEvidence, EvidenceByCriterion};
pub use forecast::{CriterionLapse, Forecast, Lapse, VerdictLapse};
pub use link::Link;
pub use readiness::{CriterionStandingReason, PersonReadiness};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{criteria::CriterionState, id::Id};

/// Who gives a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
    /// The person whom it speaks for.
    #[serde(rename = "self")]
    Own = 0,
    /// Somebody who works beside them.
    Peer = 1,
    /// Somebody who leads them.
    Manager = 2,
    /// A program, such as one that counts deployments.
    System = 3,
}

/// What a review says of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewDecision {
    /// It shows what it is meant to show.
    Approve = 0,
    /// It does not.
    Decline = 1,
}

impl EvidenceSource {
    const ALL: [Self; 4] = [Self::Own, Self::Peer, Self::Manager, Self::System];

    /// The number that stands for it.
    #[must_use]
    pub fn number(self) -> i16 {
        self as i16
    }

    /// The one that a number stands for.
    #[must_use]
    pub fn of_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.number() == number)
    }
}

impl ReviewDecision {
    /// The number that stands for it.
    #[must_use]
    pub fn number(self) -> i16 {
        self as i16
    }

    /// The one that a number stands for.
    #[must_use]
    pub fn of_number(number: i16) -> Option<Self> {
        let mut all = [Self::Approve, Self::Decline].into_iter();
        all.find(|one| one.number() == number)
    }
}

/// How a piece of evidence stands, apart from when it expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Nobody has reviewed it.
    Pending,
    /// Its newest review approved it.
    Approved,
    /// Its newest review declined it.
    Declined,
    /// It was withdrawn, however it was reviewed.
    Withdrawn,
}

/// How a criterion stands by the evidence for it, the least first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CriterionStanding {
    /// Nothing can be said. Unknown is not unmet.
    Unknown,
    /// A piece of evidence was declined, and none counts.
    Unmet,
    /// A piece of evidence waits for its review.
    Claimed,
    /// A piece of evidence is approved and counts.
    Met,
}

impl From<CriterionState> for CriterionStanding {
    fn from(state: CriterionState) -> Self {
        match state {
            CriterionState::Met => Self::Met,
            CriterionState::Unmet => Self::Unmet,
            CriterionState::Unknown => Self::Unknown,
        }
    }
}

/// A criterion of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceCriterion {
    /// The ladder's id.
    pub ladder: Id,
    /// The criterion's id.
    pub criterion: Id,
}

/// As much of a review as decides something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// The day on which it was made; it counts from then on.
    pub on: NaiveDate,
    /// What it says.
    pub decision: ReviewDecision,
}

/// As much of a piece of evidence as decides something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceItem {
    /// The piece's id; higher for one that was recorded later.
    pub id: Uuid,
    /// What it speaks for.
    pub criteria: Vec<EvidenceCriterion>,
    /// The day on which it was recorded; it counts from then on.
    pub recorded_on: NaiveDate,
    /// The last day on which it counts; None where it has no end.
    pub expires_on: Option<NaiveDate>,
    /// Its reviews, the oldest first.
    pub reviews: Vec<Review>,
    /// The day from which on it is withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
}

impl EvidenceItem {
    /// How it stood at the end of a day; None where it was not recorded by then.
    #[must_use]
    pub fn state(&self, day: NaiveDate) -> Option<EvidenceState> {
        if self.recorded_on > day {
            return None;
        }
        if self.withdrawn_on.is_some_and(|on| on <= day) {
            return Some(EvidenceState::Withdrawn);
        }
        let made = self.reviews.iter().filter(|review| review.on <= day);
        let newest = made.max_by_key(|review| review.on);
        Some(match newest.map(|review| review.decision) {
            None => EvidenceState::Pending,
            Some(ReviewDecision::Approve) => EvidenceState::Approved,
            Some(ReviewDecision::Decline) => EvidenceState::Declined,
        })
    }
}
