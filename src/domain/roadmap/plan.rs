//! The plan and its parts, and the parameters that it is computed from.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{
    answers::AnswerSheet,
    comparison::{LevelSummary, PayStep},
    criteria::{Checklist, CriterionStatus},
    document::{Effort, Resource, Timeframe},
    id::{Id, Text},
    ladder::LadderRef,
    placement::{AnswerCounts, LevelPlateau, RoadblockSummary},
    quiz::{DecidingRule, LadderPosition},
};

/// A plan from where somebody is to a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Roadmap<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// Where the plan starts from.
    pub from: PlanStart<'a>,
    /// The level that it leads to; null at the top of the ladder, where the plan is what working there means.
    pub target: Option<LevelSummary<'a>>,
    /// Its first day; null where none was sent, and days are then counted from 1.
    #[schema(value_type = Option<String>, format = Date, max_length = 10, example = "2027-01-04")]
    pub start: Option<NaiveDate>,
    /// Its last day; null without a start, where a criterion has no effort, and where nothing is left.
    #[schema(value_type = Option<String>, format = Date, max_length = 10, example = "2027-07-04")]
    pub end: Option<NaiveDate>,
    /// The day by which it was wanted; null where none was sent.
    #[schema(value_type = Option<String>, format = Date, max_length = 10, example = "2027-12-31")]
    pub target_date: Option<NaiveDate>,
    /// Hours of work a week.
    #[schema(minimum = 1, maximum = 60)]
    pub hours_per_week: u16,
    /// The phases to go through, in order.
    #[schema(max_items = 100)]
    pub phases: Vec<PlanPhase<'a>>,
    /// All of it together.
    pub totals: PlanTotals,
    /// From hours to dates, in words.
    #[schema(value_type = String, max_length = 1000)]
    pub rule: &'static str,
    /// How long the source says that the step takes.
    #[schema(value_type = Vec<Timeframe>, max_items = 100)]
    pub timeframes: Vec<&'a Timeframe>,
    /// The pay step at the end.
    pub pay: TargetPay<'a>,
    /// What else there is to know of this plan.
    #[schema(max_items = 20)]
    pub notes: Vec<PlanNote>,
    /// Always true: nobody has reviewed what was sent.
    pub self_reported: bool,
}

/// Where a plan starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanStart<'a> {
    /// What says so.
    pub by: PlanStartSource,
    /// The present place.
    pub placement: LadderPosition,
    /// The answers, counted; null without answers.
    pub counts: Option<AnswerCounts>,
    /// The routing rule that decided; null without answers.
    pub rule: Option<&'a DecidingRule>,
}

/// What says where a plan starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlanStartSource {
    /// The answers to the quiz.
    Answers,
    /// The level that was sent.
    Level,
}

/// A phase of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanPhase<'a> {
    /// The phase's number.
    #[schema(minimum = 1, maximum = 100)]
    pub number: u8,
    /// The phase's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// Its title.
    #[schema(value_type = Text)]
    pub title: &'a Text,
    /// What it is about, in a word or two.
    #[schema(value_type = Text)]
    pub theme: &'a Text,
    /// The level at which it starts.
    #[schema(value_type = Id)]
    pub level: &'a Id,
    /// The level that its criteria lead to; null for operating criteria.
    #[schema(value_type = Option<Id>)]
    pub leads_to: Option<&'a Id>,
    /// The plateau to break, as the phase tells it.
    #[schema(value_type = Text)]
    pub plateau: &'a Text,
    /// Why people stay on it.
    #[schema(value_type = Text)]
    pub why_it_lasts: &'a Text,
    /// The plateau at the level, in brief.
    pub level_plateau: LevelPlateau<'a>,
    /// The criteria not met, in the order of the document, each with its effort and dates.
    #[schema(max_items = 100)]
    pub milestones: Vec<Milestone<'a>>,
    /// The criteria met already.
    #[schema(value_type = Vec<Id>, max_items = 100)]
    pub met: Vec<&'a Id>,
    /// What helps in this phase; what helps in another may hold back here. Advertising is marked.
    #[schema(value_type = Vec<Resource>, max_items = 100)]
    pub resources: Vec<&'a Resource>,
    /// What studying alone can and cannot do here.
    #[schema(value_type = Text)]
    pub self_study: &'a Text,
    /// The mentor's part.
    #[schema(value_type = Text)]
    pub mentor_role: &'a Text,
    /// The roadblocks likely on the way: those met at the level.
    #[schema(max_items = 200)]
    pub roadblocks: Vec<RoadblockSummary<'a>>,
}

