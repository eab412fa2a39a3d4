//! Diagnosis, as it is answered: which roadblocks a person's own words speak of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        diagnosis::{Diagnosis, SignalIndex},
        id::Id,
        ladder::{Ladder, LadderRef},
    },
    error::{Error, RequestPart},
    json,
};

/// What a person tells.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "My agent works in the demo, but in production it keeps calling the same tool and I cannot tell which step failed.", "level": "mid"}))]
pub struct DiagnoseRoadblocksRequest {
    /// What happens and what gets in the way, in the person's own words.
    #[schema(value_type = String, min_length = 1, max_length = 4_000, pattern = r"\S", required = true)]
    pub text: Option<String>,
    /// Only roadblocks that are met at this level; all where it is not given.
    pub level: Option<Id>,
}

/// A diagnosis of one ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadblockDiagnosis<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The diagnosis.
    #[serde(flatten)]
    pub diagnosis: Diagnosis<'a>,
}

/// Reads what a person tells.
///
/// # Errors
/// [`Error::Invalid`] with every fault: no text, too much of it, a level that is not on the ladder.
pub fn read(ladder: &Ladder, text: &[u8]) -> Result<DiagnoseRoadblocksRequest, Error> {
    let told: DiagnoseRoadblocksRequest = json::parse(text)?;
    let level = told.level.as_ref().map(Id::as_str);
    // Read as optional, so that one that is missing does not hide what is wrong with the other.
    let faults = ladder.check_statement(told.text.as_deref(), level);
    if faults.is_empty() {
        Ok(told)
    } else {
        Err(Error::Invalid(RequestPart::Body, faults))
    }
}

/// Tells the roadblocks that a text speaks of. The index is that of the ladder's own language.
///
/// # Errors
/// [`Error::Invalid`] for what [`read`] would not have let pass.
pub fn diagnose<'a>(
    ladder: &'a Ladder,
    index: &'a SignalIndex,
    told: &'a DiagnoseRoadblocksRequest,
) -> Result<RoadblockDiagnosis<'a>, Error> {
    let text = told.text.as_deref().unwrap_or_default();
    let level = told.level.as_ref().map(Id::as_str);
    let diagnosis = ladder.diagnose(index, text, level);
    Ok(RoadblockDiagnosis {
        ladder: ladder.stamp(),
        diagnosis: diagnosis.map_err(|faults| Error::Invalid(RequestPart::Body, faults))?,
    })
}
