//! What programs that read pages are told of a ladder: JSON-LD with the terms of schema.org.

use serde_json::{Value, json};

use super::layout::PageContext;
use crate::domain::document::{Band, Level, Period};

/// The ladder as a set of terms, its levels as occupations with what they pay, and the questions that people ask.
pub(super) fn structured(visit: &PageContext<'_>) -> String {
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

fn occupation(visit: &PageContext<'_>, level: &Level) -> Value {
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

/// A published band; one that is open has no highest or no lowest value, and one that is not published is left out.
fn salary(band: &Band) -> Option<Value> {
    if !band.is_published() {
        return None;
    }
    let mut value = json!({"@type": "QuantitativeValue", "unitText": match band.period {
        Period::Year => "YEAR",
        Period::Month => "MONTH",
        Period::Day => "DAY",
        Period::Hour => "HOUR",
    }});
    let max = band.max.filter(|_| band.open != Some(true));
    for (name, end) in [("minValue", band.min), ("maxValue", max)] {
        if let (Some(members), Some(end)) = (value.as_object_mut(), end) {
            members.insert(name.into(), json!(end));
        }
    }
    Some(json!({"@type": "MonetaryAmount", "currency": band.currency, "value": value}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salary_has_the_ends_that_are_known() {
        for (min, max, open, value) in [
            (
                json!("90000"),
                json!("135000"),
                json!(false),
                json!({"minValue": "90000", "maxValue": "135000"}),
            ),
            (
                json!("180000"),
                json!("220000"),
                json!(true),
                json!({"minValue": "180000"}),
            ),
            (
                json!("190000"),
                json!(null),
                json!(true),
                json!({"minValue": "190000"}),
            ),
            (
                json!(null),
                json!("120000"),
                json!(false),
                json!({"maxValue": "120000"}),
            ),
            (json!(null), json!(null), json!(null), json!(null)),
        ] {
            let band = json!({"level": "mid", "region": "US", "currency": "USD", "period": "year", "market": "general",
                "min": min, "max": max, "open": open});
            let salary = salary(&serde_json::from_value(band).unwrap());
            let Some(expected) = value.as_object() else {
                assert_eq!(salary, None);
                continue;
            };
            let mut found = salary.unwrap()["value"].take();
            let members = found.as_object_mut().unwrap();
            assert_eq!(members.remove("@type"), Some(json!("QuantitativeValue")));
            assert_eq!(members.remove("unitText"), Some(json!("YEAR")));
            assert_eq!(members, expected);
        }
    }
}
