//! One difference between two versions, and answers that the versions place differently.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::impact::Impact;
use crate::domain::{fault::AnswerCombination, quiz::LadderPosition};

/// Answers that lead to another placement in the second version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacementExample {
    /// The answers.
    pub answers: AnswerCombination,
    /// Where the first version places them.
    pub before: LadderPosition,
    /// Where the second version places them.
    pub after: LadderPosition,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Difference {
    /// What happened to the value.
    pub change: ChangeKind,
    /// What it means for those who use the ladder.
    pub impact: Impact,
    /// Where: a JSON pointer in which an entry of a list stands under its name, such as `/levels/mid/title`.
    #[schema(max_length = 4000, example = "/levels/mid/title")]
    pub place: String,
    /// The value in the first version; null where it is not there.
    #[schema(value_type = Value)]
    pub before: Value,
    /// The value in the second version; null where it is not there.
    #[schema(value_type = Value)]
    pub after: Value,
}

/// What happened to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
    /// It stands at another place of its list.
    Moved,
}
