//! Figures in words, as every rendering says them. No markup; words of a ladder come in as they are to be written.

use std::fmt::Write;

use crate::domain::document::{Measure, Period};

/// Words in a row: `a`, `a and b`, `a, b and c`.
#[expect(
    dead_code,
    reason = "goes when the pictures have their words from the catalogue, as all of these do"
)]
pub(super) fn row(words: &[String]) -> String {
    joined(words, "and")
}

/// The same with another word before the last.
pub(super) fn joined(words: &[String], before_last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

/// A number of things: `1 question`, `2 questions`.
pub(super) fn count(number: impl Into<u64>, thing: &str) -> String {
    let number = number.into();
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(&number.to_string()))
}

/// A span of months in words.
pub(super) fn months(min: u16, max: Option<u16>) -> String {
    match max {
        None => format!("from {}", count(min, "month")),
        Some(max) if max == min => count(min, "month"),
        Some(max) => format!("{min} to {}", count(max, "month")),
    }
}

/// Decimal digits with thousands separators; a lone decimal gets its second one.
pub(super) fn grouped(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        let _ = write!(out, ".{fraction:0<2}");
    }
    out
}

/// What an amount pays for.
pub(super) fn per(period: Period) -> &'static str {
    match period {
        Period::Year => "a year",
        Period::Month => "a month",
        Period::Day => "a day",
        Period::Hour => "an hour",
    }
}

/// How much a criterion asks for, with its unit as it is to be written.
pub(super) fn amount(measure: &Measure, unit: &str) -> String {
    let bound = |words: &str, number: u32| match number {
        // Units are written in the plural.
        1 => format!("{unit}: {words} 1"),
        _ => format!("{words} {} {unit}", grouped(&number.to_string())),
    };
    match (measure.at_least, measure.at_most) {
        (Some(least), _) => bound("at least", least),
        (None, Some(most)) => bound("at most", most),
        (None, None) => unit.to_owned(),
    }
}

/// Replaces the characters that XML 1.0 has no place for.
#[must_use]
pub fn lawful(text: String) -> String {
    let unlawful = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(unlawful) {
        text.replace(unlawful, "\u{fffd}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, months};

    #[test]
    fn figures_are_said_in_words() {
        let amounts = [
            ("0", "0"),
            ("999", "999"),
            ("90000", "90,000"),
            ("-1234567.5", "-1,234,567.50"),
            ("45.125", "45.125"),
        ];
        for (digits, words) in amounts {
            assert_eq!(grouped(digits), words);
        }
        let spans = [
            (18, Some(48), "18 to 48 months"),
            (96, None, "from 96 months"),
            (18, Some(18), "18 months"),
            (1, Some(1), "1 month"),
        ];
        for (min, max, words) in spans {
            assert_eq!(months(min, max), words);
        }
    }
}
