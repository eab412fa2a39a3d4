//! Two levels side by side.

use super::{
    Operation,
    catalogue::{Form, LadderPath, Read, show},
};
use crate::{
    app::comparisons::{CompareQuery, LevelComparison, compare},
    error::Error,
    operations,
    render::{markdown, svg},
};
use actix_web::HttpResponse;

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
    responses((status = 200, description = "The comparison.", content(
        (LevelComparison = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "image/svg+xml")))))]
async fn compare_levels(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &CompareQuery, media| {
        let ladder = &published.ladder;
        let answer = compare(ladder, query)?;
        show(media, ladder, &answer, |form| match form {
            Form::Text => markdown::comparison(ladder, &answer.comparison),
            Form::Picture => svg::comparison(ladder, &answer.comparison),
        })
    })
}

/// Draw two levels.
///
/// The comparison of two levels as a picture for an `<img>`.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compare.svg", tag = "Pictures", params(LadderPath, CompareQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_comparison(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &CompareQuery, _| {
        let ladder = &published.ladder;
        let answer = compare(ladder, query)?;
        Ok(svg::comparison(ladder, &answer.comparison).into_bytes())
    })
}
