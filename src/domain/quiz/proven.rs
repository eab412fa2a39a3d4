//! What a proven quiz becomes: its table, with each place once, lowest first.

use std::{cmp::Ordering, collections::HashMap};

use super::{
    order::RulePosition,
    proof::Proof,
    table::{DecidingRule, DecisionTable, LadderPosition},
};
use crate::{
    domain::{
        document::{RuleCondition, Standing},
        id::Id,
    },
    locales::MessageCatalogue,
};

impl Proof<'_> {
    /// The table, from the deciding rule of every total that is reached and every set of qualifiers. None where a rule places nowhere.
    pub(super) fn table(self, cells: &[u16]) -> Option<DecisionTable> {
        let document = self.document;
        let routing = &document.quiz.routing;
        let spots = self.rules.iter().map(|read| read.spot);
        let of_rule = spots.collect::<Option<Vec<RulePosition>>>()?;
        let mut spots = of_rule.clone();
        spots.sort_by_key(|spot| self.height(*spot));
        spots.dedup_by_key(|spot| self.height(*spot));
        let places: Vec<LadderPosition> = spots.iter().map(|spot| self.place(*spot)).collect();
        let orders: HashMap<_, _> = (0_u16..)
            .zip(&spots)
            .map(|(order, spot)| (self.height(*spot), order))
            .collect();
        let place_of = of_rule.iter().map(|spot| orders.get(&self.height(*spot)));
        let place_of = place_of.map(Option::<&u16>::copied);
        let place_of = place_of.collect::<Option<Vec<u16>>>()?;
        let above = (!document.tracks.is_empty()).then(|| {
            let pairs = spots
                .iter()
                .flat_map(|low| spots.iter().map(move |high| (low, high)));
            let above = pairs.map(|(low, high)| self.heights.compare(*low, *high));
            above.map(|order| order == Some(Ordering::Less)).collect()
        });
        // What no answers reach is never asked for.
        let mut whole = vec![0; (self.most + 1) << self.qualifiers];
        let rows = cells.chunks(1 << self.qualifiers);
        for (total, row) in self.totals.iter().zip(rows) {
            let places = whole.iter_mut().skip(total << self.qualifiers);
            places.zip(row).for_each(|(place, rule)| *place = *rule);
        }
        let words = MessageCatalogue::of(&document.locale);
        let deciders = routing.iter().map(|rule| DecidingRule {
            id: rule.id.clone(),
            text: condition(&rule.when, self.points, words),
        });
        Some(DecisionTable {
            points: self.points,
            most: self.most,
            totals: self.totals.clone(),
            qualifiers: self.qualifiers,
            cells: whole,
            deciders: deciders.collect(),
            place_of,
            places,
            above,
        })
    }

    /// By which places are listed: the level's rank (0 below the first), then the standing, then the phase, then the level.
    fn height(&self, spot: RulePosition) -> (u8, Standing, u8, Option<usize>) {
        let level = spot.level.and_then(|level| self.document.levels.get(level));
        let rank = level.map_or(0, |level| level.rank);
        (rank, spot.standing, spot.phase, spot.level)
    }

    fn place(&self, spot: RulePosition) -> LadderPosition {
        let document = self.document;
        let level = |at: Option<usize>| document.levels.get(at?);
        let (own, next) = (level(spot.level), level(spot.next));
        LadderPosition {
            level: own.map(|level| level.id.clone()),
            title: own.map(|level| level.title.clone()),
            phase: spot.phase,
            standing: spot.standing,
            next_level: next.map(|level| level.id.clone()),
            next_levels: document.next_ids(own),
        }
    }
}

/// A condition in words: `0 yes`, `3 to 4 yes`, `6 yes and leads-cross-team`, `12 to 17 points`.
fn condition(when: &RuleCondition, points: bool, words: &MessageCatalogue) -> String {
    let qualifiers: Vec<&str> = when.qualifiers.iter().map(Id::as_str).collect();
    let (least, most) = when.range(points).unwrap_or_default();
    let words = &words.facts.quiz;
    let rule = if points {
        words.points_rule
    } else {
        words.rule
    };
    rule(least, most, &qualifiers)
}
