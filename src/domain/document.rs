//! The ladder document, format `rungs/ladder/1`: what a publisher writes, in YAML or JSON.
//! Shapes only; what the parts must say of each other is checked in `check` and proven in `quiz`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    id::{Id, Money, Phrase, Text, Version},
    ladder::Stamp,
    translation::Translation,
};

/// The format's name and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Format {
    /// The first version of the format.
    #[serde(rename = "rungs/ladder/1")]
    Ladder1,
}

/// A whole ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Names the format, so that a reader years later knows what it has.
    pub format: Format,
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
    pub source: Origin,
    /// The published version that this ladder was forked from.
    #[serde(default)]
    pub forked_from: Option<Stamp>,
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
pub struct Origin {
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
    pub routing: Vec<Rule>,
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
    pub options: Vec<Choice>,
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
pub struct Choice {
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
pub struct Rule {
    /// Stable name.
    pub id: Id,
    /// When the rule fits.
    pub when: When,
    /// Higher goes first; two rules that fit the same answers must differ in it. 0 where it is not given.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000)]
    pub precedence: u16,
    /// What it leads to.
    pub outcome: Outcome,
    /// A remark on the rule, such as what the source says of it.
    #[serde(default)]
    pub note: Option<Text>,
}

/// The condition of a routing rule: a number of yes answers, or of points, whichever questions they are of, and qualifiers. A quiz
/// that counts yes answers has rules with `yes_min` and `yes_max`, one that counts points has rules with `points_min` and `points_max`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
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
pub struct Outcome {
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

/// A part of the roadmap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// 1 for the first, one more for each after it.
    #[schema(minimum = 1, maximum = 100)]
    pub number: u8,
    /// Stable name.
    pub id: Id,
    /// The level at which the phase starts.
    pub level: Id,
    /// The phase's title.
    pub title: Text,
    /// What it is about, in a word or two.
    pub theme: Text,
    /// The plateau to break.
    pub plateau: Text,
    /// Why people stay on it.
    pub why_it_lasts: Text,
    /// What studying alone can and cannot do here.
    pub self_study: Text,
    /// What a mentor does here.
    pub mentor_role: Text,
    /// Which two columns the dimensions compare.
    pub table: Columns,
    /// The rows of the table; they differ by phase.
    #[schema(min_items = 1, max_items = 50)]
    pub dimensions: Vec<Dimension>,
    /// What the criteria are for.
    pub criteria_kind: CriteriaKind,
    /// The level that the criteria lead to; null for operating criteria.
    pub criteria_to: Option<Id>,
    /// What can be observed.
    #[schema(min_items = 1, max_items = 100)]
    pub criteria: Vec<Criterion>,
    /// Resources fit for this phase.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub resources: Vec<Id>,
}

/// The two columns of a phase's table: level ids, or `pre-role` for what comes before the first level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Where the phase comes from: a level or `pre-role`.
    pub from: Id,
    /// Where it leads: a level.
    pub to: Id,
}

/// One row of a phase's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Stable name; the same one in two phases is the same dimension.
    pub id: Id,
    /// The row's name.
    pub name: Text,
    /// How it is in the first column.
    pub from: Text,
    /// How it is in the second column.
    pub to: Text,
}

/// What a phase's criteria are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CriteriaKind {
    /// Needed to move on.
    Exit,
    /// What working at this level means.
    Operating,
}

/// Something observable that speaks for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Stable name, unique in the ladder.
    pub id: Id,
    /// What is to be seen.
    pub text: Text,
    /// How much of it, where it can be counted.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// The row of the phase's table that it speaks for.
    #[serde(default)]
    pub serves: Option<Id>,
    /// What it takes to meet it.
    #[serde(default)]
    pub effort: Option<Effort>,
}

/// What it takes to meet a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    /// Hours of work.
    #[schema(minimum = 1, maximum = 10_000)]
    pub hours: u16,
    /// Calendar weeks that it takes at the least, however many hours a week there are, because it waits for others or for
    /// something to happen. 0 where it waits for nothing.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 520)]
    pub weeks: u16,
    /// Whose figures these are.
    pub basis: Basis,
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// That of the source.
    Source,
    /// An estimate of those who wrote the document, which the source does not give.
    Estimate,
}

/// A count that a criterion asks for: exactly one of the two bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// This many or more.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub at_least: Option<u32>,
    /// This many or fewer.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub at_most: Option<u32>,
    /// What is counted.
    pub unit: Text,
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
    pub signals: Vec<Phrase>,
    /// How people tell of the opposite, or of something else in the same words: what speaks against the roadblock in a diagnosis.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub contrary: Vec<Phrase>,
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

/// A pay band. `min`, `max` and `open` are all given, or all null where the source publishes no band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The level that is paid.
    pub level: Id,
    /// Country (ISO 3166-1 alpha-2), perhaps with a subdivision, such as `US` or `US-CA`.
    #[schema(pattern = "^[A-Z]{2}(-[A-Z0-9]{1,3})?$", max_length = 6)]
    pub region: String,
    /// Currency (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$", max_length = 3)]
    pub currency: String,
    /// The time that the amounts pay for.
    pub period: Period,
    /// The part of the market that the figures describe, such as `general`.
    pub market: Id,
    /// Lowest pay, inclusive.
    pub min: Option<Money>,
    /// Highest pay, inclusive; with `open`, the highest that the source names.
    pub max: Option<Money>,
    /// Whether the source says that pay goes beyond `max`.
    pub open: Option<bool>,
    /// A remark for readers.
    #[serde(default)]
    pub label: Option<Text>,
    /// Where it is an organisation's own, laid over the ladder's: not of the document.
    #[serde(skip)]
    #[schema(ignore)]
    pub own: Option<OwnTerms>,
}

/// What is said of a band that is an organisation's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnTerms {
    /// The set of bands that it is of: BLAKE3 of the set as canonical CSV.
    #[schema(max_length = 71)]
    pub set: String,
    /// The first day on which it is in force; null where it has always been.
    #[schema(max_length = 10)]
    pub effective_from: Option<NaiveDate>,
    /// The last day on which it is in force; null where no end is set.
    #[schema(max_length = 10)]
    pub effective_to: Option<NaiveDate>,
}

/// The time that an amount pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// One year.
    Year,
    /// One month.
    Month,
    /// One day.
    Day,
    /// One hour.
    Hour,
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
