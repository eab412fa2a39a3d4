//! What a page says as Markdown beside what its rendering says.

/// What a page says as Markdown beside what its rendering says. Links come in ready.
#[derive(Debug)]
pub struct PageMarkdownTexts {
    pub take: &'static str,
    /// The quiz's page.
    pub on_its_page: fn(&str) -> String,
    /// A call.
    pub by_turns: fn(&str) -> String,
    /// A call, and a body for it.
    pub at_once: fn(&str, &str) -> String,
    /// The ladder's Markdown.
    pub read_ladder: fn(&str) -> String,
    pub cited: &'static str,
    /// The ladder's page.
    pub cited_about: fn(&str) -> String,
    pub not_in_the_ladder: &'static str,
}
