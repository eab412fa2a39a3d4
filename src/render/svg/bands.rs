//! Pay bands as floating bars, one scale from zero for each currency and period. What is not published is an empty row.

use rust_decimal::Decimal;

use super::{
    canvas::{Canvas, INNER, MARGIN},
    ladder::name,
    scale::{AROUND, BAR, Bar, Scale, empty},
    text::{Block, Face, brief, foreign},
};
use crate::{
    domain::{document::Period, id::Money, ladder::Ladder, pay::PayBand},
    render::words::{count, grouped, per},
};

/// Pay bands, drawn by currency and period in the order in which these first come.
#[must_use]
pub fn bands<'a>(ladder: &Ladder, bands: impl Iterator<Item = &'a PayBand<'a>>) -> String {
    let bands: Vec<&PayBand<'_>> = bands.collect();
    let mut told = vec![format!(
        "{} of the ladder {}.",
        count(bands.len() as u64, "pay band"),
        name(ladder)
    )];
    told.extend(bands.iter().map(|band| in_a_sentence(band)));
    let mut canvas = Canvas::new(ladder, "bands", format!("{}: pay", name(ladder)), told);
    if bands.is_empty() {
        canvas.say("The ladder has no such pay band.", Face::Body, 1);
        return canvas.finish();
    }
    let fillings = Fillings::of(bands.iter().copied());
    let mut groups: Vec<((&str, Period), Vec<&PayBand<'_>>)> = Vec::new();
    for band in &bands {
        let key = (band.currency, band.period);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(band),
            None => groups.push((key, vec![band])),
        }
    }
    for ((currency, period), group) in groups {
        canvas.y += 14;
        canvas.say(&format!("{currency} {}", per(period)), Face::Head, 1);
        rows(&mut canvas, &group, &fillings);
    }
    legend(&mut canvas, &bands, &fillings);
    canvas.finish()
}

/// Which filling stands for which market, in the order in which the markets first come.
pub(super) struct Fillings<'a>(Vec<&'a str>);

impl<'a> Fillings<'a> {
    pub(super) fn of(bands: impl Iterator<Item = &'a PayBand<'a>>) -> Self {
        let mut markets: Vec<&str> = Vec::new();
        for band in bands.filter(|band| band.published) {
            if !markets.contains(&band.market.as_str()) {
                markets.push(band.market.as_str());
            }
        }
        Self(markets)
    }

    /// The filling of a band; past the last one they begin again, after the plain one.
    pub(super) fn filling(&self, band: &PayBand<'_>) -> usize {
        let found = self
            .0
            .iter()
            .position(|market| *market == band.market.as_str());
        found.map_or(0, |at| at.min(1) * (1 + at.saturating_sub(1) % 4))
    }
}

/// The scale that holds all of some bands, and their rows on it.
pub(super) fn rows(canvas: &mut Canvas<'_>, bands: &[&PayBand<'_>], fillings: &Fillings<'_>) {
    let scale = scale(bands.iter().copied());
    if bands.len() > 6 {
        canvas.y += 4;
        scale.axis(canvas);
    }
    for band in bands {
        canvas.y += 10;
        row(canvas, &scale, band, fillings.filling(band));
    }
    canvas.y += 6;
    scale.axis(canvas);
}

fn scale<'a>(bands: impl Iterator<Item = &'a PayBand<'a>>) -> Scale {
    let highest = bands.filter_map(|band| band.max).map(Money::value).max();
    Scale::to(highest.unwrap_or_default())
}

/// A band: title, figures, where they hold, and the bar.
fn row(canvas: &mut Canvas<'_>, scale: &Scale, band: &PayBand<'_>, filling: usize) {
    canvas.say(&title(band), Face::Strong, 2);
    if let (Some(range), Some(midpoint)) = (range(band), &band.midpoint) {
        let figures = format!("{range} · midpoint {} {}", band.currency, grouped(midpoint));
        canvas.say(&figures, Face::Body, 2);
    }
    let mut place = format!("{} · market {}", band.region, band.market);
    if let Some(label) = band.label {
        place.push_str(" · ");
        place.push_str(&foreign(label.as_str()));
    }
    canvas.say(&place, Face::Note, 2);
    canvas.y += 4 + AROUND;
    match bar(band, filling) {
        Some(bar) => scale.bar(canvas, canvas.y, &bar),
        None => empty(canvas, canvas.y, "not published"),
    }
    canvas.y += BAR + AROUND;
}

