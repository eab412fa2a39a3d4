//! Contests: somebody says why an assessment is wrong, and somebody else, who has no part in it, finds whether it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::person::PersonId;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ContestDecision {
    /// The assessment is not to be relied on. It stays as it is, and is shown with this.
    Upheld,
    /// The assessment stands.
    Rejected,
}

impl ContestDecision {
    /// Its number, as it is kept.
    #[must_use]
    pub fn number(self) -> i16 {
        match self {
            Self::Upheld => 1,
            Self::Rejected => 2,
        }
    }

    /// The judgement of a number.
    #[must_use]
    pub fn of_number(number: i16) -> Option<Self> {
        let all = [Self::Upheld, Self::Rejected];
        all.into_iter().find(|one| one.number() == number)
    }
}

/// A contest of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contest {
    /// Its id.
    pub id: Uuid,
    /// Why, in words.
    #[schema(max_length = 2000)]
    pub reason: String,
    /// Who contests it, by the id in the calling system.
    #[schema(value_type = PersonId)]
    pub by: String,
    /// When.
    #[schema(max_length = 40)]
    pub contested_at: DateTime<Utc>,
    /// What was found; null while it is open.
    pub resolution: Option<ContestResolution>,
}

/// What was found in a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContestResolution {
    /// What was found.
    pub decision: ContestDecision,
    /// By whom, by the id in the calling system: somebody who has no part in it.
    #[schema(value_type = PersonId)]
    pub by: String,
    /// Why, in words.
    #[schema(max_length = 2000)]
    pub note: String,
    /// When.
    #[schema(max_length = 40)]
    pub resolved_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_is_read_again_from_its_number() {
        for one in [ContestDecision::Upheld, ContestDecision::Rejected] {
            assert_eq!(ContestDecision::of_number(one.number()), Some(one));
        }
        assert_eq!(ContestDecision::of_number(0), None);
    }
}
