//! Words: a text cut into words that can be compared, whatever their case, accents and forms. Shared by search and diagnosis.
//! What a word means for either is theirs; nothing here knows a ladder.

mod english;
pub mod excerpt;
pub mod vocabulary;

use std::{collections::HashMap, ops::Range, rc::Rc};

use frostem::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The languages whose words can be stemmed, by ISO 639-1 code.
pub const LANGUAGES: [&str; 7] = ["de", "en", "es", "fr", "it", "nl", "pt"];

/// The longest word, in characters, that is stemmed or compared letter by letter; a longer one is only ever itself.
const LONGEST: usize = 40;

/// How the words of a language are read.
#[derive(Debug, Clone, Copy)]
pub struct TextLanguage {
    stemmer: Option<Algorithm>,
    english: bool,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is compared by: its stem, or the folded word where its language is not stemmed.
    pub term: Rc<str>,
    /// The word in lower case, without accents.
    pub folded: Rc<str>,
    /// Where it starts in the text, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// Whether it only holds a sentence together, such as `the`. Known for English alone.
    pub function: bool,
    /// Whether it tells of something that is not there or not well, such as `never`. Known for English alone.
    pub trouble: bool,
    /// Whether it denies, such as `not`. Known for English alone.
    pub negation: bool,
    /// Whether it tells that something is well, such as `happy`. Known for English alone.
    pub well: bool,
    /// Whether everybody uses it for everything, such as `week`, so that it tells little. Known for English alone.
    pub common: bool,
    /// Whether it speaks of who says it, such as `my`. Known for English alone.
    pub first_person: bool,
}

impl TextLanguage {
    /// The language of a locale (BCP 47). Its words are stemmed where `stemmed` names it (ISO 639-1); else whole words count.
    #[must_use]
    pub fn of(locale: &str, stemmed: &[String]) -> Self {
        let code = locale.split('-').next().unwrap_or_default();
        let named = LANGUAGES.contains(&code) && stemmed.iter().any(|language| language == code);
        Self {
            stemmer: named.then(|| Algorithm::from_name(code).ok()).flatten(),
            english: code == "en",
        }
    }

    /// Whether words that deny, words of trouble and words of the first person are known, so that their absence says something.
    #[must_use]
    pub fn knows_tone(&self) -> bool {
        self.english
    }

    /// The words of a text, in order. Of a contraction such as `can't` come both words, each with the place of the whole.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Token> {
        let mut words: Vec<Token> = Vec::new();
        // A text has most of its words several times: from where to where what was written stands in `words` first.
        let mut known: HashMap<&str, Range<usize>> = HashMap::new();
        for (start, end) in WordSpans::of(text) {
            let written = text.get(start..end).unwrap_or_default();
            let from = words.len();
            if let Some(before) = known.get(written) {
                for at in before.clone() {
                    let again = words.get(at).map(|word| Token {
                        start,
                        end,
                        ..word.clone()
                    });
                    words.extend(again);
                }
                continue;
            }
            let folded = fold(written);
            if self.english {
                let parts = english::parts(&folded);
                words.extend(parts.map(|part| self.word(&part, start, end)));
            } else {
                words.push(self.word(&folded, start, end));
            }
            known.insert(written, from..words.len());
        }
        words
    }

    fn word(&self, folded: &str, start: usize, end: usize) -> Token {
        let long = folded.len() > LONGEST && folded.chars().count() > LONGEST;
        if !self.english {
            return Token {
                term: if long {
                    folded.into()
                } else {
                    self.stem(folded)
                },
                folded: folded.into(),
                start,
                end,
                function: false,
                trouble: false,
                negation: false,
                well: false,
                common: false,
                first_person: false,
            };
        }
        let function = english::is_function(folded);
        let negation = english::denies(folded);
        let regular = english::regular(folded);
        let term = if long || function || negation {
            folded.into()
        } else {
            self.stem(&regular)
        };
        Token {
            trouble: negation || english::is_trouble(&term),
            well: english::is_well(&term),
            common: english::is_common(&regular),
            first_person: english::is_first_person(folded),
            term,
            folded: folded.into(),
            start,
            end,
            function: function || negation,
            negation,
        }
    }

    fn stem(&self, word: &str) -> Rc<str> {
        match self.stemmer {
            Some(algorithm) => (&*Stemmer::new(algorithm).stem(word)).into(),
            None => word.into(),
        }
    }
}

