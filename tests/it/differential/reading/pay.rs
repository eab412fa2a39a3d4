//! What a pay position shows.

use serde_json::{Value, json};

use super::{
    super::{
        asking::Interface,
        editions::LadderSelection,
        facts::{AnswerMessages, Fact, table_of_facts},
        text,
    },
    amount, in_language, plain_amount, plain_number,
};

const FIGURES: [&str; 6] = [
    "midpoint",
    "compa_ratio",
    "range_penetration",
    "range_spread",
    "midpoint_progression",
    "step_to_next_band",
];

/// Those that are amounts of money.
const MONEY: [&str; 2] = ["midpoint", "step_to_next_band"];

pub(super) const FACTS: &[Fact] = table_of_facts! {
    answer "": Json Tool;
    ladder: Markdown Tool;
    amount: Markdown Tool;
    level "/band/title": Markdown Tool;
    lies "/lies": Markdown Tool;
    figures: Markdown Tool;
    band: Markdown Tool;
    market "/band/region" "/band/market": Markdown Tool;
    next_band: Markdown Tool;
};

pub(super) fn compute(facts: &mut AnswerMessages, answer: &Value) {
    let band = &answer["band"];
    facts.set("amount", amount(&answer["amount"]));
    let figures = FIGURES.map(|name| match &answer["figures"][name]["value"] {
        Value::Null => answer["figures"][name]["reason"].clone(),
        value if MONEY.contains(&name) => amount(value),
        value => value.clone(),
    });
    facts.set("figures", json!(figures));
    let ends = |band: &Value| match &band["published"] {
        Value::Bool(true) => {
            let ends = ["min", "max"].map(|name| amount(&band[name]));
            let mut ends: Vec<&Value> = ends.iter().filter(|end| !end.is_null()).collect();
            ends.dedup();
            json!(ends)
        }
        _ => json!("not_published"),
    };
    facts.set("band", ends(band));
    let next = &answer["next_band"];
    facts.set(
        "next_band",
        match next {
            Value::Null => Value::Null,
            next => json!([next["title"], ends(next)]),
        },
    );
}

fn reason(words: &str) -> Option<&'static str> {
    Some(match words {
        "not published" | "nicht veröffentlicht" => "not_published",
        "above an open maximum" | "über einem offenen Höchstbetrag" => "above_open_maximum",
        "open end" | "offenes Ende" => "open_end",
        "no next level" | "keine nächste Stufe" => "no_next_level",
        "no comparable band" | "kein vergleichbares Band" => "no_comparable_band",
        "division by zero" | "Division durch null" => "division_by_zero",
        _ => return None,
    })
}

/// A figure in a table: an amount or a ratio, or why there is none.
fn figure(edition: &LadderSelection, cell: &str) -> Value {
    let none = ["none ({})", "keine Angabe ({})"];
    let mut none = none
        .iter()
        .filter_map(|template| text::capture(cell, template));
    if let Some(words) = none.next() {
        return json!(reason(words));
    }
    let number = cell.split_whitespace().last().unwrap_or_default();
    match cell.contains(' ') {
        true => plain_amount(edition, number),
        false => json!(plain_number(edition, number)),
    }
}

/// The ends of a band in a sentence such as `USD 180,000 to 220,000+ a year`.
fn ends(edition: &LadderSelection, line: &str) -> Value {
    let unpublished = in_language(
        edition,
        "The source publishes no pay band",
        "Die Quelle veröffentlicht kein",
    );
    if line.contains(unpublished) {
        return json!("not_published");
    }
    let (range, _) = line.rsplit_once(" (").unwrap_or((line, ""));
    let words = range
        .rsplit(": ")
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let numbers = words.filter(|word| word.starts_with(|sign: char| sign.is_ascii_digit()));
    let numbers = numbers.map(|word| plain_amount(edition, word.trim_end_matches('+')));
    json!(numbers.collect::<Vec<_>>())
}

pub(super) fn markdown(edition: &LadderSelection, text: &str) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    let heading = in_language(edition, "# {} {} a year as {}", "# {} {} im Jahr als {}");
    if let Some([_, amount, level]) = text::captures(text, heading).as_deref() {
        facts.set("amount", plain_amount(edition, amount));
        facts.set("level", *level);
    }
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let lies = in_language(edition, "The amount lies **{}**", "Der Betrag liegt **{}**");
    let known = paragraphs
        .get(1)
        .and_then(|paragraph| text::capture(paragraph, lies));
    let known = known.map(|place| match place {
        "below" | "unter" => "below",
        "within" | "im" => "within",
        "above" | "über" => "above",
        "above the highest figure that the source names"
        | "über dem höchsten Betrag, den die Quelle nennt" => "above_open_maximum",
        other => panic!("the amount lies {other}"),
    });
    let not_known = in_language(
        edition,
        "Where the amount lies cannot be said",
        "Wo der Betrag liegt, lässt sich nicht sagen",
    );
    match known {
        Some(place) => facts.set("lies", place),
        None if text.contains(not_known) => facts.set("lies", Value::Null),
        None => {}
    }
    if let Some(band) = paragraphs.get(2) {
        facts.set("band", ends(edition, band));
        let place = in_language(edition, "({}, market `{}`", "({}, Markt `{}`");
        facts.found(
            "market",
            text::captures(band, place).map(|found| json!(found)),
        );
    }
    let next = in_language(edition, "Next level: {}", "Die nächste Stufe: {}");
    facts.set(
        "next_band",
        text::capture(text, next).map_or(Value::Null, |band| {
            let ends = ends(edition, band);
            let title = match ends.is_string() {
                false => text::capture(band, "{}: ").map(str::to_owned),
                true => {
                    let for_level = in_language(edition, " for {} (", " für {} (");
                    text::capture(band, for_level).map(str::to_owned)
                }
            };
            json!([title, ends])
        }),
    );
    let figures: Vec<Value> = text::rows(text)
        .iter()
        .map(|row| figure(edition, row[1]))
        .collect();
    facts.set("figures", json!(figures));
    facts
}
