//! What phases and two levels side by side say in Markdown, in English.

use crate::locales::texts::PhaseTexts;

pub(super) const PHASE: PhaseTexts = PhaseTexts {
    phases_of: |ladder| format!("{ladder}: phases"),
    no_phase: "There is no phase to show.",
    title: |number, title| format!("Phase {number}: {title}"),
    starts_at: |level, theme| format!("Starts at {level}. Theme: {theme}."),
    plateau: "The plateau to break",
    why_it_lasts: "Why it lasts",
    self_study: "Studying alone",
    mentor: "What a mentor does",
    pre_role: "Pre-role",
    dimension: "Dimension",
    exit_to: |level| format!("Exit criteria: to move on to {level}"),
    exit: "Exit criteria: to move on",
    operating: |level| format!("Operating criteria: what working as {level} means"),
    side: |level, rank, tenure| {
        format!("{level}: level {rank}, usually {tenure}, counted from the start of the career")
    },
    no_span: "The source gives no span for this step.",
    spans: "How long the step takes:",
    purpose: |number, purpose| format!("Phase {number}. {purpose}"),
    pay_step: "Pay step",
    no_pay_step: "So no pay step can be given.",
    no_pay_step_as: |reason| format!("No pay step can be given: {reason}"),
    changes: "What changes",
    no_changes: "The ladder says nothing of what changes.",
    not_said: "(not said)",
    not_said_means: "(not said): the ladder says nothing of this dimension at that level.",
    steps: "Step by step",
    step_heads: ["Dimension", "Phase", "From", "To"],
};
