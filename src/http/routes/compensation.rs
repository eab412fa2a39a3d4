//! Compensation: pay bands, and where an amount lies in one.

use crate::{
    app::{
        compensation::{
            BandQuery, BandResponse, PayPositionResponse, PositionPayRequest, bands, position,
        },
        ladder_query::LadderQuery,
        lists::List,
    },
    error::Error,
    http::{
        extract::{
            body::Json,
            request::{LadderPath, LadderRequest},
        },
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
    operations![Public => draw_bands, list_bands, position_pay]
}

/// List pay bands.
///
/// Bands in the order of the document. A band that the source does not publish is there with nulls and the reason; nothing is
/// interpolated. With `open`, pay goes beyond `max`, which is the highest that the source names.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compensation", tag = "Compensation", params(LadderPath, BandQuery),
    responses((status = 200, description = "The bands.", body = List<BandResponse>)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn list_bands(request: LadderRequest<BandQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.at(request.query.day()?);
    let list = bands(ladder, &request.query)?;
    let shown = list.items.iter().map(|view| &view.band);
    let body = match request.media {
        Media::Markdown => markdown::compensation(ladder, shown).into(),
        Media::Svg => svg::bands(ladder, shown).into(),
        _ => to_json(&list)?,
    };
    Ok(request.catalog(body))
}

/// Draw pay bands.
///
/// The bands on one scale for each currency and period, as a picture for an `<img>`. Open ends are drawn open, and a band that the
/// source does not publish says so.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/compensation.svg", tag = "Pictures", params(LadderPath, BandQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_bands(request: LadderRequest<BandQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.at(request.query.day()?);
    let list = bands(ladder, &request.query)?;
    let shown = list.items.iter().map(|view| &view.band);
    Ok(request.catalog(svg::bands(ladder, shown)))
}

/// Place an amount against a band.
///
/// Compares an amount with the pay band of a level: compa-ratio, range penetration, range spread, midpoint progression and the step to
/// the next band, as exact decimals with their formulas. A figure that the band does not allow is null, with the reason. See
/// docs/calls.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/compensation/position", tag = "Compensation", params(LadderPath, LadderQuery),
    request_body = PositionPayRequest,
    responses((status = 200, description = "Where the amount lies.", body = PayPositionResponse)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn position_pay(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let view = position(ladder, &body.parse()?)?;
    let body = match request.media {
        Media::Markdown => markdown::position(ladder, &view.position).into(),
        _ => to_json(&view)?,
    };
    Ok(request.respond(body))
}
