//! Answers to a quiz as a caller sends them, and matched with the questions that they answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    document::Quiz,
    fault::Fault,
    id::Id,
    named::{Named, Said},
    source,
};

/// An answer. What is not answered is absent; unsure is not no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The person cannot say. Counts as not yes, and may still turn out as yes.
    Unsure,
}

impl Answer {
    /// All answers.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unsure];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }
}

/// Answers by the id of the question or qualifier.
pub type Answers<'a> = Named<'a, Answer>;

impl Said for Answer {
    const OBJECT: &'static str = "Answers";
    const MEANING: &'static str = "Answers by the id of the question or qualifier. Ids that the quiz does not ask are refused.";
    const MAX: usize = 256;
}

/// Answers matched with a quiz: one place for each question and qualifier, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub(super) questions: Vec<Option<Answer>>,
    pub(super) qualifiers: Vec<Option<Answer>>,
}

impl Sheet {
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
        let questions = match_up(
            "/answers",
            answers,
            quiz.questions.len(),
            |index| quiz.questions.get(index).map(|question| &question.id),
            &mut faults,
        );
        let qualifiers = match_up(
            "/qualifiers",
            qualifiers,
            quiz.qualifiers.len(),
            |index| quiz.qualifiers.get(index).map(|qualifier| &qualifier.id),
            &mut faults,
        );
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

fn match_up<'q>(
    list: &str,
    answers: &Answers<'_>,
    known: usize,
    id: impl Fn(usize) -> Option<&'q Id>,
    faults: &mut Vec<Fault>,
) -> Vec<Option<Answer>> {
    let mut places = vec![None; known];
    for (nth, (name, answer)) in answers.iter().enumerate() {
        let is_it = |index: usize| id(index).is_some_and(|id| id == name);
        // Answers mostly come in the order of the questions.
        let place = if is_it(nth) {
            Some(nth)
        } else {
            (0..known).find(|index| is_it(*index))
        };
        match place.and_then(|place| places.get_mut(place)) {
            Some(place) => *place = Some(answer),
            None => {
                let names = (0..known).filter_map(&id).map(Id::as_str);
                faults.push(Fault::error(
                    format!("{list}/{}", source::escape(name)),
                    "unknown_answer",
                    format!(
                        "The quiz asks nothing of this name. It knows: {}.",
                        names.collect::<Vec<_>>().join(", ")
                    ),
                ));
            }
        }
    }
    places
}
