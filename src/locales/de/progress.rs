//! What is said of somebody's progress, in German.

use crate::locales::progress::ProgressMessages;

pub(super) const PROGRESS: ProgressMessages = ProgressMessages {
    guidance: "Das ist eine Orientierung nach Antworten, die Menschen über sich selbst gegeben haben oder andere über sie. Es ist keine Entscheidung über jemanden.",
    rules: [
        (
            "placement",
            "Jede Einschätzung wird nach den Regeln der Version der Leiter eingestuft, für die sie gegeben wurde, und bleibt so.",
        ),
        (
            "time-at-level",
            "Die Zeit auf einer Stufe läuft von der ersten Einschätzung, die dort einstuft, bis zur ersten derselben Seite, die auf einer anderen Stufe einstuft; in ganzen Kalendermonaten und Tagen.",
        ),
        (
            "compared",
            "Antworten werden verglichen, wo beide dieselbe Frage mit demselben Wortlaut und denselben Antwortmöglichkeiten gestellt bekamen. Alles andere wird als nicht verglichen genannt.",
        ),
        (
            "side-by-side",
            "Die neueste Selbsteinschätzung steht neben der neuesten Einschätzung jeder anderen Person.",
        ),
        (
            "newest-version",
            "Alte Antworten werden nach der neuesten Version eingestuft, wo jede von ihnen dazu passt; eine Frage behält ihre Antwort, solange sie ihre Kennung behält.",
        ),
    ],
    heading: |person| format!("Entwicklung von {person}"),
    looked_at: |looked_at, total| format!("Einschätzungen: {looked_at} von {total}, die neuesten."),
    none: "Es gibt noch keine Einschätzung.",
    contested: "angefochten",
    own: "Selbsteinschätzung",
    assessor: "Fremdeinschätzung",
    assessor_named: |id| format!("Fremdeinschätzung {id}"),
    placements: "Einstufungen",
    placement_heads: ["Vom", "Von", "Version", "Einstufung", "Ja"],
    levels: "Zeit auf der Stufe",
    level_heads: ["Von", "Stufe", "Seit", "Bis", "Dauer"],
    still: "noch immer",
    changes: "Was sich geändert hat",
    change: |[before, after], [from, to]| format!("{before} bis {after}: {from} → {to}"),
    moved: ["höher", "tiefer", "seitwärts", "gleich"],
    answer: |question, [from, to]| format!("{question}: {from} → {to}"),
    unlike: [
        |ids| format!("Nicht mehr gefragt, daher nicht verglichen: {ids}."),
        |ids| format!("Neu, daher nicht verglichen: {ids}."),
        |ids| {
            format!(
                "Mit anderem Wortlaut oder anderen Antwortmöglichkeiten gefragt, daher nicht verglichen: {ids}."
            )
        },
    ],
    sides: "Nebeneinander",
    missing: [
        "Es gibt keine Selbsteinschätzung, neben die sich die anderen stellen ließen.",
        "Es gibt keine Fremdeinschätzung, die sich neben die eigene stellen ließe.",
        "Es gibt weder eine Selbst- noch eine Fremdeinschätzung.",
    ],
    pair: |own, who, place| format!("Selbsteinschätzung: {own}. {who}: {place}."),
    pair_heads: ["Frage", "Selbst", "Fremd", ""],
    differ: "verschieden",
    agree: "gleich",
    now: "Nach der neuesten Version",
    now_placed: |who, version, place| {
        format!("{who}, beantwortet für Version {version}: jetzt {place}.")
    },
    now_lost: |who, version, ids| {
        format!(
            "{who}, beantwortet für Version {version}: lässt sich nicht einstufen, weil diese Antworten nicht passen: {ids}."
        )
    },
    now_unasked: |ids| format!("Damals nicht gefragt, zählt als nicht beantwortet: {ids}."),
    now_reworded: |ids| format!("Inzwischen anders formuliert: {ids}."),
    rules_used: "Angewandte Regeln",
    contest: |path| format!("Eine Einschätzung lässt sich anfechten unter {path}."),
    own_sign: "Selbsteinschätzung: durchgezogene Linie und Punkte",
    assessor_sign: "Fremdeinschätzung: gestrichelte Linie und Quadrate",
    told: |who, place, date| format!("{who}: {place} ({date})."),
    picture: |ladder| format!("{ladder}: Einstufungen im Lauf der Zeit"),
};
