//! Criteria as they stand with somebody: met, unmet or unknown, by what the caller says.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    document::{CriteriaKind, Criterion, Dimension, Measure, Phase},
    fault::Fault,
    id::{Id, Text},
    id_map::{IdMap, IdMapValue},
    ladder::Ladder,
    source,
};

/// How a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CriterionState {
    /// It is met.
    Met,
    /// It is not met.
    Unmet,
    /// Nobody can say; the same as leaving it out. Unknown is not unmet.
    Unknown,
}

impl CriterionState {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Unknown => "unknown",
        }
    }
}

/// States by the id of the criterion.
pub type CriterionStates<'a> = IdMap<'a, CriterionState>;

impl IdMapValue for CriterionState {
    const OBJECT: &'static str = "CriterionStates";
    const MEANING: &'static str = "States by the id of the criterion. What is left out is unknown; ids that are not on the ladder are refused.";
    const MAX: usize = 1000;
}

/// States matched with the criteria of a ladder.
#[derive(Debug, Clone, Default)]
pub struct Checklist<'a> {
    states: HashMap<&'a str, CriterionState>,
}

/// A criterion, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CriterionStatus<'a> {
    /// The criterion's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// How it stands, by what was sent.
    pub state: CriterionState,
    /// The number of its phase.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// `exit`: needed to move on; `operating`: what working at this level means.
    pub kind: CriteriaKind,
    /// The level that it leads to; null for operating criteria.
    #[schema(value_type = Option<Id>)]
    pub to: Option<&'a Id>,
    /// What is to be seen.
    #[schema(value_type = Text)]
    pub text: &'a Text,
    /// How much of it, where it can be counted.
    #[schema(value_type = Option<Measure>)]
    pub measure: Option<&'a Measure>,
    /// The row of the phase's table that it speaks for; null where the ladder names none.
    #[schema(value_type = Option<Dimension>)]
    pub serves: Option<&'a Dimension>,
}

impl<'a> CriterionStatus<'a> {
    /// A criterion with what its phase and a checklist say of it.
    #[must_use]
    pub fn of(phase: &'a Phase, criterion: &'a Criterion, checklist: &Checklist<'_>) -> Self {
        Self {
            id: &criterion.id,
            state: checklist.state(&criterion.id),
            phase: phase.number,
            kind: phase.criteria_kind,
            to: phase.criteria_to.as_ref(),
            text: &criterion.text,
            measure: criterion.measure.as_ref(),
            serves: criterion
                .serves
                .as_ref()
                .and_then(|id| phase.dimensions.iter().find(|row| row.id == *id)),
        }
    }
}

impl Checklist<'_> {
    /// How a criterion stands; unknown where nothing was said of it.
    #[must_use]
    pub fn state(&self, criterion: &Id) -> CriterionState {
        let state = self.states.get(criterion.as_str());
        state.copied().unwrap_or(CriterionState::Unknown)
    }

    /// Whether a criterion is said to be met or unmet.
    #[must_use]
    pub fn names(&self, criterion: &Id) -> bool {
        self.state(criterion) != CriterionState::Unknown
    }
}

impl Ladder {
    /// Whether the ladder has a criterion, in whichever phase.
    #[must_use]
    pub fn has_criterion(&self, id: &Id) -> bool {
        let phases = self.document().phases.iter();
        let mut criteria = phases.flat_map(|phase| &phase.criteria);
        criteria.any(|criterion| criterion.id == *id)
    }

    /// Matches states with the ladder's criteria.
    ///
    /// # Errors
    /// A fault for each name that is no criterion of the ladder.
    pub fn checklist<'a>(
        &self,
        states: &'a CriterionStates<'_>,
    ) -> Result<Checklist<'a>, Vec<Fault>> {
        let phases = self.document().phases.iter();
        let criteria = phases.flat_map(|phase| &phase.criteria);
        let known: HashSet<&str> = criteria.map(|criterion| criterion.id.as_str()).collect();
        let unknown = states.iter().filter(|(name, _)| !known.contains(name));
        let faults: Vec<Fault> = unknown
            .map(|(name, _)| {
                Fault::error(
                    format!("/criteria/{}", source::escape(name)),
                    "unknown_criterion",
                    "The ladder has no criterion of this name. Its phases list them.",
                )
            })
            .collect();
        if faults.is_empty() {
            Ok(Checklist {
                states: states.iter().collect(),
            })
        } else {
            Err(faults)
        }
    }
}
