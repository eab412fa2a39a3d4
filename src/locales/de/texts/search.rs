//! What a search says in Markdown, in German.

use crate::locales::texts::{PartTexts, SearchTexts};

pub(super) const SEARCH: SearchTexts = SearchTexts {
    search_of: |ladder| format!("{ladder}: Suche"),
    quoted: |query| format!("„{query}“"),
    nothing: |query| format!("Zu {query} wurde nichts gefunden."),
    hits: |hits, query| format!("{hits} zu {query}, die besten zuerst:"),
    score: |score| format!("Punktzahl {score}"),
    kinds: PartTexts {
        insight: "Einsicht",
        level: "Stufe",
        question: "Frage",
        qualifier: "Zusatzfrage",
        phase: "Phase",
        dimension: "Was sich ändert",
        criterion: "Kriterium",
        roadblock: "Hindernis",
        resource: "Hilfe",
        band: "Gehaltsband",
        faq: "Häufige Frage",
    },
};
