//! English.

mod calendars;
mod chat;
mod evidence;
mod facts;
mod pages;
mod pictures;
mod progress;
mod texts;

use super::{Catalogue, Figures, Noun, Nouns, Pays, Places};

pub(super) static CATALOGUE: Catalogue = Catalogue {
    code: "en",
    name: "English",
    figures: Figures {
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
        pays: Pays {
            year: "a year",
            month: "a month",
            day: "a day",
            hour: "an hour",
        },
    },
    nouns: Nouns {
        day: Noun {
            one: "day",
            other: "days",
        },
        difference: Noun {
            one: "difference",
            other: "differences",
        },
        hit: Noun {
            one: "hit",
            other: "hits",
        },
        hour: Noun {
            one: "hour",
            other: "hours",
        },
        level: Noun {
            one: "level",
            other: "levels",
        },
        milestone: Noun {
            one: "milestone",
            other: "milestones",
        },
        month: Noun {
            one: "month",
            other: "months",
        },
        pay_band: Noun {
            one: "pay band",
            other: "pay bands",
        },
        question: Noun {
            one: "question",
            other: "questions",
        },
        sentence: Noun {
            one: "sentence",
            other: "sentences",
        },
        week: Noun {
            one: "week",
            other: "weeks",
        },
        word: Noun {
            one: "word",
            other: "words",
        },
    },
    places: Places {
        approaching: |title, next| format!("{title}, approaching {next}"),
        before: |next| format!("Pre-role, before {next}"),
        before_first: "Pre-role, before the first level",
    },
    facts: facts::FACTS,
    pages: pages::PAGES,
    texts: texts::TEXTS,
    evidence: evidence::EVIDENCE,
    pictures: pictures::PICTURES,
    progress: progress::PROGRESS,
    calendars: calendars::CALENDARS,
    chat: chat::CHAT,
    table: |number| format!("Table {number}"),
};
