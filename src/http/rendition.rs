//! A rendition: the ready bytes of one representation, compressed at most once for each coding, with its validators.

use std::{sync::OnceLock, time::SystemTime};

use actix_web::{
    HttpResponse,
    body::BoxBody,
    http::{
        StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY,
            CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
            LAST_MODIFIED, LINK, REFERRER_POLICY, VARY,
        },
    },
};
use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::negotiation::{Coding, Media, coding};

/// Answers smaller than this are never compressed: the saving is less than its cost.
const SMALLEST_COMPRESSED: usize = 1024;

/// What a browser shows tells other sites nothing of where somebody came from.
pub(super) const REFERRER: HeaderValue = HeaderValue::from_static("same-origin");

/// How long a copy may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keep {
    /// A named version never changes.
    Forever,
    /// A minute: another version may be published at any time.
    AMinute,
    /// A minute, and by nobody but the caller: it was made from what is known of somebody.
    Privately,
}

/// The ready bytes of one representation.
#[derive(Debug)]
pub struct Rendition {
    content_type: HeaderValue,
    cache_control: HeaderValue,
    last_modified: Option<(SystemTime, HeaderValue)>,
    policy: Option<HeaderValue>,
    /// The languages of its words, where the caller had a choice.
    languages: Option<HeaderValue>,
    /// What it is related to.
    links: Option<HeaderValue>,
    plain: Encoded,
    gzip: OnceLock<Option<Encoded>>,
    brotli: OnceLock<Option<Encoded>>,
    zstd: OnceLock<Option<Encoded>>,
}

#[derive(Debug)]
struct Encoded {
    etag: HeaderValue,
    bytes: Bytes,
}

impl Rendition {
    /// A representation of a media type, last changed at a time where that is known.
    #[must_use]
    pub fn new(media: Media, body: Vec<u8>, changed: Option<DateTime<Utc>>, keep: Keep) -> Self {
        let content_type = HeaderValue::from_static(media.content_type());
        Self {
            policy: media.policy().map(header),
            ..Self::of_type(content_type, body, changed, keep)
        }
    }

    /// A representation of any other type.
    #[must_use]
    pub fn of_type(
        content_type: HeaderValue,
        body: Vec<u8>,
        changed: Option<DateTime<Utc>>,
        keep: Keep,
    ) -> Self {
        let hash = blake3::hash(&body).to_hex();
        Self {
            content_type,
            cache_control: HeaderValue::from_static(match keep {
                Keep::Forever => "public, max-age=31536000, immutable",
                Keep::AMinute => "public, max-age=60",
                Keep::Privately => "private, max-age=60",
            }),
            last_modified: changed.map(|changed| {
                // HTTP dates have whole seconds.
                let seconds = u64::try_from(changed.timestamp()).unwrap_or_default();
                let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
                (time, header(&httpdate::fmt_http_date(time)))
            }),
            policy: None,
            languages: None,
            links: None,
            plain: Encoded {
                etag: header(&format!("\"{}\"", hash.get(..32).unwrap_or_default())),
                bytes: body.into(),
            },
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
            zstd: OnceLock::new(),
        }
    }

    /// The same under another Content-Security-Policy than that of its media type.
    #[must_use]
    pub fn under(self, policy: &str) -> Self {
        Self {
            policy: Some(header(policy)),
            ..self
        }
    }

    /// The same as one of several languages: those that its words are in.
    #[must_use]
    pub fn in_languages(self, languages: &[String]) -> Self {
        Self {
            languages: Some(header(&languages.join(", "))),
            ..self
        }
    }

    /// The same with what it is related to (RFC 8288).
    #[must_use]
    pub fn with_links(self, links: &str) -> Self {
        Self {
            links: Some(header(links)),
            ..self
        }
    }

