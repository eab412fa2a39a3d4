//! German.

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
    code: "de",
    name: "Deutsch",
    figures: figures::FIGURES,
    nouns: Nouns {
        day: Noun {
            one: "Tag",
            other: "Tage",
        },
        difference: Noun {
            one: "Unterschied",
            other: "Unterschiede",
        },
        hit: Noun {
            one: "Treffer",
            other: "Treffer",
        },
        hour: Noun {
            one: "Stunde",
            other: "Stunden",
        },
        level: Noun {
            one: "Stufe",
            other: "Stufen",
        },
        milestone: Noun {
            one: "Meilenstein",
            other: "Meilensteine",
        },
        month: Noun {
            one: "Monat",
            other: "Monate",
        },
        pay_band: Noun {
            one: "Gehaltsband",
            other: "Gehaltsbänder",
        },
        question: Noun {
            one: "Frage",
            other: "Fragen",
        },
        sentence: Noun {
            one: "Satz",
            other: "Sätze",
        },
        week: Noun {
            one: "Woche",
            other: "Wochen",
        },
        word: Noun {
            one: "Wort",
            other: "Wörter",
        },
    },
    places: PositionTexts {
        approaching: |title, next| format!("{title}, auf dem Weg zu {next}"),
        before: |next| format!("Vor der ersten Rolle, vor {next}"),
        before_first: "Vor der ersten Rolle",
    },
    facts: facts::FACTS,
    pages: pages::PAGES,
    texts: texts::TEXTS,
    evidence: evidence::EVIDENCE,
    pictures: pictures::PICTURES,
    progress: progress::PROGRESS,
    calendars: calendars::CALENDARS,
    chat: assistant::CHAT,
    table: |number| format!("Tabelle {number}"),
};
