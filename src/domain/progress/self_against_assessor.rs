//! Side by side: the person's newest view beside the newest of each assessor, question by question.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    AssessmentRecord, MOST_ASSESSORS, PlacementChange, RespondentRef, UncomparedQuestion,
    changes::AnswerComparison,
};
use crate::domain::{
    answers::AnswerValue, assessment::Role, id::Id, ladder::LadderRef, quiz::LadderPosition,
};

/// The person's newest view beside the newest of each assessor.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SelfAssessorComparison<'a> {
    /// One for each assessor, the newest view first; null where a side is missing, which `reason` tells.
    #[schema(max_items = 50)]
    pub pairs: Option<Vec<AssessorComparison<'a>>>,
    /// Which side is missing; null where none is.
    pub reason: Option<MissingAssessment>,
    /// How many assessors there are; more than are listed only where there are over 50.
    #[schema(format = Int32, minimum = 0, maximum = 1000)]
    pub assessors: usize,
}

/// Which side is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingAssessment {
    /// The person's own.
    NoSelfAssessment,
    /// That of any assessor.
    NoAssessor,
    /// Both.
    NoAssessment,
}

/// The person's newest view beside that of one assessor.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AssessorComparison<'a> {
    /// The person's own.
    #[serde(rename = "self")]
    pub own: LatestAssessment<'a>,
    /// The assessor's.
    pub assessor: LatestAssessment<'a>,
    /// Where the assessor's placement lies, seen from the person's own.
    pub moved: PlacementChange,
    /// Questions and qualifiers that both answered, with different answers.
    #[schema(format = Int32, minimum = 0, maximum = 70)]
    pub different: usize,
    /// Questions, then qualifiers, that both were asked in the same words, with the same answers to choose from.
    #[schema(max_items = 70)]
    pub questions: Vec<AnswerPair<'a>>,
    /// Those that were not; earlier and later are those of the versions.
    #[schema(max_items = 140)]
    pub not_compared: Vec<UncomparedQuestion<'a>>,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LatestAssessment<'a> {
    /// The assessment's id.
    pub assessment: Uuid,
    /// When the quiz was taken.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub taken_at: DateTime<Utc>,
    /// Who gave the answers.
    pub by: RespondentRef<'a>,
    /// The version that it is of.
    pub ladder: &'a LadderRef,
    /// Where it places the person.
    pub placement: &'a LadderPosition,
}

/// A question or qualifier with both answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerPair<'a> {
    /// The question or qualifier.
    #[schema(value_type = Id)]
    pub question: &'a Id,
    /// The person's own answer; null where there is none.
    #[serde(rename = "self")]
    pub own: Option<AnswerValue>,
    /// The assessor's answer; null where there is none.
    pub assessor: Option<AnswerValue>,
    /// Whether they differ; null where one of them is missing. Unsure is an answer.
    pub differ: Option<bool>,
}

impl<'a> SelfAssessorComparison<'a> {
    /// Of assessments in the order in which they were taken.
    pub(super) fn of(taken: &[&AssessmentRecord<'a>]) -> Self {
        let own = taken.iter().rev().find(|one| one.by.role == Role::Oneself);
        let mut newest: Vec<&AssessmentRecord<'a>> = Vec::new();
        for one in taken.iter().rev() {
            let known = |other: &&AssessmentRecord<'a>| other.by.id == one.by.id;
            if one.by.role == Role::Assessor && !newest.iter().any(known) {
                newest.push(one);
            }
        }
        let assessors = newest.len();
        let reason = match (own, assessors) {
            (None, 0) => Some(MissingAssessment::NoAssessment),
            (None, _) => Some(MissingAssessment::NoSelfAssessment),
            (Some(_), 0) => Some(MissingAssessment::NoAssessor),
            (Some(_), _) => None,
        };
        let newest = newest.into_iter().take(MOST_ASSESSORS);
        let pairs = own.filter(|_| reason.is_none()).map(|own| {
            let pairs = newest.filter_map(|assessor| AssessorComparison::of(own, assessor));
            pairs.collect()
        });
        Self {
            pairs,
            reason,
            assessors,
        }
    }
}

impl<'a> AssessorComparison<'a> {
    fn of(own: &AssessmentRecord<'a>, assessor: &AssessmentRecord<'a>) -> Option<Self> {
        let version = |taken: &AssessmentRecord<'a>| &taken.version.ladder.stamp().version;
        let own_first = version(own) <= version(assessor);
        let AnswerComparison {
            answers,
            not_compared,
        } = if own_first {
            AnswerComparison::of(own, assessor)
        } else {
            AnswerComparison::of(assessor, own)
        };
        let questions = answers.into_iter().map(|change| {
            let (own, assessor) = if own_first {
                (change.from, change.to)
            } else {
                (change.to, change.from)
            };
            AnswerPair {
                question: change.question,
                differ: own.as_ref().zip(assessor.as_ref()).map(|(a, b)| a != b),
                own,
                assessor,
            }
        });
        let questions: Vec<AnswerPair<'a>> = questions.collect();
        let ladder = |taken: &AssessmentRecord<'a>| taken.version.ladder;
        let (own_side, side) = (LatestAssessment::of(own)?, LatestAssessment::of(assessor)?);
        Some(Self {
            moved: PlacementChange::between(
                (ladder(own), own_side.placement),
                (ladder(assessor), side.placement),
            ),
            own: own_side,
            assessor: side,
            different: (questions.iter())
                .filter(|one| one.differ == Some(true))
                .count(),
            questions,
            not_compared,
        })
    }
}

impl<'a> LatestAssessment<'a> {
    fn of(taken: &AssessmentRecord<'a>) -> Option<Self> {
        Some(Self {
            assessment: taken.id,
            taken_at: taken.taken_at,
            by: taken.by,
            ladder: taken.version.ladder.stamp(),
            placement: taken.place()?,
        })
    }
}
