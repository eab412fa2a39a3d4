//! The proof of a quiz, over totals: numbers of yes answers and sets of qualifiers.

use std::collections::HashSet;

use super::{Decider, Place, Table};
use crate::{
    domain::{
        document::{Document, Rule, Standing, When},
        fault::{Combination, Fault},
        id::Id,
    },
    locales::Catalogue,
};

/// How high an outcome places a person: the level's rank (0 below the first), then the standing, then the phase.
type Height = (u8, Standing, u8);

pub(super) struct Proof<'a> {
    document: &'a Document,
    faults: &'a mut Vec<Fault>,
    questions: usize,
    qualifiers: usize,
    /// Qualifiers of each rule as bits; None where a rule names one that is not there.
    masks: Vec<Option<usize>>,
    /// None where the outcome names a level that is not there.
    heights: Vec<Option<Height>>,
}

impl<'a> Proof<'a> {
    pub(super) fn new(document: &'a Document, faults: &'a mut Vec<Fault>) -> Option<Self> {
        let (questions, qualifiers) = (
            document.quiz.questions.len(),
            document.quiz.qualifiers.len(),
        );
        for (name, len, max) in [
            ("questions", questions, Table::MAX.0),
            ("qualifiers", qualifiers, Table::MAX.1),
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
        Some(Self {
            document,
            faults,
            questions,
            qualifiers,
            masks: Vec::new(),
            heights: Vec::new(),
        })
    }

    pub(super) fn run(mut self) -> Option<Table> {
        for (index, rule) in self.document.quiz.routing.iter().enumerate() {
            let mask = self.mask(index, rule);
            let height = self.height(index, rule);
            self.masks.push(mask);
            self.heights.push(height);
        }
        let cells = self.cells();
        self.reachable(&cells);
        self.monotonic(&cells);
        let cells = cells
            .iter()
            .map(|cell| cell.and_then(|rule| u16::try_from(rule).ok()))
            .collect::<Option<Vec<u16>>>()?;
        self.table(cells)
    }

    fn mask(&mut self, index: usize, rule: &Rule) -> Option<usize> {
        let at = format!("/quiz/routing/{index}/when");
        if rule.when.yes_min > rule.when.yes_max {
            self.faults.push(Fault::error(
                format!("{at}/yes_max"),
                "empty_range",
                "The most yes answers are fewer than the fewest.",
            ));
        }
        if usize::from(rule.when.yes_max) > self.questions {
            self.faults.push(Fault::error(
                format!("{at}/yes_max"),
                "out_of_range",
                format!("The quiz has {} questions.", self.questions),
            ));
        }
        let mut mask = Some(0);
        for (row, id) in rule.when.qualifiers.iter().enumerate() {
            let bit = self
                .document
                .quiz
                .qualifiers
                .iter()
                .position(|qualifier| qualifier.id == *id);
            if bit.is_none() {
                self.faults.push(Fault::error(
                    format!("{at}/qualifiers/{row}"),
                    "unknown_qualifier",
                    format!("There is no qualifier {id} in this quiz."),
                ));
            }
            mask = mask.zip(bit).map(|(mask, bit)| mask | 1 << bit);
        }
        mask
    }

    fn height(&mut self, index: usize, rule: &Rule) -> Option<Height> {
        let at = format!("/quiz/routing/{index}/outcome");
        let outcome = &rule.outcome;
        if !self
            .document
            .phases
            .iter()
            .any(|phase| phase.number == outcome.phase)
        {
            self.faults.push(Fault::error(
                format!("{at}/phase"),
                "unknown_phase",
                format!("There is no phase {} in this ladder.", outcome.phase),
            ));
        }
        let Some(id) = &outcome.level else {
            if outcome.standing != Standing::PreRole {
                self.faults.push(Fault::error(
                    format!("{at}/level"),
                    "missing_level",
                    "Only pre-role has no level.",
                ));
            }
            return Some((0, Standing::PreRole, outcome.phase));
        };
        let Some(level) = self.document.levels.iter().find(|level| level.id == *id) else {
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
            Standing::Approaching if usize::from(level.rank) >= self.document.levels.len() => {
                self.faults.push(Fault::error(
                    format!("{at}/standing"),
                    "nothing_above",
                    format!("{id} is the highest level; there is none to approach."),
                ));
            }
            Standing::At | Standing::Approaching => {}
        }
        Some((level.rank, outcome.standing, outcome.phase))
    }

    fn combination(&self, yes: usize, mask: usize) -> Combination {
        let quiz = &self.document.quiz;
        Combination {
            yes: quiz
                .questions
                .iter()
                .take(yes)
                .map(|question| question.id.to_string())
                .collect(),
            qualifiers: quiz
                .qualifiers
                .iter()
                .enumerate()
                .filter(|(bit, _)| mask >> bit & 1 == 1)
                .map(|(_, qualifier)| qualifier.id.to_string())
                .collect(),
        }
    }

    /// The deciding rule of every combination; holes and ties become faults, each rule or pair of rules once.
    fn cells(&mut self) -> Vec<Option<usize>> {
        let mut cells = Vec::with_capacity((self.questions + 1) << self.qualifiers);
        let mut ties = HashSet::new();
        for yes in 0..=self.questions {
            let mut hole = false;
            for mask in 0..1_usize << self.qualifiers {
                let routing = &self.document.quiz.routing;
                let mut fits: Vec<usize> = (0..routing.len())
                    .filter(|index| self.fits(*index, yes, mask))
                    .collect();
                fits.sort_by_key(|index| {
                    std::cmp::Reverse(routing.get(*index).map_or(0, |rule| rule.precedence))
                });
                let rank = |index: &usize| routing.get(*index).map(|rule| rule.precedence);
                if let [first, second, ..] = fits.as_slice()
                    && rank(first) == rank(second)
                    && ties.insert((*first, *second))
                {
                    let detail = format!(
                        "Rules {} and {} both fit {} yes with the same precedence: which one decides?",
                        name(routing, *first),
                        name(routing, *second),
                        yes
                    );
                    self.faults.push(
                        Fault::error(
                            format!("/quiz/routing/{second}/precedence"),
                            "ambiguous_outcome",
                            detail,
                        )
                        .with_combination(self.combination(yes, mask)),
                    );
                }
                if fits.is_empty() && !hole {
                    hole = true;
                    self.faults.push(
                        Fault::error(
                            "/quiz/routing",
                            "no_outcome",
                            format!(
                                "No rule fits {yes} yes answers here: these answers lead nowhere."
                            ),
                        )
                        .with_combination(self.combination(yes, mask)),
                    );
                }
                cells.push(fits.first().copied());
            }
        }
        cells
    }

    fn fits(&self, index: usize, yes: usize, mask: usize) -> bool {
        let Some(rule) = self.document.quiz.routing.get(index) else {
            return false;
        };
        let needs = self.masks.get(index).copied().flatten();
        (usize::from(rule.when.yes_min)..=usize::from(rule.when.yes_max)).contains(&yes)
            && needs.is_some_and(|needs| mask & needs == needs)
    }

    fn reachable(&mut self, cells: &[Option<usize>]) {
        let used: HashSet<usize> = cells.iter().flatten().copied().collect();
        let mut reached = HashSet::new();
        for (rank, standing, _) in used
            .iter()
            .filter_map(|rule| self.heights.get(*rule).copied().flatten())
        {
            reached.insert(rank);
            if standing == Standing::Approaching {
                reached.insert(rank + 1);
            }
        }
        for (index, level) in self.document.levels.iter().enumerate() {
            if !reached.contains(&level.rank) {
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

    fn monotonic(&mut self, cells: &[Option<usize>]) {
        let mut seen = HashSet::new();
        for (cell, low) in cells.iter().enumerate() {
            let (yes, mask) = (cell >> self.qualifiers, cell & ((1 << self.qualifiers) - 1));
            let more_yes = (yes < self.questions).then_some((yes + 1, mask));
            let more_qualified = (0..self.qualifiers)
                .filter(|bit| mask >> bit & 1 == 0)
                .map(|bit| (yes, mask | 1 << bit));
            for (more, more_mask) in more_yes.into_iter().chain(more_qualified) {
                let high = cells
                    .get(more << self.qualifiers | more_mask)
                    .copied()
                    .flatten();
                let (Some(low), Some(high)) = (*low, high) else {
                    continue;
                };
                let height = |rule: usize| self.heights.get(rule).copied().flatten();
                let (Some(before), Some(after)) = (height(low), height(high)) else {
                    continue;
                };
                if after < before && seen.insert((low, high)) {
                    let routing = &self.document.quiz.routing;
                    let detail = format!(
                        "With these answers rule {} decides and places lower than rule {} does with one yes less.",
                        name(routing, high),
                        name(routing, low)
                    );
                    self.faults.push(
                        Fault::error(
                            format!("/quiz/routing/{high}/outcome"),
                            "more_yes_places_lower",
                            detail,
                        )
                        .with_combination(self.combination(more, more_mask)),
                    );
                }
            }
        }
    }

    fn table(self, cells: Vec<u16>) -> Option<Table> {
        let routing = &self.document.quiz.routing;
        let of_rule = self
            .heights
            .iter()
            .copied()
            .collect::<Option<Vec<Height>>>()?;
        let mut heights = of_rule.clone();
        heights.sort_unstable();
        heights.dedup();
        let places = heights
            .iter()
            .map(|(rank, standing, phase)| self.place(*rank, *standing, *phase))
            .collect();
        let place_of = of_rule
            .iter()
            .map(|key| {
                heights
                    .binary_search(key)
                    .ok()
                    .and_then(|order| u16::try_from(order).ok())
            })
            .collect::<Option<Vec<u16>>>()?;
        let words = Catalogue::of(&self.document.locale);
        let deciders = routing
            .iter()
            .map(|rule| Decider {
                id: rule.id.clone(),
                text: condition(&rule.when, words),
            })
            .collect();
        Some(Table {
            questions: self.questions,
            qualifiers: self.qualifiers,
            cells,
            deciders,
            place_of,
            places,
        })
    }

    fn place(&self, rank: u8, standing: Standing, phase: u8) -> Place {
        let level = |rank: u8| self.document.levels.iter().find(|level| level.rank == rank);
        Place {
            level: level(rank).map(|level| level.id.clone()),
            title: level(rank).map(|level| level.title.clone()),
            phase,
            standing,
            next_level: level(rank + 1).map(|level| level.id.clone()),
        }
    }
}

fn name(routing: &[Rule], index: usize) -> &str {
    routing.get(index).map_or("", |rule| rule.id.as_str())
}

/// A condition in words: `0 yes`, `3 to 4 yes`, `6 yes and leads-cross-team`.
fn condition(when: &When, words: &Catalogue) -> String {
    let qualifiers: Vec<&str> = when.qualifiers.iter().map(Id::as_str).collect();
    (words.facts.quiz.rule)(when.yes_min, when.yes_max, &qualifiers)
}
