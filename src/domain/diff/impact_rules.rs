//! The rules by which the impact of one difference is decided.

use std::collections::HashSet;

use super::{
    difference::{ChangeKind, Difference},
    impact::Impact,
    quiz::PlacementComparison,
};
use crate::domain::{
    document::{CriteriaKind, Document, Phase},
    ladder::Ladder,
    source,
};

/// What differences of two versions are weighed by.
pub(super) struct ImpactRules<'a> {
    to: &'a Document,
    /// Where the texts of both stand, as in translations.
    texts: HashSet<String>,
    /// Whether all answers are placed alike.
    placed_alike: bool,
}

impl<'a> ImpactRules<'a> {
    pub(super) fn new(from: &Ladder, to: &'a Ladder, placements: &PlacementComparison) -> Self {
        let mut texts: HashSet<String> = HashSet::new();
        texts.extend(from.document().places_of_texts());
        texts.extend(to.document().places_of_texts());
        Self {
            to: to.document(),
            texts,
            placed_alike: placements.same,
        }
    }

    /// What a difference means.
    pub(super) fn weigh(&self, difference: &Difference) -> Impact {
        let place = difference.place.strip_prefix('/').unwrap_or_default();
        let parts: Vec<&str> = place.split('/').collect();
        let gone = difference.after.is_null();
        match (difference.change, parts.as_slice()) {
            (_, ["version"]) => Impact::None,
            (ChangeKind::Moved, ["levels" | "phases"]) => Impact::Outcome,
            (ChangeKind::Moved, _) => Impact::Wording,
            // Entries of a list of texts, which are parts of their own.
            (ChangeKind::Added, [.., "moves_forward" | "remedy", _]) => Impact::Addition,
            (ChangeKind::Removed, [.., "moves_forward" | "remedy", _]) => Impact::Outcome,
            _ if self.texts.contains(place) => Impact::Wording,
            (ChangeKind::Added, ["translations"] | ["translations", _])
            | (_, ["translations", _, "texts", _] | ["translations", _, "fallback"])
            | (_, ["source", _] | ["compensation", _, "label"]) => Impact::Wording,
            (change, ["quiz", "routing", _, ..]) => self.rule(change, &parts),
            (_, ["levels", _, "tenure", _])
            | (_, ["timeframes", _, "min_months" | "max_months"])
            | (_, ["resources", _, "kind" | "sponsored"])
            | (_, ["roadblocks", _, "signals" | "contrary", ..])
            | (_, ["phases", _, "criteria", _, "effort", _]) => Impact::Addition,
            (_, ["compensation", _, "min" | "max" | "open"]) if !gone => Impact::Addition,
            (ChangeKind::Changed, ["insights", _, "level"]) if difference.before.is_null() => {
                Impact::Addition
            }
            (ChangeKind::Added, parts) => self.new_part(parts),
            _ => Impact::Outcome,
        }
    }

    /// A rule that is new or written otherwise weighs nothing more than its words where everybody is placed as before. One that is
    /// gone is named in receipts.
    fn rule(&self, change: ChangeKind, parts: &[&str]) -> Impact {
        match (change, parts) {
            _ if !self.placed_alike => Impact::Outcome,
            (ChangeKind::Added, [_, _, _]) => Impact::Addition,
            (ChangeKind::Removed, [_, _, _]) => Impact::Outcome,
            _ => Impact::Wording,
        }
    }

    fn new_part(&self, parts: &[&str]) -> Impact {
        let phase = |id: &str| {
            let id = source::unescape(id);
            self.to.phases.iter().find(|phase| phase.id == *id)
        };
        let free = |id: &str| phase(id).is_some_and(|phase| !leads_on(phase));
        match parts {
            [
                "insights" | "timeframes" | "levels" | "roadblocks" | "resources" | "compensation"
                | "faqs",
                _,
            ]
            | ["roadblocks", _, "levels", _]
            | ["phases", _, "dimensions" | "resources", _]
            | ["phases", _, "criteria", _, "effort" | "serves"] => Impact::Addition,
            ["phases", id] | ["phases", id, "criteria", _] if free(id) => Impact::Addition,
            _ => Impact::Outcome,
        }
    }
}

/// Whether somebody's readiness for a level rests on the phase's criteria.
fn leads_on(phase: &Phase) -> bool {
    phase.criteria_kind == CriteriaKind::Exit && phase.criteria_to.is_some()
}
