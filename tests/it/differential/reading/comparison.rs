//! What two levels side by side show.

use serde_json::{Value, json};

use super::{
    super::{
        asking::Interface,
        editions::LadderSelection,
        facts::{AnswerMessages, Fact, table_of_facts},
        text,
    },
    expected_pay_figures, ids, in_language, pay_figures,
};

pub(super) const FACTS: &[Fact] = table_of_facts! {
    answer "": Json Tool;
    ladder: Markdown Picture Tool;
    levels "/from/title" "/to/title": Markdown Picture Tool;
    ranks "/from/rank" "/to/rank": Markdown Tool;
    spans "/timeframes/*/min_months" "/timeframes/*/max_months" "/timeframes/*/label": Markdown Tool;
    dimensions "/dimensions/*/name" "/dimensions/*/from" "/dimensions/*/to": Markdown Tool;
    criteria: Markdown Tool;
    criteria_counts: Picture;
    pay: Markdown Tool;
};

pub(super) fn compute(facts: &mut AnswerMessages, answer: &Value) {
    let phases = answer["criteria"].as_array().unwrap().iter();
    let phases: Vec<&Value> = phases
        .filter(|phase| phase["criteria"] != json!([]))
        .collect();
    let criteria: Vec<Value> = phases
        .iter()
        .map(|phase| json!([phase["phase"], ids(&phase["criteria"])]))
        .collect();
    facts.set("criteria", json!(criteria));
    let counts: Vec<Value> = phases
        .iter()
        .map(|phase| json!([phase["phase"], phase["criteria"].as_array().unwrap().len()]))
        .collect();
    facts.set("criteria_counts", json!(counts));
    facts.set("pay", expected_pay_figures(&answer["pay_steps"]));
}

pub(super) fn markdown(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    facts.found(
        "levels",
        text::captures(text, "# {} → {}").map(|found| json!(found)),
    );
    let side = in_language(
        edition,
        "- {}: level {}, usually ",
        "- {}: Stufe {}, üblich: ",
    );
    let ranks: Vec<Option<u64>> = text::all_captures(text, side)
        .iter()
        .map(|found| found[1].parse().ok())
        .collect();
    facts.set("ranks", json!(ranks));
    let head = text.split("\n## ").next().unwrap_or_default();
    let spans = in_language(
        edition,
        "How long the step takes:",
        "Wie lange der Schritt dauert:",
    );
    let spans = head.split_once(spans).map_or("", |(_, spans)| spans);
    let spans: Vec<Value> = text::bullets(spans)
        .into_iter()
        .filter_map(|span| {
            let (months, label) = span.split_once(": ")?;
            let numbers = months
                .split_whitespace()
                .filter_map(|word| word.parse::<u64>().ok());
            let numbers: Vec<u64> = numbers.collect();
            Some(json!([numbers.first()?, numbers.last()?, label]))
        })
        .collect();
    facts.set("spans", json!(spans));
    let changes = in_language(edition, "## What changes", "## Was sich ändert");
    let silent = in_language(edition, "(not said)", "(ohne Angabe)");
    let said = |cell: &str| {
        if cell == silent {
            Value::Null
        } else {
            json!(cell)
        }
    };
    let rows = text::section(text, changes).map_or(Vec::new(), text::rows);
    let dimensions: Vec<Value> = rows
        .iter()
        .map(|row| json!([row[0], said(row[1]), said(row[2])]))
        .collect();
    facts.set("dimensions", json!(dimensions));
    let criteria: Vec<Value> = text
        .split("\n## ")
        .filter_map(|part| {
            let number: u64 = text::capture(part.lines().next()?, "Phase {}. ")?
                .parse()
                .ok()?;
            let ids: Vec<&str> = text::bullets(part)
                .into_iter()
                .filter_map(text::last_code)
                .collect();
            Some(json!([number, ids]))
        })
        .collect();
    facts.set("criteria", json!(criteria));
    facts.set("pay", pay_figures(edition, text));
    facts
}

pub(super) fn picture(edition: &LadderSelection, title: &str, description: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    facts.found(
        "levels",
        text::captures(title, "{} → {}").map(|found| json!(found)),
    );
    let told = in_language(
        edition,
        "Exit criteria of phase {}: {}",
        "Aufstiegskriterien der Phase {}: {}",
    );
    let counts: Vec<Value> = description
        .split(". ")
        .filter_map(|sentence| {
            let found = text::captures(sentence, told)?;
            let number = |text: &str| text.trim_end_matches('.').parse::<u64>().ok();
            Some(json!([number(found[0])?, number(found[1])?]))
        })
        .collect();
    facts.set("criteria_counts", json!(counts));
    facts
}
