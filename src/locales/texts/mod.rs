//! What the Markdown renderings say, one struct for each. Pieces come in as they are to be written, Markdown already.

mod assessment;
mod diagnosis;
mod interpretation;
mod ladder;
mod page;
mod pay;
mod phase;
mod plan;
mod quiz;
mod search;
mod version;

pub use assessment::AssessmentTexts;
pub use diagnosis::DiagnosisTexts;
pub use interpretation::InterpretationTexts;
pub use ladder::{KindTexts, LadderTexts};
pub use page::PageMarkdownTexts;
pub use pay::{BandPositionTexts, PayReasonTexts, PayTexts};
pub use phase::PhaseTexts;
pub use plan::{PlanTexts, VerdictTexts};
pub use quiz::QuizTexts;
pub use search::{PartTexts, SearchTexts};
pub use version::{ImpactTexts, VersionTexts};

/// What the Markdown renderings say.
#[derive(Debug)]
pub struct Texts {
    pub text: BlockTexts,
    pub quiz: QuizTexts,
    pub ladder: LadderTexts,
    pub phase: PhaseTexts,
    pub plan: PlanTexts,
    pub pay: PayTexts,
    pub version: VersionTexts,
    pub search: SearchTexts,
    pub diagnosis: DiagnosisTexts,
    pub twin: PageMarkdownTexts,
    pub interpretation: InterpretationTexts,
    pub assessment: AssessmentTexts,
}

/// What every rendering has use for.
#[derive(Debug)]
pub struct BlockTexts {
    /// The ladder's name, and its edition.
    pub ladder: fn(&str, &str) -> String,
    /// Version, and the beginning of the hash.
    pub edition: fn(&str, &str) -> String,
    pub id: fn(&str) -> String,
    /// Weeks, counted.
    pub at_least: fn(&str) -> String,
    pub estimate: &'static str,
    pub no_band: fn(&str) -> String,
    /// Levels in a row.
    pub met_at: fn(&str) -> String,
    pub why: &'static str,
    pub clears: &'static str,
    pub resources: &'static str,
    pub roadblocks: &'static str,
}
