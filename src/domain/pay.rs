//! Pay arithmetic in exact decimals. Each figure names its formula; what cannot be said is null with the reason.
//! Formulas as used in compensation practice (compa-ratio, range penetration, range spread, midpoint progression).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    document::{Band, Period},
    fault::Fault,
    id::{Id, Money, Text},
    ladder::Ladder,
};

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
    /// Whether the source publishes this band.
    pub published: bool,
    /// Why the figures are null: `not_published`, or null.
    pub reason: Option<PayReason>,
    /// Lowest pay, inclusive.
    #[schema(value_type = Option<String>, max_length = 17, example = "90000")]
    pub min: Option<Money>,
    /// Highest pay, inclusive; with `open`, the highest that the source names.
    #[schema(value_type = Option<String>, max_length = 17, example = "135000")]
    pub max: Option<Money>,
    /// Whether pay goes beyond `max`; null where the band is not published.
    pub open: Option<bool>,
    /// The middle of the range, (min + max) / 2; null where the band is not published.
    #[schema(max_length = 20, example = "112500")]
    pub midpoint: Option<String>,
    /// A remark for readers.
    #[schema(value_type = Option<Text>)]
    pub label: Option<&'a Text>,
}

/// Why a figure is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayReason {
    /// The source publishes no band; nothing is put in its place.
    NotPublished,
    /// The amount lies above an open maximum, where the range has no end to measure against.
    AboveOpenMaximum,
    /// There is no level above.
    NoNextLevel,
    /// The level above has no band in the same region, currency and period.
    NoComparableBand,
    /// The formula would divide by zero.
    DivisionByZero,
}

/// One figure of the pay arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// The figure as an exact decimal string, four decimals, half-even; null with a reason.
    #[schema(max_length = 40, example = "0.8000")]
    pub value: Option<String>,
    /// The formula's name.
    #[schema(value_type = String, max_length = 40, example = "compa-ratio")]
    pub formula: &'static str,
    /// The formula.
    #[schema(value_type = String, max_length = 60, example = "amount / midpoint")]
    pub expression: &'static str,
    /// Why there is no value.
    pub reason: Option<PayReason>,
    /// The same in a sentence, or what to know of the value.
    #[schema(max_length = 1000)]
    pub detail: Option<String>,
}

/// Where an amount lies against its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lies {
    /// Below the minimum.
    Below,
    /// In the range, its ends included.
    Within,
    /// Above a closed maximum.
    Above,
    /// Above an open maximum.
    AboveOpenMaximum,
}

/// All figures of an amount against a band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figures {
    /// midpoint = (min + max) / 2, in the band's currency.
    pub midpoint: Figure,
    /// compa-ratio = amount / midpoint.
    pub compa_ratio: Figure,
    /// range penetration = (amount - min) / (max - min), not clamped.
    pub range_penetration: Figure,
    /// range spread = (max - min) / min.
    pub range_spread: Figure,
    /// midpoint progression = (midpoint of the next level - midpoint) / midpoint.
    pub midpoint_progression: Figure,
    /// step to the next band = min of the next level - max, in the band's currency; negative is an overlap, positive a gap.
    pub step_to_next_band: Figure,
}

/// An amount against its band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayPosition<'a> {
    /// The amount that was asked about.
    #[schema(value_type = String, max_length = 17, example = "90000")]
    pub amount: Money,
    /// Where it lies; null against a band that is not published.
    pub lies: Option<Lies>,
    /// The band.
    pub band: PayBand<'a>,
    /// The band of the next level that the last two figures compare with, where there is one.
    pub next_band: Option<PayBand<'a>>,
    /// The figures.
    pub figures: Figures,
}

/// Which band to compare with; what is not given is taken from the ladder where only one band is left.
#[derive(Debug, Clone, Default)]
pub struct BandChoice<'a> {
    /// Region.
    pub region: Option<&'a str>,
    /// Currency.
    pub currency: Option<&'a str>,
    /// Period.
    pub period: Option<Period>,
    /// Market.
    pub market: Option<&'a str>,
}

struct Bounds {
    min: Decimal,
    max: Decimal,
    open: bool,
}

impl Bounds {
    fn of(band: &Band) -> Option<Self> {
        Some(Self {
            min: band.min?.value(),
            max: band.max?.value(),
            open: band.open?,
        })
    }

    fn midpoint(&self) -> Decimal {
        (self.min + self.max) / Decimal::TWO
    }
}

const MIDPOINT: (&str, &str) = ("midpoint", "(min + max) / 2");
const COMPA_RATIO: (&str, &str) = ("compa-ratio", "amount / midpoint");
const RANGE_PENETRATION: (&str, &str) = ("range penetration", "(amount - min) / (max - min)");
const RANGE_SPREAD: (&str, &str) = ("range spread", "(max - min) / min");
const MIDPOINT_PROGRESSION: (&str, &str) = (
    "midpoint progression",
    "(midpoint of next level - midpoint) / midpoint",
);
const STEP: (&str, &str) = ("step to next band", "min of next level - max");

