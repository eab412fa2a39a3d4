//! What answers say in English.

use crate::locales::facts::{
    AnswerMessages, DiagnosisMessages, DisclaimerMessages, FormulaText, InterpretationMessages,
    PayMessages, PlacementMessages, QuizMessages, ReadinessMessages, ReceiptMessages,
    RoadmapMessages, SearchMessages, TurnMessages,
};
use crate::locales::figures::PeriodNames;

pub(super) const FACTS: AnswerMessages = AnswerMessages {
    quiz: QuizMessages {
        rule: |least, most, qualifiers| {
            let yes = match most {
                most if most == least => format!("{most} yes"),
                most => format!("{least} to {most} yes"),
            };
            [&[yes.as_str()], qualifiers].concat().join(" and ")
        },
        points_rule: |least, most, qualifiers| {
            let points = match (least, most) {
                (1, 1) => "1 point".to_owned(),
                (least, most) if most == least => format!("{most} points"),
                (least, most) => format!("{least} to {most} points"),
            };
            [&[points.as_str()], qualifiers].concat().join(" and ")
        },
    },
    placement: PlacementMessages {
        counts: "Counts as one yes.",
        counts_not: "Counts as not yes.",
        open: "Counts as not yes for now; a yes would add one.",
        without_effect_yet: "Changes nothing yet; it would if what is open turned out as yes.",
        without_effect: "Changes nothing together with the other answers.",
        decisive: "Counts: the rule that decides asks for it.",
        holds_back: "Keeps the placement where it is; a yes would raise it.",
        would_raise: "Counts as not yes for now; a yes would raise the placement.",
        gives: |points, of| {
            format!(
                "Gives {points} of {of} {}.",
                if of == 1 { "point" } else { "points" }
            )
        },
        gives_not_yet: |of| format!("Gives no points for now, and could give up to {of}."),
        uneven: |stage, denied| {
            format!(
                "Uneven: there is a yes at the {stage} stage above an earlier no ({}). All count alike for the placement; what is missing below is worth a look first.",
                denied.join(", ")
            )
        },
        uneven_points: |stage, denied| {
            format!(
                "Uneven: there are points at the {stage} stage above an earlier question that gave none ({}). All count alike for the placement; what is missing below is worth a look first.",
                denied.join(", ")
            )
        },
    },
    guidance: DisclaimerMessages {
        oneself: "This is guidance and no decision about anybody. It rests on what the person said about themselves; nobody has reviewed it.",
        assessor: "This is guidance and no decision about anybody. It rests on what one assessor said about the person.",
    },
    readiness: ReadinessMessages {
        ready: "ready",
        not_ready: "not ready",
        too_little: "not enough is known",
        rule: "Ready where every criterion that leads to the level is met. Withheld while fewer than half of them are known to be met or unmet; what is left out is unknown. Otherwise not ready.",
        counts: |all, met, unmet, unknown| {
            format!("Of all {all}: {met} met, {unmet} unmet, {unknown} unknown.")
        },
        withheld: |all, met, unmet, unknown, least| {
            format!(
                "Of all {all}: {met} met, {unmet} unmet, {unknown} unknown; the verdict is withheld until at least {least} are known."
            )
        },
    },
    roadmap: ROADMAP,
    pay: PAY,
    diagnosis: DiagnosisMessages {
        rule: "Each word that the ladder's signals know speaks for the roadblocks whose signals use it, more the fewer others \
            do; words of one signal that stand together within two neighbouring sentences speak more, the more of the signal they make up. \
            The three neighbouring sentences that say the most count. What is told without a word of trouble, without the denial that a signal \
            has, without a word on oneself, among words that all is well, or among many words that no signal knows speaks less, and what the \
            ladder lists as contrary speaks against it. A roadblock is named from a score of 0.5.",
        found: |title, others| {
            let others = match others {
                0 => String::new(),
                1 => " One more is possible.".into(),
                others => format!(" {others} more are possible."),
            };
            format!("This sounds like the roadblock {title:?}.{others}")
        },
        level_without_signals: "No roadblock of this level says by which words it is known, so that nothing can be told from a text.",
        ladder_without_signals: "No roadblock of this version of the ladder says by which words it is known, so that nothing can be told from a text.",
        too_little: "This is too little to go on. Say more: what happens, how often, and what gets in the way.",
    },
    interpretation: InterpretationMessages {
        quoted: |words| format!("“{words}”"),
        yes: |words| format!("Read as yes, because of {words}."),
        no: |words| format!("Read as no, because of {words}."),
        unsure: |words| format!("Read as unsure, because of {words}."),
        unclear: |words| {
            format!(
                "Neither a clear yes nor a clear no, because of {words}. Please answer with yes, no or not sure."
            )
        },
        option: |option| format!("Read as the option {option}."),
        which: |options| {
            format!(
                "None of the options is named by this. Please answer with {options}, or say that you are not sure."
            )
        },
        nothing: "Nothing in this says yes or no. Please answer with yes, no or not sure.",
    },
    search: SearchMessages {
        periods: PeriodNames {
            year: "by the year",
            month: "by the month",
            day: "by the day",
            hour: "by the hour",
        },
        band: |level, region, currency, period, market| {
            format!("{level}, {region}, {currency} {period}, {market}")
        },
        unpublished_band: |level, region, currency, period, market| {
            format!("{level}, {region}, {currency} {period}, {market}: not published")
        },
        band_words: "pay band salary compensation",
        unpublished_band_words: "pay band salary compensation not published",
    },
    receipt: ReceiptMessages {
        title: "Receipt",
        none: "This is not a receipt of a placement.",
        not_ours: "The receipt names a key that this service does not have: it was signed elsewhere, or with a key that is kept no more.",
        changed: "The receipt names a key of this service and its signature does not fit: it was changed after it was signed.",
        version_gone: "Ours and unchanged; the version of the ladder that it names is not kept here, so that it cannot be scored again.",
        another_text: "Ours and unchanged; the ladder seen here under this id and version is not the one that was scored: it may be another organisation's, or a text that has been replaced since. So it is not scored again.",
        same_outcome: "Ours and unchanged; the same answers give the same outcome today.",
        another_outcome: "Ours and unchanged; scoring the answers again gives another outcome.",
    },
    turns: TurnMessages {
        begins: |left| format!("The quiz begins: at most {left}."),
        asks: |answered, left| format!("{answered} answered, at most {left} to go."),
        taken_back: |answered, left| {
            format!("The last answer is taken back: {answered} answered, at most {left} to go.")
        },
        nothing_to_take_back: |left| {
            format!("This is the first question, there is nothing to take back: at most {left}.")
        },
        quoted: |words| format!("“{words}”"),
        unclear: |words| format!("It is not clear whether that means yes or no ({words})."),
        nothing_said: "That says neither yes nor no.",
        affirms: |statement| format!("Is this true of you: “{statement}”?"),
        asks_plainly: |question| format!("Please answer with yes, no or unsure: {question}"),
        which: |options| {
            format!(
                "None of the options is named by this. Please answer with {options}, or say that you are not sure."
            )
        },
        finished: "Finished: nothing that was not asked could change the placement any more.",
        stopped: "Stopped: this is what the answers so far lead to.",
        stopped_at_once: "Stopped before anything was answered, so that there is no result.",
    },
};

