//! Ready renditions: by the moment that the caller sees, URL and media type, and by what was sent for them.

use std::sync::Arc;

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{
            ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue,
            TRANSFER_ENCODING,
        },
    },
};
use quick_cache::{Weighter, sync::Cache};

use super::has_long_header;
use crate::http::{negotiation::Media, rendition::Rendition};

/// URLs longer than this are rendered anew each time, so that the cache stays small.
const LONGEST_CACHED: usize = 256;

/// Renditions that are expected in each of the two caches, and the most bytes that each may hold.
const EXPECTED: usize = 512;
const MOST_BYTES: u64 = 32 << 20;

/// Ready renditions; the least used go first.
#[derive(Debug)]
pub struct Renditions {
    ready: Cache<Wanted<String, Vec<u8>>, Arc<Rendition>, Size>,
    known: Cache<Sent<String, Vec<u8>>, Known, Size>,
}

/// Weighs a rendition by its bytes: twice those without a coding, since the codings together are smaller than they are.
#[derive(Debug, Clone)]
struct Size;

impl<K> Weighter<K, Arc<Rendition>> for Size {
    fn weight(&self, _: &K, rendition: &Arc<Rendition>) -> u64 {
        2 * rendition.bytes().len() as u64 + 1024
    }
}

impl<K> Weighter<K, Known> for Size {
    fn weight(&self, key: &K, known: &Known) -> u64 {
        self.weight(key, &known.rendition)
    }
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
            ready: Cache::with_weighter(EXPECTED, MOST_BYTES, Size),
            known: Cache::with_weighter(EXPECTED, MOST_BYTES, Size),
        }
    }

    pub(super) fn get(
        &self,
        generation: u64,
        request: &RequestHead,
        media: Media,
    ) -> Option<Arc<Rendition>> {
        self.ready.get(&Wanted::of(generation, request, media)?)
    }

    pub(super) fn keep(
        &self,
        generation: u64,
        request: &RequestHead,
        media: Media,
        rendition: &Arc<Rendition>,
    ) {
        if let Some(Wanted {
            generation,
            url,
            language,
            media,
        }) = Wanted::of(generation, request, media)
        {
            let (url, language) = (url.to_owned(), language.to_vec());
            let key = Wanted {
                generation,
                url,
                language,
                media,
            };
            self.ready.insert(key, Arc::clone(rendition));
        }
    }

    /// What at the same moment the very same URL, `Accept` and `Accept-Language` led to before. None where that is not known, or where more has to be looked at.
    #[must_use]
    pub fn known(&self, generation: u64, request: &RequestHead) -> Option<Known> {
        let headers = &request.headers;
        if has_long_header(headers) || headers.contains_key(TRANSFER_ENCODING) {
            return None;
        }
        self.known.get(&Sent::of(generation, request)?)
    }

    pub(super) fn remember(&self, generation: u64, request: &RequestHead, known: Known) {
        if let Some(Sent {
            generation,
            url,
            accept,
            language,
        }) = Sent::of(generation, request)
        {
            let (url, accept, language) = (url.to_owned(), accept.to_vec(), language.to_vec());
            let key = Sent {
                generation,
                url,
                accept,
                language,
            };
            self.known.insert(key, known);
        }
    }
}

impl Default for Renditions {
    fn default() -> Self {
        Self::new()
    }
}

/// The URL and the media type of a rendition, and the languages that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Wanted<U, A> {
    generation: u64,
    url: U,
    language: A,
    media: Media,
}

impl<'a> Wanted<&'a str, &'a [u8]> {
    /// None for what is too long or too odd to be kept.
    fn of(generation: u64, request: &'a RequestHead, media: Media) -> Option<Self> {
        Some(Self {
            generation,
            url: url(request)?,
            language: only(&request.headers, &ACCEPT_LANGUAGE)?,
            media,
        })
    }
}

impl quick_cache::Equivalent<Wanted<String, Vec<u8>>> for Wanted<&str, &[u8]> {
    fn equivalent(&self, key: &Wanted<String, Vec<u8>>) -> bool {
        self.generation == key.generation
            && self.url == key.url
            && self.language == key.language
            && self.media == key.media
    }
}

/// As much of a read as decides which rendition answers it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Sent<U, A> {
    generation: u64,
    url: U,
    accept: A,
    language: A,
}

impl<'a> Sent<&'a str, &'a [u8]> {
    /// None for what is not a read, and for what is too long or too odd to be kept.
    fn of(generation: u64, request: &'a RequestHead) -> Option<Self> {
        if request.method != Method::GET && request.method != Method::HEAD {
            return None;
        }
        // A key has to be looked at, and may show more.
        if request.headers.contains_key(AUTHORIZATION) {
            return None;
        }
        Some(Self {
            generation,
            url: url(request)?,
            accept: only(&request.headers, &ACCEPT)?,
            language: only(&request.headers, &ACCEPT_LANGUAGE)?,
        })
    }
}

impl quick_cache::Equivalent<Sent<String, Vec<u8>>> for Sent<&str, &[u8]> {
    fn equivalent(&self, key: &Sent<String, Vec<u8>>) -> bool {
        self.generation == key.generation
            && self.url == key.url
            && self.accept == key.accept
            && self.language == key.language
    }
}

fn url(request: &RequestHead) -> Option<&str> {
    let url = request.uri.path_and_query()?.as_str();
    (url.len() <= LONGEST_CACHED).then_some(url)
}

/// The value of a header, empty where there is none. None where there are several, or it is too long.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name);
    let value = values.next().map_or(&[][..], HeaderValue::as_bytes);
    (values.next().is_none() && value.len() <= LONGEST_CACHED).then_some(value)
}
