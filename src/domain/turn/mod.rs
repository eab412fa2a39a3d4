//! A quiz taken one answer at a time: which question is next, and when nothing that is left can change the placement.
//! Reckoned over totals, as the proof is: numbers of yes answers and sets of qualifiers.

mod state;
mod wish;

pub use state::{LONGEST_STATE, State, Unopened};
pub use wish::{Wish, wish};

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answers::{Answer, Sheet},
    document::{Qualifier, Question},
    id::{Id, Text},
    ladder::Ladder,
    quiz::Tally,
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
        }
    }
}

/// Where a question stands in its list.
#[derive(Clone, Copy)]
enum Position {
    Question(usize),
    Qualifier(usize),
}

/// A quiz on its way: what was said so far, in the order of asking. What was said decides what was asked.
#[derive(Debug, Clone)]
pub struct Course<'a> {
    ladder: &'a Ladder,
    said: Vec<Answer>,
    sheet: Sheet,
}

impl<'a> Course<'a> {
    /// A quiz of which nothing is answered.
    #[must_use]
    pub fn begin(ladder: &'a Ladder) -> Self {
        Self {
            ladder,
            said: Vec::new(),
            sheet: Sheet::empty(&ladder.document().quiz),
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
            Position::Question(at) => quiz.questions.get(at).map(TurnQuestion::from),
            Position::Qualifier(at) => quiz.qualifiers.get(at).map(TurnQuestion::from),
        }
    }

    fn position(&self) -> Option<Position> {
        let (table, tally) = (self.ladder.table(), self.tally());
        if self.said.is_empty() || table.question_matters(&tally) {
            let answers = &mut self.sheet.questions.iter();
            return answers.position(Option::is_none).map(Position::Question);
        }
        let mut qualifiers = 0..self.sheet.qualifiers.len();
        qualifiers
            .find(|bit| table.qualifier_matters(&tally, *bit))
            .map(Position::Qualifier)
    }

    fn tally(&self) -> Tally {
        let bits = |wanted: &dyn Fn(Option<Answer>) -> bool| {
            let answers = self.sheet.qualifiers.iter().enumerate();
            answers
                .filter(|(_, answer)| wanted(**answer))
                .fold(0, |mask, (bit, _)| mask | 1 << bit)
        };
        let count = |wanted: Option<Answer>| {
            let answers = self.sheet.questions.iter();
            answers.filter(|answer| **answer == wanted).count()
        };
        Tally {
            yes: count(Some(Answer::Yes)),
            left: count(None),
            mask: bits(&|answer| answer == Some(Answer::Yes)),
            open: bits(&|answer| answer.is_none()),
        }
    }

    /// Answers what is asked now. False where nothing is.
    pub fn say(&mut self, answer: Answer) -> bool {
        let place = match self.position() {
            Some(Position::Question(at)) => self.sheet.questions.get_mut(at),
            Some(Position::Qualifier(at)) => self.sheet.qualifiers.get_mut(at),
            None => None,
        };
        let Some(place) = place else { return false };
        *place = Some(answer);
        self.said.push(answer);
        true
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
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The most that is still asked, whatever is answered, with what is asked now.
    #[must_use]
    pub fn left_at_most(&self) -> usize {
        let (table, tally) = (self.ladder.table(), self.tally());
        let questions = if table.question_matters(&tally) {
            tally.left
        } else {
            usize::from(self.said.is_empty())
        };
        // What cannot matter now cannot matter later.
        let qualifiers = 0..self.sheet.qualifiers.len();
        let qualifiers = qualifiers.filter(|bit| table.qualifier_matters(&tally, *bit));
        questions + qualifiers.count()
    }
}

#[cfg(test)]
mod tests;
