//! What versions say in Markdown, in German.

use crate::locales::texts::VersionTexts;

pub(super) const VERSION: VersionTexts = VersionTexts {
    versions_of: |ladder| format!("Versionen von {ladder}"),
    heads: ["Version", "Veröffentlicht", ""],
    current: "aktuell",
    diff: |ladder, from, to| format!("{ladder}: von Version {from} zu {to}"),
    none: |from, to| format!("Zwischen {from} und {to} unterscheidet sich nichts."),
    some: |differences, from, to| format!("{differences} zwischen {from} und {to}."),
    added: "Hinzugefügt",
    removed: "Entfernt",
    which_was: |place, before| format!("{place}, zuvor: {before}"),
    changed: "Geändert",
    reordered: "Umgestellt",
    before: |value| format!("Vorher: {value}"),
    after: |value| format!("Nachher: {value}"),
    empty: "nichts",
};
