//! Phases: the roadmap's parts, each with its plateau, its table, its criteria and its resources.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Operation,
    catalogue::{LadderPath, Read, render},
};
use crate::{
    app::{
        edition::{LadderQuery, ListQuery},
        lists::List,
        phases::{PhaseView, phase, phases},
    },
    error::Error,
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => find_phase, list_phases]
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

/// List phases.
///
/// The phases of the roadmap in their order.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/phases", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The phases.", content(
        (List<PhaseView> = "application/json"), (String = "text/markdown")))))]
async fn list_phases(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ListQuery, media| {
        let ladder = &published.ladder;
        let list = phases(ladder, query)?;
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
        let view = phase(ladder, read.part("number"))?;
        render(media, &view, |view| markdown::phase(ladder, view.phase))
    })
}
