//! Whether two quizzes place anybody elsewhere. Exact, because placements depend on totals alone: every number of yes answers with
//! every set of qualifiers is compared.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashSet},
};

use serde::Serialize;
use utoipa::ToSchema;

use super::difference::PlacementExample;
use crate::domain::{
    document::{AnswerKind, Quiz, Standing, Weight},
    fault::AnswerCombination,
    id::Id,
    ladder::Ladder,
    quiz::LadderPosition,
};

/// What a comparison of two quizzes found.
#[derive(Debug)]
pub(super) struct PlacementComparison {
    /// Whether all answers are placed alike.
    pub(super) same: bool,
    /// Some that are not; None also where the quizzes ask other questions, so that no answers fit both.
    pub(super) example: Option<PlacementExample>,
}

/// Answers that are placed elsewhere by another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacementMove {
    /// Which way.
    pub direction: MoveDirection,
    /// The fewest yes answers, or points where the quiz counts them, that move so.
    #[schema(format = Int32, minimum = 0, maximum = 2000)]
    pub least: usize,
    /// The most.
    #[schema(format = Int32, minimum = 0, maximum = 2000)]
    pub most: usize,
    /// Where the first version places them.
    pub before: LadderPosition,
    /// Where the second version places them.
    pub after: LadderPosition,
    /// The first of such answers; their qualifiers are those of all of them.
    pub example: AnswerCombination,
}

/// Which way somebody moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MoveDirection {
    /// To a higher level, or nearer to one.
    Up,
    /// To a lower level, or farther from one.
    Down,
    /// To another place as high.
    Aside,
}

/// Every answer that another version places elsewhere, in the order of the qualifiers and the totals; None where the quizzes ask other
/// questions, so that no answers fit both.
#[must_use]
pub fn moves(from: &Ladder, to: &Ladder) -> Option<Vec<PlacementMove>> {
    let (old, new) = (&from.document().quiz, &to.document().quiz);
    if questions(old) != questions(new) || qualifiers(old) != qualifiers(new) {
        return None;
    }
    // Qualifiers may stand in another order, and then have other bits.
    let bits: Vec<Option<usize>> = new.qualifiers.iter().map(|one| bit(old, &one.id)).collect();
    let totals = new.totals();
    let mut moves: Vec<PlacementMove> = Vec::new();
    for mask in 0..1_usize << new.qualifiers.len() {
        let set = bits.iter().enumerate();
        let set = set.filter(|(at, _)| mask >> at & 1 == 1);
        let old_mask = set.filter_map(|(_, bit)| *bit);
        let old_mask = old_mask.fold(0, |mask, bit| mask | 1 << bit);
        let mut before_this = moves.len();
        for total in totals.all() {
            let (before, after) = (place(from, total, old_mask)?, place(to, total, mask)?);
            let Some(direction) = direction((from, before), (to, after)) else {
                before_this = moves.len();
                continue;
            };
            match moves
                .get_mut(before_this..)
                .and_then(<[PlacementMove]>::last_mut)
            {
                Some(last) if last.before == *before && last.after == *after => last.most = total,
                _ => moves.push(PlacementMove {
                    direction,
                    least: total,
                    most: total,
                    before: before.clone(),
                    after: after.clone(),
                    example: new.combination(&totals, total, mask)?,
                }),
            }
        }
    }
    Some(moves)
}

/// Which way it is from a place of one version to a place of another; None where they are the same.
#[must_use]
pub fn direction(
    (from, before): (&Ladder, &LadderPosition),
    (to, after): (&Ladder, &LadderPosition),
) -> Option<MoveDirection> {
    if is_same(before, after) {
        return None;
    }
    let height = |ladder: &Ladder, place: &LadderPosition| {
        let level = place.level.as_ref();
        let level = level.and_then(|level| ladder.level(level.as_str()));
        (level.map_or(0, |level| level.rank), place.standing)
    };
    let mut order = height(from, before).cmp(&height(to, after));
    if before.level == after.level {
        order = order.then(before.phase.cmp(&after.phase));
    }
    Some(match order {
        Ordering::Less => MoveDirection::Up,
        Ordering::Greater => MoveDirection::Down,
        Ordering::Equal => MoveDirection::Aside,
    })
}

