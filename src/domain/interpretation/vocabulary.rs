//! The vocabulary of a language: which words say what, and which say nothing.

use std::collections::{HashMap, HashSet};

use crate::domain::tokens::{TextLanguage, Token};

/// What some words speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum PhraseKind {
    /// Assent, whatever follows.
    Yes,
    /// Assent where nothing follows, or something that goes on from it: `right`, but not `right now`.
    YesAlone,
    /// Assent where the clause ends with it: `always`, but not `always with help`.
    YesLast,
    /// Denial, whatever follows.
    No,
    /// Denial where nothing follows, or something that goes on from it: `no`, but not `no help`.
    NoAlone,
    /// Denial where the clause ends with it.
    NoLast,
    /// In part, or not known.
    Unsure,
    /// A word that denies what stands with it.
    Not,
    /// Denies something that is not known.
    Denial,
    /// A denial that may as well be one of needing help, or of others who decide.
    Trap,
    /// Takes back or limits what was said: `but`, `in theory`.
    Turn,
    /// Somebody else: speaks against a yes.
    Other,
    /// The person alone: speaks against a no.
    Own,
    /// A question, a refusal, mockery, or what others said: no answer at all.
    Aside,
    /// Says nothing of the matter: `to be honest`.
    Silent,
    /// Has a meaning of its own: its words are not to be read one by one.
    Content,
}

/// The tables of a language. Words stand apart by white space, phrases by `|`.
#[derive(Debug)]
pub(super) struct VocabularyTables {
    pub(super) locale: &'static str,
    pub(super) phrases: &'static [(PhraseKind, &'static str)],
    /// Words that say nothing, wherever they stand.
    pub(super) fillers: &'static str,
    /// Words that may stand before a yes or a no: `my answer is`.
    pub(super) openers: &'static str,
    /// Words that may follow [`PhraseKind::YesAlone`] and [`PhraseKind::NoAlone`].
    pub(super) followers: &'static str,
    /// Short statements of the first person, such as `I do`.
    pub(super) claims: &'static str,
    /// What may stand beside a claim.
    pub(super) claimed: &'static str,
    /// What may stand in the scope of a denial.
    pub(super) denied: &'static str,
    /// What makes a denial a trap.
    pub(super) traps: &'static str,
    /// Words for the person: alone in a clause they speak against a no.
    pub(super) selves: &'static str,
    /// Words that begin another clause.
    pub(super) joints: &'static str,
    /// How a word is written otherwise, and what it then is.
    pub(super) aliases: &'static [(&'static str, &'static str)],
}

/// A vocabulary that is ready to be looked into.
#[derive(Debug)]
pub(super) struct AnswerVocabulary {
    tables: &'static VocabularyTables,
    language: TextLanguage,
    aliases: HashMap<String, String>,
    /// By their first word; the longest first.
    phrases: HashMap<String, Vec<(Vec<String>, PhraseKind)>>,
    claims: HashSet<[String; 2]>,
    sets: HashMap<String, u8>,
    /// Known words by themselves with every letter only once in a row.
    squeezed: HashMap<String, String>,
    known: HashSet<String>,
    /// Words of one phrase of their own that are long enough to be known in spite of a slip.
    long: Vec<String>,
}

/// Which of the tables has a word.
pub(super) const FILLER: u8 = 1;
pub(super) const OPENER: u8 = 2;
pub(super) const FOLLOWER: u8 = 4;
pub(super) const CLAIMED: u8 = 8;
pub(super) const DENIED: u8 = 16;
pub(super) const TRAP: u8 = 32;
pub(super) const JOINT: u8 = 64;
pub(super) const SELF: u8 = 128;

/// The shortest word, in letters, that is known in spite of a slip, and the longest.
const SLIPS: std::ops::RangeInclusive<usize> = 7..=24;

/// A word with what it is known as.
#[derive(Debug)]
pub(super) struct VocabularyEntry {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) word: String,
    pub(super) sets: u8,
}

