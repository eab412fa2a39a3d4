//! What would place higher: every minimal set of questions and qualifiers that, answered at their highest, leads further up on the same
//! path. Outcomes depend on totals, so that it is enough to know how much more is needed with each set of qualifiers.

use std::cmp::Reverse;

use super::result::{MOST_SETS, PlacementVerdict};
use crate::domain::{
    answers::{Answer, AnswerSheet},
    id::Id,
    ladder::Ladder,
    quiz::subsets,
};

/// A question that could still give more, by its place in the quiz.
#[derive(Debug, Clone, Copy)]
struct OpenAnswer {
    at: usize,
    gain: usize,
}

/// How much more is needed with some qualifiers more, and from what on fewer of these do as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Shortfall {
    least: usize,
    subset: usize,
    below: usize,
}

impl Ladder {
    /// Every minimal set of items that would place higher if they were answered at their highest, and how many there are in all.
    pub(super) fn to_advance<'a>(
        &'a self,
        sheet: &AnswerSheet,
        verdict: &PlacementVerdict,
    ) -> (Vec<Vec<&'a Id>>, u64) {
        let quiz = &self.document().quiz;
        let mut items: Vec<OpenAnswer> = Vec::new();
        for (at, (question, answer)) in quiz.questions.iter().zip(&sheet.questions).enumerate() {
            let points = question.points(answer.unwrap_or(Answer::Unsure));
            let gain = question.most_points().saturating_sub(points);
            if gain > 0 {
                items.push(OpenAnswer { at, gain });
            }
        }
        // The largest first: in a set that is put together in this order, the last one gives the least, so that the set is minimal where it
        // is enough with that one and was not without.
        items.sort_by_key(|item| (Reverse(item.gain), item.at));
        let (mut sets, mut total) = (Vec::new(), 0_u64);
        for need in self.needs(verdict) {
            let ways = MinimalSets::of(&items, need);
            total = total.saturating_add(ways.all());
            let qualifiers = quiz.qualifiers.iter().enumerate();
            let qualifiers: Vec<&Id> = qualifiers
                .filter(|(bit, _)| need.subset >> bit & 1 == 1)
                .map(|(_, qualifier)| &qualifier.id)
                .collect();
            ways.each(0, 0, &mut Vec::new(), &mut |chosen| {
                if sets.len() < MOST_SETS {
                    let mut chosen = chosen.to_vec();
                    chosen.sort_unstable();
                    let questions = chosen.iter().filter_map(|at| quiz.questions.get(*at));
                    let questions = questions.map(|question| &question.id);
                    sets.push(questions.chain(qualifiers.iter().copied()).collect());
                }
                sets.len() < MOST_SETS
            });
        }
        (sets, total)
    }

    /// What is needed with each set of qualifiers not answered with yes, the least first.
    fn needs(&self, verdict: &PlacementVerdict) -> Vec<Shortfall> {
        let table = self.table();
        let all = (1_usize << self.document().quiz.qualifiers.len()) - 1;
        let mut needs: Vec<Shortfall> = Vec::new();
        for subset in subsets(all & !verdict.mask) {
            let mut totals = table.totals_from(verdict.total);
            let higher = totals.find(|total| {
                let order = table.order(*total, verdict.mask | subset);
                table.is_above(order, verdict.order)
            });
            if let Some(total) = higher {
                let least = total - verdict.total;
                let parts = needs
                    .iter()
                    .filter(|part| part.subset & subset == part.subset);
                let below = parts.map(|part| part.least).min().unwrap_or(usize::MAX);
                needs.push(Shortfall {
                    least,
                    subset,
                    below,
                });
            }
        }
        needs.retain(|need| need.least < need.below);
        needs.sort_unstable();
        needs
    }
}

/// In how many ways items make a minimal set: from each item on, with each sum that is not enough yet.
struct MinimalSets<'a> {
    items: &'a [OpenAnswer],
    need: Shortfall,
    /// At `item * least + sum`.
    counts: Vec<u64>,
}

impl<'a> MinimalSets<'a> {
    fn of(items: &'a [OpenAnswer], need: Shortfall) -> Self {
        let mut ways = Self {
            items,
            need,
            counts: vec![0; (items.len() + 1) * need.least],
        };
        for (from, item) in items.iter().enumerate().rev() {
            for sum in 0..need.least {
                let without = ways.count(from + 1, sum);
                let with = ways.with(from, sum + item.gain);
                if let Some(count) = ways.counts.get_mut(from * need.least + sum) {
                    *count = without.saturating_add(with);
                }
            }
        }
        ways
    }

    fn count(&self, from: usize, sum: usize) -> u64 {
        let place = from * self.need.least + sum;
        self.counts.get(place).copied().unwrap_or_default()
    }

    /// The ways once an item has brought the sum to this.
    fn with(&self, item: usize, sum: usize) -> u64 {
        if sum < self.need.least {
            self.count(item + 1, sum)
        } else {
            // With as much as this fewer qualifiers would do.
            u64::from(sum < self.need.below)
        }
    }

    /// How many minimal sets there are. Where nothing more is needed, it is the set of no questions.
    fn all(&self) -> u64 {
        if self.need.least == 0 {
            1
        } else {
            self.count(0, 0)
        }
    }

    /// Calls `take` with each minimal set of questions until it answers false.
    fn each(
        &self,
        from: usize,
        sum: usize,
        chosen: &mut Vec<usize>,
        take: &mut impl FnMut(&[usize]) -> bool,
    ) -> bool {
        if sum >= self.need.least {
            return take(chosen);
        }
        for (item, OpenAnswer { at, gain }) in self.items.iter().enumerate().skip(from) {
            if self.with(item, sum + gain) == 0 {
                continue;
            }
            chosen.push(*at);
            let more = self.each(item + 1, sum + gain, chosen, take);
            chosen.pop();
            if !more {
                return false;
            }
        }
        true
    }
}
