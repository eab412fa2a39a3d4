//! What versions say in Markdown, in English.

use crate::locales::texts::{ImpactTexts, VersionTexts};

pub(super) const VERSION: VersionTexts = VersionTexts {
    versions_of: |ladder| format!("Versions of {ladder}"),
    heads: ["Version", "Published", ""],
    current: "current",
    diff: |ladder, from, to| format!("{ladder}: from version {from} to {to}"),
    none: |from, to| format!("Nothing differs between {from} and {to}."),
    some: |differences, from, to| format!("{differences} between {from} and {to}."),
    means: ImpactTexts {
        none: "Nothing changes for anybody.",
        wording: "Only words change: nobody is placed elsewhere, and nothing is gone.",
        addition: "There is something new, or figures are others; nobody is placed elsewhere, and nothing is gone.",
        outcome: "A placement or a readiness can change, an id is another, or something is gone.",
    },
    suggested: |version| format!("The version to give after the first one: {version}."),
    example: |answers, before, after| format!("{answers}: before {before}, now {after}."),
    answers: |yes, qualifiers| match (yes, qualifiers) {
        (None, None) => "No to everything".into(),
        (Some(yes), None) | (None, Some(yes)) => format!("Yes to {yes} and no to everything else"),
        (Some(yes), Some(qualifiers)) => {
            format!("Yes to {yes} and to {qualifiers}, and no to everything else")
        }
    },
    impacts: ImpactTexts {
        none: "of no account",
        wording: "words",
        addition: "new",
        outcome: "results",
    },
    added: "Added",
    removed: "Removed",
    which_was: |place, before| format!("{place}, which was: {before}"),
    changed: "Changed",
    reordered: "Reordered",
    before: |value| format!("Before: {value}"),
    after: |value| format!("After: {value}"),
    empty: "none",
};