impl AnswerVocabulary {
    pub(super) fn new(tables: &'static VocabularyTables) -> Self {
        let mut vocabulary = Self {
            tables,
            language: TextLanguage::of(tables.locale, &[]),
            aliases: HashMap::new(),
            claims: HashSet::new(),
            phrases: HashMap::new(),
            sets: HashMap::new(),
            squeezed: HashMap::new(),
            known: HashSet::new(),
            long: Vec::new(),
        };
        for (kind, phrases) in tables.phrases {
            for phrase in phrases.split('|') {
                let words = vocabulary.plain(phrase);
                let Some(first) = words.first().cloned() else {
                    continue;
                };
                if words.len() == 1 && SLIPS.contains(&first.len()) {
                    vocabulary.long.push(first.clone());
                }
                vocabulary.learn(&words);
                let entries = vocabulary.phrases.entry(first).or_default();
                entries.push((words, *kind));
            }
        }
        for entries in vocabulary.phrases.values_mut() {
            entries.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        for (set, list) in [
            (FILLER, tables.fillers),
            (OPENER, tables.openers),
            (FOLLOWER, tables.followers),
            (CLAIMED, tables.claimed),
            (DENIED, tables.denied),
            (TRAP, tables.traps),
            (JOINT, tables.joints),
            (SELF, tables.selves),
        ] {
            let words = vocabulary.plain(list);
            vocabulary.learn(&words);
            for word in words {
                *vocabulary.sets.entry(word).or_default() |= set;
            }
        }
        for claim in tables.claims.split('|') {
            let words = vocabulary.plain(claim);
            vocabulary.learn(&words);
            vocabulary.claims.extend(<[String; 2]>::try_from(words));
        }
        for (written, meant) in tables.aliases {
            let (written, meant) = (vocabulary.plain(written), vocabulary.plain(meant));
            vocabulary.aliases.extend(written.into_iter().zip(meant));
        }
        vocabulary
    }

    fn learn(&mut self, words: &[String]) {
        for word in words {
            let short = squeeze(word);
            let place = self.squeezed.entry(short).or_default();
            // Of several the longest: `neee` is `nee` rather than `ne`.
            if word.len() > place.len() {
                place.clone_from(word);
            }
            self.known.insert(word.clone());
        }
    }

    /// The words of a table.
    fn plain(&self, text: &str) -> Vec<String> {
        let words = self.language.words(text);
        words
            .iter()
            .map(|word| self.plainly(word, text).into_owned())
            .collect()
    }

    /// A word as the tables have it: in German without what stands for an umlaut, and without apostrophes.
    fn plainly<'w>(&self, word: &'w Token, text: &str) -> std::borrow::Cow<'w, str> {
        let folded = &*word.folded;
        if self.tables.locale != "de" {
            return folded.into();
        }
        let written = text.get(word.start..word.end).unwrap_or_default();
        // Without their dots they are English.
        match squeeze(folded).as_str() {
            "no" if !written.is_ascii() => return "noe".into(),
            "nod" if !written.is_ascii() => return "nicht".into(),
            _ => {}
        }
        if folded.len() <= 3 || !folded.contains(['e', '\'']) {
            return folded.into();
        }
        let plain = folded.replace('\'', "");
        let plain = plain.replace("ae", "a").replace("oe", "o");
        plain.replace("ue", "u").into()
    }

    /// The words of a text, each as it is known.
    pub(super) fn words(&self, text: &str) -> Vec<VocabularyEntry> {
        let words = self.language.words(text);
        let mut seen: HashMap<String, (String, u8)> = HashMap::new();
        let known = words.iter().map(|word| {
            let plain = self.plainly(word, text);
            let (resolved, sets) = seen
                .entry(plain.into_owned())
                .or_insert_with_key(|plain| self.resolve(plain));
            VocabularyEntry {
                start: word.start,
                end: word.end,
                word: resolved.clone(),
                sets: *sets,
            }
        });
        known.collect()
    }

    fn resolve(&self, plain: &str) -> (String, u8) {
        let word = match self.aliases.get(plain) {
            Some(alias) => alias,
            None if self.known.contains(plain) => plain,
            None => self.misspelt(plain).unwrap_or(plain),
        };
        let sets = self.sets.get(word).copied().unwrap_or_default();
        (word.to_owned(), sets)
    }

    /// What a word with stretched letters or a slip stands for.
    fn misspelt(&self, plain: &str) -> Option<&str> {
        if is_stretched(plain)
            && let Some(word) = self.squeezed.get(&squeeze(plain))
        {
            return Some(word);
        }
        if !plain.is_ascii() || !SLIPS.contains(&plain.len()) {
            return None;
        }
        let mut near = self.long.iter().filter(|word| {
            word.as_bytes().first() == plain.as_bytes().first()
                && word.len().abs_diff(plain.len()) <= 1
                && strsim::osa_distance(word, plain) == 1
        });
        near.next().map(String::as_str)
    }

    /// The longest phrase that begins with some words: its length in words, and what it speaks for.
    pub(super) fn phrase(&self, words: &[VocabularyEntry]) -> Option<(usize, PhraseKind)> {
        let entries = self.phrases.get(&words.first()?.word)?;
        let fits = |phrase: &[String]| {
            let beginning = words.get(..phrase.len());
            beginning.is_some_and(|words| {
                words
                    .iter()
                    .zip(phrase)
                    .all(|(one, word)| one.word == *word)
            })
        };
        let found = entries.iter().find(|(phrase, _)| fits(phrase));
        found.map(|(phrase, kind)| (phrase.len(), *kind))
    }

    /// Whether a word by itself denies what stands with it.
    pub(super) fn denies(&self, word: &VocabularyEntry) -> bool {
        let alone = self.phrase(std::slice::from_ref(word));
        alone.is_some_and(|(_, kind)| kind == PhraseKind::Not)
    }

    /// Whether two words in a row are a claim.
    pub(super) fn claims(&self, first: &str, second: &str) -> bool {
        let pair = [first.to_owned(), second.to_owned()];
        self.claims.contains(&pair)
    }
}

/// A word with every letter only once in a row.
fn squeeze(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether a letter stands three times in a row, or twice at the end.
fn is_stretched(word: &str) -> bool {
    let (mut before, mut run, mut longest) = (None, 0, 0);
    for letter in word.chars() {
        run = if before == Some(letter) { run + 1 } else { 1 };
        before = Some(letter);
        longest = longest.max(run);
    }
    longest >= 3 || run == 2
}
