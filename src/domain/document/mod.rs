//! The ladder document, format `rungs/ladder/1`: what a publisher writes, in YAML or JSON.
//! Shapes only; what the parts must say of each other is checked in `check` and proven in `quiz`.

mod band;
mod phase;
mod quiz;
mod translation;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    id::{Id, SignalPhrase, Text, Version},
    ladder_ref::LadderRef,
};
pub use band::{Band, OrganisationBandTerms, Period};
pub use phase::{
    CriteriaKind, Criterion, Dimension, DimensionColumns, Effort, EffortBasis, Measure, Phase,
};
pub use quiz::{
    AnswerKind, AnswerOption, Qualifier, Question, Quiz, RoutingRule, RuleCondition, RuleOutcome,
    Standing, Weight,
};
pub use translation::Translation;

/// The format's name and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum DocumentFormat {
    /// The first version of the format.
    #[serde(rename = "rungs/ladder/1")]
    Ladder1,
}

/// A whole ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Names the format, so that a reader years later knows what it has.
    pub format: DocumentFormat,
    /// The ladder's name in URLs.
    pub id: Id,
    /// The document's version; a published version never changes.
    pub version: Version,
    /// The ladder's title.
    pub title: Text,
    /// Language of the document's words (BCP 47), such as `en`.
    #[schema(pattern = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length = 35)]
    pub locale: String,
    /// What the ladder is, in a few sentences.
    pub summary: Text,
    /// Where facts and figures come from.
    pub source: Attribution,
    /// The published version that this ladder was forked from.
    #[serde(default)]
    pub forked_from: Option<LadderRef>,
    /// Findings about the ladder as a whole.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub insights: Vec<Insight>,
    /// How long steps take, each span with its label.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub timeframes: Vec<Timeframe>,
    /// The levels, lowest first: those of the trunk, then those of each track.
    #[schema(min_items = 1, max_items = 100)]
    pub levels: Vec<Level>,
    /// Tracks that branch off, such as that of individuals and that of managers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub tracks: Vec<Track>,
    /// The self-assessment.
    pub quiz: Quiz,
    /// The phases of the roadmap, first to last.
    #[schema(min_items = 1, max_items = 100)]
    pub phases: Vec<Phase>,
    /// Why people get stuck.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub roadblocks: Vec<Roadblock>,
    /// What all roadblocks have in common.
    #[serde(default)]
    pub common_cause: Option<Text>,
    /// What helps, each fit for some phases and not for others.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub resources: Vec<Resource>,
    /// How to choose among the resources.
    #[serde(default)]
    pub resource_principle: Option<Text>,
    /// Pay bands, one for each level, region, currency, period and market.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub compensation: Vec<Band>,
    /// Questions that people ask.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub faqs: Vec<Faq>,
    /// The texts in other languages. The signals of roadblocks are in the document's own.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub translations: Vec<Translation>,
}

/// Where facts and figures come from; the wording is the document's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribution {
    /// The work's title.
    pub title: Text,
    /// Who wrote it.
    pub author: Text,
    /// Who published it.
    pub publisher: Text,
}

/// A finding about the ladder as a whole, or about one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Insight {
    /// Stable name.
    pub id: Id,
    /// The level that it speaks of, where it is one.
    #[serde(default)]
    pub level: Option<Id>,
    /// The finding.
    pub text: Text,
}

/// How long a step takes or a standstill lasts. Both ends are equal where the source gives one figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Timeframe {
    /// Stable name.
    pub id: Id,
    /// The level at which the step starts; null where it counts from the beginning.
    #[serde(default)]
    pub from: Option<Id>,
    /// The level that is reached.
    #[serde(default)]
    pub to: Option<Id>,
    /// The level at which people stand still; then neither `from` nor `to`.
    #[serde(default)]
    pub at: Option<Id>,
    /// Shortest span, in months.
    #[schema(minimum = 0, maximum = 1200)]
    pub min_months: u16,
    /// Longest span, in months.
    #[schema(minimum = 0, maximum = 1200)]
    pub max_months: u16,
    /// Whom the span describes.
    pub label: Text,
}

/// A rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Stable name.
    pub id: Id,
    /// 1 for the lowest, one more for each above. The first level of a track goes on from the rank of the level at which it starts, so
    /// that levels of two tracks may have the same.
    #[schema(minimum = 1, maximum = 100)]
    pub rank: u8,
    /// The track that it is on; left out for the trunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<Id>,
    /// The title, as on a contract.
    pub title: Text,
    /// Usual time at the level, counted from the start of the career.
    pub tenure: Tenure,
    /// What moves a person forward at this level.
    #[schema(min_items = 1, max_items = 50)]
    pub moves_forward: Vec<Text>,
    /// The plateau at this level, which is not the failure mode in a phase's table.
    pub plateau: Plateau,
}

/// A branch of the ladder, which goes on from a level of the trunk or of another track. Between two paths only a
/// qualifier decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Stable name.
    pub id: Id,
    /// The track in a few words.
    pub title: Text,
    /// What it is, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// The level at which it starts, which is not on it.
    pub from: Id,
}

/// A span of a career, in months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenure {
    /// First month, inclusive.
    #[schema(minimum = 0, maximum = 1200)]
    pub min_months: u16,
    /// Last month, exclusive; null where there is no end.
    #[schema(minimum = 0, maximum = 1200)]
    pub max_months: Option<u16>,
}

/// What holds people at a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Plateau {
    /// Stable name.
    pub id: Id,
    /// The plateau in a few words.
    pub title: Text,
    /// How it shows.
    pub summary: Text,
}

/// Why people get stuck, and what clears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Roadblock {
    /// Stable name.
    pub id: Id,
    /// The levels at which it is met.
    #[schema(min_items = 1, max_items = 100)]
    pub levels: Vec<Id>,
    /// The roadblock in a few words.
    pub title: Text,
    /// Why it stands there.
    pub cause: Text,
    /// What clears it, in order.
    #[schema(min_items = 1, max_items = 50)]
    pub remedy: Vec<Text>,
    /// How people tell of it in their own words: a few words each, by which a diagnosis knows it again.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub signals: Vec<SignalPhrase>,
    /// How people tell of the opposite, or of something else in the same words: what speaks against the roadblock in a diagnosis.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub contrary: Vec<SignalPhrase>,
}

/// Something that helps in some phases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Stable name.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: ResourceKind,
    /// What it is good for.
    #[serde(rename = "use")]
    pub purpose: Text,
    /// Whether it is advertising, such as a paid offer of the source's publisher.
    #[serde(default)]
    pub sponsored: bool,
}

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ResourceKind {
    /// Reference documentation.
    Documentation,
    /// A guide to follow.
    Guide,
    /// A tool to use.
    Tool,
    /// Something to read.
    Reading,
    /// Something to do.
    Practice,
    /// A course.
    Course,
    /// A group of people.
    Community,
    /// A person who helps.
    Mentor,
}

/// A question that people ask, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    /// Stable name.
    pub id: Id,
    /// The question.
    pub question: Text,
    /// The answer.
    pub answer: Text,
}
