//! Scoring, one sheet or many lines: from JSON in to JSON out, the same over HTTP and on the command line.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{App, PublishedLadder, scored_quiz::ScoredQuiz};
use crate::{
    domain::{
        answers::{AnswerSheet, Answers},
        fault::Fault,
        ladder::Ladder,
        placement::{AnswerCounts, Placement},
        quiz::LadderPosition,
        receipt::{ReceiptClaims, ReceiptKey},
    },
    error::{Error, Problem, RequestPart},
    json,
};

/// Answers to be scored. What is not answered is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "no", "q6": "unsure"}, "qualifiers": {}}))]
pub struct ScoreQuizRequest<'a> {
    /// Answers by question id; at least one.
    #[serde(borrow)]
    #[schema(schema_with = Answers::at_least_one)]
    pub answers: Answers<'a>,
    /// Answers by qualifier id; a qualifier is worth asking only where its answer can change the outcome.
    #[serde(borrow, default)]
    #[schema(value_type = Answers)]
    pub qualifiers: Answers<'a>,
}

/// One line of a batch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ref": "a", "answers": {"q1": "yes", "q2": "yes", "q3": "no"}}))]
pub struct BatchLine<'a> {
    /// The caller's own name for the line; echoed.
    #[serde(rename = "ref", borrow, default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub reference: Option<Cow<'a, str>>,
    /// Answers by question id; at least one.
    #[serde(borrow)]
    #[schema(schema_with = Answers::at_least_one)]
    pub answers: Answers<'a>,
    /// Answers by qualifier id.
    #[serde(borrow, default)]
    #[schema(value_type = Answers)]
    pub qualifiers: Answers<'a>,
}

/// The short answer to one line of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoredLine<'a> {
    /// The caller's own name for the line; null where it has none.
    #[serde(rename = "ref")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub reference: Option<&'a str>,
    /// Where the answers place the person.
    #[schema(value_type = LadderPosition)]
    pub placement: &'a RawValue,
    /// How many answers of each kind there are.
    pub counts: AnswerCounts,
    /// Whether open answers can change nothing any more.
    pub decided: bool,
}

/// The whole answer to one line of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct DetailedScoredLine<'a> {
    /// The caller's own name for the line; null where it has none.
    #[serde(rename = "ref")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub reference: Option<&'a str>,
    /// The placement with its receipt.
    #[serde(flatten)]
    pub scored: ScoredQuiz<'a>,
}

/// The answer to a line that cannot be scored.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineProblem<'a> {
    /// The line's number in the batch, from 1.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    pub line: u64,
    /// The caller's own name for the line; null where it has none or it cannot be read.
    #[serde(rename = "ref")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub reference: Option<&'a str>,
    /// What is wrong with it.
    pub problem: Problem<'a>,
}

/// The longest `ref`, in characters.
const LONGEST_REF: usize = 200;

fn sheet(
    ladder: &Ladder,
    answers: &Answers<'_>,
    qualifiers: &Answers<'_>,
) -> Result<AnswerSheet, Error> {
    AnswerSheet::fill(&ladder.document().quiz, answers, qualifiers)
        .map_err(|faults| Error::Invalid(RequestPart::Body, faults))
}

pub(super) fn scored<'a>(
    ladder: &'a Ladder,
    sheet: &AnswerSheet,
    key: &ReceiptKey,
) -> Result<ScoredQuiz<'a>, Error> {
    let verdict = ladder.decide(sheet);
    let claims = ReceiptClaims::of(ladder, sheet, &verdict).ok_or_else(incomplete)?;
    Ok(ScoredQuiz {
        placement: ladder.place(sheet, &verdict).ok_or_else(incomplete)?,
        receipt: key.sign(&claims),
    })
}

/// Scores answers against a ladder and signs the outcome with a key.
///
/// # Errors
/// [`Error::Invalid`] where the answers do not fit the quiz.
pub fn score<'a>(
    ladder: &'a Ladder,
    key: &ReceiptKey,
    answers: &ScoreQuizRequest<'_>,
) -> Result<ScoredQuiz<'a>, Error> {
    let sheet = sheet(ladder, &answers.answers, &answers.qualifiers)?;
    scored(ladder, &sheet, key)
}

/// Places answers on a ladder, without a receipt.
///
/// # Errors
/// [`Error::Invalid`] where the answers do not fit the quiz.
pub fn place<'a>(
    ladder: &'a Ladder,
    answers: &ScoreQuizRequest<'_>,
) -> Result<Placement<'a>, Error> {
    let sheet = sheet(ladder, &answers.answers, &answers.qualifiers)?;
    ladder
        .place(&sheet, &ladder.decide(&sheet))
        .ok_or_else(incomplete)
}

fn incomplete() -> Error {
    Error::Internal("the decision table of a proven ladder has a hole".into())
}

impl App {
    /// Scores answers against a published ladder.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the answers do not fit the quiz.
    pub fn score<'a>(
        &self,
        published: &'a PublishedLadder,
        answers: &ScoreQuizRequest<'_>,
    ) -> Result<ScoredQuiz<'a>, Error> {
        score(&published.ladder, self.signing_key()?, answers)
    }
}

