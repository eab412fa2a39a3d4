//! Answers matched with the questions that they answer.

use super::answer::{Answer, AnswerValue, Answers};
use crate::domain::{
    document::{AnswerOption, Qualifier, Question, Quiz},
    fault::Fault,
    id::Id,
    source,
};

impl Question {
    /// The answer of that name.
    #[must_use]
    pub fn answer(&self, name: &AnswerValue) -> Option<Answer> {
        match name.as_plain() {
            Some(answer) => (answer == Answer::Unsure || !self.is_rated()).then_some(answer),
            None => {
                let mut options = self.options.iter();
                let at = options.position(|option| option.id == *name.as_str())?;
                u8::try_from(at).ok().map(Answer::Option)
            }
        }
    }

    /// An answer by its name.
    #[must_use]
    pub fn given(&self, answer: Answer) -> Option<AnswerValue> {
        match answer.word() {
            Some(_) => AnswerValue::plain(answer),
            None => self.option(answer).map(|option| option.id.as_str().into()),
        }
    }
}

impl Quiz {
    /// Why a question or qualifier is not answered by that name: a code and a sentence. None where it is, or where it is not asked.
    #[must_use]
    pub fn misfit(&self, id: &str, name: &str) -> Option<(&'static str, String)> {
        let question = self.questions.iter().find(|question| question.id == *id);
        let question = question.map(|question| question.read(&name.into()));
        let qualifier = self.qualifiers.iter().find(|qualifier| qualifier.id == *id);
        let qualifier = qualifier.map(|qualifier| qualifier.read(&name.into()));
        question.or(qualifier)?.err()
    }
}

/// The option that a text names: by its id or its whole text, case and white space aside.
#[must_use]
pub fn option_said<'a>(options: &'a [AnswerOption], text: &str) -> Option<&'a AnswerOption> {
    let folded = |text: &str| {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    let text = folded(text);
    let mut options = options.iter();
    options.find(|option| option.id == *text || folded(option.text.as_str()) == text)
}

/// Answers matched with a quiz: one place for each question and qualifier, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSheet {
    pub(in crate::domain) questions: Vec<Option<Answer>>,
    pub(in crate::domain) qualifiers: Vec<Option<Answer>>,
}

impl AnswerSheet {
    /// A sheet on which nothing is answered.
    #[must_use]
    pub fn empty(quiz: &Quiz) -> Self {
        Self {
            questions: vec![None; quiz.questions.len()],
            qualifiers: vec![None; quiz.qualifiers.len()],
        }
    }

    /// Matches answers with the quiz.
    ///
    /// # Errors
    /// A fault for each name that the quiz does not know, and one where nothing was answered.
    pub fn fill(
        quiz: &Quiz,
        answers: &Answers<'_>,
        qualifiers: &Answers<'_>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        if answers.is_empty() {
            faults.push(Fault::error(
                "/answers",
                "nothing_answered",
                "Nothing was answered: give at least one answer.",
            ));
        }
        let questions = match_up("/answers", answers, &quiz.questions, &mut faults);
        let qualifiers = match_up("/qualifiers", qualifiers, &quiz.qualifiers, &mut faults);
        if faults.is_empty() {
            Ok(Self {
                questions,
                qualifiers,
            })
        } else {
            Err(faults)
        }
    }
}

/// What is answered on a sheet.
trait SheetItem {
    fn id(&self) -> &Id;

    /// The answer of that name, or why there is none.
    fn read(&self, name: &AnswerValue) -> Result<Answer, (&'static str, String)>;
}

impl SheetItem for Question {
    fn id(&self) -> &Id {
        &self.id
    }

    fn read(&self, name: &AnswerValue) -> Result<Answer, (&'static str, String)> {
        self.answer(name).ok_or_else(|| {
            if !self.is_rated() {
                return not_plain();
            }
            let options = self.options.iter().map(|option| option.id.as_str());
            let known: Vec<&str> = options.chain(["unsure"]).collect();
            let known = known.join(", ");
            let detail =
                format!("The question has no such option. It is answered with one of: {known}.");
            ("unknown_option", detail)
        })
    }
}

impl SheetItem for Qualifier {
    fn id(&self) -> &Id {
        &self.id
    }

    fn read(&self, name: &AnswerValue) -> Result<Answer, (&'static str, String)> {
        name.as_plain().ok_or_else(not_plain)
    }
}

fn not_plain() -> (&'static str, String) {
    let detail = r#"Unknown value. It is one of: "yes", "no", "unsure"."#;
    ("unknown_value", detail.into())
}

fn match_up<T: SheetItem>(
    list: &str,
    answers: &Answers<'_>,
    known: &[T],
    faults: &mut Vec<Fault>,
) -> Vec<Option<Answer>> {
    let mut places = vec![None; known.len()];
    for (nth, (name, answer)) in answers.iter().enumerate() {
        let is_it = |item: &&T| *item.id() == *name;
        // Answers mostly come in the order of the questions.
        let here = known.get(nth).filter(is_it).map(|_| nth);
        let place = here.or_else(|| known.iter().position(|item| is_it(&item)));
        let Some((place, item)) = place.and_then(|at| places.get_mut(at).zip(known.get(at))) else {
            let names: Vec<&str> = known.iter().map(|item| item.id().as_str()).collect();
            faults.push(Fault::error(
                format!("{list}/{}", source::escape(name)),
                "unknown_answer",
                format!(
                    "The quiz asks nothing of this name. It knows: {}.",
                    names.join(", ")
                ),
            ));
            continue;
        };
        match item.read(&answer) {
            Ok(answer) => *place = Some(answer),
            Err((code, detail)) => {
                let pointer = format!("{list}/{}", source::escape(name));
                faults.push(Fault::error(pointer, code, detail));
            }
        }
    }
    places
}
