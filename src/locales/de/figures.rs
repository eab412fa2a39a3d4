//! Figures in German words.

use crate::locales::figures::{NumberFormat, PeriodNames};

pub(super) const FIGURES: NumberFormat = NumberFormat {
    group: '.',
    point: ',',
    and: "und",
    or: "oder",
    to: "bis",
    from_months: |months| match months {
        1 => "ab 1 Monat".into(),
        months => format!("ab {months} Monaten"),
    },
    from: |amount| format!("ab {amount}"),
    up_to: |amount| format!("bis zu {amount}"),
    at_least: "mindestens",
    at_most: "höchstens",
    months: [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ],
    day: |day, month| format!("{day}. {month}"),
    month_of_year: |month, year| format!("{month} {year:04}"),
    pays: PeriodNames {
        year: "im Jahr",
        month: "im Monat",
        day: "am Tag",
        hour: "in der Stunde",
    },
};
