//! The files that pages load, and the web component for other sites.

use actix_web::{
    http::header::{CACHE_CONTROL, HeaderName, HeaderValue},
    web::Path,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::released,
    error::Error,
    http::{
        extract::query::{Nothing, Query},
        openapi::operation::Operation,
        response::representation::{Freshness, Representation},
    },
    operations,
    pages::assets::{Asset, EMBED},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Open => find_asset, find_embed_script]
}

/// Which file, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AssetPath {
    /// The file's name, as the pages name it.
    #[param(example = "page.css", max_length = 100)]
    pub file: String,
}

/// Which copy of the script.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EmbedQuery {
    /// Anything; another value is another address, so that no copy kept under the old one is taken.
    #[param(example = "2", max_length = 64)]
    pub v: Option<String>,
}

/// Other sites may load it: a page under COEP asks for this to be said.
const CROSS_ORIGIN: (HeaderName, HeaderValue) = (
    HeaderName::from_static("cross-origin-resource-policy"),
    HeaderValue::from_static("cross-origin"),
);

/// Find a file of the pages.
///
/// Under the name that pages give it, with a piece of its hash, a copy may be kept for good.
#[utoipa::path(get, path = "/assets/{file}", tag = "Pages", params(AssetPath),
    responses((status = 200, description = "The file.", content(
        (String = "text/css"), (String = "text/javascript"), (String = "image/svg+xml")))))]
async fn find_asset(_: Query<Nothing>, path: Path<AssetPath>) -> Result<Representation, Error> {
    let asset = Asset::find(&path.file);
    let asset = asset.ok_or_else(|| Error::NotFound("There is no such file.".into()))?;
    let freshness = match path.file == asset.name {
        true => Freshness::Immutable,
        false => Freshness::Minute,
    };
    Ok(file(asset)?.fresh_for(freshness))
}

/// Find the web component.
///
/// One script for any site: `<rungs-quiz ladder="ai-engineer">`, `<rungs-level>` and `<rungs-bands>`. It needs no other file, keeps
/// nothing, and asks this service only.
#[utoipa::path(get, path = "/embed/rungs.js", tag = "Pages", params(EmbedQuery),
    responses((status = 200, description = "The script.", body = String, content_type = "text/javascript")))]
async fn find_embed_script(_: Query<EmbedQuery>) -> Result<Representation, Error> {
    let (name, value) = CROSS_ORIGIN;
    // Pages embed it under one name for years: a copy is good for an hour, and shown while a newer one is fetched.
    let cache_control = "public, max-age=3600, stale-while-revalidate=86400";
    Ok(file(&EMBED)?
        .with_header(name, value)
        .with_header(CACHE_CONTROL, HeaderValue::from_static(cache_control)))
}

fn file(asset: &'static Asset) -> Result<Representation, Error> {
    let content_type = HeaderValue::from_static(asset.content_type);
    let file = asset.file;
    let file = file.ok_or_else(|| Error::Internal(format!("no file {}", asset.name)))?;
    Ok(Representation::file(content_type, file)
        .fresh_for(Freshness::Minute)
        .last_modified(released()))
}
