//! Reading what each form shows, and what JSON says of the same.

mod comparison;
mod diagnosis;
mod pay;
mod placement;
mod planning;

use rust_decimal::Decimal;
use serde_json::{Value, json};

pub use self::{
    placement::{dialogue, terminal},
    planning::calendar,
};
use super::{
    editions::LadderSelection,
    facts::{AnswerMessages, Fact, Shown, refusal},
    inputs::Operation,
    text,
};

/// A template in English and German, and the facts in its holes: `#` marks a number, `[]` a list of all numbers, `_` no fact.
type Template = (&'static [&'static str], [&'static str; 2]);

/// Sets the facts that templates find in a text: a line for each template.
macro_rules! fill {
    ($facts:expr, $edition:expr, $text:expr; $($english:literal | $german:literal => $($fact:literal)+;)*) => {
        $crate::differential::reading::fill_from($facts, $edition, $text, &[$((&[$($fact),+], [$english, $german])),*])
    };
}
use fill;

/// Sets what the templates find.
fn fill_from(
    facts: &mut AnswerMessages,
    edition: &LadderSelection,
    text: &str,
    templates: &[Template],
) {
    for (names, [english, german]) in templates {
        let template = in_language(edition, english, german);
        let Some(found) = text::captures(text, template) else {
            continue;
        };
        for (name, hole) in names.iter().zip(&found) {
            if let Some(name) = name.strip_prefix('#') {
                facts.found(name, hole.parse::<u64>().ok());
            } else if let Some(name) = name.strip_prefix("[]") {
                facts.found(name, text::numbers(text, template).map(|all| json!(all)));
            } else if *name != "_" {
                facts.set(name, *hole);
            }
        }
    }
}

/// The table of an operation.
pub fn facts(operation: Operation) -> &'static [Fact] {
    match operation {
        Operation::Score => placement::FACTS,
        Operation::Readiness => planning::READINESS,
        Operation::Roadmap => planning::ROADMAP,
        Operation::Diagnosis => diagnosis::FACTS,
        Operation::Pay => pay::FACTS,
        Operation::Comparison => comparison::FACTS,
    }
}

/// What JSON says, by every name.
pub fn expected(operation: Operation, edition: &LadderSelection, answer: &Value) -> Shown {
    if answer["type"].is_string() {
        let mut facts = refusal(answer);
        facts.set("refused", true);
        return Shown::Refused(facts);
    }
    let mut facts = AnswerMessages::of(facts(operation), answer);
    match operation {
        Operation::Score => placement::compute(&mut facts, edition, answer),
        Operation::Readiness => planning::compute_readiness(&mut facts, answer),
        Operation::Roadmap => planning::compute_roadmap(&mut facts, edition, answer),
        Operation::Diagnosis => diagnosis::compute(&mut facts, answer),
        Operation::Pay => pay::compute(&mut facts, answer),
        Operation::Comparison => comparison::compute(&mut facts, answer),
    }
    let stamp = &answer["ladder"];
    let [id, version, hash] = ["id", "version", "hash"].map(|name| stamp[name].as_str().unwrap());
    let hash = hash.rsplit(':').next().unwrap();
    facts.set("ladder", format!("{id} {version} {}", &hash[..12]));
    facts.set("edition", format!("{id} {version}"));
    Shown::Answered(facts)
}

/// What a calendar says of a plan: nothing without a date, and nothing of the places of faults, of which it has one more then.
pub fn expected_calendar(plan: Shown) -> Shown {
    let mut facts = AnswerMessages::default();
    match plan {
        Shown::Answered(plan) if plan.0["due"] != json!([]) => return Shown::Answered(plan),
        Shown::Answered(_) => {
            facts.set("type", "/problems/invalid");
            facts.set("title", "Readable and not acceptable");
            facts.set("status", 422);
        }
        Shown::Refused(refusal) => {
            facts = refusal;
            facts.0.remove("detail");
            facts.0.remove("details");
            facts.0.remove("faults");
        }
    }
    facts.set("refused", true);
    Shown::Refused(facts)
}

