//! What an interpretation says in Markdown, in English.

use crate::locales::texts::InterpretationTexts;

pub(super) const INTERPRETATION: InterpretationTexts = InterpretationTexts {
    answer: |reading| format!("Answer: {reading}"),
    unclear: "unclear",
    words: "The words that decided:",
    word: |words, reading| format!("{words}: {reading}"),
};
