//! What programs that read pages are told of a ladder: JSON-LD with the terms of schema.org.

use serde_json::{Value, json};

use super::shell::Visit;
use crate::domain::document::{Band, Level, Period};

/// The ladder as a set of terms, its levels as occupations with what they pay, and the questions that people ask.
pub(super) fn structured(visit: &Visit<'_>) -> String {
    let document = visit.ladder.document();
    let stamp = visit.ladder.stamp();
    let page = visit.absolute(&format!("ladders/{}", stamp.id));
    let id = |anchor: &str| match &page {
        Some(page) => format!("{page}#{anchor}"),
        None => format!("#{anchor}"),
    };
    let levels = document.levels.iter();
    let terms = levels.clone().map(|level| {
        json!({"@type": "DefinedTerm", "@id": id(&format!("level-{}", level.id)), "termCode": level.id, "name": level.title,
            "description": level.plateau.summary})
    });
    let set = json!({"@type": "DefinedTermSet", "@id": id("levels"), "name": document.title, "description": document.summary,
        "inLanguage": document.locale, "version": stamp.version, "identifier": stamp.hash,
        "hasDefinedTerm": terms.collect::<Vec<_>>()});
    let mut graph = vec![set];
    graph.extend(levels.map(|level| occupation(visit, level)));
    if !document.faqs.is_empty() {
        let questions = document.faqs.iter().map(|faq| {
            json!({"@type": "Question", "@id": id(&format!("faq-{}", faq.id)), "name": faq.question,
                "acceptedAnswer": {"@type": "Answer", "text": faq.answer}})
        });
        graph.push(
            json!({"@type": "FAQPage", "@id": id("faqs"), "inLanguage": document.locale,
            "mainEntity": questions.collect::<Vec<_>>()}),
        );
    }
    let graph = json!({"@context": "https://schema.org", "@graph": graph});
    // Inside a script element nothing may look like a tag.
    graph.to_string().replace('<', "\\u003c")
}

fn occupation(visit: &Visit<'_>, level: &Level) -> Value {
    let bands = visit.ladder.bands_of(level.id.as_str()).filter_map(salary);
    let bands: Vec<Value> = bands.collect();
    let mut occupation =
        json!({"@type": "Occupation", "name": level.title, "description": level.moves_forward});
    if let Some(members) = occupation.as_object_mut()
        && !bands.is_empty()
    {
        members.insert("estimatedSalary".into(), Value::Array(bands));
    }
    occupation
}

/// A published band; one that is open has no highest value, and one that is not published is left out.
fn salary(band: &Band) -> Option<Value> {
    let (min, max) = (band.min?, band.max?);
    let mut value = json!({"@type": "QuantitativeValue", "minValue": min, "unitText": match band.period {
        Period::Year => "YEAR",
        Period::Month => "MONTH",
        Period::Day => "DAY",
        Period::Hour => "HOUR",
    }});
    if let Some(members) = value.as_object_mut()
        && band.open != Some(true)
    {
        members.insert("maxValue".into(), json!(max));
    }
    Some(json!({"@type": "MonetaryAmount", "currency": band.currency, "value": value}))
}
