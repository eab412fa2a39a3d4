//! The OpenAPI document and the page that shows it.

mod document;
mod examples;
mod schemas;
mod text;

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LINK},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Operation,
    catalogue::Read,
    extract::Nothing,
    negotiation::{Media, media},
    problems::released,
    rendition::{Keep, Rendition},
};
use crate::{error::Error, operations};

pub use document::{DOCUMENT, text};
pub(super) use text::described;

/// The page itself, among its files.
const PAGE: &str = "index.html";

/// What it is related to (RFC 8288).
const TWIN: &str = "<index.md>; rel=\"alternate\"; type=\"text/markdown\", <../llms.txt>; rel=\"describedby\"; type=\"text/plain\"";

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Open => find_openapi, find_docs_text, find_docs_file]
}

/// Find the OpenAPI document.
#[utoipa::path(get, path = "/openapi.json", tag = "Documentation",
    responses((status = 200, description = "This document.", body = Object)))]
async fn find_openapi(read: Read) -> Result<HttpResponse, Error> {
    let _: Nothing = read.query()?;
    read.answer(|media| {
        let body = text().into_bytes();
        Ok(Rendition::new(media, body, released(), Keep::AMinute))
    })
}

/// Which file of the page, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DocsPath {
    /// The file's name.
    #[param(example = "index.html", max_length = 100)]
    pub file: String,
}

/// Find the documentation as Markdown.
///
/// Every operation in a few lines: what it does, its parameters, an example of its body, and what it answers.
#[utoipa::path(get, path = "/docs/index.md", tag = "Documentation",
    responses((status = 200, description = "The operations.", body = String, content_type = "text/markdown")))]
async fn find_docs_text(read: Read) -> Result<HttpResponse, Error> {
    let _: Nothing = read.query()?;
    markdown(&read)
}

fn markdown(read: &Read) -> Result<HttpResponse, Error> {
    read.ready(Media::Markdown, || {
        let body = text::operations(&read.app().config.public_url).into_bytes();
        let media = Media::Markdown;
        Ok(Rendition::new(media, body, released(), Keep::AMinute))
    })
}

/// Find a file of the documentation page.
///
/// The page itself can be had as Markdown, too.
#[utoipa::path(get, path = "/docs/{file}", tag = "Documentation", params(DocsPath),
    responses((status = 200, description = "The file.", content((String = "text/html"), (String = "text/markdown")))))]
async fn find_docs_file(read: Read) -> Result<HttpResponse, Error> {
    let _: Nothing = read.query()?;
    let is_page = read.part("file") == PAGE;
    if is_page && media(read.headers(), &[Media::Html, Media::Markdown]) == Some(Media::Markdown) {
        return markdown(&read);
    }
    let mut response = read.ready(Media::Html, || {
        let config = utoipa_swagger_ui::Config::from("/openapi.json").validator_url("none");
        let file = utoipa_swagger_ui::serve(read.part("file"), Arc::new(config))
            .map_err(|error| Error::Internal(error.to_string()))?
            .ok_or_else(|| Error::NotFound("There is no such file.".into()))?;
        let content_type = HeaderValue::try_from(file.content_type.as_str())
            .map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Rendition::of_type(
            content_type,
            file.bytes.into_owned(),
            released(),
            Keep::AMinute,
        ))
    })?;
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'",
        ),
    );
    if is_page {
        let headers = response.headers_mut();
        headers.insert(LINK, HeaderValue::from_static(TWIN));
    }
    Ok(response)
}
