//! Figures of pay in exact decimals, each with the name of its formula, as compensation practice uses them: compa-ratio,
//! range penetration, range spread, midpoint progression.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Bounds, PayBand, PayReason};
use crate::domain::{document::Band, id::Money, ladder::Ladder};

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

    fn not_published(&self, band: &Band) -> String {
        let title = self
            .level(band.level.as_str())
            .map_or(band.level.as_str(), |level| level.title.as_str());
        format!("The source publishes no pay band for {title}, and nothing is put in its place.")
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
