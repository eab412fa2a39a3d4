//! What speaks for which reading, and what follows from all of it together.

use std::ops::Range;

use super::{
    clause,
    intent::AnswerIntent,
    vocabulary::{AnswerVocabulary, PhraseKind},
};

/// What was found in a text, by places in bytes.
#[derive(Debug, Default)]
pub(super) struct IntentSignals {
    marks: Vec<(Range<usize>, PhraseKind)>,
}

impl IntentSignals {
    /// Adds what the signs between words say: pictures, questions, quotations.
    pub(super) fn add_signs(&mut self, text: &str) {
        // `/s` behind a text says that it is mockery.
        let said = text.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        if let Some(before) = said.strip_suffix("/s").or(said.strip_suffix("/S")) {
            self.marks
                .push((before.len()..said.len(), PhraseKind::Aside));
        }
        let (mut quoted, mut begun) = (None, false);
        for (at, sign) in text.char_indices() {
            let kind = match sign {
                '👍' | '✅' | '✔' | '☑' | '💯' => PhraseKind::Yes,
                '👎' | '❌' | '✖' | '🚫' | '⛔' => PhraseKind::No,
                '🤷' | '🤔' => PhraseKind::Unsure,
                '?' | '？' | '؟' | '¿' | '🙄' | '🙃' => PhraseKind::Aside,
                '"' | '“' | '”' | '„' | '«' | '»' if begun => {
                    quoted = quoted.or(Some(at..at + sign.len_utf8()));
                    continue;
                }
                _ => {
                    begun |= sign.is_alphanumeric();
                    // Words that come to be quoted after others are somebody else's.
                    if sign.is_alphanumeric()
                        && let Some(place) = quoted.take()
                    {
                        self.marks.push((place, PhraseKind::Aside));
                    }
                    continue;
                }
            };
            self.marks.push((at..at + sign.len_utf8(), kind));
        }
    }

    /// Adds what the words of a language say.
    pub(super) fn add_words(&mut self, text: &str, vocabulary: &AnswerVocabulary) {
        clause::read(text, vocabulary, &mut self.marks);
    }

    /// Takes away limits that words of the person's own take in: `not only in a demo`. Those of the other language are met here, too.
    fn lift_limits(&mut self) {
        // Stable: of two in the same place that of the first language stays.
        self.marks.sort_by_key(|(place, kind)| {
            let end = std::cmp::Reverse(place.end);
            (place.start, end, *kind != PhraseKind::Own)
        });
        let mut end = 0;
        self.marks.retain(|(place, kind)| {
            if *kind == PhraseKind::Own {
                end = place.end.max(end);
            }
            *kind != PhraseKind::Turn || place.end > end
        });
    }

    fn has(&self, kind: PhraseKind) -> bool {
        self.marks.iter().any(|(_, own)| *own == kind)
    }

    /// What follows from it. Whatever speaks against a reading keeps it from being given.
    pub(super) fn decide(&mut self) -> AnswerIntent {
        self.lift_limits();
        let has = |kind| self.has(kind);
        let doubt = has(PhraseKind::Denial) || has(PhraseKind::Trap);
        match (
            has(PhraseKind::Yes),
            has(PhraseKind::No),
            has(PhraseKind::Unsure),
        ) {
            _ if has(PhraseKind::Aside) => AnswerIntent::Unclear,
            (_, false, true) if !has(PhraseKind::Trap) => AnswerIntent::Unsure,
            (true, false, false) if !doubt && !has(PhraseKind::Turn) && !has(PhraseKind::Other) => {
                AnswerIntent::Yes
            }
            (false, true, false) if !has(PhraseKind::Trap) && !has(PhraseKind::Own) => {
                AnswerIntent::No
            }
            _ => AnswerIntent::Unclear,
        }
    }

    /// The places that speak for a reading, in order and none twice; for an unclear one all that was found.
    pub(super) fn speaking_for(self, answer: AnswerIntent) -> Vec<(Range<usize>, AnswerIntent)> {
        let mut end = 0;
        let marks = self.marks.into_iter().filter_map(|(place, kind)| {
            let reading = speaks_for(kind);
            if place.start < end || answer != AnswerIntent::Unclear && reading != answer {
                return None;
            }
            end = place.end;
            Some((place, reading))
        });
        marks.collect()
    }
}

fn speaks_for(kind: PhraseKind) -> AnswerIntent {
    match kind {
        PhraseKind::Yes => AnswerIntent::Yes,
        PhraseKind::No => AnswerIntent::No,
        PhraseKind::Unsure => AnswerIntent::Unsure,
        _ => AnswerIntent::Unclear,
    }
}