/// A word in lower case, without the accents of Latin, Greek and Cyrillic letters and without the apostrophe's many shapes.
/// Marks of other scripts are letters of their own and stay.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' => {}
            '’' | '‘' | 'ʼ' | '＇' => folded.push('\''),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'þ' => folded.push_str("th"),
            'ς' => folded.push('σ'),
            c => folded.push(c),
        }
    }
    folded
}

/// Walks over the places of a text's words.
struct WordSpans<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> WordSpans<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for WordSpans<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = self.text.get(self.at..)?;
        let (skipped, first) = rest.char_indices().find(|(_, c)| c.is_alphanumeric())?;
        let start = self.at + skipped;
        let mut end = start + first.len_utf8();
        if stands_alone(first) {
            // The marks that follow belong to the character.
            for c in self.text.get(end..)?.chars() {
                if !is_combining_mark(c) {
                    break;
                }
                end += c.len_utf8();
            }
        } else {
            let mut letters = self.text.get(end..)?.chars().peekable();
            while let Some(c) = letters.next() {
                let inside = is_apostrophe(c)
                    && letters
                        .peek()
                        .is_some_and(|next| next.is_alphanumeric() && !stands_alone(*next));
                let goes_on = c.is_alphanumeric() && !stands_alone(c) || is_combining_mark(c);
                if !goes_on && !inside {
                    break;
                }
                end += c.len_utf8();
            }
        }
        self.at = end;
        Some((start, end))
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// Characters of scripts that put no spaces between words; each counts as a word.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LANGUAGES, TextLanguage, fold};

    fn english() -> TextLanguage {
        TextLanguage::of("en", &["en".into()])
    }

    fn terms(language: TextLanguage, text: &str) -> Vec<String> {
        let words = language.words(text).into_iter();
        words.map(|word| word.term.to_string()).collect()
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        for (one, other) in [
            ("Evaluations", "evaluating"),
            ("wrote", "write"),
            ("paid", "pay"),
            ("organisation", "organization"),
            ("behaviour", "behavior"),
            ("résumé", "RESUME"),
            ("ＡＩ", "ai"),
            ("team's", "teams"),
            ("e\u{301}tude", "étude"),
        ] {
            assert_eq!(terms(english(), one), terms(english(), other), "{one}");
        }
    }

    #[test]
    fn contractions_are_two_words_in_one_place() {
        for (text, parts) in [
            ("can't", ["can", "not"]),
            ("won’t", ["will", "not"]),
            ("didnt", ["did", "not"]),
            ("cannot", ["can", "not"]),
        ] {
            let words = english().words(text);
            let folded: Vec<_> = words.iter().map(|word| &*word.folded).collect();
            assert_eq!(folded, parts);
            assert!(
                words
                    .iter()
                    .all(|word| word.start == 0 && word.end == text.len()),
                "{words:?}"
            );
            assert!(words.iter().any(|word| word.negation), "{text}");
        }
    }

    #[test]
    fn a_language_that_is_not_named_is_read_in_whole_words() {
        let german = TextLanguage::of("de", &["en".into()]);
        assert_eq!(terms(german, "Prüfungen can't"), ["prufungen", "can't"]);
        let stemmed = TextLanguage::of("de-AT", &["de".into()]);
        assert_eq!(terms(stemmed, "Prüfungen"), terms(stemmed, "Prüfung"));
    }

    #[test]
    fn every_language_on_the_list_can_be_stemmed() {
        for code in LANGUAGES {
            assert!(
                TextLanguage::of(code, &[code.to_owned()]).stemmer.is_some(),
                "{code}"
            );
        }
    }

    #[test]
    fn scripts_without_spaces_are_read_by_the_character() {
        assert_eq!(
            terms(english(), "評価 RAG入門"),
            ["評", "価", "rag", "入", "門"]
        );
        assert_eq!(fold("Straße"), "strasse");
    }

    proptest! {
        #[test]
        fn words_lie_in_the_text_in_order(text in ".{0,200}") {
            for code in LANGUAGES {
                let mut last = 0;
                for word in TextLanguage::of(code, &[code.to_owned()]).words(&text) {
                    prop_assert!(last <= word.start && word.start < word.end);
                    prop_assert!(text.get(word.start..word.end).is_some());
                    last = word.start;
                }
            }
        }
    }
}
