//! What a placement shows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    super::{editions::Edition, facts::Facts, text},
    ids, in_language,
};

/// The most ways up that a page and a terminal list.
const FEW: usize = 6;

/// The words for a place.
pub(super) fn place(edition: &Edition, place: &Value) -> String {
    let next = edition.title(&place["next_level"]);
    let (next, title) = (next.as_str(), place["title"].as_str());
    match (title, place["standing"].as_str(), next) {
        (Some(title), Some("approaching"), Some(next)) => {
            format!(
                "{title}{} {next}",
                in_language(edition, ", approaching", ", auf dem Weg zu")
            )
        }
        (Some(title), ..) => title.to_owned(),
        (None, _, Some(next)) => format!(
            "{} {next}",
            in_language(edition, "Pre-role, before", "Vor der ersten Rolle, vor")
        ),
        _ => panic!("{place} has no next level"),
    }
}

fn either(edition: &Edition, words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!(
            "{} {} {last}",
            rest.join(", "),
            in_language(edition, "or", "oder")
        ),
    }
}

pub(super) fn expected(edition: &Edition, answer: &Value) -> Facts {
    let mut facts = Facts::default();
    let own = &answer["placement"];
    facts.set("placement", own.clone());
    facts.set(
        "short",
        json!({"placement": own, "counts": answer["counts"], "decided": answer["decided"]}),
    );
    facts.set("place", place(edition, own));
    facts.set("phase", own["phase"].clone());
    facts.set("next", edition.title(&own["next_level"]));
    facts.set("decided", answer["decided"].clone());
    let range = answer["range"].as_array().unwrap();
    let all: Vec<String> = range.iter().map(|one| place(edition, one)).collect();
    let others: Vec<String> = range
        .iter()
        .filter(|one| *one != own)
        .map(|one| place(edition, one))
        .collect();
    facts.set("range", json!(all));
    facts.set("others", json!(others));
    facts.set("either", either(edition, &others));
    let counts = &answer["counts"];
    facts.set(
        "counts",
        json!(["yes", "no", "unsure", "unanswered"].map(|name| counts[name].clone())),
    );
    if counts["points"].is_object() {
        facts.set(
            "points",
            json!(["got", "of"].map(|name| counts["points"][name].clone())),
        );
    }
    facts.set("rule", answer["rule"]["id"].clone());
    facts.set("rule_text", answer["rule"]["text"].clone());
    let mut answers: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut effects: BTreeMap<&str, &Value> = BTreeMap::new();
    for reason in answer["reasons"].as_array().unwrap() {
        let id = reason["id"].as_str().unwrap();
        answers.insert(id, &reason["answer"]);
        effects.insert(id, &reason["text"]);
    }
    facts.set("answers", json!(answers));
    facts.set("effects", json!(effects));
    let stages = answer["profile"].as_array().unwrap().iter();
    let stages: Vec<Value> = stages
        .map(|stage| {
            let figures = match stage["of_points"].is_null() {
                true => ["yes", "of"],
                false => ["points", "of_points"],
            };
            let [got, of] = figures.map(|name| stage[name].clone());
            json!([edition.title(&stage["stage"]), got, of])
        })
        .collect();
    facts.set("profile", json!(stages));
    facts.set("uneven", answer["unevenness"].clone());
    let sets: Vec<Vec<&str>> = answer["to_advance"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| {
            let set = set.as_array().unwrap().iter();
            set.map(|id| id.as_str().unwrap()).collect()
        })
        .collect();
    let total = answer["to_advance_total"].as_u64().unwrap();
    facts.set("ways", ways(&sets, total));
    let few = &sets[..sets.len().min(FEW)];
    facts.set("few_ways", json!([few, total]));
    facts.set("plateau", answer["plateau"]["title"].clone());
    facts.set("plateau_level", edition.title(&answer["plateau"]["level"]));
    facts.set("roadblocks", ids(&answer["roadblocks"]));
    facts.set("criteria", ids(&answer["criteria"]));
    let phases = edition.phases().iter();
    let mut sources: Vec<Value> = Vec::new();
    sources.extend((!own["level"].is_null()).then(|| own["level"].clone()));
    sources.extend(
        phases
            .filter(|phase| phase["number"] == own["phase"])
            .map(|phase| phase["id"].clone()),
    );
    for list in ["roadblocks", "criteria"] {
        sources.extend(ids(&answer[list]).as_array().unwrap().iter().cloned());
    }
    facts.set("listed_sources", json!(sources[..sources.len().min(8)]));
    facts.set("sources", json!(sources));
    facts
}

