//! Interpretation: a person's words as the answer to a question of the quiz, the same over HTTP and elsewhere.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::{
    domain::{
        answers::option_said,
        document::AnswerOption,
        fault::Fault,
        id::{Id, Text},
        interpretation::{AnswerIntent, InterpretationQuote, interpret},
        ladder::{Ladder, LadderRef},
    },
    error::{Error, RequestPart},
};

/// The longest text, in characters.
pub const LONGEST: usize = 1_000;
/// The most words that the detail names, and the most characters of each.
const NAMED: (usize, usize) = (3, 60);

/// What a person said to a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"question": "q1", "text": "yeah, since last spring"}))]
pub struct InterpretAnswerRequest {
    /// The question or qualifier, by its id.
    #[schema(value_type = Id, required = true)]
    pub question: Option<String>,
    /// What the person said to it, in their own words.
    #[schema(value_type = String, min_length = 1, max_length = 1_000, pattern = r"\S", required = true)]
    pub text: Option<String>,
}

/// A question or qualifier of the quiz.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct InterpretedQuestion<'a> {
    /// Its id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The question.
    #[schema(value_type = Text)]
    pub text: &'a Text,
    /// What it is answered with in place of yes and no; left out where it is answered with these.
    #[serde(skip_serializing_if = "<[AnswerOption]>::is_empty")]
    #[schema(value_type = Vec<AnswerOption>, max_items = 10)]
    pub options: &'a [AnswerOption],
}

/// What a person's words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum InterpretedValue<'a> {
    /// Yes, no, unsure or unclear.
    Reading(AnswerIntent),
    /// An option of the question, by its id.
    Option(#[serde(serialize_with = "id_of")] &'a AnswerOption),
}

fn id_of<S: serde::Serializer>(option: &&AnswerOption, serializer: S) -> Result<S::Ok, S::Error> {
    option.id.serialize(serializer)
}

impl PartialSchema for InterpretedValue<'_> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "What a person's words say: `yes`, `no`, `unsure`, or for a question with options the id of one; `unclear` where none of these is \
                 said clearly enough: ask again.",
            ))
            .min_length(Some(1))
            .max_length(Some(Id::MAX))
            .pattern(Some(Id::PATTERN))
            .examples(["yes"])
            .into()
    }
}

impl ToSchema for InterpretedValue<'_> {}

/// What a person's words say.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterpretAnswerResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// What was asked.
    pub question: InterpretedQuestion<'a>,
    /// What they say. What is `unclear` is to be asked again, and is no answer.
    pub answer: InterpretedValue<'a>,
    /// The words that decided, verbatim and in order; where it is unclear, what kept it from being read, if anything. Of an option, which is
    /// named by its id or by its whole text, there are none.
    #[schema(max_items = 20)]
    pub words: Vec<InterpretationQuote<'a>>,
    /// What decided or what to ask for, in a sentence for the person.
    #[schema(max_length = 50_000)]
    pub detail: String,
}

impl InterpretAnswerRequest {
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
/// [`Error::Invalid`] with every fault, those of [`InterpretAnswerRequest::faults`].
pub fn interpret_answer<'a>(
    ladder: &'a Ladder,
    said: &'a InterpretAnswerRequest,
) -> Result<InterpretAnswerResponse<'a>, Error> {
    let faults = said.faults(ladder);
    let question = said.question.as_deref().and_then(|id| asked(ladder, id));
    match (question, said.text.as_deref()) {
        (Some(question), Some(text)) if faults.is_empty() => {
            let (answer, words, detail) = meaning(ladder, question, text);
            Ok(InterpretAnswerResponse {
                ladder: ladder.stamp(),
                question,
                answer,
                words,
                detail,
            })
        }
        _ => Err(Error::Invalid(RequestPart::Body, faults)),
    }
}

/// What a text says to a question, by which words, and the same in a sentence. A yes or a no names no option.
fn meaning<'a>(
    ladder: &'a Ladder,
    question: InterpretedQuestion<'a>,
    text: &'a str,
) -> (InterpretedValue<'a>, Vec<InterpretationQuote<'a>>, String) {
    let words = ladder.words();
    let quoted = words.facts.interpretation.quoted;
    if let Some(option) = option_said(question.options, text) {
        let detail = (words.facts.interpretation.option)(&quoted(option.text.as_str()));
        return (InterpretedValue::Option(option), Vec::new(), detail);
    }
    let read = interpret(text, words.code);
    if !question.options.is_empty() && read.answer != AnswerIntent::Unsure {
        let options = question.options.iter();
        let options: Vec<String> = options.map(|option| quoted(option.text.as_str())).collect();
        let detail = (words.facts.interpretation.which)(&words.either(&options));
        return (
            InterpretedValue::Reading(AnswerIntent::Unclear),
            Vec::new(),
            detail,
        );
    }
    let detail = detail(ladder, read.answer, &read.words);
    (InterpretedValue::Reading(read.answer), read.words, detail)
}

fn questions(ladder: &Ladder) -> impl Iterator<Item = InterpretedQuestion<'_>> {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter();
    let questions = questions.map(|one| (&one.id, &one.text, &one.options[..]));
    let qualifiers = quiz.qualifiers.iter();
    let qualifiers = qualifiers.map(|one| (&one.id, &one.text, &[][..]));
    let all = questions.chain(qualifiers);
    all.map(|(id, text, options)| InterpretedQuestion { id, text, options })
}

fn asked<'a>(ladder: &'a Ladder, id: &str) -> Option<InterpretedQuestion<'a>> {
    questions(ladder).find(|one| *one.id == *id)
}

fn missing(member: &str) -> Fault {
    let detail = format!("The member {member:?} is missing.");
    Fault::error(format!("/{member}"), "missing_member", detail)
}

fn detail(ladder: &Ladder, answer: AnswerIntent, spoken: &[InterpretationQuote<'_>]) -> String {
    let catalogue = ladder.words();
    let words = &catalogue.facts.interpretation;
    let (most, longest) = NAMED;
    let named = spoken.iter().take(most).map(|one| {
        let short: String = one.text.chars().take(longest).collect();
        (words.quoted)(&short)
    });
    let named = catalogue.row(&named.collect::<Vec<_>>());
    match answer {
        AnswerIntent::Yes => (words.yes)(&named),
        AnswerIntent::No => (words.no)(&named),
        AnswerIntent::Unsure => (words.unsure)(&named),
        AnswerIntent::Unclear if spoken.is_empty() => words.nothing.into(),
        AnswerIntent::Unclear => (words.unclear)(&named),
    }
}
