//! Bands of the caller's organisation, laid over a ladder.

use std::sync::Arc;

use actix_web::{HttpResponse, http::header::ETAG, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Operation,
    catalogue::{Ask, LadderPath},
    extract::{Format, Nothing, Upload},
    negotiation::Media,
    preconditions::{IfMatch, IfNoneMatch, Precondition},
    representation::header_value as header,
    response::with_location,
};
use crate::{
    app::{
        Actor, Live, Published,
        bands::{self, BandSet, BandSetNote, BandSetView, PutBands, Sheet},
        edition::PageQuery,
        lists::List,
    },
    error::Error,
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
/// The whole set for a ladder, which may be a built-in one: CSV (`text/csv`) or JSON (an object with a list `bands`), at most 5 MiB and
/// 10,000 bands. Columns: `level`, `region`, `currency`, `period`, `market`, `min`, `max`, and, where there is something to say,
/// `effective_from`, `effective_to` (days, both included) and `note`. A band without `max` is open upwards, one without `min` downwards,
/// and one without both is not published. Amounts are digits with a point before the decimals; thousands separators are refused, and so
/// is what could be read in two ways. With an error in it nothing is stored, and every finding is named with its row.
///
/// From then on the organisation's keys see these bands in place of the ladder's for the same level, region, currency, period and market.
/// Nobody else does. Every set that was put before stays (`GET …/bands/sets`). A set that replaces another names it in `If-Match`.
#[utoipa::path(put, path = "/v1/ladders/{ladder}/bands", tag = "Publishing", params(LadderPath, IfMatch, IfNoneMatch),
    request_body(content((PutBands = "application/json"), (String = "text/csv")), description = "The bands."),
    responses(
        (status = 200, description = "The set, in place of the one before.", body = BandSetView,
            headers(("ETag" = String, description = "The set's hash."))),
        (status = 201, description = "The first set.", body = BandSetView,
            headers(("ETag" = String, description = "The set's hash.")))))]
async fn put_bands(
    actor: Actor,
    live: web::Data<Live>,
    ask: Ask<Nothing>,
    Precondition(expected): Precondition,
    upload: Upload,
) -> Result<HttpResponse, Error> {
    let published = published(&ask)?;
    let sheet = match upload.format {
        Format::Csv => Sheet::Csv,
        Format::Json => Sheet::Json,
        Format::Yaml => {
            return Err(Error::UnsupportedMediaType("application/json or text/csv"));
        }
    };
    let reader = Arc::clone(&published);
    let bands = web::block(move || bands::read(&reader.ladder, &upload.bytes, sheet)).await??;
    let ladder = &published.ladder;
    let (set, is_first) = live.put_bands(&actor, ladder, bands, &expected).await?;
    let response = show(&ask, &published, &set)?;
    let at = format!("/v1/ladders/{}/bands", ladder.stamp().id);
    Ok(match is_first {
        true => with_location(ask.app(), response, &at),
        false => response,
    })
}

/// Find the organisation's bands.
///
/// The set that holds, or one before it by its number, as it was put: JSON with what is worth a look in it, or CSV.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/bands", tag = "Publishing", params(LadderPath, BandSetQuery),
    responses((status = 200, description = "The bands.", headers(("ETag" = String, description = "The set's hash.")), body = BandSetView)),
    extensions(("x-renditions" = json!(["text/csv"]))))]
async fn find_bands(actor: Actor, ask: Ask<BandSetQuery>) -> Result<HttpResponse, Error> {
    let published = published(&ask)?;
    let (app, id) = (ask.app(), ask.ladder());
    let set = app.find_bands(&actor, id, ask.query().set).await?;
    show(&ask, &published, &set)
}

/// List the sets of the organisation's bands.
///
/// Every set that was put for the ladder, the newest first. None is ever changed or removed.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/bands/sets", tag = "Publishing", params(LadderPath, PageQuery),
    responses((status = 200, description = "The sets.", body = List<BandSetNote>)))]
async fn list_band_sets(actor: Actor, ask: Ask<PageQuery>) -> Result<HttpResponse, Error> {
    published(&ask)?;
    let (app, page) = (ask.app(), ask.query().page());
    let list = app.list_band_sets(&actor, ask.ladder(), page);
    ask.json(&list.await?)
}

/// The ladder that is asked, as the caller's organisation sees it.
fn published<Q>(ask: &Ask<Q>) -> Result<Arc<Published>, Error> {
    let shelf = &ask.app().shelf;
    shelf.find(ask.ladder(), None).map(Arc::clone)
}

fn show<Q>(ask: &Ask<Q>, published: &Published, set: &BandSet) -> Result<HttpResponse, Error> {
    let mut response = match ask.media() {
        Media::Csv => ask.respond(set.bands.csv().into_bytes()),
        _ => ask.json(&set.view(&published.original().ladder))?,
    };
    let etag = header(&format!("\"{}\"", set.head.hash));
    response.headers_mut().insert(ETAG, etag);
    Ok(response)
}
