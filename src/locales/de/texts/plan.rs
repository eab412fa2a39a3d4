//! What readiness and plans say in Markdown, in German.

use crate::locales::texts::{PlanTexts, VerdictTexts};

pub(super) const PLAN: PlanTexts = PlanTexts {
    readiness: |level| format!("Bereitschaft: {level}"),
    ready: VerdictTexts {
        verdict: "Bereit",
        sentence: |verdict, level| format!("{verdict} für {level}."),
    },
    not_ready: VerdictTexts {
        verdict: "Noch nicht bereit",
        sentence: |verdict, level| format!("{verdict} für {level}."),
    },
    insufficient: VerdictTexts {
        verdict: "Es ist zu wenig bekannt",
        sentence: |verdict, level| {
            format!("{verdict}, um etwas über die Bereitschaft für {level} zu sagen.")
        },
    },
    rule: |rule| format!("Die Regel: {rule}"),
    readiness_self_reported: "Selbstauskunft: So wurde es angegeben; niemand hat es geprüft.",
    missing: "Was fehlt",
    is_met: "erfüllt",
    is_unmet: "nicht erfüllt",
    is_unknown: "nicht bekannt",
    serves: |dimension, text| format!("das spricht für {dimension}: {text}."),
    met: "Erfüllt",
    not_counted: |ids| format!("Angegeben, führt aber zu einer anderen Stufe: {ids}."),
    roadmap: |target| format!("Plan: {target}"),
    to_the_top: "die Spitze der Leiter",
    from: |place, by, target| format!("Von: {place}. Ziel: {target}. Grundlage: {by}."),
    by_answers: |yes, questions| format!("{yes} von {questions} mit Ja beantwortet"),
    by_level: "die angegebene Stufe",
    self_reported: "Selbstauskunft: Das beruht auf dem, was angegeben wurde; niemand hat es geprüft.",
    pay: "Das Gehalt am Ende",
    spans: "Was die Quelle zur Dauer sagt",
    from_the_beginning: |months| format!("{months} vom Anfang an"),
    reckoned: "Von Stunden zu Tagen",
    pace: |hours| format!("bei {hours} pro Woche"),
    days: |start, end| format!("{start} bis {end}"),
    plateau: |level, title| format!("Das Plateau auf der Stufe {level}: {title}."),
    milestones_to: |level| format!("Meilensteine bis {level}"),
    operating: |level| format!("Was es heißt, als {level} zu arbeiten"),
    all_met: "Jedes Kriterium dieser Phase ist erfüllt.",
    milestone_heads: ["", "Meilenstein", "Aufwand", "Beginn", "Fällig"],
    met_already: "Schon erfüllt.",
    helps: "Was in dieser Phase hilft",
    mentor: "Was Mentoring beiträgt",
    roadblocks: "Wahrscheinliche Hindernisse auf dem Weg",
    no_effort: "ohne Angabe",
    day: |day| format!("Tag {day}"),
    after_the_last: "nach dem davor",
    no_date: "kein Datum",
};
