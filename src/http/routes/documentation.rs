//! The OpenAPI document and the page that shows it, as they are served.

use actix_web::{
    HttpRequest,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LINK},
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::released,
    error::Error,
    http::{
        extract::{
            caller_view::CallerView,
            query::{Nothing, Query},
            request::{ApiRequest, negotiate_media},
        },
        openapi::{document::ApiDocument, markdown, operation::Operation},
        response::{
            negotiation::Media,
            representation::{Freshness, Representation},
        },
    },
    operations,
    pages::StaticFile,
};

/// The page itself, among its files.
const PAGE: &str = "index.html";

/// What it is related to (RFC 8288).
const TWIN: &str = "<index.md>; rel=\"alternate\"; type=\"text/markdown\", <../llms.txt>; rel=\"describedby\"; type=\"text/plain\"";

/// The Content-Security-Policy of the page and its files.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'";

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Open => find_openapi, find_docs_text, find_docs_file]
}

/// Find the OpenAPI document.
///
/// Returns this document as JSON: OpenAPI 3.1, with every operation, parameter and schema.
#[utoipa::path(get, path = "/openapi.json", tag = "Documentation",
    responses((status = 200, description = "This document.", body = Object)))]
async fn find_openapi(request: ApiRequest<Nothing>, api: Data<ApiDocument>) -> Representation {
    let representation = request
        .respond(api.text().into())
        .fresh_for(Freshness::Minute);
    representation.last_modified(released())
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
async fn find_docs_text(
    _: Query<Nothing>,
    app: CallerView,
    api: Data<ApiDocument>,
) -> Representation {
    docs_text(&app, &api)
}

fn docs_text(app: &CallerView, api: &ApiDocument) -> Representation {
    let text = markdown::operations(api, &app.config.public_url);
    Representation::new(Media::Markdown, text)
        .fresh_for(Freshness::Minute)
        .last_modified(released())
}

/// Find a file of the documentation page.
///
/// The page itself can be had as Markdown, too.
#[utoipa::path(get, path = "/docs/{file}", tag = "Documentation", params(DocsPath),
    responses((status = 200, description = "The file.", content((String = "text/html"), (String = "text/markdown")))))]
async fn find_docs_file(
    http: HttpRequest,
    _: Query<Nothing>,
    app: CallerView,
    api: Data<ApiDocument>,
    path: Path<DocsPath>,
) -> Result<Representation, Error> {
    let is_page = path.file == PAGE;
    if is_page && negotiate_media(&http).ok() == Some(Media::Markdown) {
        return Ok(docs_text(&app, &api));
    }
    let file = StaticFile::find(&format!("docs/{}", path.file));
    let file = file.ok_or_else(|| Error::NotFound("There is no such file.".into()))?;
    let content_type = match path.file.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/png",
    };
    let representation = Representation::file(HeaderValue::from_static(content_type), file)
        .fresh_for(Freshness::Minute)
        .last_modified(released())
        .with_header(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(match is_page {
        true => representation.with_header(LINK, HeaderValue::from_static(TWIN)),
        false => representation,
    })
}
