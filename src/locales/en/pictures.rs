//! What is written in pictures, in English.

use crate::locales::pictures::{
    PictureBandTexts, PictureComparisonTexts, PictureLadderTexts, PictureLevelTexts,
    PicturePlacementTexts, PictureReadinessTexts, PictureRoadmapTexts, PictureStateTexts,
    PictureTexts, PictureTimeTexts,
};

pub(super) const PICTURES: PictureTexts = PictureTexts {
    source: |title, id, version, hash| {
        format!("Ladder: {title} ({id}), version {version}, hash {hash}")
    },
    phase: |number, title| format!("Phase {number}: {title}"),
    phase_told: |number, title| format!("Phase {number}: {title}."),
    more: |left| format!("and {left} more, which are not drawn"),
    bands: BANDS,
    comparison: COMPARISON,
    ladder: LADDER,
    level: LEVEL,
    placement: PLACEMENT,
    readiness: READINESS,
    roadmap: ROADMAP,
    time: PictureTimeTexts {
        start: "start",
        day: |day| format!("day {day}"),
    },
};

const BANDS: PictureBandTexts = PictureBandTexts {
    heading: |ladder| format!("{ladder}: pay"),
    told: |bands, ladder| format!("{bands} of the ladder {ladder}."),
    none: "The ladder has no such pay band.",
    chart: |currency, pays| format!("{currency} {pays}"),
    amount: |currency, amount| format!("{currency} {amount}"),
    range: |currency, min, max| format!("{currency} {min} to {max}"),
    figures: |range, midpoint| format!("{range} · midpoint {midpoint}"),
    place: |region, market| format!("{region} · market {market}"),
    not_published: "not published",
    pay: |range, pays| format!("{range} {pays}"),
    place_told: |region, market| format!("region {region}, market {market}"),
    band_told: |title, pay, midpoint, place, open| {
        let open = match open {
            true => "; pay goes beyond the highest figure",
            false => "",
        };
        format!("{title}: {pay}, midpoint {midpoint} ({place}){open}.")
    },
    one_end_told: |title, pay, place| format!("{title}: {pay} ({place})."),
    not_published_told: |title, currency, place| {
        format!("{title}: not published in {currency} ({place}).")
    },
    bar: |market| format!("Pay from lowest to highest, market {market}"),
    middle: "The middle between lowest and highest",
    beyond: "With a plus sign: pay goes beyond this figure, the highest that the source names; the middle is reckoned up to it",
    one_end: "Without a plus sign: the band has no end where the arrowheads are, and so no middle",
    empty: "The source publishes no band, and nothing is put in its place",
};

const COMPARISON: PictureComparisonTexts = PictureComparisonTexts {
    told: |ladder, from, to| {
        format!("Two levels of the ladder {ladder} side by side: {from} and {to}.")
    },
    level_told: |title, rank, tenure| format!("{title} (level {rank}, {tenure} into the career)"),
    change_told: |name, from, to| format!("{name}: from {from} to {to}."),
    criteria_told: |phase, criteria| format!("Exit criteria of phase {phase}: {criteria}."),
    level: |rank| format!("Level {rank}"),
    tenure: |tenure| format!("{tenure} into the career"),
    tenures: "Months into the career",
    span: |span, label| format!("This step takes {span}: {label}"),
    no_span: "The source gives no span for this step.",
    changes: "What changes",
    no_changes: "The ladder says nothing of what changes.",
    not_described: "not described",
    criteria: "Exit criteria between them",
    no_criteria: "The ladder names no exit criteria between them.",
    pay: "Pay",
    no_pay: |level| format!("The ladder gives no pay band for {level}."),
    no_step: |reason| format!("No pay step: {reason}"),
    no_gap: "The higher band begins where the lower one ends.",
    overlap: |amount| {
        format!("Overlap: {amount} from the lowest of the higher to the highest of the lower.")
    },
    gap: |amount| {
        format!("Gap: {amount} from the highest of the lower to the lowest of the higher.")
    },
    progression: |percent| format!("From midpoint to midpoint: {percent} %."),
};

const LADDER: PictureLadderTexts = PictureLadderTexts {
    told: |title, levels| {
        format!("The ladder {title} with {levels}, from the lowest to the highest.")
    },
    place_told: |place| format!("Placed here: {place}."),
    level_told: |rank, title, tenure, plateau| {
        format!("Level {rank}: {title}, {tenure} into the career; plateau: {plateau}.")
    },
    place: |levels, place| format!("{levels}. Place: {place}"),
    level: |rank, tenure| format!("Level {rank} · {tenure} into the career"),
    plateau: |title| format!("Plateau: {title}"),
    approaching: |level| format!("Approaching {level}"),
    before: |level| format!("Before {level}"),
    before_first: "Before the first level",
    here: "Placed here",
    possible: "Still possible",
};