/// Scores a stream of lines, chunk by chunk, in memory bounded by the longest line.
pub struct BatchScorer {
    published: Arc<PublishedLadder>,
    /// Signs whole placements; without it the answers are short.
    key: Option<ReceiptKey>,
    base: String,
    longest: usize,
    partial: Vec<u8>,
    skipping: bool,
    line: u64,
    failed: u64,
}

impl BatchScorer {
    /// A batch against one ladder. With a key every answer is whole, without one short. `base` is the public URL of the service or
    /// empty; `longest` the longest line in bytes.
    #[must_use]
    pub fn new(
        published: Arc<PublishedLadder>,
        key: Option<ReceiptKey>,
        base: String,
        longest: usize,
    ) -> Self {
        Self {
            published,
            key,
            base,
            longest,
            partial: Vec::new(),
            skipping: false,
            line: 0,
            failed: 0,
        }
    }

    /// Lines read so far, blank ones among them.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.line
    }

    /// Lines that could not be scored.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// Takes the next chunk of the input and writes the answers to every line that it ends.
    pub fn feed(&mut self, mut chunk: &[u8], out: &mut Vec<u8>) {
        while let Some(end) = memchr::memchr(b'\n', chunk) {
            let (line, rest) = chunk.split_at(end);
            if self.skipping {
                self.skipping = false;
            } else if self.partial.is_empty() {
                self.answer(line, out);
            } else {
                let mut whole = std::mem::take(&mut self.partial);
                whole.extend_from_slice(line);
                self.answer(&whole, out);
                whole.clear();
                self.partial = whole;
            }
            chunk = rest.get(1..).unwrap_or_default();
        }
        if self.skipping {
            return;
        }
        self.partial.extend_from_slice(chunk);
        if self.partial.len() > self.longest {
            // The answer is given at once; what is left of the line is passed over.
            let start = std::mem::take(&mut self.partial);
            self.answer(&start, out);
            self.skipping = true;
        }
    }

    /// Answers a last line that no line break ends.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        if !self.partial.is_empty() {
            let last = std::mem::take(&mut self.partial);
            self.answer(&last, out);
        }
    }

    /// Writes the answer to what went wrong with the stream itself.
    pub fn break_off(&mut self, error: &Error, out: &mut Vec<u8>) {
        self.line += 1;
        self.write_problem(None, error, out);
    }

    fn answer(&mut self, line: &[u8], out: &mut Vec<u8>) {
        self.line += 1;
        if line.trim_ascii().is_empty() {
            return;
        }
        let start = out.len();
        if let Err((reference, error)) = self.score(line, out) {
            out.truncate(start);
            self.write_problem(reference.as_deref(), &error, out);
        }
    }

    fn score(&self, text: &[u8], out: &mut Vec<u8>) -> Result<(), (Option<String>, Error)> {
        if text.len() > self.longest {
            return Err((None, Error::TooLarge(self.longest)));
        }
        let read = self.read(text);
        let (line, sheet) = read.map_err(|error| (reference_of(text), error))?;
        let reference = line.reference.as_deref();
        self.write(reference, &sheet, out)
            .map_err(|error| (reference.map(String::from), error))
    }

    fn read<'a>(&self, text: &'a [u8]) -> Result<(BatchLine<'a>, AnswerSheet), Error> {
        let line: BatchLine<'_> = json::parse(text)?;
        let reference = line.reference.as_deref().unwrap_or_default();
        if reference.len() > LONGEST_REF && reference.chars().count() > LONGEST_REF {
            let detail = format!("A ref has at most {LONGEST_REF} characters.");
            return Err(Error::body(Fault::error("/ref", "out_of_range", detail)));
        }
        let sheet = sheet(&self.published.ladder, &line.answers, &line.qualifiers)?;
        Ok((line, sheet))
    }

    fn write(
        &self,
        reference: Option<&str>,
        sheet: &AnswerSheet,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let ladder = &self.published.ladder;
        let written = match &self.key {
            Some(key) => {
                let scored = scored(ladder, sheet, key)?;
                serde_json::to_writer(&mut *out, &DetailedScoredLine { reference, scored })
            }
            None => {
                let verdict = ladder.decide(sheet);
                let line = ScoredLine {
                    reference,
                    placement: self.published.place_json(verdict.order)?,
                    counts: verdict.counts,
                    decided: verdict.decided,
                };
                serde_json::to_writer(&mut *out, &line)
            }
        };
        written.map_err(|error| Error::Internal(error.to_string()))?;
        out.push(b'\n');
        Ok(())
    }

    fn write_problem(&mut self, reference: Option<&str>, error: &Error, out: &mut Vec<u8>) {
        self.failed += 1;
        let problem = LineProblem {
            line: self.line,
            reference,
            problem: error.problem(&self.base, None, None),
        };
        if serde_json::to_writer(&mut *out, &problem).is_ok() {
            out.push(b'\n');
        }
    }
}

/// The `ref` of a line that does not fit otherwise.
fn reference_of(text: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(rename = "ref")]
        reference: String,
    }
    let named: Named = serde_json::from_slice(text).ok()?;
    (named.reference.chars().count() <= LONGEST_REF).then_some(named.reference)
}
