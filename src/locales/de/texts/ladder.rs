//! What a ladder and the plain lists in it say in Markdown, in German.

use crate::locales::texts::{KindTexts, LadderTexts};

pub(super) const LADDER: LadderTexts = LadderTexts {
    ladders: "Karriereleitern",
    no_ladder: "Hier ist keine Leiter veröffentlicht.",
    about: |title, author, publisher, language, format| {
        format!(
            "Fakten und Zahlen stammen aus {title} von {author}, veröffentlicht von {publisher}. Sprache: {language}. Format: {format}."
        )
    },
    insights: "Was die Leiter im Ganzen sagt",
    on: |level| format!("(zu {level})"),
    takes: "Wie lange es dauert",
    still_at: |level| format!("Stillstand auf der Stufe {level}"),
    between: |from, to| format!("Von {from} bis {to}"),
    until: |to| format!("Vom Anfang bis {to}"),
    since: |from| format!("Ab {from}"),
    in_all: "Insgesamt",
    levels: "Stufen",
    levels_of: |ladder| format!("{ladder}: Stufen"),
    no_level: "Es gibt keine Stufe zu zeigen.",
    track: |track, from| format!("Auf dem Weg „{track}“, der von {from} abzweigt."),
    rung: |rank, of, tenure| {
        format!("Stufe {rank} von {of}. Üblich: {tenure}, gerechnet vom Berufsbeginn an.")
    },
    phase_starts: |number, title| format!("Hier beginnt Phase {number}, {title}."),
    moves_forward: "Was hier weiterbringt:",
    plateau: |title| format!("Plateau: {title}"),
    quiz: |title| format!("Quiz: {title}"),
    phases: "Phasen",
    pay: "Gehalt",
    roadblocks_of: |ladder| format!("{ladder}: Hindernisse"),
    no_roadblock: "Ein solches Hindernis nennt die Leiter nicht.",
    in_common: "Was ihnen gemeinsam ist",
    ladder_in_common: "Was den Hindernissen der Leiter gemeinsam ist",
    resources_of: |ladder| format!("{ladder}: Hilfen"),
    no_resource: "Eine solche Hilfe nennt die Leiter nicht.",
    sponsored: "Werbung",
    sponsored_about: "Was als Werbung gekennzeichnet ist, ist etwa ein kostenpflichtiges Angebot des Herausgebers der Quelle.",
    how_to_choose: "Wie man auswählt",
    for_phases: |number, phases| match number {
        0 => "Für keine Phase.".into(),
        1 => format!("Für Phase {phases}."),
        _ => format!("Für die Phasen {phases}."),
    },
    kinds: KindTexts {
        documentation: "Dokumentation",
        guide: "Anleitung",
        tool: "Werkzeug",
        reading: "Lektüre",
        practice: "Übung",
        course: "Kurs",
        community: "Community",
        mentor: "Mentoring",
    },
    faqs: "Häufige Fragen",
    faqs_of: |ladder| format!("{ladder}: häufige Fragen"),
    no_faq: "Eine solche Frage beantwortet die Leiter nicht.",
};
