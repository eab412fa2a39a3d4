//! How many answers of each kind there are, and the points that they give.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{answers::Answer, document::Quiz};

/// How many answers of each kind there are. Qualifiers are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerCounts {
    /// Answered with yes.
    #[schema(minimum = 0, maximum = 64)]
    pub yes: u8,
    /// Answered with no.
    #[schema(minimum = 0, maximum = 64)]
    pub no: u8,
    /// Answered with unsure.
    #[schema(minimum = 0, maximum = 64)]
    pub unsure: u8,
    /// Not answered.
    #[schema(minimum = 0, maximum = 64)]
    pub unanswered: u8,
    /// Questions of the quiz.
    #[schema(minimum = 1, maximum = 64)]
    pub questions: u8,
    /// Answered by an option; left out where the quiz counts yes answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 64)]
    pub rated: Option<u8>,
    /// The points of all questions; left out where the quiz counts yes answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<PointScore>,
}

/// Points, and how many there could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PointScore {
    /// Points that the answers gave.
    #[schema(minimum = 0, maximum = 2000)]
    pub got: u16,
    /// Points that answers can give at the most.
    #[schema(minimum = 0, maximum = 2000)]
    pub of: u16,
}

impl AnswerCounts {
    pub(super) fn of(answers: &[Option<Answer>]) -> Self {
        let mut counts = Self {
            yes: 0,
            no: 0,
            unsure: 0,
            unanswered: 0,
            questions: 0,
            rated: None,
            points: None,
        };
        for answer in answers {
            counts.questions += 1;
            match answer {
                Some(Answer::Yes) => counts.yes += 1,
                Some(Answer::No) => counts.no += 1,
                Some(Answer::Unsure) => counts.unsure += 1,
                Some(Answer::Option(_)) => {}
                None => counts.unanswered += 1,
            }
        }
        counts
    }

    pub(super) fn open(self) -> usize {
        usize::from(self.unsure) + usize::from(self.unanswered)
    }

    /// Counts the points as well: those that the answers give, and the most that what is open could add.
    pub(super) fn points_of(
        &mut self,
        quiz: &Quiz,
        answers: &[Option<Answer>],
        of: usize,
    ) -> (usize, usize) {
        let (mut got, mut more) = (0, 0);
        for (question, answer) in quiz.questions.iter().zip(answers) {
            match answer {
                None | Some(Answer::Unsure) => more += question.most_points(),
                Some(answer) => got += question.points(*answer),
            }
        }
        let answered = self.yes + self.no + self.unsure + self.unanswered;
        self.rated = Some(self.questions - answered);
        self.points = Some(PointScore {
            got: small(got),
            of: small(of),
        });
        (got, more)
    }
}

/// Points of a quiz, which has 2,000 at most.
pub(super) fn small(points: usize) -> u16 {
    u16::try_from(points).unwrap_or(u16::MAX)
}
