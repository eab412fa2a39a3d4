//! Translations: languages once each, fallbacks that end, texts that stand somewhere in the document.

use std::collections::HashSet;

use super::context::{Check, is_locale};

impl Check<'_> {
    pub(super) fn translations(&mut self) {
        let document = self.document;
        if document.translations.is_empty() {
            return;
        }
        let places = document.places_of_texts();
        let known: HashSet<&str> = places.iter().map(String::as_str).collect();
        let mut seen = HashSet::from([document.locale.to_ascii_lowercase()]);
        for (index, translation) in document.translations.iter().enumerate() {
            let at = format!("/translations/{index}");
            if !is_locale(&translation.locale) {
                self.not_a_language(format!("{at}/locale"));
            }
            if !seen.insert(translation.locale.to_ascii_lowercase()) {
                self.error(
                    format!("{at}/locale"),
                    "duplicate_locale",
                    format!("The language {} is taken.", translation.locale),
                );
            }
            self.fallback(&at, translation.fallback.as_deref(), index);
            for place in translation.texts.keys() {
                if !known.contains(place.as_str()) {
                    self.error(
                        format!("{at}/texts/{}", crate::domain::source::escape(place)),
                        "unknown_text",
                        "There is no such text in the document.",
                    );
                }
            }
            let missing = places
                .iter()
                .filter(|place| !translation.texts.contains_key(*place));
            let missing: Vec<&str> = missing.map(String::as_str).collect();
            if let Some(first) = missing.first() {
                self.warn(
                    format!("{at}/texts"),
                    "untranslated",
                    format!(
                        "{} of {} texts have no translation and are served in the fallback's language; the first is {first}.",
                        missing.len(),
                        places.len()
                    ),
                );
            }
        }
    }

    fn fallback(&mut self, at: &str, fallback: Option<&str>, index: usize) {
        let Some(fallback) = fallback else { return };
        let document = self.document;
        let pointer = format!("{at}/fallback");
        if fallback == document.locale {
            return;
        }
        if document.translation(fallback).is_none() {
            let detail = format!("The document has no texts in {fallback}.");
            self.error(pointer, "unknown_locale", detail);
            return;
        }
        // Who follows more fallbacks than there are translations goes in a circle.
        let mut locale = document.translations.get(index).map(|own| &own.locale);
        for _ in 0..=document.translations.len() {
            let next = locale.and_then(|locale| document.translation(locale));
            locale = next.and_then(|translation| translation.fallback.as_ref());
        }
        if locale.is_some() {
            self.error(
                pointer,
                "circular_fallback",
                "The fallbacks lead in a circle.",
            );
        }
    }
}
