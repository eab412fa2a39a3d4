//! The OpenAPI document and the page that shows it.

mod document;
mod examples;
mod schemas;

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
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
use crate::{error::Error, operations};

pub use document::{DOCUMENT, text};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![find_openapi, find_docs_file]
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

/// Find a file of the documentation page.
#[utoipa::path(get, path = "/docs/{file}", tag = "Documentation", params(DocsPath),
    responses((status = 200, description = "The file.", body = String, content_type = "text/html")))]
async fn find_docs_file(read: Read) -> Result<HttpResponse, Error> {
    let _: Nothing = read.query()?;
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
    Ok(response)
}
