//! Markdown renderings, for a chat window or a README: short, tables where they help, no HTML; links only in what stands beside a page.
//! All ladder text is untrusted and passes through `text` before it reaches a page. Every rendering ends with a line that
//! names the ladder, its version and its hash, so that it can be cited.

mod answer_sets;
mod assessment;
mod diagnosis;
mod interpretation;
mod ladder;
#[cfg(test)]
mod languages;
mod page;
mod pay;
mod person;
mod phase;
mod plan;
mod progress;
mod quiz;
mod resource;
mod search;
mod sources;
#[cfg(test)]
mod tests;
mod text;
mod turn;
mod version;

pub use assessment::assessment;
pub use diagnosis::diagnosis;
pub use interpretation::interpretation;
pub use ladder::{faqs, ladder, ladders, level, levels, resources, roadblocks};
pub use page::{Links, ladder_page, quiz_page};
pub use pay::{compensation, position, unpublished};
pub use person::person_readiness;
pub use phase::{comparison, phase, phases};
pub use plan::{readiness, roadmap, roadmap_in_brief};
pub use progress::progress;
pub use quiz::{placement, placement_in_brief, quiz};
pub use search::hits;
pub use sources::{source, sources};
pub use text::inline as plain;
pub use turn::turn;
pub use version::{diff, versions};
