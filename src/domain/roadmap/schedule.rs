//! From hours to days and dates. Whole numbers only, so that the same plan comes out everywhere.

use chrono::{Days, NaiveDate};

use super::plan::{PlanPhase, PlanTotals, ScheduleArithmetic, UndatedReason, WeeklyHours};
use crate::{
    domain::{document::Effort, fault::Fault},
    locales::facts,
};

/// Days of a plan are counted up to here; more is no plan any more.
const MOST_DAYS: u32 = 100_000_000;

impl ScheduleArithmetic {
    fn of(effort: &Effort, pace: WeeklyHours, words: &facts::RoadmapMessages) -> Self {
        let (hours, weeks) = (u32::from(effort.hours), u32::from(effort.weeks));
        let pace = u32::from(pace.hours());
        let work_days = (7 * hours).div_ceil(pace).max(1);
        let least_days = 7 * weeks;
        let days = work_days.max(least_days);
        Self {
            text: (words.arithmetic)(hours, pace, work_days, weeks, least_days, days),
            work_days,
            least_days,
            days,
        }
    }
}

impl PlanTotals {
    /// The last day of a plan that starts on a day; None without a start, for an empty plan, and where a criterion has no days.
    #[must_use]
    pub fn end(self, start: Option<NaiveDate>) -> Option<NaiveDate> {
        date(start?, self.days.filter(|days| *days > 0)?)
    }
}

/// Gives every milestone its days and dates.
///
/// # Errors
/// A fault at `/start` where the plan would end after the year 9999.
pub(super) fn schedule(
    phases: &mut [PlanPhase<'_>],
    pace: WeeklyHours,
    start: Option<NaiveDate>,
    words: &facts::RoadmapMessages,
) -> Result<PlanTotals, Fault> {
    let mut totals = PlanTotals {
        milestones: 0,
        hours: Some(0),
        days: Some(0),
    };
    // The last day of the phase before; None once something has no days.
    let mut before = Some(0_u32);
    for phase in phases {
        // Days of work done in this phase, and the last day on which something in it is due.
        let (mut worked, mut last) = (before, before);
        for milestone in &mut phase.milestones {
            totals.milestones += 1;
            let effort = milestone.effort;
            milestone.arithmetic = effort.map(|effort| ScheduleArithmetic::of(effort, pace, words));
            totals.hours = totals
                .hours
                .and_then(|sum| sum.checked_add(u32::from(effort?.hours)));
            let (Some(done), Some(arithmetic)) = (worked, &milestone.arithmetic) else {
                milestone.undated = Some(match worked {
                    Some(_) => UndatedReason::NoEffort,
                    None if effort.is_none() => UndatedReason::NoEffort,
                    None => UndatedReason::FollowsUndated,
                });
                (worked, last) = (None, None);
                continue;
            };
            let due = done.saturating_add(arithmetic.days).min(MOST_DAYS);
            milestone.first_day = Some(done + 1);
            milestone.due_day = Some(due);
            if let Some(start) = start {
                milestone.starts_on = date(start, done + 1);
                milestone.due_on = date(start, due);
                if milestone.due_on.is_none() {
                    return Err(Fault::error(
                        "/start",
                        "out_of_range",
                        "The plan would end after the year 9999.",
                    ));
                }
            }
            worked = Some(done.saturating_add(arithmetic.work_days).min(MOST_DAYS));
            last = last.map(|last| last.max(due));
        }
        before = last;
    }
    totals.days = before;
    Ok(totals)
}

/// The date of a day of the plan, the first being 1; None after the year 9999.
fn date(start: NaiveDate, day: u32) -> Option<NaiveDate> {
    let latest = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    start
        .checked_add_days(Days::new(u64::from(day.checked_sub(1)?)))
        .filter(|date| *date <= latest)
}