const ROADMAP: RoadmapMessages = RoadmapMessages {
    rule: "Work goes from one criterion to the next: days of work = 7 x hours / hours a week, rounded up to whole days. A criterion is due when its work is done and the calendar weeks that it takes at the least have passed since its first day; meanwhile the work on the next one goes on. A phase begins when everything in the phase before it is due.",
    arithmetic: |hours, pace, work, weeks, least, due| {
        let days = |number: u32| match number {
            1 => "1 day".to_owned(),
            number => format!("{number} days"),
        };
        let least = match weeks {
            0 => String::new(),
            1 => format!("; at least 1 week = {least} days"),
            weeks => format!("; at least {weeks} weeks = {least} days"),
        };
        format!(
            "7 x {hours} h / {pace} h a week = {} of work{least}; due after {}",
            days(work),
            days(due)
        )
    },
    start_in_the_past: |start| {
        format!("The start, {start}, lies in the past. Dates are counted from it all the same.")
    },
    no_start: "No start was sent: days are counted from 1. Send a start for dates.",
    nothing_left: "Every criterion on the way is met. What is left is to have it seen: ask for a review against these criteria.",
    undated: "The ladder does not say what some criteria take. They and what follows have no days; nothing is put in their place.",
    estimate: "Hours and least weeks are an estimate of those who wrote the ladder document, not of its source, and count the work on the criteria alone. How long the whole step takes most people is said by the timeframes, where the source gives any.",
    approaching: "The answers place on the way to the next level. The criteria that lead there are planned unless they are sent as met; what working there means is the plan for that level.",
    before_the_first_level: "The answers place before the first level. The plan begins with the first phase, and the ladder names no criteria that lead to its lowest level.",
    top_of_the_ladder: "There is no level above. The milestones are what working at this level means.",
    not_on_the_way: |criteria, more| {
        let criteria = criteria.join(", ");
        match more {
            0 => format!("Sent, and not on this way: {criteria}."),
            more => format!("Sent, and not on this way: {criteria} and {more} more."),
        }
    },
    unchecked_without_start: |by| {
        format!("Whether {by} can be kept cannot be said without a start.")
    },
    unchecked_without_effort: |by| {
        format!("Whether {by} can be kept cannot be said: some criteria have no effort.")
    },
    missed: |pace, end, by, enough| {
        format!(
            "At {pace} hours a week the plan ends on {end}, after {by}. With {enough} hours a week it would be kept."
        )
    },
    missed_anyway: |pace, end, by, most| {
        format!(
            "At {pace} hours a week the plan ends on {end}, after {by}. Not even {most} hours a week would keep it, mostly because of the weeks that criteria take at the least."
        )
    },
    no_band: "The ladder has no pay band for the present level.",
    no_band_before_first: "Before the first level there is no pay band to compare with.",
    no_step_at_the_top: "At the top of the ladder no step is left.",
};

