//! Search: which parts of a ladder speak of some words, the best first, with the words marked where they stand.
//! Scores are BM25 (Robertson and Zaragoza); every tie is broken by the order of the document, so that an answer never varies.

mod parts;

use std::collections::HashMap;

use bm25::{
    Embedder, EmbedderBuilder, Embedding, Scorer, TokenEmbedder, TokenEmbedding, Tokenizer,
};

use parts::SearchField;
pub use parts::{PartLocation, SearchPart, SearchPartKind, of as parts_of};

use super::{
    document::Document,
    tokens::{
        TextLanguage, Token,
        excerpt::{Excerpt, Highlight, TextSegment},
        vocabulary::Vocabulary,
    },
};

/// The most words of a query that count; those behind them are passed over.
pub const MOST_WORDS: usize = 32;
/// What each typing error leaves of a word's weight.
const AFTER_AN_ERROR: f64 = 0.7;
/// What a word is worth of which only the beginning was typed.
const AS_A_BEGINNING: f64 = 0.8;
/// How often the first field of a part, its name, counts.
const NAME_COUNTS: usize = 2;

/// Everything of a ladder that can be found.
pub struct SearchIndex {
    language: TextLanguage,
    parts: Vec<SearchPart>,
    vocabulary: Vocabulary,
    scorer: Scorer<usize, u32>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("language", &self.language)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

/// A part that was found.
#[derive(Debug)]
pub struct SearchMatch<'a> {
    /// Its place in the order of the document.
    pub order: usize,
    /// The part.
    pub part: &'a SearchPart,
    /// BM25 over the words of the query, rounded to four decimals; only scores of one query compare.
    pub score: f64,
}

/// What was looked for, ready to be marked in the hits.
#[derive(Debug)]
pub struct SearchTerms {
    /// For each word the terms that it stands for, each with its weight.
    words: Vec<Vec<(u32, f64)>>,
}

/// Terms by their numbers.
struct TermIdEmbedder;

impl TokenEmbedder for TermIdEmbedder {
    type EmbeddingSpace = u32;

    fn embed(token: &str) -> u32 {
        token.parse().unwrap_or(u32::MAX)
    }
}

/// Cuts numbers apart that have a space between them.
#[derive(Debug, Default)]
struct TermIdTokenizer;

impl Tokenizer for TermIdTokenizer {
    fn tokenize(&self, text: &str) -> Vec<String> {
        text.split_whitespace().map(String::from).collect()
    }
}

