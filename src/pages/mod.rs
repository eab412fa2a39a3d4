//! Pages for people: the quiz, its result with the plan, the ladder to read; and the Markdown beside them. From domain values to HTML that needs nothing from
//! elsewhere and works without script; what script adds is in `assets`. No request, no clock.

pub mod assets;
mod components;
mod ladder;
mod layout;
mod markdown;
mod pay;
mod plan;
mod policy;
mod problem;
mod quiz;
mod result;
mod static_files;
mod structured_data;

pub use ladder::ladder;
pub use layout::PageContext;
pub use markdown::{ladder_text, quiz_text};
pub use plan::{PlanInput, PlanSection};
pub use policy::policy;
pub use problem::trouble;
pub use quiz::{FormAnswers, QuizStep, quiz};
pub use result::{QuizResult, result};
pub use static_files::StaticFile;
