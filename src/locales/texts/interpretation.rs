//! What an interpretation says in Markdown.

/// What an interpretation says.
#[derive(Debug)]
pub struct InterpretationTexts {
    /// What the words say.
    pub answer: fn(&str) -> String,
    pub unclear: &'static str,
    pub words: &'static str,
    /// Words, quoted, and what they speak for.
    pub word: fn(&str, &str) -> String,
}
