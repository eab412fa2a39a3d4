//! Pay: bands as they are answered, the choice of one, and exact pay arithmetic (`figures`). What cannot be said is null
//! with the reason; nothing is interpolated.

mod arithmetic;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    document::{Band, OrganisationBandTerms, Period},
    fault::Fault,
    id::{Id, Money, Text},
    ladder::Ladder,
};

pub use arithmetic::{BandPosition, PayFigure, PayFigures, PayPosition};

/// A band as it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayBand<'a> {
    /// The level that is paid.
    #[schema(value_type = Id)]
    pub level: &'a Id,
    /// The level's title.
    #[schema(value_type = Option<Text>)]
    pub title: Option<&'a Text>,
    /// Country (ISO 3166-1 alpha-2), perhaps with a subdivision.
    #[schema(value_type = String, max_length = 6, example = "US")]
    pub region: &'a str,
    /// Currency (ISO 4217).
    #[schema(value_type = String, max_length = 3, example = "USD")]
    pub currency: &'a str,
    /// The time that the amounts pay for.
    pub period: Period,
    /// The part of the market that the figures describe.
    #[schema(value_type = Id)]
    pub market: &'a Id,
    /// Whether this band is published: it has a lowest or a highest pay, or both.
    pub published: bool,
    /// Why figures are null: `not_published`, `open_end` where one end is missing, or null.
    pub reason: Option<PayReason>,
    /// Lowest pay, inclusive; null where the band is not published or open downwards.
    #[schema(value_type = Option<String>, max_length = 17, example = "90000")]
    pub min: Option<Money>,
    /// Highest pay, inclusive; with `open`, the highest that the source names. Null where the band is not published or open upwards.
    #[schema(value_type = Option<String>, max_length = 17, example = "135000")]
    pub max: Option<Money>,
    /// Whether pay goes beyond `max`, or has no highest figure; null where the band is not published.
    pub open: Option<bool>,
    /// The middle of the range, (min + max) / 2; null where an end is missing.
    #[schema(max_length = 20, example = "112500")]
    pub midpoint: Option<String>,
    /// A remark for readers.
    #[schema(value_type = Option<Text>)]
    pub label: Option<&'a Text>,
    /// Where the band is the organisation's own, in place of the ladder's: since when, until when, and of which set. Left out for a
    /// band of the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OrganisationBandTerms>)]
    pub own: Option<&'a OrganisationBandTerms>,
}

/// Why a figure is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayReason {
    /// The source publishes no band; nothing is put in its place.
    NotPublished,
    /// The amount lies above an open maximum, where the range has no end to measure against.
    AboveOpenMaximum,
    /// The band is open on one side, and the figure needs the end that is missing; nothing is put in its place.
    OpenEnd,
    /// There is no level above.
    NoNextLevel,
    /// The level above has no band in the same region, currency and period.
    NoComparableBand,
    /// The formula would divide by zero.
    DivisionByZero,
}

/// Which band to compare with; what is not given is taken from the ladder where only one band is left.
#[derive(Debug, Clone, Default)]
pub struct BandSelector<'a> {
    /// Region.
    pub region: Option<&'a str>,
    /// Currency.
    pub currency: Option<&'a str>,
    /// Period.
    pub period: Option<Period>,
    /// Market.
    pub market: Option<&'a str>,
}

/// The ends of a published band, at least one of them.
struct Bounds {
    min: Option<Decimal>,
    max: Option<Decimal>,
    /// Whether pay goes beyond `max`.
    open: bool,
}

impl Bounds {
    fn of(band: &Band) -> Option<Self> {
        let [min, max] = [band.min, band.max].map(|end| end.map(Money::value));
        band.is_published().then_some(Self {
            min,
            max,
            open: band.open == Some(true),
        })
    }

    fn midpoint(&self) -> Option<Decimal> {
        Some((self.min? + self.max?) / Decimal::TWO)
    }
}

