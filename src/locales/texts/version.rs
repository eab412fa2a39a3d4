//! What versions say in Markdown.

/// What versions say.
#[derive(Debug)]
pub struct VersionTexts {
    pub versions_of: fn(&str) -> String,
    pub heads: [&'static str; 3],
    pub current: &'static str,
    /// The ladder, and two of its versions.
    pub diff: fn(&str, &str, &str) -> String,
    /// Two editions.
    pub none: fn(&str, &str) -> String,
    /// Differences, counted, and two editions.
    pub some: fn(&str, &str, &str) -> String,
    pub means: ImpactTexts,
    /// A version.
    pub suggested: fn(&str) -> String,
    /// Answers, and where two editions place them.
    pub example: fn(&str, &str, &str) -> String,
    /// Questions and qualifiers in a row, each None where there is none.
    pub answers: fn(Option<&str>, Option<&str>) -> String,
    pub impacts: ImpactTexts,
    pub added: &'static str,
    pub removed: &'static str,
    /// The place, and what was there.
    pub which_was: fn(&str, &str) -> String,
    pub changed: &'static str,
    pub reordered: &'static str,
    pub before: fn(&str) -> String,
    pub after: fn(&str) -> String,
    pub empty: &'static str,
}

/// What differences mean.
#[derive(Debug)]
pub struct ImpactTexts {
    pub none: &'static str,
    pub wording: &'static str,
    pub addition: &'static str,
    pub outcome: &'static str,
}