/// The ways up as Markdown groups them: any few of some, or sets, of which the first three stand for more than six.
fn ways(sets: &[Vec<&str>], total: u64) -> Value {
    let mut items: Vec<&str> = Vec::new();
    for id in sets.iter().flatten() {
        if !items.contains(id) {
            items.push(id);
        }
    }
    let size = sets.first().map_or(0, Vec::len);
    let (mut choices, count) = (1_u64, items.len() as u64);
    for step in 0..size as u64 {
        choices = choices * (count - step) / (step + 1);
    }
    let is_any =
        sets.iter().all(|set| set.len() == size) && total == sets.len() as u64 && choices == total;
    match sets {
        [] => json!([]),
        _ if is_any => json!({"any": size, "of": items}),
        sets if total <= 6 => json!({"sets": sets, "total": total}),
        sets => json!({"sets": sets[..3], "total": total}),
    }
}

/// Answers in the words of a language.
fn said<'a>(edition: &'a Edition, question: &str, word: &'a str) -> Option<&'a str> {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "yes" | "ja" => Some("yes"),
        "no" | "nein" => Some("no"),
        "unsure" | "not sure" | "nicht sicher" => Some("unsure"),
        _ => edition.option_of(question, word),
    }
}

pub(super) fn markdown(edition: &Edition, text: &str) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "# Placement: {}", "# Einstufung: {}");
    facts.found("place", text::capture(text, heading));
    let verdict = in_language(
        edition,
        "The answers place at **{}** (phase {},",
        "Die Antworten ergeben den Platz **{}** (Phase {},",
    );
    if let Some([place, phase]) = text::captures(text, verdict).as_deref() {
        facts.set("place", *place);
        facts.found("phase", phase.parse::<u64>().ok());
    }
    open(&mut facts, edition, text);
    counted(&mut facts, edition, text);
    let rule = in_language(
        edition,
        "The rule that decides: {} (`{}`).",
        "Die Regel, die entscheidet: {} (`{}`).",
    );
    if let Some([words, id]) = text::captures(text, rule).as_deref() {
        facts.set("rule_text", *words);
        facts.set("rule", *id);
    }
    let plateau = in_language(
        edition,
        "## The plateau at {}: {}",
        "## Das Plateau auf der Stufe {}: {}",
    );
    if let Some([level, title]) = text::captures(text, plateau).as_deref() {
        facts.set("plateau_level", *level);
        facts.set("plateau", *title);
    }
    let why = in_language(edition, "## Why", "## Warum");
    let rows = text::section(text, why).map_or(Vec::new(), text::rows);
    if !rows.is_empty() {
        let (mut answers, mut effects) = (BTreeMap::new(), BTreeMap::new());
        let not_given = in_language(edition, "not answered", "nicht beantwortet");
        for row in rows.iter().filter(|row| row[2] != not_given) {
            let id = text::codes(row[0]).concat();
            effects.insert(id.clone(), row[3]);
            let answer = said(edition, &id, row[2]).unwrap_or(row[2]);
            answers.insert(id, answer);
        }
        facts.set("answers", json!(answers));
        facts.set("effects", json!(effects));
    }
    let profile = in_language(edition, "## Profile", "## Profil");
    if let Some(profile) = text::section(text, profile) {
        let stage = match (edition.has_points(), edition.locale) {
            (true, _) => "- Questions typical of {}: {} points of {}",
            (_, "de") => "- Fragen, die für {} typisch sind: {} von {} mit Ja",
            _ => "- Questions typical of {}: {} yes of {}",
        };
        facts.set("profile", stages(profile, stage));
        let uneven = profile
            .lines()
            .find(|line| !line.is_empty() && !line.starts_with("- "));
        facts.set("uneven", json!(uneven));
    }
    let up = in_language(
        edition,
        "## What would move it up",
        "## Was weiterbringen würde",
    );
    facts.found("ways", text::section(text, up).and_then(listed_ways));
    if facts.0.contains_key("profile") {
        let roadblocks = in_language(
            edition,
            "## Roadblocks met there",
            "## Hindernisse auf dieser Stufe",
        );
        let roadblocks = text::section(text, roadblocks).unwrap_or_default();
        let titles = text::bullets(roadblocks).into_iter();
        let titles = titles.filter_map(|bullet| text::capture(bullet, "**{}.** "));
        let roadblocks: Vec<_> = titles.map(|title| edition.roadblock_of(title)).collect();
        facts.set("roadblocks", json!(roadblocks));
        let ticks = text::bullets(text).into_iter();
        let ticks = ticks.filter(|bullet| bullet.starts_with("[ ] "));
        let criteria: Vec<&str> = ticks.filter_map(text::last_code).collect();
        facts.set("criteria", json!(criteria));
    }
    facts
}

