//! What answers give: points by question, and the totals that they can reach.

use crate::domain::{
    answers::Answer,
    document::{AnswerKind, AnswerOption, Question, Quiz},
    fault::AnswerCombination,
    id::Id,
};

/// The most points that a quiz may give in all.
pub const MOST_POINTS: usize = 2000;

impl Question {
    /// The points of an answer. Unsure gives none.
    #[must_use]
    pub fn points(&self, answer: Answer) -> usize {
        match answer {
            Answer::Yes => usize::from(self.weight.0),
            Answer::No | Answer::Unsure => 0,
            Answer::Option(_) => self
                .option(answer)
                .map_or(0, |option| self.points_of(option)),
        }
    }

    /// The option that an answer is.
    #[must_use]
    pub fn option(&self, answer: Answer) -> Option<&AnswerOption> {
        match answer {
            Answer::Option(at) => self.options.get(usize::from(at)),
            Answer::Yes | Answer::No | Answer::Unsure => None,
        }
    }

    /// The points of one of its options.
    #[must_use]
    pub fn points_of(&self, option: &AnswerOption) -> usize {
        usize::from(option.points) * usize::from(self.weight.0)
    }

    /// The most points that an answer can give.
    #[must_use]
    pub fn most_points(&self) -> usize {
        let answers = self.answers().map(|answer| self.points(answer));
        answers.max().unwrap_or_default()
    }

    /// The answers that it can have beside unsure, in the order of the document; no before yes.
    pub fn answers(&self) -> impl Iterator<Item = Answer> + use<> {
        let options = match self.kind {
            AnswerKind::YesNo => None,
            AnswerKind::Scale | AnswerKind::Choice => Some(self.options.len()),
        };
        let plain = options.is_none().then_some([Answer::No, Answer::Yes]);
        let options = (0..u8::MAX).take(options.unwrap_or_default());
        (plain.into_iter().flatten()).chain(options.map(Answer::Option))
    }

    /// Whether it can be answered like that.
    #[must_use]
    pub fn takes(&self, answer: Answer) -> bool {
        answer == Answer::Unsure || self.answers().any(|own| own == answer)
    }

    /// Whether it is answered by an option.
    #[must_use]
    pub fn is_rated(&self) -> bool {
        self.kind != AnswerKind::YesNo
    }
}

impl Quiz {
    /// Whether it counts points. Otherwise it counts yes answers, whose number is then that of points.
    #[must_use]
    pub fn counts_points(&self) -> bool {
        let mut questions = self.questions.iter();
        questions.any(|question| question.is_rated() || question.weight.0 != 1)
    }

    /// An option of a question, by the ids of both.
    #[must_use]
    pub fn option(&self, question: &Id, option: &str) -> Option<&AnswerOption> {
        let question = self.questions.iter().find(|one| one.id == *question)?;
        question.options.iter().find(|one| one.id == *option)
    }

    /// The totals that answers can reach.
    #[must_use]
    pub fn totals(&self) -> PointTotals {
        PointTotals::of(self.questions.iter().map(points))
    }

    /// Answers of a total, and the qualifiers of a set of bits. None where no answers reach the total; `totals` are those of this quiz.
    #[must_use]
    pub fn combination(
        &self,
        totals: &PointTotals,
        total: usize,
        mask: usize,
    ) -> Option<AnswerCombination> {
        let answers = totals.answers(&self.questions, total)?;
        let answered = || self.questions.iter().zip(&answers);
        let yes = answered().filter(|(_, answer)| **answer == Answer::Yes);
        let chosen = answered().filter_map(|(question, answer)| {
            let option = question.option(*answer)?;
            Some((question.id.to_string(), option.id.to_string()))
        });
        let qualifiers = self.qualifiers.iter().enumerate();
        let qualifiers = qualifiers.filter(|(bit, _)| mask >> bit & 1 == 1);
        Some(AnswerCombination {
            yes: yes.map(|(question, _)| question.id.to_string()).collect(),
            answers: chosen.collect(),
            qualifiers: qualifiers.map(|(_, one)| one.id.to_string()).collect(),
        })
    }

    /// The most points that answers can give.
    #[must_use]
    pub fn most_points(&self) -> usize {
        self.questions.iter().map(Question::most_points).sum()
    }
}

/// The totals that answers to some questions can reach, question by question.
#[derive(Debug, Clone)]
pub struct PointTotals {
    /// Of the first so many questions: whether each total is reached.
    reached: Vec<Vec<bool>>,
}

impl PointTotals {
    /// The totals of questions, each of which gives one of its points.
    pub fn of<I: IntoIterator<Item = usize>>(questions: impl Iterator<Item = I>) -> Self {
        let mut reached = vec![vec![true]];
        for points in questions {
            let before = reached.last().map_or(&[][..], Vec::as_slice);
            let mut after = Vec::new();
            for points in points {
                after.resize(after.len().max(before.len() + points), false);
                let places = after.iter_mut().skip(points).zip(before);
                places.for_each(|(place, reached)| *place |= reached);
            }
            reached.push(after);
        }
        Self { reached }
    }

    /// The totals of all questions, ascending.
    pub fn all(&self) -> impl Iterator<Item = usize> + '_ {
        let last = self.reached.last().map_or(&[][..], Vec::as_slice);
        let totals = last.iter().enumerate();
        totals
            .filter(|(_, reached)| **reached)
            .map(|(total, _)| total)
    }

    /// Answers that reach a total, one for each question; what can be left at few points of the later questions is. None where no
    /// answers do.
    #[must_use]
    pub fn answers(&self, questions: &[Question], total: usize) -> Option<Vec<Answer>> {
        let mut left = total;
        let mut answers = Vec::with_capacity(questions.len());
        for (question, before) in questions.iter().zip(&self.reached).rev() {
            let fits = |answer: &Answer| {
                let rest = left.checked_sub(question.points(*answer));
                rest.is_some_and(|rest| before.get(rest) == Some(&true))
            };
            let fitting = question.answers().filter(fits);
            let answer = fitting.min_by_key(|answer| question.points(*answer))?;
            left -= question.points(answer);
            answers.push(answer);
        }
        answers.reverse();
        (left == 0).then_some(answers)
    }
}

/// The points that a question can give. One that lacks its options gives none.
fn points(question: &Question) -> Vec<usize> {
    let points = question.answers().map(|answer| question.points(answer));
    let mut points: Vec<usize> = points.collect();
    if points.is_empty() {
        points.push(0);
    }
    points.sort_unstable();
    points.dedup();
    points
}
