//! The placement with everything that explains it, and its parts.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{Array, ArrayBuilder, Ref},
};

use super::counts::AnswerCounts;
use crate::domain::{
    answers::AnswerValue,
    document::{CriteriaKind, Criterion, Level, Measure, Phase, Roadblock},
    id::{Id, Text},
    ladder::LadderRef,
    quiz::{DecidingRule, LadderPosition},
};

/// A placement with everything that explains it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Placement<'a> {
    /// The ladder that was asked.
    pub ladder: &'a LadderRef,
    /// Where the answers place the person.
    pub placement: &'a LadderPosition,
    /// How many answers of each kind there are.
    pub counts: AnswerCounts,
    /// Whether open answers can change nothing any more: `range` has one entry.
    pub decided: bool,
    /// The placements still possible if unsure and unanswered questions and qualifiers turn out as yes, lowest first.
    #[schema(min_items = 1, max_items = 500)]
    pub range: Vec<&'a LadderPosition>,
    /// The routing rule that decided.
    pub rule: &'a DecidingRule,
    /// One line for each answer given, in the order of the quiz.
    #[schema(max_items = 70)]
    pub reasons: Vec<AnswerReason<'a>>,
    /// Yes answers by the level that the questions are typical of, lowest level first.
    #[schema(max_items = 100)]
    pub profile: Vec<StageProfile<'a>>,
    /// In words, where the profile is uneven: a later stage answered yes above an earlier no. Else null.
    #[schema(max_length = 4000)]
    pub unevenness: Option<String>,
    /// Every minimal set of questions and qualifiers that would place higher if they turned out as yes. Empty at the top.
    #[schema(schema_with = sets_of_ids)]
    pub to_advance: Vec<Vec<&'a Id>>,
    /// How many such sets there are; more than are listed only where there are over 1,000.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub to_advance_total: u64,
    /// The plateau of the level at which the phase starts.
    pub plateau: LevelPlateau<'a>,
    /// The roadblocks met there.
    #[schema(max_items = 200)]
    pub roadblocks: Vec<RoadblockSummary<'a>>,
    /// What to work on: the criteria of the phase.
    #[schema(max_items = 100)]
    pub criteria: Vec<PhaseCriterion<'a>>,
    /// Whether the answers are the person's own view, which nobody has reviewed. False only where an assessor gave them.
    pub self_reported: bool,
}

fn sets_of_ids() -> Array {
    let set = ArrayBuilder::new()
        .items(Ref::from_schema_name("Id"))
        .max_items(Some(70));
    ArrayBuilder::new()
        .items(set)
        .description(Some(
            "Every minimal set of questions and qualifiers that would place higher if they turned out as yes. Empty at the top.",
        ))
        .max_items(Some(MOST_SETS))
        .build()
}

/// What an answer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerEffect {
    /// It counts as a yes, or gives points.
    Counted,
    /// It counts as not yes, or gives no points.
    NotCounted,
    /// It is unsure: not counted now, and a yes or another option would count.
    Open,
    /// It can change nothing together with the other answers.
    NoEffect,
}

/// What one answer counted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerReason<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The answer.
    pub answer: AnswerValue,
    /// What it did.
    pub effect: AnswerEffect,
    /// The same in words.
    #[schema(value_type = String, max_length = 400)]
    pub text: Cow<'static, str>,
    /// The points that it gave; left out for qualifiers, and where the quiz counts yes answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2000)]
    pub points: Option<u16>,
}

/// Yes answers, and points where the quiz counts them, among the questions typical of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageProfile<'a> {
    /// The level.
    #[schema(value_type = Id)]
    pub stage: &'a Id,
    /// Questions answered with yes.
    #[schema(minimum = 0, maximum = 64)]
    pub yes: u8,
    /// Questions of the stage.
    #[schema(minimum = 1, maximum = 64)]
    pub of: u8,
    /// Points that its questions gave; left out where the quiz counts yes answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2000)]
    pub points: Option<u16>,
    /// Points that they can give at the most; left out where the quiz counts yes answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 2000)]
    pub of_points: Option<u16>,
}

/// The plateau at a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelPlateau<'a> {
    /// The level.
    #[schema(value_type = Id)]
    pub level: &'a Id,
    /// The plateau's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The plateau in a few words.
    #[schema(value_type = Text)]
    pub title: &'a Text,
    /// How it shows.
    #[schema(value_type = Text)]
    pub summary: &'a Text,
}

/// A roadblock, with what clears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoadblockSummary<'a> {
    /// The roadblock's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The roadblock in a few words.
    #[schema(value_type = Text)]
    pub title: &'a Text,
    /// What clears it, in order.
    #[schema(value_type = Vec<Text>, max_items = 50)]
    pub remedy: &'a [Text],
}

/// A criterion of a phase, with what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhaseCriterion<'a> {
    /// The criterion's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// `exit`: needed to move on; `operating`: what working at this level means.
    pub kind: CriteriaKind,
    /// The level that it leads to; null for operating criteria.
    #[schema(value_type = Option<Id>)]
    pub to: Option<&'a Id>,
    /// What is to be seen.
    #[schema(value_type = Text)]
    pub text: &'a Text,
    /// How much of it, where it can be counted.
    #[schema(value_type = Option<Measure>)]
    pub measure: Option<&'a Measure>,
}

/// The parts of a placement that the place alone decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementAdvice<'a> {
    /// The plateau of the level at which the phase starts.
    pub plateau: LevelPlateau<'a>,
    /// The roadblocks met there.
    pub roadblocks: Vec<RoadblockSummary<'a>>,
    /// The criteria of the phase.
    pub criteria: Vec<PhaseCriterion<'a>>,
}

/// The parts of a placement that a short answer gives.
#[derive(Debug, Clone, Copy)]
pub struct PlacementVerdict {
    /// Index of the deciding rule.
    pub rule: usize,
    /// Order of the placement among those of the quiz.
    pub order: usize,
    /// How many answers of each kind there are.
    pub counts: AnswerCounts,
    /// Whether open answers can change nothing any more.
    pub decided: bool,
    /// Yes answers, or points where the quiz counts them.
    pub(super) total: usize,
    /// What unsure and unanswered questions could add to it at the most.
    pub(super) more: usize,
    /// Qualifiers answered with yes, as bits.
    pub(super) mask: usize,
    /// Qualifiers not answered, or with unsure, as bits.
    pub(super) open_mask: usize,
}

/// The most sets that `to_advance` lists.
pub const MOST_SETS: usize = 1000;

impl<'a> LevelPlateau<'a> {
    /// The plateau at a level.
    #[must_use]
    pub fn of(level: &'a Level) -> Self {
        Self {
            level: &level.id,
            id: &level.plateau.id,
            title: &level.plateau.title,
            summary: &level.plateau.summary,
        }
    }
}

impl<'a> RoadblockSummary<'a> {
    /// A roadblock in brief.
    #[must_use]
    pub fn of(roadblock: &'a Roadblock) -> Self {
        Self {
            id: &roadblock.id,
            title: &roadblock.title,
            remedy: &roadblock.remedy,
        }
    }
}

impl<'a> PhaseCriterion<'a> {
    /// A criterion with what its phase says of it.
    #[must_use]
    pub fn of(phase: &'a Phase, criterion: &'a Criterion) -> Self {
        Self {
            id: &criterion.id,
            kind: phase.criteria_kind,
            to: phase.criteria_to.as_ref(),
            text: &criterion.text,
            measure: criterion.measure.as_ref(),
        }
    }
}
