//! Ready renditions, by URL and media type.

use std::sync::Arc;

use crate::http::{negotiation::Media, rendition::Rendition};

/// URLs longer than this are rendered anew each time, so that the cache stays small.
const LONGEST_CACHED: usize = 256;

/// Ready renditions by URL and media type; the least used go first.
#[derive(Debug)]
pub struct Renditions(quick_cache::sync::Cache<Key, Arc<Rendition>>);

impl Renditions {
    /// No rendition yet, and room for some hundreds.
    #[must_use]
    pub fn new() -> Self {
        Self(quick_cache::sync::Cache::new(512))
    }

    pub(super) fn get(&self, url: &str, media: Media) -> Option<Arc<Rendition>> {
        self.0.get(&Wanted { url, media })
    }

    pub(super) fn keep(&self, url: &str, media: Media, rendition: &Arc<Rendition>) {
        if url.len() <= LONGEST_CACHED {
            let key = Key {
                url: url.into(),
                media,
            };
            self.0.insert(key, Arc::clone(rendition));
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
