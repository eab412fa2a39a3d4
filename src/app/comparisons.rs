//! Two levels side by side, as they are answered.

use serde::Serialize;
use utoipa::ToSchema;

use super::ladder_query::ladder_query;
use crate::{
    domain::{
        comparison::Comparison,
        ladder::{Ladder, LadderRef},
    },
    error::{Error, RequestPart},
};

/// Two levels compared.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelComparison<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The comparison.
    #[serde(flatten)]
    pub comparison: Comparison<'a>,
}

ladder_query! {
    /// Which two levels.
    pub struct CompareQuery {
        /// The lower level.
        #[param(example = "junior", max_length = 64)]
        pub from: String,
        /// The higher level; it need not be the next one.
        #[param(example = "mid", max_length = 64)]
        pub to: String,
    }
}

/// Compares two levels.
///
/// # Errors
/// [`Error::Invalid`] where one of them is not on the ladder, or the second not above the first.
pub fn compare<'a>(ladder: &'a Ladder, query: &CompareQuery) -> Result<LevelComparison<'a>, Error> {
    let comparison = ladder.compare(&query.from, &query.to);
    Ok(LevelComparison {
        ladder: ladder.stamp(),
        comparison: comparison.map_err(|faults| Error::Invalid(RequestPart::Query, faults))?,
    })
}
