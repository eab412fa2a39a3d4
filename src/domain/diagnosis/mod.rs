//! Diagnosis: which roadblock a person tells of, by the signals that the ladder lists for each, without a language model.
//! What is too little to go on stays unclear; nothing is guessed.

mod index;
mod matching;
mod statement;
#[cfg(test)]
mod tests;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

pub use index::SignalIndex;
use statement::Statement;
pub use statement::StatementCounts;

use super::{
    document::Roadblock,
    fault::Fault,
    id::{Id, SignalPhrase, Text},
    ladder::Ladder,
    tokens::excerpt::{Excerpt, Highlight, TextSegment},
};
use crate::locales::facts;

/// The score from which a roadblock is named.
pub const THRESHOLD: f64 = 0.5;
/// The most phrases that are shown of a roadblock.
const MOST_PHRASES: usize = 10;
/// The longest statement, in characters.
pub const LONGEST: usize = 4_000;

/// What a person tells, and what it points to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Diagnosis<'a> {
    /// Whether it points to a roadblock.
    pub verdict: DiagnosisVerdict,
    /// Why it stays unclear; null where it does not.
    pub reason: Option<UnclearReason>,
    /// The verdict in words, for the person.
    #[schema(max_length = 500)]
    pub detail: String,
    /// The roadblocks that it points to, the likeliest first; of equal ones the earlier in the document. Empty where it stays unclear.
    #[schema(max_items = 200)]
    pub roadblocks: Vec<DiagnosedRoadblock<'a>>,
    /// How it was decided.
    #[schema(value_type = String, max_length = 1000)]
    pub rule: &'static str,
    /// What was read.
    pub statement: StatementCounts,
}

/// Whether a statement points to a roadblock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosisVerdict {
    /// It does.
    Found,
    /// It is too little to go on.
    Unclear,
}

/// Why a statement stays unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnclearReason {
    /// None of the roadblocks that were asked for has signals.
    NoSignals,
    /// No roadblock reaches the score from which it is named.
    TooLittle,
}

/// A roadblock that a statement points to.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosedRoadblock<'a> {
    /// The roadblock's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// Its title.
    #[schema(value_type = Text)]
    pub title: &'a Text,
    /// The levels at which it is met.
    #[schema(value_type = Vec<Id>, min_items = 1, max_items = 100)]
    pub levels: &'a [Id],
    /// How much speaks for it, with four decimals; from 0.5 it is named. Not a probability.
    #[serde(serialize_with = "four_decimals")]
    #[schema(minimum = 0, maximum = 1)]
    pub score: f64,
    /// What speaks for it, the strongest first.
    #[schema(max_items = 10)]
    pub phrases: Vec<MatchedPhrase<'a>>,
    /// Why the roadblock stands there.
    #[schema(value_type = Text)]
    pub cause: &'a Text,
    /// What clears it, in order.
    #[schema(value_type = Vec<Text>, min_items = 1, max_items = 50)]
    pub remedy: &'a [Text],
}

/// Words of the statement, and the signal that they were known by.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchedPhrase<'a> {
    /// The signal, as the ladder words it.
    #[schema(value_type = SignalPhrase)]
    pub signal: &'a SignalPhrase,
    /// The person's own words around those that matched, verbatim when strung together: at most 240 characters.
    #[schema(min_items = 1, max_items = 500)]
    pub pieces: Vec<TextSegment<'a>>,
    /// Where they start in the statement, in characters (Unicode code points) from 0.
    #[schema(format = Int32, minimum = 0, maximum = 4_000)]
    pub start: usize,
    /// How much of the signal's weight was found, with four decimals.
    #[serde(serialize_with = "four_decimals")]
    #[schema(minimum = 0, maximum = 1)]
    pub coverage: f64,
}

fn four_decimals<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 1e4).round() / 1e4)
}

impl Ladder {
    /// What keeps a text from being read: that it is not there, or has nothing but white space or more than [`LONGEST`] characters, and
    /// that the level is not on the ladder.
    #[must_use]
    pub fn check_statement(&self, text: Option<&str>, level: Option<&str>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let unfit = |text: &str| {
            text.trim().is_empty() || text.len() > LONGEST && text.chars().count() > LONGEST
        };
        match text {
            None => {
                let detail = "The member \"text\" is missing.";
                faults.push(Fault::error("/text", "missing_member", detail));
            }
            Some(text) if unfit(text) => {
                let detail =
                    format!("A text has 1 to {LONGEST} characters, and not only white space.");
                faults.push(Fault::error("/text", "out_of_range", detail));
            }
            Some(_) => {}
        }
        if level.is_some_and(|level| self.level(level).is_none()) {
            faults.push(self.unknown_level("/level"));
        }
        faults
    }

