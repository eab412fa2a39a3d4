//! How high places are: one is above another one only on one and the same path.

use std::cmp::Ordering;

use crate::domain::document::{Document, Level, RuleOutcome, Standing};

/// Where an outcome places a person, by places in the list of levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RulePosition {
    /// None below the first level.
    pub(super) level: Option<usize>,
    /// The level that is approached, or that comes next. None at the top.
    pub(super) next: Option<usize>,
    /// On the way from a level where only tracks go on, to none of them in particular.
    pub(super) fork: bool,
    pub(super) standing: Standing,
    pub(super) phase: u8,
}

/// The levels below each level on its path, as bits.
#[derive(Debug)]
pub(super) struct LevelOrder<'a> {
    document: &'a Document,
    below: Vec<u128>,
}

impl<'a> LevelOrder<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let levels = document.levels.iter();
        let below = levels.map(|level| {
            let path = document.path_to(level);
            let lower = path.iter().rev().skip(1);
            let bits = lower.filter_map(|lower| place(document, lower));
            bits.fold(0, |mask, bit| mask | bit_of(bit))
        });
        Self {
            document,
            below: below.collect(),
        }
    }

    /// The spot of an outcome. None where its level is not in the document.
    ///
    /// Who approaches a level from which a track starts may be on the way to that: the phase of the outcome tells.
    pub(super) fn spot(&self, outcome: &RuleOutcome) -> Option<RulePosition> {
        let document = self.document;
        let level = match &outcome.level {
            None => None,
            Some(id) => Some(document.level(id.as_str())?),
        };
        let next: Vec<&Level> = match level {
            None => document.levels.iter().take(1).collect(),
            Some(level) => document.next_levels(level).collect(),
        };
        let phases = document.phases.iter();
        let starts = |level: &&&Level| {
            let approaching = outcome.standing == Standing::Approaching;
            approaching
                && (phases.clone())
                    .any(|phase| phase.number == outcome.phase && phase.level == level.id)
        };
        let named = next.iter().find(starts);
        let fork = outcome.standing == Standing::Approaching
            && named.is_none()
            && next
                .iter()
                .all(|next| level.is_some_and(|level| next.track != level.track));
        let next = named.or(next.first());
        Some(RulePosition {
            fork,
            level: level.and_then(|level| place(document, level)),
            next: next.and_then(|level| place(document, level)),
            standing: outcome.standing,
            phase: outcome.phase,
        })
    }

    fn is_below(&self, lower: usize, higher: usize) -> bool {
        let below = self.below.get(higher);
        below.is_some_and(|below| below & bit_of(lower) != 0)
    }

    /// Which of two spots is higher; None where they are on different paths.
    pub(super) fn compare(&self, one: RulePosition, other: RulePosition) -> Option<Ordering> {
        let (Some(low), Some(high)) = (one.level, other.level) else {
            let height = |spot: RulePosition| (spot.level.is_some(), spot.standing, spot.phase);
            return Some(height(one).cmp(&height(other)));
        };
        if low == high {
            let both_on_the_way =
                [one, other].map(|spot| spot.standing) == [Standing::Approaching; 2];
            if both_on_the_way && one.fork != other.fork {
                return Some(other.fork.cmp(&one.fork));
            }
            let parted = both_on_the_way && !one.fork && one.next != other.next;
            let order = (one.standing, one.phase).cmp(&(other.standing, other.phase));
            return (!parted).then_some(order);
        }
        if self.leads(one, high) {
            Some(Ordering::Less)
        } else {
            self.leads(other, low).then_some(Ordering::Greater)
        }
    }

    /// Whether the way from a spot on leads to a level.
    fn leads(&self, spot: RulePosition, to: usize) -> bool {
        let Some(from) = spot.level else { return true };
        let on_the_way = spot.fork
            || spot
                .next
                .is_some_and(|next| next == to || self.is_below(next, to));
        self.is_below(from, to) && (spot.standing != Standing::Approaching || on_the_way)
    }
}

fn place(document: &Document, level: &Level) -> Option<usize> {
    let mut levels = document.levels.iter();
    levels.position(|other| other.id == level.id)
}

/// A format has room for 100 levels; what is beyond is a fault of its own.
fn bit_of(place: usize) -> u128 {
    u32::try_from(place).map_or(0, |place| 1_u128.checked_shl(place).unwrap_or(0))
}
