//! A vocabulary: every term of some texts, with a number each, found by itself, by its beginning, or in spite of a typing error.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
};

use super::{LONGEST, Token};

/// Every term of some texts.
#[derive(Debug, Default)]
pub struct Vocabulary {
    numbers: HashMap<String, u32>,
    /// Words as they are written, folded, each with the number of its term.
    written: BTreeMap<String, u32>,
    /// The same by length in characters, with the set of their letters, so that few need a closer look.
    lengths: BTreeMap<usize, Vec<(u64, String, u32)>>,
}

/// A term that was found, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermMatch {
    /// The term's number.
    pub term: u32,
    /// Typing errors between the two words; 0 where the term is the very same.
    pub errors: usize,
}

impl Vocabulary {
    /// The number of a word's term, which is added where it is new.
    pub fn add(&mut self, word: &Token) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(word.term.to_string()).or_insert(next);
        if !self.written.contains_key(&*word.folded) {
            self.written.insert(word.folded.to_string(), number);
            let length = word.folded.chars().count();
            let entry = (letters(&word.folded), word.folded.to_string(), number);
            self.lengths.entry(length).or_default().push(entry);
        }
        number
    }

    /// How many terms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The number of the very term.
    #[must_use]
    pub fn number(&self, term: &str) -> Option<u32> {
        self.numbers.get(term).copied()
    }

    /// The terms of words that begin so, each once. `beginning` is folded.
    #[must_use]
    pub fn beginning(&self, beginning: &str) -> Vec<u32> {
        let from = self
            .written
            .range::<str, _>((Bound::Included(beginning), Bound::Unbounded));
        let mut terms: Vec<u32> = from
            .take_while(|(word, _)| word.starts_with(beginning))
            .map(|(_, term)| *term)
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// The term of a word: its own, or that of the nearest written word, where no more than `typos` allows lies between them.
    #[must_use]
    pub fn find(&self, word: &Token, shortest: usize) -> Option<TermMatch> {
        if let Some(term) = self.number(&word.term) {
            return Some(TermMatch { term, errors: 0 });
        }
        self.near(&word.folded, shortest)
    }

    /// The term of the nearest word: one error (a letter more, less, another, or two swapped) from 4 letters, two from 8. Words
    /// shorter than `shortest` are not looked for. Of several as near, the first by the alphabet.
    fn near(&self, folded: &str, shortest: usize) -> Option<TermMatch> {
        let length = folded.chars().count();
        let most = match length {
            0..4 => return None,
            4..8 => 1,
            8..=LONGEST => 2,
            _ => return None,
        };
        // A misspelt number is another number.
        if length < shortest || folded.chars().any(char::is_numeric) {
            return None;
        }
        let mask = letters(folded);
        let mut best: Option<(usize, &str, u32)> = None;
        for (_, words) in self
            .lengths
            .range(length.saturating_sub(most)..=length + most)
        {
            for (other_mask, other, term) in words {
                // An error brings in one letter at most, and takes one away.
                let apart = (mask & !other_mask)
                    .count_ones()
                    .max((other_mask & !mask).count_ones());
                if apart as usize > most {
                    continue;
                }
                let errors = strsim::osa_distance(folded, other);
                let nearer = best
                    .is_none_or(|(fewest, first, _)| (errors, other.as_str()) < (fewest, first));
                if errors <= most && nearer {
                    best = Some((errors, other, *term));
                }
            }
        }
        best.map(|(errors, _, term)| TermMatch { term, errors })
    }
}

/// The set of a word's letters, as bits; different letters may share one.
fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::TextLanguage, Vocabulary};

    fn vocabulary(text: &str) -> (TextLanguage, Vocabulary) {
        let english = TextLanguage::of("en", &["en".into()]);
        let mut vocabulary = Vocabulary::default();
        for word in english.words(text) {
            vocabulary.add(&word);
        }
        (english, vocabulary)
    }

    fn errors(text: &str, typed: &str) -> Option<usize> {
        let (english, vocabulary) = vocabulary(text);
        let word = english.words(typed).remove(0);
        vocabulary.find(&word, 4).map(|found| found.errors)
    }

    #[test]
    fn typing_errors_are_forgiven_by_length() {
        for (typed, expected) in [
            ("orchestrating", Some(0)),
            ("orchestartion", Some(1)),
            ("rochestration", Some(1)),
            ("orchestation", Some(1)),
            ("orhcestraton", Some(2)),
            ("orkestraton", None),
            ("agnet", Some(1)),
            ("agenda", None),
            ("pya", None),
            ("2024", None),
        ] {
            let found = errors("orchestration agent pay 2025", typed);
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        let (_, vocabulary) = vocabulary("production product productions reduce");
        assert_eq!(vocabulary.beginning("prod").len(), 1);
        assert_eq!(vocabulary.beginning("re").len(), 1);
        assert!(vocabulary.beginning("x").is_empty());
    }

    proptest! {
        #[test]
        fn one_wrong_letter_is_one_error(word in "[a-z]{5,12}", at in 0_usize..5) {
            let (_, vocabulary) = vocabulary(&word);
            prop_assume!(vocabulary.len() == 1);
            let mut typed: Vec<char> = word.chars().collect();
            typed[at] = '§';
            let typed: String = typed.into_iter().collect();
            prop_assert_eq!(vocabulary.near(&typed, 4).map(|found| found.errors), Some(1));
        }
    }
}
