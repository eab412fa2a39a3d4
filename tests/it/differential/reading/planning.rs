//! What readiness and plans show.

use serde_json::{Value, json};

use super::{
    super::{
        asking::Interface,
        editions::LadderSelection,
        facts::{AnswerMessages, Fact, table_of_facts},
        text,
    },
    expected_pay_figures, fill, in_language, pay_figures,
    placement::place,
};

pub(super) const READINESS: &[Fact] = table_of_facts! {
    answer "": Json Tool;
    ladder: Markdown Picture Tool;
    level "/level/title": Markdown Picture Tool;
    verdict "/verdict": Markdown Picture Tool;
    counts "/counts/criteria" "/counts/met" "/counts/unmet" "/counts/unknown": Markdown Picture Tool;
    met "/met/*/id": Markdown Tool;
    missing "/missing/*/id" "/missing/*/state": Markdown Tool;
    not_counted "/not_counted": Markdown Tool;
    drawn: Picture;
};

pub(super) const ROADMAP: &[Fact] = table_of_facts! {
    answer "": Json Tool;
    ladder: Markdown PageMarkdown Picture PagePicture Page Tool;
    from: Markdown PageMarkdown Picture PagePicture Page Tool;
    target "/target/title": Markdown PageMarkdown Picture PagePicture Page Tool;
    milestones "/totals/milestones": Markdown PageMarkdown Picture PagePicture Page Tool;
    hours "/totals/hours": Markdown PageMarkdown Picture PagePicture Page Tool;
    pace "/hours_per_week": Markdown PageMarkdown Picture PagePicture Page Tool;
    phase "/from/placement/phase": Markdown PageMarkdown Tool;
    by: Markdown PageMarkdown Tool;
    days: Markdown PageMarkdown Tool;
    schedule: Markdown PageMarkdown Tool;
    notes "/notes/*/detail": Markdown PageMarkdown Tool;
    phases "/phases/*/number": Markdown PageMarkdown;
    met "/phases/*/met/*/id": Markdown PageMarkdown;
    resources "/phases/*/resources/*/id": Markdown PageMarkdown;
    roadblocks "/phases/*/roadblocks/*/id": Markdown PageMarkdown;
    pay: Markdown PageMarkdown;
    drawn: Picture PagePicture Page;
    dates "/phases/*/milestones/*/criterion/id" "/phases/*/milestones/*/starts_on" "/phases/*/milestones/*/due_on": Page;
    due: Calendar PageCalendar;
};

pub(super) fn compute_readiness(facts: &mut AnswerMessages, answer: &Value) {
    let lists = ["met", "missing"].map(|name| answer[name].as_array().unwrap());
    let all = lists.into_iter().flatten();
    let drawn: Vec<Value> = all.map(|one| json!([one["state"], one["phase"]])).collect();
    facts.set("drawn", json!(drawn));
}

