//! The representation of a successful response: its bytes, its media type and what clients may do with it.

use std::time::{Duration, SystemTime};

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    error::BlockingError,
    http::{
        StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
            CONTENT_TYPE, ETAG, EntityTag, HeaderMap, HeaderName, HeaderValue, HttpDate,
            LAST_MODIFIED, LOCATION, REFERRER_POLICY, TryIntoHeaderValue, VARY,
        },
    },
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::negotiation::{Coding, Media, coding};
use crate::{app::App, error::Error, pages::StaticFile};

/// The `Referrer-Policy` of what a browser shows.
pub(in crate::http) const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// How long a copy of a response may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// A year: a named version never changes.
    Immutable,
    /// A minute: another version may be published at any time.
    Minute,
    /// A minute, and only by the client itself: the response was made from what is known about a person.
    PrivateMinute,
    /// Not at all.
    NoStore,
}

impl Freshness {
    fn cache_control(self) -> &'static str {
        match self {
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Minute => "public, max-age=60",
            Self::PrivateMinute => "private, max-age=60",
            Self::NoStore => "no-store",
        }
    }
}

/// The content of a response.
#[derive(Debug)]
enum ResponseContent {
    Bytes(Bytes),
    /// In the coding that the client prefers.
    File(&'static StaticFile),
}

/// Says that an answer was given before to the same request.
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Marks a response that says in its own way what went wrong.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct ProblemWritten;

/// Marks a response whose content coding is chosen: it is compressed no more, and needs no cache.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Encoded;

/// The representation of a successful response. Status 200 and `no-store` unless set otherwise.
#[derive(Debug)]
pub struct Representation {
    status: StatusCode,
    content_type: HeaderValue,
    content: ResponseContent,
    freshness: Freshness,
    last_modified: Option<DateTime<Utc>>,
    policy: Option<HeaderValue>,
    /// The languages of its text, where the client had a choice.
    languages: Option<HeaderValue>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Representation {
    /// A representation of a media type.
    #[must_use]
    pub fn new(media: Media, body: impl Into<Bytes>) -> Self {
        let content_type = HeaderValue::from_static(media.content_type());
        Self {
            policy: media.policy().map(header_value),
            ..Self::with_content_type(content_type, body)
        }
    }

    /// A representation of a media type that is not negotiated.
    #[must_use]
    pub fn with_content_type(content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            content: ResponseContent::Bytes(body.into()),
            freshness: Freshness::NoStore,
            last_modified: None,
            policy: None,
            languages: None,
            headers: Vec::new(),
        }
    }

    /// A file that is compiled in.
    #[must_use]
    pub fn file(content_type: HeaderValue, file: &'static StaticFile) -> Self {
        Self {
            content: ResponseContent::File(file),
            ..Self::with_content_type(content_type, Bytes::new())
        }
    }

    /// Serializes a value as JSON.
    ///
    /// # Errors
    /// [`Error::Internal`] if it cannot be serialized.
    pub fn json(value: &impl Serialize) -> Result<Self, Error> {
        Ok(Self::new(Media::Json, to_json(value)?))
    }

    /// Sets how long a copy may be used.
    #[must_use]
    pub fn fresh_for(self, freshness: Freshness) -> Self {
        Self { freshness, ..self }
    }

    /// Sets when it last changed, if that is known.
    #[must_use]
    pub fn last_modified(self, at: Option<DateTime<Utc>>) -> Self {
        Self {
            last_modified: at,
            ..self
        }
    }

    /// Sets the languages of its text, which the client could choose.
    #[must_use]
    pub fn in_languages(self, languages: &[String]) -> Self {
        Self {
            languages: Some(header_value(&languages.join(", "))),
            ..self
        }
    }

    /// Sets another Content-Security-Policy than that of the media type.
    #[must_use]
    pub fn with_policy(self, policy: &str) -> Self {
        Self {
            policy: Some(header_value(policy)),
            ..self
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sets the status.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Answers 201 with the location of the new resource, a path of this service.
    #[must_use]
    pub fn created(self, app: &App, path: &str) -> Self {
        let location = format!("{}{path}", app.config.public_url);
        self.with_status(StatusCode::CREATED)
            .with_header(LOCATION, header_value(&location))
    }

    /// Adds the entity tag of what it represents.
    #[must_use]
    pub fn with_etag(self, etag: &EntityTag) -> Self {
        self.with_header(ETAG, header_value(&etag.to_string()))
    }

    /// Adds `Idempotency-Replayed: true` to the result of an identical earlier request.
    #[must_use]
    pub fn replayed(self, replayed: bool) -> Self {
        match replayed {
            true => self.with_header(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true")),
            false => self,
        }
    }

    fn vary(&self) -> &'static str {
        match (self.freshness, &self.languages) {
            (Freshness::NoStore, None) => "accept",
            (Freshness::NoStore, Some(_)) => "accept, accept-language",
            (_, None) => "accept, accept-encoding, authorization",
            (_, Some(_)) => "accept, accept-encoding, accept-language, authorization",
        }
    }
}

impl Representation {
    /// The response to a request.
    #[must_use]
    pub fn response(self, request: &HttpRequest) -> HttpResponse {
        let vary = self.vary();
        let representation = self;
        let mut response = match representation.content {
            ResponseContent::Bytes(body) => {
                HttpResponse::with_body(representation.status, BoxBody::new(body))
            }
            ResponseContent::File(file) => file_response(file, request.headers()),
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, representation.content_type);
        let cache_control = representation.freshness.cache_control();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control));
        headers.insert(VARY, HeaderValue::from_static(vary));
        if let Some(languages) = representation.languages {
            headers.insert(CONTENT_LANGUAGE, languages);
        }
        if let Some(policy) = representation.policy {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
            headers.insert(REFERRER_POLICY, SAME_ORIGIN);
        }
        if let Some(date) = representation.last_modified.and_then(http_date) {
            headers.insert(LAST_MODIFIED, date);
        }
        for (name, value) in representation.headers {
            headers.insert(name, value);
        }
        response
    }
}

/// A file in the coding that the client prefers, or as it is.
fn file_response(file: &'static StaticFile, headers: &HeaderMap) -> HttpResponse {
    let coding = coding(headers);
    let encoded = match coding {
        Coding::Identity => None,
        Coding::Gzip => file.gzip,
        Coding::Brotli => file.brotli,
        Coding::Zstd => file.zstd,
    };
    let body = Bytes::from_static(encoded.unwrap_or(file.identity));
    let mut response = HttpResponse::with_body(StatusCode::OK, BoxBody::new(body));
    if encoded.is_some() {
        let name = HeaderValue::from_static(coding.name());
        response.headers_mut().insert(CONTENT_ENCODING, name);
    }
    response.extensions_mut().insert(Encoded);
    response
}

impl From<BlockingError> for Error {
    fn from(error: BlockingError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Responder for Representation {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.response(request)
    }
}

/// Serializes a value as JSON.
///
/// # Errors
/// [`Error::Internal`] if it cannot be serialized.
pub fn to_json(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Internal(error.to_string()))
}

/// A header's value; empty for a text that cannot be one.
pub(in crate::http) fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// A time as an HTTP date, which has whole seconds.
fn http_date(at: DateTime<Utc>) -> Option<HeaderValue> {
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    HttpDate::from(time).try_into_value().ok()
}
