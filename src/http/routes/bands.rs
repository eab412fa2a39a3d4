//! Bands of the caller's organisation, laid over a ladder.

use std::sync::Arc;

use actix_web::{http::header::EntityTag, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        Actor, PublishedLadder, RunningService,
        band_set::BandSet,
        bands::{self, BandSetResponse, BandSetSummary, BandsFormat, PutBandsRequest},
        ladder_query::PageQuery,
        lists::List,
    },
    error::Error,
    http::{
        extract::{
            body::{Upload, UploadFormat},
            preconditions::{IfMatch, IfNoneMatch, PreconditionHeaders},
            query::Nothing,
            request::{ApiRequest, LadderPath},
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
    operations,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Key(LaddersRead) => find_bands; Key(LaddersWrite) => put_bands; Key(LaddersRead) => list_band_sets]
}

/// Which set of bands.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BandSetQuery {
    /// A set by its number; the one that holds where it is not given.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1)]
    pub set: Option<i64>,
}

/// Put the organisation's bands.
///
/// Stores the organisation's pay bands for a ladder as a whole set, CSV or JSON, of at most 5 MiB and 10,000 bands. With an error
/// nothing is stored, and each finding names its row. `If-Match` names the set to replace. Only the organisation's keys see its bands.
/// See docs/publishing.md.
#[utoipa::path(put, path = "/v1/ladders/{ladder}/bands", tag = "Publishing", params(LadderPath, IfMatch, IfNoneMatch),
    request_body(content((PutBandsRequest = "application/json"), (String = "text/csv")), description = "The bands."),
    responses(
        (status = 200, description = "The set, in place of the one before.", body = BandSetResponse,
            headers(("ETag" = String, description = "The set's hash."))),
        (status = 201, description = "The first set.", body = BandSetResponse,
            headers(("ETag" = String, description = "The set's hash.")))))]
async fn put_bands(
    actor: Actor,
    live: web::Data<RunningService>,
    api: ApiRequest<Nothing>,
    path: web::Path<LadderPath>,
    PreconditionHeaders(expected): PreconditionHeaders,
    upload: Upload,
) -> Result<Representation, Error> {
    let published = Arc::clone(api.app.shelf.find(&path.ladder, None)?);
    let sheet = match upload.format {
        UploadFormat::Csv => BandsFormat::Csv,
        UploadFormat::Json => BandsFormat::Json,
        UploadFormat::Yaml => {
            return Err(Error::UnsupportedMediaType("application/json or text/csv"));
        }
    };
    let reader = Arc::clone(&published);
    let bands = web::block(move || bands::read(&reader.ladder, &upload.bytes, sheet)).await??;
    let ladder = &published.ladder;
    let (set, is_first) = live.put_bands(&actor, ladder, bands, &expected).await?;
    let bands = show(&api, &published, &set)?;
    let location = format!("/v1/ladders/{}/bands", ladder.stamp().id);
    Ok(match is_first {
        true => bands.created(&api.app, &location),
        false => bands,
    })
}

/// Find the organisation's bands.
///
/// The set that holds, or one before it by its number, as it was put: JSON with what is worth a look in it, or CSV.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/bands", tag = "Publishing", params(LadderPath, BandSetQuery),
    responses((status = 200, description = "The bands.", headers(("ETag" = String, description = "The set's hash.")), body = BandSetResponse)),
    extensions(("x-renditions" = json!(["text/csv"]))))]
async fn find_bands(
    actor: Actor,
    api: ApiRequest<BandSetQuery>,
    path: web::Path<LadderPath>,
) -> Result<Representation, Error> {
    let published = api.app.shelf.find(&path.ladder, None)?;
    let set = api.app.find_bands(&actor, &path.ladder, api.query.set);
    show(&api, published, &set.await?)
}

/// List the sets of the organisation's bands.
///
/// Every set that was put for the ladder, the newest first. None is ever changed or removed.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/bands/sets", tag = "Publishing", params(LadderPath, PageQuery),
    responses((status = 200, description = "The sets.", body = List<BandSetSummary>)))]
async fn list_band_sets(
    actor: Actor,
    api: ApiRequest<PageQuery>,
    path: web::Path<LadderPath>,
) -> Result<Representation, Error> {
    api.app.shelf.find(&path.ladder, None)?;
    let page = api.query.page();
    let list = api.app.list_band_sets(&actor, &path.ladder, page);
    Representation::json(&list.await?)
}

fn show<Q>(
    api: &ApiRequest<Q>,
    published: &PublishedLadder,
    set: &BandSet,
) -> Result<Representation, Error> {
    let body = match api.media {
        Media::Csv => set.bands.csv().into_bytes(),
        _ => to_json(&set.view(&published.original().ladder))?,
    };
    let etag = EntityTag::new_strong(set.head.hash.clone());
    Ok(api.respond(body).with_etag(&etag))
}
