//! A roadmap as a calendar (RFC 5545): an all-day entry on the day on which each milestone is due, and one where the plan ends.
//! The same plan gives the same text, stamp and identifiers included, so that taking it in twice doubles nothing.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

use crate::{
    domain::{
        document::EffortBasis,
        ladder::Ladder,
        roadmap::{Milestone, PlanPhase, Roadmap},
    },
    locales::MessageCatalogue,
};

/// The most characters of a ladder's text in a heading, and in a description: calendars are read on small screens.
const HEADING: usize = 160;
const BODY: usize = 1000;

/// The plan as a calendar; None where it has no dates.
#[must_use]
pub fn roadmap(ladder: &Ladder, roadmap: &Roadmap<'_>) -> Option<String> {
    let start = roadmap.start?;
    let words = ladder.words();
    let plan = CalendarPlan {
        ladder,
        words,
        digest: digest(roadmap),
        stamp: start.and_time(NaiveTime::MIN).and_utc(),
    };
    let milestones = roadmap.phases.iter().flat_map(|phase| {
        let milestones = phase.milestones.iter();
        milestones.filter_map(|milestone| plan.milestone(phase, milestone))
    });
    let mut events: Vec<Event> = milestones.collect();
    if roadmap.totals.milestones == 0 {
        events.push(plan.nothing_left(roadmap, start));
    } else if events.is_empty() {
        return None;
    }
    events.extend(roadmap.end.map(|end| plan.end(roadmap, end)));
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Rungs//Roadmap//EN"),
        ("CALSCALE", "GREGORIAN"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    let title = match &roadmap.target {
        Some(target) => (words.calendars.name)(&brief(target.title.as_str(), HEADING)),
        None => {
            let ladder = brief(ladder.document().title.as_str(), HEADING);
            (words.calendars.name_of_ladder)(&ladder)
        }
    };
    calendar.name(&line(&title));
    calendar.extend(events);
    Some(calendar.done().to_string())
}

/// What all entries of a plan share.
struct CalendarPlan<'a> {
    ladder: &'a Ladder,
    words: &'static MessageCatalogue,
    digest: blake3::Hasher,
    stamp: DateTime<Utc>,
}

