//! Two levels side by side.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Operation,
    catalogue::{Form, LadderPath, Read, ladder_query, show},
};
use crate::{
    domain::{
        compare::Comparison,
        ladder::{Ladder, Stamp},
    },
    error::{Error, Part},
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![compare_levels, draw_comparison]
}

/// Two levels compared.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelComparison<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
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
        let answer = LevelComparison {
            ladder: ladder.stamp(),
            comparison: compare(ladder, query)?,
        };
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
        let comparison = compare(ladder, query)?;
        Ok(svg::comparison(ladder, &comparison).into_bytes())
    })
}

fn compare<'a>(ladder: &'a Ladder, query: &CompareQuery) -> Result<Comparison<'a>, Error> {
    let comparison = ladder.compare(&query.from, &query.to);
    comparison.map_err(|faults| Error::Invalid(Part::Query, faults))
}
