//! What in a statement speaks for a roadblock: its words each by itself, and those that stand together in one of its signals.

use std::{collections::HashSet, ops::Range};

use super::{
    index::{Signal, SignalIndex},
    statement::{Sentence, Sentiment, Statement},
};

/// What is left of the words of a signal that denies something, where nobody denies it: the opposite was said.
const NOT_DENIED: f64 = 0.2;
/// What is left of words in whose neighbourhood nothing tells of trouble.
const NO_TROUBLE: f64 = 0.5;
/// What is left of words where only the sentence before or after tells of trouble.
const TROUBLE_NEXT_TO_IT: f64 = 0.8;
/// What is left where nobody speaks of themselves: more likely a question or news.
const NOT_OF_ONESELF: f64 = 0.5;
/// What is left where a statement tells more of what is well than of trouble, and where it tells of both alike.
const WELL: f64 = 0.3;
const MIXED: f64 = 0.6;
/// What is left where no two words of a signal stand together.
const NOTHING_TOGETHER: f64 = 0.7;
/// How much what speaks against a roadblock counts, and what is left of it among words of trouble.
const AGAINST: f64 = 1.0;
const IN_TROUBLE: f64 = 0.5;
/// How many neighbouring sentences are taken together; the rest of a long text may tell of something else.
const NEIGHBOURS: usize = 3;
/// Added to a signal's weight, so that two short words do not make a whole signal.
const SHORTAGE: f64 = 4.0;
/// The evidence that makes a score of one half.
const HALF: f64 = 5.2;

/// What speaks for a roadblock.
#[derive(Debug)]
pub(super) struct RoadblockEvidence {
    sum: f64,
    /// Signals of which at least two terms were found together, the strongest first.
    pub(super) matches: Vec<SignalMatch>,
}

/// A signal that was found, wholly or in part.
#[derive(Debug, Clone)]
pub(super) struct SignalMatch {
    /// Its place among the roadblock's signals.
    pub(super) signal: usize,
    /// The sentences in which it was found.
    pub(super) sentences: Range<usize>,
    /// The terms that were found, each with its weight.
    pub(super) terms: Vec<(u32, f64)>,
    /// How much of its weight was found, from 0 to 1.
    pub(super) coverage: f64,
    strength: f64,
    /// What is left of the strength for what no stronger signal has said already.
    new: f64,
}

/// A term, and what it says for one roadblock.
type TermWeight = (u32, f64);

impl RoadblockEvidence {
    /// The matches, the strongest first, without those that say nothing new.
    fn of(mut matches: Vec<SignalMatch>) -> Self {
        matches.sort_by(|one, other| {
            let by_strength = other.strength.total_cmp(&one.strength);
            by_strength.then(one.signal.cmp(&other.signal))
        });
        // What a stronger signal has said already is not said twice.
        let mut said = HashSet::new();
        for found in &mut matches {
            let terms = found.terms.iter();
            let new = terms.filter(|(term, _)| said.insert(*term)).count();
            found.new = found.strength * new as f64 / found.terms.len().max(1) as f64;
        }
        matches.retain(|found| found.new > 0.0);
        Self { sum: 0.0, matches }
    }

    /// From 0 to 1: each piece of evidence leaves less room for doubt, independently of the others (noisy or).
    pub(super) fn score(&self) -> f64 {
        1.0 - (-self.sum * std::f64::consts::LN_2 / HALF).exp()
    }
}

impl Statement {
    /// What speaks for each roadblock, by its place in the document.
    pub(super) fn evidence(&self, index: &SignalIndex) -> Vec<RoadblockEvidence> {
        let mut matches: Vec<Vec<SignalMatch>> = index.sizes.iter().map(|_| Vec::new()).collect();
        let mut against = matches.clone();
        for (user, found) in self.matches(index) {
            let Some(signal) = index.signals.get(user) else {
                continue;
            };
            let side = if signal.contrary {
                &mut against
            } else {
                &mut matches
            };
            if let Some(own) = side.get_mut(signal.roadblock) {
                own.push(found);
            }
        }
        let left = self.left(index);
        let told = self.told(index);
        let sides = matches.into_iter().zip(against).enumerate();
        sides
            .map(|(roadblock, (matches, against))| {
                let mut evidence = RoadblockEvidence::of(matches);
                let told = told.get(roadblock).map_or(&[][..], Vec::as_slice);
                let speaks = self.strongest(told, &evidence.matches);
                let against = RoadblockEvidence::of(against);
                let against = self.strongest(&[], &against.matches);
                evidence.sum = (left * speaks - AGAINST * against).max(0.0);
                if evidence.matches.is_empty() {
                    evidence.sum *= NOTHING_TOGETHER;
                }
                evidence
            })
            .collect()
    }

