//! Figures of pay in exact decimals, each with the name of its formula, as compensation practice uses them: compa-ratio,
//! range penetration, range spread, midpoint progression.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Bounds, PayBand, PayReason};
use crate::{
    domain::{
        document::{Band, Level},
        id::Money,
        ladder::Ladder,
    },
    locales::facts::FormulaText,
};

/// One figure of the pay arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayFigure {
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
pub enum BandPosition {
    /// Below the minimum.
    Below,
    /// In the range, its ends included; where one end is missing, on the right side of the other.
    Within,
    /// Above a closed maximum.
    Above,
    /// Above an open maximum.
    AboveOpenMaximum,
}

/// All figures of an amount against a band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayFigures {
    /// midpoint = (min + max) / 2, in the band's currency.
    pub midpoint: PayFigure,
    /// compa-ratio = amount / midpoint.
    pub compa_ratio: PayFigure,
    /// range penetration = (amount - min) / (max - min), not clamped.
    pub range_penetration: PayFigure,
    /// range spread = (max - min) / min.
    pub range_spread: PayFigure,
    /// midpoint progression = (midpoint of the next level - midpoint) / midpoint.
    pub midpoint_progression: PayFigure,
    /// step to the next band = min of the next level - max, in the band's currency; negative is an overlap, positive a gap.
    pub step_to_next_band: PayFigure,
}

/// An amount against its band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayPosition<'a> {
    /// The amount that was asked about.
    #[schema(value_type = String, max_length = 17, example = "90000")]
    pub amount: Money,
    /// Where it lies; null against a band that is not published.
    pub lies: Option<BandPosition>,
    /// The band.
    pub band: PayBand<'a>,
    /// The band of the next level that the last two figures compare with, where there is one. Where tracks start from the level, that is
    /// the next level of its own path, or the first of the first track where only tracks go on.
    pub next_band: Option<PayBand<'a>>,
    /// The figures.
    pub figures: PayFigures,
}

impl PayFigure {
    fn value(
        named: &FormulaText,
        value: Option<Decimal>,
        none: &str,
        detail: Option<String>,
    ) -> Self {
        let Some(value) = value else {
            return Self::null(named, PayReason::DivisionByZero, none.to_owned());
        };
        Self {
            value: Some(four_decimals(value)),
            formula: named.name,
            expression: named.expression,
            reason: None,
            detail,
        }
    }

    fn amount(named: &FormulaText, value: Decimal, detail: Option<String>) -> Self {
        Self {
            value: Some(value.normalize().to_string()),
            formula: named.name,
            expression: named.expression,
            reason: None,
            detail,
        }
    }

