//! Bodies of requests, read into their types, with every fault at once where they do not fit.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap},
};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use serde::Deserialize;

use super::caller_view::CallerView;
use crate::{domain::source::MAX_BYTES, error::Error, json};

/// The media type of JSON.
pub const JSON: &str = "application/json";

/// A JSON body as it came.
#[derive(Debug)]
pub struct Json(Bytes);

impl FromRequest for Json {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = body(request, payload, JSON);
        Box::pin(async move { bytes.await.map(Self) })
    }
}

/// A document as it came, of at most 5 MiB.
#[derive(Debug)]
pub struct Upload {
    /// The text.
    pub bytes: Bytes,
    /// What it is written in.
    pub format: UploadFormat,
}

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadFormat {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// CSV.
    Csv,
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is = |media: &str| is_media(request.headers(), media);
        let format = if YAML.into_iter().any(is) {
            Ok(UploadFormat::Yaml)
        } else if is("text/csv") {
            Ok(UploadFormat::Csv)
        } else if is(JSON) {
            Ok(UploadFormat::Json)
        } else {
            Err(Error::UnsupportedMediaType(
                "application/json, and YAML or CSV where the document says so",
            ))
        };
        let limits = BodyLimits::of(request).map(|limits| BodyLimits {
            body_bytes: MAX_BYTES,
            ..limits
        });
        let (mut payload, length) = (payload.take(), content_length(request.headers()));
        Box::pin(async move {
            let (format, limits) = (format?, limits?);
            let bytes = all_of(&mut payload, length, &limits).await?;
            Ok(Self { bytes, format })
        })
    }
}

/// The media types of YAML: the registered one (RFC 9512), and those in use before.
const YAML: [&str; 4] = [
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml",
];

/// A form that a browser posts: its fields in order.
#[derive(Debug)]
pub struct FormFields(pub Vec<(String, String)>);

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

impl FromRequest for FormFields {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = body(request, payload, FORM);
        Box::pin(async move {
            let fields = serde_urlencoded::from_bytes(&bytes.await?);
            let unreadable = |_| Error::Malformed("The body is not form-encoded UTF-8.".into());
            fields.map(Self).map_err(unreadable)
        })
    }
}

/// A body of the expected media type, within the limits.
fn body(
    request: &HttpRequest,
    payload: &mut Payload,
    expected: &'static str,
) -> impl Future<Output = Result<Bytes, Error>> + 'static {
    let mut payload = payload.take();
    let ready = expect_media(request.headers(), expected).and_then(|()| BodyLimits::of(request));
    let length = content_length(request.headers());
    async move { all_of(&mut payload, length, &ready?).await }
}

/// All of a body, within the limits.
async fn all_of(
    payload: &mut Payload,
    length: Option<usize>,
    limits: &BodyLimits,
) -> Result<Bytes, Error> {
    if length.is_some_and(|length| length > limits.body_bytes) {
        return Err(Error::TooLarge(limits.body_bytes));
    }
    read(payload, limits).await
}

struct BodyLimits {
    body_bytes: usize,
    body_timeout: Duration,
}

impl BodyLimits {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let app = CallerView::of(request)?;
        Ok(Self {
            body_bytes: app.config.limits.body_bytes,
            body_timeout: Duration::from_millis(app.config.limits.body_timeout_ms),
        })
    }
}

/// Checks `Content-Type` and `Content-Encoding`.
///
/// # Errors
/// [`Error::UnsupportedMediaType`] where they are not `expected` and not plain.
pub fn expect_media(headers: &HeaderMap, expected: &'static str) -> Result<(), Error> {
    if is_media(headers, expected) {
        Ok(())
    } else {
        Err(Error::UnsupportedMediaType(expected))
    }
}

fn is_media(headers: &HeaderMap, expected: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let media = text(CONTENT_TYPE).unwrap_or_default();
    let plain = text(CONTENT_ENCODING).is_none_or(|coding| coding.eq_ignore_ascii_case("identity"));
    if media == expected && plain {
        return true;
    }
    let essence = media.split(';').next().unwrap_or_default().trim();
    let charset = media
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let utf8 = charset
        .is_none_or(|(_, value)| value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    essence.eq_ignore_ascii_case(expected) && utf8 && plain
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    let value = headers.get(CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

async fn read(payload: &mut Payload, limits: &BodyLimits) -> Result<Bytes, Error> {
    let whole = async {
        let Some(first) = payload.next().await else {
            return Ok(Bytes::new());
        };
        let first = first.map_err(Error::from)?;
        let Some(second) = payload.next().await else {
            return within(first, limits);
        };
        let mut body = BytesMut::from(within(first, limits)?);
        let mut next = Some(second);
        while let Some(chunk) = next {
            body.extend_from_slice(&chunk.map_err(Error::from)?);
            if body.len() > limits.body_bytes {
                return Err(Error::TooLarge(limits.body_bytes));
            }
            next = payload.next().await;
        }
        Ok(body.freeze())
    };
    in_time(limits.body_timeout, whole)
        .await
        .unwrap_or(Err(Error::Timeout))
}

/// The outcome of some work, or None where it takes too long. A body mostly arrives together with its head and is there when it is
/// looked for a second time; only those that are waited for have a timer, which costs more than to read them.
async fn in_time<T>(patience: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = std::pin::pin!(work);
    let mut again = true;
    let soon = poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
        Poll::Pending if std::mem::take(&mut again) => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        Poll::Pending => Poll::Ready(None),
    });
    match soon.await {
        Some(outcome) => Some(outcome),
        None => tokio::time::timeout(patience, work).await.ok(),
    }
}

fn within(chunk: Bytes, limits: &BodyLimits) -> Result<Bytes, Error> {
    if chunk.len() > limits.body_bytes {
        Err(Error::TooLarge(limits.body_bytes))
    } else {
        Ok(chunk)
    }
}

impl Json {
    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The body as it came.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// Reads the body.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it is not JSON, [`Error::Invalid`] with every fault where it does not fit.
    pub fn parse<'a, T: Deserialize<'a> + json::RequestBody>(&'a self) -> Result<T, Error> {
        json::parse(&self.0)
    }
}
