//! A scale of time: days of a plan from left to right, with ticks at months where there are dates, else at days.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{
    canvas::{Canvas, MARGIN, TextAnchor, WIDTH},
    scale::{AROUND, BAR, LEFT, RIGHT},
    text::{TextBlock, TextStyle},
};
use crate::locales::MessageCatalogue;

/// A scale of so many days.
pub(super) struct Time {
    days: u32,
    /// Days that have passed at a tick, and its label.
    ticks: Vec<(u32, String)>,
    /// Days that have passed when the day ends by which the plan is wanted, where that lies on the scale.
    wanted: Option<u32>,
}

impl Time {
    /// A scale that holds a plan.
    pub(super) fn of(
        words: &MessageCatalogue,
        days: u32,
        start: Option<NaiveDate>,
        wanted: Option<NaiveDate>,
    ) -> Self {
        let days = days.max(1);
        let ticks = match start {
            None => counted(words, days),
            Some(start) if days <= 60 => dated(words, days, start),
            Some(start) => monthly(words, days, start),
        };
        let wanted = start.zip(wanted).and_then(|(start, wanted)| {
            let passed = u32::try_from((wanted - start).num_days()).ok()?;
            passed.checked_add(1).filter(|passed| *passed < days)
        });
        Self {
            days,
            ticks,
            wanted,
        }
    }

    /// Where so many days have passed.
    pub(super) fn x(&self, passed: u32) -> i32 {
        let room = i64::from(RIGHT - LEFT);
        let offset = room * i64::from(passed.min(self.days)) / i64::from(self.days);
        LEFT + i32::try_from(offset).unwrap_or_default()
    }

    /// The strip on which a bar lies, with a line at each tick.
    pub(super) fn track(&self, canvas: &mut Canvas<'_>, y: i32) {
        let (top, bottom) = (y - AROUND, y + BAR + AROUND);
        canvas.rect("track", [LEFT, top, RIGHT - LEFT, bottom - top], 0);
        for (passed, _) in &self.ticks {
            let x = self.x(*passed);
            canvas.line("grid", [x, top, x, bottom]);
        }
    }

    /// Whether the day by which the plan is wanted lies on the scale.
    pub(super) fn holds_wanted(&self) -> bool {
        self.wanted.is_some()
    }

    /// A line at that day.
    pub(super) fn wanted(&self, canvas: &mut Canvas<'_>, y: i32) {
        if let Some(x) = self.wanted.map(|passed| self.x(passed)) {
            canvas.line("tick", [x, y - AROUND, x, y + BAR + AROUND]);
            canvas.line("wanted", [x, y - AROUND, x, y + BAR + AROUND]);
        }
    }

    /// The axis with its labels.
    pub(super) fn axis(&self, canvas: &mut Canvas<'_>) {
        let y = canvas.y;
        canvas.line("axis", [LEFT, y, RIGHT, y]);
        for (passed, label) in &self.ticks {
            let x = self.x(*passed);
            canvas.line("axis", [x, y, x, y + 5]);
            let label = TextBlock::new(label, TextStyle::Note, WIDTH, 1);
            let half = label.width() / 2;
            if x - half < MARGIN {
                canvas.held(&label, x.max(MARGIN), y + 6, TextAnchor::Start);
            } else {
                canvas.held(&label, x.min(WIDTH - half), y + 6, TextAnchor::Middle);
            }
        }
        canvas.y += 6 + TextStyle::Note.leading();
    }
}

/// How many ticks there is room to label.
const MOST: u32 = 6;

