//! What is written in calendars. Titles, amounts and spans come in as they are to be written.

/// The words of every calendar.
#[derive(Debug)]
pub struct Calendars {
    /// The name of a plan: from its target, or from the ladder.
    pub name: fn(&str) -> String,
    pub name_of_ladder: fn(&str) -> String,
    /// An entry: from its criterion.
    pub due: fn(&str) -> String,
    pub measure: fn(&str) -> String,
    /// A phase: its number and title.
    pub phase: fn(u8, &str) -> String,
    /// Effort, by whose figure it is.
    pub effort: fn(&str) -> String,
    pub effort_estimated: fn(&str) -> String,
    /// The year, the month and the day on which work begins.
    pub begins: fn(i32, u32, u32) -> String,
    /// The last entry: from the target's title.
    pub all_due: &'static str,
    pub all_due_for: fn(&str) -> String,
    pub nothing_left: &'static str,
    pub nothing_left_for: fn(&str) -> String,
    /// Milestones, and hours a week.
    pub pace: fn(&str, &str) -> String,
    pub work: fn(&str) -> String,
    pub days: fn(&str) -> String,
    /// Which ladder: its title, id and version.
    pub source: fn(&str, &str, &str) -> String,
}
