//! The intent of an answer: yes, no, unsure or unclear.

use serde::Serialize;
use utoipa::ToSchema;

/// What a person's words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnswerIntent {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The person cannot say, or it is so in part.
    Unsure,
    /// Neither is said clearly enough: ask again.
    Unclear,
}
