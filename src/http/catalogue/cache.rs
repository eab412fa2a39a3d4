//! Ready renditions: by URL and media type, and by what was sent for them.

use std::sync::Arc;

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{ACCEPT, HeaderValue, TRANSFER_ENCODING},
    },
};
use quick_cache::sync::Cache;

use super::has_long_condition;
use crate::http::{negotiation::Media, rendition::Rendition};

/// URLs longer than this are rendered anew each time, so that the cache stays small.
const LONGEST_CACHED: usize = 256;

/// Ready renditions; the least used go first.
#[derive(Debug)]
pub struct Renditions {
    ready: Cache<Key, Arc<Rendition>>,
    known: Cache<Sent<String, Vec<u8>>, Known>,
}

/// The rendition that a read led to, and whose it is.
#[derive(Debug, Clone)]
pub struct Known {
    /// The rendition.
    pub rendition: Arc<Rendition>,
    /// Index of the path's first operation in [`crate::http::OPERATIONS`].
    pub first: usize,
}

impl Renditions {
    /// No rendition yet, and room for some hundreds.
    #[must_use]
    pub fn new() -> Self {
        Self {
            ready: Cache::new(512),
            known: Cache::new(512),
        }
    }

    pub(super) fn get(&self, url: &str, media: Media) -> Option<Arc<Rendition>> {
        self.ready.get(&Wanted { url, media })
    }

    pub(super) fn keep(&self, url: &str, media: Media, rendition: &Arc<Rendition>) {
        if url.len() <= LONGEST_CACHED {
            let key = Key {
                url: url.into(),
                media,
            };
            self.ready.insert(key, Arc::clone(rendition));
        }
    }

    /// What the very same URL and `Accept` led to before. None where that is not known, or where more has to be looked at.
    #[must_use]
    pub fn known(&self, request: &RequestHead) -> Option<Known> {
        let headers = &request.headers;
        if has_long_condition(headers) || headers.contains_key(TRANSFER_ENCODING) {
            return None;
        }
        self.known.get(&Sent::of(request)?)
    }

    pub(super) fn remember(&self, request: &RequestHead, known: Known) {
        if let Some(Sent { url, accept }) = Sent::of(request) {
            let (url, accept) = (url.to_owned(), accept.to_vec());
            self.known.insert(Sent { url, accept }, known);
        }
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

/// As much of a read as decides which rendition answers it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Sent<U, A> {
    url: U,
    /// Empty where there is none.
    accept: A,
}

impl<'a> Sent<&'a str, &'a [u8]> {
    /// None for what is not a read, and for what is too long or too odd to be kept.
    fn of(request: &'a RequestHead) -> Option<Self> {
        if request.method != Method::GET && request.method != Method::HEAD {
            return None;
        }
        let url = request.uri.path_and_query()?.as_str();
        let mut accepts = request.headers.get_all(ACCEPT);
        let accept = accepts.next().map_or(&[][..], HeaderValue::as_bytes);
        let plain = accepts.next().is_none()
            && url.len() <= LONGEST_CACHED
            && accept.len() <= LONGEST_CACHED;
        plain.then_some(Self { url, accept })
    }
}

impl quick_cache::Equivalent<Sent<String, Vec<u8>>> for Sent<&str, &[u8]> {
    fn equivalent(&self, key: &Sent<String, Vec<u8>>) -> bool {
        self.url == key.url && self.accept == key.accept
    }
}
