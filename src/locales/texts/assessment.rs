//! What a stored assessment says in Markdown.

/// What a stored assessment says beside its placement. Days come in as dates, reasons and notes as they are to be written.
#[derive(Debug)]
pub struct AssessmentTexts {
    /// Who was assessed by themselves, and when.
    pub by_oneself: fn(&str, &str) -> String,
    /// Who was assessed, by whom, and when.
    pub by_assessor: fn(&str, &str, &str) -> String,
    pub contests: &'static str,
    /// Who contests it, when, and why.
    pub contested: fn(&str, &str, &str) -> String,
    pub open: &'static str,
    /// Who found so, when, and why.
    pub upheld: fn(&str, &str, &str) -> String,
    pub rejected: fn(&str, &str, &str) -> String,
    pub guidance: &'static str,
    /// Where it can be contested.
    pub contest: fn(&str) -> String,
}
