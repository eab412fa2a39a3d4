//! What is said of evidence in German.

use crate::locales::evidence::EvidenceMessages;

pub(super) const EVIDENCE: EvidenceMessages = EvidenceMessages {
    guidance: "Das ist eine Orientierung nach Belegen, die von Menschen und Programmen stammen, selbst angegeben oder geprüft, wie es bei jedem Kriterium steht. Es ist keine Entscheidung über jemanden.",
    rules: [
        (
            "met",
            "Erfüllt: Ein Beleg ist von einer zweiten Person anerkannt und weder abgelaufen noch zurückgezogen.",
        ),
        (
            "claimed",
            "Beansprucht: Ein Beleg ist noch nicht geprüft, von wem er auch stammt, und weder abgelaufen noch zurückgezogen.",
        ),
        (
            "unmet",
            "Nicht erfüllt: Die neueste Prüfung eines Belegs hat ihn abgelehnt, und er wurde nicht zurückgezogen.",
        ),
        (
            "unknown",
            "Nicht bekannt: Es gibt nichts davon. Nicht bekannt heißt nicht, dass es nicht erfüllt ist.",
        ),
        (
            "highest-counts",
            "Ein Kriterium steht so gut wie sein bester Beleg: erfüllt vor beansprucht vor nicht erfüllt vor nicht bekannt. Von mehreren Prüfungen eines Belegs zählt die neueste.",
        ),
        (
            "days",
            "Was an einem Tag festgehalten, geprüft oder zurückgezogen wurde, zählt von diesem Tag an; was abläuft, zählt bis zum Ende seines letzten Tages. Die Tage sind die der UTC.",
        ),
        (
            "half-known",
            "Es gibt kein Urteil, solange weniger als die Hälfte der Kriterien, die zu der Stufe führen, anders steht als nicht bekannt.",
        ),
        (
            "all-met",
            "Bereit: Jedes Kriterium ist erfüllt, das zu der Stufe führt.",
        ),
    ],
    rule: "Bereit, wenn jedes Kriterium erfüllt ist, das zu der Stufe führt. Ohne Urteil, solange weniger als die Hälfte davon anders steht als nicht bekannt. Sonst nicht bereit.",
    counts: |all, [met, claimed, unmet, unknown], least| {
        let counts = format!(
            "Von insgesamt {all}: {met} erfüllt, {claimed} beansprucht, {unmet} nicht erfüllt, {unknown} nicht bekannt"
        );
        match least {
            Some(least) => format!(
                "{counts}; ein Urteil gibt es erst, wenn von mindestens {least} etwas bekannt ist."
            ),
            None => format!("{counts}."),
        }
    },
    why_met: |pieces, until| {
        let until = until.map_or_else(String::new, |day| format!(" bis zum {day}"));
        match pieces {
            1 => format!("1 Beleg ist anerkannt und zählt{until}."),
            pieces => format!("{pieces} Belege sind anerkannt und zählen{until}."),
        }
    },
    why_claimed: |pieces, until| match (pieces, until) {
        (1, None) => "1 Beleg ist noch nicht geprüft.".into(),
        (1, Some(day)) => format!("1 Beleg ist noch nicht geprüft und zählt bis zum {day}."),
        (pieces, None) => format!("{pieces} Belege sind noch nicht geprüft."),
        (pieces, Some(day)) => {
            format!("{pieces} Belege sind noch nicht geprüft und zählen bis zum {day}.")
        }
    },
    why_unmet: |pieces| match pieces {
        1 => "1 Beleg wurde abgelehnt, und es gibt keinen, der zählt.".into(),
        pieces => format!("{pieces} Belege wurden abgelehnt, und es gibt keinen, der zählt."),
    },
    why_unknown: |expired, withdrawn| match (expired, withdrawn) {
        (0, 0) => "Es gibt keinen Beleg.".into(),
        (expired, 0) => format!("Kein Beleg zählt mehr: {expired} abgelaufen."),
        (0, withdrawn) => format!("Kein Beleg zählt mehr: {withdrawn} zurückgezogen."),
        (expired, withdrawn) => {
            format!("Kein Beleg zählt mehr: {expired} abgelaufen, {withdrawn} zurückgezogen.")
        }
    },
    met: "erfüllt",
    claimed: "beansprucht",
    unmet: "nicht erfüllt",
    unknown: "nicht bekannt",
    at: |day| format!("So steht es am Ende des Tages {day}."),
    decided: |ids, more| match more {
        0 => format!("Belege: {ids}."),
        more => format!("Belege: {ids} und {more} weitere."),
    },
    criteria: "Die Kriterien",
    forecast: "Was entfällt, wenn nichts geschieht",
    rules_used: "Die Regeln",
    nothing_lapses: "Nichts entfällt.",
    lapse: |criterion, from, to| format!("{criterion} geht von {from} zu {to} über"),
    verdict_lapse: |from, to| format!("Das Urteil geht von {from} zu {to} über."),
    verdict_stays: |verdict| format!("Das Urteil bleibt: {verdict}."),
    more_days: |days| match days {
        1 => "Und 1 weiterer Tag.".into(),
        days => format!("Und {days} weitere Tage."),
    },
    contest: |path| format!("Einer Einschätzung wird unter {path} widersprochen."),
};
