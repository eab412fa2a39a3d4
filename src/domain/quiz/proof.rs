//! The proof of a quiz, over totals: those that answers can reach, and sets of qualifiers. What breaks it is named by answers that
//! reach it.

use std::{cmp::Ordering, collections::HashSet};

use super::{
    order::{LevelOrder, RulePosition},
    points::{MOST_POINTS, PointTotals},
    table::{DecisionTable, subsets},
};
use crate::domain::{
    document::{Document, RoutingRule, Standing},
    fault::Fault,
};

pub(super) struct Proof<'a> {
    pub(super) document: &'a Document,
    pub(super) faults: &'a mut Vec<Fault>,
    pub(super) heights: LevelOrder<'a>,
    /// Whether the quiz counts points.
    pub(super) points: bool,
    /// The highest total.
    pub(super) most: usize,
    pub(super) qualifiers: usize,
    reach: PointTotals,
    /// The totals that answers reach, ascending.
    pub(super) totals: Vec<usize>,
    pub(super) rules: Vec<RuleRange>,
}

/// What a rule asks for, and where it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleRange {
    /// Fewest and most, of what the quiz counts.
    pub(super) range: (usize, usize),
    /// Qualifiers as bits; None where the rule names one that is not there.
    pub(super) mask: Option<usize>,
    /// None where the outcome names a level that is not there.
    pub(super) spot: Option<RulePosition>,
}

/// The deciding rule of every total that is reached and every set of qualifiers, in this order.
pub(super) type DecisionCells = Vec<Option<usize>>;

impl<'a> Proof<'a> {
    pub(super) fn new(document: &'a Document, faults: &'a mut Vec<Fault>) -> Option<Self> {
        let quiz = &document.quiz;
        let (questions, qualifiers) = (quiz.questions.len(), quiz.qualifiers.len());
        for (name, len, max) in [
            ("questions", questions, DecisionTable::MAX.0),
            ("qualifiers", qualifiers, DecisionTable::MAX.1),
        ] {
            if len > max {
                faults.push(Fault::error(
                    format!("/quiz/{name}"),
                    "too_many",
                    format!("A quiz has at most {max} {name}."),
                ));
                return None;
            }
        }
        if questions == 0 {
            faults.push(Fault::error(
                "/quiz/questions",
                "empty",
                "A quiz asks at least one question.",
            ));
            return None;
        }
        let most = quiz.most_points();
        if most > MOST_POINTS {
            faults.push(Fault::error(
                "/quiz/questions",
                "too_many_points",
                format!("A quiz gives at most {MOST_POINTS} points in all; this one gives {most}."),
            ));
            return None;
        }
        let reach = quiz.totals();
        Some(Self {
            document,
            faults,
            heights: LevelOrder::of(document),
            points: quiz.counts_points(),
            most,
            qualifiers,
            totals: reach.all().collect(),
            reach,
            rules: Vec::new(),
        })
    }

    /// A fault with answers of that total and those qualifiers.
    fn shown(&self, fault: Fault, total: usize, mask: usize) -> Fault {
        match self.document.quiz.combination(&self.reach, total, mask) {
            Some(combination) => fault.with_combination(combination),
            None => fault,
        }
    }

    /// A total in words.
    fn said(&self, total: usize) -> String {
        match (self.points, total) {
            (true, 1) => "1 point".into(),
            (true, total) => format!("{total} points"),
            (false, total) => format!("{total} yes"),
        }
    }

    /// The deciding rules; holes and ties become faults, each pair of rules and each row of totals once.
    pub(super) fn cells(&mut self) -> DecisionCells {
        let totals = self.totals.clone();
        let mut cells = Vec::with_capacity(totals.len() << self.qualifiers);
        let mut ties = HashSet::new();
        let mut hole_before = false;
        for total in totals {
            let rules = self.document.quiz.routing.iter().zip(&self.rules);
            let fitting: Vec<(usize, usize, u16)> = rules
                .enumerate()
                .filter(|(_, (_, read))| (read.range.0..=read.range.1).contains(&total))
                .filter_map(|(index, (rule, read))| Some((index, read.mask?, rule.precedence)))
                .collect();
            let mut hole = false;
            for mask in 0..1_usize << self.qualifiers {
                let (first, second) = deciding(&fitting, mask);
                if let (Some(first), Some(second)) = (first, second)
                    && ties.insert((first, second))
                {
                    self.tie(first, second, total, mask);
                }
                // A quiz of points may have many totals in a row; the first of them says it.
                if first.is_none() && !hole && !(hole_before && self.points) {
                    self.hole(total, mask);
                }
                hole |= first.is_none();
                cells.push(first);
            }
            hole_before = hole;
        }
        cells
    }

    fn tie(&mut self, first: usize, second: usize, total: usize, mask: usize) {
        let routing = &self.document.quiz.routing;
        let detail = format!(
            "Rules {} and {} both fit {} with the same precedence: which one decides?",
            name(routing, first),
            name(routing, second),
            self.said(total)
        );
        let pointer = format!("/quiz/routing/{second}/precedence");
        let fault = Fault::error(pointer, "ambiguous_outcome", detail);
        self.faults.push(self.shown(fault, total, mask));
    }