/// Every so many days of the plan.
fn counted(words: &MessageCatalogue, days: u32) -> Vec<(u32, String)> {
    let said = &words.pictures.time;
    let label = |passed: u32| (said.day)(&words.grouped(&passed.to_string()));
    let widest = TextStyle::Note.width(&label(days)) + 16;
    let most = u32::try_from((RIGHT - LEFT) / widest).unwrap_or_default();
    let step = [1, 2, 5, 10, 30, 60, 90, 180]
        .into_iter()
        .chain((0..7).flat_map(|power| [360, 720, 1800].map(|step| step * 10_u32.pow(power))))
        .find(|step| days / step <= most.min(MOST));
    let step = step.unwrap_or(days);
    let at = (0..=days / step).map(|number| number * step);
    at.map(|passed| match passed {
        0 => (0, said.start.into()),
        _ => (passed, label(passed)),
    })
    .collect()
}

/// Every so many days from a date.
fn dated(words: &MessageCatalogue, days: u32, start: NaiveDate) -> Vec<(u32, String)> {
    let step = [1, 2, 7, 14].into_iter().find(|step| days / step <= MOST);
    let step = step.unwrap_or(days);
    let at = (0..=days / step).map(|number| number * step);
    at.filter_map(|passed| {
        let date = start.checked_add_days(Days::new(u64::from(passed)))?;
        Some((passed, words.day(date.month(), date.day())))
    })
    .collect()
}

/// The first days of every so many months.
fn monthly(words: &MessageCatalogue, days: u32, start: NaiveDate) -> Vec<(u32, String)> {
    let months = days / 28;
    let step = [
        1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000,
    ]
    .into_iter()
    .find(|step| months / step <= MOST);
    let step = step.unwrap_or(120_000);
    let Some(mut first) = start.with_day(1) else {
        return Vec::new();
    };
    if start.day() > 1 {
        let Some(next) = first.checked_add_months(Months::new(1)) else {
            return Vec::new();
        };
        first = next;
    }
    // Where the months are counted in steps, these are those of the calendar: January, then April.
    let month = u32::try_from(first.year()).unwrap_or_default() * 12 + first.month0();
    let skipped = month.next_multiple_of(step) - month;
    let at = (0..=months / step + 1).map(|number| skipped + number * step);
    at.filter_map(|ahead| {
        let date = first.checked_add_months(Months::new(ahead))?;
        let passed = u32::try_from((date - start).num_days()).ok()?;
        let label = || match step {
            ..12 => words.month_of_year(date.year(), date.month()),
            _ => format!("{:04}", date.year()),
        };
        (passed <= days).then(|| (passed, label()))
    })
    .collect()
}

/// A date as it is read.
pub(super) fn day(words: &MessageCatalogue, date: NaiveDate) -> String {
    words.date(date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::{MessageCatalogue, Time};
    use chrono::NaiveDate;

    fn labels(days: u32, start: Option<&str>) -> Vec<String> {
        let start = start.map(|start| start.parse::<NaiveDate>().unwrap());
        let ticks = Time::of(MessageCatalogue::of("en"), days, start, None).ticks;
        ticks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_at_round_days_and_at_months() {
        let cases: [(u32, Option<&str>, &[&str]); 6] = [
            (1, None, &["start", "day 1"]),
            (90, None, &["start", "day 30", "day 60", "day 90"]),
            (
                100_000_000,
                None,
                &["start", "day 36,000,000", "day 72,000,000"],
            ),
            (20, Some("2027-01-04"), &["4 Jan", "11 Jan", "18 Jan"]),
            (
                100,
                Some("2027-01-01"),
                &["Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027"],
            ),
            (
                400,
                Some("2027-01-04"),
                &["Apr 2027", "Jul 2027", "Oct 2027", "Jan 2028"],
            ),
        ];
        for (days, start, wanted) in cases {
            assert_eq!(labels(days, start), wanted, "{days} from {start:?}");
        }
    }

    #[test]
    fn there_are_never_more_ticks_than_there_is_room_for() {
        for start in [None, Some("2027-01-04"), Some("2026-12-31")] {
            for days in (1..3000).chain([10_000, 100_000, 2_900_000]) {
                let ticks = labels(days, start).len();
                assert!(
                    (1..=8).contains(&ticks),
                    "{ticks} for {days} from {start:?}"
                );
            }
        }
    }
}
