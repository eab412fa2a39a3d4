//! What readiness and plans show.

use serde_json::{Value, json};

use super::{
    super::{editions::Edition, facts::Facts, text},
    expected_pay_figures, ids, in_language, pay_figures,
    placement::place,
};

pub(super) fn expected_readiness(answer: &Value) -> Facts {
    let mut facts = Facts::default();
    facts.set("level", answer["level"]["title"].clone());
    facts.set("verdict", answer["verdict"].clone());
    facts.set("reason", answer["reason"].clone());
    let counts = &answer["counts"];
    facts.set(
        "counts",
        json!(["criteria", "met", "unmet", "unknown"].map(|name| counts[name].clone())),
    );
    facts.set("met", ids(&answer["met"]));
    let missing = answer["missing"].as_array().unwrap();
    let states: Vec<Value> = missing
        .iter()
        .map(|one| json!([one["id"], one["state"]]))
        .collect();
    facts.set("missing", json!(states));
    facts.set("not_counted", answer["not_counted"].clone());
    let all = answer["met"].as_array().unwrap().iter().chain(missing);
    let drawn: Vec<Value> = all.map(|one| json!([one["state"], one["phase"]])).collect();
    facts.set("drawn", json!(drawn));
    facts
}

fn counted(facts: &mut Facts, edition: &Edition, text: &str) {
    // One goes on with a full stop, one with the reason why the verdict is withheld.
    let counts = in_language(
        edition,
        "Of all {}: {} met, {} unmet, {} unknown",
        "Von insgesamt {}: {} erfüllt, {} nicht erfüllt, {} nicht bekannt",
    );
    facts.found(
        "counts",
        text::numbers(text, counts).map(|counts| json!(counts)),
    );
}

fn state(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "met" | "erfüllt" => "met",
        "unmet" | "nicht erfüllt" => "unmet",
        "unknown" | "nicht bekannt" | "unbekannt" => "unknown",
        _ => return None,
    })
}

fn verdict(text: &str) -> Option<&'static str> {
    Some(match text {
        "Ready" | "Bereit" => "ready",
        "Not ready" | "Noch nicht bereit" => "not_ready",
        "Not enough is known"
        | "Es ist zu wenig bekannt"
        | "Withheld: not enough is known"
        | "Kein Urteil: Es ist zu wenig bekannt" => "insufficient_evidence",
        _ => return None,
    })
}

pub(super) fn readiness_markdown(edition: &Edition, text: &str) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "# Readiness: {}", "# Bereitschaft: {}");
    facts.found("level", text::capture(text, heading));
    facts.found("verdict", text::capture(text, "**{}**").and_then(verdict));
    counted(&mut facts, edition, text);
    let ticked = |mark: &str| -> Vec<&str> {
        let bullets = text::bullets(text).into_iter();
        bullets.filter(|bullet| bullet.starts_with(mark)).collect()
    };
    let first = |bullet: &&str| text::codes(bullet).first().map(|id| (*id).to_owned());
    let met: Vec<Option<String>> = ticked("[x] ").iter().map(first).collect();
    facts.set("met", json!(met));
    let missing: Vec<Value> = ticked("[ ] ")
        .iter()
        .map(|bullet| {
            let word = text::capture(bullet, "[ ] {}: ").and_then(state);
            json!([first(bullet), word])
        })
        .collect();
    facts.set("missing", json!(missing));
    let others = in_language(
        edition,
        "Sent, and leading to another level: {}",
        "Angegeben, führt aber zu einer anderen Stufe: {}",
    );
    let others = text::capture(text, others).map_or(Vec::new(), text::codes);
    facts.set("not_counted", json!(others));
    facts
}

pub(super) fn readiness_picture(edition: &Edition, title: &str, lines: &[String]) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "Readiness for {}", "Bereit für {}?");
    facts.found("level", text::capture(title, heading));
    facts.found("verdict", lines.iter().find_map(|line| verdict(line)));
    counted(&mut facts, edition, &lines.join(" "));
    let drawn: Vec<Value> = lines
        .iter()
        .filter_map(|line| {
            let mut parts = line.split(" · ");
            let word = state(parts.next()?)?;
            let phase = parts.next()?.split_whitespace().nth(1)?;
            Some(json!([word, phase.parse::<u64>().ok()?]))
        })
        .collect();
    facts.set("drawn", json!(drawn));
    facts
}

