//! Whether two quizzes place anybody elsewhere. Exact, because placements depend on totals alone: every number of yes answers with
//! every set of qualifiers is compared.

use std::collections::HashSet;

use super::PlacedElsewhere;
use crate::domain::{
    document::{Quiz, Standing},
    fault::Combination,
    id::Id,
    ladder::Ladder,
    quiz::Place,
};

/// What a comparison of two quizzes found.
#[derive(Debug)]
pub(super) struct Placements {
    /// Whether all answers are placed alike.
    pub(super) same: bool,
    /// Some that are not; None also where the quizzes ask other questions, so that no answers fit both.
    pub(super) example: Option<PlacedElsewhere>,
}

impl Placements {
    pub(super) fn compare(from: &Ladder, to: &Ladder) -> Self {
        let (old, new) = (&from.document().quiz, &to.document().quiz);
        if questions(old) != questions(new) || qualifiers(old) != qualifiers(new) {
            return Self {
                same: false,
                example: None,
            };
        }
        // Qualifiers may stand in another order, and then have other bits.
        let bits: Vec<Option<usize>> = new.qualifiers.iter().map(|one| bit(old, &one.id)).collect();
        let masks = 0..1_usize << new.qualifiers.len();
        let mut cells =
            (0..=new.questions.len()).flat_map(|yes| masks.clone().map(move |mask| (yes, mask)));
        let example = cells.find_map(|(yes, mask)| {
            let set = bits.iter().enumerate();
            let set = set.filter(|(at, _)| mask >> at & 1 == 1);
            let old_mask = set.filter_map(|(_, bit)| *bit);
            let old_mask = old_mask.fold(0, |mask, bit| mask | 1 << bit);
            let (before, after) = (place(from, yes, old_mask)?, place(to, yes, mask)?);
            (!is_same(before, after)).then(|| PlacedElsewhere {
                answers: answers(new, yes, mask),
                before: before.clone(),
                after: after.clone(),
            })
        });
        Self {
            same: example.is_none(),
            example,
        }
    }
}

fn questions(quiz: &Quiz) -> HashSet<&Id> {
    quiz.questions.iter().map(|question| &question.id).collect()
}

fn qualifiers(quiz: &Quiz) -> HashSet<&Id> {
    quiz.qualifiers
        .iter()
        .map(|qualifier| &qualifier.id)
        .collect()
}

fn bit(quiz: &Quiz, id: &Id) -> Option<usize> {
    quiz.qualifiers
        .iter()
        .position(|qualifier| qualifier.id == *id)
}

fn place(ladder: &Ladder, yes: usize, mask: usize) -> Option<&Place> {
    let table = ladder.table();
    table.places().get(table.order(yes, mask))
}

/// Titles are words. The level above is a part of the place where somebody is on the way to it.
fn is_same(before: &Place, after: &Place) -> bool {
    let place = |place: &'_ Place| (place.phase, place.standing);
    place(before) == place(after)
        && before.level == after.level
        && (after.standing != Standing::Approaching || before.next_level == after.next_level)
}

fn answers(quiz: &Quiz, yes: usize, mask: usize) -> Combination {
    let questions = quiz.questions.iter().take(yes);
    let qualifiers = quiz.qualifiers.iter().enumerate();
    let qualifiers = qualifiers.filter(|(bit, _)| mask >> bit & 1 == 1);
    Combination {
        yes: questions.map(|question| question.id.to_string()).collect(),
        qualifiers: qualifiers
            .map(|(_, qualifier)| qualifier.id.to_string())
            .collect(),
    }
}
