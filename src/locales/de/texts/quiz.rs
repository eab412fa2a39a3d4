//! What the quiz and the placement say in Markdown, in German.

use crate::locales::texts::QuizTexts;

pub(super) const QUIZ: QuizTexts = QuizTexts {
    questions: "Fragen",
    answered_with: "Jede wird mit „Ja“, „Nein“ oder „Nicht sicher“ beantwortet.",
    typical: |id, level, topic| format!("{id}, typisch für {level}, zum Thema {topic}"),
    affirmed: |statement| format!("Ja heißt: {statement}"),
    qualifiers: "Wird nur gefragt, wenn die Antwort am Ergebnis etwas ändern kann:",
    rules: "Wozu die Antworten führen",
    rules_about: "Es zählt, wie oft die Antwort Ja ist, ganz gleich bei welchen Fragen. Passen zwei Zeilen, entscheidet die obere.",
    rule_heads: ["Antworten", "Ergebnis", "Phase", "Regel", "Anmerkung"],
    reading: "Wie das zu lesen ist",
    yes_answers: |min, max| {
        if min == max {
            format!("{min} Ja")
        } else {
            format!("{min} bis {max} Ja")
        }
    },
    yes_to: |answers, qualifiers| format!("{answers}, dazu ein Ja auf {qualifiers}"),
    placement: |place| format!("Einstufung: {place}"),
    phase: |number, title| match title {
        "" => format!("Phase {number}"),
        title => format!("Phase {number}, {title}"),
    },
    places_at: |place| format!("Die Antworten ergeben den Platz {place}."),
    next: |level| format!("Die nächste Stufe ist {level}."),
    highest: "Das ist die höchste Stufe.",
    decided: "Entschieden: Nichts, was noch offen ist, kann daran etwas ändern.",
    open: |places| {
        format!(
            "Noch nicht entschieden. Wird aus dem, was unsicher oder nicht beantwortet ist, ein Ja, könnte es noch {places} werden."
        )
    },
    self_reported: "Selbstauskunft: Das sind die Antworten, wie sie gegeben wurden; niemand hat sie geprüft.",
    why: "Warum",
    counts: |questions, yes, no, unsure, open| {
        format!(
            "Von {questions}: {yes} Ja, {no} Nein, {unsure} nicht sicher, {open} nicht beantwortet."
        )
    },
    rule: |rule, id| format!("Die Regel, die entscheidet: {rule} ({id})."),
    yes: "Ja",
    no: "Nein",
    unsure: "nicht sicher",
    not_answered: "nicht beantwortet",
    counts_as_not_yes: "Zählt vorerst nicht als Ja; mit einem Ja wäre es eines mehr.",
    answer_heads: ["ID", "Frage", "Antwort", "Was sie bewirkt"],
    profile: "Profil",
    typical_yes: |level, yes, of| {
        format!("Fragen, die für {level} typisch sind: {yes} von {of} mit Ja")
    },
    plateau: |level, title| format!("Das Plateau auf der Stufe {level}: {title}"),
    roadblocks: "Hindernisse auf dieser Stufe",
    up: "Was weiterbringen würde",
    top: "Nichts: Höher stuft das Quiz niemanden ein.",
    up_any: |size, of| match (size, of) {
        (1, 1) => "Ein Ja auf diese Frage würde zu einer höheren Einstufung führen:".into(),
        (all, of) if all == of => {
            "Ein Ja auf alle diese Fragen würde zu einer höheren Einstufung führen:".into()
        }
        (1, of) => format!(
            "Ein Ja auf eine beliebige dieser {of} Fragen würde zu einer höheren Einstufung führen:"
        ),
        (size, of) => format!(
            "Ein Ja auf {size} beliebige dieser {of} Fragen würde zu einer höheren Einstufung führen:"
        ),
    },
    up_set: "Ein Ja auf alle Fragen einer dieser Gruppen würde zu einer höheren Einstufung führen:",
    up_sets: |total| {
        format!(
            "Es gibt {total} Gruppen von Fragen, von denen jede, ganz mit Ja beantwortet, zu einer höheren Einstufung führen würde. Die ersten davon:"
        )
    },
    up_questions: "Die Fragen darin:",
    turn_answers: "Antworte mit Ja (`yes`), Nein (`no`) oder „Nicht sicher“ (`unsure`); `back` nimmt die vorige Antwort zurück, `stop` beendet das Quiz hier.",
    turn_state: "Der Zustand, der mit der Antwort zu schicken ist:",
};
