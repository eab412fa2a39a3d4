//! What every catalogue read shares: the ladder and version asked for, the media type, the page of a list, and the cache
//! of ready renditions.

mod ask;
mod cache;

use std::{rc::Rc, sync::Arc};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{
        ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    },
    web,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::{
    Matched,
    negotiation::{Media, language, media},
    offered,
    problems::released,
    rendition::{Keep, Rendition},
    seen::Seen,
};
use crate::{
    app::{
        Actor, App, Published,
        edition::{Edition, in_language},
    },
    domain::ladder::Ladder,
    error::Error,
    query,
    render::html,
};

pub use ask::Ask;
pub use cache::{Known, Renditions};

/// The longest value of `Accept-Language`, in bytes.
pub const LONGEST_LANGUAGES: usize = 1000;

/// The longest value of a conditional header, in bytes.
pub const LONGEST_HEADER: usize = 4096;

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

/// A catalogue read: the request, with the shared state.
pub struct Read {
    request: HttpRequest,
    app: Seen,
    renditions: web::Data<Renditions>,
}

impl FromRequest for Read {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

/// Something that the server shares with every request.
fn shared<T: 'static>(request: &HttpRequest) -> Result<web::Data<T>, Error> {
    let shared = request.app_data::<web::Data<T>>().cloned();
    shared.ok_or_else(|| Error::Internal(format!("no {} is mounted", std::any::type_name::<T>())))
}

/// Renders an answer in a media type: JSON for programs, Markdown for people.
///
/// # Errors
/// [`Error::Internal`] where it cannot be serialised.
pub fn render<T: Serialize>(
    media: Media,
    answer: &T,
    markdown: impl FnOnce(&T) -> String,
) -> Result<Vec<u8>, Error> {
    match media {
        Media::Json => json(answer),
        _ => Ok(markdown(answer).into_bytes()),
    }
}

/// What people are shown of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Text,
    /// A picture, as SVG.
    Picture,
}

/// Renders an answer of a ladder in a media type: JSON for programs, for people Markdown, a picture, or a page of both.
///
/// # Errors
/// [`Error::Internal`] where it cannot be serialised.
pub fn show<T: Serialize>(
    media: Media,
    ladder: &Ladder,
    answer: &T,
    form: impl Fn(Form) -> String,
) -> Result<Vec<u8>, Error> {
    match media {
        Media::Json => json(answer),
        media => Ok(show_people(media, ladder, form)),
    }
}

/// Renders what people are shown in any media type but JSON.
pub fn show_people(media: Media, ladder: &Ladder, form: impl Fn(Form) -> String) -> Vec<u8> {
    let shown = match media {
        Media::Svg => form(Form::Picture),
        Media::Html => html::page(&html::Page {
            language: &ladder.document().locale,
            markdown: &form(Form::Text),
            pictures: &[form(Form::Picture)],
        }),
        _ => form(Form::Text),
    };
    shown.into_bytes()
}

fn json(answer: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(answer).map_err(|error| Error::Internal(error.to_string()))
}

/// The media type that the caller likes best among those that the operation documents.
fn wanted(request: &HttpRequest) -> Result<Media, Error> {
    let offered = offered(request);
    media(request.headers(), offered).ok_or_else(|| {
        let names: Vec<&str> = offered.iter().map(|media| media.essence()).collect();
        Error::NotAcceptable(match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => names.concat(),
        })
    })
}

/// A ladder in the language asked for: by name, else the one that the caller likes best, else its own.
///
/// # Errors
/// [`Error::Invalid`] for a name that is none of its languages.
pub fn edition<'a>(
    published: &'a Arc<Published>,
    locale: Option<&str>,
    headers: &HeaderMap,
) -> Result<&'a Arc<Published>, Error> {
    if locale.is_some() {
        return in_language(published, locale);
    }
    match language(headers, &published.locales()) {
        Some(locale) => published.translated(locale),
        None => Ok(published),
    }
}

fn has_long_header(headers: &HeaderMap) -> bool {
    let bounded = [
        (IF_NONE_MATCH, LONGEST_HEADER),
        (IF_MODIFIED_SINCE, LONGEST_HEADER),
        (ACCEPT_LANGUAGE, LONGEST_LANGUAGES),
    ];
    bounded.iter().any(|(name, longest)| {
        let value = headers.get(name);
        value.is_some_and(|value| value.len() > *longest)
    })
}

