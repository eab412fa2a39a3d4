//! From one version's quiz to another's: what becomes of answers. What keeps its id is the same question or option.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{
    answers::{Answer, AnswerSheet},
    document::{Qualifier, Question},
    id::Id,
    ladder::Ladder,
};

/// The way from one version's quiz to another's.
#[derive(Debug)]
pub struct VersionMapping<'a> {
    from: &'a Ladder,
    to: &'a Ladder,
    /// Where each question and each qualifier stands in the other quiz.
    questions: Vec<Option<usize>>,
    qualifiers: Vec<Option<usize>>,
}

/// An answer that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnmappedAnswer<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub question: &'a Id,
    /// Why it does not fit.
    pub reason: UnmappedReason,
}

/// Why an answer does not fit another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnmappedReason {
    /// The question or qualifier is not asked any more.
    QuestionGone,
    /// It is not answered like that any more.
    AnswerGone,
}

/// How a question or qualifier of one quiz stands in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionMapping {
    /// It is not asked there.
    Gone,
    /// It is worded otherwise, or its options are.
    Changed,
    /// It is the very same.
    Same,
}

impl<'a> VersionMapping<'a> {
    /// The way from one version to another of the same ladder.
    #[must_use]
    pub fn new(from: &'a Ladder, to: &'a Ladder) -> Self {
        let (old, new) = (&from.document().quiz, &to.document().quiz);
        let question = |id: &Id| new.questions.iter().position(|one| one.id == *id);
        let qualifier = |id: &Id| new.qualifiers.iter().position(|one| one.id == *id);
        Self {
            from,
            to,
            questions: old.questions.iter().map(|one| question(&one.id)).collect(),
            qualifiers: (old.qualifiers.iter().map(|one| qualifier(&one.id))).collect(),
        }
    }

    fn old_questions(&self) -> impl Iterator<Item = (&'a Question, Option<&'a Question>)> {
        let new = &self.to.document().quiz.questions;
        let old = self.from.document().quiz.questions.iter();
        old.zip(&self.questions)
            .map(|(old, at)| (old, at.and_then(|at| new.get(at))))
    }

    fn old_qualifiers(&self) -> impl Iterator<Item = (&'a Qualifier, Option<&'a Qualifier>)> {
        let new = &self.to.document().quiz.qualifiers;
        let old = self.from.document().quiz.qualifiers.iter();
        old.zip(&self.qualifiers)
            .map(|(old, at)| (old, at.and_then(|at| new.get(at))))
    }

    /// The same answers on a sheet of the other version.
    ///
    /// # Errors
    /// Every answer that does not fit it.
    pub fn carry(&self, sheet: &AnswerSheet) -> Result<AnswerSheet, Vec<UnmappedAnswer<'a>>> {
        let mut carried = AnswerSheet::empty(&self.to.document().quiz);
        let mut lost = Vec::new();
        let questions = self.old_questions().zip(&self.questions);
        for (((old, new), at), answer) in questions.zip(&sheet.questions) {
            let Some(answer) = *answer else { continue };
            let place = at.and_then(|at| carried.questions.get_mut(at));
            let answer = new.map(|new| translated(old, new, answer));
            put(&old.id, place, answer, &mut lost);
        }
        let qualifiers = self.old_qualifiers().zip(&self.qualifiers);
        for (((old, _), at), answer) in qualifiers.zip(&sheet.qualifiers) {
            let Some(answer) = *answer else { continue };
            let place = at.and_then(|at| carried.qualifiers.get_mut(at));
            put(&old.id, place, Some(Some(answer)), &mut lost);
        }
        if lost.is_empty() {
            Ok(carried)
        } else {
            Err(lost)
        }
    }

    /// Each question, then each qualifier of the first version, with how it stands in the other.
    pub fn crossings(&self) -> impl Iterator<Item = (&'a Id, QuestionMapping)> {
        let crossing = |same: Option<bool>| match same {
            None => QuestionMapping::Gone,
            Some(true) => QuestionMapping::Same,
            Some(false) => QuestionMapping::Changed,
        };
        let questions = self.old_questions();
        let questions =
            questions.map(move |(old, new)| (&old.id, crossing(new.map(|new| is_same(old, new)))));
        let qualifiers = self.old_qualifiers();
        questions.chain(
            qualifiers
                .map(move |(old, new)| (&old.id, crossing(new.map(|new| old.text == new.text)))),
        )
    }

    /// Questions, then qualifiers, that only the other version asks.
    #[must_use]
    pub fn unasked(&self) -> Vec<&'a Id> {
        let (old, new) = (&self.from.document().quiz, &self.to.document().quiz);
        let questions = new.questions.iter().map(|one| &one.id);
        let questions = questions.filter(|id| old.questions.iter().all(|one| one.id != **id));
        let qualifiers = new.qualifiers.iter().map(|one| &one.id);
        let qualifiers = qualifiers.filter(|id| old.qualifiers.iter().all(|one| one.id != **id));
        questions.chain(qualifiers).collect()
    }

    /// Answered questions and qualifiers that the other version words otherwise.
    #[must_use]
    pub fn reworded(&self, sheet: &AnswerSheet) -> Vec<&'a Id> {
        let answers = sheet.questions.iter().chain(&sheet.qualifiers);
        let crossings = self.crossings().zip(answers);
        crossings
            .filter(|((_, crossing), answer)| {
                *crossing == QuestionMapping::Changed && answer.is_some()
            })
            .map(|((id, _), _)| id)
            .collect()
    }
}

/// Whether a question is asked in the same words with the same answers.
fn is_same(old: &Question, new: &Question) -> bool {
    let (old_options, new_options) = (old.options.iter(), new.options.iter());
    let options = old_options.map(|one| (&one.id, &one.text));
    old.text == new.text
        && old.kind == new.kind
        && options.eq(new_options.map(|one| (&one.id, &one.text)))
}

/// An answer as the other version takes it; None where it does not. Options are known by their ids, wherever they stand.
fn translated(old: &Question, new: &Question, answer: Answer) -> Option<Answer> {
    match old.option(answer) {
        None => new.takes(answer).then_some(answer),
        Some(option) => {
            let at = new.options.iter().position(|one| one.id == option.id)?;
            u8::try_from(at).ok().map(Answer::Option)
        }
    }
}

/// Puts an answer in its place. The outer None is for a question that is gone, the inner for an answer that is.
fn put<'a>(
    question: &'a Id,
    place: Option<&mut Option<Answer>>,
    answer: Option<Option<Answer>>,
    lost: &mut Vec<UnmappedAnswer<'a>>,
) {
    let reason = match (place, answer) {
        (Some(place), Some(Some(answer))) => {
            *place = Some(answer);
            return;
        }
        (Some(_), Some(None)) => UnmappedReason::AnswerGone,
        _ => UnmappedReason::QuestionGone,
    };
    lost.push(UnmappedAnswer { question, reason });
}
