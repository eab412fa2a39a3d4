//! A fault: one thing that is wrong, where it is, and in which words to say it.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{answers::Answers, id::Id};

/// How much a finding weighs: an error keeps a ladder from being published, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended.
    Error,
    /// Worth a look.
    Warning,
}

/// One thing that is wrong with a document, a body or a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// Error or warning.
    pub severity: Severity,
    /// JSON Pointer (RFC 6901) of the place; empty for the whole.
    #[schema(max_length = 4000)]
    pub pointer: String,
    /// Stable name of the kind of fault, for programs.
    #[schema(value_type = String, max_length = 60)]
    pub code: &'static str,
    /// What is wrong, in a sentence, for people.
    #[schema(max_length = 8000)]
    pub detail: String,
    /// For the quiz: the answers that break it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combination: Option<Box<AnswerCombination>>,
}

/// A combination of answers, named in full: whatever is not listed is answered with no. For a question with options the one that is
/// chosen is always listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerCombination {
    /// Questions answered with yes.
    #[schema(value_type = Vec<Id>, max_items = 64)]
    pub yes: Vec<String>,
    /// Options chosen, by question; left out where the quiz has none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Answers)]
    pub answers: BTreeMap<String, String>,
    /// Qualifiers answered with yes.
    #[schema(value_type = Vec<Id>, max_items = 6)]
    pub qualifiers: Vec<String>,
}

impl Fault {
    /// An error at `pointer`.
    pub fn error(
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            pointer: pointer.into(),
            code,
            detail: detail.into(),
            combination: None,
        }
    }

    /// A warning at `pointer`.
    pub fn warning(
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(pointer, code, detail)
        }
    }

    /// The same fault with the answers that show it.
    #[must_use]
    pub fn with_combination(mut self, combination: AnswerCombination) -> Self {
        self.combination = Some(Box::new(combination));
        self
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
