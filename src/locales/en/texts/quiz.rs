//! What the quiz and the placement say in Markdown, in English.

use crate::locales::texts::QuizTexts;

pub(super) const QUIZ: QuizTexts = QuizTexts {
    questions: "Questions",
    answered_with: "Each is answered with yes, no or unsure.",
    answered_with_options: "Each is answered with one of its options or, where it has none, with yes or no; any of them also with unsure.",
    points: |given| format!("Points: {given}."),
    typical: |id, level, topic| format!("{id}, typical of {level}, about {topic}"),
    affirmed: |statement| format!("Yes means: {statement}"),
    qualifiers: "Asked only when the answer can change the outcome:",
    rules: "What the answers lead to",
    rules_about: "The number of yes answers counts, whichever questions they are. Where two rows fit, the upper one decides.",
    points_about: "The points of all answers count together, whichever questions they are of; unsure gives none. Where two rows fit, the upper one decides.",
    rule_heads: ["Answers", "Outcome", "Phase", "Rule", "Remark"],
    reading: "How to read it",
    yes_answers: |min, max| {
        if min == max {
            format!("{min} yes")
        } else {
            format!("{min} to {max} yes")
        }
    },
    yes_to: |answers, qualifiers| format!("{answers}, and yes to {qualifiers}"),
    placement: |place| format!("Placement: {place}"),
    phase: |number, title| match title {
        "" => format!("phase {number}"),
        title => format!("phase {number}, {title}"),
    },
    places_at: |place| format!("The answers place at {place}."),
    next: |level| format!("The next level is {level}."),
    highest: "This is the highest level.",
    decided: "Decided: nothing that is still open can change it.",
    open: |places| {
        format!(
            "Not decided yet. If what is unsure or not answered turns out as yes, it could still become {places}."
        )
    },
    self_reported: "Self-reported: these are the answers as given, and nobody has reviewed them.",
    why: "Why",
    counts: |questions, yes, no, unsure, open| {
        format!("Of {questions}: {yes} yes, {no} no, {unsure} unsure, {open} not answered.")
    },
    points_counts: |questions, [yes, no, rated, unsure, open], [points, of]| {
        format!(
            "{points} of {of} points. Of {questions}: {yes} yes, {no} no, {rated} by an option, {unsure} unsure, {open} not answered."
        )
    },
    rule: |rule, id| format!("The rule that decides: {rule} ({id})."),
    yes: "yes",
    no: "no",
    unsure: "unsure",
    not_answered: "not answered",
    counts_as_not_yes: "Counts as not yes for now; a yes would add one.",
    answer_heads: ["Id", "Question", "Answer", "What it did"],
    profile: "Profile",
    typical_yes: |level, yes, of| format!("Questions typical of {level}: {yes} yes of {of}"),
    typical_points: |level, points, of| {
        format!("Questions typical of {level}: {points} points of {of}")
    },
    plateau: |level, title| format!("The plateau at {level}: {title}"),
    roadblocks: "Roadblocks met there",
    up: "What would move it up",
    top: "Nothing: the quiz places no one higher.",
    up_any: |size, of| match (size, of) {
        (1, 1) => "A yes to this would place higher:".into(),
        (all, of) if all == of => "A yes to all of these would place higher:".into(),
        (1, of) => format!("A yes to any one of these {of} would place higher:"),
        (size, of) => format!("A yes to any {size} of these {of} would place higher:"),
    },
    up_set: "A yes to all of any one of these sets would place higher:",
    up_sets: |total| {
        format!(
            "There are {total} sets of answers, each of which would place higher if it turned out as yes. The first of them:"
        )
    },
    up_any_points: |size, of| match (size, of) {
        (1, 1) => "The highest answer to this would place higher:".into(),
        (all, of) if all == of => "The highest answers to all of these would place higher:".into(),
        (1, of) => format!("The highest answer to any one of these {of} would place higher:"),
        (size, of) => {
            format!("The highest answers to any {size} of these {of} would place higher:")
        }
    },
    up_set_points: "The highest answers to all of any one of these sets would place higher:",
    up_sets_points: |total| {
        format!(
            "There are {total} sets of questions, each of which would place higher with the highest answers. The first of them:"
        )
    },
    up_questions: "The questions in them:",
    turn_answers: "Answer with yes, no or unsure; with back to correct the answer before, or with stop to end here.",
    turn_options: "Answer with the id of an option or with unsure; with back to correct the answer before, or with stop to end here.",
    turn_state: "The state, to be sent with the answer:",
};
