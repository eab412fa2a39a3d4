//! What is written in calendars, in English.

use crate::locales::calendars::Calendars;

pub(super) const CALENDARS: Calendars = Calendars {
    name: |target| format!("Roadmap to {target}"),
    name_of_ladder: |ladder| format!("Roadmap: {ladder}"),
    due: |criterion| format!("Due: {criterion}"),
    measure: |amount| format!("Measure: {amount}"),
    phase: |number, title| format!("Phase {number}: {title}"),
    effort: |effort| format!("Effort: {effort} (the source's figure)"),
    effort_estimated: |effort| {
        format!("Effort: {effort} (an estimate of those who wrote the ladder, not of its source)")
    },
    begins: |year, month, day| format!("Work on it begins on {year:04}-{month:02}-{day:02}"),
    all_due: "Everything on the plan is due",
    all_due_for: |target| format!("Everything for {target} is due"),
    nothing_left: "Nothing is left to be met",
    nothing_left_for: |target| format!("Nothing is left to be met for {target}"),
    pace: |milestones, hours| format!("{milestones} at {hours} a week"),
    work: |hours| format!("{hours} of work"),
    days: |days| format!("{days} from the first to the last"),
    source: |title, id, version| format!("Ladder: {title} ({id}), version {version}"),
};
