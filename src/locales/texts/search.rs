//! What a search says in Markdown.

/// What a search says.
#[derive(Debug)]
pub struct SearchTexts {
    pub search_of: fn(&str) -> String,
    pub quoted: fn(&str) -> String,
    pub nothing: fn(&str) -> String,
    /// Hits, counted, and what was searched for.
    pub hits: fn(&str, &str) -> String,
    pub score: fn(&str) -> String,
    pub kinds: PartTexts,
}

/// Kinds of parts of a ladder.
#[derive(Debug)]
pub struct PartTexts {
    pub insight: &'static str,
    pub level: &'static str,
    pub question: &'static str,
    pub qualifier: &'static str,
    pub phase: &'static str,
    pub dimension: &'static str,
    pub criterion: &'static str,
    pub roadblock: &'static str,
    pub resource: &'static str,
    pub band: &'static str,
    pub faq: &'static str,
}
