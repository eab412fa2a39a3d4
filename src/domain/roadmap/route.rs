//! The way of a plan: where it starts from, where it leads, and the phases in between with what helps in each.

use super::plan::{Milestone, PlanPhase, PlanStart, PlanStartSource, StartingPoint, TargetPay};
use crate::domain::{
    criteria::{Checklist, CriterionState, CriterionStatus},
    document::{Level, Phase, Standing},
    fault::Fault,
    id::Id,
    ladder::Ladder,
    placement::{LevelPlateau, RoadblockSummary},
    quiz::LadderPosition,
};

impl Ladder {
    pub(super) fn known_level(
        &self,
        pointer: &str,
        id: &str,
        faults: &mut Vec<Fault>,
    ) -> Option<&Level> {
        let level = self.level(id);
        if level.is_none() {
            faults.push(self.unknown_level(pointer));
        }
        level
    }

    pub(super) fn departure(
        &self,
        present: &Option<StartingPoint<'_>>,
        faults: &mut Vec<Fault>,
    ) -> Option<PlanStart<'_>> {
        let table = self.table();
        match present.as_ref()? {
            StartingPoint::Answered(sheet) => {
                let verdict = self.decide(sheet);
                Some(PlanStart {
                    by: PlanStartSource::Answers,
                    placement: table.places().get(verdict.order)?.clone(),
                    counts: Some(verdict.counts),
                    rule: table.decider(verdict.rule),
                })
            }
            StartingPoint::Level(id) => {
                let level = self.known_level("/level", id, faults)?;
                Some(PlanStart {
                    by: PlanStartSource::Level,
                    placement: self.place_at(Some(level.id.as_str()), Standing::At)?,
                    counts: None,
                    rule: None,
                })
            }
        }
    }

    /// Where the plan leads: what is wanted, or else the level that the present phase's criteria lead to. None at the top.
    pub(super) fn destination<'a>(
        &'a self,
        place: &LadderPosition,
        present: Option<&Level>,
        wanted: Option<&'a Level>,
    ) -> Result<Option<&'a Level>, Fault> {
        let document = self.document();
        let is_above =
            |level: &Level| present.is_none_or(|present| document.is_below(present, level));
        let above = document.levels.iter().filter(|level| is_above(level));
        let mut reachable = above.filter(|level| self.phases_to(level).next().is_some());
        let Some(wanted) = wanted else {
            let next = place.next_level.as_ref();
            let next = next.and_then(|id| self.level(id.as_str()));
            // Before the first level nothing leads to the next one; the first phase's criteria lead beyond it.
            return Ok(next
                .filter(|level| self.phases_to(level).next().is_some())
                .or_else(|| reachable.next()));
        };
        let problem = |code, detail| Err(Fault::error("/target_level", code, detail));
        if let Some(present) = present.filter(|present| self.parted(present, wanted)) {
            let detail = format!(
                "There is no path from {} to {}: they are on different tracks.",
                present.title, wanted.title
            );
            return problem("no_path", detail);
        }
        if !is_above(wanted) {
            let detail = format!(
                "{} is not above the present level, and a plan leads upwards.",
                wanted.title
            );
            return problem("not_upwards", detail);
        }
        if self.phases_to(wanted).next().is_none() {
            let detail = match reachable.next() {
                Some(level) => format!(
                    "The ladder names no criteria that lead to {}. The nearest level that some lead to is {} ({}).",
                    wanted.title, level.title, level.id
                ),
                None => format!(
                    "The ladder names no criteria that lead to {}.",
                    wanted.title
                ),
            };
            return problem("no_criteria", detail);
        }
        Ok(Some(wanted))
    }

    /// The phases to a level, not yet scheduled: those whose criteria lead above the present level and not beyond the target. At the
    /// top it is the phase of the place itself.
    pub(super) fn way<'a>(
        &'a self,
        place: &LadderPosition,
        target: Option<&Level>,
        checklist: &Checklist<'_>,
    ) -> Vec<PlanPhase<'a>> {
        let document = self.document();
        let rank_of = |id: &Id| self.level(id.as_str()).map_or(0, |level| level.rank);
        let present = place.level.as_ref().map_or(0, rank_of);
        let path = target.map_or_else(Vec::new, |target| document.path_to(target));
        let above = |id: &Id| {
            path.iter()
                .any(|level| level.id == *id && level.rank > present)
        };
        let phases = document
            .phases
            .iter()
            .filter(|phase| match (target, &phase.criteria_to) {
                (Some(_), Some(level)) => above(level),
                (Some(_), None) => false,
                (None, _) => phase.number == place.phase,
            });
        phases
            .filter_map(|phase| self.plan_phase(phase, checklist))
            .collect()
    }

    fn plan_phase<'a>(
        &'a self,
        phase: &'a Phase,
        checklist: &Checklist<'_>,
    ) -> Option<PlanPhase<'a>> {
        let level = self.level(phase.level.as_str())?;
        let (met, open): (Vec<_>, Vec<_>) = phase
            .criteria
            .iter()
            .partition(|criterion| checklist.state(&criterion.id) == CriterionState::Met);
        let resources = phase.resources.iter();
        Some(PlanPhase {
            number: phase.number,
            id: &phase.id,
            title: &phase.title,
            theme: &phase.theme,
            level: &phase.level,
            leads_to: phase.criteria_to.as_ref(),
            plateau: &phase.plateau,
            why_it_lasts: &phase.why_it_lasts,
            level_plateau: LevelPlateau::of(level),
            milestones: open
                .into_iter()
                .map(|criterion| Milestone {
                    criterion: CriterionStatus::of(phase, criterion, checklist),
                    effort: criterion.effort.as_ref(),
                    first_day: None,
                    due_day: None,
                    starts_on: None,
                    due_on: None,
                    arithmetic: None,
                    undated: None,
                })
                .collect(),
            met: met.into_iter().map(|criterion| &criterion.id).collect(),
            resources: resources
                .filter_map(|id| self.resource(id.as_str()))
                .collect(),
            self_study: &phase.self_study,
            mentor_role: &phase.mentor_role,
            roadblocks: self
                .roadblocks_at(level.id.as_str())
                .map(RoadblockSummary::of)
                .collect(),
        })
    }

    pub(super) fn pay_at_the_end(
        &self,
        present: Option<&Level>,
        target: Option<&Level>,
    ) -> TargetPay<'_> {
        let words = &self.words().facts.roadmap;
        let (steps, reason) = match (present, target) {
            (Some(from), Some(to)) => {
                let steps = self.pay_steps(from, to);
                let none = steps.is_empty().then_some(words.no_band);
                (steps, none)
            }
            (None, _) => (Vec::new(), Some(words.no_band_before_first)),
            (_, None) => (Vec::new(), Some(words.no_step_at_the_top)),
        };
        TargetPay { steps, reason }
    }
}