pub(super) fn expected_roadmap(edition: &Edition, answer: &Value) -> Facts {
    let mut facts = Facts::default();
    let from = &answer["from"];
    facts.set("from", place(edition, &from["placement"]));
    facts.set("phase", from["placement"]["phase"].clone());
    facts.set(
        "by",
        match from["counts"].is_null() {
            true => json!("level"),
            false => json!([from["counts"]["yes"], from["counts"]["questions"]]),
        },
    );
    facts.set("target", answer["target"]["title"].clone());
    let totals = &answer["totals"];
    facts.set("milestones", totals["milestones"].clone());
    facts.set("hours", totals["hours"].clone());
    let days = match &totals["days"] {
        days if *days == 0 => Value::Null,
        days => days.clone(),
    };
    facts.set("days", days);
    facts.set("pace", answer["hours_per_week"].clone());
    let phases = answer["phases"].as_array().unwrap();
    let milestones: Vec<&Value> = phases
        .iter()
        .flat_map(|phase| phase["milestones"].as_array().unwrap())
        .collect();
    let day = |one: &Value, date: &str, day: &str| match &one[date] {
        Value::Null => one[day].clone(),
        date => date.clone(),
    };
    let scheduled = |one: &Value| {
        [
            day(one, "starts_on", "first_day"),
            day(one, "due_on", "due_day"),
        ]
    };
    let schedule: Vec<Value> = milestones
        .iter()
        .map(|one| {
            let [starts, due] = scheduled(one);
            json!([one["criterion"]["id"], starts, due])
        })
        .collect();
    facts.set("schedule", json!(schedule));
    let drawn: Vec<[Value; 2]> = milestones
        .iter()
        .map(|one| scheduled(one))
        .filter(|[_, due]| !due.is_null())
        .collect();
    facts.set("drawn", json!(drawn));
    let dated: Vec<Value> = milestones
        .iter()
        .map(|one| json!([one["criterion"]["id"], one["starts_on"], one["due_on"]]))
        .collect();
    facts.set("dates", json!(dated));
    let mut due: Vec<Value> = milestones
        .iter()
        .filter(|one| !one["due_on"].is_null())
        .map(|one| json!([one["criterion"]["id"], one["due_on"]]))
        .collect();
    if milestones.is_empty() && !answer["start"].is_null() {
        // That nothing is left to plan.
        due.push(json!([null, answer["start"]]));
    }
    if !answer["end"].is_null() {
        due.push(json!([null, answer["end"]]));
    }
    facts.set("due", json!(due));
    let numbers: Vec<&Value> = phases.iter().map(|phase| &phase["number"]).collect();
    facts.set("phases", json!(numbers));
    let all = |name: &str| -> Vec<Value> {
        let lists = phases
            .iter()
            .flat_map(|phase| phase[name].as_array().unwrap());
        lists
            .map(|one| match &one["id"] {
                Value::Null => one.clone(),
                id => id.clone(),
            })
            .collect()
    };
    facts.set("met", all("met"));
    facts.set("resources", all("resources"));
    facts.set("roadblocks", all("roadblocks"));
    let notes = answer["notes"].as_array().unwrap().iter();
    let notes: Vec<&Value> = notes.map(|note| &note["detail"]).collect();
    facts.set("notes", json!(notes));
    facts.set("pay", expected_pay_figures(&answer["pay"]["steps"]));
    facts
}

/// A day in a table: a date, a number, or none.
fn day(cell: &str) -> Value {
    let mut words = cell.split_whitespace();
    match (words.next(), words.next()) {
        (Some("day" | "Tag"), Some(number)) => json!(number.parse::<u64>().ok()),
        (Some(date), None) if date.starts_with('2') => json!(date),
        _ => Value::Null,
    }
}

/// Milestones, hours, pace and days in a line.
fn totals(facts: &mut Facts, line: &str) {
    facts.found(
        "milestones",
        text::number_before(line, &["milestone", "Meilenstein"]),
    );
    facts.set(
        "days",
        json!(text::number_before(
            &line.replace(['(', ')'], ""),
            &["day", "Tag"]
        )),
    );
}