impl Figure {
    fn value(
        (formula, expression): (&'static str, &'static str),
        value: Option<Decimal>,
        detail: Option<String>,
    ) -> Self {
        let Some(value) = value else {
            return Self::null(
                (formula, expression),
                PayReason::DivisionByZero,
                "The formula would divide by zero.".into(),
            );
        };
        Self {
            value: Some(four_decimals(value)),
            formula,
            expression,
            reason: None,
            detail,
        }
    }

    fn amount(named: (&'static str, &'static str), value: Decimal, detail: Option<String>) -> Self {
        Self {
            value: Some(value.normalize().to_string()),
            ..Self::value(named, Some(value), detail)
        }
    }

    fn null(
        (formula, expression): (&'static str, &'static str),
        reason: PayReason,
        detail: String,
    ) -> Self {
        Self {
            value: None,
            formula,
            expression,
            reason: Some(reason),
            detail: Some(detail),
        }
    }
}

fn four_decimals(value: Decimal) -> String {
    let mut rounded = value.round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven);
    rounded.rescale(4);
    rounded.to_string()
}

impl Ladder {
    /// A band as it is answered.
    #[must_use]
    pub fn pay_band<'a>(&'a self, band: &'a Band) -> PayBand<'a> {
        let published = band.min.is_some();
        PayBand {
            level: &band.level,
            title: self.level(band.level.as_str()).map(|level| &level.title),
            region: &band.region,
            currency: &band.currency,
            period: band.period,
            market: &band.market,
            published,
            reason: (!published).then_some(PayReason::NotPublished),
            min: band.min,
            max: band.max,
            open: band.open,
            midpoint: Bounds::of(band).map(|bounds| bounds.midpoint().normalize().to_string()),
            label: band.label.as_ref(),
        }
    }

