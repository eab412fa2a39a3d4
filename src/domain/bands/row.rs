//! One band from its texts, whichever syntax they stood in.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::band_set::{COLUMNS, OrganisationBand};
use crate::domain::{
    check::is_region,
    document::{Band, Period},
    id::{Id, Money, Text},
};

/// What is wrong with one member of a band: its name, a code, and a sentence.
pub(super) type RowFault = (&'static str, &'static str, String);

/// The longest piece of a text that a sentence repeats, in characters.
const MOST_SAID: usize = 40;

const PERIODS: [Period; 4] = [Period::Year, Period::Month, Period::Day, Period::Hour];

/// The texts of a band, in the order of [`COLUMNS`]; empty where nothing is given.
#[derive(Debug, Default)]
pub(super) struct BandRow<'a> {
    pub(super) cells: [Cow<'a, str>; COLUMNS.len()],
    /// Whether a point may part thousands, as in what a spreadsheet writes.
    pub(super) is_from_sheet: bool,
}

impl BandRow<'_> {
    /// The band, or everything that is wrong with it.
    pub(super) fn band(&self, line: Option<u32>) -> Result<OrganisationBand, Vec<RowFault>> {
        let mut wrong = Vec::new();
        let found = self.read(line, &mut wrong);
        found.filter(|_| wrong.is_empty()).ok_or(wrong)
    }

    fn read(&self, line: Option<u32>, wrong: &mut Vec<RowFault>) -> Option<OrganisationBand> {
        let [
            level,
            region,
            currency,
            period,
            market,
            min,
            max,
            from,
            to,
            note,
        ] = &self.cells;
        let level = given("level", level, wrong, id);
        let region = given("region", region, wrong, |text| {
            is_region(text).then(|| text.to_owned()).ok_or_else(|| {
                "is no region: a country (ISO 3166-1 alpha-2), perhaps with a subdivision, such as US or US-CA".into()
            })
        });
        let currency = given("currency", currency, wrong, |text| {
            let known = iso_currency::Currency::from_code(text);
            known
                .map(|_| text.to_owned())
                .ok_or_else(|| "is no currency of ISO 4217, such as EUR".into())
        });
        let period = given("period", period, wrong, |text| {
            let found = PERIODS.into_iter().find(|period| period.word() == text);
            found.ok_or_else(|| "is no period: year, month, day or hour".into())
        });
        let market = given("market", market, wrong, id);
        let min = self.amount("min", min, wrong);
        let max = self.amount("max", max, wrong);
        let from = optional("effective_from", from.trim(), wrong, given_day);
        let to = optional("effective_to", to.trim(), wrong, given_day);
        let label = optional("note", note.trim(), wrong, |text| {
            // A spreadsheet breaks the lines of a cell in one way or another.
            let lines = text.replace("\r\n", "\n").replace('\r', "\n");
            Text::try_from(lines).map_err(|why| format!("is no note: {why}"))
        });
        Some(OrganisationBand {
            band: Band {
                level: level?,
                region: region?,
                currency: currency?,
                period: period?,
                market: market?,
                open: (min.is_some() || max.is_some()).then_some(max.is_none()),
                min,
                max,
                label,
                own: None,
            },
            effective_from: from,
            effective_to: to,
            line,
        })
    }

    fn amount(&self, name: &'static str, text: &str, wrong: &mut Vec<RowFault>) -> Option<Money> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        match Money::parse(text) {
            Ok(_) if self.is_from_sheet && may_part_thousands(text) => {
                let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
                let why = format!(
                    "{} can be read in two ways: write {whole}{decimals} where the point parts thousands, and {text}0 where it comes before decimals.",
                    said(text)
                );
                wrong.push((name, "ambiguous_amount", why));
                None
            }
            Ok(amount) => Some(amount),
            Err(_) => {
                let written = "Write digits alone, with a point before the decimals, such as 120000 or 120000.50.";
                wrong.push(match has_separators(text) {
                    true => {
                        let why = format!("{} has separators. {written}", said(text));
                        (name, "amount_with_separators", why)
                    }
                    false => {
                        let why = format!(
                            "{} is no amount of at most 12 digits and 4 decimals. {written}",
                            said(text)
                        );
                        (name, "not_an_amount", why)
                    }
                });
                None
            }
        }
    }
}

/// A member that has to be there.
fn given<T>(
    name: &'static str,
    text: &str,
    wrong: &mut Vec<RowFault>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        wrong.push((name, "missing_value", format!("There is no {name} here.")));
    }
    optional(name, text, wrong, read)
}

fn optional<T>(
    name: &'static str,
    text: &str,
    wrong: &mut Vec<RowFault>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    match read(text) {
        Ok(value) => Some(value),
        Err(why) => {
            wrong.push((name, "wrong_format", format!("{} {why}.", said(text))));
            None
        }
    }
}

/// A text in quotation marks, shortened where it is long.
pub(super) fn said(text: &str) -> String {
    match text.char_indices().nth(MOST_SAID) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

fn id(text: &str) -> Result<Id, String> {
    Id::try_from(text.to_owned()).map_err(|_| {
        "is no id: lower-case letters, digits and single hyphens, at most 64 characters".into()
    })
}

/// The day of a text, which is a year, a month and a day such as 2026-01-31. None where there is no such day in the years 0001 to 9999.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let fits = text.len() == 10 && text.bytes().enumerate().all(shape);
    let date = fits.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
    date.flatten().filter(|date| date.year() > 0)
}

fn given_day(text: &str) -> Result<NaiveDate, String> {
    day(text).ok_or_else(|| "is no date: write year, month and day, such as 2026-01-31".into())
}

/// Whether an amount may be one of thousands: `1.200` is 1200 in half of the world.
fn may_part_thousands(text: &str) -> bool {
    let parts = text.split_once('.');
    parts.is_some_and(|(whole, decimals)| {
        whole.len() <= 3 && !whole.starts_with('0') && decimals.len() == 3
    })
}

fn has_separators(text: &str) -> bool {
    let is_separator =
        |c: char| matches!(c, ',' | '.' | '\'' | '’' | '_' | '٬' | '٫') || c.is_whitespace();
    text.chars().all(|c| c.is_ascii_digit() || is_separator(c))
        && text.chars().any(is_separator)
        && (text.matches('.').count() != 1 || text.chars().any(|c| c != '.' && is_separator(c)))
}