/// What is still open.
fn open(facts: &mut Facts, edition: &Edition, text: &str) {
    let decided = in_language(edition, "Decided: ", "Entschieden: ");
    let open = in_language(edition, "Not decided yet. ", "Noch nicht entschieden. ");
    for line in text.lines() {
        if line.starts_with(decided) {
            facts.set("decided", true);
            facts.set("others", json!([]));
        } else if line.starts_with(open) {
            facts.set("decided", false);
            facts.set("others", json!(text::between(line, "**", "**")));
        }
    }
}

/// Counts in a sentence of Markdown or a picture.
fn counted(facts: &mut Facts, edition: &Edition, text: &str) {
    let sentences = text.replace(". ", ".\n");
    if edition.has_points() {
        let counted =
            "Of {} questions: {} yes, {} no, {} by an option, {} unsure, {} not answered.";
        let counted = text::numbers(&sentences, counted);
        if let Some([_, yes, no, _, unsure, open]) = counted.as_deref() {
            facts.set("counts", json!([yes, no, unsure, open]));
        }
        let points = text::numbers(&sentences, "{} of {} points.");
        facts.found("points", points.map(|points| json!(points)));
        return;
    }
    let templates = [
        "Of {} questions: {} yes, {} no, {} unsure, {} not answered.",
        "Von {} Fragen: {} Ja, {} Nein, {} nicht sicher, {} nicht beantwortet.",
        "Von {} Fragen: {} Ja, {} Nein, {} unsicher, {} nicht beantwortet.",
    ];
    let mut counted = templates
        .iter()
        .filter_map(|template| text::numbers(&sentences, template));
    facts.found("counts", counted.next().map(|counts| json!(counts[1..])));
}

fn stages(text: &str, template: &str) -> Value {
    let stages = text::all_captures(text, template).into_iter();
    stages
        .map(|stage| {
            json!([
                stage[0],
                stage[1].parse::<u64>().ok(),
                stage[2].parse::<u64>().ok()
            ])
        })
        .collect()
}

/// The ways up as Markdown lists them.
fn listed_ways(section: &str) -> Option<Value> {
    let lead = section.lines().find(|line| !line.is_empty())?;
    let bullets = text::bullets(section);
    if bullets.is_empty() {
        return Some(json!([]));
    }
    let is_set = |bullet: &&&str| !bullet.contains("`:");
    let sets: Vec<Vec<&str>> = bullets
        .iter()
        .take_while(is_set)
        .map(|bullet| text::codes(bullet))
        .collect();
    if sets.is_empty() {
        let items: Vec<&str> = bullets
            .iter()
            .filter_map(|item| text::codes(item).first().copied())
            .collect();
        let any = [
            "any {} of these {} would",
            "auf {} beliebige dieser {} Fragen",
        ];
        let one = [
            "any one of these {} would",
            "auf eine beliebige dieser {} Fragen",
        ];
        let all = ["to all of these would", "auf alle diese Fragen würde"];
        let only = ["to this would", "auf diese Frage würde"];
        let holes = |templates: [&str; 2]| {
            let mut found = templates
                .iter()
                .filter_map(|template| text::captures(lead, template));
            found.next()
        };
        let size = if let Some(found) = holes(one) {
            (found[0].parse() == Ok(items.len())).then_some(1)?
        } else if let Some(found) = holes(any) {
            (found[1].parse() == Ok(items.len())).then(|| found[0].parse().ok())??
        } else if holes(all).is_some() {
            items.len()
        } else {
            holes(only).map(|_| 1)?
        };
        return Some(json!({"any": size, "of": items}));
    }
    let many = ["There are {} sets of", "Es gibt {} Gruppen von"];
    let mut stated = many
        .iter()
        .filter_map(|template| text::numbers(lead, template));
    let total = stated.next().map_or(sets.len() as u64, |found| found[0]);
    Some(json!({"sets": sets, "total": total}))
}

pub(super) fn picture(edition: &Edition, title: &str, description: &str) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "Placement: {}", "Einstufung: {}");
    facts.found("place", text::capture(title, heading));
    counted(&mut facts, edition, description);
    let open = in_language(
        edition,
        "it could still become {}. ",
        "kommt noch in Frage: {}. ",
    );
    let decided = in_language(edition, " Decided: ", " Entschieden: ");
    if description.contains(decided) {
        facts.set("decided", true);
        facts.set("either", "");
    } else if let Some(others) = text::capture(description, open) {
        facts.set("decided", false);
        facts.set("either", others);
    }
    let stage = match (edition.has_points(), edition.locale) {
        (true, _) => "Questions typical of {}: {} points of {}",
        (_, "de") => "Fragen, die für {} typisch sind: {} von {} mit Ja beantwortet",
        _ => "Questions typical of {}: {} yes of {}",
    };
    facts.set(
        "profile",
        stages(&description.replace(". ", "\n").replace('.', "\n"), stage),
    );
    facts
}