/// The line that says of which ladder an answer is.
const CITED: [&str; 2] = [
    "Ladder: {} (`{}`), version {}, hash `{}`.",
    "Leiter: {} (`{}`), Version {}, Hash `{}`.",
];

/// What Markdown shows.
pub fn markdown(operation: Operation, edition: &LadderSelection, text: &str) -> AnswerMessages {
    let text = &text::unescaped(text);
    let mut facts = match operation {
        Operation::Score => placement::markdown(edition, text),
        Operation::Readiness => planning::readiness_markdown(edition, text),
        Operation::Roadmap => planning::roadmap_markdown(edition, text),
        Operation::Diagnosis => diagnosis::markdown(edition, text),
        Operation::Pay => pay::markdown(edition, text),
        Operation::Comparison => comparison::markdown(edition, text),
    };
    let cited = in_language(edition, CITED[0], CITED[1]);
    let cited = text::captures(text, cited);
    facts.found("ladder", cited.map(|found| found[1..].join(" ")));
    facts
}

/// What a picture shows.
pub fn picture(operation: Operation, edition: &LadderSelection, picture: &str) -> AnswerMessages {
    let Some((title, description)) = text::told(picture) else {
        return AnswerMessages::default();
    };
    let lines = text::drawn(picture);
    let mut facts = match operation {
        Operation::Score => placement::picture(edition, &title, &description),
        Operation::Readiness => planning::readiness_picture(edition, &title, &lines),
        Operation::Roadmap => planning::roadmap_picture(edition, &title, &description),
        Operation::Comparison => comparison::picture(edition, &title, &description),
        Operation::Diagnosis | Operation::Pay => panic!("{operation:?} has no picture"),
    };
    let cited = in_language(
        edition,
        "Ladder: {} ({}), version {}, hash {}",
        "Leiter: {} ({}), Version {}, Prüfsumme {}",
    );
    // The last lines: a long one is wrapped.
    let begins = |line: &String| cited.starts_with(&line[..line.len().min(8)]);
    if let Some(at) = lines.iter().rposition(begins) {
        let last = lines[at..].join(" ");
        let cited = text::captures(&last, cited);
        facts.found("ladder", cited.map(|found| found[1..].join(" ")));
    }
    facts
}

/// What a page shows.
pub fn page(operation: Operation, edition: &LadderSelection, page: &str) -> AnswerMessages {
    let mut facts = placement::page(edition, page);
    if operation == Operation::Roadmap {
        // A plan says of the placement where it starts.
        facts = AnswerMessages::default();
        if let Some((section, pictures)) = text::page_section(page, "plan") {
            facts = planning::page(edition, &section);
            let picture = pictures.first().map_or("", String::as_str);
            let (pictured, own) = (picture_of(operation, edition, picture), facts.clone());
            facts.0.extend(pictured.0);
            facts.0.extend(own.0);
        }
        return facts;
    }
    let version = text::between(page, "data-version=\"", "\"");
    facts.found(
        "edition",
        version
            .first()
            .map(|version| format!("{} {version}", edition.ladder)),
    );
    facts
}

fn picture_of(operation: Operation, edition: &LadderSelection, text: &str) -> AnswerMessages {
    picture(operation, edition, text)
}

/// What JSON in another place than the API says.
pub fn json(operation: Operation, edition: &LadderSelection, text: &str) -> AnswerMessages {
    match expected(operation, edition, &serde_json::from_str(text).unwrap()) {
        Shown::Answered(facts) | Shown::Refused(facts) => facts,
    }
}

