//! The quiz of a ladder document: questions, qualifiers and the rules that map answers to outcomes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::id::{Id, Text};

/// The self-assessment: questions, qualifiers and the rules that map answers to outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quiz {
    /// The quiz's title.
    pub title: Text,
    /// What to say before the first question.
    pub intro: Text,
    /// The questions in the order of asking. Where each is answered with yes, no or unsure and none weighs more than 1, the quiz counts yes
    /// answers; otherwise it counts points, 2,000 at most.
    #[schema(min_items = 1, max_items = 64)]
    pub questions: Vec<Question>,
    /// Questions that are asked only when their answer can change the outcome.
    #[serde(default)]
    #[schema(max_items = 6)]
    pub qualifiers: Vec<Qualifier>,
    /// Which outcome a number of yes answers, or of points, leads to.
    #[schema(min_items = 1, max_items = 500)]
    pub routing: Vec<RoutingRule>,
    /// How to read the result.
    #[serde(default)]
    pub reading: Option<Text>,
}

/// A question of the quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable name, the key of its answer.
    pub id: Id,
    /// The level that the question is typical of; it shapes the profile, never the placement.
    pub stage: Id,
    /// What it is about.
    pub topic: Id,
    /// The question.
    pub text: Text,
    /// The question as a statement in the first person, which a yes affirms.
    #[serde(default)]
    pub statement: Option<Text>,
    /// How it is answered; `yes_no` where it is not given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: AnswerKind,
    /// What its points are multiplied by; 1 where it is not given. A yes gives one point.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schema(value_type = u8, minimum = 1, maximum = 20)]
    pub weight: Weight,
    /// What a scale or a choice is answered with; none for `yes_no`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub options: Vec<AnswerOption>,
}

/// How a question is answered. Every one can also be answered with unsure, which gives no points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// With yes or no.
    #[default]
    YesNo,
    /// With one of its options, whose points never fall from one to the next.
    Scale,
    /// With one of its options, whose points come in any order.
    Choice,
}

/// How much a question weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight(pub u8);

impl Default for Weight {
    fn default() -> Self {
        Self(1)
    }
}

/// One of the options with which a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// Stable name, which is the answer. None of `yes`, `no`, `unsure`, `back` and `stop`.
    pub id: Id,
    /// The option.
    pub text: Text,
    /// What it gives, before the question's weight. One option of a question gives 0.
    #[schema(minimum = 0, maximum = 20)]
    pub points: u8,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A question whose answer matters only together with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Qualifier {
    /// Stable name, the key of its answer.
    pub id: Id,
    /// The question.
    pub text: Text,
    /// The question as a statement in the first person, which a yes affirms.
    #[serde(default)]
    pub statement: Option<Text>,
}

/// A routing rule. Of the rules that fit, the one with the highest precedence decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// Stable name.
    pub id: Id,
    /// When the rule fits.
    pub when: RuleCondition,
    /// Higher goes first; two rules that fit the same answers must differ in it. 0 where it is not given.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000)]
    pub precedence: u16,
    /// What it leads to.
    pub outcome: RuleOutcome,
    /// A remark on the rule, such as what the source says of it.
    #[serde(default)]
    pub note: Option<Text>,
}

/// The condition of a routing rule: a number of yes answers, or of points, whichever questions they are of, and qualifiers. A quiz
/// that counts yes answers has rules with `yes_min` and `yes_max`, one that counts points has rules with `points_min` and `points_max`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleCondition {
    /// Fewest yes answers, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>, minimum = 0, maximum = 64)]
    pub yes_min: Option<u16>,
    /// Most yes answers, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>, minimum = 0, maximum = 64)]
    pub yes_max: Option<u16>,
    /// Fewest points, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2000)]
    pub points_min: Option<u16>,
    /// Most points, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2000)]
    pub points_max: Option<u16>,
    /// Qualifiers that must all be answered with yes.
    #[serde(default)]
    #[schema(max_items = 6)]
    pub qualifiers: Vec<Id>,
}

/// Where a rule places a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleOutcome {
    /// The level; null below the first.
    pub level: Option<Id>,
    /// The number of the phase that starts there.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// How the person stands to the level.
    pub standing: Standing,
}

/// How a person stands to a level.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Below the first level.
    PreRole,
    /// At the level.
    At,
    /// At the level and on the way to the next.
    Approaching,
}

impl Standing {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::PreRole => "pre-role",
            Self::At => "at",
            Self::Approaching => "approaching",
        }
    }
}