/// A criterion to be met, with when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Milestone<'a> {
    /// The criterion, and how it stands.
    pub criterion: CriterionStatus<'a>,
    /// What it takes, and whose figures these are; null where the ladder does not say.
    #[schema(value_type = Option<Effort>)]
    pub effort: Option<&'a Effort>,
    /// The day of the plan on which work on it begins, from 1; null where that cannot be said.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub first_day: Option<u32>,
    /// The day of the plan on which it is due.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub due_day: Option<u32>,
    /// The date on which work on it begins; null without a start.
    #[schema(value_type = Option<String>, format = Date, max_length = 10, example = "2027-01-04")]
    pub starts_on: Option<NaiveDate>,
    /// The date on which it is due.
    #[schema(value_type = Option<String>, format = Date, max_length = 10, example = "2027-02-06")]
    pub due_on: Option<NaiveDate>,
    /// From hours to days; null where the ladder has no effort for it.
    pub arithmetic: Option<ScheduleArithmetic>,
    /// Why there are no days: null where there are.
    pub undated: Option<UndatedReason>,
}

/// What the step pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TargetPay<'a> {
    /// The pay step for each pair of bands that can be compared, each figure with the reason where there is none.
    #[schema(max_items = 1000)]
    pub steps: Vec<PayStep<'a>>,
    /// Why there is no step at all; null where there is one.
    #[schema(value_type = Option<String>, max_length = 400)]
    pub reason: Option<&'static str>,
}

/// What a plan is wanted for.
#[derive(Debug, Clone)]
pub struct PlanParameters<'a> {
    /// Where somebody is; None where that cannot be read, and then nothing is planned, only examined.
    pub present: Option<StartingPoint<'a>>,
    /// What is met already.
    pub checklist: Checklist<'a>,
    /// The level to reach; the next one where none is given.
    pub target: Option<&'a str>,
    /// The first day.
    pub start: Option<NaiveDate>,
    /// The day by which it is wanted.
    pub target_date: Option<NaiveDate>,
    /// Hours of work a week.
    pub pace: WeeklyHours,
    /// The day on which it is asked; decides nothing but the note on a start that lies before it.
    pub today: Option<NaiveDate>,
}

/// Where somebody is.
#[derive(Debug, Clone)]
pub enum StartingPoint<'a> {
    /// Where the answers place them.
    Answered(AnswerSheet),
    /// At a level.
    Level(&'a str),
}

/// Whole hours of work a week, 1 to 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeeklyHours(u16);

impl WeeklyHours {
    /// The most hours a week.
    pub const MOST: Self = Self(60);

    /// A number of hours a week; None for one that is not whole or not from 1 to 60.
    #[must_use]
    pub fn new(hours: f64) -> Option<Self> {
        let whole = (1..=Self::MOST.0).find(|whole| f64::from(*whole) == hours);
        whole.map(Self)
    }

    /// The hours.
    #[must_use]
    pub fn hours(self) -> u16 {
        self.0
    }

    /// Every pace above this one, slowest first.
    pub(super) fn faster(self) -> impl Iterator<Item = Self> {
        (self.0 + 1..=Self::MOST.0).map(Self)
    }
}

/// What a plan reckons with where no pace is sent: 5 hours a week.
impl Default for WeeklyHours {
    fn default() -> Self {
        Self(5)
    }
}

/// From the hours of one criterion to its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScheduleArithmetic {
    /// Days of work: 7 x hours / hours a week, rounded up.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub work_days: u32,
    /// Days that it takes at the least: 7 x weeks.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub least_days: u32,
    /// Days from its first day to the day on which it is due, both counted: the larger of the two.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub days: u32,
    /// The same in words.
    #[schema(max_length = 300)]
    pub text: String,
}

/// Why a milestone has no days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UndatedReason {
    /// The ladder does not say what the criterion takes; nothing is put in its place.
    NoEffort,
    /// It comes after one that has no days.
    FollowsUndated,
}

/// A whole plan in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanTotals {
    /// Criteria to be met.
    #[schema(minimum = 0, maximum = 10_000)]
    pub milestones: u16,
    /// Hours of work; null where a criterion has no effort.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub hours: Option<u32>,
    /// Calendar days from the first to the last, both counted; null where a criterion has no effort.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub days: Option<u32>,
}

/// Something to know of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanNote {
    /// What kind of note, for programs.
    pub code: PlanNoteCode,
    /// The note, in a sentence or two.
    #[schema(max_length = 2000)]
    pub detail: String,
}

/// Kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanNoteCode {
    /// The start lies before the day on which the plan was asked for.
    StartInThePast,
    /// At these hours the plan ends after the day by which it was wanted.
    TargetDateMissed,
    /// Nothing says when the plan would end, so that the day by which it was wanted could not be checked.
    TargetDateUnchecked,
    /// No start was sent: days are counted, and there are no dates.
    NoStart,
    /// A criterion has no effort, so that it and what follows have no days.
    Undated,
    /// Hours and weeks are an estimate of those who wrote the document.
    Estimate,
    /// Every criterion on the way is met.
    NothingLeft,
    /// There is no level above.
    TopOfTheLadder,
    /// The answers place on the way to the next level: what leads there is taken as open unless it was sent as met.
    Approaching,
    /// Before the first level: the plan is that of the first phase.
    BeforeTheFirstLevel,
    /// Criteria were sent that are not on the way.
    NotOnTheWay,
}
