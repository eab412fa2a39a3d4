//! Figures in words, and the things that they count.

use std::fmt::Write;

use super::Catalogue;

/// Figures in words.
#[derive(Debug)]
pub struct Figures {
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
    pub pays: Pays,
}

/// What an amount pays for.
#[derive(Debug)]
pub struct Pays {
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
pub struct Places {
    /// At a level and on the way to the next.
    pub approaching: fn(&str, &str) -> String,
    /// Before a level.
    pub before: fn(&str) -> String,
    pub before_first: &'static str,
}

impl Catalogue {
    /// A number of things: `1 question`, `2,000 questions`.
    #[must_use]
    pub fn count(&self, number: impl Into<u64>, thing: &Noun) -> String {
        let number = number.into();
        let Noun { one, other } = thing;
        let thing = if number == 1 { one } else { other };
        format!("{} {thing}", self.grouped(&number.to_string()))
    }

    /// Words in a row: `a`, `a and b`, `a, b and c`.
    #[must_use]
    pub fn row(&self, words: &[String]) -> String {
        joined(words, self.figures.and)
    }

    /// The same where one of them is meant.
    #[must_use]
    pub fn either(&self, words: &[String]) -> String {
        joined(words, self.figures.or)
    }

    /// A span of months in words.
    #[must_use]
    pub fn months(&self, min: u16, max: Option<u16>) -> String {
        let month = &self.nouns.month;
        match max {
            None => (self.figures.from_months)(min),
            Some(max) if max == min => self.count(min, month),
            Some(max) => format!("{min} {} {}", self.figures.to, self.count(max, month)),
        }
    }

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
                out.push(self.figures.group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            let _ = write!(out, "{}{fraction:0<2}", self.figures.point);
        }
        out
    }

    /// How much is asked for, with its unit in the plural, as it is to be written.
    #[must_use]
    pub fn amount(&self, at_least: Option<u32>, at_most: Option<u32>, unit: &str) -> String {
        let bound = |words: &str, number: u32| match number {
            1 => format!("{unit}: {words} 1"),
            _ => format!("{words} {} {unit}", self.grouped(&number.to_string())),
        };
        match (at_least, at_most) {
            (Some(least), _) => bound(self.figures.at_least, least),
            (None, Some(most)) => bound(self.figures.at_most, most),
            (None, None) => unit.to_owned(),
        }
    }

    /// What something takes: hours of work, and weeks at the least where there are any.
    #[must_use]
    pub fn effort(&self, hours: u16, weeks: u16) -> String {
        let hours = self.count(hours, &self.nouns.hour);
        match weeks {
            0 => hours,
            weeks => {
                let weeks = self.count(weeks, &self.nouns.week);
                format!("{hours}, {} {weeks}", self.figures.at_least)
            }
        }
    }

    /// A day of a year: the day of the month from 1, the month from 1.
    #[must_use]
    pub fn date(&self, year: i32, month: u32, day: u32) -> String {
        format!("{} {year:04}", self.day(month, day))
    }

    /// A month of a year, from 1.
    #[must_use]
    pub fn month_of_year(&self, year: i32, month: u32) -> String {
        (self.figures.month_of_year)(self.month(month), year)
    }

    /// A day of a month, without its year.
    #[must_use]
    pub fn day(&self, month: u32, day: u32) -> String {
        (self.figures.day)(day, self.month(month))
    }

    /// A month's short name; empty for one that is not there.
    #[must_use]
    pub fn month(&self, month: u32) -> &'static str {
        let at = usize::try_from(month).ok().and_then(|at| at.checked_sub(1));
        let name = at.and_then(|at| self.figures.months.get(at));
        name.copied().unwrap_or_default()
    }
}

fn joined(words: &[String], before_last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{de, en};

    #[test]
    fn figures_are_said_in_words() {
        let (en, de) = (&en::CATALOGUE, &de::CATALOGUE);
        for (digits, english, german) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("90000", "90,000", "90.000"),
            ("-1234567.5", "-1,234,567.50", "-1.234.567,50"),
            ("45.125", "45.125", "45,125"),
        ] {
            assert_eq!(en.grouped(digits), english);
            assert_eq!(de.grouped(digits), german);
        }
        for (min, max, english, german) in [
            (18, Some(48), "18 to 48 months", "18 bis 48 Monate"),
            (96, None, "from 96 months", "ab 96 Monaten"),
            (18, Some(18), "18 months", "18 Monate"),
            (1, Some(1), "1 month", "1 Monat"),
        ] {
            assert_eq!(en.months(min, max), english);
            assert_eq!(de.months(min, max), german);
        }
        assert_eq!(en.date(2027, 3, 1), "1 Mar 2027");
        assert_eq!(de.date(2027, 3, 1), "1. März 2027");
    }
}