    /// Reads what a person tells against the signals of the roadblocks, of all or of those met at one level. `index` is this
    /// ladder's own.
    ///
    /// # Errors
    /// Those of [`Ladder::check_statement`].
    pub fn diagnose<'a>(
        &'a self,
        index: &SignalIndex,
        text: &'a str,
        level: Option<&str>,
    ) -> Result<Diagnosis<'a>, Vec<Fault>> {
        let faults = self.check_statement(Some(text), level);
        if !faults.is_empty() {
            return Err(faults);
        }
        let asked = |roadblock: &&Roadblock| {
            level.is_none_or(|level| roadblock.levels.iter().any(|id| id == level))
        };
        let roadblocks = &self.document().roadblocks;
        let statement = Statement::read(text, index);
        let mut found = Vec::new();
        let evidence = statement.evidence(index);
        let each = roadblocks.iter().zip(&evidence);
        for (roadblock, evidence) in each.filter(|(one, _)| asked(one)) {
            let score = (evidence.score() * 1e4).round() / 1e4;
            if score >= THRESHOLD {
                found.push(DiagnosedRoadblock {
                    id: &roadblock.id,
                    title: &roadblock.title,
                    levels: &roadblock.levels,
                    score,
                    phrases: phrases(text, roadblock, evidence, &statement),
                    cause: &roadblock.cause,
                    remedy: &roadblock.remedy,
                });
            }
        }
        // Stable, so that equal ones stay in the order of the document.
        found.sort_by(|one, other| other.score.total_cmp(&one.score));
        let has_signals = roadblocks
            .iter()
            .filter(asked)
            .any(|one| !one.signals.is_empty());
        let words = &self.words().facts.diagnosis;
        let (verdict, reason, detail) = outcome(&found, has_signals, level.is_some(), words);
        Ok(Diagnosis {
            verdict,
            reason,
            detail,
            roadblocks: found,
            rule: words.rule,
            statement: statement.counts(),
        })
    }
}

fn outcome(
    found: &[DiagnosedRoadblock<'_>],
    has_signals: bool,
    of_a_level: bool,
    words: &facts::DiagnosisMessages,
) -> (DiagnosisVerdict, Option<UnclearReason>, String) {
    if let [first, rest @ ..] = found {
        let title = shortened(first.title.as_str());
        let detail = (words.found)(&title, rest.len());
        return (DiagnosisVerdict::Found, None, detail);
    }
    let (reason, detail) = match (has_signals, of_a_level) {
        (false, true) => (UnclearReason::NoSignals, words.level_without_signals),
        (false, false) => (UnclearReason::NoSignals, words.ladder_without_signals),
        (true, _) => (UnclearReason::TooLittle, words.too_little),
    };
    (DiagnosisVerdict::Unclear, Some(reason), detail.into())
}

fn shortened(title: &str) -> String {
    title.chars().take(300).collect()
}

fn phrases<'a>(
    text: &'a str,
    roadblock: &'a Roadblock,
    evidence: &matching::RoadblockEvidence,
    statement: &Statement,
) -> Vec<MatchedPhrase<'a>> {
    let matches = evidence.matches.iter().take(MOST_PHRASES);
    matches
        .filter_map(|found| {
            let marks: Vec<Highlight> = statement.marks(&found.terms, found.sentences.clone());
            let end = marks.last()?.end;
            let start = statement.start_of(found.sentences.start);
            let end = statement.end_of(found.sentences.end).max(end);
            let part = text.get(start..end)?;
            let marks: Vec<Highlight> = marks
                .into_iter()
                .map(|mark| Highlight {
                    start: mark.start - start,
                    end: mark.end - start,
                    ..mark
                })
                .collect();
            let excerpt = Excerpt::around(part, &marks);
            Some(MatchedPhrase {
                signal: roadblock.signals.get(found.signal)?,
                start: text.get(..start + excerpt.start)?.chars().count(),
                pieces: excerpt.pieces,
                coverage: found.coverage,
            })
        })
        .collect()
}
