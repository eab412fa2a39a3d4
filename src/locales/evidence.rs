//! What is said of evidence and of what follows from it. Days come in as dates.

/// What is said of evidence.
#[derive(Debug)]
pub struct EvidenceMessages {
    /// What readiness by evidence is, and what it is not.
    pub guidance: &'static str,
    /// The rules, each by its name.
    pub rules: [(&'static str, &'static str); 8],
    /// The rule of the verdict.
    pub rule: &'static str,
    /// Of how many criteria how many are met, claimed, unmet and unknown; how many have to be known where the verdict is withheld.
    pub counts: fn(u16, [u16; 4], Option<u16>) -> String,
    /// How many pieces decided, and until when one of them counts.
    pub why_met: fn(usize, Option<&str>) -> String,
    pub why_claimed: fn(usize, Option<&str>) -> String,
    pub why_unmet: fn(usize) -> String,
    /// How many pieces have expired, and how many were withdrawn.
    pub why_unknown: fn(u32, u32) -> String,
    /// How a criterion stands.
    pub met: &'static str,
    pub claimed: &'static str,
    pub unmet: &'static str,
    pub unknown: &'static str,
    /// The day at whose end it is so.
    pub at: fn(&str) -> String,
    /// Ids in a row, and how many more there are.
    pub decided: fn(&str, usize) -> String,
    /// Headings.
    pub criteria: &'static str,
    pub forecast: &'static str,
    pub rules_used: &'static str,
    pub nothing_lapses: &'static str,
    /// From a day on: a criterion, how it stood before, how it stands.
    pub lapse: fn(&str, &str, &str) -> String,
    /// The verdict before and after.
    pub verdict_lapse: fn(&str, &str) -> String,
    pub verdict_stays: fn(&str) -> String,
    /// How many more days there are.
    pub more_days: fn(u32) -> String,
    /// The path at which an assessment is contested.
    pub contest: fn(&str) -> String,
}
