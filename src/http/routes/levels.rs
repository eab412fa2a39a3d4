//! Levels: the rungs of a ladder.

use actix_web::web::Path;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        ladder_query::{LadderQuery, ListQuery},
        levels::{LevelResponse, level, levels},
        lists::List,
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
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => draw_level, find_level, list_levels]
}

/// Which level, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct LevelPath {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// The level's id.
    #[param(example = "mid", max_length = 64, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub level: String,
}

/// List levels.
///
/// The levels of a ladder, lowest first: tenure in months, what moves a person forward, and the plateau at the level.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The levels.", body = List<LevelResponse>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_levels(request: LadderRequest<ListQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let list = levels(ladder, &request.query)?;
    let body = match request.media {
        Media::Markdown => {
            let levels = list.items.iter().map(|view| view.level);
            markdown::levels(ladder, levels).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.catalog(body))
}

/// Find a level.
///
/// Returns one level: tenure in months, what moves a person forward, the plateau, the phase that starts at the level, and the levels
/// that come next.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels/{level}", tag = "Catalogue", params(LevelPath, LadderQuery),
    responses((status = 200, description = "The level.", body = LevelResponse)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn find_level(
    request: LadderRequest<LadderQuery>,
    path: Path<LevelPath>,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let view = level(ladder, &path.level)?;
    let body = match request.media {
        Media::Markdown => markdown::level(ladder, view.level).into(),
        Media::Svg => svg::level(ladder, view.level).into(),
        _ => to_json(&view)?,
    };
    Ok(request.catalog(body))
}

/// Draw a level.
///
/// The level on its ladder, with its plateau and what moves a person forward, as a picture for an `<img>`.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels/{level}.svg", tag = "Pictures", params(LevelPath, LadderQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_level(
    request: LadderRequest<LadderQuery>,
    path: Path<LevelPath>,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let view = level(ladder, &path.level)?;
    Ok(request.catalog(svg::level(ladder, view.level)))
}