    /// The bytes without a coding.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.plain.bytes
    }

    /// Answers a request with these headers: the bytes in the best coding, or 304 where the caller has them already.
    #[must_use]
    pub fn answer(&self, asked: &HeaderMap) -> HttpResponse {
        let (coding, encoded) = self.encoded(coding(asked));
        let unchanged = self.is_fresh(asked, &encoded.etag);
        let mut response = if unchanged {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            HttpResponse::with_body(StatusCode::OK, BoxBody::new(encoded.bytes.clone()))
        };
        let headers = response.headers_mut();
        if !unchanged {
            self.describe(headers, coding);
        }
        self.guard(headers);
        headers.insert(ETAG, encoded.etag.clone());
        headers.insert(CACHE_CONTROL, self.cache_control.clone());
        if let Some((_, value)) = &self.last_modified {
            headers.insert(LAST_MODIFIED, value.clone());
        }
        response
    }

    /// Answers a call with these headers once: the bytes in the best coding, of which nobody keeps a copy.
    #[must_use]
    pub fn once(&self, asked: &HeaderMap) -> HttpResponse {
        let (coding, encoded) = self.encoded(coding(asked));
        let body = BoxBody::new(encoded.bytes.clone());
        let mut response = HttpResponse::with_body(StatusCode::OK, body);
        let headers = response.headers_mut();
        self.describe(headers, coding);
        self.guard(headers);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// What the bytes are.
    fn describe(&self, headers: &mut HeaderMap, coding: Coding) {
        headers.insert(CONTENT_TYPE, self.content_type.clone());
        if let Some(languages) = &self.languages {
            headers.insert(CONTENT_LANGUAGE, languages.clone());
        }
        if coding != Coding::Identity {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        }
    }

    /// What they may do, and what they were chosen by.
    fn guard(&self, headers: &mut HeaderMap) {
        if let Some(policy) = &self.policy {
            headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
            headers.insert(REFERRER_POLICY, REFERRER);
        }
        if let Some(links) = &self.links {
            headers.insert(LINK, links.clone());
        }
        headers.insert(
            VARY,
            HeaderValue::from_static(match self.languages {
                Some(_) => "accept, accept-encoding, accept-language, authorization",
                None => "accept, accept-encoding, authorization",
            }),
        );
    }

    fn encoded(&self, coding: Coding) -> (Coding, &Encoded) {
        type Compress = fn(&[u8]) -> Option<Vec<u8>>;
        let (slot, compress): (_, Compress) = match coding {
            Coding::Identity => return (Coding::Identity, &self.plain),
            Coding::Gzip => (&self.gzip, gzip),
            Coding::Brotli => (&self.brotli, brotli),
            Coding::Zstd => (&self.zstd, zstd),
        };
        let encoded = slot.get_or_init(|| {
            let plain = &self.plain;
            if plain.bytes.len() < SMALLEST_COMPRESSED {
                return None;
            }
            let bytes = compress(&plain.bytes).filter(|bytes| bytes.len() < plain.bytes.len())?;
            let tag = plain.etag.to_str().unwrap_or_default().trim_matches('"');
            Some(Encoded {
                etag: header(&format!("\"{tag}-{}\"", coding.name())),
                bytes: bytes.into(),
            })
        });
        encoded
            .as_ref()
            .map_or((Coding::Identity, &self.plain), |encoded| (coding, encoded))
    }

    /// RFC 9110, section 13.2.2: `If-Modified-Since` counts only where there is no `If-None-Match`.
    fn is_fresh(&self, headers: &HeaderMap, etag: &HeaderValue) -> bool {
        if headers.contains_key(IF_NONE_MATCH) {
            return is_known(headers, etag);
        }
        let since = headers
            .get(IF_MODIFIED_SINCE)
            .and_then(|value| httpdate::parse_http_date(value.to_str().ok()?).ok());
        match (since, &self.last_modified) {
            (Some(since), Some((changed, _))) => *changed <= since,
            _ => false,
        }
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

/// A header's value; empty for a text that cannot be one.
pub(super) fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

fn brotli(plain: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: 20,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut { plain }, &mut out, &parameters).ok()?;
    Some(out)
}

fn zstd(plain: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::compress(plain, 9).ok()
}
