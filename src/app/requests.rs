//! The types that the bodies of requests are parsed as. Each has its compiled schema, which names all faults of a body at once.

use super::{
    assessing::CreateAssessment,
    compensation::PositionPay,
    contests::{ContestAssessment, ResolveContest},
    diagnosis::DiagnoseRoadblocks,
    evidence::{AddEvidence, ReviewEvidence, WithdrawEvidence},
    forks::ForkLadder,
    holds::PlaceHold,
    interpretation::InterpretAnswer,
    keys::CreateKey,
    people::PutPerson,
    planning::{CheckReadiness, PlanRoadmap},
    scoring::{BatchLine, ScoreQuiz},
    turns::TakeQuiz,
};
use crate::json::request_bodies;

request_bodies![
    AddEvidence<'_>,
    BatchLine<'_>,
    CheckReadiness<'_>,
    ContestAssessment,
    CreateAssessment<'_>,
    CreateKey<'_>,
    DiagnoseRoadblocks,
    ForkLadder,
    InterpretAnswer,
    PlaceHold,
    PlanRoadmap<'_>,
    PositionPay<'_>,
    PutPerson<'_>,
    ResolveContest,
    ReviewEvidence,
    ScoreQuiz<'_>,
    TakeQuiz,
    WithdrawEvidence,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::RequestBody;

    #[test]
    fn every_schema_compiles() {
        let shapes = [
            AddEvidence::shape(),
            BatchLine::shape(),
            CheckReadiness::shape(),
            ContestAssessment::shape(),
            CreateAssessment::shape(),
            CreateKey::shape(),
            DiagnoseRoadblocks::shape(),
            ForkLadder::shape(),
            InterpretAnswer::shape(),
            PlaceHold::shape(),
            PlanRoadmap::shape(),
            PositionPay::shape(),
            PutPerson::shape(),
            ResolveContest::shape(),
            ReviewEvidence::shape(),
            ScoreQuiz::shape(),
            TakeQuiz::shape(),
            WithdrawEvidence::shape(),
        ];
        assert!(shapes.iter().all(Option::is_some));
    }
}
