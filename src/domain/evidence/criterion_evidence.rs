//! The case for each criterion: the evidence that counts, as it stood at the end of a day, and until when it does.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::{CriterionStanding, EvidenceItem, EvidenceState};

/// The cases for the criteria of a ladder, at the end of a day.
#[derive(Debug)]
pub struct EvidenceByCriterion<'a> {
    cases: HashMap<&'a str, CriterionEvidence>,
    none: CriterionEvidence,
}

/// What speaks for a criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CriterionEvidence {
    approved: EvidenceTotals,
    pending: EvidenceTotals,
    declined: EvidenceTotals,
    /// Pieces that were approved or waited for their review, and have expired.
    pub(super) expired: u32,
    /// Pieces that were withdrawn.
    pub(super) withdrawn: u32,
}

/// Pieces that stand alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EvidenceTotals {
    pub(super) pieces: Vec<Uuid>,
    /// The last day on which one of them counts; the last of all days where one has no end.
    until: Option<NaiveDate>,
}

impl EvidenceTotals {
    fn take(&mut self, piece: Uuid, until: NaiveDate) {
        self.pieces.push(piece);
        self.until = self.until.max(Some(until));
    }

    fn counts(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|until| day <= until)
    }

    /// The last day on which one of them counts, where it is not the last of all days.
    pub(super) fn end(&self) -> Option<NaiveDate> {
        self.until.filter(|until| *until < NaiveDate::MAX)
    }
}

impl<'a> EvidenceByCriterion<'a> {
    /// The cases for the criteria of a ladder from what was there by the end of a day.
    pub fn new(
        pieces: impl IntoIterator<Item = &'a EvidenceItem>,
        ladder: &str,
        day: NaiveDate,
    ) -> Self {
        let mut cases: HashMap<&str, CriterionEvidence> = HashMap::new();
        for piece in pieces {
            let Some(state) = piece.state(day) else {
                continue;
            };
            let criteria = piece.criteria.iter();
            for spoken_for in criteria.filter(|one| one.ladder == *ladder) {
                let case = cases.entry(spoken_for.criterion.as_str()).or_default();
                case.take(piece, state, day);
            }
        }
        Self {
            cases,
            none: CriterionEvidence::default(),
        }
    }

    /// The case for a criterion, also where there is nothing.
    #[must_use]
    pub fn of(&self, criterion: &str) -> &CriterionEvidence {
        self.cases.get(criterion).unwrap_or(&self.none)
    }
}

impl CriterionEvidence {
    fn take(&mut self, piece: &EvidenceItem, state: EvidenceState, day: NaiveDate) {
        let until = piece.expires_on.unwrap_or(NaiveDate::MAX);
        match state {
            EvidenceState::Withdrawn => self.withdrawn += 1,
            // That it was declined does not lapse.
            EvidenceState::Declined => self.declined.take(piece.id, NaiveDate::MAX),
            _ if until < day => self.expired += 1,
            EvidenceState::Pending => self.pending.take(piece.id, until),
            EvidenceState::Approved => self.approved.take(piece.id, until),
        }
    }

    /// How the criterion stands on a day, which is that of the case or a later one, if nothing happens until then.
    #[must_use]
    pub fn standing(&self, day: NaiveDate) -> CriterionStanding {
        if self.approved.counts(day) {
            CriterionStanding::Met
        } else if self.pending.counts(day) {
            CriterionStanding::Claimed
        } else if self.declined.counts(day) {
            CriterionStanding::Unmet
        } else {
            CriterionStanding::Unknown
        }
    }

    /// The pieces by which a criterion stands so; None where it is unknown.
    pub(super) fn deciding(&self, standing: CriterionStanding) -> Option<&EvidenceTotals> {
        match standing {
            CriterionStanding::Met => Some(&self.approved),
            CriterionStanding::Claimed => Some(&self.pending),
            CriterionStanding::Unmet => Some(&self.declined),
            CriterionStanding::Unknown => None,
        }
    }

    /// The days on which something of it ceases to count. What lasts until the end of the year 9999, the last that ISO 8601 writes with
    /// four digits, has no end.
    pub(super) fn lapses(&self) -> impl Iterator<Item = NaiveDate> {
        let ends = [&self.approved, &self.pending].map(EvidenceTotals::end);
        ends.into_iter()
            .flatten()
            .filter_map(|end| end.succ_opt().filter(|day| day.year() <= 9999))
    }
}
