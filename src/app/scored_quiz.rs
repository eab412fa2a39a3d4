//! A scored quiz, as every way of scoring returns it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::placement::Placement;

/// A placement with its receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoredQuiz<'a> {
    /// The placement.
    #[serde(flatten)]
    pub placement: Placement<'a>,
    /// Proof of the outcome, to be verified years later: a JWS (RFC 7515, HS256) over ladder id, version, hash, answers, rule and
    /// outcome as canonical JSON.
    #[schema(max_length = 16384)]
    pub receipt: String,
}
