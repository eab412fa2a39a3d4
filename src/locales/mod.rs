//! Every word that the service itself says to people who read a ladder, in one catalogue for each locale. A text that one locale
//! lacks does not compile. Texts only: no rule, no markup, nothing of a ladder. Imports nothing.
//!
//! Another language is another folder beside `en` and `de`, a line in [`ALL`], and a member of `pages/embed/texts.json`.

#![expect(missing_docs, reason = "in English each text says what it is")]

pub mod assistant;
pub mod calendars;
mod catalogue;
mod de;
mod en;
pub mod evidence;
pub mod facts;
mod figures;
pub mod pages;
pub mod pictures;
pub mod progress;
pub mod texts;

pub use catalogue::MessageCatalogue;
pub use figures::{Noun, Nouns, NumberFormat, PeriodNames, PositionTexts};

/// Every catalogue, the one to fall back on first.
pub static ALL: [&MessageCatalogue; 2] = [&en::CATALOGUE, &de::CATALOGUE];

impl MessageCatalogue {
    /// What a language calls itself, where it has a catalogue; else its tag.
    #[must_use]
    pub fn name_of(locale: &str) -> &str {
        let own = Self::of(locale);
        match own.code == locale {
            true => own.name,
            false => locale,
        }
    }

    /// The catalogue of a locale (BCP 47), by its language; the first where there is none.
    #[must_use]
    pub fn of(locale: &str) -> &'static Self {
        let language = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let [first, ..] = ALL;
        let mut catalogues = ALL.into_iter();
        catalogues
            .find(|catalogue| language(catalogue.code) == language(locale))
            .unwrap_or(first)
    }
}

#[cfg(test)]
mod tests {
    use super::MessageCatalogue;

    #[test]
    fn a_locale_without_a_catalogue_is_answered_in_english() {
        for (locale, code) in [
            ("en", "en"),
            ("de", "de"),
            ("DE-at", "de"),
            ("fr", "en"),
            ("", "en"),
        ] {
            assert_eq!(MessageCatalogue::of(locale).code, code, "{locale}");
        }
    }
}
