//! What a difference means for those who use a ladder, by where it stands. What is not named here weighs most.

use std::collections::HashSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::{ChangeKind, Difference, quiz::Placements};
use crate::domain::{
    document::{CriteriaKind, Document, Phase},
    id::Version,
    ladder::Ladder,
    source,
};

/// What a difference means for those who use the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// Nothing, as of the version's own number.
    None,
    /// Texts, notes, translations and their order: a patch.
    Wording,
    /// Something is new, or a figure is another, on which no placement and no readiness rests: a minor version.
    Addition,
    /// A placement or a readiness can change, an id that somebody may have stored is another, or something is gone: a major version.
    Outcome,
}

impl Impact {
    /// The version to give after a published one, by semver.org. A pre-release of a version that is high enough leads to that version.
    #[must_use]
    pub fn next(self, published: &Version) -> Version {
        let (major, minor, patch) = published.core();
        // How high the version that is in preparation is: 2.0.0-beta is one of 2.0.0, which may change everything.
        let prepared = match (published.is_prerelease(), minor, patch) {
            (false, ..) => Self::None,
            (true, 0, 0) => Self::Outcome,
            (true, _, 0) => Self::Addition,
            (true, ..) => Self::Wording,
        };
        match self {
            Self::None => published.clone(),
            _ if self <= prepared => Version::of(major, minor, patch),
            Self::Wording => Version::of(major, minor, patch.saturating_add(1)),
            Self::Addition => Version::of(major, minor.saturating_add(1), 0),
            Self::Outcome => Version::of(major.saturating_add(1), 0, 0),
        }
    }
}

/// What differences of two versions are weighed by.
pub(super) struct Scale<'a> {
    to: &'a Document,
    /// Where the texts of both stand, as in translations.
    texts: HashSet<String>,
    /// Whether all answers are placed alike.
    placed_alike: bool,
}

impl<'a> Scale<'a> {
    pub(super) fn new(from: &Ladder, to: &'a Ladder, placements: &Placements) -> Self {
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

#[cfg(test)]
mod tests {
    use super::{Impact, Version};

    #[test]
    fn the_version_to_give_follows_the_difference() {
        use Impact::{Addition, None, Outcome, Wording};
        for (published, impact, next) in [
            ("1.3.2", None, "1.3.2"),
            ("1.3.2", Wording, "1.3.3"),
            ("1.3.2", Addition, "1.4.0"),
            ("1.3.2", Outcome, "2.0.0"),
            ("1.3.2+build.7", Wording, "1.3.3"),
            ("2.0.0-beta.1", Wording, "2.0.0"),
            ("2.0.0-beta.1", Outcome, "2.0.0"),
            ("1.4.0-beta.1", Addition, "1.4.0"),
            ("1.4.0-beta.1", Outcome, "2.0.0"),
            ("1.3.3-beta.1", Wording, "1.3.3"),
            ("1.3.3-beta.1", Addition, "1.4.0"),
            (
                "18446744073709551615.0.0",
                Outcome,
                "18446744073709551615.0.0",
            ),
        ] {
            let found = impact.next(&Version::parse(published).unwrap());
            assert_eq!(found.to_string(), next, "{published} {impact:?}");
        }
    }
}
