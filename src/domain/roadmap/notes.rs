//! What else there is to know of a plan: what could not be done as wished, what it rests on.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Pace, PlanPhase, Roadmap, Undated, Wish, schedule};
use crate::domain::{
    document::{Basis, Standing},
    ladder::Ladder,
};

/// Something to know of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Note {
    /// What kind of note, for programs.
    pub code: NoteCode,
    /// The note, in a sentence or two.
    #[schema(max_length = 2000)]
    pub detail: String,
}

/// Kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
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

/// The most criteria that one note names.
const MOST_NAMED: usize = 20;

impl Ladder {
    pub(super) fn notes(&self, plan: &Roadmap<'_>, wish: &Wish<'_>) -> Vec<Note> {
        let mut notes = Notes(Vec::new());
        let milestones = || plan.phases.iter().flat_map(|phase| &phase.milestones);
        if let (Some(start), Some(today)) = (plan.start, wish.today)
            && start < today
        {
            notes.add(
                NoteCode::StartInThePast,
                format!(
                    "The start, {start}, lies in the past. Dates are counted from it all the same."
                ),
            );
        }
        if plan.start.is_none() {
            notes.add(
                NoteCode::NoStart,
                "No start was sent: days are counted from 1. Send a start for dates.",
            );
        }
        notes.target_date(plan, wish);
        if plan.totals.milestones == 0 {
            notes.add(
                NoteCode::NothingLeft,
                "Every criterion on the way is met. What is left is to have it seen: ask for a review against these criteria.",
            );
        }
        if milestones().any(|one| one.undated == Some(Undated::NoEffort)) {
            notes.add(
                NoteCode::Undated,
                "The ladder does not say what some criteria take. They and what follows have no days; nothing is put in their place.",
            );
        }
        let estimated = |basis: Basis| basis == Basis::Estimate;
        if milestones().any(|one| one.effort.is_some_and(|effort| estimated(effort.basis))) {
            notes.add(
                NoteCode::Estimate,
                "Hours and least weeks are an estimate of those who wrote the ladder document, not of its source, and count the work on the criteria alone. How long the whole step takes most people is said by the timeframes, where the source gives any.",
            );
        }
        match plan.from.placement.standing {
            Standing::Approaching => notes.add(
                NoteCode::Approaching,
                "The answers place on the way to the next level. The criteria that lead there are planned unless they are sent as met; what working there means is the plan for that level.",
            ),
            Standing::PreRole => notes.add(
                NoteCode::BeforeTheFirstLevel,
                "The answers place before the first level. The plan begins with the first phase, and the ladder names no criteria that lead to its lowest level.",
            ),
            Standing::At => {}
        }
        if plan.target.is_none() {
            notes.add(
                NoteCode::TopOfTheLadder,
                "There is no level above. The milestones are what working at this level means.",
            );
        }
        let on_the_way = |phase: &PlanPhase<'_>, id| {
            phase.met.contains(&id) || phase.milestones.iter().any(|one| one.criterion.id == id)
        };
        let elsewhere = self
            .document()
            .phases
            .iter()
            .flat_map(|phase| &phase.criteria);
        let elsewhere: Vec<&str> = elsewhere
            .map(|criterion| &criterion.id)
            .filter(|id| wish.checklist.names(id))
            .filter(|id| !plan.phases.iter().any(|phase| on_the_way(phase, *id)))
            .map(|id| id.as_str())
            .collect();
        if !elsewhere.is_empty() {
            notes.add(
                NoteCode::NotOnTheWay,
                match elsewhere.get(MOST_NAMED..).map_or(0, <[_]>::len) {
                    0 => format!("Sent, and not on this way: {}.", elsewhere.join(", ")),
                    more => format!(
                        "Sent, and not on this way: {} and {more} more.",
                        elsewhere.get(..MOST_NAMED).unwrap_or_default().join(", ")
                    ),
                },
            );
        }
        notes.0
    }
}

struct Notes(Vec<Note>);

impl Notes {
    fn add(&mut self, code: NoteCode, detail: impl Into<String>) {
        let detail = detail.into();
        self.0.push(Note { code, detail });
    }

    fn target_date(&mut self, plan: &Roadmap<'_>, wish: &Wish<'_>) {
        let Some(by) = plan.target_date else { return };
        if plan.totals.milestones == 0 {
            return;
        }
        let (Some(start), Some(end)) = (plan.start, plan.end) else {
            return self.add(
                NoteCode::TargetDateUnchecked,
                match plan.start {
                    None => format!("Whether {by} can be kept cannot be said without a start."),
                    Some(_) => format!(
                        "Whether {by} can be kept cannot be said: some criteria have no effort."
                    ),
                },
            );
        };
        if end <= by {
            return;
        }
        let enough = enough_hours(plan, wish, start, by);
        let advice = match enough {
            Some(hours) => format!("With {hours} hours a week it would be kept."),
            None => format!(
                "Not even {} hours a week would keep it, mostly because of the weeks that criteria take at the least.",
                Pace::MOST.hours()
            ),
        };
        self.add(
            NoteCode::TargetDateMissed,
            format!(
                "At {} hours a week the plan ends on {end}, after {by}. {advice}",
                plan.hours_per_week
            ),
        );
    }
}

/// The fewest hours a week with which a plan ends in time.
fn enough_hours(
    plan: &Roadmap<'_>,
    wish: &Wish<'_>,
    start: NaiveDate,
    by: NaiveDate,
) -> Option<u16> {
    let mut phases = plan.phases.clone();
    let faster: Vec<Pace> = wish.pace.faster().collect();
    // More hours a week never end later.
    let enough = faster.partition_point(|pace| {
        let totals = schedule::schedule(&mut phases, *pace, Some(start)).ok();
        let end = totals.and_then(|totals| totals.end(Some(start)));
        end.is_none_or(|end| end > by)
    });
    faster.get(enough).map(|pace| pace.hours())
}
