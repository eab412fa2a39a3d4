//! Interpretation: whether a person's words say yes, no or that they cannot tell, by vocabulary and a little grammar, without a
//! language model. When in doubt it is unclear: a yes is never to be read as a no, nor a no as a yes. Nothing here knows a question.

mod clause;
mod english;
mod german;
mod intent;
mod intent_signals;
#[cfg(test)]
mod tests;
mod vocabulary;

use serde::Serialize;
use utoipa::ToSchema;

pub use intent::AnswerIntent;
use intent_signals::IntentSignals;

/// The most words of each reading that are shown.
const MOST_OF_EACH: usize = 5;

/// Words of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct InterpretationQuote<'a> {
    /// The words, verbatim.
    #[schema(value_type = String, min_length = 1, max_length = 1_000)]
    pub text: &'a str,
    /// What they speak for.
    #[serde(rename = "for")]
    pub reading: AnswerIntent,
}

/// A text as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation<'a> {
    /// What it says.
    pub answer: AnswerIntent,
    /// The words that decided, in the order of the text, at most 20. Where it is unclear: what kept it from being read, if anything.
    pub words: Vec<InterpretationQuote<'a>>,
}

/// Reads a text as the answer to a yes-or-no question. It is read in English and in German; `locale` (BCP 47) says whose words are
/// shown where both know them. Any text has a reading, in time linear in its length.
#[must_use]
pub fn interpret<'a>(text: &'a str, locale: &str) -> Interpretation<'a> {
    let mut vocabularies = [&*english::VOCABULARY, &*german::VOCABULARY];
    if locale.split('-').next() == Some("de") {
        vocabularies.reverse();
    }
    let mut evidence = IntentSignals::default();
    evidence.add_signs(text);
    for vocabulary in vocabularies {
        evidence.add_words(text, vocabulary);
    }
    let answer = evidence.decide();
    let mut shown = [0; 4];
    let marks = evidence.speaking_for(answer).into_iter();
    let words = marks.filter_map(|(place, reading)| {
        let text = text.get(place)?;
        let count = shown.get_mut(reading as usize)?;
        *count += 1;
        (*count <= MOST_OF_EACH).then_some(InterpretationQuote { text, reading })
    });
    Interpretation {
        answer,
        words: words.collect(),
    }
}
