//! What an interpretation says in Markdown, in German.

use crate::locales::texts::InterpretationTexts;

pub(super) const INTERPRETATION: InterpretationTexts = InterpretationTexts {
    answer: |reading| format!("Antwort: {reading}"),
    unclear: "unklar",
    words: "Die Worte, die den Ausschlag gaben:",
    word: |words, reading| format!("{words}: {reading}"),
};
