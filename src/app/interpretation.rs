//! Interpretation: a person's words as the answer to a question of the quiz, the same over HTTP and elsewhere.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        fault::Fault,
        id::{Id, Text},
        interpretation::{Reading, SpokenWords, interpret},
        ladder::{Ladder, Stamp},
    },
    error::{Error, Part},
};

/// The longest text, in characters.
pub const LONGEST: usize = 1_000;
/// The most words that the detail names, and the most characters of each.
const NAMED: (usize, usize) = (3, 60);

/// What a person said to a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"question": "q1", "text": "yeah, since last spring"}))]
pub struct InterpretAnswer {
    /// The question or qualifier, by its id.
    #[schema(value_type = Id, required = true)]
    pub question: Option<String>,
    /// What the person said to it, in their own words.
    #[schema(value_type = String, min_length = 1, max_length = 1_000, pattern = r"\S", required = true)]
    pub text: Option<String>,
}

/// A question or qualifier of the quiz.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct AskedQuestion<'a> {
    /// Its id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The question.
    #[schema(value_type = Text)]
    pub text: &'a Text,
}

/// What a person's words say.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterpretedAnswer<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// What was asked.
    pub question: AskedQuestion<'a>,
    /// What they say. What is `unclear` is to be asked again, and is no answer.
    pub answer: Reading,
    /// The words that decided, verbatim and in order; where it is unclear, what kept it from being read, if anything.
    #[schema(max_items = 20)]
    pub words: Vec<SpokenWords<'a>>,
    /// What decided or what to ask for, in a sentence for the person.
    #[schema(max_length = 1000)]
    pub detail: String,
}

impl InterpretAnswer {
    /// Everything that keeps it from being read: a question that the quiz does not ask, a text that is missing, has nothing but white
    /// space or more than [`LONGEST`] characters.
    #[must_use]
    pub fn faults(&self, ladder: &Ladder) -> Vec<Fault> {
        let mut faults = Vec::new();
        match self.question.as_deref() {
            None => faults.push(missing("question")),
            Some(id) if asked(ladder, id).is_none() => {
                let known: Vec<&str> = questions(ladder).map(|one| one.id.as_str()).collect();
                let detail = format!(
                    "The quiz asks no such question. It asks: {}.",
                    known.join(", ")
                );
                faults.push(Fault::error("/question", "unknown_question", detail));
            }
            Some(_) => {}
        }
        let unfit = |text: &str| text.trim().is_empty() || text.chars().nth(LONGEST).is_some();
        match self.text.as_deref() {
            None => faults.push(missing("text")),
            Some(text) if unfit(text) => {
                let detail =
                    format!("A text has 1 to {LONGEST} characters, and not only white space.");
                faults.push(Fault::error("/text", "out_of_range", detail));
            }
            Some(_) => {}
        }
        faults
    }
}

/// Reads what a person said to a question. Nothing is kept of it.
///
/// # Errors
/// [`Error::Invalid`] with every fault, those of [`InterpretAnswer::faults`].
pub fn interpret_answer<'a>(
    ladder: &'a Ladder,
    said: &'a InterpretAnswer,
) -> Result<InterpretedAnswer<'a>, Error> {
    let faults = said.faults(ladder);
    let question = said.question.as_deref().and_then(|id| asked(ladder, id));
    match (question, said.text.as_deref()) {
        (Some(question), Some(text)) if faults.is_empty() => {
            let read = interpret(text, ladder.words().code);
            Ok(InterpretedAnswer {
                ladder: ladder.stamp(),
                question,
                answer: read.answer,
                detail: detail(ladder, read.answer, &read.words),
                words: read.words,
            })
        }
        _ => Err(Error::Invalid(Part::Body, faults)),
    }
}

fn questions(ladder: &Ladder) -> impl Iterator<Item = AskedQuestion<'_>> {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().map(|one| (&one.id, &one.text));
    let qualifiers = quiz.qualifiers.iter().map(|one| (&one.id, &one.text));
    let all = questions.chain(qualifiers);
    all.map(|(id, text)| AskedQuestion { id, text })
}

fn asked<'a>(ladder: &'a Ladder, id: &str) -> Option<AskedQuestion<'a>> {
    questions(ladder).find(|one| *one.id == *id)
}

fn missing(member: &str) -> Fault {
    let detail = format!("The member {member:?} is missing.");
    Fault::error(format!("/{member}"), "missing_member", detail)
}

fn detail(ladder: &Ladder, answer: Reading, spoken: &[SpokenWords<'_>]) -> String {
    let catalogue = ladder.words();
    let words = &catalogue.facts.interpretation;
    let (most, longest) = NAMED;
    let named = spoken.iter().take(most).map(|one| {
        let short: String = one.text.chars().take(longest).collect();
        (words.quoted)(&short)
    });
    let named = catalogue.row(&named.collect::<Vec<_>>());
    match answer {
        Reading::Yes => (words.yes)(&named),
        Reading::No => (words.no)(&named),
        Reading::Unsure => (words.unsure)(&named),
        Reading::Unclear if spoken.is_empty() => words.nothing.into(),
        Reading::Unclear => (words.unclear)(&named),
    }
}
