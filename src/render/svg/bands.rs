//! Pay bands as floating bars, one scale from zero for each currency and period. What is not published is an empty row.

use rust_decimal::Decimal;

use super::{
    canvas::{Canvas, INNER, MARGIN},
    ladder::name,
    scale::{AROUND, AmountBar, BAR, Scale, empty},
    text::{TextBlock, TextStyle, brief, foreign},
};
use crate::{
    domain::{document::Period, id::Money, ladder::Ladder, pay::PayBand},
    locales::MessageCatalogue,
};

/// Pay bands, drawn by currency and period in the order in which these first come.
#[must_use]
pub fn bands<'a>(ladder: &Ladder, bands: impl Iterator<Item = &'a PayBand<'a>>) -> String {
    let bands: Vec<&PayBand<'_>> = bands.collect();
    let words = ladder.words();
    let said = &words.pictures.bands;
    let count = words.count(bands.len() as u64, &words.nouns.pay_band);
    let mut told = vec![(said.told)(&count, &name(ladder))];
    told.extend(bands.iter().map(|band| in_a_sentence(words, band)));
    let mut canvas = Canvas::new(ladder, "bands", (said.heading)(&name(ladder)), told);
    if bands.is_empty() {
        canvas.say(said.none, TextStyle::Body, 2);
        return canvas.finish();
    }
    let fillings = BandPatterns::of(bands.iter().copied());
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
        let heading = (said.chart)(currency, pays(words, period));
        canvas.say(&heading, TextStyle::Head, 1);
        rows(&mut canvas, &group, &fillings);
    }
    legend(&mut canvas, &bands, &fillings);
    canvas.finish()
}

/// Which filling stands for which market, in the order in which the markets first come.
pub(super) struct BandPatterns<'a>(Vec<&'a str>);

impl<'a> BandPatterns<'a> {
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
pub(super) fn rows(canvas: &mut Canvas<'_>, bands: &[&PayBand<'_>], fillings: &BandPatterns<'_>) {
    let scale = scale(canvas.words, bands.iter().copied());
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

fn scale<'a>(words: &MessageCatalogue, bands: impl Iterator<Item = &'a PayBand<'a>>) -> Scale {
    // Above a lowest figure that stands alone there is room for a bar.
    let highest = bands.filter_map(|band| match (band.min, band.max) {
        (_, Some(max)) => Some(max.value()),
        (Some(min), None) => Some(min.value() + min.value() / Decimal::from(4)),
        (None, None) => None,
    });
    Scale::to(words, highest.max().unwrap_or_default())
}

/// A band: title, figures, where they hold, and the bar.
fn row(canvas: &mut Canvas<'_>, scale: &Scale, band: &PayBand<'_>, filling: usize) {
    let words = canvas.words;
    let said = &words.pictures.bands;
    canvas.say(&title(band), TextStyle::Strong, 2);
    if let Some(range) = range(words, band) {
        let figures = band.midpoint.as_deref().map(|midpoint| {
            let midpoint = (said.amount)(band.currency, &words.grouped(midpoint));
            (said.figures)(&range, &midpoint)
        });
        canvas.say(&figures.unwrap_or(range), TextStyle::Body, 2);
    }
    let mut place = (said.place)(band.region, band.market.as_str());
    if let Some(label) = band.label {
        place.push_str(" · ");
        place.push_str(&foreign(label.as_str()));
    }
    canvas.say(&place, TextStyle::Note, 2);
    canvas.y += 4 + AROUND;
    match bar(scale, band, filling) {
        Some(bar) => scale.bar(canvas, canvas.y, &bar),
        None => empty(canvas, canvas.y, said.not_published),
    }
    canvas.y += BAR + AROUND;
}

/// The bar of a published band; where an end is missing, it goes to the end of the scale.
fn bar(scale: &Scale, band: &PayBand<'_>, filling: usize) -> Option<AmountBar> {
    let [min, max] = [band.min, band.max].map(|end| end.map(Money::value));
    band.published.then(|| AmountBar {
        min: min.unwrap_or_default(),
        max: max.unwrap_or(scale.end()),
        open: band.open == Some(true) || max.is_none(),
        open_below: min.is_none(),
        midpoint: min.zip(max).map(|(min, max)| (min + max) / Decimal::TWO),
        filling,
    })
}

