//! The roadmap: from where somebody is to the level they want, phase by phase, one milestone for each criterion not met, with
//! the arithmetic from hours to dates. Pure; the same request gives the same plan on any day, but for the note on a
//! start that has passed.

mod notes;
mod plan;
mod route;
mod schedule;

use super::{comparison::LevelSummary, fault::Fault, ladder::Ladder};

pub use plan::{
    Milestone, PlanNote, PlanNoteCode, PlanParameters, PlanPhase, PlanStart, PlanStartSource,
    PlanTotals, Roadmap, ScheduleArithmetic, StartingPoint, TargetPay, UndatedReason, WeeklyHours,
};

impl Ladder {
    /// Plans the way to a level.
    ///
    /// # Errors
    /// Every fault: a level that is not on the ladder, a target that is not above the present level or that no criteria lead to,
    /// dates out of order or after the year 9999.
    pub fn roadmap<'a>(&'a self, wish: &PlanParameters<'_>) -> Result<Roadmap<'a>, Vec<Fault>> {
        let mut faults = Vec::new();
        let from = self.departure(&wish.present, &mut faults);
        let target = wish
            .target
            .and_then(|id| self.known_level("/target_level", id, &mut faults));
        if let (Some(start), Some(by)) = (wish.start, wish.target_date)
            && by < start
        {
            let detail = "The date to be ready by lies before the start.";
            faults.push(Fault::error("/target_date", "before_start", detail));
        }
        let Some(from) = from else {
            return Err(faults);
        };
        let present = from.placement.level.as_ref();
        let present = present.and_then(|id| self.level(id.as_str()));
        let target = match self.destination(&from.placement, present, target) {
            Ok(target) => target,
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let words = &self.words().facts.roadmap;
        let mut phases = self.way(&from.placement, target, &wish.checklist);
        let totals = schedule::schedule(&mut phases, wish.pace, wish.start, words)
            .map_err(|fault| vec![fault])?;
        let mut roadmap = Roadmap {
            ladder: self.stamp(),
            target: target.map(LevelSummary::of),
            start: wish.start,
            end: totals.end(wish.start),
            target_date: wish.target_date,
            hours_per_week: wish.pace.hours(),
            phases,
            totals,
            rule: words.rule,
            timeframes: target.map_or_else(Vec::new, |to| {
                let spans = self.document().timeframes.iter();
                let from = present.map(|level| &level.id);
                // A span without a start is the time from the beginning, which is no one's step but theirs who are before it.
                spans
                    .filter(|span| span.to.as_ref() == Some(&to.id) && span.from.as_ref() == from)
                    .collect()
            }),
            pay: self.pay_at_the_end(present, target),
            notes: Vec::new(),
            self_reported: true,
            from,
        };
        roadmap.notes = self.notes(&roadmap, wish);
        Ok(roadmap)
    }
}
