//! What a ladder and the plain lists in it say in Markdown.

/// What a ladder and the plain lists in it say in Markdown. Titles of pages take the ladder's.
#[derive(Debug)]
pub struct LadderTexts {
    pub ladders: &'static str,
    pub no_ladder: &'static str,
    /// Title, author, publisher, language, format.
    pub about: fn(&str, &str, &str, &str, &str) -> String,
    pub insights: &'static str,
    /// The level that an insight is on.
    pub on: fn(&str) -> String,
    pub takes: &'static str,
    pub still_at: fn(&str) -> String,
    pub between: fn(&str, &str) -> String,
    pub until: fn(&str) -> String,
    pub since: fn(&str) -> String,
    pub in_all: &'static str,
    pub levels: &'static str,
    pub levels_of: fn(&str) -> String,
    pub no_level: &'static str,
    /// A track, and the level at which it starts.
    pub track: fn(&str, &str) -> String,
    /// Rank, of how many, tenure.
    pub rung: fn(u8, usize, &str) -> String,
    /// A phase's number and title.
    pub phase_starts: fn(u8, &str) -> String,
    pub moves_forward: &'static str,
    pub plateau: fn(&str) -> String,
    pub quiz: fn(&str) -> String,
    pub phases: &'static str,
    pub pay: &'static str,
    pub roadblocks_of: fn(&str) -> String,
    pub no_roadblock: &'static str,
    pub in_common: &'static str,
    pub ladder_in_common: &'static str,
    pub resources_of: fn(&str) -> String,
    pub no_resource: &'static str,
    pub sponsored: &'static str,
    pub sponsored_about: &'static str,
    pub how_to_choose: &'static str,
    /// How many phases, and their numbers in a row.
    pub for_phases: fn(usize, &str) -> String,
    pub kinds: KindTexts,
    pub faqs: &'static str,
    pub faqs_of: fn(&str) -> String,
    pub no_faq: &'static str,
}

/// Kinds of resources.
#[derive(Debug)]
pub struct KindTexts {
    pub documentation: &'static str,
    pub guide: &'static str,
    pub tool: &'static str,
    pub reading: &'static str,
    pub practice: &'static str,
    pub course: &'static str,
    pub community: &'static str,
    pub mentor: &'static str,
}