/// The level's title, or its id.
pub(super) fn title(band: &PayBand<'_>) -> String {
    band.title
        .map_or_else(|| band.level.to_string(), |title| foreign(title.as_str()))
}

/// The range with its currency; None where the band is not published.
fn range(words: &MessageCatalogue, band: &PayBand<'_>) -> Option<String> {
    let said = &words.pictures.bands;
    let plus = if band.open == Some(true) { "+" } else { "" };
    let digits = |end: Money| words.grouped(&end.to_string());
    let highest = |max| format!("{}{plus}", digits(max));
    let amount = |digits: &str| (said.amount)(band.currency, digits);
    Some(match (band.min, band.max) {
        (Some(min), Some(max)) if min == max => amount(&highest(max)),
        (Some(min), Some(max)) => (said.range)(band.currency, &digits(min), &highest(max)),
        (Some(min), None) => (words.figures.from)(&amount(&digits(min))),
        (None, Some(max)) => (words.figures.up_to)(&amount(&highest(max))),
        (None, None) => return None,
    })
}

/// What an amount pays for.
fn pays(words: &MessageCatalogue, period: Period) -> &'static str {
    let pays = &words.figures.pays;
    match period {
        Period::Year => pays.year,
        Period::Month => pays.month,
        Period::Day => pays.day,
        Period::Hour => pays.hour,
    }
}

/// A band in a sentence.
pub(super) fn in_a_sentence(words: &MessageCatalogue, band: &PayBand<'_>) -> String {
    let said = &words.pictures.bands;
    let title = brief(&title(band));
    let place = (said.place_told)(band.region, band.market.as_str());
    let Some(range) = range(words, band) else {
        return (said.not_published_told)(&title, band.currency, &place);
    };
    let range = (said.pay)(&range, pays(words, band.period));
    let Some(midpoint) = band.midpoint.as_deref() else {
        return (said.one_end_told)(&title, &range, &place);
    };
    let open = band.open == Some(true);
    (said.band_told)(&title, &range, &words.grouped(midpoint), &place, open)
}

/// What the signs mean: those that are there.
fn legend(canvas: &mut Canvas<'_>, bands: &[&PayBand<'_>], fillings: &BandPatterns<'_>) {
    const MOST: usize = 8;
    let said = &canvas.words.pictures.bands;
    canvas.y += 16;
    let entry = |canvas: &mut Canvas<'_>, words: &str, draw: &dyn Fn(&mut Canvas<'_>, i32)| {
        let words = TextBlock::new(words, TextStyle::Note, INNER - 68, 4);
        draw(canvas, canvas.y);
        canvas.text(&words, MARGIN + 68, canvas.y);
        canvas.y += words.height() + 8;
    };
    for (at, market) in fillings.0.iter().enumerate().take(MOST) {
        entry(canvas, &(said.bar)(market), &|canvas, y| {
            let frame = [MARGIN, y + 2, 52, 17];
            if at == 0 {
                canvas.rect("full", frame, 4);
            } else {
                canvas.rect("soft", frame, 4);
                canvas.patterned((at - 1) % 4, frame, 4);
            }
        });
    }
    if bands.iter().any(|band| band.midpoint.is_some()) {
        entry(canvas, said.middle, &|canvas, y| {
            canvas.line("midpoint", [MARGIN + 26, y, MARGIN + 26, y + 21]);
        });
    }
    let goes_beyond = |band: &&PayBand<'_>| band.open == Some(true) && band.max.is_some();
    if bands.iter().any(goes_beyond) {
        entry(canvas, said.beyond, &|canvas, y| {
            for at in 0..3 {
                canvas.path("mark", MARGIN + 14 + at * 9, y + 3, "l7 8l-7 8");
            }
        });
    }
    let has_one_end = |band: &&PayBand<'_>| band.published && band.midpoint.is_none();
    if bands.iter().any(has_one_end) {
        entry(canvas, said.one_end, &|canvas, y| {
            for at in 0..2 {
                canvas.path("mark", MARGIN + 11 + at * 9, y + 3, "l-7 8l7 8");
                canvas.path("mark", MARGIN + 32 + at * 9, y + 3, "l7 8l-7 8");
            }
        });
    }
    if bands.iter().any(|band| !band.published) {
        entry(canvas, said.empty, &|canvas, y| {
            canvas.rect("dashed", [MARGIN, y + 2, 52, 17], 4);
        });
    }
}
