//! The languages that a client prefers (RFC 9110, section 12.5.4), reduced to those that there are.

use std::cmp::Reverse;

use actix_web::{
    HttpRequest,
    http::header::{ACCEPT_LANGUAGE, AcceptLanguage, Header, Preference, Quality},
};

use crate::{
    app::{App, PublishedLadder},
    domain::translation::lookup,
    locales::{ALL, MessageCatalogue},
};

/// Stands for any language.
const ANY: &str = "*";

/// Languages (BCP 47) in the client's order of preference. Reduced to those available, it is the same for all values of `Accept-Language`
/// that choose the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LanguagePreference(Vec<String>);

impl LanguagePreference {
    /// The preference among the languages of one ladder.
    #[must_use]
    pub fn of_ladder(request: &HttpRequest, published: &PublishedLadder) -> Self {
        Self::accepted(request).among(|| published.locales().collect())
    }

    /// The preference among the languages of the service's own messages and of all ladders that the caller sees.
    #[must_use]
    pub fn of_view(request: &HttpRequest, app: &App) -> Self {
        Self::accepted(request).among(|| {
            let messages = ALL.into_iter().map(|catalogue| catalogue.code);
            let ladders = app.shelf.newest().flat_map(|one| one.locales());
            messages.chain(ladders).collect()
        })
    }

    /// How many languages are preferred.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether any language will do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message catalogue of the preferred language; the first one if there is none of it.
    #[must_use]
    pub fn messages(&self) -> &'static MessageCatalogue {
        let codes = ALL.map(|catalogue| catalogue.code);
        MessageCatalogue::of(self.choose(&codes.into_iter()).unwrap_or_default())
    }

    /// One language.
    #[must_use]
    pub fn only(language: &str) -> Self {
        Self(vec![language.to_owned()])
    }

    /// The language ranges of `Accept-Language` as they are, the most preferred one first.
    #[must_use]
    pub fn accepted(request: &HttpRequest) -> Self {
        if !request.headers().contains_key(ACCEPT_LANGUAGE) {
            return Self::default();
        }
        let accepted = AcceptLanguage::parse(request).map(|accepted| accepted.0);
        let mut ranges = accepted.unwrap_or_default();
        ranges.retain(|range| range.quality > Quality::ZERO);
        // Stable, so that of equals the one named first is preferred.
        ranges.sort_by_key(|range| Reverse(range.quality));
        let ranges = ranges.into_iter().map(|range| match range.item {
            Preference::Any => ANY.to_owned(),
            Preference::Specific(tag) => tag.to_string(),
        });
        Self(ranges.collect())
    }

    /// The languages that these ranges stand for among those available. `available` is only called if there are any.
    fn among<'a>(&self, available: impl FnOnce() -> Vec<&'a str>) -> Self {
        if self.0.is_empty() {
            return Self::default();
        }
        let available = available();
        let mut preferred: Vec<String> = Vec::new();
        for range in &self.0 {
            let language = match range.as_str() {
                ANY => Some(ANY),
                range => lookup(range, available.iter().copied()),
            };
            let Some(language) = language else {
                continue;
            };
            if !preferred.iter().any(|known| known == language) {
                preferred.push(language.to_owned());
            }
            if language == ANY {
                break;
            }
        }
        Self(preferred)
    }

    /// The preferred one of some languages; None if there is none of the preferred ones, or any will do.
    #[must_use]
    pub fn choose<'a>(&self, locales: &(impl Iterator<Item = &'a str> + Clone)) -> Option<&'a str> {
        for language in &self.0 {
            if language == ANY {
                return None;
            }
            if let Some(locale) = lookup(language, locales.clone()) {
                return Some(locale);
            }
        }
        None
    }
}
