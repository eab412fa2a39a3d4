//! What is said in conversations with assistants.

/// What is said in conversations with assistants.
#[derive(Debug)]
pub struct AssistantTexts {
    pub sources: &'static str,
    /// How many more sources there are.
    pub more: fn(usize) -> String,
    /// A sentence on what is missing, for a model to repeat.
    pub not_in_ladder: fn(&str) -> String,
    /// How every prompt ends.
    pub manners: &'static str,
    /// The ladder's title.
    pub quiz: fn(&str) -> String,
    /// A level's title and id, and the ladder's title.
    pub talk: fn(&str, &str, &str) -> String,
    /// A phase's number and title, and the ladder's title.
    pub mentor: fn(u8, &str, &str) -> String,
    pub answer: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub unsure: &'static str,
    pub back: &'static str,
    pub stop: &'static str,
}
