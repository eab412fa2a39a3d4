//! Pay bands, and an amount against a band. What the source does not publish is said in words.

use super::text::{MarkdownPage, code, inline, per};
use crate::{
    domain::{
        id::Money,
        ladder::Ladder,
        pay::{BandPosition, PayBand, PayFigure, PayPosition, PayReason},
    },
    locales::MessageCatalogue,
};

/// Pay bands as a table.
pub fn compensation<'a>(ladder: &Ladder, bands: impl Iterator<Item = &'a PayBand<'a>>) -> String {
    let words = ladder.words();
    let name = inline(ladder.document().title.as_str());
    let mut page = MarkdownPage::new(&(words.texts.pay.pay_of)(&name));
    table(&mut page, words, &bands.collect::<Vec<_>>());
    page.cite(ladder)
}

/// The table, and below it in sentences what it cannot hold.
pub(super) fn table(page: &mut MarkdownPage, words: &MessageCatalogue, bands: &[&PayBand<'_>]) {
    let texts = &words.texts.pay;
    if bands.is_empty() {
        page.say(texts.no_band);
        return;
    }
    let rows = bands.iter().map(|band| {
        let midpoint = band.midpoint.as_deref().map(|sum| words.grouped(sum));
        [
            level(band),
            range(words, band).unwrap_or_else(|| texts.not_published.into()),
            midpoint.unwrap_or_else(|| texts.no_midpoint.into()),
            inline(band.region),
            inline(band.market.as_str()),
            band.label
                .map_or_else(String::new, |label| inline(label.as_str())),
        ]
    });
    page.table(texts.band_heads, rows);
    if bands.iter().any(|band| goes_beyond(band)) {
        page.say(texts.open);
    }
    for band in bands.iter().filter(|band| !band.published) {
        page.say(&unpublished(words, band));
    }
}

/// A band in a line.
pub(super) fn band_words(words: &MessageCatalogue, band: &PayBand<'_>) -> String {
    let Some(range) = range(words, band) else {
        return unpublished(words, band);
    };
    let label = band
        .label
        .map_or_else(String::new, |label| format!("; {}", inline(label.as_str())));
    format!("{}: {range} ({}{label}).", level(band), place(words, band))
}

fn level(band: &PayBand<'_>) -> String {
    band.title.map_or_else(
        || inline(band.level.as_str()),
        |title| inline(title.as_str()),
    )
}

fn place(words: &MessageCatalogue, band: &PayBand<'_>) -> String {
    (words.texts.pay.place)(&inline(band.region), &code(band.market))
}

/// That the source does not publish a band, in a sentence.
pub fn unpublished(words: &MessageCatalogue, band: &PayBand<'_>) -> String {
    (words.texts.pay.unpublished)(
        &level(band),
        &place(words, band),
        &inline(band.currency),
        per(words, band.period),
    )
}

/// The range in words; None where the band is not published.
fn range(words: &MessageCatalogue, band: &PayBand<'_>) -> Option<String> {
    let currency = inline(band.currency);
    let plus = if goes_beyond(band) { "+" } else { "" };
    let [min, max] = [band.min, band.max].map(|end| end.map(|end| digits(words, end)));
    let range = match (min, max) {
        (Some(min), Some(max)) if min == max => format!("{currency} {max}{plus}"),
        (Some(min), Some(max)) => {
            let ends = (words.texts.pay.range)(&min, &max);
            format!("{currency} {ends}{plus}")
        }
        (Some(min), None) => (words.figures.from)(&format!("{currency} {min}")),
        (None, Some(max)) => (words.figures.up_to)(&format!("{currency} {max}{plus}")),
        (None, None) => return None,
    };
    Some(format!("{range} {}", per(words, band.period)))
}

/// Whether pay goes beyond the highest figure that is named.
fn goes_beyond(band: &PayBand<'_>) -> bool {
    band.open == Some(true) && band.max.is_some()
}

fn digits(words: &MessageCatalogue, amount: Money) -> String {
    words.grouped(&amount.to_string())
}

/// A figure in a line; an amount of money where it is given the band whose currency it is in.
pub(super) fn figure_words(
    words: &MessageCatalogue,
    figure: &PayFigure,
    money: Option<&PayBand<'_>>,
) -> String {
    let [value, remark] = value(words, figure, money);
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

fn value(words: &MessageCatalogue, figure: &PayFigure, money: Option<&PayBand<'_>>) -> [String; 2] {
    let remark = figure.detail.as_deref().map_or_else(String::new, inline);
    let value = match (&figure.value, figure.reason) {
        (Some(value), _) => match money {
            Some(band) => format!("{} {}", inline(band.currency), words.grouped(value)),
            None => inline(&value.replace('.', words.figures.point.encode_utf8(&mut [0; 4]))),
        },
        (None, reason) => (words.texts.pay.no_value)(reason_words(words, reason)),
    };
    [value, remark]
}

fn reason_words(words: &MessageCatalogue, reason: Option<PayReason>) -> &'static str {
    let texts = &words.texts.pay.reasons;
    match reason {
        None => texts.unknown,
        Some(PayReason::NotPublished) => texts.not_published,
        Some(PayReason::AboveOpenMaximum) => texts.above_open_maximum,
        Some(PayReason::OpenEnd) => texts.open_end,
        Some(PayReason::NoNextLevel) => texts.no_next_level,
        Some(PayReason::NoComparableBand) => texts.no_comparable_band,
        Some(PayReason::DivisionByZero) => texts.division_by_zero,
    }
}

/// An amount against its band, with every figure and its formula.
pub fn position(ladder: &Ladder, position: &PayPosition<'_>) -> String {
    let words = ladder.words();
    let texts = &words.texts.pay;
    let band = &position.band;
    let amount = digits(words, position.amount);
    let mut page = MarkdownPage::new(&(texts.position)(
        &format!("{} {amount}", inline(band.currency)),
        per(words, band.period),
        &level(band),
    ));
    let lies = match position.lies {
        Some(BandPosition::Below) => Some(&texts.below),
        Some(BandPosition::Within) => Some(&texts.within),
        Some(BandPosition::Above) => Some(&texts.above),
        Some(BandPosition::AboveOpenMaximum) => Some(&texts.above_open),
        None => None,
    };
    page.say(&lies.map_or_else(
        || texts.not_known.into(),
        |lies| (lies.sentence)(&format!("**{}**", lies.place)),
    ));
    page.say(&band_words(words, band));
    if let Some(next) = &position.next_band {
        page.say(&(texts.next)(&band_words(words, next)));
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
        texts.figure_heads,
        rows.into_iter().map(|(figure, money)| {
            let [value, remark] = value(words, figure, money);
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
        page.say(texts.steps);
    }
    page.cite(ladder)
}
