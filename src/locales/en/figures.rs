//! Figures in English words.

use crate::locales::figures::{NumberFormat, PeriodNames};

pub(super) const FIGURES: NumberFormat = NumberFormat {
    group: ',',
    point: '.',
    and: "and",
    or: "or",
    to: "to",
    from_months: |months| match months {
        1 => "from 1 month".into(),
        months => format!("from {months} months"),
    },
    from: |amount| format!("from {amount}"),
    up_to: |amount| format!("up to {amount}"),
    at_least: "at least",
    at_most: "at most",
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    day: |day, month| format!("{day} {month}"),
    month_of_year: |month, year| format!("{month} {year:04}"),
    pays: PeriodNames {
        year: "a year",
        month: "a month",
        day: "a day",
        hour: "an hour",
    },
};
