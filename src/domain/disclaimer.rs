//! Guidance: what goes with every answer about a person, so that nobody takes it for a decision.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;

use super::{person::path_of, quiz::DecidingRule};

/// What an answer about a person is, by which rules it came about, and how it is contested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Disclaimer {
    /// That it is guidance and decides nothing, and what it rests on.
    #[schema(value_type = String, max_length = 1000)]
    pub text: &'static str,
    /// The rules that were used.
    #[schema(max_items = 20)]
    pub rules: Vec<DisclaimerRule>,
    /// The path at which it is contested: that of the assessment; for what rests on more than one, with the variable `{assessment}`.
    #[schema(max_length = 4000)]
    pub contest: String,
}

/// A rule that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisclaimerRule {
    /// Its stable name.
    #[schema(value_type = String, max_length = 64)]
    pub id: Cow<'static, str>,
    /// The rule in words.
    #[schema(max_length = 1000)]
    pub text: String,
}

impl Disclaimer {
    /// Guidance about somebody in the words of a language, with the rules that were used, each by its name.
    #[must_use]
    pub fn new(
        text: &'static str,
        person: &str,
        rules: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let rules = rules.into_iter().map(|(id, text)| DisclaimerRule {
            id: id.into(),
            text,
        });
        Self {
            text,
            rules: rules.collect(),
            contest: format!("{}/assessments/{{assessment}}/contest", path_of(person)),
        }
    }

    /// Guidance on one assessment, at its path, with the rule that decided.
    #[must_use]
    pub fn on(text: &'static str, rule: &DecidingRule, path: &str) -> Self {
        Self {
            text,
            rules: vec![DisclaimerRule {
                id: rule.id.to_string().into(),
                text: rule.text.to_string(),
            }],
            contest: format!("{path}/contest"),
        }
    }
}
