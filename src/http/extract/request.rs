//! Extractors of what a response depends on: the caller's view, the query, and the negotiated media type and language.

use std::{
    future::{Ready, ready},
    rc::Rc,
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{caller_view::CallerView, language::LanguagePreference, matched_route::MatchedRoute};
use crate::{
    app::{
        App, PublishedLadder,
        ladder_query::{LadderSelection, in_language},
        released,
    },
    error::{Error, RequestPart},
    http::{
        limits::{MAX_ACCEPT_LANGUAGE_BYTES, MAX_CONDITION_BYTES},
        openapi::operation::Operation,
        response::{
            negotiation::{Media, media},
            representation::{Freshness, Representation},
        },
    },
    locales::MessageCatalogue,
    query::{self, FromQuery},
};

/// Which ladder, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct LadderPath {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
}

/// A request to an operation with the query `Q`.
#[derive(Debug)]
pub struct ApiRequest<Q> {
    /// What the caller sees of the service.
    pub app: CallerView,
    /// The query.
    pub query: Q,
    /// The media type of the response: the one that the client prefers among those that the operation has.
    pub media: Media,
    /// The languages that the client prefers, among those of the ladders that the caller sees. What is cached depends on these.
    pub languages: LanguagePreference,
    /// The languages that the client prefers, as `Accept-Language` names them.
    pub accepted_languages: LanguagePreference,
}

/// A request to an operation on the ladder that its path names, in the version and language that the query and `Accept-Language` choose.
#[derive(Debug)]
pub struct LadderRequest<Q> {
    /// What the caller sees of the service.
    pub app: CallerView,
    /// The query.
    pub query: Q,
    /// The media type of the response.
    pub media: Media,
    /// The ladder in its own language.
    pub original: Arc<PublishedLadder>,
    /// The ladder in the chosen language.
    pub published: Arc<PublishedLadder>,
}

impl<Q: FromQuery> ApiRequest<Q> {
    fn extract(request: &HttpRequest) -> Result<Self, Error> {
        let query = Q::from_query(request.query_string())?;
        check_header_lengths(request.headers())?;
        let app = CallerView::of(request)?;
        Ok(Self {
            media: negotiate_media(request)?,
            languages: LanguagePreference::of_view(request, &app),
            accepted_languages: LanguagePreference::accepted(request),
            query,
            app,
        })
    }
}

impl<Q> ApiRequest<Q> {
    /// A ladder in the language that the query names, else in the one that the client prefers, else in its own. Not for what is cached.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the query names a language that the ladder does not have.
    pub fn localized<'a>(
        &self,
        published: &'a Arc<PublishedLadder>,
    ) -> Result<&'a Arc<PublishedLadder>, Error>
    where
        Q: LadderSelection,
    {
        localized(published, self.query.locale(), &self.accepted_languages)
    }

    /// The message catalogue of the language that the client prefers, for texts about no ladder.
    #[must_use]
    pub fn messages(&self) -> &'static MessageCatalogue {
        self.languages.messages()
    }

    /// A response that is not kept by caches.
    #[must_use]
    pub fn respond(&self, body: Vec<u8>) -> Representation {
        Representation::new(self.media, body)
    }
}

impl<Q: FromQuery + LadderSelection> LadderRequest<Q> {
    fn extract(request: &HttpRequest) -> Result<Self, Error> {
        check_header_lengths(request.headers())?;
        let app = CallerView::of(request)?;
        let query = Q::from_query(request.query_string());
        let edition = SelectedLadder::find(request, &app);
        let (query, edition) = all_query_faults(query, edition)?;
        Ok(Self {
            media: negotiate_media(request)?,
            original: edition.original,
            published: edition.published,
            query,
            app,
        })
    }
}

impl<Q: LadderSelection> LadderRequest<Q> {
    /// A response to a catalog read. JSON of a named version never changes; other forms may be drawn or worded differently by another release.
    #[must_use]
    pub fn catalog(&self, body: impl Into<Vec<u8>>) -> Representation {
        let freshness = match (self.query.version(), self.media) {
            (Some(_), Media::Json) => Freshness::Immutable,
            _ => Freshness::Minute,
        };
        self.computed(body, freshness)
    }

    /// A response to a read that is computed from the ladder and the query.
    #[must_use]
    pub fn computed(&self, body: impl Into<Vec<u8>>, freshness: Freshness) -> Representation {
        self.respond(body)
            .fresh_for(freshness)
            .last_modified(self.published.changed(released()))
    }

