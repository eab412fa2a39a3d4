//! Every word of a picture, a calendar and a page comes from the catalogue of the ladder's language, or from the ladder.

use std::collections::BTreeSet;

use super::{
    gallery::{GalleryValues, texts},
    test_ladders::{one_ended, worded},
};

/// What may stand in both languages: words that are the same in both, the name of the format, short names of months, currencies, regions, ids of markets,
/// and what a path of the API is made of.
const SAME: &[&str] = &[
    "Format",
    "Quiz",
    "rungs",
    "ladder",
    "Phase",
    "Plan",
    "Plateau",
    "Region",
    "Version",
    "USD",
    "US",
    "EUR",
    "DE",
    "AT",
    "in",
    "was",
    "general",
    "Jan",
    "Feb",
    "Apr",
    "Aug",
    "UTC",
    "people",
    "person",
    "assessments",
    "assessment",
    "contest",
];

/// The words of some marked-up text, without its tags.
fn words(text: &str) -> BTreeSet<String> {
    let mut seen = String::new();
    let without_styles = text.split("<style>").map(|part| {
        let rest = part.split_once("</style>");
        rest.map_or(part, |(_, rest)| rest)
    });
    for part in without_styles {
        for piece in part.split('<') {
            let words = piece.split_once('>').map_or(piece, |(tag, words)| {
                let label = tag.split_once("aria-label=\"");
                let label = label.and_then(|(_, rest)| rest.split_once('"'));
                seen.push_str(label.map_or("", |(label, _)| label));
                seen.push(' ');
                words
            });
            seen.push_str(words);
            seen.push(' ');
        }
    }
    let ids = worded("en").canonical().to_lowercase();
    // Alone or between the hyphens of one.
    let is_of_an_id = |word: &str| {
        let word = word.to_lowercase();
        let forms = [
            format!("-{word}"),
            format!("{word}-"),
            format!("\"{word}\""),
        ];
        forms.iter().any(|form| ids.contains(form))
    };
    let words = seen.split(|sign: char| !sign.is_alphanumeric());
    words
        .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
        .filter(|word| !SAME.contains(word) && !is_of_an_id(word))
        .map(str::to_owned)
        .collect()
}

fn same(english: &[(String, String)], german: &[(String, String)]) -> Vec<String> {
    assert_eq!(english.len(), german.len());
    let pairs = english.iter().zip(german);
    let mut found = Vec::new();
    for ((name, english), (_, german)) in pairs {
        let (english, german) = (words(english), words(german));
        assert!(english.len() > 3, "{name}: {english:?}");
        found.extend(
            english
                .intersection(&german)
                .map(|word| format!("{name}: {word}")),
        );
    }
    found
}

#[test]
fn no_word_of_a_picture_or_a_text_is_the_same_in_both_languages() {
    let (english, german) = (worded("en"), worded("de"));
    let pictures = |ladder| GalleryValues::of(ladder).pictures();
    let found = same(&pictures(&english), &pictures(&german));
    assert!(found.is_empty(), "{found:#?}");
    let found = same(&texts(&english), &texts(&german));
    assert!(found.is_empty(), "{found:#?}");
    let [english, german] = ["en", "de"].map(|locale| one_ended(&worded(locale)));
    let found = same(&pictures(&english), &pictures(&german));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_word_of_a_calendar_is_the_same_in_both_languages() {
    let said = |locale: &str| {
        let ladder = worded(locale);
        let calendars = GalleryValues::of(&ladder).calendars().into_iter();
        // Only what people read: a long line is folded, its rest begins with a space.
        let read = |calendar: String| {
            let whole = calendar.replace("\r\n ", "");
            let told = ["SUMMARY:", "DESCRIPTION:", "NAME:", "X-WR-CALNAME:"];
            let lines = whole.lines().filter_map(|line| {
                let name = told.iter().find(|name| line.starts_with(**name))?;
                Some(line[name.len()..].replace("\\n", " "))
            });
            lines.collect::<Vec<_>>().join(" ")
        };
        calendars
            .map(|(name, calendar)| (name, read(calendar)))
            .collect::<Vec<_>>()
    };
    let found = same(&said("en"), &said("de"));
    assert!(found.is_empty(), "{found:#?}");
}
