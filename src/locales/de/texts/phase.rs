//! What phases and two levels side by side say in Markdown, in German.

use crate::locales::texts::PhaseTexts;

pub(super) const PHASE: PhaseTexts = PhaseTexts {
    phases_of: |ladder| format!("{ladder}: Phasen"),
    no_phase: "Es gibt keine Phase zu zeigen.",
    title: |number, title| format!("Phase {number}: {title}"),
    starts_at: |level, theme| format!("Beginnt auf der Stufe {level}. Thema: {theme}."),
    plateau: "Das Plateau, das zu durchbrechen ist",
    why_it_lasts: "Warum es anhält",
    self_study: "Allein lernen",
    mentor: "Was Mentoring beiträgt",
    pre_role: "Vor der ersten Rolle",
    dimension: "Was sich ändert",
    exit_to: |level| format!("Aufstiegskriterien: für den Schritt zu {level}"),
    exit: "Aufstiegskriterien: für den nächsten Schritt",
    operating: |level| format!("Arbeitskriterien: was es heißt, als {level} zu arbeiten"),
    side: |level, rank, tenure| {
        format!("{level}: Stufe {rank}, üblich: {tenure}, gerechnet vom Berufsbeginn an")
    },
    no_span: "Die Quelle nennt für diesen Schritt keine Dauer.",
    spans: "Wie lange der Schritt dauert:",
    purpose: |number, purpose| format!("Phase {number}. {purpose}"),
    pay_step: "Der Schritt beim Gehalt",
    no_pay_step: "Darum lässt sich der Schritt beim Gehalt nicht angeben.",
    no_pay_step_as: |reason| format!("Der Schritt beim Gehalt lässt sich nicht angeben: {reason}"),
    changes: "Was sich ändert",
    no_changes: "Die Leiter sagt nicht, was sich ändert.",
    not_said: "(ohne Angabe)",
    not_said_means: "(ohne Angabe): Die Leiter sagt dazu auf dieser Stufe nichts.",
    steps: "Schritt für Schritt",
    step_heads: ["Was sich ändert", "Phase", "Von", "Zu"],
};