    /// The one band of a level that a choice leaves.
    ///
    /// # Errors
    /// A fault at the member that fits no band of the level, or at the member that has to be given so that one band is left.
    pub fn choose_band<'a>(
        &'a self,
        level: &'a str,
        choice: &BandChoice<'_>,
    ) -> Result<&'a Band, Fault> {
        if self.level(level).is_none() {
            let levels = self.document().levels.iter().map(|level| level.id.as_str());
            return Err(Fault::error(
                "/level",
                "unknown_level",
                format!(
                    "There is no such level. The ladder has: {}.",
                    joined(levels)
                ),
            ));
        }
        let mut left: Vec<&Band> = self.bands_of(level).collect();
        if left.is_empty() {
            return Err(Fault::error(
                "/level",
                "no_band",
                "The ladder has no band for this level.",
            ));
        }
        type Test<'t> = (&'t str, Option<&'t str>, fn(&Band) -> &str);
        let tests: [Test<'_>; 4] = [
            ("region", choice.region, |band| &band.region),
            ("currency", choice.currency, |band| &band.currency),
            ("period", choice.period.map(Period::word), |band| {
                band.period.word()
            }),
            ("market", choice.market, |band| band.market.as_str()),
        ];
        for (name, wanted, of) in tests {
            let Some(wanted) = wanted else { continue };
            let kept: Vec<&Band> = left
                .iter()
                .copied()
                .filter(|band| of(band) == wanted)
                .collect();
            if kept.is_empty() {
                return Err(Fault::error(
                    format!("/{name}"),
                    "no_band",
                    format!(
                        "No band of this level has that {name}. There is: {}.",
                        joined(left.iter().map(|band| of(band)))
                    ),
                ));
            }
            left = kept;
        }
        for (name, wanted, of) in tests {
            if wanted.is_none()
                && left
                    .iter()
                    .any(|band| left.first().is_some_and(|first| of(first) != of(band)))
            {
                return Err(Fault::error(
                    format!("/{name}"),
                    "unclear_band",
                    format!(
                        "Say which {name}: {}.",
                        joined(left.iter().map(|band| of(band)))
                    ),
                ));
            }
        }
        left.first().copied().ok_or_else(|| {
            Fault::error(
                "/level",
                "no_band",
                "The ladder has no band for this level.",
            )
        })
    }

    /// Places an amount against a band.
    #[must_use]
    pub fn position_pay<'a>(&'a self, band: &'a Band, amount: Money) -> PayPosition<'a> {
        let bounds = Bounds::of(band);
        let pay = amount.value();
        let lies = bounds.as_ref().map(|bounds| {
            if pay < bounds.min {
                Lies::Below
            } else if pay <= bounds.max {
                Lies::Within
            } else if bounds.open {
                Lies::AboveOpenMaximum
            } else {
                Lies::Above
            }
        });
        let next = self.next_band(band);
        let figure = |named, of: &dyn Fn(&Bounds) -> Figure| match &bounds {
            None => Figure::null(named, PayReason::NotPublished, self.not_published(band)),
            Some(bounds) => of(bounds),
        };
        let ratio = |named, value: &dyn Fn(&Bounds) -> Option<Decimal>| {
            figure(named, &|bounds| match lies {
                Some(Lies::AboveOpenMaximum) => Figure::null(
                    named,
                    PayReason::AboveOpenMaximum,
                    format!(
                        "The band is open above {}: how far this amount lies in it cannot be said.",
                        bounds.max
                    ),
                ),
                _ => Figure::value(named, value(bounds), None),
            })
        };
        let open_note = |bounds: &Bounds| {
            bounds.open.then(|| {
                format!(
                    "The maximum is open; {} is the highest that the source names.",
                    bounds.max
                )
            })
        };
        let figures = Figures {
            midpoint: figure(MIDPOINT, &|bounds| {
                Figure::amount(MIDPOINT, bounds.midpoint(), open_note(bounds))
            }),
            compa_ratio: ratio(COMPA_RATIO, &|bounds| pay.checked_div(bounds.midpoint())),
            range_penetration: ratio(RANGE_PENETRATION, &|bounds| {
                (pay - bounds.min).checked_div(bounds.max - bounds.min)
            }),
            range_spread: figure(RANGE_SPREAD, &|bounds| {
                Figure::value(
                    RANGE_SPREAD,
                    (bounds.max - bounds.min).checked_div(bounds.min),
                    open_note(bounds),
                )
            }),
            midpoint_progression: figure(MIDPOINT_PROGRESSION, &|_| self.step(band, &next).0),
            step_to_next_band: figure(STEP, &|_| self.step(band, &next).1),
        };
        PayPosition {
            amount,
            lies,
            band: self.pay_band(band),
            next_band: next.ok().map(|next| self.pay_band(next)),
            figures,
        }
    }

    /// The pay step from one band to another: midpoint progression, and step from maximum to minimum.
    #[must_use]
    pub fn pay_step(&self, from: &Band, to: &Band) -> (Figure, Figure) {
        self.step(from, &Ok(to))
    }

    fn step(&self, from: &Band, to: &Result<&Band, (PayReason, String)>) -> (Figure, Figure) {
        let to = match to {
            Ok(to) => *to,
            Err((reason, detail)) => return no_pay_step(*reason, detail.clone()),
        };
        let (Some(low), Some(high)) = (Bounds::of(from), Bounds::of(to)) else {
            let missing = if from.min.is_none() { from } else { to };
            return no_pay_step(PayReason::NotPublished, self.not_published(missing));
        };
        let mut notes = Vec::new();
        if from.market != to.market {
            notes.push(format!(
                "The two bands describe different markets: {} and {}.",
                from.market, to.market
            ));
        }
        let midpoints = (!notes.is_empty()).then(|| notes.join(" "));
        if low.open {
            notes.push(format!(
                "The lower band's maximum is open; the step is measured from {}, the highest that the source names.",
                low.max
            ));
        }
        let detail = (!notes.is_empty()).then(|| notes.join(" "));
        (
            Figure::value(
                MIDPOINT_PROGRESSION,
                (high.midpoint() - low.midpoint()).checked_div(low.midpoint()),
                midpoints,
            ),
            Figure::amount(STEP, high.min - low.max, detail),
        )
    }

    /// The band of the level above to compare with: the same market, or the only other one.
    fn next_band(&self, band: &Band) -> Result<&Band, (PayReason, String)> {
        let Some(above) = self
            .level(band.level.as_str())
            .and_then(|level| self.level_above(level))
        else {
            return Err((
                PayReason::NoNextLevel,
                "There is no level above on this ladder.".into(),
            ));
        };
        self.comparable_band(band, above.id.as_str()).ok_or_else(|| {
            (
                PayReason::NoComparableBand,
                format!(
                    "{} has no band in the same region, currency and period, or several in other markets.",
                    above.title
                ),
            )
        })
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

    fn not_published(&self, band: &Band) -> String {
        let title = self
            .level(band.level.as_str())
            .map_or(band.level.as_str(), |level| level.title.as_str());
        format!("The source publishes no pay band for {title}, and nothing is put in its place.")
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

/// The two figures of a pay step that cannot be given.
#[must_use]
pub fn no_pay_step(reason: PayReason, detail: String) -> (Figure, Figure) {
    (
        Figure::null(MIDPOINT_PROGRESSION, reason, detail.clone()),
        Figure::null(STEP, reason, detail),
    )
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
