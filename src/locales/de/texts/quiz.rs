//! What the quiz and the placement say in Markdown, in German.

use crate::locales::texts::QuizTexts;

pub(super) const QUIZ: QuizTexts = QuizTexts {
    questions: "Fragen",
    answered_with: "Jede wird mit „Ja“, „Nein“ oder „Nicht sicher“ beantwortet.",
    answered_with_options: "Jede wird mit einer ihrer Möglichkeiten beantwortet oder, wo sie keine hat, mit Ja oder Nein; jede auch mit „unsicher“.",
    points: |given| format!("Punkte: {given}."),
    typical: |id, level, topic| format!("{id}, typisch für {level}, zum Thema {topic}"),
    affirmed: |statement| format!("Ja heißt: {statement}"),
    qualifiers: "Wird nur gefragt, wenn die Antwort am Ergebnis etwas ändern kann:",
    rules: "Wozu die Antworten führen",
    rules_about: "Es zählt, wie oft die Antwort Ja ist, ganz gleich bei welchen Fragen. Passen zwei Zeilen, entscheidet die obere.",
    points_about: "Die Punkte aller Antworten zählen zusammen, gleich welcher Fragen; „unsicher“ gibt keine. Wo zwei Zeilen passen, entscheidet die obere.",
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
    points_counts: |questions, [yes, no, rated, unsure, open], [points, of]| {
        format!(
            "{points} von {of} Punkten. Von {questions}: {yes} Ja, {no} Nein, {rated} mit einer Möglichkeit, {unsure} unsicher, {open} nicht beantwortet."
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
    typical_points: |level, points, of| {
        format!("Fragen, die für {level} typisch sind: {points} von {of} Punkten")
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
    up_any_points: |size, of| match (size, of) {
        (1, 1) => "Die höchste Antwort hierauf würde höher einstufen:".into(),
        (all, of) if all == of => {
            "Die höchsten Antworten auf alle diese würden höher einstufen:".into()
        }
        (1, of) => {
            format!("Die höchste Antwort auf eine beliebige dieser {of} würde höher einstufen:")
        }
        (size, of) => format!(
            "Die höchsten Antworten auf {size} beliebige dieser {of} würden höher einstufen:"
        ),
    },
    up_set_points: "Die höchsten Antworten auf alle Fragen einer dieser Gruppen würden höher einstufen:",
    up_sets_points: |total| {
        format!(
            "Es gibt {total} Gruppen von Fragen, von denen jede mit den höchsten Antworten höher einstufen würde. Die ersten davon:"
        )
    },
    up_questions: "Die Fragen darin:",
    turn_answers: "Antworte mit Ja (`yes`), Nein (`no`) oder „Nicht sicher“ (`unsure`); `back` nimmt die vorige Antwort zurück, `stop` beendet das Quiz hier.",
    turn_options: "Antworte mit der Kennung einer Möglichkeit oder mit unsure; mit back, um die Antwort davor zu berichtigen, oder mit stop, um hier zu enden.",
    turn_state: "Der Zustand, der mit der Antwort zu schicken ist:",
};
