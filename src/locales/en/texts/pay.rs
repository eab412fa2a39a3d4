//! What pay bands say in Markdown, in English.

use crate::locales::texts::{BandPositionTexts, PayReasonTexts, PayTexts};

pub(super) const PAY: PayTexts = PayTexts {
    pay_of: |ladder| format!("{ladder}: pay"),
    no_band: "The ladder has no such pay band.",
    band_heads: ["Level", "Pay", "Midpoint", "Region", "Market", "Note"],
    not_published: "not published",
    no_midpoint: "none",
    open: "A plus sign: pay goes beyond this figure, which is the highest that the source names; the midpoint is reckoned up to it.",
    place: |region, market| format!("{region}, market {market}"),
    unpublished: |level, place, currency, period| {
        format!(
            "The source publishes no pay band for {level} ({place}, {currency} {period}), and nothing is put in its place."
        )
    },
    range: |min, max| format!("{min} to {max}"),
    no_value: |reason| format!("none ({reason})"),
    reasons: PayReasonTexts {
        unknown: "not known",
        not_published: "not published",
        above_open_maximum: "above an open maximum",
        open_end: "open end",
        no_next_level: "no next level",
        no_comparable_band: "no comparable band",
        division_by_zero: "division by zero",
    },
    position: |amount, period, level| format!("{amount} {period} as {level}"),
    below: BandPositionTexts {
        place: "below",
        sentence: |place| format!("The amount lies {place} the band."),
    },
    within: BandPositionTexts {
        place: "within",
        sentence: |place| format!("The amount lies {place} the band."),
    },
    above: BandPositionTexts {
        place: "above",
        sentence: |place| format!("The amount lies {place} the band."),
    },
    above_open: BandPositionTexts {
        place: "above the highest figure that the source names",
        sentence: |place| format!("The amount lies {place}; the band is open there."),
    },
    not_known: "Where the amount lies cannot be said: there is no published band to measure it against.",
    next: |band| format!("Next level: {band}"),
    figure_heads: ["Figure", "Value", "Formula", "Remark"],
    steps: "A negative step to the next band is an overlap, a positive one a gap.",
};
