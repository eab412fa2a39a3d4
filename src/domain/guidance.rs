//! Guidance: what goes with every answer about a person, so that nobody takes it for a decision.

use serde::Serialize;
use utoipa::ToSchema;

/// Where a person's assessment is contested: a path with the names of what goes in their places.
pub const CONTEST: &str = "/v1/people/{person}/assessments/{assessment}/contest";

/// What an answer about a person is, by which rules it came about, and how it is contested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Guidance {
    /// That it is guidance and decides nothing, and what it rests on.
    #[schema(value_type = String, max_length = 1000)]
    pub text: &'static str,
    /// The rules that were used.
    #[schema(max_items = 20)]
    pub rules: Vec<GuidanceRule>,
    /// The path at which an assessment is contested, with its variables in braces.
    #[schema(value_type = String, max_length = 200)]
    pub contest: &'static str,
}

/// A rule that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GuidanceRule {
    /// Its stable name.
    #[schema(value_type = String, max_length = 64)]
    pub id: &'static str,
    /// The rule in words.
    #[schema(max_length = 1000)]
    pub text: String,
}

impl Guidance {
    /// Guidance in the words of a language, with the rules that were used, each by its name.
    #[must_use]
    pub fn new(
        text: &'static str,
        rules: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let rules = rules.into_iter();
        Self {
            text,
            rules: rules.map(|(id, text)| GuidanceRule { id, text }).collect(),
            contest: CONTEST,
        }
    }
}
