//! Times: the present one, and days and times as callers write them.

use std::time::SystemTime;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use crate::{
    domain::{bands, fault::Fault},
    error::{Error, RequestPart},
};

/// Dates begin here: calendars reckon badly with what lies long before.
const EARLIEST_YEAR: i32 = 1900;

/// The present moment, to the microsecond, as databases keep it.
#[must_use]
pub fn now() -> DateTime<Utc> {
    let now: DateTime<Utc> = SystemTime::now().into();
    DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}

/// Whether a time from outside can be kept and shown again: in years of four digits, and no leap second.
#[must_use]
pub fn can_be_kept(time: &DateTime<Utc>) -> bool {
    (0..=9999).contains(&time.year()) && time.nanosecond() < 1_000_000_000
}

/// The day that a text names, from the year 1900 on.
///
/// # Errors
/// The fault at `pointer` where it names none.
pub(super) fn day(pointer: &str, text: &str) -> Result<NaiveDate, Fault> {
    let day = bands::day(text).filter(|day| day.year() >= EARLIEST_YEAR);
    day.ok_or_else(|| {
        let detail =
            "There is no such day. A date is written as in 2027-01-04, from the year 1900 on.";
        Fault::error(pointer, "no_such_date", detail)
    })
}

/// The moment that a text names as RFC 3339 writes it.
///
/// # Errors
/// The fault at `pointer` where it names none.
pub(super) fn moment(pointer: &str, text: &str) -> Result<DateTime<Utc>, Fault> {
    // The reader also takes a blank between the day and the time.
    let parted = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    let at = DateTime::parse_from_rfc3339(text).ok();
    at.filter(|_| parted).map(|at| at.to_utc()).ok_or_else(|| {
        let detail = "A time as in 2026-01-01T00:00:00Z was expected.";
        Fault::error(pointer, "no_such_date", detail)
    })
}

/// The moment that a query names to ask for what happened since: in the past, from 1970 on.
///
/// # Errors
/// [`Error::Invalid`] where it names none.
pub(super) fn since(parameter: &str, text: &str) -> Result<DateTime<Utc>, Error> {
    let at = moment(&format!("/{parameter}"), text);
    let at = at.map_err(|fault| Error::Invalid(RequestPart::Query, vec![fault]))?;
    Ok(at.clamp(DateTime::UNIX_EPOCH, now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_rfc_3339_has_it() {
        for text in [
            "2026-01-01T00:00:00Z",
            "2026-01-01t00:00:00z",
            "2026-01-01T01:00:00+01:00",
            "2025-12-31T23:59:00.000000-00:01",
        ] {
            let at = moment("", text).map(|at| at.to_rfc3339());
            assert_eq!(at, Ok("2026-01-01T00:00:00+00:00".into()), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-01-01",
            "2026-1-1T0:0:0Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00 UTC",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00:00+0100",
            " 2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z ",
            "+2026-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "２026-01-01T00:00:00Z",
        ] {
            let fault = moment("/at", text).map_err(|fault| (fault.pointer, fault.code));
            assert_eq!(fault, Err(("/at".into(), "no_such_date")), "{text}");
        }
    }

    #[test]
    fn a_day_is_written_in_ten_signs() {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1);
        assert_eq!(day("", "1900-01-01").ok(), first);
        for text in [
            "1899-12-31",
            "+2099-01-1",
            "2099-1- 01",
            "2099-02-30",
            "99999-01-01",
            "2099-1-1",
            "２99-01-01",
            "today",
        ] {
            let fault = day("/until", text).map_err(|fault| (fault.pointer, fault.code));
            assert_eq!(fault, Err(("/until".into(), "no_such_date")), "{text}");
        }
    }
}
