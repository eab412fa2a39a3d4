//! The files that pages load, and the web component for other sites.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, HeaderName, HeaderValue},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Operation,
    catalogue::Read,
    extract::Nothing,
    negotiation::Media,
    problems::released,
    rendition::{Keep, Rendition},
};
use crate::{
    error::Error,
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
async fn find_asset(read: Read) -> Result<HttpResponse, Error> {
    let _: Nothing = read.query()?;
    let name = read.part("file");
    let asset = Asset::find(name);
    let asset = asset.ok_or_else(|| Error::NotFound("There is no such file.".into()))?;
    let keep = if name == asset.name {
        Keep::Forever
    } else {
        Keep::AMinute
    };
    file(&read, asset, keep)
}

/// Find the web component.
///
/// One script for any site: `<rungs-quiz ladder="ai-engineer">`, `<rungs-level>` and `<rungs-bands>`. It needs no other file, keeps
/// nothing, and asks this service only.
#[utoipa::path(get, path = "/embed/rungs.js", tag = "Pages", params(EmbedQuery),
    responses((status = 200, description = "The script.", body = String, content_type = "text/javascript")))]
async fn find_embed_script(read: Read) -> Result<HttpResponse, Error> {
    let EmbedQuery { v: _ } = read.query()?;
    let mut response = file(&read, &EMBED, Keep::AMinute)?;
    let headers = response.headers_mut();
    let (name, value) = CROSS_ORIGIN;
    headers.insert(name, value);
    // Pages embed it under one name for years: a copy is good for an hour, and shown while a newer one is fetched.
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400"),
    );
    Ok(response)
}

fn file(read: &Read, asset: &'static Asset, keep: Keep) -> Result<HttpResponse, Error> {
    read.ready(Media::Html, || {
        let content_type = HeaderValue::from_static(asset.content_type);
        let body = asset.text.clone().into_bytes();
        Ok(Rendition::of_type(content_type, body, released(), keep))
    })
}
