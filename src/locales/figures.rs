//! Figures in words, and the things that they count.

use std::fmt::Write;

/// Figures in words.
#[derive(Debug)]
pub struct NumberFormat {
    /// Between groups of three digits, and before decimals.
    pub group: char,
    pub point: char,
    pub and: &'static str,
    pub or: &'static str,
    /// From one number to another: `18 to 48 months`.
    pub to: &'static str,
    /// Without an end: `from 96 months`.
    pub from_months: fn(u16) -> String,
    /// An amount of money without a highest or a lowest one beside it.
    pub from: fn(&str) -> String,
    pub up_to: fn(&str) -> String,
    pub at_least: &'static str,
    pub at_most: &'static str,
    /// The months of a year, short.
    pub months: [&'static str; 12],
    /// A day of a month without its year, from the day and the month's short name.
    pub day: fn(u32, &str) -> String,
    /// A month of a year, from the month's short name.
    pub month_of_year: fn(&str, i32) -> String,
    pub pays: PeriodNames,
}

/// What an amount pays for.
#[derive(Debug)]
pub struct PeriodNames {
    pub year: &'static str,
    pub month: &'static str,
    pub day: &'static str,
    pub hour: &'static str,
}

/// A thing, and several of it.
#[derive(Debug)]
pub struct Noun {
    pub one: &'static str,
    pub other: &'static str,
}

/// The things that are counted.
#[derive(Debug)]
pub struct Nouns {
    pub day: Noun,
    pub difference: Noun,
    pub hit: Noun,
    pub hour: Noun,
    pub level: Noun,
    pub milestone: Noun,
    pub month: Noun,
    pub pay_band: Noun,
    pub question: Noun,
    pub sentence: Noun,
    pub week: Noun,
    pub word: Noun,
}

/// Where somebody is on a ladder. Titles come in as they are to be written.
#[derive(Debug)]
pub struct PositionTexts {
    /// At a level and on the way to the next.
    pub approaching: fn(&str, &str) -> String,
    /// Before a level.
    pub before: fn(&str) -> String,
    pub before_first: &'static str,
}

impl NumberFormat {
    /// Decimal digits, with a point before the decimals, as this language writes them; a lone decimal gets its second one.
    #[must_use]
    pub fn grouped(&self, digits: &str) -> String {
        let (sign, digits) = digits
            .strip_prefix('-')
            .map_or(("", digits), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = String::from(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                out.push(self.group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            let _ = write!(out, "{}{fraction:0<2}", self.point);
        }
        out
    }

    /// A day of a year: the day of the month from 1, the month from 1.
    #[must_use]
    pub fn date(&self, year: i32, month: u32, day: u32) -> String {
        format!("{} {year:04}", self.day(month, day))
    }

    /// A month of a year, from 1.
    #[must_use]
    pub fn month_of_year(&self, year: i32, month: u32) -> String {
        (self.month_of_year)(self.month(month), year)
    }

    /// A day of a month, without its year.
    #[must_use]
    pub fn day(&self, month: u32, day: u32) -> String {
        (self.day)(day, self.month(month))
    }

    /// A month's short name; empty for one that is not there.
    #[must_use]
    pub fn month(&self, month: u32) -> &'static str {
        let at = usize::try_from(month).ok().and_then(|at| at.checked_sub(1));
        let name = at.and_then(|at| self.months.get(at));
        name.copied().unwrap_or_default()
    }
}
