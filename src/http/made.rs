//! What was made: answered with 201, with where it is, and with whether the same request had made it before.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, LOCATION},
    },
    web,
};

use super::{extract::IDEMPOTENCY_REPLAYED, rendition::header};
use crate::{app::App, error::Error};

/// Makes the answer one to something new, at a path of this service.
#[must_use]
pub fn made(app: &App, mut response: HttpResponse, path: &str) -> HttpResponse {
    *response.status_mut() = StatusCode::CREATED;
    let at = format!("{}{path}", app.config.public_url);
    response.headers_mut().insert(LOCATION, header(&at));
    response
}

/// Says where the same request was answered before, and its work was not done again.
#[must_use]
pub fn replayed(mut response: HttpResponse, again: bool) -> HttpResponse {
    if again {
        let headers = response.headers_mut();
        headers.insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// Does work that takes its time on a thread of its own: others wait for this one.
///
/// # Errors
/// Those of the work; [`Error::Internal`] where it does not come to its end.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = web::block(work).await;
    done.map_err(|error| Error::Internal(error.to_string()))?
}
