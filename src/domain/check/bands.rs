//! What pay bands must say: currencies, regions, bounds that are whole, one band for each place in the market.

use std::collections::HashMap;

use super::context::Check;
use crate::domain::document::Band;

impl Check<'_> {
    pub(super) fn bands(&mut self) {
        let document = self.document;
        let mut seen = HashMap::new();
        for (index, band) in document.compensation.iter().enumerate() {
            let at = format!("/compensation/{index}");
            self.level(format!("{at}/level"), &band.level);
            let key = (
                &band.level,
                &band.region,
                &band.currency,
                band.period,
                &band.market,
            );
            if let Some(first) = seen.insert(key, index) {
                self.error(
                    &at,
                    "duplicate_band",
                    format!("/compensation/{first} is the same level, region, currency, period and market."),
                );
            }
            self.band(&at, band);
        }
        for (index, level) in document.levels.iter().enumerate() {
            if !document.compensation.is_empty()
                && !document
                    .compensation
                    .iter()
                    .any(|band| band.level == level.id)
            {
                self.warn(
                    format!("/levels/{index}"),
                    "level_without_band",
                    format!(
                        "{} has no band; one that is not published has min, max and open null.",
                        level.id
                    ),
                );
            }
        }
    }

    fn band(&mut self, at: &str, band: &Band) {
        if iso_currency::Currency::from_code(&band.currency).is_none() {
            self.error(
                format!("{at}/currency"),
                "unknown_currency",
                format!("{:?} is not a currency of ISO 4217.", band.currency),
            );
        }
        if !is_region(&band.region) {
            self.error(
                format!("{at}/region"),
                "not_a_region",
                "A region is a country (ISO 3166-1 alpha-2), perhaps with a subdivision, such as US or US-CA.",
            );
        }
        match (band.min, band.max, band.open) {
            (Some(min), Some(max), Some(_)) if min > max => {
                self.error(
                    format!("{at}/max"),
                    "empty_range",
                    "The highest pay is below the lowest.",
                );
            }
            (Some(_), Some(_), Some(_)) | (None, None, None) => {}
            _ => self.error(
                at,
                "half_published",
                "min, max and open are all given, or all null where no band is published.",
            ),
        }
    }
}

/// Whether a text is a country (ISO 3166-1 alpha-2), perhaps with a subdivision.
pub(in crate::domain) fn is_region(text: &str) -> bool {
    match text.as_bytes() {
        [a, b] => [a, b].iter().all(|c| c.is_ascii_uppercase()),
        [a, b, b'-', rest @ ..] => {
            [a, b].iter().all(|c| c.is_ascii_uppercase())
                && (1..=3).contains(&rest.len())
                && rest
                    .iter()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        }
        _ => false,
    }
}