fn counted(facts: &mut AnswerMessages, edition: &LadderSelection, text: &str) {
    // One goes on with a full stop, one with the reason why the verdict is withheld.
    fill! { facts, edition, text;
        "Of all {}: {} met, {} unmet, {} unknown" | "Von insgesamt {}: {} erfüllt, {} nicht erfüllt, {} nicht bekannt" => "[]counts";
    }
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

pub(super) fn readiness_markdown(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    counted(&mut facts, edition, text);
    fill! { &mut facts, edition, text;
        "# Readiness: {}" | "# Bereitschaft: {}" => "level";
    }
    facts.found("verdict", text::capture(text, "**{}**").and_then(verdict));
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

pub(super) fn readiness_picture(
    edition: &LadderSelection,
    title: &str,
    lines: &[String],
) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    fill! { &mut facts, edition, title;
        "Readiness for {}" | "Bereit für {}?" => "level";
    }
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

pub(super) fn compute_roadmap(
    facts: &mut AnswerMessages,
    edition: &LadderSelection,
    answer: &Value,
) {
    let from = &answer["from"];
    facts.set("from", place(edition, &from["placement"]));
    facts.set(
        "by",
        match from["counts"].is_null() {
            true => json!("level"),
            false => json!([from["counts"]["yes"], from["counts"]["questions"]]),
        },
    );
    let days = match &answer["totals"]["days"] {
        days if *days == 0 => Value::Null,
        days => days.clone(),
    };
    facts.set("days", days);
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
    facts.set("pay", expected_pay_figures(&answer["pay"]["steps"]));
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

pub(super) fn roadmap_markdown(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    fill! { &mut facts, edition, text;
        "# Roadmap: {}" | "# Plan: {}" => "target";
        "From **{}** (phase {}, {}), by {}, to **" | "Von: **{}** (Phase {}, {}). Ziel: **{}**. Grundlage: {}." => "from" "#phase" "_" "by" "reason";
    }
    let top = in_language(edition, "the top of the ladder", "die Spitze der Leiter");
    if facts.0.get("target") == Some(&json!(top)) {
        facts.set("target", Value::Null);
    }
    let [by, reason] = ["by", "reason"].map(|name| facts.0.remove(name));
    if let Some(by) = reason.or(by) {
        facts.set("by", "level");
        fill! { &mut facts, edition, by.as_str().unwrap();
            "{} of {} questions answered" | "{} von {} Fragen mit Ja" => "[]by";
        }
    }
    let mut figures = text
        .lines()
        .filter(|line| line.starts_with(|sign: char| sign.is_ascii_digit()));
    let pace = in_language(edition, ", at ", ", bei ");
    if let Some((before, after)) = figures.find_map(|line| line.split_once(pace)) {
        fill! { &mut facts, edition, after;
            "{} hour" | "{} Stunde" => "#pace";
        }
        facts.found(
            "milestones",
            text::number_before(before, &["milestone", "Meilenstein"]),
        );
        facts.set(
            "hours",
            json!(text::number_before(before, &["hour", "Stunde"])),
        );
        let days = after.replace(['(', ')'], "");
        facts.set("days", json!(text::number_before(&days, &["day", "Tag"])));
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
    let head = text.split("\n#").next().unwrap_or_default();
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
    let listed = |english: &str, german: &str| {
        let sections = text::sections(text, in_language(edition, english, german));
        sections.into_iter().flat_map(text::bullets)
    };
    let helps = listed(
        "### What helps in this phase",
        "### Was in dieser Phase hilft",
    );
    facts.set(
        "resources",
        helps
            .map(|bullet| json!(text::last_code(bullet)))
            .collect::<Value>(),
    );
    let likely = listed(
        "### Roadblocks likely on the way",
        "### Wahrscheinliche Hindernisse auf dem Weg",
    );
    let titles = likely.map(|bullet| text::capture(bullet, "**{}.** ").unwrap_or_default());
    facts.set(
        "roadblocks",
        titles
            .map(|title| json!(edition.roadblock_of(title)))
            .collect::<Value>(),
    );
    facts.set("pay", pay_figures(edition, text));
    facts
}

/// A day as people write it, such as `4 Jan 2999` and `4. Jan. 2999`, at the beginning of words; with how many words it has.
fn written_day(words: &[&str]) -> Option<(Value, usize)> {
    const MONTHS: [&str; 2] = [
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    ];
    let [day, month, year, ..] = words else {
        return None;
    };
    let day: u64 = day.trim_end_matches('.').parse().ok()?;
    let place = |names: &&str| names.split(' ').position(|name| month.starts_with(name));
    let month = MONTHS.iter().find_map(place)? + 1;
    let year = year.get(..4)?;
    year.parse::<u64>().ok()?;
    Some((json!(format!("{year}-{month:02}-{day:02}")), 3))
}

pub(super) fn roadmap_picture(
    edition: &LadderSelection,
    title: &str,
    description: &str,
) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    let at_top = in_language(edition, "Roadmap for ", "Fahrplan für ");
    if title.starts_with(at_top) {
        facts.set("target", Value::Null);
    }
    fill! { &mut facts, edition, title;
        "Roadmap to {}" | "Fahrplan zu {}" => "target";
    }
    let from = match (edition.locale, title.starts_with(at_top)) {
        ("de", _) => "Ausgangspunkt: {}; Ziel: ",
        (_, true) => " from {} to no further level: ",
        _ => " from {} to ",
    };
    facts.found("from", text::capture(description, from));
    let figures = description.split(". ").next().unwrap_or_default();
    let lines = figures.replace(" · ", "\n");
    if lines.contains(in_language(
        edition,
        "hours of work not known",
        "Arbeitsstunden nicht bekannt",
    )) {
        facts.set("hours", Value::Null);
    }
    if lines.contains(in_language(
        edition,
        "Every criterion on the way is met",
        "Jedes Kriterium auf dem Weg ist erfüllt",
    )) {
        facts.set("milestones", 0);
    }
    fill! { &mut facts, edition, &lines;
        "{} hours a week" | "{} Stunden pro Woche" => "#pace";
        "{} hour a week" | "{} Stunde pro Woche" => "#pace";
        "{} hours of work" | "{} Stunden Arbeit" => "#hours";
        "{} hour of work" | "{} Stunde Arbeit" => "#hours";
    }
    facts.found(
        "milestones",
        text::number_before(&lines, &["milestone", "Meilenstein"]),
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
pub fn calendar(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
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
    facts
}

/// What the plan of a page shows.
pub(super) fn page(edition: &LadderSelection, section: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
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
