//! Pages for people: the quiz, its result with the plan, the ladder to read; and the Markdown beside them. From domain values to HTML that needs nothing from
//! elsewhere and works without script; what script adds is in `assets`. No request, no clock.

pub mod assets;
mod ladder;
mod parts;
mod pay;
mod plan;
mod policy;
mod quiz;
mod result;
mod shell;
mod static_files;
mod structured;
mod trouble;
mod twin;

pub use ladder::ladder;
pub use plan::{Planned, Wanted};
pub use policy::policy;
pub use quiz::{Given, Stage, quiz};
pub use result::{Outcome, result};
pub use shell::Visit;
pub use static_files::StaticFile;
pub use trouble::trouble;
pub use twin::{ladder_text, quiz_text};
