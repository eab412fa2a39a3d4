//! The decision table of a quiz: the rule that decides for each total and each set of qualifiers.

use serde::Serialize;
use utoipa::ToSchema;

use super::points::PointTotals;
use crate::domain::{
    document::Standing,
    id::{Id, Text},
};

/// Where a person is placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LadderPosition {
    /// The level; null below the first.
    pub level: Option<Id>,
    /// The level's title; null below the first level.
    pub title: Option<Text>,
    /// The number of the phase that starts here.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// How the person stands to the level.
    pub standing: Standing,
    /// The level above; null at the top. Where only tracks go on, the first level of the first of them; on the way to a level, that one.
    pub next_level: Option<Id>,
    /// All levels that come next, where the ladder has tracks: that of the same path first, then the first of each track that starts here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 11)]
    pub next_levels: Option<Vec<Id>>,
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecidingRule {
    /// The rule's id in the ladder document.
    pub id: Id,
    /// Its condition in words, such as `3 to 4 yes` or `12 to 17 points`.
    #[schema(max_length = 1000)]
    pub text: String,
}

/// Which rule decides for each total and each set of qualifiers. The total is that of yes answers, or of points where the quiz counts
/// them.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    pub(super) points: bool,
    pub(super) most: usize,
    /// The totals that answers reach, ascending.
    pub(super) totals: Vec<usize>,
    pub(super) qualifiers: usize,
    /// Index of the deciding rule, at `total << qualifiers | mask`.
    pub(super) cells: Vec<u16>,
    pub(super) deciders: Vec<DecidingRule>,
    /// Index into `places`, for each rule.
    pub(super) place_of: Vec<u16>,
    /// The distinct placements, lowest first.
    pub(super) places: Vec<LadderPosition>,
    /// Whether a place (row) is below another one (column), where there are tracks. Without them their order tells.
    pub(super) above: Option<Vec<bool>>,
}

/// Answers in totals: what was said and will not change, and what is still to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointTally {
    /// Questions answered with yes, or the points so far.
    pub got: usize,
    /// Questions not answered, or the most points that they can give.
    pub left: usize,
    /// Qualifiers answered with yes, as bits.
    pub mask: usize,
    /// Qualifiers not answered, as bits.
    pub open: usize,
}

/// All subsets of the bits in `mask`, the empty one first.
pub(in crate::domain) fn subsets(mask: usize) -> impl Iterator<Item = usize> + Clone {
    let mut next = Some(0_usize);
    std::iter::from_fn(move || {
        let subset = next?;
        next = (subset != mask).then(|| subset.wrapping_sub(mask) & mask);
        Some(subset)
    })
}

impl DecisionTable {
    /// Most questions and qualifiers that a quiz may have.
    pub const MAX: (usize, usize) = (64, 6);

    /// Whether the quiz counts points, and not yes answers.
    #[must_use]
    pub fn counts_points(&self) -> bool {
        self.points
    }

    /// The most points, or yes answers, that there can be.
    #[must_use]
    pub fn most(&self) -> usize {
        self.most
    }

    /// The totals from one on that answers can reach, ascending.
    pub fn totals_from(&self, total: usize) -> impl Iterator<Item = usize> + '_ {
        let start = self.totals.partition_point(|reached| *reached < total);
        self.totals.iter().skip(start).copied()
    }

    /// The rule that decides, by its index in the document, for a total that answers reach.
    #[must_use]
    pub fn rule(&self, total: usize, mask: usize) -> usize {
        let cell = total.min(self.most) << self.qualifiers | mask;
        self.cells.get(cell).copied().map_or(0, usize::from)
    }

    /// The deciding rule in words.
    #[must_use]
    pub fn decider(&self, rule: usize) -> Option<&DecidingRule> {
        self.deciders.get(rule)
    }

    /// The order of a placement among all of the quiz, lowest first.
    #[must_use]
    pub fn order(&self, total: usize, mask: usize) -> usize {
        self.order_of_rule(self.rule(total, mask))
    }

    /// Whether one placement is above another one, on one and the same path.
    #[must_use]
    pub fn is_above(&self, higher: usize, lower: usize) -> bool {
        match &self.above {
            None => higher > lower,
            Some(above) => above.get(lower * self.places.len() + higher) == Some(&true),
        }
    }

    /// Whether one placement is all that is left, whatever the rest of the answers are: `open` qualifiers beside those of `mask`, and up
    /// to `more` above `total`. More never places lower and never leaves a path, so that both ends of the totals tell for one set of
    /// qualifiers; without tracks the two ends of all do.
    #[must_use]
    pub fn is_decided(&self, total: usize, more: usize, mask: usize, open: usize) -> bool {
        let order = self.order(total, mask);
        if self.above.is_none() {
            return order == self.order(total + more, mask | open);
        }
        let mut masks = subsets(open).map(|subset| mask | subset);
        masks.all(|mask| [total, total + more].map(|total| self.order(total, mask)) == [order; 2])
    }

    /// Whether there is a way to answer what is left in which the questions among it make another placement than none of them does.
    /// More never places lower, so that it is enough to look at none and at all of them.
    #[must_use]
    pub fn questions_matter(&self, tally: &PointTally) -> bool {
        let PointTally { got, left, .. } = *tally;
        subsets(tally.open)
            .map(|more| tally.mask | more)
            .any(|mask| self.order(got, mask) != self.order(got + left, mask))
    }

    /// Whether there is one in which a question does that gives `points` at the most. `others` are the totals of the other questions not
    /// answered.
    #[must_use]
    pub fn question_matters(
        &self,
        tally: &PointTally,
        points: usize,
        others: &PointTotals,
    ) -> bool {
        let mut masks = subsets(tally.open).map(|more| tally.mask | more);
        let differs = |mask, total| self.order(total, mask) != self.order(total + points, mask);
        masks.any(|mask| others.all().any(|more| differs(mask, tally.got + more)))
    }

    /// The same of a qualifier, by its bit. False for one that is answered. `more` are the totals of the questions not answered.
    #[must_use]
    pub fn qualifier_matters(
        &self,
        tally: &PointTally,
        bit: usize,
        mut more: impl Iterator<Item = usize> + Clone,
    ) -> bool {
        let bit = tally.open & 1 << bit;
        let masks = subsets(tally.open & !bit).map(|more| tally.mask | more);
        let differs = |mask, total| self.order(total, mask) != self.order(total, mask | bit);
        bit != 0 && more.any(|more| masks.clone().any(|mask| differs(mask, tally.got + more)))
    }

    /// All placements that the quiz can lead to, lowest first.
    #[must_use]
    pub fn places(&self) -> &[LadderPosition] {
        &self.places
    }

    /// The order of the placement that a rule leads to.
    #[must_use]
    pub fn order_of_rule(&self, rule: usize) -> usize {
        self.place_of.get(rule).copied().map_or(0, usize::from)
    }
}
