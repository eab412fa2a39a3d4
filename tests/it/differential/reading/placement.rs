//! What a placement shows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    super::{
        asking::Interface,
        editions::LadderSelection,
        facts::{AnswerMessages, Fact, table_of_facts},
        text,
    },
    fill, in_language,
};

/// The most ways up that a page and a terminal list.
const FEW: usize = 6;

pub(super) const FACTS: &[Fact] = table_of_facts! {
    answer "": Json PageJson FullBatch FullScoreCommand Tool;
    short: Batch ScoreCommand;
    placement "/placement": Turns ToolTurns;
    ladder: Markdown Picture Tool;
    edition: Page QuizCommand;
    place: Markdown Picture Page Tool QuizCommand;
    phase "/placement/phase": Markdown Page Tool QuizCommand;
    next: Page;
    decided "/decided": Markdown Picture Page Tool QuizCommand;
    others: Markdown Tool;
    either: Picture Page;
    counts "/counts/yes" "/counts/no" "/counts/unsure" "/counts/unanswered": Markdown Picture Page Tool;
    rule "/rule/id": Markdown Tool QuizCommand;
    rule_text "/rule/text": Markdown Page Tool;
    answers: Markdown Page;
    effects: Markdown Page;
    profile: Markdown Picture Page;
    uneven "/unevenness": Markdown;
    ways: Markdown;
    few_ways: Page QuizCommand;
    plateau "/plateau/title": Markdown Page Tool QuizCommand;
    plateau_level: Markdown Page Tool;
    roadblocks "/roadblocks/*/id": Markdown Page QuizCommand;
    criteria "/criteria/*/id": Markdown QuizCommand;
    sources: Tool;
    listed_sources: Tool;
};

