//! What phases and two levels side by side say in Markdown.

/// What phases and two levels side by side say in Markdown. Texts with a level take its title.
#[derive(Debug)]
pub struct PhaseTexts {
    pub phases_of: fn(&str) -> String,
    pub no_phase: &'static str,
    /// Number and title.
    pub title: fn(u8, &str) -> String,
    /// The level, and the theme.
    pub starts_at: fn(&str, &str) -> String,
    pub plateau: &'static str,
    pub why_it_lasts: &'static str,
    pub self_study: &'static str,
    pub mentor: &'static str,
    pub pre_role: &'static str,
    pub dimension: &'static str,
    pub exit_to: fn(&str) -> String,
    pub exit: &'static str,
    pub operating: fn(&str) -> String,
    /// A level's title, its rank, its tenure.
    pub side: fn(&str, u8, &str) -> String,
    pub no_span: &'static str,
    pub spans: &'static str,
    /// A phase's number, and what its criteria are for.
    pub purpose: fn(u8, &str) -> String,
    pub pay_step: &'static str,
    pub no_pay_step: &'static str,
    /// Why there is none.
    pub no_pay_step_as: fn(&str) -> String,
    pub changes: &'static str,
    pub no_changes: &'static str,
    pub not_said: &'static str,
    pub not_said_means: &'static str,
    pub steps: &'static str,
    pub step_heads: [&'static str; 4],
}
