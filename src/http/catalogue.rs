//! Stateless calls: what is sent in decides what comes out, and nothing is stored.

use std::{cell::OnceCell, sync::Arc};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{
        CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap,
        HeaderValue, IF_NONE_MATCH, REFERRER_POLICY, VARY,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::{
    language::LanguagePreference,
    negotiation::Media,
    representation::{SAME_ORIGIN, header_value as header, to_json},
    request::{localized, negotiate_media},
    seen::Seen,
};
use crate::{
    app::{App, Published, edition::Edition},
    error::Error,
    query,
};

pub use super::request::LadderPath;

/// What people are shown of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Text,
    /// A picture, as SVG.
    Picture,
}

/// Renders an answer in a media type: JSON for programs, Markdown or a picture for people.
///
/// # Errors
/// [`Error::Internal`] if it cannot be serialized.
pub fn show<T: Serialize>(
    media: Media,
    answer: &T,
    form: impl Fn(Form) -> String,
) -> Result<Vec<u8>, Error> {
    Ok(match media {
        Media::Json => to_json(answer)?,
        Media::Svg => form(Form::Picture).into_bytes(),
        _ => form(Form::Text).into_bytes(),
    })
}

/// A stateless call: what is sent in decides what comes out, and nothing is stored.
pub struct Ask<Q> {
    app: Seen,
    request: HttpRequest,
    media: Media,
    query: Q,
    /// The languages of what is answered, once they are known.
    languages: OnceCell<HeaderValue>,
}

impl<Q: DeserializeOwned + IntoParams + 'static> FromRequest for Ask<Q> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

impl<Q: DeserializeOwned + IntoParams> Ask<Q> {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        Self::with(request, query::parse(request.query_string())?)
    }
}

impl<Q> Ask<Q> {
    /// A call whose query was read already.
    ///
    /// # Errors
    /// [`Error::NotAcceptable`] where nothing that is offered is wanted.
    pub fn with(request: &HttpRequest, query: Q) -> Result<Self, Error> {
        Ok(Self {
            app: Seen::of(request)?,
            media: negotiate_media(request)?,
            query,
            request: request.clone(),
            languages: OnceCell::new(),
        })
    }

    /// The shared state.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The same, to be taken along.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.app.clone()
    }

    /// The headers of the request.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The query.
    #[must_use]
    pub fn query(&self) -> &Q {
        &self.query
    }

    /// The id of the ladder that is asked.
    #[must_use]
    pub fn ladder(&self) -> &str {
        let ladder = self.request.match_info().get("ladder");
        ladder.unwrap_or_default()
    }

    /// Answers with JSON, where nothing else is offered.
    ///
    /// # Errors
    /// [`Error::Internal`] where the answer cannot be serialised.
    pub fn json(&self, answer: &impl Serialize) -> Result<HttpResponse, Error> {
        to_json(answer).map(|body| self.respond(body))
    }

    /// The media type that the caller likes best.
    #[must_use]
    pub fn media(&self) -> Media {
        self.media
    }

    /// Answers with bytes of that media type.
    #[must_use]
    pub fn respond(&self, body: Vec<u8>) -> HttpResponse {
        self.respond_in(self.media, body)
    }

    /// Answers with bytes of a media type that the caller named in another way than by `Accept`.
    #[must_use]
    pub fn respond_in(&self, media: Media, body: Vec<u8>) -> HttpResponse {
        let mut response = HttpResponse::Ok().body(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
        if let Some(policy) = media.policy() {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
            headers.insert(REFERRER_POLICY, SAME_ORIGIN);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(languages) = self.languages.get() {
            headers.insert(CONTENT_LANGUAGE, languages.clone());
            headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
        } else {
            headers.insert(VARY, HeaderValue::from_static("accept"));
        }
        response
    }
}

impl<Q: Edition> Ask<Q> {
    /// A ladder by its id, in the language asked for.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Invalid`] where it is not there.
    pub fn find(&self, ladder: &str) -> Result<&Arc<Published>, Error> {
        self.edition(self.app.shelf.find(ladder, self.query.version())?)
    }

    /// A ladder in the language asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is not there.
    pub fn edition<'a>(&self, published: &'a Arc<Published>) -> Result<&'a Arc<Published>, Error> {
        let preference = LanguagePreference::of_ladder(&self.request, published);
        let edition = localized(published, self.query.locale(), &preference)?;
        self.languages
            .get_or_init(|| header(&edition.languages.join(", ")));
        Ok(edition)
    }
}

/// Whether `If-None-Match` says that the caller has what this entity tag is of.
pub(super) fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    headers.get_all(IF_NONE_MATCH).any(|value| {
        let tags = value.as_bytes().split(|byte| *byte == b',');
        tags.map(<[u8]>::trim_ascii)
            .any(|tag| tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes())
    })
}
