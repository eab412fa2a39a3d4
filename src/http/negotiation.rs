//! Content negotiation (RFC 9110, section 12): which media type, content coding and language a caller would rather have.

use actix_web::http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderName};

use crate::{
    domain::translation::lookup,
    locales::{ALL, Catalogue},
    render::policy,
};

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
            Self::Html => Some(policy::PAGE),
            Self::Svg => Some(&policy::PICTURE),
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
    let Some(accept) = joined(headers, &ACCEPT) else {
        return offered.first().copied();
    };
    if accept == "*/*" || accept.trim().is_empty() {
        return offered.first().copied();
    }
    let mut best: Option<(u16, Media)> = None;
    for media in offered {
        let weight = media_weight(&accept, media.essence());
        if weight > best.map_or(0, |(weight, _)| weight) {
            best = Some((weight, *media));
        }
    }
    best.map(|(_, media)| media)
}

/// The weight (0 to 1000) that `Accept` gives a media type; the most specific range decides.
fn media_weight(accept: &str, essence: &str) -> u16 {
    let (kind, subkind) = essence.split_once('/').unwrap_or((essence, ""));
    let mut found = (0_u8, 0_u16);
    for range in accept.split(',') {
        let mut parts = range.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let (range_kind, range_subkind) = name.split_once('/').unwrap_or((name, ""));
        let specificity = if range_kind.eq_ignore_ascii_case(kind)
            && range_subkind.eq_ignore_ascii_case(subkind)
        {
            3
        } else if range_kind.eq_ignore_ascii_case(kind) && range_subkind == "*" {
            2
        } else if name == "*/*" {
            1
        } else {
            continue;
        };
        let weight = weight(parts);
        if specificity > found.0 || (specificity == found.0 && weight > found.1) {
            found = (specificity, weight);
        }
    }
    found.1
}

/// The locale that the caller likes best, of equals the one named first; None where none of those liked is there, or any will do.
#[must_use]
pub fn language<'a>(
    headers: &HeaderMap,
    locales: &(impl Iterator<Item = &'a str> + Clone),
) -> Option<&'a str> {
    let accept = joined(headers, &ACCEPT_LANGUAGE)?;
    let mut best = (0, None);
    for range in accept.split(',') {
        let mut parts = range.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let weight = weight(parts);
        if weight <= best.0 {
            continue;
        }
        if name == "*" {
            best = (weight, None);
        } else if let Some(locale) = lookup(name, locales.clone()) {
            best = (weight, Some(locale));
        }
    }
    best.1
}

/// The catalogue of the language that the caller likes best; the first where there is none of it.
#[must_use]
pub fn catalogue(headers: &HeaderMap) -> &'static Catalogue {
    let codes = ALL.map(|catalogue| catalogue.code);
    Catalogue::of(language(headers, &codes.into_iter()).unwrap_or_default())
}

/// The coding that the caller likes best. Identity where nothing better is acceptable.
#[must_use]
pub fn coding(headers: &HeaderMap) -> Coding {
    let Some(accept) = joined(headers, &ACCEPT_ENCODING) else {
        return Coding::Identity;
    };
    // Identity is always there; only where it is named is it liked better than something else.
    let mut best = (
        named_weight(&accept, "identity").unwrap_or(0),
        Coding::Identity,
    );
    for coding in Coding::COMPRESSING {
        let weight = coding_weight(&accept, coding.name());
        // Among equals a compressing one goes before identity.
        if weight > best.0 || (weight > 0 && weight == best.0 && best.1 == Coding::Identity) {
            best = (weight, coding);
        }
    }
    best.1
}

fn coding_weight(accept: &str, name: &str) -> u16 {
    let named = named_weight(accept, name);
    let alias = || {
        (name == "gzip")
            .then(|| named_weight(accept, "x-gzip"))
            .flatten()
    };
    let any = || named_weight(accept, "*");
    named.or_else(alias).or_else(any).unwrap_or(0)
}

fn named_weight(accept: &str, name: &str) -> Option<u16> {
    accept.split(',').find_map(|item| {
        let mut parts = item.split(';');
        let item = parts.next().unwrap_or_default().trim();
        item.eq_ignore_ascii_case(name).then(|| weight(parts))
    })
}

/// The value of `q` in thousandths; 1000 without one, 0 for one that is not a weight.
fn weight<'a>(parameters: impl Iterator<Item = &'a str>) -> u16 {
    for parameter in parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("q") {
            let value: f32 = value.trim().parse().unwrap_or(0.0);
            return if (0.0..=1.0).contains(&value) {
                // In range, so that nothing is cut off.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "0 to 1000"
                )]
                let weight = (value * 1000.0).round() as u16;
                weight
            } else {
                0
            };
        }
    }
    1000
}

/// All values of a list header as one text; None where it is not there or not text.
fn joined<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<std::borrow::Cow<'a, str>> {
    let mut values = headers
        .get_all(name)
        .filter_map(|value| value.to_str().ok());
    let first = values.next()?;
    let rest: Vec<&str> = values.collect();
    if rest.is_empty() {
        Some(first.into())
    } else {
        Some(format!("{first},{}", rest.join(",")).into())
    }
}
