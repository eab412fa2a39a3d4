//! Readiness for a level: which of the criteria that lead to it are met, and what can be said from that.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    comparison::LevelSummary,
    criteria::{Checklist, CriterionState, CriterionStatus},
    document::{CriteriaKind, Level, Phase},
    fault::Fault,
    id::Id,
    ladder::{Ladder, LadderRef},
};
use crate::locales::{MessageCatalogue, facts};

/// Readiness for a level, by what the caller says of the criteria.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The level in question.
    pub level: LevelSummary<'a>,
    /// What can be said.
    pub verdict: ReadinessVerdict,
    /// The rule that decided, in words.
    #[schema(value_type = String, max_length = 400)]
    pub rule: &'static str,
    /// What the rule found here, in a sentence with its figures.
    #[schema(max_length = 1000)]
    pub reason: String,
    /// How many criteria stand how.
    pub counts: CriterionCounts,
    /// The criteria that are met, in the order of the document.
    #[schema(max_items = 10_000)]
    pub met: Vec<CriterionStatus<'a>>,
    /// The criteria that are unmet or unknown, in the order of the document.
    #[schema(max_items = 10_000)]
    pub missing: Vec<CriterionStatus<'a>>,
    /// Criteria that were sent and lead to another level.
    #[schema(value_type = Vec<Id>, max_items = 1000)]
    pub not_counted: Vec<&'a Id>,
    /// Always true: nobody has reviewed what was sent.
    pub self_reported: bool,
}

/// What can be said of somebody's readiness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadinessVerdict {
    /// Every criterion is met.
    Ready,
    /// Enough is known, and something is missing.
    NotReady,
    /// Fewer than half of the criteria are known to be met or unmet: nothing is said.
    InsufficientEvidence,
}

/// How many criteria stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CriterionCounts {
    /// Met.
    #[schema(minimum = 0, maximum = 10_000)]
    pub met: u16,
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

impl ReadinessVerdict {
    /// The verdict that the counts lead to.
    #[must_use]
    pub fn of(counts: CriterionCounts) -> Self {
        Self::reached(counts.met, counts.met + counts.unmet, counts.criteria)
    }

    /// The verdict where of all criteria so many are met, and of so many it is known how they stand.
    #[must_use]
    pub fn reached(met: u16, known: u16, all: u16) -> Self {
        if u32::from(known) * 2 < u32::from(all) {
            Self::InsufficientEvidence
        } else if met == all {
            Self::Ready
        } else {
            Self::NotReady
        }
    }

    /// The verdict in words.
    #[must_use]
    pub fn words(self, words: &MessageCatalogue) -> &'static str {
        let words = &words.facts.readiness;
        match self {
            Self::Ready => words.ready,
            Self::NotReady => words.not_ready,
            Self::InsufficientEvidence => words.too_little,
        }
    }
}

impl CriterionCounts {
    /// Counts states.
    #[must_use]
    pub fn of(states: impl Iterator<Item = CriterionState>) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.criteria += 1;
            match state {
                CriterionState::Met => counts.met += 1,
                CriterionState::Unmet => counts.unmet += 1,
                CriterionState::Unknown => counts.unknown += 1,
            }
        }
        counts
    }

    /// What the counts come to, in a sentence.
    fn told(self, verdict: ReadinessVerdict, words: &facts::ReadinessMessages) -> String {
        let Self {
            met,
            unmet,
            unknown,
            criteria,
        } = self;
        match verdict {
            ReadinessVerdict::InsufficientEvidence => {
                let least = criteria.div_ceil(2);
                (words.withheld)(criteria, met, unmet, unknown, least)
            }
            _ => (words.counts)(criteria, met, unmet, unknown),
        }
    }
}

impl Ladder {
    /// Phases whose criteria lead to a level, in the order of the document.
    pub fn phases_to<'a>(&'a self, level: &'a Level) -> impl Iterator<Item = &'a Phase> {
        self.document().phases.iter().filter(|phase| {
            phase.criteria_kind == CriteriaKind::Exit
                && phase.criteria_to.as_ref() == Some(&level.id)
        })
    }

    /// The fault of asking for readiness for a level that no criteria lead to.
    pub(super) fn no_criteria(&self, level: &Level) -> Fault {
        Fault::error(
            "/level",
            "no_criteria",
            format!(
                "The ladder names no criteria that lead to {}, so that nothing can be checked.",
                level.title
            ),
        )
    }

    /// Checks a checklist against a level.
    ///
    /// # Errors
    /// A fault at `/level` where no criterion leads to the level, as to the lowest.
    pub fn readiness<'a>(
        &'a self,
        level: &'a Level,
        checklist: &Checklist<'_>,
    ) -> Result<Readiness<'a>, Fault> {
        let asked = self.phases_to(level).flat_map(|phase| {
            let criteria = phase.criteria.iter();
            criteria.map(move |criterion| CriterionStatus::of(phase, criterion, checklist))
        });
        let (met, missing): (Vec<_>, Vec<_>) =
            asked.partition(|criterion| criterion.state == CriterionState::Met);
        if met.is_empty() && missing.is_empty() {
            return Err(self.no_criteria(level));
        }
        let counts = CriterionCounts::of(met.iter().chain(&missing).map(|one| one.state));
        let verdict = ReadinessVerdict::of(counts);
        let words = &self.words().facts.readiness;
        let elsewhere = self.document().phases.iter().filter(|phase| {
            phase.criteria_kind != CriteriaKind::Exit
                || phase.criteria_to.as_ref() != Some(&level.id)
        });
        let elsewhere = elsewhere.flat_map(|phase| &phase.criteria);
        Ok(Readiness {
            ladder: self.stamp(),
            level: LevelSummary::of(level),
            verdict,
            rule: words.rule,
            reason: counts.told(verdict, words),
            counts,
            met,
            missing,
            not_counted: elsewhere
                .map(|criterion| &criterion.id)
                .filter(|id| checklist.names(id))
                .collect(),
            self_reported: true,
        })
    }
}
