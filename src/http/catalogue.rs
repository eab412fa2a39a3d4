//! What every catalogue read shares: the ladder and version asked for, the media type, the page of a list, and the cache
//! of ready renditions.

use std::sync::Arc;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{
        CACHE_CONTROL, CONTENT_TYPE, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, VARY,
    },
    web,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::{query, work},
    negotiation::{Media, media},
    rendition::{Keep, Rendition},
};
use crate::{
    app::{App, Published},
    domain::ladder::Stamp,
    error::Error,
};

/// The longest value of a conditional header, in bytes.
pub const LONGEST_CONDITION: usize = 4096;

/// URLs longer than this are rendered anew each time, so that the cache stays small.
const LONGEST_CACHED: usize = 256;

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

/// Which version; nothing else.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    /// A published version, such as `1.0.0`. The newest one where it is not given.
    #[param(example = "1.0.0", max_length = 64)]
    pub version: Option<String>,
}

/// Which version, and which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// A published version, such as `1.0.0`. The newest one where it is not given.
    #[param(example = "1.0.0", max_length = 64)]
    pub version: Option<String>,
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<'a, T> {
    /// The ladder that the items come from; not there in a list of ladders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<&'a Stamp>,
    /// The items of this page.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// Where the next page starts; null where this is the last.
    #[schema(max_length = 200)]
    pub next_cursor: Option<String>,
}

/// The page of a list that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Page<'q> {
    /// The most items.
    pub limit: Option<u64>,
    /// Where to start.
    pub cursor: Option<&'q str>,
}

impl ListQuery {
    /// The page that is asked for.
    #[must_use]
    pub fn page(&self) -> Page<'_> {
        Page {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

impl Page<'_> {
    /// Cuts the page out of the whole list; `name` tells items apart.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a limit out of 1 to 200 and for a cursor that this list never gave.
    pub fn cut<'a, T>(
        self,
        ladder: Option<&'a Stamp>,
        items: impl Iterator<Item = T>,
        name: impl Fn(&T) -> String,
    ) -> Result<List<'a, T>, Error> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=200).contains(&limit) {
            return Err(Error::query(
                "limit",
                "out_of_range",
                "A page has 1 to 200 items.",
            ));
        }
        let limit = usize::try_from(limit).unwrap_or(200);
        let mut items: Vec<T> = items.collect();
        if let Some(cursor) = self.cursor {
            let after = URL_SAFE_NO_PAD.decode(cursor).ok();
            let place = after
                .and_then(|after| items.iter().position(|item| name(item).as_bytes() == after));
            let Some(place) = place else {
                return Err(Error::query(
                    "cursor",
                    "unknown_cursor",
                    "This list has given no such cursor. Start again without one.",
                ));
            };
            items.drain(..=place);
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        Ok(List {
            next_cursor: last.map(|last| URL_SAFE_NO_PAD.encode(name(last))),
            ladder,
            items,
        })
    }
}

/// A catalogue read: the request, with the shared state.
pub struct Read {
    request: HttpRequest,
    app: web::Data<App>,
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
        Media::Json => {
            serde_json::to_vec(answer).map_err(|error| Error::Internal(error.to_string()))
        }
        Media::Markdown | Media::Html | Media::Schema => Ok(markdown(answer).into_bytes()),
    }
}

/// A query that may name a version.
pub trait Versioned {
    /// The version asked for.
    fn version(&self) -> Option<&str>;
}

macro_rules! versioned {
    ($($query:ty),* $(,)?) => {
        $(impl $crate::http::catalogue::Versioned for $query {
            fn version(&self) -> Option<&str> {
                self.version.as_deref()
            }
        })*
    };
}
pub(super) use versioned;

versioned!(VersionQuery, ListQuery);