    fn null(named: &FormulaText, reason: PayReason, detail: String) -> Self {
        Self {
            value: None,
            formula: named.name,
            expression: named.expression,
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
        let words = &self.words().facts.pay;
        let bounds = Bounds::of(band);
        let pay = amount.value();
        let lies = bounds.as_ref().map(|bounds| {
            if bounds.min.is_some_and(|min| pay < min) {
                BandPosition::Below
            } else if bounds.max.is_none_or(|max| pay <= max) {
                BandPosition::Within
            } else if bounds.open {
                BandPosition::AboveOpenMaximum
            } else {
                BandPosition::Above
            }
        });
        let next = self.next_band(band);
        let figure = |named: &FormulaText, of: &dyn Fn(&Bounds) -> PayFigure| match &bounds {
            None => PayFigure::null(named, PayReason::NotPublished, self.not_published(band)),
            Some(bounds) => of(bounds),
        };
        let ranged = |named: &FormulaText, of: &dyn Fn(Decimal, Decimal) -> PayFigure| {
            figure(named, &|bounds| match (bounds.min, bounds.max) {
                (Some(min), Some(max)) => of(min, max),
                _ => self.open_end(named, band),
            })
        };
        let value = |named: &FormulaText, value, detail| {
            PayFigure::value(named, value, words.division_by_zero, detail)
        };
        let ratio = |named: &FormulaText, of: &dyn Fn(Decimal, Decimal) -> Option<Decimal>| {
            ranged(named, &|min, max| match lies {
                Some(BandPosition::AboveOpenMaximum) => PayFigure::null(
                    named,
                    PayReason::AboveOpenMaximum,
                    (words.above_open)(&max.to_string()),
                ),
                _ => value(named, of(min, max), None),
            })
        };
        let open_note = |max: Decimal| {
            let open = band.open == Some(true);
            open.then(|| (words.open)(&max.to_string()))
        };
        let middle = |min: Decimal, max: Decimal| (min + max) / Decimal::TWO;
        let figures = PayFigures {
            midpoint: ranged(&words.midpoint, &|min, max| {
                PayFigure::amount(&words.midpoint, middle(min, max), open_note(max))
            }),
            compa_ratio: ratio(&words.compa_ratio, &|min, max| {
                pay.checked_div(middle(min, max))
            }),
            range_penetration: ratio(&words.range_penetration, &|min, max| {
                (pay - min).checked_div(max - min)
            }),
            range_spread: ranged(&words.range_spread, &|min, max| {
                let spread = (max - min).checked_div(min);
                value(&words.range_spread, spread, open_note(max))
            }),
            midpoint_progression: figure(&words.midpoint_progression, &|_| {
                self.step(band, &next).0
            }),
            step_to_next_band: figure(&words.step_to_next_band, &|_| self.step(band, &next).1),
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
    pub fn pay_step(&self, from: &Band, to: &Band) -> (PayFigure, PayFigure) {
        self.step(from, &Ok(to))
    }

    fn step(&self, from: &Band, to: &Result<&Band, (PayReason, String)>) -> (PayFigure, PayFigure) {
        let words = &self.words().facts.pay;
        let to = match to {
            Ok(to) => *to,
            Err((reason, detail)) => return self.no_pay_step(*reason, detail.clone()),
        };
        let (low, high) = match (Bounds::of(from), Bounds::of(to)) {
            (Some(low), Some(high)) => (low, high),
            (low, _) => {
                let missing = if low.is_none() { from } else { to };
                return self.no_pay_step(PayReason::NotPublished, self.not_published(missing));
            }
        };
        let mut notes = Vec::new();
        if from.market != to.market {
            notes.push((words.markets)(from.market.as_str(), to.market.as_str()));
        }
        let midpoints = (!notes.is_empty()).then(|| notes.join(" "));
        if let Some(max) = low.max.filter(|_| low.open) {
            notes.push((words.open_below)(&max.to_string()));
        }
        let detail = (!notes.is_empty()).then(|| notes.join(" "));
        let progression = match (low.midpoint(), high.midpoint()) {
            (Some(lower), Some(higher)) => PayFigure::value(
                &words.midpoint_progression,
                (higher - lower).checked_div(lower),
                words.division_by_zero,
                midpoints,
            ),
            (None, _) => self.open_end(&words.midpoint_progression, from),
            (_, None) => self.open_end(&words.midpoint_progression, to),
        };
        let step = match (low.max, high.min) {
            (Some(max), Some(min)) => {
                PayFigure::amount(&words.step_to_next_band, min - max, detail)
            }
            (None, _) => self.open_end(&words.step_to_next_band, from),
            (_, None) => self.open_end(&words.step_to_next_band, to),
        };
        (progression, step)
    }

    /// The two figures of a pay step to a level that has no band to compare with.
    #[must_use]
    pub fn no_comparable_band(&self, level: &Level) -> (PayFigure, PayFigure) {
        let detail = (self.words().facts.pay.no_comparable_band)(level.title.as_str());
        self.no_pay_step(PayReason::NoComparableBand, detail)
    }

    fn no_pay_step(&self, reason: PayReason, detail: String) -> (PayFigure, PayFigure) {
        let words = &self.words().facts.pay;
        (
            PayFigure::null(&words.midpoint_progression, reason, detail.clone()),
            PayFigure::null(&words.step_to_next_band, reason, detail),
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
                self.words().facts.pay.no_level_above.into(),
            ));
        };
        self.comparable_band(band, above.id.as_str())
            .ok_or_else(|| {
                (
                    PayReason::NoComparableBand,
                    (self.words().facts.pay.no_comparable_band)(above.title.as_str()),
                )
            })
    }

    fn not_published(&self, band: &Band) -> String {
        (self.words().facts.pay.not_published)(self.paid(band))
    }

    /// A figure that needs the end which a band lacks.
    fn open_end(&self, named: &FormulaText, band: &Band) -> PayFigure {
        let words = &self.words().facts.pay;
        let detail = match band.max {
            None => (words.open_upwards)(self.paid(band)),
            Some(_) => (words.open_downwards)(self.paid(band)),
        };
        PayFigure::null(named, PayReason::OpenEnd, detail)
    }

    /// The title of the level that a band pays, or its id.
    fn paid<'a>(&'a self, band: &'a Band) -> &'a str {
        self.level(band.level.as_str())
            .map_or(band.level.as_str(), |level| level.title.as_str())
    }
}
