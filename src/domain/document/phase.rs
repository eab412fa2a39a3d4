//! The phases of a ladder document: tables, criteria and their effort.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::id::{Id, Text};

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
    pub table: DimensionColumns,
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
pub struct DimensionColumns {
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
    pub basis: EffortBasis,
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EffortBasis {
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
