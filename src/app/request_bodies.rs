//! The types that the bodies of requests are parsed as. Each has its compiled schema, which names all faults of a body at once.

use super::{
    assessment_creation::CreateAssessmentRequest,
    compensation::PositionPayRequest,
    contests::{ContestAssessmentRequest, ResolveContestRequest},
    diagnosis::DiagnoseRoadblocksRequest,
    evidence::{AddEvidenceRequest, ReviewEvidenceRequest, WithdrawEvidenceRequest},
    forks::ForkLadderRequest,
    interpretation::InterpretAnswerRequest,
    keys::CreateKeyRequest,
    legal_holds::PlaceHoldRequest,
    people::PutPersonRequest,
    planning::{CheckReadinessRequest, PlanRoadmapRequest},
    scoring::{BatchLine, ScoreQuizRequest},
    turns::TakeQuizRequest,
};
use crate::json::request_bodies;

request_bodies![
    AddEvidenceRequest<'_>,
    BatchLine<'_>,
    CheckReadinessRequest<'_>,
    ContestAssessmentRequest,
    CreateAssessmentRequest<'_>,
    CreateKeyRequest<'_>,
    DiagnoseRoadblocksRequest,
    ForkLadderRequest,
    InterpretAnswerRequest,
    PlaceHoldRequest,
    PlanRoadmapRequest<'_>,
    PositionPayRequest<'_>,
    PutPersonRequest<'_>,
    ResolveContestRequest,
    ReviewEvidenceRequest,
    ScoreQuizRequest<'_>,
    TakeQuizRequest,
    WithdrawEvidenceRequest,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::RequestBody;

    #[test]
    fn every_schema_compiles() {
        let shapes = [
            AddEvidenceRequest::shape(),
            BatchLine::shape(),
            CheckReadinessRequest::shape(),
            ContestAssessmentRequest::shape(),
            CreateAssessmentRequest::shape(),
            CreateKeyRequest::shape(),
            DiagnoseRoadblocksRequest::shape(),
            ForkLadderRequest::shape(),
            InterpretAnswerRequest::shape(),
            PlaceHoldRequest::shape(),
            PlanRoadmapRequest::shape(),
            PositionPayRequest::shape(),
            PutPersonRequest::shape(),
            ResolveContestRequest::shape(),
            ReviewEvidenceRequest::shape(),
            ScoreQuizRequest::shape(),
            TakeQuizRequest::shape(),
            WithdrawEvidenceRequest::shape(),
        ];
        assert!(shapes.iter().all(Option::is_some));
    }
}