impl Read {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let too_long = [IF_NONE_MATCH, IF_MODIFIED_SINCE].iter().any(|name| {
            let value = request.headers().get(name);
            value.is_some_and(|value| value.len() > LONGEST_CONDITION)
        });
        if too_long {
            return Err(Error::HeadersTooLarge(LONGEST_CONDITION));
        }
        Ok(Self {
            app: shared(request)?,
            renditions: shared(request)?,
            request: request.clone(),
        })
    }

    /// The shared state.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The query.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it does not fit.
    pub fn query<Q: DeserializeOwned + IntoParams>(&self) -> Result<Q, Error> {
        query(self.request.query_string())
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
    pub fn ladder<Q: DeserializeOwned + IntoParams + Versioned>(
        &self,
        find: impl Fn(&Published, &Q, Media) -> Result<Vec<u8>, Error>,
    ) -> Result<HttpResponse, Error> {
        self.answer(|media| {
            self.work(|query: &Q| {
                let published = self.app.shelf.find(self.part("ladder"), query.version())?;
                let keep = match query.version() {
                    Some(_) => Keep::Forever,
                    None => Keep::AMinute,
                };
                let body = find(published, query, media)?;
                let changed = Some(published.published_at);
                Ok(Rendition::new(media, body, changed, keep))
            })
        })
    }

    /// Works on the query, and names all its faults at once.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::Invalid`] where the query does not fit.
    pub fn work<Q: DeserializeOwned + IntoParams, T>(
        &self,
        make: impl Fn(&Q) -> Result<T, Error>,
    ) -> Result<T, Error> {
        work(self.request.query_string(), |text| make(&query(text)?))
    }

    /// Answers from what is ready, or makes it.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::NotAcceptable`].
    pub fn answer(
        &self,
        make: impl FnOnce(Media) -> Result<Rendition, Error>,
    ) -> Result<HttpResponse, Error> {
        self.offer(
            &[Media::Json, Media::Markdown],
            "application/json and text/markdown",
            make,
        )
    }

    /// Answers in one of the offered media types from what is ready, or makes it. `names` is the offer in words.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::NotAcceptable`].
    pub fn offer(
        &self,
        offered: &[Media],
        names: &'static str,
        make: impl FnOnce(Media) -> Result<Rendition, Error>,
    ) -> Result<HttpResponse, Error> {
        let media = media(self.request.headers(), offered).ok_or(Error::NotAcceptable(names))?;
        self.ready(media, || make(media))
    }

    /// Answers in a media type from what is ready, or makes it.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn ready(
        &self,
        media: Media,
        make: impl FnOnce() -> Result<Rendition, Error>,
    ) -> Result<HttpResponse, Error> {
        let url = self.request.uri().path_and_query();
        let url = url.map_or("", |url| url.as_str());
        let ready = &self.renditions.0;
        if let Some(rendition) = ready.get(&Wanted { url, media }) {
            return Ok(rendition.answer(&self.request));
        }
        let rendition = Arc::new(make()?);
        if url.len() <= LONGEST_CACHED {
            ready.insert(
                Key {
                    url: url.into(),
                    media,
                },
                Arc::clone(&rendition),
            );
        }
        Ok(rendition.answer(&self.request))
    }
}

/// Ready renditions by URL and media type; the least used go first.
#[derive(Debug)]
pub struct Renditions(quick_cache::sync::Cache<Key, Arc<Rendition>>);

impl Renditions {
    /// No rendition yet, and room for some hundreds.
    #[must_use]
    pub fn new() -> Self {
        Self(quick_cache::sync::Cache::new(512))
    }
}

impl Default for Renditions {
    fn default() -> Self {
        Self::new()
    }
}

/// The URL and the media type of a rendition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    url: String,
    media: Media,
}

#[derive(Hash)]
struct Wanted<'a> {
    url: &'a str,
    media: Media,
}

impl quick_cache::Equivalent<Key> for Wanted<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.url == key.url && self.media == key.media
    }
}

/// A stateless call: what is sent in decides what comes out, and nothing is stored.
pub struct Ask<Q> {
    app: web::Data<App>,
    request: HttpRequest,
    media: Media,
    query: Q,
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
        Ok(Self {
            app: shared(request)?,
            media: media(request.headers(), &[Media::Json, Media::Markdown])
                .ok_or(Error::NotAcceptable("application/json and text/markdown"))?,
            query: query(request.query_string())?,
            request: request.clone(),
        })
    }
}

impl<Q> Ask<Q> {
    /// The shared state.
    #[must_use]
    pub fn app(&self) -> &web::Data<App> {
        &self.app
    }

    /// The query.
    #[must_use]
    pub fn query(&self) -> &Q {
        &self.query
    }

    /// Answers in the media type that the caller likes best.
    ///
    /// # Errors
    /// [`Error::Internal`] where the answer cannot be serialised.
    pub fn answer<T: Serialize>(
        &self,
        answer: &T,
        markdown: impl FnOnce(&T) -> String,
    ) -> Result<HttpResponse, Error> {
        let body = render(self.media, answer, markdown)?;
        let mut response = HttpResponse::Ok().body(body);
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static(self.media.content_type()),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(VARY, HeaderValue::from_static("accept"));
        Ok(response)
    }
}

impl<Q: Versioned> Ask<Q> {
    /// The ladder that is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Invalid`] where it is not there.
    pub fn published(&self) -> Result<&Arc<Published>, Error> {
        let ladder = self.request.match_info().get("ladder").unwrap_or_default();
        self.app.shelf.find(ladder, self.query.version())
    }
}
