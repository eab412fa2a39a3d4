//! What a person tells, cut into sentences and clauses, with the terms that the signals know.

use std::{cmp::Ordering, collections::HashMap, ops::Range};

use serde::Serialize;
use utoipa::ToSchema;

use super::index::SignalIndex;
use crate::domain::tokens::{Token, excerpt::Highlight};

/// Shorter words are not looked for in spite of a typing error: too many others are as near.
const SHORTEST_MISSPELT: usize = 6;
/// The most different words that are looked for in spite of a typing error, which takes its time; those behind them count as they are.
const MOST_MISSPELT: usize = 150;

/// How much of a statement was read and understood.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct StatementCounts {
    /// Sentences.
    #[schema(format = Int32, minimum = 0, maximum = 4_000)]
    pub sentences: usize,
    /// Words.
    #[schema(format = Int32, minimum = 0, maximum = 8_000)]
    pub words: usize,
    /// Words with a content of their own that the signals know, typing errors forgiven.
    #[schema(format = Int32, minimum = 0, maximum = 8_000)]
    pub understood: usize,
}

/// What a person tells.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) sentences: Vec<Sentence>,
    /// Whether it speaks of who tells it.
    pub(super) first_person: bool,
    pub(super) mood: Sentiment,
    words: usize,
    understood: usize,
}

/// What a statement as a whole tells of, where its language is known so well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sentiment {
    /// More of trouble, or of neither.
    Plain,
    /// As much of what is well as of trouble.
    Mixed,
    /// More of what is well.
    Well,
}

impl Sentiment {
    /// Trouble that is denied is well, and what is well and denied counts as the denial alone.
    fn of(words: &[Token]) -> Self {
        let (mut well, mut trouble) = (0_usize, 0_usize);
        let mut denied = 0;
        for word in words {
            let near = denied > 0;
            denied = if near { denied - 1 } else { 0 };
            if word.negation {
                trouble += 1;
                denied = DENIED_NEAR;
            } else if near && (word.trouble || word.well) {
                denied = 0;
                if word.trouble {
                    trouble -= 1;
                    well += 1;
                }
            } else {
                trouble += usize::from(word.trouble);
                well += usize::from(word.well);
            }
        }
        match well.cmp(&trouble) {
            Ordering::Greater => Self::Well,
            Ordering::Equal if well > 0 => Self::Mixed,
            _ => Self::Plain,
        }
    }
}

/// How many words after it a denial denies.
const DENIED_NEAR: usize = 4;

/// A sentence.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    /// Its terms, each once, in the order of their numbers: whether a clause that holds it tells of trouble.
    pub(super) terms: Vec<(u32, bool)>,
    /// Whether it tells of trouble.
    pub(super) trouble: bool,
    /// How familiar the signals are with what is said here and next to it, from 0 to 1.
    pub(super) familiarity: f64,
    /// Words with a content of their own, and those of them that the signals know.
    content: usize,
    known: usize,
    /// Every place of a term, in order.
    places: Vec<TermPosition>,
    /// From where to where, in bytes.
    span: Range<usize>,
}

#[derive(Debug, Clone, Copy)]
struct TermPosition {
    term: u32,
    start: usize,
    end: usize,
}

impl Statement {
    /// Reads a text.
    pub(super) fn read(text: &str, index: &SignalIndex) -> Self {
        let words = index.language.words(text);
        let mut known: HashMap<&str, Option<u32>> = HashMap::new();
        let (mut sentences, mut understood) = (Vec::new(), 0);
        let mut sentence = SentenceBuilder::default();
        let mut last_end = 0;
        let mut misspelt = 0;
        for word in &words {
            match boundary(text.get(last_end..word.start).unwrap_or_default()) {
                Boundary::Sentence => sentences.extend(std::mem::take(&mut sentence).finish()),
                Boundary::Clause => sentence.end_clause(),
                Boundary::None => {}
            }
            last_end = word.end;
            let term = (!word.function)
                .then(|| {
                    *known
                        .entry(&word.folded)
                        .or_insert_with(|| term(index, word, &mut misspelt))
                })
                .flatten();
            understood += usize::from(term.is_some());
            sentence.add(word, term);
        }
        sentences.extend(sentence.finish());
        familiarize(&mut sentences);
        Self {
            sentences,
            first_person: words.iter().any(|word| word.first_person),
            mood: Sentiment::of(&words),
            words: words.len(),
            understood,
        }
    }

    pub(super) fn counts(&self) -> StatementCounts {
        StatementCounts {
            sentences: self.sentences.len(),
            words: self.words,
            understood: self.understood,
        }
    }

