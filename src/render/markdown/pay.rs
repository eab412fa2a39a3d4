//! Pay bands, and an amount against a band. What the source does not publish is said in words.

use super::text::{Page, code, inline};
use crate::render::words::{grouped, per};
use crate::{
    domain::{
        id::Money,
        ladder::Ladder,
        pay::{Figure, Lies, PayBand, PayPosition, PayReason},
    },
    locales::Catalogue,
};

/// Pay bands as a table.
pub fn compensation<'a>(ladder: &Ladder, bands: impl Iterator<Item = &'a PayBand<'a>>) -> String {
    let mut page = Page::new(&format!(
        "{}: pay",
        inline(ladder.document().title.as_str())
    ));
    table(&mut page, &bands.collect::<Vec<_>>());
    page.cite(ladder)
}

/// The table, and below it in sentences what it cannot hold.
pub(super) fn table(page: &mut Page, bands: &[&PayBand<'_>]) {
    if bands.is_empty() {
        page.say("The ladder has no such pay band.");
        return;
    }
    let rows = bands.iter().map(|band| {
        let midpoint = band.midpoint.as_deref().map(grouped);
        [
            level(band),
            range(band).unwrap_or_else(|| "not published".into()),
            midpoint.unwrap_or_else(|| "none".into()),
            inline(band.region),
            inline(band.market.as_str()),
            band.label
                .map_or_else(String::new, |label| inline(label.as_str())),
        ]
    });
    page.table(
        ["Level", "Pay", "Midpoint", "Region", "Market", "Note"],
        rows,
    );
    if bands.iter().any(|band| band.open == Some(true)) {
        page.say(
            "A plus sign: pay goes beyond this figure, which is the highest that the source names; the midpoint is reckoned up to it.",
        );
    }
    for band in bands.iter().filter(|band| !band.published) {
        page.say(&unpublished(band));
    }
}

/// A band in a line.
pub(super) fn band_words(words: &Catalogue, band: &PayBand<'_>) -> String {
    let _ = words;
    let Some(range) = range(band) else {
        return unpublished(band);
    };
    let label = band
        .label
        .map_or_else(String::new, |label| format!("; {}", inline(label.as_str())));
    format!("{}: {range} ({}{label}).", level(band), place(band))
}

fn level(band: &PayBand<'_>) -> String {
    band.title.map_or_else(
        || inline(band.level.as_str()),
        |title| inline(title.as_str()),
    )
}

fn place(band: &PayBand<'_>) -> String {
    format!("{}, market {}", inline(band.region), code(band.market))
}

fn unpublished(band: &PayBand<'_>) -> String {
    format!(
        "The source publishes no pay band for {} ({}, {} {}), and nothing is put in its place.",
        level(band),
        place(band),
        inline(band.currency),
        per(band.period)
    )
}

/// The range in words; None where the band is not published.
fn range(band: &PayBand<'_>) -> Option<String> {
    let (min, max) = (band.min?, band.max?);
    let plus = if band.open == Some(true) { "+" } else { "" };
    let ends = if min == max {
        digits(max)
    } else {
        format!("{} to {}", digits(min), digits(max))
    };
    Some(format!(
        "{} {ends}{plus} {}",
        inline(band.currency),
        per(band.period)
    ))
}

fn digits(amount: Money) -> String {
    grouped(&amount.to_string())
}

/// A figure in a line; an amount of money where it is given the band whose currency it is in.
pub(super) fn figure_words(
    words: &Catalogue,
    figure: &Figure,
    money: Option<&PayBand<'_>>,
) -> String {
    let _ = words;
    let [value, remark] = value(figure, money);
    let remark = if remark.is_empty() {
        remark
    } else {
        format!(". {remark}")
    };
    format!(
        "{}: {value} ({}){remark}",
        figure.formula,
        inline(figure.expression)
    )
}

fn value(figure: &Figure, money: Option<&PayBand<'_>>) -> [String; 2] {
    let remark = figure.detail.as_deref().map_or_else(String::new, inline);
    let value = match (&figure.value, figure.reason) {
        (Some(value), _) => match money {
            Some(band) => format!("{} {}", inline(band.currency), grouped(value)),
            None => inline(value),
        },
        (None, reason) => format!("none ({})", reason.map_or("not known", reason_words)),
    };
    [value, remark]
}

fn reason_words(reason: PayReason) -> &'static str {
    match reason {
        PayReason::NotPublished => "not published",
        PayReason::AboveOpenMaximum => "above an open maximum",
        PayReason::NoNextLevel => "no next level",
        PayReason::NoComparableBand => "no comparable band",
        PayReason::DivisionByZero => "division by zero",
    }
}

/// An amount against its band, with every figure and its formula.
pub fn position(ladder: &Ladder, position: &PayPosition<'_>) -> String {
    let band = &position.band;
    let mut page = Page::new(&format!(
        "{} {} {} as {}",
        inline(band.currency),
        digits(position.amount),
        per(band.period),
        level(band)
    ));
    page.say(match position.lies {
        Some(Lies::Below) => "The amount lies **below** the band.",
        Some(Lies::Within) => "The amount lies **within** the band.",
        Some(Lies::Above) => "The amount lies **above** the band.",
        Some(Lies::AboveOpenMaximum) => {
            "The amount lies **above the highest figure that the source names**; the band is open there."
        }
        None => "Where the amount lies cannot be said: there is no published band to measure it against.",
    });
    page.say(&band_words(ladder.words(), band));
    if let Some(next) = &position.next_band {
        page.say(&format!("Next level: {}", band_words(ladder.words(), next)));
    }
    let figures = &position.figures;
    let rows = [
        (&figures.midpoint, Some(band)),
        (&figures.compa_ratio, None),
        (&figures.range_penetration, None),
        (&figures.range_spread, None),
        (&figures.midpoint_progression, None),
        (&figures.step_to_next_band, Some(band)),
    ];
    page.table(
        ["Figure", "Value", "Formula", "Remark"],
        rows.into_iter().map(|(figure, money)| {
            let [value, remark] = value(figure, money);
            // A band that is not published has been spoken of above.
            let remark = if band.published {
                remark
            } else {
                String::new()
            };
            [
                inline(figure.formula),
                value,
                inline(figure.expression),
                remark,
            ]
        }),
    );
    if figures.step_to_next_band.value.is_some() {
        page.say("A negative step to the next band is an overlap, a positive one a gap.");
    }
    page.cite(ladder)
}
