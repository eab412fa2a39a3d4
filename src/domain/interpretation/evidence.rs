//! What speaks for which reading, and what follows from all of it together.

use std::ops::Range;

use super::{
    clause,
    intent::Reading,
    vocabulary::{Kind, Vocabulary},
};

/// What was found in a text, by places in bytes.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    marks: Vec<(Range<usize>, Kind)>,
}

impl Evidence {
    /// Adds what the signs between words say: pictures, questions, quotations.
    pub(super) fn add_signs(&mut self, text: &str) {
        // `/s` behind a text says that it is mockery.
        let said = text.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        if let Some(before) = said.strip_suffix("/s").or(said.strip_suffix("/S")) {
            self.marks.push((before.len()..said.len(), Kind::Aside));
        }
        let (mut quoted, mut begun) = (None, false);
        for (at, sign) in text.char_indices() {
            let kind = match sign {
                '👍' | '✅' | '✔' | '☑' | '💯' => Kind::Yes,
                '👎' | '❌' | '✖' | '🚫' | '⛔' => Kind::No,
                '🤷' | '🤔' => Kind::Unsure,
                '?' | '？' | '؟' | '¿' | '🙄' | '🙃' => Kind::Aside,
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
                        self.marks.push((place, Kind::Aside));
                    }
                    continue;
                }
            };
            self.marks.push((at..at + sign.len_utf8(), kind));
        }
    }

    /// Adds what the words of a language say.
    pub(super) fn add_words(&mut self, text: &str, vocabulary: &Vocabulary) {
        clause::read(text, vocabulary, &mut self.marks);
    }

    /// Takes away limits that words of the person's own take in: `not only in a demo`. Those of the other language are met here, too.
    fn lift_limits(&mut self) {
        // Stable: of two in the same place that of the first language stays.
        self.marks.sort_by_key(|(place, kind)| {
            let end = std::cmp::Reverse(place.end);
            (place.start, end, *kind != Kind::Own)
        });
        let mut end = 0;
        self.marks.retain(|(place, kind)| {
            if *kind == Kind::Own {
                end = place.end.max(end);
            }
            *kind != Kind::Turn || place.end > end
        });
    }

    fn has(&self, kind: Kind) -> bool {
        self.marks.iter().any(|(_, own)| *own == kind)
    }

    /// What follows from it. Whatever speaks against a reading keeps it from being given.
    pub(super) fn decide(&mut self) -> Reading {
        self.lift_limits();
        let has = |kind| self.has(kind);
        let doubt = has(Kind::Denial) || has(Kind::Trap);
        match (has(Kind::Yes), has(Kind::No), has(Kind::Unsure)) {
            _ if has(Kind::Aside) => Reading::Unclear,
            (_, false, true) if !has(Kind::Trap) => Reading::Unsure,
            (true, false, false) if !doubt && !has(Kind::Turn) && !has(Kind::Other) => Reading::Yes,
            (false, true, false) if !has(Kind::Trap) && !has(Kind::Own) => Reading::No,
            _ => Reading::Unclear,
        }
    }

    /// The places that speak for a reading, in order and none twice; for an unclear one all that was found.
    pub(super) fn speaking_for(self, answer: Reading) -> Vec<(Range<usize>, Reading)> {
        let mut end = 0;
        let marks = self.marks.into_iter().filter_map(|(place, kind)| {
            let reading = speaks_for(kind);
            if place.start < end || answer != Reading::Unclear && reading != answer {
                return None;
            }
            end = place.end;
            Some((place, reading))
        });
        marks.collect()
    }
}

fn speaks_for(kind: Kind) -> Reading {
    match kind {
        Kind::Yes => Reading::Yes,
        Kind::No => Reading::No,
        Kind::Unsure => Reading::Unsure,
        _ => Reading::Unclear,
    }
}