const PAY: PayMessages = PayMessages {
    midpoint: FormulaText {
        name: "midpoint",
        expression: "(min + max) / 2",
    },
    compa_ratio: FormulaText {
        name: "compa-ratio",
        expression: "amount / midpoint",
    },
    range_penetration: FormulaText {
        name: "range penetration",
        expression: "(amount - min) / (max - min)",
    },
    range_spread: FormulaText {
        name: "range spread",
        expression: "(max - min) / min",
    },
    midpoint_progression: FormulaText {
        name: "midpoint progression",
        expression: "(midpoint of next level - midpoint) / midpoint",
    },
    step_to_next_band: FormulaText {
        name: "step to next band",
        expression: "min of next level - max",
    },
    division_by_zero: "The formula would divide by zero.",
    above_open: |max| {
        format!("The band is open above {max}: how far this amount lies in it cannot be said.")
    },
    open: |max| format!("The maximum is open; {max} is the highest that the source names."),
    open_below: |max| {
        format!(
            "The lower band's maximum is open; the step is measured from {max}, the highest that the source names."
        )
    },
    markets: |one, other| format!("The two bands describe different markets: {one} and {other}."),
    no_level_above: "There is no level above on this ladder.",
    no_comparable_band: |level| {
        format!(
            "{level} has no band in the same region, currency and period, or several in other markets."
        )
    },
    not_published: |level| {
        format!("The source publishes no pay band for {level}, and nothing is put in its place.")
    },
    open_upwards: |level| {
        format!("The pay band for {level} has no highest figure, and nothing is put in its place.")
    },
    open_downwards: |level| {
        format!("The pay band for {level} has no lowest figure, and nothing is put in its place.")
    },
};