/// What the result of a tool shows: its text and its structured content, which has two members more than the answer of the API.
pub fn tool_result(operation: Operation, edition: &LadderSelection, result: &Value) -> Shown {
    let text = result["content"][0]["text"].as_str().unwrap();
    assert_eq!(result["content"].as_array().unwrap().len(), 1, "{result}");
    if result["isError"] == true {
        return Shown::Refused(tool_refusal(text));
    }
    let mut answer = result["structuredContent"].clone();
    let members = answer.as_object_mut().unwrap();
    let sources = members.remove("sources").unwrap();
    members.remove("not_in_ladder").unwrap();
    let mut facts = markdown(operation, edition, text);
    facts.set("answer", answer);
    let sources = sources.as_array().unwrap().iter();
    let ids: Vec<&Value> = sources.map(|source| &source["id"]).collect();
    facts.set("sources", json!(ids));
    let heading = in_language(edition, "Sources:", "Quellen:");
    if let Some((_, listed)) = text.split_once(heading) {
        let listed = text::bullets(listed).into_iter();
        let listed: Vec<&str> = listed.filter_map(text::last_code).collect();
        facts.set("listed_sources", json!(listed));
    }
    Shown::Answered(facts)
}

fn tool_refusal(text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    facts.set("refused", true);
    let mut lines = text.lines();
    if let Some((title, detail)) = lines.next().and_then(|line| line.split_once(". ")) {
        facts.set("title", title);
        facts.set("detail", detail);
    }
    let mut faults: Vec<[&str; 2]> = text::bullets(text)
        .into_iter()
        .filter_map(|fault| {
            let (pointer, detail) = fault.split_once(": ")?;
            Some([if pointer == "/" { "" } else { pointer }, detail])
        })
        .collect();
    faults.sort_unstable();
    facts.set("faults", json!(faults));
    facts
}

/// One of two texts, by the language of an edition.
fn in_language<'a>(edition: &LadderSelection, english: &'a str, german: &'a str) -> &'a str {
    match edition.locale {
        "en" => english,
        "de" => german,
        other => panic!("no words in {other}"),
    }
}

/// A number as it is written in the language, as JSON writes it.
fn plain_number(edition: &LadderSelection, written: &str) -> String {
    match edition.locale {
        "de" => written.replace('.', "").replace(',', "."),
        _ => written.replace(',', ""),
    }
}

/// An amount of money as it is written in the language, without zeros at the end of its decimals.
fn plain_amount(edition: &LadderSelection, written: &str) -> Value {
    amount(&json!(plain_number(edition, written)))
}

/// An amount of money in JSON, without zeros at the end of its decimals.
fn amount(exact: &Value) -> Value {
    let exact: Option<Decimal> = exact.as_str().and_then(|exact| exact.parse().ok());
    json!(exact.map(|exact| exact.normalize().to_string()))
}

/// The ids of objects in a list.
fn ids(list: &Value) -> Value {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["id"].clone()).collect()
}

/// Two figures of each pay step that has them, as bullets in Markdown.
fn pay_figures(edition: &LadderSelection, markdown: &str) -> Value {
    let progression = in_language(
        edition,
        "midpoint progression: {} (",
        "Anstieg der Bandmitte: {} (",
    );
    let step = in_language(
        edition,
        "step to next band: {} {} (",
        "Schritt zum nächsten Band: {} {} (",
    );
    let mut figures = Vec::new();
    for bullet in text::bullets(markdown) {
        if let Some(ratio) = text::capture(bullet, progression) {
            figures.push(json!(plain_number(edition, ratio)));
        } else if let Some(step) = text::captures(bullet, step) {
            figures.push(plain_amount(edition, step[1]));
        }
    }
    json!(figures)
}

/// The same in JSON.
fn expected_pay_figures(steps: &Value) -> Value {
    let steps = steps.as_array().unwrap().iter();
    let steps = steps.filter(|step| step["step_to_next_band"]["reason"].is_null());
    steps
        .flat_map(|step| {
            let value = |name: &str| &step[name]["value"];
            [
                value("midpoint_progression").clone(),
                amount(value("step_to_next_band")),
            ]
        })
        .filter(|value| !value.is_null())
        .collect()
}
