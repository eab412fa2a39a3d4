//! What a search says in Markdown, in English.

use crate::locales::texts::{PartTexts, SearchTexts};

pub(super) const SEARCH: SearchTexts = SearchTexts {
    search_of: |ladder| format!("{ladder}: search"),
    quoted: |query| format!("“{query}”"),
    nothing: |query| format!("Nothing was found for {query}."),
    hits: |hits, query| format!("{hits} for {query}, the best first:"),
    score: |score| format!("score {score}"),
    kinds: PartTexts {
        insight: "insight",
        level: "level",
        question: "question",
        qualifier: "qualifier",
        phase: "phase",
        dimension: "dimension",
        criterion: "criterion",
        roadblock: "roadblock",
        resource: "resource",
        band: "band",
        faq: "faq",
    },
};
