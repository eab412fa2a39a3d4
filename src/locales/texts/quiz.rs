//! What the quiz and the placement say in Markdown.

/// What the quiz and the placement say in Markdown.
#[derive(Debug)]
pub struct QuizTexts {
    pub questions: &'static str,
    pub answered_with: &'static str,
    /// The same where some have options.
    pub answered_with_options: &'static str,
    /// What the answers to a question give, in a row.
    pub points: fn(&str) -> String,
    /// A question's id, level and topic.
    pub typical: fn(&str, &str, &str) -> String,
    /// The statement that a yes affirms.
    pub affirmed: fn(&str) -> String,
    pub qualifiers: &'static str,
    pub rules: &'static str,
    pub rules_about: &'static str,
    /// The same where the quiz counts points.
    pub points_about: &'static str,
    pub rule_heads: [&'static str; 5],
    pub reading: &'static str,
    /// From one number of yes answers to another.
    pub yes_answers: fn(u16, u16) -> String,
    /// The same, and the qualifiers to be answered with yes.
    pub yes_to: fn(&str, &str) -> String,
    pub placement: fn(&str) -> String,
    /// A phase's number and title; the title is empty where there is none.
    pub phase: fn(u8, &str) -> String,
    pub places_at: fn(&str) -> String,
    pub next: fn(&str) -> String,
    pub highest: &'static str,
    pub decided: &'static str,
    /// Places, one of which it may become.
    pub open: fn(&str) -> String,
    pub self_reported: &'static str,
    pub why: &'static str,
    /// Questions, counted; yes, no, unsure, not answered.
    pub counts: fn(&str, u8, u8, u8, u8) -> String,
    /// Questions, counted; yes, no, an option, unsure, not answered; points, of how many.
    pub points_counts: fn(&str, [u8; 5], [u16; 2]) -> String,
    /// The rule, and its id.
    pub rule: fn(&str, &str) -> String,
    pub yes: &'static str,
    pub no: &'static str,
    pub unsure: &'static str,
    pub not_answered: &'static str,
    pub counts_as_not_yes: &'static str,
    pub answer_heads: [&'static str; 4],
    pub profile: &'static str,
    /// A level; how many yes answers of how many.
    pub typical_yes: fn(&str, u8, u8) -> String,
    /// A level; how many points of how many.
    pub typical_points: fn(&str, u16, u16) -> String,
    /// A level, and the plateau's title.
    pub plateau: fn(&str, &str) -> String,
    pub roadblocks: &'static str,
    pub up: &'static str,
    pub top: &'static str,
    /// How many yes answers would do, of how many questions.
    pub up_any: fn(usize, usize) -> String,
    pub up_set: &'static str,
    /// How many sets there are.
    pub up_sets: fn(&str) -> String,
    /// The same three where the quiz counts points.
    pub up_any_points: fn(usize, usize) -> String,
    pub up_set_points: &'static str,
    pub up_sets_points: fn(&str) -> String,
    pub up_questions: &'static str,
    pub turn_answers: &'static str,
    /// The same where the question has options, which are listed.
    pub turn_options: &'static str,
    pub turn_state: &'static str,
}
