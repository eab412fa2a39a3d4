//! What a diagnosis shows.

use serde_json::{Value, json};

use super::{
    super::{
        asking::Interface,
        editions::LadderSelection,
        facts::{AnswerMessages, Fact, table_of_facts},
        text,
    },
    in_language, plain_number,
};

pub(super) const FACTS: &[Fact] = table_of_facts! {
    answer "": Json Tool;
    ladder: Markdown Tool DiagnoseCommand;
    verdict "/verdict": Markdown Tool DiagnoseCommand;
    detail "/detail": Markdown Tool DiagnoseCommand;
    roadblocks: Markdown Tool DiagnoseCommand;
    phrases: Markdown Tool DiagnoseCommand;
    read "/statement/sentences" "/statement/words" "/statement/understood": Markdown Tool DiagnoseCommand;
    sources "/roadblocks/*/id": Tool;
};

pub(super) fn compute(facts: &mut AnswerMessages, answer: &Value) {
    let found = answer["roadblocks"].as_array().unwrap();
    let scores: Vec<Value> = found
        .iter()
        .map(|one| {
            json!([
                one["id"],
                one["title"],
                format!("{:.4}", one["score"].as_f64().unwrap())
            ])
        })
        .collect();
    facts.set("roadblocks", json!(scores));
    let phrases = found
        .iter()
        .flat_map(|one| one["phrases"].as_array().unwrap());
    let phrases: Vec<Value> = phrases
        .map(|phrase| {
            let pieces = phrase["pieces"].as_array().unwrap().iter();
            let matched = pieces.filter(|piece| piece["match"] == true);
            let matched: Vec<&Value> = matched.map(|piece| &piece["text"]).collect();
            json!([phrase["signal"], matched])
        })
        .collect();
    facts.set("phrases", json!(phrases));
}

pub(super) fn markdown(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let heading = lines.next();
    let found = in_language(edition, "# Diagnosis", "# Diagnose");
    let unclear = in_language(edition, "# Diagnosis: unclear", "# Diagnose: unklar");
    facts.found(
        "verdict",
        heading.and_then(|heading| {
            if heading == found {
                Some("found")
            } else {
                (heading == unclear).then_some("unclear")
            }
        }),
    );
    facts.found("detail", lines.next());
    let score = in_language(edition, "Score {}. ", "Punktzahl {}. ");
    let id = in_language(edition, "Id: `{}`.", "ID: `{}`.");
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    let titles = headings.filter_map(|heading| heading.split_once(". ").map(|(_, title)| title));
    let scored = text.lines().filter_map(|line| {
        let score = text::capture(line, score)?;
        Some((text::capture(line, id)?, plain_number(edition, score)))
    });
    let roadblocks: Vec<Value> = titles
        .zip(scored)
        .map(|(title, (id, score))| json!([id, title, score]))
        .collect();
    facts.set("roadblocks", json!(roadblocks));
    let phrase = in_language(edition, "- “{}”: as in “{}”", "- „{}“: wie in „{}“");
    let phrases: Vec<Value> = text::all_captures(text, phrase)
        .iter()
        .map(|found| json!([found[1], text::between(found[0], "**", "**")]))
        .collect();
    facts.set("phrases", json!(phrases));
    let read = in_language(
        edition,
        "Read: {} sentence{}, {} word{}, of which {} known",
        "Gelesen: {} S{}, {} W{}, davon {} aus",
    );
    facts.found(
        "read",
        text::captures(text, read)
            .map(|found| json!([0, 2, 4].map(|at| found[at].parse::<u64>().ok()))),
    );
    facts
}