impl SearchIndex {
    /// Makes a ladder's parts findable. Words are stemmed where `stemmed` names the ladder's language.
    #[must_use]
    pub fn new(document: &Document, stemmed: &[String]) -> Self {
        let language = TextLanguage::of(&document.locale, stemmed);
        let parts = parts::of(document);
        let mut vocabulary = Vocabulary::default();
        let mut texts = Vec::with_capacity(parts.len());
        for part in &parts {
            let mut numbers = String::new();
            let mut add = |text: &str, times: usize| {
                for word in language.words(text) {
                    let number = vocabulary.add(&word).to_string();
                    for _ in 0..times {
                        numbers.push_str(&number);
                        numbers.push(' ');
                    }
                }
            };
            for (row, field) in part.fields.iter().enumerate() {
                add(&field.text, if row == 0 { NAME_COUNTS } else { 1 });
            }
            add(part.besides, 1);
            texts.push(numbers);
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let embedder: Embedder<TermIdEmbedder, TermIdTokenizer> =
            EmbedderBuilder::with_tokenizer_and_fit_to_corpus(TermIdTokenizer, &texts).build();
        let mut scorer = Scorer::new();
        for (order, text) in texts.iter().enumerate() {
            scorer.upsert(&order, embedder.embed(text));
        }
        Self {
            language,
            parts,
            vocabulary,
            scorer,
        }
    }

    /// Everything that can be found, in the order of the document.
    #[must_use]
    pub fn parts(&self) -> &[SearchPart] {
        &self.parts
    }

    /// Reads what is looked for: the first [`MOST_WORDS`] words, without those that only hold a sentence together where there are
    /// others. A word that the ladder does not have stands for the nearest one; the last one, from three letters, also for every
    /// word that begins so, unless something stands behind it.
    #[must_use]
    pub fn read(&self, query: &str) -> SearchTerms {
        let mut words = self.language.words(query);
        words.truncate(MOST_WORDS);
        let last = words.last().cloned();
        let is_content = |word: &Token| !word.function;
        if words.iter().any(is_content) {
            words.retain(is_content);
        }
        let words = words.iter().map(|word| {
            let unfinished = last
                .as_ref()
                .is_some_and(|last| last.end == query.len() && last == word);
            self.terms(word, unfinished)
        });
        SearchTerms {
            words: words.filter(|terms| !terms.is_empty()).collect(),
        }
    }

    fn terms(&self, word: &Token, unfinished: bool) -> Vec<(u32, f64)> {
        let mut terms = Vec::new();
        let own = self.vocabulary.number(&word.term);
        terms.extend(own.map(|term| (term, 1.0)));
        if unfinished && word.folded.chars().count() >= 3 {
            for term in self.vocabulary.beginning(&word.folded) {
                if own != Some(term) {
                    terms.push((term, AS_A_BEGINNING));
                }
            }
        }
        if terms.is_empty()
            && let Some(found) = self.vocabulary.find(word, 4)
        {
            let errors = i32::try_from(found.errors).unwrap_or(i32::MAX);
            terms.push((found.term, AFTER_AN_ERROR.powi(errors)));
        }
        terms
    }

    /// The parts that hold one of the words or more, the best first; of equal ones the earlier in the document. Of the terms that a
    /// word stands for the best counts.
    #[must_use]
    pub fn find(&self, query: &SearchTerms, kind: Option<SearchPartKind>) -> Vec<SearchMatch<'_>> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for terms in &query.words {
            let mut best: HashMap<usize, f64> = HashMap::new();
            for (term, weight) in terms {
                let wanted = Embedding(vec![TokenEmbedding {
                    index: *term,
                    value: 1.0,
                }]);
                for found in self.scorer.matches(&wanted) {
                    let score = f64::from(found.score) * weight;
                    let own = best.entry(found.id).or_default();
                    *own = own.max(score);
                }
            }
            for (order, score) in best {
                *scores.entry(order).or_default() += score;
            }
        }
        let mut hits: Vec<SearchMatch<'_>> = scores
            .into_iter()
            .filter_map(|(order, score)| {
                let part = self.parts.get(order)?;
                let score = (score * 1e4).round() / 1e4;
                kind.is_none_or(|kind| part.kind == kind)
                    .then_some(SearchMatch { order, part, score })
            })
            .collect();
        hits.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            by_score.then(one.order.cmp(&other.order))
        });
        hits
    }

    /// Where in a hit the words stand: the field that holds the most of them, as a JSON Pointer into the document, and the part of
    /// it around them. Where it was found by words that the ladder does not say, the beginning of its first field.
    #[must_use]
    pub fn mark<'a>(
        &self,
        query: &SearchTerms,
        hit: &SearchMatch<'a>,
    ) -> (&'a str, Vec<TextSegment<'a>>) {
        let mut best: Option<(f64, &SearchField, Vec<Highlight>)> = None;
        for field in &hit.part.fields {
            let marks = self.marks(query, &field.text);
            let mut terms: Vec<(u32, f64)> =
                marks.iter().map(|mark| (mark.term, mark.weight)).collect();
            terms.sort_by_key(|(term, _)| *term);
            terms.dedup_by_key(|(term, _)| *term);
            let told = terms.iter().map(|(_, weight)| weight).sum();
            if best.as_ref().is_none_or(|(most, ..)| told > *most) {
                best = Some((told, field, marks));
            }
        }
        best.map_or(("", Vec::new()), |(_, field, marks)| {
            let excerpt = Excerpt::around(&field.text, &marks);
            (field.pointer.as_str(), excerpt.pieces)
        })
    }

    fn marks(&self, query: &SearchTerms, text: &str) -> Vec<Highlight> {
        let words = self.language.words(text).into_iter();
        words
            .filter_map(|word| {
                let term = self.vocabulary.number(&word.term)?;
                let weight = query.words.iter().flatten();
                let weight = weight.filter(|(wanted, _)| *wanted == term);
                let weight = weight.map(|(_, weight)| *weight).reduce(f64::max)?;
                Some(Highlight {
                    start: word.start,
                    end: word.end,
                    term,
                    weight,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