impl CalendarPlan<'_> {
    fn entry(&self, name: &str, day: NaiveDate, summary: &str, description: &str) -> Event {
        let mut digest = self.digest.clone();
        digest.update(name.as_bytes());
        let digest = digest.finalize().to_hex();
        Event::new()
            .uid(&format!("{}@rungs", digest.get(..32).unwrap_or(&digest)))
            .timestamp(self.stamp)
            .starts(day)
            .summary(&line(summary))
            .description(&lines(description))
            .add_property("CATEGORIES", "Rungs")
            .add_property("TRANSP", "TRANSPARENT")
            .done()
    }

    fn milestone(&self, phase: &PlanPhase<'_>, milestone: &Milestone<'_>) -> Option<Event> {
        let due = milestone.due_on?;
        let criterion = &milestone.criterion;
        let (words, said) = (self.words, &self.words.calendars);
        let mut lines = vec![brief(criterion.text.as_str(), BODY)];
        lines.extend(criterion.measure.map(|measure| {
            let unit = measure.unit.as_str();
            (said.measure)(&words.amount(measure.at_least, measure.at_most, unit))
        }));
        lines.push((said.phase)(phase.number, phase.title.as_str()));
        lines.extend(milestone.effort.map(|effort| {
            let say = match effort.basis {
                EffortBasis::Source => said.effort,
                EffortBasis::Estimate => said.effort_estimated,
            };
            say(&words.effort(effort.hours, effort.weeks))
        }));
        let starts = milestone.starts_on;
        lines.extend(starts.map(|day| (said.begins)(day.year(), day.month(), day.day())));
        let arithmetic = milestone.arithmetic.as_ref();
        lines.extend(arithmetic.map(|arithmetic| arithmetic.text.clone()));
        lines.push(self.source());
        let summary = (said.due)(&brief(criterion.text.as_str(), HEADING));
        Some(self.entry(criterion.id.as_str(), due, &summary, &lines.join("\n")))
    }

    /// The only entry of a plan on which nothing is left; a calendar has to have one.
    fn nothing_left(&self, roadmap: &Roadmap<'_>, day: NaiveDate) -> Event {
        let said = &self.words.calendars;
        let summary = roadmap.target.as_ref().map_or_else(
            || said.nothing_left.into(),
            |target| (said.nothing_left_for)(&brief(target.title.as_str(), HEADING)),
        );
        self.entry("the end", day, &summary, &self.source())
    }

    fn end(&self, roadmap: &Roadmap<'_>, end: NaiveDate) -> Event {
        let (words, said, nouns) = (self.words, &self.words.calendars, &self.words.nouns);
        let target = roadmap.target.as_ref();
        let summary = target.map_or_else(
            || said.all_due.into(),
            |target| (said.all_due_for)(&brief(target.title.as_str(), HEADING)),
        );
        let totals = roadmap.totals;
        let mut lines = vec![(said.pace)(
            &words.count(totals.milestones, &nouns.milestone),
            &words.count(roadmap.hours_per_week, &nouns.hour),
        )];
        let count = |number, noun| words.count(number, noun);
        lines.extend(
            totals
                .hours
                .map(|hours| (said.work)(&count(hours, &nouns.hour))),
        );
        lines.extend(
            totals
                .days
                .map(|days| (said.days)(&count(days, &nouns.day))),
        );
        lines.push(roadmap.rule.to_owned());
        lines.push(self.source());
        // No criterion has this name: it is no id.
        self.entry("the end", end, &summary, &lines.join("\n"))
    }

    fn source(&self) -> String {
        let stamp = self.ladder.stamp();
        let title = self.ladder.document().title.as_str();
        let version = stamp.version.to_string();
        (self.words.calendars.source)(title, stamp.id.as_str(), &version)
    }
}

/// What tells this plan from others: the ladder, the target and the start. A plan with another pace, or with more criteria met, keeps
/// its entries, so that taking it in again moves them.
fn digest(roadmap: &Roadmap<'_>) -> blake3::Hasher {
    let target = roadmap.target.as_ref();
    let target = target.map(|target| target.id.as_str()).unwrap_or_default();
    let plan = format!("{} {target} {:?}\n", roadmap.ladder.id, roadmap.start);
    let mut digest = blake3::Hasher::new();
    digest.update(plan.as_bytes());
    digest
}

/// A text in at most so many characters.
fn brief(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut + "…"
}