impl Read {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        if has_long_header(request.headers()) {
            return Err(Error::HeadersTooLarge(LONGEST_HEADER));
        }
        Ok(Self {
            app: Seen::of(request)?,
            renditions: shared(request)?,
            request: request.clone(),
        })
    }

    /// The shared state.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The headers of the request.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// A ladder in the language that the caller likes best.
    #[must_use]
    pub fn edition<'a>(&self, published: &'a Arc<Published>) -> &'a Arc<Published> {
        edition(published, None, self.request.headers()).unwrap_or(published)
    }

    /// The query.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it does not fit.
    pub fn query<Q: DeserializeOwned + IntoParams>(&self) -> Result<Q, Error> {
        query::parse(self.request.query_string())
    }

    /// A part of the path.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        self.request.match_info().get(name).unwrap_or_default()
    }

    /// Answers from a published ladder. `find` is asked only where the rendition is not ready.
    ///
    /// # Errors
    /// Those of `find`; [`Error::NotFound`], [`Error::NotAcceptable`], and [`Error::Invalid`] for the query.
    pub fn ladder<Q: DeserializeOwned + IntoParams + Edition>(
        &self,
        find: impl Fn(&Published, &Q, Media) -> Result<Vec<u8>, Error>,
    ) -> Result<HttpResponse, Error> {
        self.answer(|media| {
            self.of_ladder(media, find, |version| match (version, media) {
                // How it is drawn or worded may change with the service.
                (Some(_), Media::Json) => Keep::Forever,
                _ => Keep::AMinute,
            })
        })
    }

    /// Answers what is worked out from a published ladder for this one query, and keeps no rendition of it.
    ///
    /// # Errors
    /// Those of [`Read::ladder`].
    pub fn worked_out<Q: DeserializeOwned + IntoParams + Edition>(
        &self,
        keep: Keep,
        find: impl Fn(&Published, &Q, Media) -> Result<Vec<u8>, Error>,
    ) -> Result<HttpResponse, Error> {
        let media = wanted(&self.request)?;
        let rendition = self.of_ladder(media, find, |_| keep)?;
        Ok(self.send(&rendition))
    }

    fn of_ladder<Q: DeserializeOwned + IntoParams + Edition>(
        &self,
        media: Media,
        find: impl Fn(&Published, &Q, Media) -> Result<Vec<u8>, Error>,
        keep: impl Fn(Option<&str>) -> Keep,
    ) -> Result<Rendition, Error> {
        self.work(|query: &Q| {
            let published = self.app.shelf.find(self.part("ladder"), query.version())?;
            let published = edition(published, query.locale(), self.request.headers())?;
            let body = find(published, query, media)?;
            // A new release may word it in another way.
            let changed = published.changed(released());
            let rendition = Rendition::new(media, body, changed, keep(query.version()));
            Ok(rendition.in_languages(&published.languages))
        })
    }

    /// Works on the query, and names all its faults at once.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::Invalid`] where the query does not fit.
    pub fn work<Q: DeserializeOwned + IntoParams, T>(
        &self,
        make: impl FnOnce(&Q) -> Result<T, Error>,
    ) -> Result<T, Error> {
        make(&self.query()?)
    }

    /// Answers in one of the media types that the operation documents, from what is ready, or makes it. From now on the rendition
    /// stands for its URL without the handler, so that nothing may be added to the answer.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::NotAcceptable`].
    pub fn answer(
        &self,
        make: impl FnOnce(Media) -> Result<Rendition, Error>,
    ) -> Result<HttpResponse, Error> {
        let media = wanted(&self.request)?;
        let rendition = self.find(media, || make(media))?;
        let answer = self.send(&rendition);
        if !self.is_keyed()
            && let Some(matched) = self.request.app_data::<Rc<Matched>>()
        {
            let first = matched.first;
            let known = Known { rendition, first };
            self.renditions
                .remember(self.app.generation, self.request.head(), known);
        }
        Ok(answer)
    }

    /// Answers in a media type from what is ready, or makes it. To this answer a handler may add.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn ready(
        &self,
        media: Media,
        make: impl FnOnce() -> Result<Rendition, Error>,
    ) -> Result<HttpResponse, Error> {
        Ok(self.send(&*self.find(media, make)?))
    }

    /// Whether it is asked with a key, so that what is the organisation's own may be among what is seen.
    fn is_keyed(&self) -> bool {
        self.request.extensions().get::<Actor>().is_some()
    }

    fn send(&self, rendition: &Rendition) -> HttpResponse {
        let mut answer = rendition.answer(self.request.headers());
        if self.is_keyed() {
            // Not for caches that others share, and bands change with the day.
            let value = HeaderValue::from_static("private, no-cache");
            answer.headers_mut().insert(CACHE_CONTROL, value);
        }
        answer
    }

    fn find(
        &self,
        media: Media,
        make: impl FnOnce() -> Result<Rendition, Error>,
    ) -> Result<Arc<Rendition>, Error> {
        let head = self.request.head();
        if let Some(rendition) = self.renditions.get(self.app.generation, head, media) {
            return Ok(rendition);
        }
        let rendition = Arc::new(make()?);
        self.renditions
            .keep(self.app.generation, head, media, &rendition);
        Ok(rendition)
    }
}