    /// What is told of a roadblock in the neighbouring sentences that tell the most of it: by words each by itself, sentence by
    /// sentence, and by signals.
    fn strongest(&self, told: &[Vec<TermWeight>], matches: &[SignalMatch]) -> f64 {
        let mut from: Vec<Vec<&SignalMatch>> = self.sentences.iter().map(|_| Vec::new()).collect();
        for found in matches {
            if let Some(own) = from.get_mut(found.sentences.start) {
                own.push(found);
            }
        }
        let mut said: Vec<TermWeight> = Vec::new();
        let mut strongest = 0.0_f64;
        for first in 0..self.sentences.len() {
            let last = (first + NEIGHBOURS).min(self.sentences.len());
            said.clear();
            said.extend(told.get(first..last).unwrap_or_default().iter().flatten());
            // Of the same term the heaviest comes first and stays.
            said.sort_unstable_by(|(one, weight), (other, more)| {
                one.cmp(other).then(more.total_cmp(weight))
            });
            said.dedup_by_key(|(term, _)| *term);
            let apart: f64 = said.iter().map(|(_, weight)| weight).sum();
            let together = from.get(first..last).unwrap_or_default().iter().flatten();
            let together = together.filter(|found| found.sentences.end <= last);
            let together: f64 = together.map(|found| found.new).sum();
            strongest = strongest.max(apart + together);
        }
        strongest
    }

    /// What is left of all evidence, by how the statement as a whole sounds.
    fn left(&self, index: &SignalIndex) -> f64 {
        if !index.language.knows_tone() {
            return 1.0;
        }
        let own = if self.first_person {
            1.0
        } else {
            NOT_OF_ONESELF
        };
        own * match self.mood {
            Sentiment::Plain => 1.0,
            Sentiment::Mixed => MIXED,
            Sentiment::Well => WELL,
        }
    }

    /// What the words say each by itself, for each roadblock sentence by sentence.
    fn told(&self, index: &SignalIndex) -> Vec<Vec<Vec<TermWeight>>> {
        let troubled = |at: usize| self.sentences.get(at).is_some_and(|one| one.trouble);
        let mut told = vec![vec![Vec::new(); self.sentences.len()]; index.sizes.len()];
        for (at, sentence) in self.sentences.iter().enumerate() {
            let next_to = [at.checked_sub(1), Some(at + 1)];
            let left = if sentence.trouble || !index.language.knows_tone() {
                1.0
            } else if next_to.into_iter().flatten().any(troubled) {
                TROUBLE_NEXT_TO_IT
            } else {
                NO_TROUBLE
            };
            let left = left * sentence.familiarity;
            for (term, _) in &sentence.terms {
                let speaks = index.speaks_for.get(*term as usize);
                for (roadblock, weight) in speaks.into_iter().flatten() {
                    let own = told.get_mut(*roadblock).and_then(|own| own.get_mut(at));
                    if let Some(own) = own {
                        own.push((*term, weight * left));
                    }
                }
            }
        }
        told
    }

    /// The signals of which two terms or more stand in one sentence or in two neighbouring ones, each where it is strongest.
    fn matches(&self, index: &SignalIndex) -> Vec<(usize, SignalMatch)> {
        let mut window = Window::new(index);
        for first in 0..self.sentences.len() {
            for last in [first, first + 1] {
                let Some(sentences) = self.sentences.get(first..=last) else {
                    continue;
                };
                window.fill(sentences);
                if window.terms.len() > 1 {
                    window.meet(first..last + 1);
                }
            }
        }
        let best = window.best.into_iter().enumerate();
        best.filter_map(|(user, found)| {
            let mut found = found?;
            found.terms = self.shared(index, user, &found.sentences);
            Some((user, found))
        })
        .collect()
    }

