//! The quiz's decision table, and the proof that it is whole: exactly one outcome for every combination of answers,
//! every level reached, and more yes answers never placed lower. Exact, because outcomes depend on totals alone.

mod proof;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    document::{Document, Standing},
    fault::Fault,
    id::{Id, Text},
};
use proof::Proof;

/// Where a person is placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Place {
    /// The level; null below the first.
    pub level: Option<Id>,
    /// The level's title; null below the first level.
    pub title: Option<Text>,
    /// The number of the phase that starts here.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// How the person stands to the level.
    pub standing: Standing,
    /// The level above; null at the top.
    pub next_level: Option<Id>,
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Decider {
    /// The rule's id in the ladder document.
    pub id: Id,
    /// Its condition in words, such as `3 to 4 yes`.
    #[schema(max_length = 1000)]
    pub text: String,
}

/// Which rule decides for each number of yes answers and each set of qualifiers.
#[derive(Debug, Clone)]
pub struct Table {
    questions: usize,
    qualifiers: usize,
    /// Index of the deciding rule, at `yes << qualifiers | mask`.
    cells: Vec<u16>,
    deciders: Vec<Decider>,
    /// Index into `places`, for each rule.
    place_of: Vec<u16>,
    /// The distinct placements, lowest first.
    places: Vec<Place>,
}

/// Answers in totals: what was said and will not change, and what is still to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Questions answered with yes.
    pub yes: usize,
    /// Questions not answered.
    pub left: usize,
    /// Qualifiers answered with yes, as bits.
    pub mask: usize,
    /// Qualifiers not answered, as bits.
    pub open: usize,
}

/// All subsets of the bits in `mask`, the empty one first.
pub(super) fn subsets(mask: usize) -> impl Iterator<Item = usize> {
    let mut next = Some(0_usize);
    std::iter::from_fn(move || {
        let subset = next?;
        next = (subset != mask).then(|| subset.wrapping_sub(mask) & mask);
        Some(subset)
    })
}

impl Table {
    /// Most questions and qualifiers that a quiz may have.
    pub const MAX: (usize, usize) = (64, 6);

    /// Builds the table and proves it; what breaks the proof is added to `faults`. None where a table cannot be built.
    #[must_use]
    pub fn prove(document: &Document, faults: &mut Vec<Fault>) -> Option<Self> {
        Proof::new(document, faults)?.run()
    }

    /// The rule that decides, by its index in the document.
    #[must_use]
    pub fn rule(&self, yes: usize, mask: usize) -> usize {
        let cell = yes.min(self.questions) << self.qualifiers | mask;
        self.cells.get(cell).copied().map_or(0, usize::from)
    }

    /// The deciding rule in words.
    #[must_use]
    pub fn decider(&self, rule: usize) -> Option<&Decider> {
        self.deciders.get(rule)
    }

    /// The order of a placement among all of the quiz, lowest first.
    #[must_use]
    pub fn order(&self, yes: usize, mask: usize) -> usize {
        self.place_of
            .get(self.rule(yes, mask))
            .copied()
            .map_or(0, usize::from)
    }

    /// Whether there is a way to answer what is left in which a yes to one of the questions makes another placement than none does.
    /// More yes never places lower, so that it is enough to look at none and at all of them.
    #[must_use]
    pub fn question_matters(&self, tally: &Tally) -> bool {
        let Tally { yes, left, .. } = *tally;
        subsets(tally.open)
            .map(|more| tally.mask | more)
            .any(|mask| self.order(yes, mask) != self.order(yes + left, mask))
    }

    /// The same of a qualifier, by its bit. False for one that is answered.
    #[must_use]
    pub fn qualifier_matters(&self, tally: &Tally, bit: usize) -> bool {
        let Tally { yes, left, .. } = *tally;
        let bit = tally.open & 1 << bit;
        let mut others = subsets(tally.open & !bit).map(|more| tally.mask | more);
        let differs = |mask, yes| self.order(yes, mask) != self.order(yes, mask | bit);
        bit != 0 && others.any(|mask| (yes..=yes + left).any(|yes| differs(mask, yes)))
    }

    /// All placements that the quiz can lead to, lowest first.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The order of the placement that a rule leads to.
    #[must_use]
    pub fn order_of_rule(&self, rule: usize) -> usize {
        self.place_of.get(rule).copied().map_or(0, usize::from)
    }
}