pub(super) fn roadmap_markdown(edition: &Edition, text: &str) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "# Roadmap: {}", "# Plan: {}");
    let top = in_language(edition, "the top of the ladder", "die Spitze der Leiter");
    let target = text::capture(text, heading);
    facts.found(
        "target",
        target.map(|target| {
            if target == top {
                Value::Null
            } else {
                target.into()
            }
        }),
    );
    let from = in_language(
        edition,
        "From **{}** (phase {}, {}), by {}, to **",
        "Von: **{}** (Phase {}, {}). Ziel: **{}**. Grundlage: {}.",
    );
    if let Some(found) = text::captures(text, from) {
        facts.set("from", found[0]);
        facts.found("phase", found[1].parse::<u64>().ok());
        let by = *found.last().unwrap();
        let counted = ["{} of {} questions answered", "{} von {} Fragen mit Ja"];
        let mut counted = counted
            .iter()
            .filter_map(|template| text::numbers(by, template));
        facts.set(
            "by",
            counted.next().map_or(json!("level"), |found| json!(found)),
        );
    }
    let pace = in_language(edition, "at {} hour", "bei {} Stunde");
    let line = text.lines().find(|line| {
        text::numbers(line, pace).is_some() && line.starts_with(|sign: char| sign.is_ascii_digit())
    });
    if let Some(line) = line {
        totals(&mut facts, line);
        facts.found("pace", text::numbers(line, pace).map(|found| found[0]));
        let (before, _) = line
            .split_once(in_language(edition, ", at ", ", bei "))
            .unwrap();
        facts.set(
            "hours",
            json!(text::number_before(before, &["hour", "Stunde"])),
        );
    }
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'));
    let rows: Vec<Vec<&str>> = rows
        .map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let schedule: Vec<Value> = rows
        .iter()
        .map(|row| json!([text::last_code(row[1]), day(row[3]), day(row[4])]))
        .collect();
    facts.set("schedule", json!(schedule));
    let head = text.split("\n#").nth(1).map_or(text, |_| {
        let end = text
            .match_indices("\n#")
            .next()
            .map_or(text.len(), |(at, _)| at);
        &text[..end]
    });
    facts.set("notes", json!(text::bullets(head)));
    let phases: Vec<u64> = text::all_captures(text, "## Phase {}: ")
        .iter()
        .filter_map(|found| found[0].parse().ok())
        .collect();
    if phases.is_empty() {
        // The brief text of a tool.
        return facts;
    }
    facts.set("phases", json!(phases));
    let met = in_language(edition, "**Met already.** {}", "**Schon erfüllt.** {}");
    let met: Vec<&str> = text::all_captures(text, met)
        .iter()
        .flat_map(|found| text::codes(found[0]))
        .collect();
    facts.set("met", json!(met));
    let listed = |heading: &str| -> Vec<&str> {
        let sections = text::sections(text, heading).into_iter();
        sections.flat_map(text::bullets).collect()
    };
    let helps = in_language(
        edition,
        "### What helps in this phase",
        "### Was in dieser Phase hilft",
    );
    let resources: Vec<Option<&str>> = listed(helps).into_iter().map(text::last_code).collect();
    facts.set("resources", json!(resources));
    let roadblocks = in_language(
        edition,
        "### Roadblocks likely on the way",
        "### Wahrscheinliche Hindernisse auf dem Weg",
    );
    let roadblocks: Vec<Option<&str>> = listed(roadblocks)
        .into_iter()
        .map(|bullet| edition.roadblock_of(text::capture(bullet, "**{}.** ")?))
        .collect();
    facts.set("roadblocks", json!(roadblocks));
    facts.set("pay", pay_figures(edition, text));
    facts
}

/// A day as people write it, such as `4 Jan 2999` and `4. Jan. 2999`, at the beginning of words; with how many words it has.
fn written_day(words: &[&str]) -> Option<(Value, usize)> {
    const MONTHS: [[&str; 2]; 12] = [
        ["Jan", "Jan"],
        ["Feb", "Feb"],
        ["Mar", "Mär"],
        ["Apr", "Apr"],
        ["May", "Mai"],
        ["Jun", "Jun"],
        ["Jul", "Jul"],
        ["Aug", "Aug"],
        ["Sep", "Sep"],
        ["Oct", "Okt"],
        ["Nov", "Nov"],
        ["Dec", "Dez"],
    ];
    let [day, month, year, ..] = words else {
        return None;
    };
    let day: u64 = day.trim_end_matches('.').parse().ok()?;
    let begins = |names: &[&str; 2]| names.iter().any(|name| month.starts_with(name));
    let month = MONTHS.iter().position(begins)? + 1;
    let year = year.get(..4)?;
    year.parse::<u64>().ok()?;
    Some((json!(format!("{year}-{month:02}-{day:02}")), 3))
}