    /// The terms that a signal shares with some sentences, each once with its weight.
    fn shared(
        &self,
        index: &SignalIndex,
        user: usize,
        sentences: &Range<usize>,
    ) -> Vec<(u32, f64)> {
        let used = |term: &u32| {
            let users = index.used_by.get(*term as usize);
            users.is_some_and(|users| users.binary_search(&user).is_ok())
        };
        let sentences = self.sentences.get(sentences.clone()).unwrap_or_default();
        let terms = sentences.iter().flat_map(|sentence| &sentence.terms);
        let mut terms: Vec<u32> = terms.map(|(term, _)| *term).filter(used).collect();
        terms.sort_unstable();
        terms.dedup();
        let weight = |term: u32| index.weights.get(term as usize).copied().unwrap_or(0.0);
        terms.into_iter().map(|term| (term, weight(term))).collect()
    }
}

/// What a window holds of a signal.
#[derive(Debug, Clone, Copy, Default)]
struct PartialMatch {
    terms: usize,
    weight: f64,
    denied: bool,
}

/// One sentence or two, and the signals whose terms they hold.
struct Window<'a> {
    index: &'a SignalIndex,
    /// Each once, in the order of their numbers: whether a clause that holds it tells of trouble.
    terms: Vec<(u32, bool)>,
    trouble: bool,
    familiarity: f64,
    /// By signal; all empty between two windows.
    parts: Vec<PartialMatch>,
    /// The signals of which there is a part.
    touched: Vec<usize>,
    /// By signal, where it was strongest so far.
    best: Vec<Option<SignalMatch>>,
}

impl<'a> Window<'a> {
    fn new(index: &'a SignalIndex) -> Self {
        Self {
            index,
            terms: Vec::new(),
            trouble: false,
            familiarity: 0.0,
            parts: vec![PartialMatch::default(); index.signals.len()],
            touched: Vec::new(),
            best: vec![None; index.signals.len()],
        }
    }

    fn fill(&mut self, sentences: &[Sentence]) {
        self.trouble = sentences.iter().any(|sentence| sentence.trouble);
        let familiar = sentences.iter().map(|sentence| sentence.familiarity);
        self.familiarity = familiar.fold(0.0, f64::max);
        let terms = sentences.iter().flat_map(|sentence| &sentence.terms);
        self.terms.clear();
        self.terms.extend(terms);
        // Of the same term the one in trouble comes first and stays.
        self.terms
            .sort_unstable_by_key(|(term, trouble)| (*term, !*trouble));
        self.terms.dedup_by_key(|(term, _)| *term);
    }

    fn weight(&self, term: u32) -> f64 {
        let weight = self.index.weights.get(term as usize);
        weight.copied().unwrap_or(0.0)
    }

    fn meet(&mut self, sentences: Range<usize>) {
        for (term, trouble) in &self.terms {
            let weight = self.weight(*term);
            let users = self.index.used_by.get(*term as usize);
            for user in users.into_iter().flatten() {
                if let Some(part) = self.parts.get_mut(*user) {
                    if part.terms == 0 {
                        self.touched.push(*user);
                    }
                    part.terms += 1;
                    part.weight += weight;
                    part.denied |= trouble;
                }
            }
        }
        for user in std::mem::take(&mut self.touched) {
            let part = self.parts.get_mut(user).map(std::mem::take);
            if let Some(part) = part.filter(|part| part.terms > 1) {
                self.weigh(user, part, &sentences);
            }
        }
    }

    fn weigh(&mut self, user: usize, part: PartialMatch, sentences: &Range<usize>) {
        let Some(signal) = self.index.signals.get(user) else {
            return;
        };
        let coverage = (part.weight / signal.weight).min(1.0);
        let left = self.familiarity * self.left(signal, part, coverage);
        let strength = left * part.weight.powi(2) / (signal.weight + SHORTAGE);
        let Some(best) = self.best.get_mut(user) else {
            return;
        };
        if best.as_ref().is_some_and(|best| strength <= best.strength) {
            return;
        }
        *best = Some(SignalMatch {
            signal: signal.row,
            sentences: sentences.clone(),
            // Found once it is known that no other place is stronger.
            terms: Vec::new(),
            coverage,
            strength,
            new: strength,
        });
    }

    fn left(&self, signal: &Signal, part: PartialMatch, coverage: f64) -> f64 {
        if !self.index.language.knows_tone() {
            1.0
        } else if signal.denies {
            if part.denied { 1.0 } else { NOT_DENIED }
        } else if signal.contrary {
            if self.trouble { IN_TROUBLE } else { 1.0 }
        } else if self.trouble {
            1.0
        } else {
            // Some signals are trouble without a word for it; who says all of a longer one has told it.
            let whole = if part.terms > 2 {
                coverage.powi(2)
            } else {
                0.0
            };
            whole.max(NO_TROUBLE)
        }
    }
}
