//! Errors that several operations have, and how a failure of the database becomes one.

use crate::{error::Error, store::StoreError};

/// What is said where others did not let go in time of what was to be changed.
pub(super) fn held_by_others() -> Error {
    Error::Unavailable("Others are changing the same just now. Send it again in a moment.".into())
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        if error.is_held() {
            held_by_others()
        } else if error.is_unavailable() {
            tracing::warn!(%error, "the database does not answer");
            Self::Unavailable("The database does not answer.".into())
        } else {
            Self::Internal(error.to_string())
        }
    }
}

/// What is said of somebody who is not there.
pub(super) fn no_person() -> Error {
    Error::NotFound("There is no such person. PUT them first.".into())
}
