//! What is said in conversations with assistants, in German.

use crate::locales::assistant::AssistantTexts;

pub(super) const CHAT: AssistantTexts = AssistantTexts {
    sources: "Quellen:",
    more: |more| format!("und {more} weitere, aufgeführt unter sources"),
    not_in_ladder: |sentence| {
        format!("Steht nicht in der Leiter: {sentence} Sag das, und nenne keine eigene Zahl.")
    },
    manners: "Halte dich an das, was die Werkzeuge und der Text unten sagen. Nenne die Leiter, ihre Version und die Teile, auf die du dich \
        stützt, mit ihren Adressen. Was nicht in der Leiter steht, davon sag, dass es nicht in der Leiter steht.",
    quiz: |ladder| {
        format!(
            "Ich möchte wissen, wo ich auf der Leiter „{ladder}“ stehe. Mach das Quiz mit mir: Ruf take_quiz auf, stell mir immer nur eine Frage \
            in ihrem eigenen Wortlaut, und gib weiter, was ich sage, ohne für mich zu antworten. Ich darf unsicher sein, zurückgehen und \
            aufhören. Sag mir am Ende, wo ich stehe und warum, was noch offen ist, welches Hindernis dort die Leute aufhält, und woran ich \
            zuerst arbeiten soll."
        )
    },
    talk: |level, id, ladder| {
        format!(
            "Ich möchte ein Gespräch mit meiner Führungskraft darüber vorbereiten, {level} zu werden (`{id}` auf der Leiter „{ladder}“). Geh die \
            Kriterien, die dorthin führen, einzeln mit mir durch, und frag, was ich für jedes vorzeigen kann; check_readiness sagt, was daraus \
            folgt. Schreib dann eine Seite: was ich erfülle und woran man es sieht, was fehlt und wie ich dahin komme (plan_roadmap), worum \
            ich bitte, und den Gehaltsschritt, falls die Leiter einen hat (compare_levels). Behaupte nichts, was ich nicht gesagt habe."
        )
    },
    mentor: |number, title, ladder| {
        format!(
            "Ich begleite jemanden in Phase {number}, {title}, der Leiter „{ladder}“. Sag mir anhand des Textes unten, was die Leute in dieser Phase \
            festhält, was meine Aufgabe ist, und woran man sieht, dass ein Kriterium erfüllt ist. Gib mir dann einen Ablauf für unsere \
            nächsten drei Treffen und Fragen, die Verstehen von Aufsagen unterscheiden. Wenn ich erzähle, was im Weg steht, ruf \
            diagnose_roadblocks mit meinen Worten auf."
        )
    },
    answer: "Deine Antwort",
    yes: "Ja",
    no: "Nein",
    unsure: "Unsicher",
    back: "Eine Frage zurück",
    stop: "Hier aufhören",
};