/// The words for a place.
pub(super) fn place(edition: &LadderSelection, place: &Value) -> String {
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

fn either(edition: &LadderSelection, words: &[String]) -> String {
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

pub(super) fn compute(facts: &mut AnswerMessages, edition: &LadderSelection, answer: &Value) {
    let own = &answer["placement"];
    facts.set(
        "short",
        json!({"placement": own, "counts": answer["counts"], "decided": answer["decided"]}),
    );
    facts.set("place", place(edition, own));
    facts.set("next", edition.title(&own["next_level"]));
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
    let points = &answer["counts"]["points"];
    if points.is_object() {
        facts.set("points", json!([points["got"], points["of"]]));
    }
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
    facts.set("plateau_level", edition.title(&answer["plateau"]["level"]));
    let mut sources: Vec<Value> = Vec::new();
    sources.extend((!own["level"].is_null()).then(|| own["level"].clone()));
    let mut phases = edition.phases().iter();
    sources.extend(
        phases
            .find(|phase| phase["number"] == own["phase"])
            .map(|phase| phase["id"].clone()),
    );
    for list in ["roadblocks", "criteria"] {
        sources.extend(facts.0[list].as_array().unwrap().iter().cloned());
    }
    facts.set("listed_sources", json!(sources[..sources.len().min(8)]));
    facts.set("sources", json!(sources));
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
fn said<'a>(edition: &'a LadderSelection, question: &str, word: &'a str) -> Option<&'a str> {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "yes" | "ja" => Some("yes"),
        "no" | "nein" => Some("no"),
        "unsure" | "not sure" | "nicht sicher" => Some("unsure"),
        _ => edition.option_of(question, word),
    }
}

pub(super) fn markdown(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    fill! { &mut facts, edition, text;
        "# Placement: {}" | "# Einstufung: {}" => "place";
        "The answers place at **{}** (phase {}," | "Die Antworten ergeben den Platz **{}** (Phase {}," => "place" "#phase";
        "The rule that decides: {} (`{}`)." | "Die Regel, die entscheidet: {} (`{}`)." => "rule_text" "rule";
        "## The plateau at {}: {}" | "## Das Plateau auf der Stufe {}: {}" => "plateau_level" "plateau";
    }
    open(&mut facts, edition, text);
    counted(&mut facts, edition, text);
    let section =
        |english: &str, german: &str| text::section(text, in_language(edition, english, german));
    let rows = section("## Why", "## Warum").map_or(Vec::new(), text::rows);
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
    facts.found(
        "ways",
        section("## What would move it up", "## Was weiterbringen würde").and_then(listed_ways),
    );
    // The brief text of a tool has none of the rest.
    if let Some(profile) = section("## Profile", "## Profil") {
        let stage = match (edition.has_points(), edition.locale) {
            (true, _) => "- Questions typical of {}: {} points of {}",
            (_, "de") => "- Fragen, die für {} typisch sind: {} von {} mit Ja",
            _ => "- Questions typical of {}: {} yes of {}",
        };
        facts.set("profile", stages(profile, stage));
        let mut lines = profile.lines();
        facts.set(
            "uneven",
            json!(lines.find(|line| !line.is_empty() && !line.starts_with("- "))),
        );
        let roadblocks = section("## Roadblocks met there", "## Hindernisse auf dieser Stufe")
            .unwrap_or_default();
        let titles = text::all_captures(roadblocks, "- **{}.** ");
        let roadblocks: Vec<_> = titles
            .iter()
            .map(|title| edition.roadblock_of(title[0]))
            .collect();
        facts.set("roadblocks", json!(roadblocks));
        let ticks = text.lines().filter(|line| line.starts_with("- [ ] "));
        facts.set(
            "criteria",
            json!(ticks.filter_map(text::last_code).collect::<Vec<_>>()),
        );
    }
    facts
}

/// What is still open.
fn open(facts: &mut AnswerMessages, edition: &LadderSelection, text: &str) {
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
fn counted(facts: &mut AnswerMessages, edition: &LadderSelection, text: &str) {
    let sentences = text.replace(". ", ".\n");
    fill! { facts, edition, &sentences;
        "Of {} questions: {} yes, {} no, {} by an option, {} unsure, {} not answered." | "" => "_" "#yes" "#no" "_" "#unsure" "#open";
        "Of {} questions: {} yes, {} no, {} unsure, {} not answered." | "Von {} Fragen: {} Ja, {} Nein, {} nicht sicher, {} nicht beantwortet." => "_" "#yes" "#no" "#unsure" "#open";
        "" | "Von {} Fragen: {} Ja, {} Nein, {} unsicher, {} nicht beantwortet." => "_" "#yes" "#no" "#unsure" "#open";
        "{} of {} points." | "{} von {} Punkten." => "[]points";
    }
    let counts = ["yes", "no", "unsure", "open"].map(|name| facts.0.remove(name));
    if counts.iter().all(Option::is_some) {
        facts.set("counts", json!(counts));
    }
}

fn stages(text: &str, template: &str) -> Value {
    let stages = text::all_captures(text, template).into_iter();
    let number = |digits: &str| digits.parse::<u64>().ok();
    stages
        .map(|stage| json!([stage[0], number(stage[1]), number(stage[2])]))
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
        let fits = |english: &str, german: &str| {
            text::captures(lead, english).or_else(|| text::captures(lead, german))
        };
        let size = if let Some(found) = fits(
            "any one of these {} would",
            "auf eine beliebige dieser {} Fragen",
        ) {
            (found[0].parse() == Ok(items.len())).then_some(1)?
        } else if let Some(found) = fits(
            "any {} of these {} would",
            "auf {} beliebige dieser {} Fragen",
        ) {
            (found[1].parse() == Ok(items.len())).then(|| found[0].parse().ok())??
        } else if fits("to all of these would", "auf alle diese Fragen würde").is_some() {
            items.len()
        } else {
            fits("to this would", "auf diese Frage würde").map(|_| 1)?
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

pub(super) fn picture(edition: &LadderSelection, title: &str, description: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    fill! { &mut facts, edition, title;
        "Placement: {}" | "Einstufung: {}" => "place";
    }
    fill! { &mut facts, edition, description;
        "it could still become {}. " | "kommt noch in Frage: {}. " => "either";
    }
    counted(&mut facts, edition, description);
    if description.contains(in_language(edition, " Decided: ", " Entschieden: ")) {
        facts.set("decided", true);
        facts.set("either", "");
    } else if facts.0.contains_key("either") {
        facts.set("decided", false);
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

pub(super) fn page(edition: &LadderSelection, page: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    let line = |start: &str, end: &str| {
        text::between(page, start, end)
            .first()
            .map(|html| text::html_text(html))
    };
    if let Some(heading) = line("<h1 dir=\"auto\">", "</h1>") {
        fill! { &mut facts, edition, &heading;
            "Your result: {}" | "Dein Ergebnis: {}" => "place";
        }
    }
    if let Some(lead) = line("<p class=\"lead\" dir=\"auto\">", "</p>") {
        facts.set("next", Value::Null);
        fill! { &mut facts, edition, &lead;
            "Phase {}:" | "Phase {}:" => "#phase";
            "The next level is {}." | "Die nächste Stufe ist {}." => "next";
        }
    }
    let (head, _) = page.split_once("<section id=\"place\"").unwrap_or_default();
    let head = text::html_text(head.rsplit("</h1>").next().unwrap_or_default());
    facts.set("either", "");
    fill! { &mut facts, edition, &head;
        "it could still become {}." | "könnte es noch {} werden." => "either";
    }
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
        fill! { &mut facts, edition, &lines;
            "{} yes, {} no, {} not sure, {} not answered. " | "{} Ja, {} Nein, {} nicht sicher, {} nicht beantwortet. " => "[]counts";
            "{} of {} points." | "{} von {} Punkten." => "[]points";
            "The rule that decides: {}." | "Die Regel, die entscheidet: {}." => "rule_text";
        }
        reasons(&mut facts, edition, &why);
    }
    if let Some((up, _)) = text::page_section(page, "up") {
        facts.found("few_ways", page_ways(edition, &up));
    }
    if let Some((plateau, _)) = text::page_section(page, "plateau") {
        let heading = text::between(&plateau, "<h2 dir=\"auto\">", "</h2>").concat();
        fill! { &mut facts, edition, &text::html_text(&heading);
            "The plateau at {}" | "Das Plateau auf der Stufe {}" => "plateau_level";
        }
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
fn reasons(facts: &mut AnswerMessages, edition: &LadderSelection, why: &str) {
    let (mut answers, mut effects) = (BTreeMap::new(), BTreeMap::new());
    for item in text::between(why, "<li>", "</li>") {
        let inner =
            |start: &str, end: &str| text::html_text(&text::between(item, start, end).concat());
        let question = inner("<p dir=\"auto\">", "</p>");
        let (Some(id), Some((_, answer))) = (
            edition.question_of(&question),
            item.split_once("<span class=\"answer "),
        ) else {
            continue;
        };
        let answer = answer.split("</span>").next().unwrap();
        let answer = text::html_text(&format!("<span {answer}"));
        answers.insert(id, said(edition, id, &answer).unwrap_or("?").to_owned());
        effects.insert(id, inner("<span class=\"muted\">", "</span>"));
    }
    facts.set("answers", json!(answers));
    facts.set("effects", json!(effects));
}

fn page_ways(edition: &LadderSelection, up: &str) -> Option<Value> {
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
pub fn terminal(edition: &LadderSelection, result: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
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
