//! What pay bands say in Markdown.

/// What pay bands say in Markdown.
#[derive(Debug)]
pub struct PayTexts {
    pub pay_of: fn(&str) -> String,
    pub no_band: &'static str,
    pub band_heads: [&'static str; 6],
    pub not_published: &'static str,
    pub no_midpoint: &'static str,
    pub open: &'static str,
    /// Region, market.
    pub place: fn(&str, &str) -> String,
    /// Level, place, currency, what it pays for.
    pub unpublished: fn(&str, &str, &str, &str) -> String,
    /// Lowest and highest figure.
    pub range: fn(&str, &str) -> String,
    /// Why a figure has no value.
    pub no_value: fn(&str) -> String,
    pub reasons: PayReasonTexts,
    /// Currency and amount, what it pays for, level.
    pub position: fn(&str, &str, &str) -> String,
    pub below: BandPositionTexts,
    pub within: BandPositionTexts,
    pub above: BandPositionTexts,
    pub above_open: BandPositionTexts,
    pub not_known: &'static str,
    pub next: fn(&str) -> String,
    pub figure_heads: [&'static str; 4],
    pub steps: &'static str,
}

/// Why a figure has no value.
#[derive(Debug)]
pub struct PayReasonTexts {
    pub unknown: &'static str,
    pub not_published: &'static str,
    pub above_open_maximum: &'static str,
    pub open_end: &'static str,
    pub no_next_level: &'static str,
    pub no_comparable_band: &'static str,
    pub division_by_zero: &'static str,
}

/// Where an amount lies.
#[derive(Debug)]
pub struct BandPositionTexts {
    /// The words of the sentence that are set off.
    pub place: &'static str,
    /// The whole, from these words.
    pub sentence: fn(&str) -> String,
}