const LEVEL: PictureLevelTexts = PictureLevelTexts {
    told: |rank, levels, ladder, title, tenure| {
        format!(
            "Level {rank} of {levels} on the ladder {ladder}: {title}, {tenure} into the career."
        )
    },
    plateau_told: |title, summary| format!("The plateau there is {title}: {summary}"),
    forward_told: "What moves a person forward:",
    rank: |rank, levels, ladder| format!("Level {rank} of {levels} on the ladder {ladder}"),
    plateau: "The plateau",
    forward: "What moves a person forward",
    more: |left| format!("and {left} more"),
};

const PLACEMENT: PicturePlacementTexts = PicturePlacementTexts {
    heading: |place| format!("Placement: {place}"),
    told: |ladder, place| format!("Placement on the ladder {ladder}: {place}."),
    stage_told: |level, yes, of| format!("Questions typical of {level}: {yes} yes of {of}."),
    unreviewed: "Self-reported: nobody has reviewed the answers.",
    counted: |questions, [yes, no, unsure, unanswered]| {
        format!(
            "Of {questions} questions: {yes} yes, {no} no, {unsure} unsure, {unanswered} not answered."
        )
    },
    decided: "Decided: nothing that is still open can change it.",
    open: |places| {
        format!(
            "Not decided yet. If what is open turns out as yes, it could still become {places}."
        )
    },
    more: |left| format!("{left} more"),
    profile: "Yes answers by stage",
    stages: "The level that questions are typical of, highest first",
    points: "Points by stage",
    stage_points: |points, of| format!("{points} of {of} points"),
    stage: |yes, of| format!("{yes} of {of} yes"),
    uneven: "uneven",
};

const READINESS: PictureReadinessTexts = PictureReadinessTexts {
    heading: |level| format!("Readiness for {level}"),
    told: |level, ladder, verdict| {
        format!("Readiness for {level} on the ladder {ladder}: {verdict}.")
    },
    criterion_told: |state, text| format!("{state}: {text}."),
    ready: "Ready",
    not_ready: "Not ready",
    withheld: "Withheld: not enough is known",
    met: PictureStateTexts {
        word: "Met",
        counted: |number| format!("{number} met"),
    },
    claimed: PictureStateTexts {
        word: "Claimed",
        counted: |number| format!("{number} claimed"),
    },
    unmet: PictureStateTexts {
        word: "Unmet",
        counted: |number| format!("{number} unmet"),
    },
    unknown: PictureStateTexts {
        word: "Unknown",
        counted: |number| format!("{number} unknown"),
    },
    all_met: "Met",
    all_missing: "Missing",
    criterion: |state, phase| format!("{state} · phase {phase}"),
    unreviewed: "Self-reported: nobody has reviewed what was sent.",
};

const ROADMAP: PictureRoadmapTexts = PictureRoadmapTexts {
    heading: |target| format!("Roadmap to {target}"),
    heading_at_top: |place| format!("Roadmap for {place}"),
    told: |ladder, from, to, figures| {
        format!("A plan on the ladder {ladder} from {from} to {to}: {figures}.")
    },
    told_at_top: |ladder, from, figures| {
        format!("A plan on the ladder {ladder} from {from} to no further level: {figures}.")
    },
    milestone_told: |criterion, when| format!("{criterion}: {when}."),
    met_told: |number| format!("Met already: {number}."),
    from: |place| format!("From {place}"),
    pace: |hours| format!("{hours} a week"),
    work: |hours| format!("{hours} of work"),
    work_not_known: "hours of work not known",
    days_not_known: "days not known",
    no_milestones: "Every criterion on the way is met",
    span: |start, end| format!("From {start} to {end}."),
    begin: |start| format!("From {start}; when it ends cannot be said."),
    no_begin: "No start is given: days are counted from 1.",
    no_plan: "Nothing is left to plan.",
    wanted: |day| format!("Wanted by {day}."),
    wanted_and_kept: |day| format!("Wanted by {day}, which is kept."),
    wanted_and_missed: |day| format!("Wanted by {day}, which is missed."),
    leads_to: |level| format!("leads to {level}"),
    operating: "what working at this level means",
    phase_met: "Every criterion of this phase is met.",
    effort: |effort| format!("{effort} (the source's figure)"),
    effort_estimated: |effort| format!("{effort} (estimate)"),
    effort_not_known: "Effort not known, no days",
    dates: |from, to| format!("{from} to {to}"),
    days: |from, to| format!("day {from} to {to}"),
    no_days: "no days",
    days_follow: "no days: it follows one that has none",
    days_not_given: "no days: the ladder does not say what it takes",
    met: |criterion| format!("Met: {criterion}"),
    more: |left| format!("and {left} more milestones, which are not drawn"),
    working: "Work",
    waiting: "Waiting for others, or for something to happen",
    wanted_by: |day| format!("The day by which it was wanted, {day}"),
    top: "The top of the ladder",
    due_by: |day| format!("Everything due by {day}"),
    due_by_day: |day| format!("Everything due by day {day}"),
    all_met: "Every criterion is met",
    due_not_known: "When everything is due cannot be said",
    pay: "What the step pays",
    notes: "To know of this plan",
};
