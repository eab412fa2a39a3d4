//! Parts of responses that several operations have.

use actix_web::{
    HttpResponse,
    error::BlockingError,
    http::{
        StatusCode,
        header::{HeaderValue, LOCATION},
    },
};

use super::{idempotency::IDEMPOTENCY_REPLAYED, representation::header_value};
use crate::{app::App, error::Error};

/// Makes a response 201, with the address of what was created. `path` is a path of this service.
#[must_use]
pub fn with_location(app: &App, mut response: HttpResponse, path: &str) -> HttpResponse {
    *response.status_mut() = StatusCode::CREATED;
    let location = format!("{}{path}", app.config.public_url);
    response
        .headers_mut()
        .insert(LOCATION, header_value(&location));
    response
}

/// Adds `Idempotency-Replayed: true` to a response with the result of an identical earlier request.
#[must_use]
pub fn with_replayed(mut response: HttpResponse, replayed: bool) -> HttpResponse {
    if replayed {
        let headers = response.headers_mut();
        headers.insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

impl From<BlockingError> for Error {
    fn from(error: BlockingError) -> Self {
        Self::Internal(error.to_string())
    }
}