pub(super) fn page(edition: &Edition, page: &str) -> Facts {
    let mut facts = Facts::default();
    let heading = in_language(edition, "Your result: {}", "Dein Ergebnis: {}");
    let headings = text::between(page, "<h1 dir=\"auto\">", "</h1>");
    let shown = headings.first().map(|html| text::html_text(html));
    facts.found(
        "place",
        shown
            .as_deref()
            .and_then(|shown| text::capture(shown, heading)),
    );
    let lead = text::between(page, "<p class=\"lead\" dir=\"auto\">", "</p>");
    if let Some(lead) = lead.first().map(|html| text::html_text(html)) {
        facts.found(
            "phase",
            text::numbers(&lead, "Phase {}:").map(|found| found[0]),
        );
        let next = in_language(
            edition,
            "The next level is {}.",
            "Die nächste Stufe ist {}.",
        );
        facts.set("next", json!(text::capture(&lead, next)));
    }
    let open = in_language(
        edition,
        "it could still become {}.",
        "könnte es noch {} werden.",
    );
    let (head, _) = page.split_once("<section id=\"place\"").unwrap_or_default();
    let head = text::html_text(head.rsplit("</h1>").next().unwrap_or_default());
    facts.set("either", text::capture(&head, open).unwrap_or_default());
    if let Some((_, pictures)) = text::page_section(page, "place")
        && let Some(told) = pictures.first().and_then(|picture| text::told(picture))
    {
        // The picture in the page has the profile; the page says all else itself.
        let pictured = picture(edition, &told.0, &told.1);
        for (name, value) in pictured.0 {
            facts.0.entry(name).or_insert(value);
        }
    }
    if let Some((why, _)) = text::page_section(page, "why") {
        let lines = text::html_lines(&why);
        let counted = in_language(
            edition,
            "{} yes, {} no, {} not sure, {} not answered. ",
            "{} Ja, {} Nein, {} nicht sicher, {} nicht beantwortet. ",
        );
        let counted = text::numbers(&lines, counted);
        facts.found("counts", counted.map(|counted| json!(counted)));
        let points = text::numbers(&lines, "{} of {} points.");
        facts.found("points", points.map(|points| json!(points)));
        let rule = in_language(
            edition,
            "The rule that decides: {}.",
            "Die Regel, die entscheidet: {}.",
        );
        facts.found("rule_text", text::capture(&lines, rule));
        reasons(&mut facts, edition, &why);
    }
    if let Some((up, _)) = text::page_section(page, "up") {
        facts.found("few_ways", page_ways(edition, &up));
    }
    if let Some((plateau, _)) = text::page_section(page, "plateau") {
        let level = in_language(edition, "The plateau at {}", "Das Plateau auf der Stufe {}");
        let heading = text::between(&plateau, "<h2 dir=\"auto\">", "</h2>").concat();
        facts.found(
            "plateau_level",
            text::capture(&text::html_text(&heading), level),
        );
        let title = text::between(&plateau, "<strong dir=\"auto\">", "</strong>");
        facts.found("plateau", title.first().map(|title| text::html_text(title)));
        let titles = text::between(&plateau, "<summary dir=\"auto\">", "</summary>");
        let titles = titles.into_iter().map(text::html_text);
        let roadblocks: Vec<Value> = titles
            .map(|title| json!(edition.roadblock_of(&title)))
            .collect();
        facts.set("roadblocks", roadblocks);
    }
    facts
}

/// The answers on a page, and what each did.
fn reasons(facts: &mut Facts, edition: &Edition, why: &str) {
    let (mut answers, mut effects) = (BTreeMap::new(), BTreeMap::new());
    for item in text::between(why, "<li>", "</li>") {
        let Some(question) = text::between(item, "<p dir=\"auto\">", "</p>")
            .first()
            .copied()
        else {
            continue;
        };
        let question = text::html_text(question);
        let Some(id) = edition.question_of(&question) else {
            continue;
        };
        let Some((_, answer)) = item.split_once("<span class=\"answer ") else {
            continue;
        };
        let answer = text::html_text(&format!(
            "<span {}",
            answer.split("</span>").next().unwrap()
        ));
        answers.insert(id, said(edition, id, &answer).unwrap_or("?").to_owned());
        let effect = text::between(item, "<span class=\"muted\">", "</span>").concat();
        effects.insert(id, text::html_text(&effect));
    }
    facts.set("answers", json!(answers));
    facts.set("effects", json!(effects));
}