impl PlacementComparison {
    pub(super) fn compare(from: &Ladder, to: &Ladder) -> Self {
        let moves = moves(from, to);
        let first = moves.as_ref().and_then(|moves| moves.first());
        Self {
            same: moves.as_ref().is_some_and(Vec::is_empty),
            example: first.map(|first| PlacementExample {
                answers: first.example.clone(),
                before: first.before.clone(),
                after: first.after.clone(),
            }),
        }
    }
}

/// How a question is answered: its kind, its weight, and the points of its options.
type AnswerScheme<'a> = (AnswerKind, Weight, BTreeMap<&'a Id, u8>);

fn questions(quiz: &Quiz) -> BTreeMap<&Id, AnswerScheme<'_>> {
    let questions = quiz.questions.iter().map(|question| {
        let options = question.options.iter();
        let options = options.map(|option| (&option.id, option.points));
        let answering = (question.kind, question.weight, options.collect());
        (&question.id, answering)
    });
    questions.collect()
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

fn place(ladder: &Ladder, total: usize, mask: usize) -> Option<&LadderPosition> {
    let table = ladder.table();
    table.places().get(table.order(total, mask))
}

/// Titles are words. The level above is a part of the place where somebody is on the way to it.
fn is_same(before: &LadderPosition, after: &LadderPosition) -> bool {
    let place = |place: &'_ LadderPosition| (place.phase, place.standing);
    place(before) == place(after)
        && before.level == after.level
        && (after.standing != Standing::Approaching || before.next_level == after.next_level)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PlacementComparison;
    use crate::domain::{
        document::Document,
        ladder::Ladder,
        source::{Source, Syntax},
    };

    /// The built-in ladder, its levels below the last from these numbers of yes answers on.
    fn cut_at(cuts: [u8; 3]) -> Ladder {
        let text = include_bytes!("../../../ladders/ai-engineer.yaml");
        let mut value = Source::parse(text, Syntax::Yaml).unwrap().into_value();
        value["translations"] = json!([]);
        let mut document: Document = serde_json::from_value(value).unwrap();
        let [junior, mid, senior] = cuts;
        let ends = [
            (0, junior - 1),
            (junior, mid - 1),
            (mid, senior - 1),
            (senior, 6),
        ];
        let rules = &mut document.quiz.routing;
        for (rule, (min, max)) in rules.iter_mut().zip(ends) {
            (rule.when.yes_min, rule.when.yes_max) = (Some(u16::from(min)), Some(u16::from(max)));
        }
        Ladder::prove(document).unwrap()
    }

    #[test]
    fn an_example_is_found_exactly_where_some_answers_are_placed_elsewhere() {
        let cuts = (1..=4_u8)
            .flat_map(|a| (a + 1..=5).flat_map(move |b| (b + 1..=6).map(move |c| [a, b, c])));
        let ladders: Vec<([u8; 3], Ladder)> = cuts.map(|cuts| (cuts, cut_at(cuts))).collect();
        assert_eq!(ladders.len(), 20);
        let level = |cuts: &[u8; 3], yes: u8| cuts.iter().filter(|cut| **cut <= yes).count();
        for (old, from) in &ladders {
            for (new, to) in &ladders {
                let found = PlacementComparison::compare(from, to);
                let first = (0..=6).find(|yes| level(old, *yes) != level(new, *yes));
                let named = found.example.map(|example| example.answers.yes.len());
                assert_eq!(named, first.map(usize::from), "{old:?} {new:?}");
                assert_eq!(found.same, first.is_none());
            }
        }
    }
}
