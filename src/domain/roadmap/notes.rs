//! What else there is to know of a plan: what could not be done as wished, what it rests on.

use chrono::NaiveDate;

use super::{
    plan::{
        PlanNote, PlanNoteCode, PlanParameters, PlanPhase, Roadmap, UndatedReason, WeeklyHours,
    },
    schedule,
};
use crate::{
    domain::{
        document::{EffortBasis, Standing},
        ladder::Ladder,
    },
    locales::facts,
};

/// The most criteria that one note names.
const MOST_NAMED: usize = 20;

impl Ladder {
    pub(super) fn notes(&self, plan: &Roadmap<'_>, wish: &PlanParameters<'_>) -> Vec<PlanNote> {
        let words = &self.words().facts.roadmap;
        let mut notes = NoteCollector(Vec::new());
        let milestones = || plan.phases.iter().flat_map(|phase| &phase.milestones);
        if let (Some(start), Some(today)) = (plan.start, wish.today)
            && start < today
        {
            notes.add(
                PlanNoteCode::StartInThePast,
                (words.start_in_the_past)(&start.to_string()),
            );
        }
        if plan.start.is_none() {
            notes.add(PlanNoteCode::NoStart, words.no_start);
        }
        notes.target_date(plan, wish, words);
        if plan.totals.milestones == 0 {
            notes.add(PlanNoteCode::NothingLeft, words.nothing_left);
        }
        if milestones().any(|one| one.undated == Some(UndatedReason::NoEffort)) {
            notes.add(PlanNoteCode::Undated, words.undated);
        }
        let estimated = |basis: EffortBasis| basis == EffortBasis::Estimate;
        if milestones().any(|one| one.effort.is_some_and(|effort| estimated(effort.basis))) {
            notes.add(PlanNoteCode::Estimate, words.estimate);
        }
        match plan.from.placement.standing {
            Standing::Approaching => notes.add(PlanNoteCode::Approaching, words.approaching),
            Standing::PreRole => notes.add(
                PlanNoteCode::BeforeTheFirstLevel,
                words.before_the_first_level,
            ),
            Standing::At => {}
        }
        if plan.target.is_none() {
            notes.add(PlanNoteCode::TopOfTheLadder, words.top_of_the_ladder);
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
            let (named, more) = elsewhere.split_at(elsewhere.len().min(MOST_NAMED));
            notes.add(
                PlanNoteCode::NotOnTheWay,
                (words.not_on_the_way)(named, more.len()),
            );
        }
        notes.0
    }
}

struct NoteCollector(Vec<PlanNote>);

impl NoteCollector {
    fn add(&mut self, code: PlanNoteCode, detail: impl Into<String>) {
        let detail = detail.into();
        self.0.push(PlanNote { code, detail });
    }

    fn target_date(
        &mut self,
        plan: &Roadmap<'_>,
        wish: &PlanParameters<'_>,
        words: &facts::RoadmapMessages,
    ) {
        let Some(by) = plan.target_date else { return };
        if plan.totals.milestones == 0 {
            return;
        }
        let (Some(start), Some(end)) = (plan.start, plan.end) else {
            return self.add(
                PlanNoteCode::TargetDateUnchecked,
                match plan.start {
                    None => (words.unchecked_without_start)(&by.to_string()),
                    Some(_) => (words.unchecked_without_effort)(&by.to_string()),
                },
            );
        };
        if end <= by {
            return;
        }
        let (pace, last, wanted) = (plan.hours_per_week, end.to_string(), by.to_string());
        let detail = match enough_hours(plan, wish, (start, by), words) {
            Some(enough) => (words.missed)(pace, &last, &wanted, enough),
            None => (words.missed_anyway)(pace, &last, &wanted, WeeklyHours::MOST.hours()),
        };
        self.add(PlanNoteCode::TargetDateMissed, detail);
    }
}

/// The fewest hours a week with which a plan ends in time.
fn enough_hours(
    plan: &Roadmap<'_>,
    wish: &PlanParameters<'_>,
    (start, by): (NaiveDate, NaiveDate),
    words: &facts::RoadmapMessages,
) -> Option<u16> {
    let mut phases = plan.phases.clone();
    let faster: Vec<WeeklyHours> = wish.pace.faster().collect();
    // More hours a week never end later.
    let enough = faster.partition_point(|pace| {
        let totals = schedule::schedule(&mut phases, *pace, Some(start), words).ok();
        let end = totals.and_then(|totals| totals.end(Some(start)));
        end.is_none_or(|end| end > by)
    });
    faster.get(enough).map(|pace| pace.hours())
}
