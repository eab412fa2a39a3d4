//! A ladder: a document that has been checked and proven, with what follows from it. There is no other way to make one.

use std::sync::Arc;

use serde_json::Value;

use super::{
    check,
    document::{Band, Document, Level, Phase, Resource, Roadblock},
    fault::Fault,
    quiz::DecisionTable,
    translation::TranslatedDocument,
};
use crate::locales::MessageCatalogue;

pub use super::ladder_ref::LadderRef;

/// A proven ladder.
#[derive(Debug, Clone)]
pub struct Ladder {
    document: Document,
    canonical: Arc<str>,
    stamp: LadderRef,
    table: DecisionTable,
    warnings: Vec<Fault>,
    words: &'static MessageCatalogue,
}

impl Ladder {
    /// Checks a document and proves its quiz.
    ///
    /// # Errors
    /// Every fault that was found, warnings among them, where at least one is an error.
    pub fn prove(document: Document) -> Result<Self, Vec<Fault>> {
        let mut faults = check::references(&document);
        let table = DecisionTable::prove(&document, &mut faults);
        faults.sort_by_key(|fault| fault.severity);
        match table {
            Some(table) if !faults.iter().any(Fault::is_error) => {
                let canonical: Arc<str> = canonical(&document).into();
                let stamp = LadderRef {
                    id: document.id.clone(),
                    version: document.version.clone(),
                    hash: Self::hash(&canonical),
                };
                Ok(Self {
                    words: MessageCatalogue::of(&document.locale),
                    document,
                    canonical,
                    stamp,
                    table,
                    warnings: faults,
                })
            }
            _ => Err(faults),
        }
    }

    /// The ladder in the language of one of its translations, and the languages that its texts are in, as
    /// [`Document::translated`] tells. It is the same ladder: its stamp stays. None where it has no such translation.
    #[must_use]
    pub fn translated(&self, locale: &str) -> Option<(Self, Vec<String>)> {
        let TranslatedDocument {
            document,
            languages,
        } = self.document.translated(locale)?;
        let translated = Self {
            // The rules were proven; their words are new.
            table: DecisionTable::prove(&document, &mut Vec::new())?,
            words: MessageCatalogue::of(locale),
            document,
            canonical: Arc::clone(&self.canonical),
            stamp: self.stamp.clone(),
            warnings: Vec::new(),
        };
        Some((translated, languages))
    }

    /// The same ladder with other bands in the place of its own.
    #[must_use]
    pub fn with_bands(&self, bands: Vec<Band>) -> Self {
        let mut ladder = self.clone();
        ladder.document.compensation = bands;
        ladder
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document's canonical JSON, over which the hash is taken.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The hash of a canonical text, as in [`LadderRef::hash`].
    #[must_use]
    pub fn hash(canonical: &str) -> String {
        format!("blake3:{}", blake3::hash(canonical.as_bytes()).to_hex())
    }

    /// Id, version and hash.
    #[must_use]
    pub fn stamp(&self) -> &LadderRef {
        &self.stamp
    }

    /// The decision table of the quiz.
    #[must_use]
    pub fn table(&self) -> &DecisionTable {
        &self.table
    }

    /// What is worth a look without being wrong.
    #[must_use]
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }

    /// What is said of it beside its own text, in its language.
    #[must_use]
    pub fn words(&self) -> &'static MessageCatalogue {
        self.words
    }

    /// The level of that id.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.document.level(id)
    }

    /// The fault of naming a level that is not on the ladder.
    #[must_use]
    pub fn unknown_level(&self, pointer: &str) -> Fault {
        let known = self.document.levels.iter().map(|level| level.id.as_str());
        let known: Vec<&str> = known.collect();
        Fault::error(
            pointer,
            "unknown_level",
            format!(
                "There is no such level. The ladder has: {}.",
                known.join(", ")
            ),
        )
    }

    /// The level above, where there is one: that of the same path, or the first of the first track where only tracks go on.
    #[must_use]
    pub fn level_above<'a>(&'a self, level: &'a Level) -> Option<&'a Level> {
        self.document.next_levels(level).next()
    }

    /// The phase of that number.
    #[must_use]
    pub fn phase(&self, number: u8) -> Option<&Phase> {
        self.document
            .phases
            .iter()
            .find(|phase| phase.number == number)
    }

    /// The phase that starts at a level.
    #[must_use]
    pub fn phase_of(&self, level: &str) -> Option<&Phase> {
        self.document
            .phases
            .iter()
            .find(|phase| phase.level == *level)
    }

    /// The roadblocks met at a level, in the order of the document.
    pub fn roadblocks_at<'a>(&'a self, level: &'a str) -> impl Iterator<Item = &'a Roadblock> {
        self.document
            .roadblocks
            .iter()
            .filter(move |roadblock| roadblock.levels.iter().any(|id| id == level))
    }

    /// The resource of that id.
    #[must_use]
    pub fn resource(&self, id: &str) -> Option<&Resource> {
        self.document
            .resources
            .iter()
            .find(|resource| resource.id == *id)
    }

    /// The bands of a level, in the order of the document.
    pub fn bands_of<'a>(&'a self, level: &'a str) -> impl Iterator<Item = &'a Band> {
        self.document
            .compensation
            .iter()
            .filter(move |band| band.level == *level)
    }
}

/// Members that came to the format after documents had been published. Where they say nothing they are left out of the canonical
/// text, so that a document written before keeps its hash.
const LATER: [&str; 7] = [
    "forked_from",
    "serves",
    "effort",
    "signals",
    "contrary",
    "translations",
    "statement",
];

fn canonical(document: &Document) -> String {
    // A `Value` keeps its members sorted by name, so that the text does not depend on the order of our fields.
    let mut value = serde_json::to_value(document).unwrap_or_default();
    leave_out_later(&mut value);
    value.to_string()
}

fn leave_out_later(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, value| {
                let says_nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
                !(says_nothing && LATER.contains(&name.as_str()))
            });
            members.values_mut().for_each(leave_out_later);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_later),
        _ => {}
    }
}
