//! Phases as they are answered.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ladder_query::ListQuery, lists::List};
use crate::{
    domain::{
        document::Phase,
        ladder::{Ladder, LadderRef},
    },
    error::Error,
};

/// A phase.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhaseResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The phase's own members.
    #[serde(flatten)]
    #[schema(value_type = Phase)]
    pub phase: &'a Phase,
}

fn view<'a>(ladder: &'a Ladder, phase: &'a Phase) -> PhaseResponse<'a> {
    PhaseResponse {
        ladder: ladder.stamp(),
        phase,
    }
}

/// The phases of a ladder in their order.
///
/// # Errors
/// [`Error::Invalid`] for a page that is not there.
pub fn phases<'a>(
    ladder: &'a Ladder,
    query: &ListQuery,
) -> Result<List<'a, PhaseResponse<'a>>, Error> {
    let phases = ladder.document().phases.iter();
    let views = phases.map(|phase| view(ladder, phase));
    let list = query
        .page()
        .of_list("phases", views, |view| &view.phase.id)?;
    Ok(list.of_ladder(ladder.stamp()))
}

/// A phase by its number.
///
/// # Errors
/// [`Error::NotFound`] where it is not on the ladder.
pub fn phase<'a>(ladder: &'a Ladder, number: &str) -> Result<PhaseResponse<'a>, Error> {
    // One phase has one URL: no sign, no leading zero.
    let plain = |parsed: &u8| parsed.to_string() == number;
    let phase = number
        .parse()
        .ok()
        .filter(plain)
        .and_then(|number| ladder.phase(number))
        .map(|phase| view(ladder, phase));
    phase.ok_or_else(|| {
        let last = ladder.document().phases.len();
        let detail = format!("There is no such phase on this ladder. It has 1 to {last}.");
        Error::NotFound(detail.into())
    })
}