fn page_ways(edition: &Edition, up: &str) -> Option<Value> {
    let id = |html: &str| edition.question_of(&text::html_text(html));
    let only: Vec<Option<&str>> = text::between(up, "<li dir=\"auto\">", "</li>")
        .into_iter()
        .map(id)
        .collect();
    if !only.is_empty() {
        return Some(json!([[only], 1]));
    }
    let sets: Vec<Vec<Option<&str>>> = text::between(up, "<li>", "</li>")
        .into_iter()
        .map(|set| {
            text::between(set, "<span dir=\"auto\">", "</span>")
                .into_iter()
                .map(id)
                .collect()
        })
        .collect();
    let shown = text::html_lines(up);
    let more = ["And {} more way", "Und {} weitere"];
    let mut more = more
        .iter()
        .filter_map(|template| text::numbers(&shown, template));
    let more = more.next().map_or(0, |found| found[0]);
    Some(json!([sets, sets.len() as u64 + more]))
}

/// The questions that a terminal was asked, and the result below them.
pub fn dialogue(out: &str) -> (&str, &str) {
    let end = out
        .rfind("/unsure]\n")
        .map_or(0, |at| at + "/unsure]\n".len());
    let after = &out[end..];
    // Options of the last question stand below it.
    let result = after.find("\n\n").or_else(|| after.find('\n')).unwrap_or(0);
    let result = match after.starts_with('\n') {
        true => 0,
        false => result,
    };
    (&out[..end], after[result..].trim_start_matches('\n'))
}

/// What the result on a terminal shows, which is wrapped also inside words.
pub fn terminal(edition: &Edition, result: &str) -> Facts {
    let mut facts = Facts::default();
    let part = |heading: &str| {
        let (_, rest) = result.split_once(&format!("\n{heading}"))?;
        Some(rest.split("\n\n").next().unwrap_or_default())
    };
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    facts.found("place", result.lines().next());
    facts.found(
        "phase",
        text::numbers(result, "  phase {}: ").map(|found| found[0]),
    );
    if let Some(why) = part("Why\n").map(one_line) {
        facts.found("rule", text::capture(&why, " decided ({})."));
        let range = text::capture(&why, "With what is still open it can be: {}.");
        facts.set("decided", range.is_none());
        if let Some(range) = range {
            let range: Vec<&str> = range.split("; ").collect();
            facts.set("range", json!(range));
        }
    }
    let up = part("What would place you higher\n").map(one_line);
    let ways = up
        .as_deref()
        .map_or(Some("").filter(|_| up.is_none()), |up| {
            text::captures(up, "to {}. ").map(|found| found[0])
        });
    if let Some(ways) = ways {
        let (sets, total) = match text::captures(ways, "{} ({} ways in all)") {
            Some(found) => (found[0], found[1].parse().unwrap_or(0)),
            None if ways.is_empty() => ("", 0),
            None => (ways, ways.matches(", or ").count() as u64 + 1),
        };
        let sets: Vec<Vec<&str>> = sets
            .split(", or ")
            .filter(|set| !set.is_empty())
            .map(|set| set.split(" and ").collect())
            .collect();
        facts.set("few_ways", json!([sets, total]));
    }
    let plateau =
        part("The plateau to break: ").map(|part| part.lines().next().unwrap_or_default());
    facts.found("plateau", plateau);
    let found = |part: Option<&str>, items: &[&Value], member: &str| -> Value {
        let shown = text::squeezed(part.unwrap_or_default());
        let items = items.iter();
        let items =
            items.filter(|one| shown.contains(&text::squeezed(one[member].as_str().unwrap())));
        items.map(|one| one["id"].clone()).collect()
    };
    let roadblocks: Vec<&Value> = edition.roadblocks().iter().collect();
    let part_of_roadblocks = part("What often stands in the way, and what clears it\n");
    facts.set(
        "roadblocks",
        found(part_of_roadblocks, &roadblocks, "title"),
    );
    let criteria: Vec<&Value> = edition.criteria().collect();
    facts.set(
        "criteria",
        found(part("What to work on\n"), &criteria, "text"),
    );
    let cited = one_line(result);
    facts.found(
        "edition",
        text::capture(&cited, "nobody has reviewed them. Ladder {}.")
            .and(cited.rsplit("Ladder ").next())
            .map(|edition| edition.trim_end_matches('.')),
    );
    facts
}
