//! What changed between two assessments: answers to what both were asked in the same words, and the placement.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Taken,
    bridge::{Bridge, Crossing},
};
use crate::domain::{
    answers::{Answer, Given, Sheet},
    assessment::Role,
    diff::{Direction, direction},
    id::Id,
    ladder::Ladder,
    quiz::Place,
};

/// What changed from one assessment to the next one of the same role.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgressChange<'a> {
    /// Whose answers they are. With several assessors it may be another one's.
    pub role: Role,
    /// The earlier assessment's id.
    pub before: Uuid,
    /// The later assessment's id.
    pub after: Uuid,
    /// Where the earlier one placed.
    pub from: &'a Place,
    /// Where the later one placed.
    pub to: &'a Place,
    /// Which way that is.
    pub moved: Moved,
    /// Answers that are others now.
    #[schema(max_items = 70)]
    pub answers: Vec<AnswerChange<'a>>,
    /// Questions and qualifiers that were asked in the same words both times, with the same answers to choose from.
    #[schema(format = Int32, minimum = 0, maximum = 70)]
    pub compared: usize,
    /// Those that were not, so that nothing is said of them.
    #[schema(max_items = 140)]
    pub not_compared: Vec<NotCompared<'a>>,
}

/// An answer that is another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerChange<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub question: &'a Id,
    /// The earlier answer; null where there was none.
    pub from: Option<Given>,
    /// The later answer; null where there is none.
    pub to: Option<Given>,
}

/// A question or qualifier that is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotCompared<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub question: &'a Id,
    /// Why it is not.
    pub reason: Unlike,
}

/// Why a question or qualifier of two versions is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unlike {
    /// Only the earlier version asks it.
    QuestionGone,
    /// Only the later version asks it.
    QuestionNew,
    /// Its text is another, or its options are.
    QuestionChanged,
}

/// Which way a placement moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Moved {
    /// To a higher level, or nearer to one.
    Up,
    /// To a lower level, or farther from one.
    Down,
    /// To another place as high, as on another track.
    Aside,
    /// Not at all.
    Same,
}

impl Moved {
    /// From a place of one version to one of another.
    #[must_use]
    pub fn between(before: (&Ladder, &Place), after: (&Ladder, &Place)) -> Self {
        match direction(before, after) {
            Some(Direction::Up) => Self::Up,
            Some(Direction::Down) => Self::Down,
            Some(Direction::Aside) => Self::Aside,
            None => Self::Same,
        }
    }
}

/// Two sheets, question by question.
pub(super) struct Compared<'a> {
    /// Questions, then qualifiers, that both ask in the same words, with both answers.
    pub(super) answers: Vec<AnswerChange<'a>>,
    pub(super) not_compared: Vec<NotCompared<'a>>,
}

impl<'a> Compared<'a> {
    /// Compares two assessments, of which the first is of the earlier version.
    pub(super) fn of(earlier: &Taken<'a>, later: &Taken<'a>) -> Self {
        let (old, new) = (earlier.version.ladder, later.version.ladder);
        let bridge = Bridge::new(old, new);
        let after = given(new, later.sheet);
        let mut answers = Vec::new();
        let mut not_compared = Vec::new();
        for ((question, crossing), (_, from)) in bridge.crossings().zip(given(old, earlier.sheet)) {
            let reason = match crossing {
                Crossing::Gone => Unlike::QuestionGone,
                Crossing::Changed => Unlike::QuestionChanged,
                Crossing::Same => {
                    let mut after = after.iter();
                    let to = after.find(|(id, _)| *id == question);
                    let to = to.and_then(|(_, given)| given.clone());
                    answers.push(AnswerChange { question, from, to });
                    continue;
                }
            };
            not_compared.push(NotCompared { question, reason });
        }
        let new = bridge.unasked().into_iter();
        not_compared.extend(new.map(|question| NotCompared {
            question,
            reason: Unlike::QuestionNew,
        }));
        Self {
            answers,
            not_compared,
        }
    }
}

/// Questions, then qualifiers, each with the answer by its name.
fn given<'a>(ladder: &'a Ladder, sheet: &Sheet) -> Vec<(&'a Id, Option<Given>)> {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().zip(&sheet.questions);
    let questions =
        questions.map(|(one, answer)| (&one.id, answer.and_then(|answer| one.given(answer))));
    let qualifiers = quiz.qualifiers.iter().zip(&sheet.qualifiers);
    let plain = |answer: &Option<Answer>| answer.and_then(Given::plain);
    questions
        .chain(qualifiers.map(|(one, answer)| (&one.id, plain(answer))))
        .collect()
}

/// What changed from each to the next of the same role, in their order.
pub(super) fn changes<'a>(taken: &[&Taken<'a>]) -> Vec<ProgressChange<'a>> {
    let later = taken.iter().enumerate().filter_map(|(at, later)| {
        let mut before = taken.iter().take(at).rev();
        let earlier = before.find(|one| one.by.role == later.by.role)?;
        change(earlier, later)
    });
    later.collect()
}

fn change<'a>(earlier: &Taken<'a>, later: &Taken<'a>) -> Option<ProgressChange<'a>> {
    let (from, to) = (earlier.place()?, later.place()?);
    let Compared {
        mut answers,
        not_compared,
    } = Compared::of(earlier, later);
    let compared = answers.len();
    answers.retain(|change| change.from != change.to);
    Some(ProgressChange {
        role: later.by.role,
        before: earlier.id,
        after: later.id,
        from,
        to,
        moved: Moved::between((earlier.version.ladder, from), (later.version.ladder, to)),
        answers,
        compared,
        not_compared,
    })
}
