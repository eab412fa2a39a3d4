//! Phases: the roadmap's parts, each with its plateau, its table, its criteria and its resources.

use actix_web::web::Path;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        ladder_query::{LadderQuery, ListQuery},
        lists::List,
        phases::{PhaseResponse, phase, phases},
    },
    error::Error,
    http::{
        extract::request::{LadderPath, LadderRequest},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
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
    responses((status = 200, description = "The phases.", body = List<PhaseResponse>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_phases(request: LadderRequest<ListQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let list = phases(ladder, &request.query)?;
    let body = match request.media {
        Media::Markdown => {
            let phases = list.items.iter().map(|view| view.phase);
            markdown::phases(ladder, phases).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.catalog(body))
}

/// Find a phase.
///
/// Returns one phase of the roadmap: why people stay on it, its plateau, the table that compares two columns by dimension, the
/// criteria, the resources and the mentor's part.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/phases/{number}", tag = "Catalogue", params(PhasePath, LadderQuery),
    responses((status = 200, description = "The phase.", body = PhaseResponse)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn find_phase(
    request: LadderRequest<LadderQuery>,
    path: Path<(String, String)>,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let (_, number) = path.into_inner();
    let view = phase(ladder, &number)?;
    let body = match request.media {
        Media::Markdown => markdown::phase(ladder, view.phase).into(),
        _ => to_json(&view)?,
    };
    Ok(request.catalog(body))
}
