//! What a ladder and the plain lists in it say in Markdown, in English.

use crate::locales::texts::{KindTexts, LadderTexts};

pub(super) const LADDER: LadderTexts = LadderTexts {
    ladders: "Career ladders",
    no_ladder: "No ladder is published here.",
    about: |title, author, publisher, language, format| {
        format!(
            "Facts and figures come from {title} by {author}, published by {publisher}. Language: {language}. Format: {format}."
        )
    },
    insights: "Insights",
    on: |level| format!("(on {level})"),
    takes: "How long it takes",
    still_at: |level| format!("Standing still at {level}"),
    between: |from, to| format!("{from} to {to}"),
    until: |to| format!("From the beginning to {to}"),
    since: |from| format!("From {from}"),
    in_all: "In all",
    levels: "Levels",
    levels_of: |ladder| format!("{ladder}: levels"),
    no_level: "There is no level to show.",
    track: |track, from| format!("On the {track}, which starts from {from}."),
    rung: |rank, of, tenure| {
        format!(
            "Level {rank} of {of}. Usual tenure: {tenure}, counted from the start of the career."
        )
    },
    phase_starts: |number, title| format!("Phase {number}, {title}, starts here."),
    moves_forward: "What moves a person forward here:",
    plateau: |title| format!("Plateau: {title}"),
    quiz: |title| format!("Quiz: {title}"),
    phases: "Phases",
    pay: "Pay",
    roadblocks_of: |ladder| format!("{ladder}: roadblocks"),
    no_roadblock: "The ladder names no such roadblock.",
    in_common: "What they have in common",
    ladder_in_common: "What the ladder's roadblocks have in common",
    resources_of: |ladder| format!("{ladder}: resources"),
    no_resource: "The ladder names no such resource.",
    sponsored: "sponsored",
    sponsored_about: "What is marked as sponsored is advertising, such as a paid offer of the source's publisher.",
    how_to_choose: "How to choose",
    for_phases: |number, phases| match number {
        0 => "For no phase.".into(),
        1 => format!("For phase {phases}."),
        _ => format!("For phases {phases}."),
    },
    kinds: KindTexts {
        documentation: "documentation",
        guide: "guide",
        tool: "tool",
        reading: "reading",
        practice: "practice",
        course: "course",
        community: "community",
        mentor: "mentor",
    },
    faqs: "Questions that people ask",
    faqs_of: |ladder| format!("{ladder}: questions that people ask"),
    no_faq: "The ladder answers no such question.",
};
