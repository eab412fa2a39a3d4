//! What would place higher: every minimal set of further yes answers. Outcomes depend on totals, so that it is enough to
//! look for how many more yes answers and which qualifiers.

use super::{MOST_SETS, Verdict};
use crate::domain::{
    answers::{Answer, Sheet},
    id::Id,
    ladder::Ladder,
    quiz::subsets,
};

impl Ladder {
    /// Every minimal set of items not answered with yes that would place higher, and how many there are in all.
    pub(super) fn to_advance<'a>(
        &'a self,
        sheet: &Sheet,
        verdict: &Verdict,
    ) -> (Vec<Vec<&'a Id>>, u64) {
        let quiz = &self.document().quiz;
        let table = self.table();
        let yes = usize::from(verdict.counts.yes);
        let all_qualifiers = (1_usize << quiz.qualifiers.len()) - 1;
        let missing: Vec<&Id> = quiz
            .questions
            .iter()
            .zip(&sheet.questions)
            .filter(|(_, answer)| **answer != Some(Answer::Yes))
            .map(|(question, _)| &question.id)
            .collect();
        // Outcomes depend on totals: it is enough to find the minimal pairs (how many more yes, which qualifiers).
        let mut minimal: Vec<(usize, usize)> = Vec::new();
        for subset in subsets(all_qualifiers & !verdict.mask) {
            let needed = (0..=missing.len())
                .find(|more| table.order(yes + more, verdict.mask | subset) > verdict.order);
            if let Some(more) = needed {
                minimal.push((more, subset));
            }
        }
        let pairs = minimal.clone();
        minimal.retain(|(more, subset)| {
            !pairs.iter().any(|(less, part)| {
                (less, part) != (more, subset) && less <= more && part & subset == *part
            })
        });
        minimal.sort_unstable();
        let mut sets = Vec::new();
        let mut total = 0_u64;
        for (more, subset) in minimal {
            total = total.saturating_add(choose(missing.len(), more));
            if sets.len() == MOST_SETS {
                continue;
            }
            let qualifiers = quiz.qualifiers.iter().enumerate();
            let qualifiers: Vec<&Id> = qualifiers
                .filter(|(bit, _)| subset >> bit & 1 == 1)
                .map(|(_, qualifier)| &qualifier.id)
                .collect();
            combinations(&missing, more, &mut Vec::new(), &mut |questions| {
                sets.push(questions.iter().chain(&qualifiers).copied().collect());
                sets.len() < MOST_SETS
            });
        }
        (sets, total)
    }
}

/// Calls `take` with each choice of `count` items, in order, until it answers false.
fn combinations<'a>(
    items: &[&'a Id],
    count: usize,
    chosen: &mut Vec<&'a Id>,
    take: &mut impl FnMut(&[&'a Id]) -> bool,
) -> bool {
    if chosen.len() == count {
        return take(chosen);
    }
    let missing = count - chosen.len();
    for (index, item) in items.iter().enumerate() {
        let Some(rest) = items
            .get(index + 1..)
            .filter(|rest| rest.len() + 1 >= missing)
        else {
            break;
        };
        chosen.push(item);
        let more = combinations(rest, count, chosen, take);
        chosen.pop();
        if !more {
            return false;
        }
    }
    true
}

/// Binomial coefficient, saturating.
fn choose(n: usize, k: usize) -> u64 {
    let mut result = 1_u128;
    for i in 0..k {
        result = result * (n - i) as u128 / (i as u128 + 1);
    }
    u64::try_from(result).unwrap_or(u64::MAX)
}
