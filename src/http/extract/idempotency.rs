//! The `Idempotency-Key` of a request.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::HeaderName};
use utoipa::IntoParams;

use crate::{
    app::{Actor, idempotency::IdempotencyRequest},
    error::Error,
};

/// The longest name of a request, in bytes.
const LONGEST_NAME: usize = 255;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What a request names itself, so that it can be sent again.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKey {
    /// A name of the caller's own for this request, in visible ASCII, new for each request. The same request sent again with it within
    /// 24 hours gets the first response, with `Idempotency-Replayed: true`, and nothing is done twice. Another request with the same
    /// name is a 422. See docs/keys.md.
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        pattern = "^[!-~]+$"
    )]
    pub name: Option<String>,
}

impl IdempotencyKey {
    /// The identity of a request for an operation with these path parameters and this body.
    #[must_use]
    pub fn request(
        &self,
        actor: &Actor,
        operation: &str,
        path: &[&str],
        body: &[u8],
    ) -> IdempotencyRequest {
        IdempotencyRequest::new(actor, self.name.as_deref(), operation, path, body)
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut sent = request.headers().get_all(IDEMPOTENCY_KEY);
        let read = match (sent.next(), sent.next()) {
            (None, _) => Ok(None),
            (Some(name), None) => {
                let name = name.as_bytes();
                let fits = (1..=LONGEST_NAME).contains(&name.len())
                    && name.iter().all(u8::is_ascii_graphic);
                fits.then(|| Some(String::from_utf8_lossy(name).into_owned()))
                    .ok_or(())
            }
            _ => Err(()),
        };
        let name = read.map_err(|()| {
            let detail = "An Idempotency-Key is one name of 1 to 255 visible ASCII characters.";
            Error::Malformed(detail.into())
        });
        std::future::ready(name.map(|name| Self { name }))
    }
}
