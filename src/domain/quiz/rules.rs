//! What the proof reads of each rule by itself: its range, its qualifiers, where it places.

use super::{
    order::RulePosition,
    proof::{Proof, RuleRange},
};
use crate::domain::{
    document::{RoutingRule, RuleCondition, Standing},
    fault::Fault,
};

impl RuleCondition {
    /// Fewest and most of what a quiz counts: points, or yes answers. None where the rule does not say it.
    #[must_use]
    pub fn range(&self, points: bool) -> Option<(u16, u16)> {
        if points {
            self.points_min.zip(self.points_max)
        } else {
            self.yes_min.zip(self.yes_max)
        }
    }
}

impl Proof<'_> {
    pub(super) fn read(&mut self, index: usize, rule: &RoutingRule) -> RuleRange {
        RuleRange {
            range: self.range(index, rule),
            mask: self.mask(index, rule),
            spot: self.outcome(index, rule),
        }
    }

    fn range(&mut self, index: usize, rule: &RoutingRule) -> (usize, usize) {
        let at = format!("/quiz/routing/{index}/when");
        let when = &rule.when;
        let by_yes = [("yes_min", when.yes_min), ("yes_max", when.yes_max)];
        let by_points = [
            ("points_min", when.points_min),
            ("points_max", when.points_max),
        ];
        let (own, other, what) = if self.points {
            (by_points, by_yes, "points")
        } else {
            (by_yes, by_points, "yes answers")
        };
        for (name, _) in other.iter().filter(|(_, value)| value.is_some()) {
            self.faults.push(Fault::error(
                format!("{at}/{name}"),
                "wrong_measure",
                format!(
                    "This quiz counts {what}: say {} and {}.",
                    own[0].0, own[1].0
                ),
            ));
        }
        for (name, _) in own.iter().filter(|(_, value)| value.is_none()) {
            self.faults.push(Fault::error(
                format!("{at}/{name}"),
                "missing_member",
                format!("The member {name:?} is missing."),
            ));
        }
        let [(_, min), (max_name, max)] = own;
        let (min, max) = (min.map(usize::from), max.map(usize::from));
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            self.faults.push(Fault::error(
                format!("{at}/{max_name}"),
                "empty_range",
                format!("The most {what} are fewer than the fewest."),
            ));
        }
        if max.is_some_and(|max| max > self.most) {
            let detail = if self.points {
                format!(
                    "The answers to this quiz give {} points at most.",
                    self.most
                )
            } else {
                format!("The quiz has {} questions.", self.most)
            };
            self.faults.push(Fault::error(
                format!("{at}/{max_name}"),
                "out_of_range",
                detail,
            ));
        }
        // A rule that does not say its range fits nothing.
        min.zip(max).unwrap_or((1, 0))
    }

    fn mask(&mut self, index: usize, rule: &RoutingRule) -> Option<usize> {
        let mut mask = Some(0);
        for (row, id) in rule.when.qualifiers.iter().enumerate() {
            let mut qualifiers = self.document.quiz.qualifiers.iter();
            let bit = qualifiers.position(|qualifier| qualifier.id == *id);
            if bit.is_none() {
                self.faults.push(Fault::error(
                    format!("/quiz/routing/{index}/when/qualifiers/{row}"),
                    "unknown_qualifier",
                    format!("There is no qualifier {id} in this quiz."),
                ));
            }
            mask = mask.zip(bit).map(|(mask, bit)| mask | 1 << bit);
        }
        mask
    }

    fn outcome(&mut self, index: usize, rule: &RoutingRule) -> Option<RulePosition> {
        let at = format!("/quiz/routing/{index}/outcome");
        let outcome = &rule.outcome;
        let mut phases = self.document.phases.iter();
        if !phases.any(|phase| phase.number == outcome.phase) {
            self.faults.push(Fault::error(
                format!("{at}/phase"),
                "unknown_phase",
                format!("There is no phase {} in this ladder.", outcome.phase),
            ));
        }
        let spot = self.heights.spot(outcome);
        let Some(id) = &outcome.level else {
            if outcome.standing != Standing::PreRole {
                self.faults.push(Fault::error(
                    format!("{at}/level"),
                    "missing_level",
                    "Only pre-role has no level.",
                ));
            }
            return spot.map(|spot| RulePosition {
                standing: Standing::PreRole,
                ..spot
            });
        };
        let Some(spot) = spot else {
            self.faults.push(Fault::error(
                format!("{at}/level"),
                "unknown_level",
                format!("There is no level {id} in this ladder."),
            ));
            return None;
        };
        match outcome.standing {
            Standing::PreRole => self.faults.push(Fault::error(
                format!("{at}/level"),
                "level_not_expected",
                "Who is pre-role is at no level: leave it null.",
            )),
            Standing::Approaching if spot.next.is_none() => {
                self.faults.push(Fault::error(
                    format!("{at}/standing"),
                    "nothing_above",
                    format!("{id} is the highest level; there is none to approach."),
                ));
            }
            Standing::At | Standing::Approaching => {}
        }
        Some(spot)
    }
}