    /// A response that is not kept by caches.
    #[must_use]
    pub fn respond(&self, body: impl Into<Vec<u8>>) -> Representation {
        Representation::new(self.media, body.into()).in_languages(&self.published.languages)
    }
}

/// The ladder that a path names, in the version and the language that were chosen.
#[derive(Debug)]
pub(in crate::http) struct SelectedLadder {
    /// The ladder in its own language.
    pub(in crate::http) original: Arc<PublishedLadder>,
    /// The ladder in the chosen language.
    pub(in crate::http) published: Arc<PublishedLadder>,
}

impl SelectedLadder {
    /// Finds the ladder by the path parameter `ladder` and the query parameters `version` and `locale`.
    pub(in crate::http) fn find(request: &HttpRequest, app: &CallerView) -> Result<Self, Error> {
        let pairs = query::pairs(request.query_string())?;
        let parameter = |name: &str| {
            let found = pairs.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.as_str())
        };
        let id = request.match_info().get("ladder").unwrap_or_default();
        let original = app.shelf.find(id, parameter("version"))?;
        let preference = LanguagePreference::of_ladder(request, original);
        let published = localized(original, parameter("locale"), &preference)?;
        Ok(Self {
            original: Arc::clone(original),
            published: Arc::clone(published),
        })
    }
}

/// Both results, or the faults of both.
fn all_query_faults<A, B>(
    first: Result<A, Error>,
    second: Result<B, Error>,
) -> Result<(A, B), Error> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (
            Err(Error::Invalid(RequestPart::Query, mut faults)),
            Err(Error::Invalid(RequestPart::Query, more)),
        ) => {
            let known: Vec<String> = faults.iter().map(|fault| fault.pointer.clone()).collect();
            faults.extend(more.into_iter().filter(|one| !known.contains(&one.pointer)));
            Err(Error::Invalid(RequestPart::Query, faults))
        }
        // A ladder that does not exist has no parameters.
        (_, Err(error @ Error::NotFound(_))) | (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// A ladder in the language with this name, else in the preferred one, else in its own.
///
/// # Errors
/// [`Error::Invalid`] if the ladder has no such language.
pub fn localized<'a>(
    published: &'a Arc<PublishedLadder>,
    locale: Option<&str>,
    preference: &LanguagePreference,
) -> Result<&'a Arc<PublishedLadder>, Error> {
    if locale.is_some() {
        return in_language(published, locale);
    }
    match preference.choose(&published.locales()) {
        Some(locale) => published.translated(locale),
        None => Ok(published),
    }
}

/// When the newest versions that a caller sees last changed; None if one of them has an organisation's bands over it, which change
/// without a version.
pub(in crate::http) fn last_changed(app: &App) -> Option<DateTime<Utc>> {
    let changes = app.shelf.newest().map(|one| one.changed(released()));
    let changes = changes.collect::<Option<Vec<_>>>()?;
    changes.into_iter().chain(released()).max()
}

/// The media type that the client prefers among those of the operation.
///
/// # Errors
/// [`Error::NotAcceptable`] if it accepts none of them.
pub(in crate::http) fn negotiate_media(request: &HttpRequest) -> Result<Media, Error> {
    let offered = operation(request).map_or(&[][..], |operation| &operation.offer);
    media(request.headers(), offered).ok_or_else(|| {
        let names: Vec<&str> = offered.iter().map(|media| media.essence()).collect();
        Error::NotAcceptable(match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => names.concat(),
        })
    })
}

/// The operation that a request asks for.
pub(in crate::http) fn operation(request: &HttpRequest) -> Option<&Operation> {
    let matched = request.app_data::<Rc<MatchedRoute>>()?;
    matched.operation(request.method())
}

pub(in crate::http) fn check_header_lengths(headers: &HeaderMap) -> Result<(), Error> {
    let bounded = [
        (IF_NONE_MATCH, MAX_CONDITION_BYTES),
        (IF_MODIFIED_SINCE, MAX_CONDITION_BYTES),
        (ACCEPT_LANGUAGE, MAX_ACCEPT_LANGUAGE_BYTES),
    ];
    let too_long = bounded.iter().find(|(name, longest)| {
        let lengths = headers.get_all(name).map(HeaderValue::len);
        lengths.sum::<usize>() > *longest
    });
    match too_long {
        Some((_, longest)) => Err(Error::HeadersTooLarge(*longest)),
        None => Ok(()),
    }
}

impl<Q: FromQuery + 'static> FromRequest for ApiRequest<Q> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::extract(request))
    }
}

impl<Q: FromQuery + LadderSelection + 'static> FromRequest for LadderRequest<Q> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::extract(request))
    }
}
