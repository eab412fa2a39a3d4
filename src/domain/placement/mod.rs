//! Scoring: from the answers on a sheet to a placement that explains itself. Pure; the same sheet gives the same answer.

mod advance;
mod counts;
mod position;
mod reasons;
mod result;

pub use counts::{AnswerCounts, PointScore};
pub use result::{
    AnswerEffect, AnswerReason, LevelPlateau, MOST_SETS, PhaseCriterion, Placement,
    PlacementAdvice, PlacementVerdict, RoadblockSummary, StageProfile,
};

use super::{
    answers::{Answer, AnswerSheet},
    ladder::Ladder,
    quiz::{LadderPosition, PointTotals, subsets},
};

impl Ladder {
    /// Scores a sheet as far as a short answer needs.
    #[must_use]
    pub fn decide(&self, sheet: &AnswerSheet) -> PlacementVerdict {
        let (mut mask, mut open_mask) = (0, 0);
        for (bit, answer) in sheet.qualifiers.iter().enumerate() {
            match answer {
                Some(Answer::Yes) => mask |= 1 << bit,
                Some(Answer::Unsure) | None => open_mask |= 1 << bit,
                Some(_) => {}
            }
        }
        let table = self.table();
        let mut counts = AnswerCounts::of(&sheet.questions);
        let (total, more) = if table.counts_points() {
            counts.points_of(&self.document().quiz, &sheet.questions, table.most())
        } else {
            (usize::from(counts.yes), counts.open())
        };
        let rule = table.rule(total, mask);
        let order = table.order_of_rule(rule);
        PlacementVerdict {
            rule,
            order,
            counts,
            decided: table.is_decided(total, more, mask, open_mask),
            total,
            more,
            mask,
            open_mask,
        }
    }

    /// Explains the verdict on a sheet. None never happens for a sheet filled for this ladder.
    #[must_use]
    pub fn place(&self, sheet: &AnswerSheet, verdict: &PlacementVerdict) -> Option<Placement<'_>> {
        let table = self.table();
        let place = table.places().get(verdict.order)?;
        let PlacementAdvice {
            plateau,
            roadblocks,
            criteria,
        } = self.outlook(place)?;
        let profile = self.profile(sheet);
        let totals = self.totals(sheet, verdict);
        let (to_advance, to_advance_total) = self.to_advance(sheet, verdict);
        Some(Placement {
            ladder: self.stamp(),
            placement: place,
            counts: verdict.counts,
            decided: verdict.decided,
            range: self.range(verdict, &totals),
            rule: table.decider(verdict.rule)?,
            reasons: self.reasons(sheet, verdict, &totals),
            unevenness: self.unevenness(sheet, &profile),
            profile,
            to_advance,
            to_advance_total,
            plateau,
            roadblocks,
            criteria,
            self_reported: true,
        })
    }

    /// What is met at a placement of this ladder, whatever the answers were. None for one of another ladder.
    #[must_use]
    pub fn outlook(&self, place: &LadderPosition) -> Option<PlacementAdvice<'_>> {
        let phase = self.phase(place.phase)?;
        let level = self.level(phase.level.as_str())?;
        let roadblocks = self.roadblocks_at(level.id.as_str());
        let criteria = phase.criteria.iter();
        Some(PlacementAdvice {
            plateau: LevelPlateau::of(level),
            roadblocks: roadblocks.map(RoadblockSummary::of).collect(),
            criteria: criteria
                .map(|criterion| PhaseCriterion::of(phase, criterion))
                .collect(),
        })
    }

    /// The totals that there can be once nothing is unsure or unanswered any more.
    fn totals(&self, sheet: &AnswerSheet, verdict: &PlacementVerdict) -> Vec<usize> {
        if !self.table().counts_points() {
            return (verdict.total..=verdict.total + verdict.more).collect();
        }
        let questions = self.document().quiz.questions.iter().zip(&sheet.questions);
        let open = questions.filter(|(_, answer)| matches!(answer, None | Some(Answer::Unsure)));
        let points = open.map(|(question, _)| {
            let answers = question.answers();
            answers.map(|answer| question.points(answer))
        });
        let more = PointTotals::of(points);
        more.all().map(|more| verdict.total + more).collect()
    }

    fn range(&self, verdict: &PlacementVerdict, totals: &[usize]) -> Vec<&LadderPosition> {
        let table = self.table();
        let mut orders = Vec::new();
        for total in totals {
            for subset in subsets(verdict.open_mask) {
                let order = table.order(*total, verdict.mask | subset);
                if let Err(place) = orders.binary_search(&order) {
                    orders.insert(place, order);
                }
            }
        }
        orders
            .iter()
            .filter_map(|order| table.places().get(*order))
            .collect()
    }
}
