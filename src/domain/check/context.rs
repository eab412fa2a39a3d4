//! The state of a check of a document: its faults so far, and the look-ups that the checks of its parts share.

use std::collections::HashMap;

use crate::domain::{document::Document, fault::Fault, id::Id};

/// The name of the column that comes before the first level.
pub const PRE_ROLE: &str = "pre-role";

/// Whether a text is a language tag (BCP 47) in the usual form.
pub(super) fn is_locale(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase())
    });
    let rest = parts.all(|part| {
        (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    language && rest
}

pub(super) struct Check<'a> {
    pub(super) document: &'a Document,
    pub(super) ranks: HashMap<&'a Id, u8>,
    pub(super) faults: Vec<Fault>,
}

impl<'a> Check<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let ranks = document
            .levels
            .iter()
            .map(|level| (&level.id, level.rank))
            .collect();
        Self {
            document,
            ranks,
            faults: Vec::new(),
        }
    }

    pub(super) fn error(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) {
        self.faults.push(Fault::error(pointer, code, detail));
    }

    pub(super) fn warn(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) {
        self.faults.push(Fault::warning(pointer, code, detail));
    }

    pub(super) fn unique(&mut self, list: &str, ids: impl Iterator<Item = &'a Id>) {
        let mut seen = HashMap::new();
        for (index, id) in ids.enumerate() {
            if let Some(first) = seen.insert(id, index) {
                self.error(
                    format!("{list}/{index}/id"),
                    "duplicate_id",
                    format!("The id {id} is taken by {list}/{first}."),
                );
            }
        }
    }

    pub(super) fn level(&mut self, pointer: impl Into<String>, id: &Id) -> Option<u8> {
        let rank = self.ranks.get(id).copied();
        if rank.is_none() {
            self.error(
                pointer,
                "unknown_level",
                format!("There is no level {id} in this ladder."),
            );
        }
        rank
    }

    /// Whether a level is below another one, on one and the same path. True where one of them is not there, which is a fault of its own.
    pub(super) fn is_below(&self, lower: &Id, higher: &Id) -> bool {
        let level = |id: &Id| self.document.level(id.as_str());
        let both = level(lower).zip(level(higher));
        both.is_none_or(|(lower, higher)| self.document.is_below(lower, higher))
    }

    pub(super) fn not_a_language(&mut self, pointer: impl Into<String>) {
        self.error(
            pointer,
            "not_a_language",
            "A locale is a language tag such as en or pt-BR.",
        );
    }
}
