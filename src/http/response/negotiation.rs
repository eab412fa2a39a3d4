//! Content negotiation (RFC 9110, section 12): which media type, content coding and language a caller would rather have.

use std::str::FromStr;

use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, Encoding, HeaderMap, HeaderName, HeaderValue, Preference, Quality,
    QualityItem, from_comma_delimited,
};
use mime::Mime;

use crate::render::content_security_policy;

/// A media type that answers come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// `application/json`
    Json,
    /// `text/plain`
    Plain,
    /// `text/markdown`
    Markdown,
    /// `text/html`
    Html,
    /// `image/svg+xml`
    Svg,
    /// `text/calendar`
    Calendar,
    /// `application/schema+json`
    Schema,
    /// `application/x-ndjson`
    Lines,
    /// `application/yaml`
    Yaml,
    /// `text/csv`
    Csv,
}

impl Media {
    /// Every media type, in the order in which an operation offers those that it has.
    pub const ALL: [Self; 10] = [
        Self::Schema,
        Self::Json,
        Self::Plain,
        Self::Markdown,
        Self::Html,
        Self::Svg,
        Self::Calendar,
        Self::Lines,
        Self::Yaml,
        Self::Csv,
    ];

    /// The value of `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Plain => "text/plain; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Schema => "application/schema+json",
            Self::Lines => "application/x-ndjson",
            Self::Yaml => "application/yaml",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The Content-Security-Policy under which it is shown; None where a browser runs nothing of it.
    #[must_use]
    pub fn policy(self) -> Option<&'static str> {
        match self {
            Self::Html => Some(content_security_policy::PAGE),
            Self::Svg => Some(&content_security_policy::PICTURE),
            _ => None,
        }
    }

    /// The media type without parameters.
    #[must_use]
    pub fn essence(self) -> &'static str {
        let whole = self.content_type();
        whole.split_once(';').map_or(whole, |(essence, _)| essence)
    }
}

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// As it is.
    Identity,
    /// `gzip`
    Gzip,
    /// `br`
    Brotli,
    /// `zstd`
    Zstd,
}

impl Coding {
    /// The compressing codings, best first among equals.
    pub const COMPRESSING: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// The coding's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }
}

/// The offered media type that the caller likes best, the first among equals; None where none is acceptable.
#[must_use]
pub fn media(headers: &HeaderMap, offered: &[Media]) -> Option<Media> {
    if headers.get_all(ACCEPT).all(is_blank) {
        return offered.first().copied();
    }
    let accepted: Vec<QualityItem<Mime>> = items(headers, ACCEPT);
    let mut best: Option<(Quality, Media)> = None;
    for media in offered {
        let quality = media_quality(&accepted, media.essence());
        if quality > best.map_or(Quality::ZERO, |(quality, _)| quality) {
            best = Some((quality, *media));
        }
    }
    best.map(|(_, media)| media)
}

/// Returns the quality that `Accept` gives a media type; the most specific range decides.
pub(in crate::http) fn media_quality(accepted: &[QualityItem<Mime>], essence: &str) -> Quality {
    let kind = essence.split('/').next().unwrap_or_default();
    let matching = accepted.iter().filter_map(|range| {
        let specificity = match (range.item.type_(), range.item.subtype()) {
            _ if range.item.essence_str() == essence => 3,
            (own, mime::STAR) if own == kind => 2,
            (mime::STAR, mime::STAR) => 1,
            _ => return None,
        };
        Some((specificity, range.quality))
    });
    matching.max().map_or(Quality::ZERO, |(_, quality)| quality)
}

/// The coding that the caller likes best. Identity where nothing better is acceptable.
#[must_use]
pub fn coding(headers: &HeaderMap) -> Coding {
    let accepted: Vec<QualityItem<Preference<Encoding>>> = items(headers, ACCEPT_ENCODING);
    // Identity is always there; only where it is named is it liked better than something else.
    let identity = named_quality(&accepted, Coding::Identity).unwrap_or(Quality::ZERO);
    let mut best = (identity, Coding::Identity);
    for coding in Coding::COMPRESSING {
        let any = || accepted.iter().find(|one| one.item.is_any());
        let quality = named_quality(&accepted, coding)
            .or_else(|| any().map(|one| one.quality))
            .unwrap_or(Quality::ZERO);
        let is_first = best.1 == Coding::Identity;
        // Among equals a compressing one goes before identity.
        if quality > best.0 || (quality > Quality::ZERO && quality == best.0 && is_first) {
            best = (quality, coding);
        }
    }
    best.1
}

/// Returns the quality of a coding that is named, `gzip` also by its older name.
fn named_quality(
    accepted: &[QualityItem<Preference<Encoding>>],
    coding: Coding,
) -> Option<Quality> {
    let is_named = |one: &&QualityItem<Preference<Encoding>>| match one.item.item() {
        Some(Encoding::Known(known)) => known.as_str() == coding.name(),
        Some(Encoding::Unknown(name)) => {
            coding == Coding::Gzip && name.eq_ignore_ascii_case("x-gzip")
        }
        None => false,
    };
    accepted.iter().find(is_named).map(|one| one.quality)
}

/// Returns the items of a list header; those that are malformed are passed over.
pub(in crate::http) fn items<T: FromStr>(
    headers: &HeaderMap,
    name: HeaderName,
) -> Vec<QualityItem<T>> {
    let values = headers.get_all(name);
    from_comma_delimited(values.filter(|value| value.to_str().is_ok())).unwrap_or_default()
}

fn is_blank(value: &HeaderValue) -> bool {
    value.as_bytes().trim_ascii().is_empty()
}
