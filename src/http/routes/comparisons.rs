//! Two levels side by side.

use crate::{
    app::comparisons::{CompareQuery, LevelComparison, compare},
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
    operations![Public => compare_levels, draw_comparison]
}

/// Compare two levels.
///
/// What changes in each dimension, every exit criterion between the two, their tenure, and the pay step where both bands
/// are published (else the reason why not). The second level is above the first and need not be the next one.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compare", tag = "Catalogue", params(LadderPath, CompareQuery),
    responses((status = 200, description = "The comparison.", body = LevelComparison)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn compare_levels(request: LadderRequest<CompareQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let view = compare(ladder, &request.query)?;
    let body = match request.media {
        Media::Markdown => markdown::comparison(ladder, &view.comparison).into(),
        Media::Svg => svg::comparison(ladder, &view.comparison).into(),
        _ => to_json(&view)?,
    };
    Ok(request.catalog(body))
}

/// Draw two levels.
///
/// The comparison of two levels as a picture for an `<img>`.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compare.svg", tag = "Pictures", params(LadderPath, CompareQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_comparison(request: LadderRequest<CompareQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let view = compare(ladder, &request.query)?;
    Ok(request.catalog(svg::comparison(ladder, &view.comparison)))
}
