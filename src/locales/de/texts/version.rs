//! What versions say in Markdown, in German.

use crate::locales::texts::{ImpactTexts, VersionTexts};

pub(super) const VERSION: VersionTexts = VersionTexts {
    versions_of: |ladder| format!("Versionen von {ladder}"),
    heads: ["Version", "Veröffentlicht", ""],
    current: "aktuell",
    diff: |ladder, from, to| format!("{ladder}: von Version {from} zu {to}"),
    none: |from, to| format!("Zwischen {from} und {to} unterscheidet sich nichts."),
    some: |differences, from, to| format!("{differences} zwischen {from} und {to}."),
    means: ImpactTexts {
        none: "Für niemanden ändert sich etwas.",
        wording: "Nur Wörter ändern sich: Niemand wird anders eingestuft, und nichts fällt weg.",
        addition: "Es gibt Neues oder andere Zahlen; niemand wird anders eingestuft, und nichts fällt weg.",
        outcome: "Eine Einstufung oder ein Reifegrad kann sich ändern, eine Kennung ist eine andere, oder etwas fällt weg.",
    },
    suggested: |version| format!("Nach der ersten zu vergeben ist Version {version}."),
    example: |answers, before, after| format!("{answers}: vorher {before}, jetzt {after}."),
    answers: |yes, qualifiers| match (yes, qualifiers) {
        (None, None) => "Nein zu allem".into(),
        (Some(yes), None) | (None, Some(yes)) => format!("Ja zu {yes} und Nein zu allem anderen"),
        (Some(yes), Some(qualifiers)) => {
            format!("Ja zu {yes} sowie zu {qualifiers} und Nein zu allem anderen")
        }
    },
    impacts: ImpactTexts {
        none: "ohne Belang",
        wording: "Wortlaut",
        addition: "neu",
        outcome: "Ergebnis",
    },
    added: "Hinzugefügt",
    removed: "Entfernt",
    which_was: |place, before| format!("{place}, zuvor: {before}"),
    changed: "Geändert",
    reordered: "Umgestellt",
    before: |value| format!("Vorher: {value}"),
    after: |value| format!("Nachher: {value}"),
    empty: "nichts",
};
