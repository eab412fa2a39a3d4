//! What the Markdown renderings say, in German.

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
        ladder: |name, edition| format!("Leiter: {name}, {edition}."),
        edition: |version, hash| format!("Version {version}, Hash {hash}"),
        id: |id| format!("ID: {id}."),
        at_least: |weeks| format!("mindestens {weeks}"),
        estimate: "geschätzt",
        no_band: |level| format!("Die Leiter nennt kein Gehaltsband für {level}."),
        met_at: |levels| format!("Anzutreffen bei {levels}."),
        why: "Warum",
        clears: "Was es aus dem Weg räumt:",
        resources: "Hilfen",
        roadblocks: "Hindernisse",
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
