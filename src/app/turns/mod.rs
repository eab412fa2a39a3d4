//! The quiz as a conversation without a session: each turn takes the state that the one before gave, and nothing is written. The same
//! for every way in.

mod reply;
mod session;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

pub use session::TurnRunner;

use super::{PublishedLadder, scored_quiz::ScoredQuiz};
use crate::domain::{id::Id, ladder::LadderRef, turn::TurnQuestion};

/// One turn of a quiz. Without `state` a quiz begins; with it, either `answer` or `text` says what the question asked is answered with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct TakeQuizRequest {
    /// What the turn before answered as `state`, as it was.
    #[schema(min_length = 1, max_length = 2000)]
    pub state: Option<String>,
    /// The answer to the question asked, or what to do instead.
    pub answer: Option<Reply>,
    /// The same in the person's own words, English or German, which are read by vocabulary: no language model is asked. What is not clear
    /// is asked again.
    #[schema(min_length = 1, max_length = 1000, pattern = r"\S")]
    pub text: Option<String>,
}

/// The longest text that is read, in characters.
pub const LONGEST_TEXT: usize = 1000;

/// What can be said in a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The person cannot say. Counts as not yes.
    Unsure,
    /// Take the last answer back and ask that question again.
    Back,
    /// End here, with the result of what was answered.
    Stop,
    /// An option of the question asked, by its id; or something that is no answer.
    Option(String),
}

impl From<&str> for Reply {
    fn from(name: &str) -> Self {
        match name {
            "yes" => Self::Yes,
            "no" => Self::No,
            "unsure" => Self::Unsure,
            "back" => Self::Back,
            "stop" => Self::Stop,
            name => Self::Option(name.to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Reply {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Ok(Self::from(&*name))
    }
}

impl PartialSchema for Reply {
    fn schema() -> RefOr<Schema> {
        named(
            "What can be said in a turn: `yes`, `no` or `unsure`, or for a question with options the id of one or `unsure`; `back` to take the \
             last answer back and be asked that question again; `stop` to end here, with the result of what was answered.",
        )
    }
}

impl ToSchema for Reply {}

/// The schema of a word of ours or an option's id.
fn named(description: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .min_length(Some(1))
        .max_length(Some(Id::MAX))
        .pattern(Some(Id::PATTERN))
        .examples(["yes"])
        .into()
}

/// How what was said was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParsedReply {
    /// What it was taken for.
    pub answer: ReplyIntent,
    /// The words that it was taken from, in the order of the text; where it is unclear, those that speak for one thing or another. Empty
    /// where it came as `answer`.
    #[schema(max_items = 20)]
    pub words: Vec<ReplyQuote>,
}

/// Some of the person's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReplyQuote {
    /// The words as they were said.
    #[schema(min_length = 1, max_length = 1000)]
    pub text: String,
    /// What they speak for.
    #[serde(rename = "for")]
    pub answer: ReplyIntent,
}

/// What something was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyIntent {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Unsure.
    Unsure,
    /// None of these clearly enough: the same question is asked again, with what a yes affirms.
    Unclear,
    /// To go back.
    Back,
    /// To stop.
    Stop,
    /// An option of the question.
    #[serde(untagged)]
    Option(Id),
}

impl PartialSchema for ReplyIntent {
    fn schema() -> RefOr<Schema> {
        named(
            "What something was taken for: `yes`, `no`, `unsure`, or the id of an option; `unclear` where it is none of these clearly enough, so \
             that the same question is asked again; `back` or `stop`.",
        )
    }
}

impl ToSchema for ReplyIntent {}

/// Whether a quiz goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TurnStatus {
    /// A question is asked.
    Asking,
    /// Nothing that is left could change the outcome.
    Finished,
    /// The person wanted to stop.
    Stopped,
}

/// How far along a quiz is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TurnProgress {
    /// Questions and qualifiers answered.
    #[schema(value_type = u8, minimum = 0, maximum = 70)]
    pub answered: usize,
    /// The most that are still asked, whatever is answered, with the one asked now. 0 where the quiz is finished.
    #[schema(value_type = u8, minimum = 0, maximum = 70)]
    pub remaining_at_most: usize,
}

/// What a turn answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Turn<'a> {
    /// The ladder that is asked, in the version with which the quiz began.
    pub ladder: &'a LadderRef,
    /// Whether the quiz goes on.
    pub status: TurnStatus,
    /// The question asked; null where none is.
    pub question: Option<TurnQuestion<'a>>,
    /// How what was said was taken; null in the first turn.
    pub heard: Option<ParsedReply>,
    /// The same in a sentence: what was done, and how far along the quiz is.
    #[schema(max_length = 50_000)]
    pub detail: String,
    /// How far along the quiz is.
    pub progress: TurnProgress,
    /// To be sent with the next answer, as it is; null where the quiz is over.
    #[schema(max_length = 2000)]
    pub state: Option<String>,
    /// What score_quiz answers to the same answers, byte for byte; null while a question is asked, and where nothing was answered.
    pub result: Option<ScoredQuiz<'a>>,
}

/// Who asks for a turn, of which ladder, and when.
#[derive(Debug, Clone, Copy)]
pub struct TurnContext<'a> {
    /// The ladder's id.
    pub ladder: &'a str,
    /// The version, where one is named.
    pub version: Option<&'a str>,
    /// Who asks, where that is known. A state is good for them alone.
    pub caller: Option<&'a str>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// A turn, and the edition of the ladder that it is of.
#[derive(Debug)]
pub struct TurnResult<'a> {
    /// The ladder in the language that was asked for.
    pub published: &'a Arc<PublishedLadder>,
    /// The turn.
    pub turn: Turn<'a>,
}
