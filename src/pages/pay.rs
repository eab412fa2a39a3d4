//! The pay bands of a ladder on its page: the chart, and the table with every band.

use maud::{Markup, html};

use super::{
    components::{bands, heading, table, title},
    layout::PageContext,
};
use crate::{domain::document::Band, locales::MessageCatalogue};

/// The section.
pub(super) fn pay(visit: &PageContext<'_>) -> Markup {
    let words = visit.words();
    let texts = &words.pages.ladder;
    let document = visit.ladder.document();
    let midpoint = |band: &Band| {
        let midpoint = visit.ladder.pay_band(band).midpoint;
        midpoint.map_or_else(String::new, |midpoint| {
            format!("{} {}", band.currency, words.grouped(&midpoint))
        })
    };
    let rows = html! {
        thead { tr {
            th scope="col" { (texts.level) } th scope="col" { (texts.region) } th scope="col" { (texts.market) }
            th scope="col" { (texts.range) } th scope="col" { (texts.midpoint) }
        } }
        tbody {
            @for (at, band) in document.compensation.iter().enumerate() {
                tr id={ "band-" (at + 1) } {
                    th scope="row" dir="auto" { (title(visit.ladder, &band.level)) }
                    td { (band.region) }
                    td { (band.market) }
                    td { (range(words, band)) @if let Some(label) = &band.label { " " span class="muted" dir="auto" { (label) } } }
                    td { (midpoint(band)) }
                }
            }
        }
    };
    html! {
        (heading(visit, 2, "pay", texts.pay))
        @if let Some(chart) = bands(visit.ladder, document.compensation.iter()) { (chart) }
        (table(texts.pay, &rows))
    }
}

/// What a band pays.
fn range(words: &MessageCatalogue, band: &Band) -> String {
    let texts = &words.pages.ladder;
    let currency = &band.currency;
    let ends = [band.min, band.max];
    let [min, max] = ends.map(|end| end.map(|end| words.grouped(&end.to_string())));
    let range = match (min, max) {
        (Some(min), Some(max)) => format!("{currency} {min} – {max}"),
        (Some(min), None) => return (words.figures.from)(&format!("{currency} {min}")),
        (None, Some(max)) => (words.figures.up_to)(&format!("{currency} {max}")),
        (None, None) => return texts.not_published.to_owned(),
    };
    match band.open {
        Some(true) => (texts.and_more)(&range),
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_band_says_what_it_pays_with_the_ends_that_it_has() {
        let no = || json!(null);
        for (min, max, open, english, german) in [
            (
                json!("90000"),
                json!("135000"),
                json!(false),
                "USD 90,000 – 135,000",
                "USD 90.000 – 135.000",
            ),
            (
                json!("180000"),
                json!("220000"),
                json!(true),
                "USD 180,000 – 220,000 and more",
                "USD 180.000 – 220.000 und mehr",
            ),
            (
                json!("190000"),
                no(),
                json!(true),
                "from USD 190,000",
                "ab USD 190.000",
            ),
            (
                no(),
                json!("120000.5"),
                json!(false),
                "up to USD 120,000.50",
                "bis zu USD 120.000,50",
            ),
            (
                no(),
                no(),
                no(),
                "The source does not publish it",
                "Die Quelle veröffentlicht es nicht",
            ),
        ] {
            let band = json!({"level": "mid", "region": "US", "currency": "USD", "period": "year", "market": "general",
                "min": min, "max": max, "open": open});
            let band: Band = serde_json::from_value(band).unwrap();
            let [en, de] = ["en", "de"].map(|locale| range(MessageCatalogue::of(locale), &band));
            assert_eq!([en.as_str(), &de], [english, german]);
        }
    }
}