impl Band {
    /// Whether there is anything to tell of it: at least one end.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.min.is_some() || self.max.is_some()
    }
}

impl Ladder {
    /// A band as it is answered.
    #[must_use]
    pub fn pay_band<'a>(&'a self, band: &'a Band) -> PayBand<'a> {
        let published = band.is_published();
        let midpoint = Bounds::of(band).and_then(|bounds| bounds.midpoint());
        PayBand {
            level: &band.level,
            title: self.level(band.level.as_str()).map(|level| &level.title),
            region: &band.region,
            currency: &band.currency,
            period: band.period,
            market: &band.market,
            published,
            reason: match published {
                false => Some(PayReason::NotPublished),
                true => midpoint.is_none().then_some(PayReason::OpenEnd),
            },
            min: band.min,
            max: band.max,
            open: band.open,
            midpoint: midpoint.map(|midpoint| midpoint.normalize().to_string()),
            label: band.label.as_ref(),
            own: band.own.as_ref(),
        }
    }

    /// The one band of a level that a choice leaves.
    ///
    /// # Errors
    /// A fault at each member that fits no band of the level, or at the member that has to be given so that one band is left.
    pub fn choose_band<'a>(
        &'a self,
        level: &str,
        choice: &BandSelector<'_>,
    ) -> Result<&'a Band, Vec<Fault>> {
        type BandPredicate<'t> = (&'t str, Option<&'t str>, fn(&Band) -> &str);
        if self.level(level).is_none() {
            return Err(vec![self.unknown_level("/level")]);
        }
        let bands = self.document().compensation.iter();
        let mut left: Vec<&Band> = bands.filter(|band| band.level == *level).collect();
        let tests: [BandPredicate<'_>; 4] = [
            ("region", choice.region, |band| &band.region),
            ("currency", choice.currency, |band| &band.currency),
            ("period", choice.period.map(Period::word), |band| {
                band.period.word()
            }),
            ("market", choice.market, |band| band.market.as_str()),
        ];
        let mut faults = Vec::new();
        for (name, wanted, of) in tests {
            let Some(wanted) = wanted else { continue };
            let fits = |band: &&Band| of(band) == wanted;
            if left.iter().any(fits) {
                left.retain(fits);
            } else if !left.is_empty() {
                let there = joined(left.iter().map(|band| of(band)));
                let detail = format!("No band of this level has that {name}. There is: {there}.");
                faults.push(Fault::error(format!("/{name}"), "no_band", detail));
            }
        }
        let (first, rest) = match left.as_slice() {
            [first, rest @ ..] => (*first, rest),
            [] => {
                let detail = "The ladder has no band for this level.";
                return Err(vec![Fault::error("/level", "no_band", detail)]);
            }
        };
        for (name, wanted, of) in tests {
            if faults.is_empty()
                && wanted.is_none()
                && rest.iter().any(|band| of(band) != of(first))
            {
                let detail = format!(
                    "Say which {name}: {}.",
                    joined(left.iter().map(|band| of(band)))
                );
                faults.push(Fault::error(format!("/{name}"), "unclear_band", detail));
            }
        }
        if faults.is_empty() {
            Ok(first)
        } else {
            Err(faults)
        }
    }

    /// The band of another level that a band can be compared with: same region, currency and period, and the same
    /// market or, failing that, the only one there is.
    #[must_use]
    pub fn comparable_band(&self, band: &Band, level: &str) -> Option<&Band> {
        let fit: Vec<&Band> = self
            .document()
            .compensation
            .iter()
            .filter(|other| {
                other.level == *level
                    && other.region == band.region
                    && other.currency == band.currency
                    && other.period == band.period
            })
            .collect();
        let same = fit.iter().find(|other| other.market == band.market);
        match (same, fit.as_slice()) {
            (Some(same), _) => Some(same),
            (None, [only]) => Some(only),
            _ => None,
        }
    }
}

impl Period {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(", ")
}
