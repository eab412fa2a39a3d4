//! The signals of a ladder, ready to be met in a text: the weight of each term, and the signals that use it.

use std::collections::HashSet;

use bm25::{Embedding, Scorer, TokenEmbedding};

use crate::domain::{
    document::Document,
    tokens::{TextLanguage, vocabulary::Vocabulary},
};

/// What is left of the weight of a word that everybody uses for everything.
const COMMON: f64 = 0.5;

/// Every signal of every roadblock.
#[derive(Debug)]
pub struct SignalIndex {
    pub(super) language: TextLanguage,
    pub(super) vocabulary: Vocabulary,
    /// By term: how much it tells, by BM25.
    pub(super) weights: Vec<f64>,
    /// By term: for each roadblock that uses it, how much it speaks for that one.
    pub(super) speaks_for: Vec<Vec<(usize, f64)>>,
    /// By term: the signals that use it.
    pub(super) used_by: Vec<Vec<usize>>,
    pub(super) signals: Vec<Signal>,
    /// By roadblock: how many signals it has.
    pub(super) sizes: Vec<usize>,
}

/// A signal.
#[derive(Debug)]
pub(super) struct Signal {
    /// The roadblock, by its place in the document.
    pub(super) roadblock: usize,
    /// Its place among the roadblock's signals, or behind them among its contrary ones.
    pub(super) row: usize,
    /// The weight of all its terms: its score against itself.
    pub(super) weight: f64,
    /// Whether it denies something.
    pub(super) denies: bool,
    /// Whether it speaks against the roadblock.
    pub(super) contrary: bool,
}

impl SignalIndex {
    /// Reads the signals of a ladder. Words are stemmed where `stemmed` names the ladder's language.
    #[must_use]
    pub fn new(document: &Document, stemmed: &[String]) -> Self {
        let language = TextLanguage::of(&document.locale, stemmed);
        let mut vocabulary = Vocabulary::default();
        let (mut signals, mut terms_of) = (Vec::new(), Vec::new());
        let mut common = HashSet::new();
        for (roadblock, one) in document.roadblocks.iter().enumerate() {
            let own = one.signals.iter().map(|phrase| (phrase, false));
            let contrary = one.contrary.iter().map(|phrase| (phrase, true));
            for (row, (phrase, contrary)) in own.chain(contrary).enumerate() {
                let words = language.words(phrase.as_str());
                let content = words.iter().filter(|word| !word.function);
                let mut terms = Vec::new();
                for word in content {
                    let term = vocabulary.add(word);
                    terms.push(term);
                    if word.common {
                        common.insert(term);
                    }
                }
                terms.sort_unstable();
                terms.dedup();
                signals.push(Signal {
                    roadblock,
                    row,
                    weight: 0.0,
                    denies: words.iter().any(|word| word.negation),
                    contrary,
                });
                terms_of.push(terms);
            }
        }
        let mut used_by = vec![Vec::new(); vocabulary.len()];
        for (signal, terms) in terms_of.iter().enumerate() {
            for term in terms {
                if let Some(users) = used_by.get_mut(*term as usize) {
                    users.push(signal);
                }
            }
        }
        let mut weights = weights(&terms_of, &used_by);
        for (term, weight) in weights.iter_mut().enumerate() {
            if u32::try_from(term).is_ok_and(|term| common.contains(&term)) {
                *weight *= COMMON;
            }
        }
        for (signal, terms) in signals.iter_mut().zip(&terms_of) {
            let terms = terms.iter();
            signal.weight = terms.filter_map(|term| weights.get(*term as usize)).sum();
        }
        let sizes = document.roadblocks.iter().map(|one| one.signals.len());
        let sizes: Vec<usize> = sizes.collect();
        let speaks_for = speaks_for(&sizes, &signals, &used_by, &weights);
        Self {
            language,
            vocabulary,
            weights,
            speaks_for,
            used_by,
            signals,
            sizes,
        }
    }
}

/// BM25 of each term in a signal that uses it. Signals are of a kind, so that their length does not count, and a term of a signal
/// counts once: what is left is how rare it is.
fn weights(terms_of: &[Vec<u32>], used_by: &[Vec<usize>]) -> Vec<f64> {
    let embedding = |terms: &[u32]| {
        let terms = terms.iter().map(|term| TokenEmbedding {
            index: *term,
            value: 1.0,
        });
        Embedding(terms.collect())
    };
    let mut scorer: Scorer<usize, u32> = Scorer::new();
    for (signal, terms) in terms_of.iter().enumerate() {
        scorer.upsert(&signal, embedding(terms));
    }
    let terms = used_by.iter().zip(0..);
    let weight = |(users, term): (&Vec<usize>, u32)| {
        let user = users.first()?;
        scorer.score(user, &embedding(&[term])).map(f64::from)
    };
    terms.map(|pair| weight(pair).unwrap_or(0.0)).collect()
}

/// How much each term speaks for each roadblock: its weight, by how far the roadblock's share in its use is above that of chance, and
/// less where few signals use it.
fn speaks_for(
    sizes: &[usize],
    signals: &[Signal],
    used_by: &[Vec<usize>],
    weights: &[f64],
) -> Vec<Vec<(usize, f64)>> {
    let with_signals = sizes.iter().filter(|size| **size > 0).count().max(1);
    let chance = 1.0 / with_signals as f64;
    let mut rows = Vec::with_capacity(used_by.len());
    for (users, weight) in used_by.iter().zip(weights) {
        let mut counts: Vec<(usize, f64)> = Vec::new();
        // Signals are in the order of their roadblocks.
        let users = users.iter().filter_map(|user| signals.get(*user));
        for user in users.filter(|user| !user.contrary) {
            match counts.last_mut() {
                Some((roadblock, count)) if *roadblock == user.roadblock => *count += 1.0,
                _ => counts.push((user.roadblock, 1.0)),
            }
        }
        let rate =
            |roadblock: usize, count: f64| count / *sizes.get(roadblock).unwrap_or(&1) as f64;
        let all: f64 = counts.iter().map(|(one, count)| rate(*one, *count)).sum();
        let row = counts.iter().filter_map(|(roadblock, count)| {
            // One roadblock alone can only be told from none.
            let above = if with_signals == 1 {
                1.0
            } else {
                (rate(*roadblock, *count) / all - chance) / (1.0 - chance)
            };
            let speaks = above * weight * count / (count + 1.0);
            (speaks > 0.0).then_some((*roadblock, speaks))
        });
        rows.push(row.collect());
    }
    rows
}