    /// Where some terms stand in some sentences.
    pub(super) fn marks(&self, terms: &[(u32, f64)], sentences: Range<usize>) -> Vec<Highlight> {
        let sentences = self.sentences.get(sentences).unwrap_or_default();
        let places = sentences.iter().flat_map(|sentence| &sentence.places);
        places
            .filter_map(|place| {
                let (_, weight) = terms.iter().find(|(term, _)| *term == place.term)?;
                Some(Highlight {
                    start: place.start,
                    end: place.end,
                    term: place.term,
                    weight: *weight,
                })
            })
            .collect()
    }

    /// Where a sentence starts, in bytes.
    pub(super) fn start_of(&self, sentence: usize) -> usize {
        self.sentences.get(sentence).map_or(0, |one| one.span.start)
    }

    /// Where the sentence before this one ends, in bytes.
    pub(super) fn end_of(&self, after: usize) -> usize {
        let last = after.checked_sub(1).and_then(|at| self.sentences.get(at));
        last.map_or(0, |one| one.span.end)
    }
}

/// The share of known words from which a text is wholly familiar.
const FAMILIAR: f64 = 0.9;

fn familiarize(sentences: &mut [Sentence]) {
    let counts: Vec<(usize, usize)> = sentences
        .iter()
        .map(|sentence| (sentence.known, sentence.content))
        .collect();
    for (at, sentence) in sentences.iter_mut().enumerate() {
        let near = counts.iter().skip(at.saturating_sub(1));
        let near = near.take(if at == 0 { 2 } else { 3 });
        let (known, content) = near.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let share = known as f64 / content.max(1) as f64;
        sentence.familiarity = (share / FAMILIAR).min(1.0).powi(2);
    }
}

fn term(index: &SignalIndex, word: &Token, misspelt: &mut usize) -> Option<u32> {
    let vocabulary = &index.vocabulary;
    if let Some(term) = vocabulary.number(&word.term) {
        return Some(term);
    }
    // What everybody uses is no misspelling of something else.
    if word.common {
        return None;
    }
    *misspelt += 1;
    if *misspelt > MOST_MISSPELT {
        return None;
    }
    let found = vocabulary.find(word, SHORTEST_MISSPELT)?;
    Some(found.term)
}

/// A sentence in the making.
#[derive(Default)]
struct SentenceBuilder {
    sentence: Sentence,
    clause: Vec<u32>,
    clause_trouble: bool,
    begun: bool,
}

impl SentenceBuilder {
    fn add(&mut self, word: &Token, term: Option<u32>) {
        if !self.begun {
            self.begun = true;
            self.sentence.span.start = word.start;
        }
        self.sentence.span.end = word.end;
        self.clause_trouble |= word.trouble;
        self.sentence.content += usize::from(!word.function);
        self.sentence.known += usize::from(term.is_some());
        if let Some(term) = term {
            self.clause.push(term);
            let (start, end) = (word.start, word.end);
            self.sentence.places.push(TermPosition { term, start, end });
        }
    }

    fn end_clause(&mut self) {
        let trouble = std::mem::take(&mut self.clause_trouble);
        self.sentence.trouble |= trouble;
        let clause = self.clause.drain(..).map(|term| (term, trouble));
        self.sentence.terms.extend(clause);
    }

    fn finish(mut self) -> Option<Sentence> {
        self.end_clause();
        // Of the same term the place in trouble comes first and stays.
        let order = |(term, trouble): &(u32, bool)| (*term, !*trouble);
        self.sentence.terms.sort_unstable_by_key(order);
        self.sentence.terms.dedup_by_key(|(term, _)| *term);
        self.begun.then_some(self.sentence)
    }
}

enum Boundary {
    None,
    Clause,
    Sentence,
}

/// What stands between two words.
fn boundary(between: &str) -> Boundary {
    let mut found = Boundary::None;
    let mut signs = between.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '。' | '！' | '？' | '؟' | '।' => {
                return Boundary::Sentence;
            }
            '.' | '!' | '?' | '…'
                if signs
                    .peek()
                    .is_some_and(|next| !next.is_alphanumeric() && *next != ',') =>
            {
                return Boundary::Sentence;
            }
            ',' | ';' | ':' | '(' | ')' | '–' | '—' | '"' | '“' | '”' | '„' | '«' | '»' | '、'
            | '，' | '،' => {
                found = Boundary::Clause;
            }
            _ => {}
        }
    }
    found
}
