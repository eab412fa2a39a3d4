//! Assessments that are to be stored, and what comes of each.

use uuid::Uuid;

use crate::{
    app::idempotency::{IdempotencyRequest, Replay},
    error::Error,
    store::AssessmentRow,
};

/// An assessment to be stored.
#[derive(Debug)]
pub struct NewAssessment {
    /// The id of the person in the calling system.
    pub person: String,
    /// The row. Its person is filled in when it is stored.
    pub row: AssessmentRow,
    /// The identity of the request.
    pub request: IdempotencyRequest,
}

/// The result of storing an assessment.
#[derive(Debug, Clone)]
pub enum StoreOutcome {
    /// It is stored, for the person with this row.
    New(Uuid),
    /// An identical earlier request has stored it.
    Replay(Replay<Uuid>),
}

/// The outcome of a request in a transaction. None if the person is locked by another transaction.
pub(super) type SubmissionResult = Option<Result<StoreOutcome, Error>>;