/// A text on one line, without control characters.
fn line(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for each of several lines.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::render::test_ladders::{built_in, hostile, plan};

    const START: [Option<&str>; 2] = [Some("2027-01-04"), None];

    /// Lines put together again, as a reader does it.
    fn unfolded(text: &str) -> Vec<String> {
        let text = text.strip_suffix("\r\n").unwrap();
        text.replace("\r\n ", "")
            .split("\r\n")
            .map(str::to_owned)
            .collect()
    }

    fn unescaped(text: &str) -> String {
        let mut out = String::new();
        let mut signs = text.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' => match signs.next().unwrap() {
                    'n' => out.push('\n'),
                    sign @ ('\\' | ',' | ';') => out.push(sign),
                    other => panic!("{other}"),
                },
                ',' | ';' => panic!("{text}"),
                sign => out.push(sign),
            }
        }
        out
    }

    fn values<'a>(lines: &'a [String], name: &'a str) -> impl Iterator<Item = &'a str> {
        lines
            .iter()
            .filter_map(move |line| line.strip_prefix(name)?.strip_prefix(':'))
    }

    #[test]
    fn a_plan_is_one_entry_for_each_milestone_and_one_for_its_end() {
        let ladder = built_in();
        let plan = plan(&ladder, ["junior", "mid"], &["debug-unaided"], START, 5);
        let text = roadmap(&ladder, &plan).unwrap();
        let lines = unfolded(&text);
        assert_eq!(
            lines[..4],
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Rungs//Roadmap//EN",
                "CALSCALE:GREGORIAN"
            ]
        );
        assert_eq!(lines.last().unwrap(), "END:VCALENDAR");
        let days: Vec<&str> = values(&lines, "DTSTART;VALUE=DATE").collect();
        assert_eq!(days, ["20270115", "20270218", "20270313", "20270313"]);
        assert_eq!(
            values(&lines, "DTSTAMP").collect::<HashSet<_>>(),
            HashSet::from(["20270104T000000Z"])
        );
        assert_eq!(
            values(&lines, "TRANSP").collect::<Vec<_>>(),
            ["TRANSPARENT"; 4]
        );
        assert_eq!(
            values(&lines, "X-WR-CALNAME").collect::<Vec<_>>(),
            ["Roadmap to Mid AI Engineer"]
        );
        assert_eq!(values(&lines, "UID").collect::<HashSet<_>>().len(), 4);
        assert!(values(&lines, "UID").all(|uid| uid.len() == 38 && uid.ends_with("@rungs")));
        assert!(!text.contains("METHOD"));
        let told: Vec<String> = values(&lines, "DESCRIPTION").map(unescaped).collect();
        assert_eq!(
            told[1],
            "Has built an evaluation harness, however simple, that compares expected with actual behaviour over 20 or more cases\n\
             Measure: at least 20 test cases\n\
             Phase 1: From output to understanding\n\
             Effort: 24 hours (an estimate of those who wrote the ladder, not of its source)\n\
             Work on it begins on 2027-01-16\n\
             7 x 24 h / 5 h a week = 34 days of work; due after 34 days\n\
             Ladder: AI Engineer (ai-engineer), version 1.3.0"
        );
    }

    #[test]
    fn hostile_text_comes_back_as_it_was_and_lines_are_short() {
        let ladder = hostile();
        let plan = plan(&ladder, ["level-1", "level-3"], &[], START, 5);
        let text = roadmap(&ladder, &plan).unwrap();
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains(char::is_control), "{line:?}");
        }
        let lines = unfolded(&text);
        let told: Vec<String> = values(&lines, "DESCRIPTION").map(unescaped).collect();
        let milestones = plan.phases.iter().flat_map(|phase| &phase.milestones);
        for (milestone, told) in milestones.zip(&told) {
            let text = line(&brief(milestone.criterion.text.as_str(), BODY));
            assert_eq!(told.lines().next().unwrap(), text);
        }
        for summary in values(&lines, "SUMMARY").map(unescaped) {
            assert!(summary.chars().count() <= 220, "{summary}");
        }
    }

    #[test]
    fn another_pace_moves_the_entries_and_another_start_makes_others() {
        let ladder = built_in();
        let text = |start, hours| {
            let plan = plan(&ladder, ["junior", "mid"], &[], [Some(start), None], hours);
            unfolded(&roadmap(&ladder, &plan).unwrap())
        };
        let names =
            |lines: &[String]| -> Vec<String> { values(lines, "UID").map(str::to_owned).collect() };
        let plain = text("2027-01-04", 5);
        assert_eq!(plain, text("2027-01-04", 5));
        assert_eq!(names(&plain), names(&text("2027-01-04", 6)));
        let other = names(&text("2027-01-05", 5));
        assert!(names(&plain).iter().all(|name| !other.contains(name)));
    }

    #[test]
    fn a_plan_without_dates_is_no_calendar() {
        let ladder = built_in();
        assert_eq!(
            roadmap(
                &ladder,
                &plan(&ladder, ["junior", "mid"], &[], [None, None], 5)
            ),
            None
        );
        let all = [
            "explain-model-choice",
            "debug-unaided",
            "eval-harness",
            "three-approaches",
        ];
        let done = plan(&ladder, ["junior", "mid"], &all, START, 5);
        let lines = unfolded(&roadmap(&ladder, &done).unwrap());
        let told: Vec<&str> = values(&lines, "SUMMARY").collect();
        assert_eq!(told, ["Nothing is left to be met for Mid AI Engineer"]);
    }
}
