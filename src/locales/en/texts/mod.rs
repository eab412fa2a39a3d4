//! What the Markdown renderings say, in English.

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

use crate::locales::texts::{BlockTexts, Texts};

pub(super) const TEXTS: Texts = Texts {
    text: BlockTexts {
        ladder: |name, edition| format!("Ladder: {name}, {edition}."),
        edition: |version, hash| format!("version {version}, hash {hash}"),
        id: |id| format!("Id: {id}."),
        at_least: |weeks| format!("at least {weeks}"),
        estimate: "an estimate",
        no_band: |level| format!("The ladder gives no pay band for {level}."),
        met_at: |levels| format!("Met at {levels}."),
        why: "Why",
        clears: "What clears it:",
        resources: "Resources",
        roadblocks: "Roadblocks",
    },
    quiz: quiz::QUIZ,
    ladder: ladder::LADDER,
    phase: phase::PHASE,
    plan: plan::PLAN,
    pay: pay::PAY,
    version: version::VERSION,
    search: search::SEARCH,
    diagnosis: diagnosis::DIAGNOSIS,
    twin: page::TWIN,
    interpretation: interpretation::INTERPRETATION,
    assessment: assessment::ASSESSMENT,
};
