//! What is said of somebody's progress, in Markdown and in the picture. Titles, dates and counts come in as they are to be written.

/// What is said of somebody's progress.
#[derive(Debug)]
pub struct ProgressMessages {
    pub guidance: &'static str,
    /// The rules by their ids, in words.
    pub rules: [(&'static str, &'static str); 5],
    /// From a person's id.
    pub heading: fn(&str) -> String,
    /// How many assessments are looked at, of how many in all.
    pub looked_at: fn(usize, i64) -> String,
    pub none: &'static str,
    pub contested: &'static str,
    pub own: &'static str,
    pub assessor: &'static str,
    /// An assessor's id.
    pub assessor_named: fn(&str) -> String,
    pub placements: &'static str,
    pub placement_heads: [&'static str; 5],
    pub levels: &'static str,
    pub level_heads: [&'static str; 5],
    pub still: &'static str,
    pub changes: &'static str,
    /// Two dates, and two places.
    pub change: fn([&str; 2], [&str; 2]) -> String,
    /// Which way: up, down, aside, not at all.
    pub moved: [&'static str; 4],
    /// A question, and two answers.
    pub answer: fn(&str, [&str; 2]) -> String,
    /// Questions that are asked no more, that are new, that are others now.
    pub unlike: [fn(&str) -> String; 3],
    pub sides: &'static str,
    /// Which side is missing: the person's own, an assessor's, both.
    pub missing: [&'static str; 3],
    /// The person's own place, the assessor, and the assessor's place.
    pub pair: fn(&str, &str, &str) -> String,
    pub pair_heads: [&'static str; 4],
    pub differ: &'static str,
    pub agree: &'static str,
    pub now: &'static str,
    /// Who, the version that was asked, and the place under the newest one.
    pub now_placed: fn(&str, &str, &str) -> String,
    /// Who, the version that was asked, and the questions whose answers do not fit.
    pub now_lost: fn(&str, &str, &str) -> String,
    pub now_unasked: fn(&str) -> String,
    pub now_reworded: fn(&str) -> String,
    pub rules_used: &'static str,
    /// The path.
    pub contest: fn(&str) -> String,
    /// What the picture's signs mean.
    pub own_sign: &'static str,
    pub assessor_sign: &'static str,
    /// Who, the place, and the date; in the picture's text.
    pub told: fn(&str, &str, &str) -> String,
    /// From the ladder's title.
    pub picture: fn(&str) -> String,
}
