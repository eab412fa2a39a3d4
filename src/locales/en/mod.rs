//! English.

mod assistant;
mod calendars;
mod evidence;
mod facts;
mod figures;
mod pages;
mod pictures;
mod progress;
mod texts;

use super::{MessageCatalogue, Noun, Nouns, PositionTexts};

pub(super) static CATALOGUE: MessageCatalogue = MessageCatalogue {
    code: "en",
    name: "English",
    figures: figures::FIGURES,
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
    places: PositionTexts {
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
    chat: assistant::CHAT,
    table: |number| format!("Table {number}"),
};
