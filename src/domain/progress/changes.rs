//! What changed between two assessments: answers to what both were asked in the same words, and the placement.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    AssessmentRecord,
    version_mapping::{QuestionMapping, VersionMapping},
};
use crate::domain::{
    answers::{Answer, AnswerSheet, AnswerValue},
    assessment::Role,
    diff::{MoveDirection, direction},
    id::Id,
    ladder::Ladder,
    quiz::LadderPosition,
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
    pub from: &'a LadderPosition,
    /// Where the later one placed.
    pub to: &'a LadderPosition,
    /// Which way that is.
    pub moved: PlacementChange,
    /// Answers that are others now.
    #[schema(max_items = 70)]
    pub answers: Vec<AnswerChange<'a>>,
    /// Questions and qualifiers that were asked in the same words both times, with the same answers to choose from.
    #[schema(format = Int32, minimum = 0, maximum = 70)]
    pub compared: usize,
    /// Those that were not, so that nothing is said of them.
    #[schema(max_items = 140)]
    pub not_compared: Vec<UncomparedQuestion<'a>>,
}

/// An answer that is another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerChange<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub question: &'a Id,
    /// The earlier answer; null where there was none.
    pub from: Option<AnswerValue>,
    /// The later answer; null where there is none.
    pub to: Option<AnswerValue>,
}

/// A question or qualifier that is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct UncomparedQuestion<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub question: &'a Id,
    /// Why it is not.
    pub reason: UncomparedReason,
}

/// Why a question or qualifier of two versions is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UncomparedReason {
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
pub enum PlacementChange {
    /// To a higher level, or nearer to one.
    Up,
    /// To a lower level, or farther from one.
    Down,
    /// To another place as high, as on another track.
    Aside,
    /// Not at all.
    Same,
}

impl PlacementChange {
    /// From a place of one version to one of another.
    #[must_use]
    pub fn between(before: (&Ladder, &LadderPosition), after: (&Ladder, &LadderPosition)) -> Self {
        match direction(before, after) {
            Some(MoveDirection::Up) => Self::Up,
            Some(MoveDirection::Down) => Self::Down,
            Some(MoveDirection::Aside) => Self::Aside,
            None => Self::Same,
        }
    }
}

/// Two sheets, question by question.
pub(super) struct AnswerComparison<'a> {
    /// Questions, then qualifiers, that both ask in the same words, with both answers.
    pub(super) answers: Vec<AnswerChange<'a>>,
    pub(super) not_compared: Vec<UncomparedQuestion<'a>>,
}

impl<'a> AnswerComparison<'a> {
    /// Compares two assessments, of which the first is of the earlier version.
    pub(super) fn of(earlier: &AssessmentRecord<'a>, later: &AssessmentRecord<'a>) -> Self {
        let (old, new) = (earlier.version.ladder, later.version.ladder);
        let bridge = VersionMapping::new(old, new);
        let after = given(new, later.sheet);
        let mut answers = Vec::new();
        let mut not_compared = Vec::new();
        for ((question, crossing), (_, from)) in bridge.crossings().zip(given(old, earlier.sheet)) {
            let reason = match crossing {
                QuestionMapping::Gone => UncomparedReason::QuestionGone,
                QuestionMapping::Changed => UncomparedReason::QuestionChanged,
                QuestionMapping::Same => {
                    let mut after = after.iter();
                    let to = after.find(|(id, _)| *id == question);
                    let to = to.and_then(|(_, given)| given.clone());
                    answers.push(AnswerChange { question, from, to });
                    continue;
                }
            };
            not_compared.push(UncomparedQuestion { question, reason });
        }
        let new = bridge.unasked().into_iter();
        not_compared.extend(new.map(|question| UncomparedQuestion {
            question,
            reason: UncomparedReason::QuestionNew,
        }));
        Self {
            answers,
            not_compared,
        }
    }
}

/// Questions, then qualifiers, each with the answer by its name.
fn given<'a>(ladder: &'a Ladder, sheet: &AnswerSheet) -> Vec<(&'a Id, Option<AnswerValue>)> {
    let quiz = &ladder.document().quiz;
    let questions = quiz.questions.iter().zip(&sheet.questions);
    let questions =
        questions.map(|(one, answer)| (&one.id, answer.and_then(|answer| one.given(answer))));
    let qualifiers = quiz.qualifiers.iter().zip(&sheet.qualifiers);
    let plain = |answer: &Option<Answer>| answer.and_then(AnswerValue::plain);
    questions
        .chain(qualifiers.map(|(one, answer)| (&one.id, plain(answer))))
        .collect()
}

/// What changed from each to the next of the same role, in their order.
pub(super) fn changes<'a>(taken: &[&AssessmentRecord<'a>]) -> Vec<ProgressChange<'a>> {
    let later = taken.iter().enumerate().filter_map(|(at, later)| {
        let mut before = taken.iter().take(at).rev();
        let earlier = before.find(|one| one.by.role == later.by.role)?;
        change(earlier, later)
    });
    later.collect()
}

fn change<'a>(
    earlier: &AssessmentRecord<'a>,
    later: &AssessmentRecord<'a>,
) -> Option<ProgressChange<'a>> {
    let (from, to) = (earlier.place()?, later.place()?);
    let AnswerComparison {
        mut answers,
        not_compared,
    } = AnswerComparison::of(earlier, later);
    let compared = answers.len();
    answers.retain(|change| change.from != change.to);
    Some(ProgressChange {
        role: later.by.role,
        before: earlier.id,
        after: later.id,
        from,
        to,
        moved: PlacementChange::between((earlier.version.ladder, from), (later.version.ladder, to)),
        answers,
        compared,
        not_compared,
    })
}
