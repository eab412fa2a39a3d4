//! A quiz taken one answer at a time: which question is next, and when nothing that is left can change the placement.
//! Reckoned over totals, as the proof is: numbers of yes answers, or of points, and sets of qualifiers.

mod command;
mod state;

pub use command::{QuizCommand, wish};
pub use state::{LONGEST_STATE, QuizState, QuizStateError};

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answers::{Answer, AnswerSheet},
    document::{AnswerOption, Qualifier, Question},
    id::{Id, Text},
    ladder::Ladder,
    quiz::{PointTally, PointTotals},
};

/// A question that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TurnQuestion<'a> {
    /// Where it stands in the ladder.
    pub kind: QuestionKind,
    /// Its id, by which its answer is scored.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The question.
    #[schema(value_type = Text)]
    pub text: &'a Text,
    /// What a yes affirms, in the first person; null where the ladder does not say it.
    #[schema(value_type = Option<Text>)]
    pub statement: Option<&'a Text>,
    /// What it is answered with in place of yes and no; left out where it is answered with these.
    #[serde(skip_serializing_if = "<[AnswerOption]>::is_empty")]
    #[schema(value_type = Vec<AnswerOption>, max_items = 10)]
    pub options: &'a [AnswerOption],
}

impl TurnQuestion<'_> {
    /// The answer of that name.
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<Answer> {
        let mut plain = Answer::PLAIN.into_iter();
        let plain = plain.find(|answer| answer.word() == Some(name));
        if self.options.is_empty() {
            return plain;
        }
        let at = self.options.iter().position(|option| option.id == *name);
        let at = at.and_then(|at| u8::try_from(at).ok()).map(Answer::Option);
        at.or(plain.filter(|answer| *answer == Answer::Unsure))
    }
}

/// Where a question stands in the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuestionKind {
    /// Among the questions.
    Question,
    /// Among the qualifiers, which matter only together with others.
    Qualifier,
}

impl<'a> From<&'a Question> for TurnQuestion<'a> {
    fn from(question: &'a Question) -> Self {
        Self {
            kind: QuestionKind::Question,
            id: &question.id,
            text: &question.text,
            statement: question.statement.as_ref(),
            options: &question.options,
        }
    }
}

impl<'a> From<&'a Qualifier> for TurnQuestion<'a> {
    fn from(qualifier: &'a Qualifier) -> Self {
        Self {
            kind: QuestionKind::Qualifier,
            id: &qualifier.id,
            text: &qualifier.text,
            statement: qualifier.statement.as_ref(),
            options: &[],
        }
    }
}

/// Where a question stands in its list.
#[derive(Clone, Copy)]
enum QuestionPosition {
    Question(usize),
    Qualifier(usize),
}

/// A quiz on its way: what was said so far, in the order of asking. What was said decides what was asked.
#[derive(Debug, Clone)]
pub struct QuizSession<'a> {
    ladder: &'a Ladder,
    said: Vec<Answer>,
    sheet: AnswerSheet,
}

impl<'a> QuizSession<'a> {
    /// A quiz of which nothing is answered.
    #[must_use]
    pub fn begin(ladder: &'a Ladder) -> Self {
        Self {
            ladder,
            said: Vec::new(),
            sheet: AnswerSheet::empty(&ladder.document().quiz),
        }
    }

    /// A quiz in which this was said. None where more was said than is asked.
    #[must_use]
    pub fn resume(ladder: &'a Ladder, said: &[Answer]) -> Option<Self> {
        let mut course = Self::begin(ladder);
        said.iter()
            .all(|answer| course.say(*answer))
            .then_some(course)
    }

