//! Phases: the roadmap's parts, each with its plateau, its table, its criteria and its resources.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Operation,
    catalogue::{LadderPath, LadderQuery, List, ListQuery, Read, render},
};
use crate::{
    domain::{
        document::Phase,
        ladder::{Ladder, Stamp},
    },
    error::Error,
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![find_phase, list_phases]
}

/// Which phase, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PhasePath {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// The phase's number, from 1.
    #[param(example = 2, minimum = 1, maximum = 100)]
    pub number: u8,
}

/// A phase.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhaseView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The phase's own members.
    #[serde(flatten)]
    #[schema(value_type = Phase)]
    pub phase: &'a Phase,
}

/// A phase as it is answered.
pub(super) fn view<'a>(ladder: &'a Ladder, phase: &'a Phase) -> PhaseView<'a> {
    PhaseView {
        ladder: ladder.stamp(),
        phase,
    }
}

/// List phases.
///
/// The phases of the roadmap in their order.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/phases", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The phases.", content(
        (List<PhaseView> = "application/json"), (String = "text/markdown")))))]
async fn list_phases(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ListQuery, media| {
        let ladder = &published.ladder;
        let phases = ladder.document().phases.iter();
        let list = query.page().cut(
            Some(ladder.stamp()),
            phases.map(|phase| view(ladder, phase)),
            |view| view.phase.id.to_string(),
        )?;
        render(media, &list, |list| {
            markdown::phases(ladder, list.items.iter().map(|view| view.phase))
        })
    })
}

/// Find a phase.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/phases/{number}", tag = "Catalogue", params(PhasePath, LadderQuery),
    responses((status = 200, description = "The phase.", content(
        (PhaseView = "application/json"), (String = "text/markdown")))))]
async fn find_phase(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, _: &LadderQuery, media| {
        let ladder = &published.ladder;
        // One phase has one URL: no sign, no leading zero.
        let part = read.part("number");
        let number = part
            .parse()
            .ok()
            .filter(|number: &u8| number.to_string() == part);
        let phase = number
            .and_then(|number| ladder.phase(number))
            .ok_or_else(|| Error::NotFound("There is no such phase on this ladder.".into()))?;
        render(media, &view(ladder, phase), |_| {
            markdown::phase(ladder, phase)
        })
    })
}
