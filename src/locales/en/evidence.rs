//! What is said of evidence in English.

use crate::locales::evidence::EvidenceMessages;

pub(super) const EVIDENCE: EvidenceMessages = EvidenceMessages {
    guidance: "This is guidance on evidence that was given by people and programs, self-reported or reviewed as each criterion says. It is no decision about anybody.",
    rules: [
        (
            "met",
            "Met: a piece of evidence is approved by a second person, and has neither expired nor been withdrawn.",
        ),
        (
            "claimed",
            "Claimed: a piece of evidence waits for its review, whoever gave it, and has neither expired nor been withdrawn.",
        ),
        (
            "unmet",
            "Unmet: a piece of evidence was declined by its newest review, and not withdrawn.",
        ),
        (
            "unknown",
            "Unknown: there is none of these. Unknown is not unmet.",
        ),
        (
            "highest-counts",
            "A criterion stands as high as its best piece of evidence: met before claimed before unmet before unknown. Of several reviews of a piece the newest counts.",
        ),
        (
            "days",
            "What was recorded, reviewed or withdrawn on a day counts from that day on; what expires counts up to and including its last day. Days are those of UTC.",
        ),
        (
            "half-known",
            "The verdict is withheld while fewer than half of the criteria that lead to the level are other than unknown.",
        ),
        (
            "all-met",
            "Ready: every criterion that leads to the level is met.",
        ),
    ],
    rule: "Ready where every criterion that leads to the level is met. Withheld while fewer than half of them are other than unknown. Otherwise not ready.",
    counts: |all, [met, claimed, unmet, unknown], least| {
        let counts =
            format!("Of all {all}: {met} met, {claimed} claimed, {unmet} unmet, {unknown} unknown");
        match least {
            Some(least) => format!(
                "{counts}; the verdict is withheld until something is known of at least {least}."
            ),
            None => format!("{counts}."),
        }
    },
    why_met: |pieces, until| {
        let until = until.map_or_else(String::new, |day| format!(" until {day}"));
        match pieces {
            1 => format!("1 piece of evidence is approved and counts{until}."),
            pieces => format!("{pieces} pieces of evidence are approved and count{until}."),
        }
    },
    why_claimed: |pieces, until| match (pieces, until) {
        (1, None) => "1 piece of evidence has not been reviewed.".into(),
        (1, Some(day)) => {
            format!("1 piece of evidence has not been reviewed, and counts until {day}.")
        }
        (pieces, None) => format!("{pieces} pieces of evidence have not been reviewed."),
        (pieces, Some(day)) => {
            format!("{pieces} pieces of evidence have not been reviewed, and count until {day}.")
        }
    },
    why_unmet: |pieces| match pieces {
        1 => "1 piece of evidence was declined, and there is none that counts.".into(),
        pieces => {
            format!("{pieces} pieces of evidence were declined, and there is none that counts.")
        }
    },
    why_unknown: |expired, withdrawn| match (expired, withdrawn) {
        (0, 0) => "There is no evidence.".into(),
        (expired, 0) => format!("No evidence counts any more: {expired} expired."),
        (0, withdrawn) => format!("No evidence counts any more: {withdrawn} withdrawn."),
        (expired, withdrawn) => {
            format!("No evidence counts any more: {expired} expired, {withdrawn} withdrawn.")
        }
    },
    met: "met",
    claimed: "claimed",
    unmet: "unmet",
    unknown: "unknown",
    at: |day| format!("As it stands at the end of {day}."),
    decided: |ids, more| match more {
        0 => format!("Evidence: {ids}."),
        more => format!("Evidence: {ids}, and {more} more."),
    },
    criteria: "The criteria",
    forecast: "What lapses if nothing happens",
    rules_used: "The rules",
    nothing_lapses: "Nothing lapses.",
    lapse: |criterion, from, to| format!("{criterion} goes from {from} to {to}"),
    verdict_lapse: |from, to| format!("The verdict goes from {from} to {to}."),
    verdict_stays: |verdict| format!("The verdict stays {verdict}."),
    more_days: |days| match days {
        1 => "And 1 more day.".into(),
        days => format!("And {days} more days."),
    },
    contest: |path| format!("An assessment is contested at {path}."),
};
