//! What versions say in Markdown, in English.

use crate::locales::texts::VersionTexts;

pub(super) const VERSION: VersionTexts = VersionTexts {
    versions_of: |ladder| format!("Versions of {ladder}"),
    heads: ["Version", "Published", ""],
    current: "current",
    diff: |ladder, from, to| format!("{ladder}: from version {from} to {to}"),
    none: |from, to| format!("Nothing differs between {from} and {to}."),
    some: |differences, from, to| format!("{differences} between {from} and {to}."),
    added: "Added",
    removed: "Removed",
    which_was: |place, before| format!("{place}, which was: {before}"),
    changed: "Changed",
    reordered: "Reordered",
    before: |value| format!("Before: {value}"),
    after: |value| format!("After: {value}"),
    empty: "none",
};