pub(super) fn roadmap_picture(edition: &Edition, title: &str, description: &str) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "Roadmap to {}", "Fahrplan zu {}");
    let at_top = in_language(edition, "Roadmap for ", "Fahrplan für ");
    match text::capture(title, heading) {
        Some(target) => facts.set("target", target),
        None if title.starts_with(at_top) => facts.set("target", Value::Null),
        None => {}
    }
    let from = match (edition.locale, title.starts_with(at_top)) {
        ("de", _) => "Ausgangspunkt: {}; Ziel: ",
        (_, true) => " from {} to no further level: ",
        _ => " from {} to ",
    };
    facts.found("from", text::capture(description, from));
    let figures = description.split(". ").next().unwrap_or_default();
    let pace = in_language(edition, "{} hours a week", "{} Stunden pro Woche");
    let parts: Vec<&str> = figures.split(" · ").collect();
    facts.found(
        "pace",
        parts
            .iter()
            .find_map(|part| {
                let single = pace.replace("hours", "hour").replace("Stunden", "Stunde");
                text::numbers(part, pace).or_else(|| text::numbers(part, &single))
            })
            .map(|found| found[0]),
    );
    let work = parts
        .iter()
        .find(|part| part.ends_with("of work") || part.ends_with(" Arbeit"));
    let hours = work.and_then(|part| part.split_whitespace().next()?.parse::<u64>().ok());
    let unknown = ["hours of work not known", "Arbeitsstunden nicht bekannt"];
    if hours.is_some() || unknown.iter().any(|unknown| parts.contains(unknown)) {
        facts.set("hours", json!(hours));
    }
    let nothing = in_language(
        edition,
        "Every criterion on the way is met",
        "Jedes Kriterium auf dem Weg ist erfüllt",
    );
    if figures.contains(nothing) {
        facts.set("milestones", 0);
    }
    facts.found(
        "milestones",
        text::number_before(figures, &["milestone", "Meilenstein"]),
    );
    let drawn: Vec<Value> = description
        .split(" · ")
        .filter_map(|part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            if let ["day" | "Tag", from, _, to, ..] = words.as_slice() {
                let number = |word: &str| word.trim_end_matches('.').parse::<u64>().ok();
                return Some(json!([number(from)?, number(to)?]));
            }
            let (starts, length) = written_day(&words)?;
            let (due, _) = written_day(words.get(length + 1..)?)?;
            Some(json!([starts, due]))
        })
        .collect();
    facts.set("drawn", json!(drawn));
    facts
}

/// What a calendar shows: what is due on which day, and when everything is.
pub fn calendar(edition: &Edition, text: &str) -> Facts {
    let mut facts = Facts::default();
    let unfolded = text.replace("\r\n ", "");
    let unescaped = unfolded.replace("\\,", ",").replace("\\;", ";");
    let due: Vec<Value> = text::between(&unescaped, "BEGIN:VEVENT", "END:VEVENT")
        .into_iter()
        .map(|event| {
            let day = text::capture(event, "DTSTART;VALUE=DATE:{}")
                .unwrap_or_default()
                .trim_end();
            let day = match day.len() {
                8 => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
                _ => String::new(),
            };
            let description = text::capture(event, "DESCRIPTION:{}").unwrap_or_default();
            json!([edition.criterion_of(description), day])
        })
        .collect();
    facts.set("due", json!(due));
    let name = in_language(
        edition,
        "X-WR-CALNAME:Roadmap to {}",
        "X-WR-CALNAME:Fahrplan zu {}",
    );
    if let Some(target) = text::capture(&unescaped, name) {
        facts.set("target", target.trim_end());
    }
    facts
}

/// What the plan of a page shows.
pub(super) fn page(edition: &Edition, section: &str) -> Facts {
    let mut facts = Facts::default();
    let items = text::between(section, "<ol class=\"milestones\">", "</ol>").concat();
    let dates: Vec<Value> = text::between(&items, "<li>", "</li>")
        .into_iter()
        .map(|item| {
            let criterion = text::between(item, "<p dir=\"auto\">", "</p>").concat();
            let days = text::between(item, "datetime=\"", "\"");
            json!([
                edition.criterion_of(&text::html_text(&criterion)),
                days.first(),
                days.get(1)
            ])
        })
        .collect();
    facts.set("dates", json!(dates));
    facts
}
