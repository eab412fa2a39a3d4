//! The quiz as a conversation without a session: each turn takes the state that the one before gave, and nothing is written. The same
//! for every way in.

mod taking;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use taking::Turns;

use super::scoring::ScoredQuiz;
use crate::domain::{
    ladder::{Ladder, Stamp},
    turn::TurnQuestion,
};

/// One turn of a quiz. Without `state` a quiz begins; with it, either `answer` or `text` says what the question asked is answered with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct TakeQuiz {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
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
}

/// How what was said was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Heard {
    /// What it was taken for.
    pub answer: HeardAs,
    /// The words that it was taken from, in the order of the text; where it is unclear, those that speak for one thing or another. Empty
    /// where it came as `answer`.
    #[schema(max_items = 20)]
    pub words: Vec<HeardWords>,
}

/// Some of the person's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeardWords {
    /// The words as they were said.
    #[schema(min_length = 1, max_length = 1000)]
    pub text: String,
    /// What they speak for.
    #[serde(rename = "for")]
    pub answer: HeardAs,
}

/// What something was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HeardAs {
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
}

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
    pub ladder: &'a Stamp,
    /// Whether the quiz goes on.
    pub status: TurnStatus,
    /// The question asked; null where none is.
    pub question: Option<TurnQuestion<'a>>,
    /// How what was said was taken; null in the first turn.
    pub heard: Option<Heard>,
    /// The same in a sentence: what was done, and how far along the quiz is.
    #[schema(max_length = 8000)]
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
pub struct Asked<'a> {
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
pub struct Taken<'a> {
    /// The ladder in the language that was asked for.
    pub ladder: &'a Ladder,
    /// The turn.
    pub turn: Turn<'a>,
}
