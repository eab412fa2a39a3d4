//! What is said of somebody's progress, in English.

use crate::locales::progress::ProgressMessages;

pub(super) const PROGRESS: ProgressMessages = ProgressMessages {
    guidance: "This is guidance on answers that people gave about themselves, or assessors about them. It is no decision about anybody.",
    rules: [
        (
            "placement",
            "Each assessment is placed by the routing rules of the ladder version that it was taken with, and stays so.",
        ),
        (
            "time-at-level",
            "Time at a level runs from the first assessment that placed there to the first one of the same role that placed at another level; in whole calendar months and days.",
        ),
        (
            "compared",
            "Answers are compared where both were asked the same question in the same words with the same options. All else is named as not compared.",
        ),
        (
            "side-by-side",
            "The newest assessment of the person is laid beside the newest one of each assessor.",
        ),
        (
            "newest-version",
            "Old answers are placed by the newest version where each of them fits it; a question keeps its answer where it keeps its id.",
        ),
    ],
    heading: |person| format!("Progress of {person}"),
    looked_at: |looked_at, total| format!("Assessments: {looked_at} of {total}, the newest ones."),
    none: "There is no assessment yet.",
    contested: "contested",
    own: "self",
    assessor: "assessor",
    assessor_named: |id| format!("assessor {id}"),
    placements: "Placements",
    placement_heads: ["Taken", "By", "Version", "Placement", "Yes"],
    levels: "Time at level",
    level_heads: ["By", "Level", "From", "Until", "Time"],
    still: "still",
    changes: "What changed",
    change: |[before, after], [from, to]| format!("{before} to {after}: {from} → {to}"),
    moved: ["up", "down", "aside", "the same"],
    answer: |question, [from, to]| format!("{question}: {from} → {to}"),
    unlike: [
        |ids| format!("Asked no more, so not compared: {ids}."),
        |ids| format!("New, so not compared: {ids}."),
        |ids| format!("Asked in other words or with other options, so not compared: {ids}."),
    ],
    sides: "Side by side",
    missing: [
        "There is no assessment of the person's own, so nothing to lay beside the assessors'.",
        "There is no assessment of an assessor, so nothing to lay beside the person's own.",
        "There is no assessment of either side.",
    ],
    pair: |own, who, place| format!("Self: {own}. By {who}: {place}."),
    pair_heads: ["Question", "Self", "Assessor", ""],
    differ: "differ",
    agree: "agree",
    now: "Under the newest version",
    now_placed: |who, version, place| {
        format!("By {who}, answered for version {version}: {place} now.")
    },
    now_lost: |who, version, ids| {
        format!(
            "By {who}, answered for version {version}: cannot be placed, because these answers do not fit: {ids}."
        )
    },
    now_unasked: |ids| format!("Not asked then, and counted as not answered: {ids}."),
    now_reworded: |ids| format!("Worded otherwise by now: {ids}."),
    rules_used: "Rules used",
    contest: |path| format!("An assessment can be contested at {path}."),
    own_sign: "Self-assessment: a full line and dots",
    assessor_sign: "Assessor: a dashed line and squares",
    told: |who, place, date| format!("By {who}: {place} ({date})."),
    picture: |ladder| format!("{ladder}: placements over time"),
};