    fn hole(&mut self, total: usize, mask: usize) {
        let said = self.said(total);
        let answers = if self.points { "" } else { " answers" };
        let detail = format!("No rule fits {said}{answers} here: these answers lead nowhere.");
        let fault = Fault::error("/quiz/routing", "no_outcome", detail);
        self.faults.push(self.shown(fault, total, mask));
    }

    fn spot(&self, rule: usize) -> Option<RulePosition> {
        self.rules.get(rule).and_then(|read| read.spot)
    }

    pub(super) fn reachable(&mut self, cells: &DecisionCells) {
        let used: HashSet<usize> = cells.iter().flatten().copied().collect();
        let mut reached = HashSet::new();
        for spot in used.iter().filter_map(|rule| self.spot(*rule)) {
            reached.extend(spot.level);
            if spot.standing == Standing::Approaching {
                reached.extend(spot.next);
            }
        }
        for (index, level) in self.document.levels.iter().enumerate() {
            if !reached.contains(&index) {
                self.faults.push(Fault::error(
                    format!("/levels/{index}"),
                    "unreachable_level",
                    format!(
                        "No combination of answers places anyone at {} or on the way to it.",
                        level.id
                    ),
                ));
            }
        }
        for (index, rule) in self.document.quiz.routing.iter().enumerate() {
            if !used.contains(&index) {
                self.faults.push(Fault::warning(
                    format!("/quiz/routing/{index}"),
                    "idle_rule",
                    format!("The rule {} never decides.", rule.id),
                ));
            }
        }
    }

    /// It is enough to look at the next total, since on a path what is not below by one step is not below by many, and at one qualifier
    /// more. With tracks it is at every set of more qualifiers: by way of another track one could come back lower.
    pub(super) fn monotonic(&mut self, cells: &DecisionCells) {
        let tracks = !self.document.tracks.is_empty();
        let mut seen = HashSet::new();
        for (cell, low) in cells.iter().enumerate() {
            let (row, mask) = (cell >> self.qualifiers, cell & ((1 << self.qualifiers) - 1));
            let more_total = (row + 1 < self.totals.len()).then_some((row + 1, mask));
            let free = !mask & ((1 << self.qualifiers) - 1);
            let more_qualified = subsets(free)
                .filter(|more| more.count_ones() == 1 || tracks && *more != 0)
                .map(|more| (row, mask | more));
            for (more, more_mask) in more_total.into_iter().chain(more_qualified) {
                let high = cells.get(more << self.qualifiers | more_mask);
                let (Some(low), Some(high)) = (*low, high.copied().flatten()) else {
                    continue;
                };
                let (Some(before), Some(after)) = (self.spot(low), self.spot(high)) else {
                    continue;
                };
                if low == high || seen.contains(&(low, high)) {
                    continue;
                }
                let order = self.heights.compare(before, after);
                let broken = order == Some(Ordering::Greater) || (order.is_none() && more != row);
                if broken {
                    seen.insert((low, high));
                    self.sinks((low, row), (high, more), order.is_none(), more_mask);
                }
            }
        }
    }

    fn sinks(
        &mut self,
        (low, row): (usize, usize),
        (high, more): (usize, usize),
        parted: bool,
        mask: usize,
    ) {
        let total = |row: usize| self.totals.get(row).copied().unwrap_or_default();
        let less = match (self.points, row == more) {
            (true, true) => "a qualifier less".into(),
            (true, false) => self.said(total(row)),
            (false, _) => "one yes less".to_owned(),
        };
        let routing = &self.document.quiz.routing;
        let (low, named) = (name(routing, low), name(routing, high));
        let (code, detail) = if parted {
            let detail = format!(
                "With these answers rule {named} decides and places on another track than rule {low} does with {less}: only a qualifier leads from one path to another."
            );
            ("points_change_track", detail)
        } else {
            let code = if self.points {
                "more_points_place_lower"
            } else {
                "more_yes_places_lower"
            };
            let detail = format!(
                "With these answers rule {named} decides and places lower than rule {low} does with {less}."
            );
            (code, detail)
        };
        let fault = Fault::error(format!("/quiz/routing/{high}/outcome"), code, detail);
        self.faults.push(self.shown(fault, total(more), mask));
    }
}

/// The rule that decides for a set of qualifiers, and another one that does so with as much right.
fn deciding(fitting: &[(usize, usize, u16)], mask: usize) -> (Option<usize>, Option<usize>) {
    let (mut first, mut second, mut highest) = (None, None, 0);
    for (index, needs, precedence) in fitting {
        if mask & needs != *needs {
            continue;
        }
        if first.is_none() || *precedence > highest {
            (first, second, highest) = (Some(*index), None, *precedence);
        } else if *precedence == highest && second.is_none() {
            second = Some(*index);
        }
    }
    (first, second)
}

fn name(routing: &[RoutingRule], index: usize) -> &str {
    routing.get(index).map_or("", |rule| rule.id.as_str())
}
