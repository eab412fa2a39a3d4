//! What phases must say: columns, criteria, resources, one phase for each level.

use std::collections::{HashMap, HashSet};

use super::context::{Check, PRE_ROLE};
use crate::domain::document::{CriteriaKind, Phase};

impl Check<'_> {
    pub(super) fn phases(&mut self) {
        let document = self.document;
        self.unique("/phases", document.phases.iter().map(|phase| &phase.id));
        let mut starts = HashSet::new();
        let mut criteria = HashMap::new();
        for (index, phase) in document.phases.iter().enumerate() {
            let at = format!("/phases/{index}");
            if usize::from(phase.number) != index + 1 {
                self.error(
                    format!("{at}/number"),
                    "number_out_of_order",
                    format!("Phases count from 1: the number here is {}.", index + 1),
                );
            }
            if !starts.insert(&phase.level) {
                self.error(
                    format!("{at}/level"),
                    "duplicate_phase",
                    format!("Another phase starts at {} already.", phase.level),
                );
            }
            self.level(format!("{at}/level"), &phase.level);
            self.columns(&at, phase);
            self.criteria(&at, phase);
            self.unique(
                &format!("{at}/dimensions"),
                phase.dimensions.iter().map(|dimension| &dimension.id),
            );
            if phase.dimensions.is_empty() {
                self.error(
                    format!("{at}/dimensions"),
                    "empty",
                    "A phase's table has at least one row.",
                );
            }
            for (row, criterion) in phase.criteria.iter().enumerate() {
                let pointer = format!("{at}/criteria/{row}");
                if let Some(first) = criteria.insert(&criterion.id, pointer.clone()) {
                    self.error(
                        format!("{pointer}/id"),
                        "duplicate_id",
                        format!("The id {} is taken by {first}.", criterion.id),
                    );
                }
                if let Some(dimension) = &criterion.serves
                    && !phase.dimensions.iter().any(|row| row.id == *dimension)
                {
                    self.error(
                        format!("{pointer}/serves"),
                        "unknown_dimension",
                        format!("The phase's table has no row {dimension}."),
                    );
                }
                if let Some(measure) = &criterion.measure
                    && measure.at_least.is_some() == measure.at_most.is_some()
                {
                    self.error(
                        format!("{pointer}/measure"),
                        "unclear_measure",
                        "A measure has at_least or at_most, one of them.",
                    );
                }
            }
            let mut seen = HashSet::new();
            for (row, id) in phase.resources.iter().enumerate() {
                let pointer = format!("{at}/resources/{row}");
                if !document.resources.iter().any(|resource| resource.id == *id) {
                    self.error(
                        pointer,
                        "unknown_resource",
                        format!("There is no resource {id} in this ladder."),
                    );
                } else if !seen.insert(id) {
                    self.error(
                        pointer,
                        "duplicate_id",
                        format!("The resource {id} is listed twice."),
                    );
                }
            }
        }
        for (index, level) in document.levels.iter().enumerate() {
            if !starts.contains(&level.id) {
                self.error(
                    format!("/levels/{index}"),
                    "level_without_phase",
                    format!("No phase starts at {}.", level.id),
                );
            }
        }
    }

    fn columns(&mut self, at: &str, phase: &Phase) {
        if phase.table.to != phase.level {
            self.error(
                format!("{at}/table/to"),
                "wrong_column",
                format!(
                    "The second column describes the level at which the phase starts, {}.",
                    phase.level
                ),
            );
        }
        if phase.table.from != *PRE_ROLE {
            self.level(format!("{at}/table/from"), &phase.table.from);
            if !self.is_below(&phase.table.from, &phase.level) {
                self.error(
                    format!("{at}/table/from"),
                    "not_upwards",
                    "The first column describes a lower level.",
                );
            }
        }
    }

    fn criteria(&mut self, at: &str, phase: &Phase) {
        if phase.criteria.is_empty() {
            self.error(
                format!("{at}/criteria"),
                "empty",
                "A phase has at least one criterion.",
            );
        }
        let pointer = format!("{at}/criteria_to");
        match (phase.criteria_kind, &phase.criteria_to) {
            (CriteriaKind::Exit, None) => self.error(
                pointer,
                "missing_level",
                "Exit criteria lead to a level: name it.",
            ),
            (CriteriaKind::Operating, Some(_)) => self.error(
                pointer,
                "level_not_expected",
                "Operating criteria lead to no other level: leave it null.",
            ),
            (CriteriaKind::Exit, Some(to)) => {
                self.level(&pointer, to);
                if !self.is_below(&phase.level, to) {
                    self.error(
                        pointer,
                        "not_upwards",
                        "Exit criteria lead to a higher level.",
                    );
                }
            }
            (CriteriaKind::Operating, None) => {}
        }
    }
}
