//! The number of criteria by how they stand, and the verdict that follows from it.

use serde::Serialize;
use utoipa::ToSchema;

use super::CriterionStanding;
use crate::{domain::readiness::ReadinessVerdict, locales::evidence as words};

/// How many criteria stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingCounts {
    /// Met.
    #[schema(minimum = 0, maximum = 10_000)]
    pub met: u16,
    /// Claimed.
    #[schema(minimum = 0, maximum = 10_000)]
    pub claimed: u16,
    /// Unmet.
    #[schema(minimum = 0, maximum = 10_000)]
    pub unmet: u16,
    /// Unknown.
    #[schema(minimum = 0, maximum = 10_000)]
    pub unknown: u16,
    /// All criteria that lead to the level.
    #[schema(minimum = 0, maximum = 10_000)]
    pub criteria: u16,
}

impl StandingCounts {
    /// Counts standings.
    #[must_use]
    pub fn of(standings: impl Iterator<Item = CriterionStanding>) -> Self {
        let mut counts = Self::default();
        for standing in standings {
            counts.criteria += 1;
            match standing {
                CriterionStanding::Met => counts.met += 1,
                CriterionStanding::Claimed => counts.claimed += 1,
                CriterionStanding::Unmet => counts.unmet += 1,
                CriterionStanding::Unknown => counts.unknown += 1,
            }
        }
        counts
    }

    /// The verdict that they lead to.
    #[must_use]
    pub fn verdict(self) -> ReadinessVerdict {
        ReadinessVerdict::reached(self.met, self.criteria - self.unknown, self.criteria)
    }

    pub(super) fn told(self, words: &words::EvidenceMessages) -> String {
        let states = [self.met, self.claimed, self.unmet, self.unknown];
        let least = match self.verdict() {
            ReadinessVerdict::InsufficientEvidence => Some(self.criteria.div_ceil(2)),
            _ => None,
        };
        (words.counts)(self.criteria, states, least)
    }
}
