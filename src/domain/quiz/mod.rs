//! The quiz's decision table, and the proof that it is whole: exactly one outcome for every combination of answers,
//! every level reached, and more yes answers or points never placed lower. Exact, because outcomes depend on totals alone.

mod order;
mod points;
mod proof;
mod proven;
mod rules;
#[cfg(test)]
pub(crate) mod samples;
mod table;
#[cfg(test)]
mod tests;

pub use points::{MOST_POINTS, PointTotals};
pub(super) use table::subsets;
pub use table::{DecidingRule, DecisionTable, LadderPosition, PointTally};

use super::{document::Document, fault::Fault};
use proof::Proof;

impl DecisionTable {
    /// Builds the table and proves it; what breaks the proof is added to `faults`. None where a table cannot be built.
    #[must_use]
    pub fn prove(document: &Document, faults: &mut Vec<Fault>) -> Option<Self> {
        Proof::new(document, faults)?.run()
    }
}

impl Proof<'_> {
    fn run(mut self) -> Option<DecisionTable> {
        for (index, rule) in self.document.quiz.routing.iter().enumerate() {
            let reading = self.read(index, rule);
            self.rules.push(reading);
        }
        let cells = self.cells();
        self.reachable(&cells);
        self.monotonic(&cells);
        let cells = cells
            .iter()
            .map(|cell| cell.and_then(|rule| u16::try_from(rule).ok()))
            .collect::<Option<Vec<u16>>>()?;
        self.table(&cells)
    }
}
