//! What answers say in sentences, and the words for what they name by codes. Titles, ids and figures come in as they are to be written.

use super::figures::PeriodNames;

/// The sentences of answers.
#[derive(Debug)]
pub struct AnswerMessages {
    pub quiz: QuizMessages,
    pub placement: PlacementMessages,
    pub guidance: DisclaimerMessages,
    pub readiness: ReadinessMessages,
    pub roadmap: RoadmapMessages,
    pub pay: PayMessages,
    pub diagnosis: DiagnosisMessages,
    pub interpretation: InterpretationMessages,
    pub search: SearchMessages,
    pub receipt: ReceiptMessages,
    pub turns: TurnMessages,
}

/// The quiz's rules.
#[derive(Debug)]
pub struct QuizMessages {
    /// A condition: the fewest and the most yes answers, and the qualifiers that it asks for.
    pub rule: fn(u16, u16, &[&str]) -> String,
    /// The same with points.
    pub points_rule: fn(u16, u16, &[&str]) -> String,
}

/// What each answer counted for, and how even the answers are.
#[derive(Debug)]
pub struct PlacementMessages {
    pub counts: &'static str,
    pub counts_not: &'static str,
    pub open: &'static str,
    pub without_effect_yet: &'static str,
    pub without_effect: &'static str,
    pub decisive: &'static str,
    pub holds_back: &'static str,
    pub would_raise: &'static str,
    /// What an answer gives, and what it could have given, in points.
    pub gives: fn(usize, usize) -> String,
    /// What an answer that is open could give, in points.
    pub gives_not_yet: fn(usize) -> String,
    /// A yes at the stage of a level, above questions answered with no.
    pub uneven: fn(&str, &[&str]) -> String,
    /// Points at the stage of a level, above questions that gave none.
    pub uneven_points: fn(&str, &[&str]) -> String,
}

/// How what is told about somebody is to be taken.
#[derive(Debug)]
pub struct DisclaimerMessages {
    /// Where somebody answered about themselves.
    pub oneself: &'static str,
    /// Where an assessor did.
    pub assessor: &'static str,
}

/// Readiness for a level.
#[derive(Debug)]
pub struct ReadinessMessages {
    pub ready: &'static str,
    pub not_ready: &'static str,
    pub too_little: &'static str,
    pub rule: &'static str,
    /// Of how many criteria how many are met, unmet and unknown.
    pub counts: fn(u16, u16, u16, u16) -> String,
    /// The same where at least so many would have to be known.
    pub withheld: fn(u16, u16, u16, u16, u16) -> String,
}

/// A plan: its rule, its arithmetic, its notes. Days come in as dates.
#[derive(Debug)]
pub struct RoadmapMessages {
    pub rule: &'static str,
    /// Hours at so many a week make days of work; at least so many weeks make days; due after days.
    pub arithmetic: fn(u32, u32, u32, u32, u32, u32) -> String,
    pub start_in_the_past: fn(&str) -> String,
    pub no_start: &'static str,
    pub nothing_left: &'static str,
    pub undated: &'static str,
    pub estimate: &'static str,
    pub approaching: &'static str,
    pub before_the_first_level: &'static str,
    pub top_of_the_ladder: &'static str,
    /// Criteria that are not on the way, and how many more there are.
    pub not_on_the_way: fn(&[&str], usize) -> String,
    pub unchecked_without_start: fn(&str) -> String,
    pub unchecked_without_effort: fn(&str) -> String,
    /// At so many hours a week it ends on a day after the one that was wanted; so many hours would keep it.
    pub missed: fn(u16, &str, &str, u16) -> String,
    /// The same where not even so many hours would.
    pub missed_anyway: fn(u16, &str, &str, u16) -> String,
    pub no_band: &'static str,
    pub no_band_before_first: &'static str,
    pub no_step_at_the_top: &'static str,
}

/// A formula: at most 40 characters, at most 60.
#[derive(Debug)]
pub struct FormulaText {
    pub name: &'static str,
    pub expression: &'static str,
}

/// Figures of pay, and why one is not there.
#[derive(Debug)]
pub struct PayMessages {
    pub midpoint: FormulaText,
    pub compa_ratio: FormulaText,
    pub range_penetration: FormulaText,
    pub range_spread: FormulaText,
    pub midpoint_progression: FormulaText,
    pub step_to_next_band: FormulaText,
    pub division_by_zero: &'static str,
    pub above_open: fn(&str) -> String,
    pub open: fn(&str) -> String,
    pub open_below: fn(&str) -> String,
    pub markets: fn(&str, &str) -> String,
    pub no_level_above: &'static str,
    pub no_comparable_band: fn(&str) -> String,
    pub not_published: fn(&str) -> String,
    /// Which end of a band is missing, from its level.
    pub open_upwards: fn(&str) -> String,
    pub open_downwards: fn(&str) -> String,
}

/// What a person's words point to.
#[derive(Debug)]
pub struct DiagnosisMessages {
    pub rule: &'static str,
    /// The roadblock, and how many more are possible.
    pub found: fn(&str, usize) -> String,
    pub level_without_signals: &'static str,
    pub ladder_without_signals: &'static str,
    pub too_little: &'static str,
}

/// What a person's words say to a question. Words come in quoted, and in a row.
#[derive(Debug)]
pub struct InterpretationMessages {
    pub quoted: fn(&str) -> String,
    pub yes: fn(&str) -> String,
    pub no: fn(&str) -> String,
    pub unsure: fn(&str) -> String,
    pub unclear: fn(&str) -> String,
    /// The option that was named.
    pub option: fn(&str) -> String,
    /// The options, one of which is to be named.
    pub which: fn(&str) -> String,
    /// Nothing was found that says anything.
    pub nothing: &'static str,
}

/// The parts of a ladder that are found.
#[derive(Debug)]
pub struct SearchMessages {
    pub periods: PeriodNames,
    /// A band by its level, region, currency, period and market.
    pub band: fn(&str, &str, &str, &str, &str) -> String,
    pub unpublished_band: fn(&str, &str, &str, &str, &str) -> String,
    /// Words by which bands are found though the ladder does not say them.
    pub band_words: &'static str,
    pub unpublished_band_words: &'static str,
}

/// What a receipt turned out to be.
#[derive(Debug)]
pub struct ReceiptMessages {
    pub title: &'static str,
    pub none: &'static str,
    pub not_ours: &'static str,
    pub changed: &'static str,
    pub version_gone: &'static str,
    pub another_text: &'static str,
    pub same_outcome: &'static str,
    pub another_outcome: &'static str,
}

/// A quiz taken turn by turn. What is left and what is answered comes in as questions, counted.
#[derive(Debug)]
pub struct TurnMessages {
    /// How many are asked at most.
    pub begins: fn(&str) -> String,
    /// How many are answered, and how many are left at most.
    pub asks: fn(&str, &str) -> String,
    /// The same after the last answer was taken back.
    pub taken_back: fn(&str, &str) -> String,
    /// How many are asked at most.
    pub nothing_to_take_back: fn(&str) -> String,
    /// Some of the person's words.
    pub quoted: fn(&str) -> String,
    /// The person's words that speak for one thing or another, in a row.
    pub unclear: fn(&str) -> String,
    pub nothing_said: &'static str,
    /// The statement that a yes affirms, without its full stop.
    pub affirms: fn(&str) -> String,
    /// The question, where there is no statement.
    pub asks_plainly: fn(&str) -> String,
    /// The options, one of which is to be named.
    pub which: fn(&str) -> String,
    pub finished: &'static str,
    pub stopped: &'static str,
    pub stopped_at_once: &'static str,
}