    /// What is asked now: the next question in the order of the document while the answer to one can still change the placement, then
    /// the next qualifier of which that is true. The first question is always asked, since a result needs an answer. None where all
    /// that could change the placement was asked.
    #[must_use]
    pub fn question(&self) -> Option<TurnQuestion<'a>> {
        let quiz = &self.ladder.document().quiz;
        match self.position()? {
            QuestionPosition::Question(at) => quiz.questions.get(at).map(TurnQuestion::from),
            QuestionPosition::Qualifier(at) => quiz.qualifiers.get(at).map(TurnQuestion::from),
        }
    }

    fn position(&self) -> Option<QuestionPosition> {
        let tally = self.tally();
        let first = (self.said.is_empty()).then(|| self.open().next().map(|(at, _)| at));
        let mut questions = self.questions_that_matter(&tally);
        if let Some(at) = first.unwrap_or_else(|| questions.next()) {
            return Some(QuestionPosition::Question(at));
        }
        let mut qualifiers = self.qualifiers_that_matter(&tally);
        qualifiers.next().map(QuestionPosition::Qualifier)
    }

    /// The questions that are not answered, and where they stand.
    fn open(&self) -> impl Iterator<Item = (usize, &'a Question)> + Clone {
        let questions = self.ladder.document().quiz.questions.iter();
        let answers = self.sheet.questions.iter();
        let open = questions.enumerate().zip(answers);
        open.filter_map(|(question, answer)| answer.is_none().then_some(question))
    }

    fn questions_that_matter(&self, tally: &PointTally) -> impl Iterator<Item = usize> {
        let table = self.ladder.table();
        let any = table.questions_matter(tally);
        let matters = move |(at, question): &(usize, &Question)| {
            // Where each gives the same, one matters as much as all.
            let others = || self.open().filter(|(other, _)| other != at).map(points);
            any && (!table.counts_points()
                || table.question_matters(
                    tally,
                    question.most_points(),
                    &PointTotals::of(others()),
                ))
        };
        self.open().filter(matters).map(|(at, _)| at)
    }

    fn qualifiers_that_matter(&self, tally: &PointTally) -> impl Iterator<Item = usize> {
        let table = self.ladder.table();
        let more: Vec<usize> = if table.counts_points() {
            PointTotals::of(self.open().map(points)).all().collect()
        } else {
            (0..=tally.left).collect()
        };
        let matters = move |bit: &usize| table.qualifier_matters(tally, *bit, more.iter().copied());
        (0..self.sheet.qualifiers.len()).filter(matters)
    }

    fn tally(&self) -> PointTally {
        let bits = |wanted: &dyn Fn(Option<Answer>) -> bool| {
            let answers = self.sheet.qualifiers.iter().enumerate();
            answers
                .filter(|(_, answer)| wanted(**answer))
                .fold(0, |mask, (bit, _)| mask | 1 << bit)
        };
        // Where the quiz counts yes answers, each gives one point.
        let questions = self.ladder.document().quiz.questions.iter();
        let answered = questions.zip(&self.sheet.questions);
        let got = answered.filter_map(|(question, answer)| Some(question.points((*answer)?)));
        let left = self.open().map(|(_, question)| question.most_points());
        PointTally {
            got: got.sum(),
            left: left.sum(),
            mask: bits(&|answer| answer == Some(Answer::Yes)),
            open: bits(&|answer| answer.is_none()),
        }
    }

    /// Answers what is asked now. False where nothing is, or where it is not answered like that.
    pub fn say(&mut self, answer: Answer) -> bool {
        let position = self.position();
        if !position.is_some_and(|position| self.fits(position, answer)) {
            return false;
        }
        let place = match position {
            Some(QuestionPosition::Question(at)) => self.sheet.questions.get_mut(at),
            Some(QuestionPosition::Qualifier(at)) => self.sheet.qualifiers.get_mut(at),
            None => None,
        };
        let Some(place) = place else { return false };
        *place = Some(answer);
        self.said.push(answer);
        true
    }

    fn fits(&self, position: QuestionPosition, answer: Answer) -> bool {
        let questions = &self.ladder.document().quiz.questions;
        match position {
            QuestionPosition::Question(at) => questions
                .get(at)
                .is_some_and(|question| question.takes(answer)),
            QuestionPosition::Qualifier(_) => answer.word().is_some(),
        }
    }

    /// Takes the last answer back, so that it is asked for again. None where there is none.
    #[must_use]
    pub fn back(&self) -> Option<Self> {
        let (_, before) = self.said.split_last()?;
        Self::resume(self.ladder, before)
    }

    /// The answers so far, in the order of asking.
    #[must_use]
    pub fn said(&self) -> &[Answer] {
        &self.said
    }

    /// The answers so far, by what they answer.
    #[must_use]
    pub fn sheet(&self) -> &AnswerSheet {
        &self.sheet
    }

    /// The most that is still asked, whatever is answered, with what is asked now.
    #[must_use]
    pub fn left_at_most(&self) -> usize {
        let tally = self.tally();
        // What cannot matter now cannot matter later; the first is asked all the same.
        let first = self.said.is_empty().then_some(0);
        let questions = self.questions_that_matter(&tally);
        let questions = questions.filter(|at| Some(*at) != first).count();
        let qualifiers = self.qualifiers_that_matter(&tally).count();
        questions + qualifiers + usize::from(first.is_some())
    }
}

/// The points that a question can give.
fn points((_, question): (usize, &Question)) -> impl Iterator<Item = usize> {
    let answers = question.answers();
    answers.map(|answer| question.points(answer))
}

#[cfg(test)]
mod tests;