/// The bar of a published band.
fn bar(band: &PayBand<'_>, filling: usize) -> Option<Bar> {
    let (min, max) = (band.min?.value(), band.max?.value());
    Some(Bar {
        min,
        max,
        open: band.open == Some(true),
        midpoint: Some((min + max) / Decimal::TWO),
        filling,
    })
}

/// The level's title, or its id.
pub(super) fn title(band: &PayBand<'_>) -> String {
    band.title
        .map_or_else(|| band.level.to_string(), |title| foreign(title.as_str()))
}

/// The range with its currency; None where the band is not published.
pub(super) fn range(band: &PayBand<'_>) -> Option<String> {
    let [min, max] = [band.min?, band.max?].map(|end| grouped(&end.to_string()));
    let plus = if band.open == Some(true) { "+" } else { "" };
    Some(if min == max {
        format!("{} {max}{plus}", band.currency)
    } else {
        format!("{} {min} to {max}{plus}", band.currency)
    })
}

/// A band in a sentence.
pub(super) fn in_a_sentence(band: &PayBand<'_>) -> String {
    let title = brief(&title(band));
    let place = format!("region {}, market {}", band.region, band.market);
    let Some(range) = range(band) else {
        return format!("{title}: not published in {} ({place}).", band.currency);
    };
    let open = if band.open == Some(true) {
        "; pay goes beyond the highest figure"
    } else {
        ""
    };
    let midpoint = band.midpoint.as_deref().map(grouped).unwrap_or_default();
    format!(
        "{title}: {range} {}, midpoint {midpoint} ({place}){open}.",
        per(band.period)
    )
}

/// What the signs mean: those that are there.
fn legend(canvas: &mut Canvas<'_>, bands: &[&PayBand<'_>], fillings: &Fillings<'_>) {
    const MOST: usize = 8;
    canvas.y += 16;
    let entry = |canvas: &mut Canvas<'_>, words: &str, draw: &dyn Fn(&mut Canvas<'_>, i32)| {
        let words = Block::new(words, Face::Note, INNER - 68, 4);
        draw(canvas, canvas.y);
        canvas.text(&words, MARGIN + 68, canvas.y);
        canvas.y += words.height() + 8;
    };
    for (at, market) in fillings.0.iter().enumerate().take(MOST) {
        entry(
            canvas,
            &format!("Pay from lowest to highest, market {market}"),
            &|canvas, y| {
                let frame = [MARGIN, y + 2, 52, 17];
                if at == 0 {
                    canvas.rect("full", frame, 4);
                } else {
                    canvas.rect("soft", frame, 4);
                    canvas.patterned((at - 1) % 4, frame, 4);
                }
            },
        );
    }
    if bands.iter().any(|band| band.published) {
        entry(
            canvas,
            "The middle between lowest and highest",
            &|canvas, y| {
                canvas.line("midpoint", [MARGIN + 26, y, MARGIN + 26, y + 21]);
            },
        );
    }
    if bands.iter().any(|band| band.open == Some(true)) {
        let words = "With a plus sign: pay goes beyond this figure, the highest that the source names; the middle is reckoned up to it";
        entry(canvas, words, &|canvas, y| {
            for at in 0..3 {
                canvas.path("mark", MARGIN + 14 + at * 9, y + 3, "l7 8l-7 8");
            }
        });
    }
    if bands.iter().any(|band| !band.published) {
        let words = "The source publishes no band, and nothing is put in its place";
        entry(canvas, words, &|canvas, y| {
            canvas.rect("dashed", [MARGIN, y + 2, 52, 17], 4);
        });
    }
}
