//! What readiness and plans say in Markdown.

/// What readiness and plans say in Markdown. Texts with a level take its title.
#[derive(Debug)]
pub struct PlanTexts {
    pub readiness: fn(&str) -> String,
    pub ready: VerdictTexts,
    pub not_ready: VerdictTexts,
    pub insufficient: VerdictTexts,
    pub rule: fn(&str) -> String,
    pub readiness_self_reported: &'static str,
    pub missing: &'static str,
    pub is_met: &'static str,
    pub is_unmet: &'static str,
    pub is_unknown: &'static str,
    /// A dimension, and what it says.
    pub serves: fn(&str, &str) -> String,
    pub met: &'static str,
    /// Ids in a row.
    pub not_counted: fn(&str) -> String,
    pub roadmap: fn(&str) -> String,
    pub to_the_top: &'static str,
    /// Where, by what, to where.
    pub from: fn(&str, &str, &str) -> String,
    /// How many yes answers; the questions, counted.
    pub by_answers: fn(u8, &str) -> String,
    pub by_level: &'static str,
    pub self_reported: &'static str,
    pub pay: &'static str,
    pub spans: &'static str,
    /// Months, from the beginning.
    pub from_the_beginning: fn(&str) -> String,
    pub reckoned: &'static str,
    /// Hours, counted.
    pub pace: fn(&str) -> String,
    /// From one day to another.
    pub days: fn(&str, &str) -> String,
    /// A plateau's level and title.
    pub plateau: fn(&str, &str) -> String,
    pub milestones_to: fn(&str) -> String,
    pub operating: fn(&str) -> String,
    pub all_met: &'static str,
    pub milestone_heads: [&'static str; 5],
    pub met_already: &'static str,
    pub helps: &'static str,
    pub mentor: &'static str,
    pub roadblocks: &'static str,
    pub no_effort: &'static str,
    pub day: fn(u32) -> String,
    pub after_the_last: &'static str,
    pub no_date: &'static str,
}

/// A verdict on readiness.
#[derive(Debug)]
pub struct VerdictTexts {
    /// The words of the sentence that are set off.
    pub verdict: &'static str,
    /// The whole, from these words and the level.
    pub sentence: fn(&str, &str) -> String,
}
