//! What a diagnosis says in Markdown.

/// What a diagnosis says.
#[derive(Debug)]
pub struct DiagnosisTexts {
    pub title: &'static str,
    pub unclear: &'static str,
    /// Sentences and words, counted, and how many of the words are known.
    pub read: fn(&str, &str, usize) -> String,
    pub score: fn(&str) -> String,
    pub phrases: &'static str,
    /// The person's words, and the signal.
    pub phrase: fn(&str, &str) -> String,
}
