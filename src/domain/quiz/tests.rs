//! Quizzes that count points, against brute force over all answers.

use std::collections::{BTreeMap, BTreeSet};

use super::samples::{PLACES, SampleRule, SeededRandom, all_answers, document, filled, staircases};
use crate::domain::{
    answers::{Answer, AnswerSheet},
    document::Document,
    fault::{AnswerCombination, Fault},
    id::Id,
    ladder::Ladder,
};

/// Staircases, of which some are put out of place, and rules on top of them.
fn any_rules(dice: &mut SeededRandom, most: usize, qualifiers: usize) -> Vec<SampleRule> {
    let mut rules = staircases(dice, most, qualifiers);
    for _ in 0..dice.roll(3) {
        let (one, other) = (dice.roll(most + 1), dice.roll(most + 1));
        let mask = dice.roll(1 << qualifiers);
        let (low, high) = (one.min(other), one.max(other));
        rules.push((low, high, mask, dice.roll(4), dice.roll(PLACES.len())));
    }
    if dice.roll(3) == 0 {
        let at = dice.roll(rules.len());
        rules[at].4 = dice.roll(PLACES.len());
        rules[at].1 = rules[at].1.saturating_sub(dice.roll(2)).max(rules[at].0);
    }
    rules
}

/// Everything that can be told by trying all answers.
struct Tried {
    document: Document,
    rules: Vec<SampleRule>,
    masks: usize,
    /// The totals that there are.
    totals: Vec<usize>,
}

impl Tried {
    fn new(document: &Document, rules: &[SampleRule]) -> Self {
        let totals: BTreeSet<usize> = all_answers(document)
            .iter()
            .map(|(_, total)| *total)
            .collect();
        Self {
            document: document.clone(),
            rules: rules.to_vec(),
            masks: 1 << document.quiz.qualifiers.len(),
            totals: totals.into_iter().collect(),
        }
    }

    fn deciding(&self, total: usize, mask: usize) -> Vec<usize> {
        let fits =
            |rule: &&SampleRule| (rule.0..=rule.1).contains(&total) && mask & rule.2 == rule.2;
        let most = self.rules.iter().filter(fits).map(|rule| rule.3).max();
        let fits = self.rules.iter().filter(fits);
        fits.filter(|rule| Some(rule.3) == most)
            .map(|rule| rule.4)
            .collect()
    }

    fn way(&self, total: usize, mask: usize) -> Option<&'static str> {
        let place = *self.deciding(total, mask).first()?;
        Some(PLACES[place].0)
    }

    /// What is wrong between answers and others with more.
    fn between(&self, (total, mask): (usize, usize), more: (usize, usize)) -> Option<&'static str> {
        let (low, high) = (self.way(total, mask)?, self.way(more.0, more.1)?);
        if high.starts_with(low) {
            None
        } else if low.starts_with(high) {
            Some("more_points_place_lower")
        } else {
            (mask == more.1).then_some("points_change_track")
        }
    }

    /// What is wrong with answers, compared with those of the next total below and with those of one qualifier less.
    fn sinks(&self, total: usize, mask: usize) -> BTreeSet<&'static str> {
        let below = self.totals.iter().rev().find(|other| **other < total);
        let less = below.map(|below| (*below, mask));
        let bits = (0..6).filter(|bit| mask >> bit & 1 == 1);
        let less = less
            .into_iter()
            .chain(bits.map(|bit| (total, mask & !(1 << bit))));
        less.filter_map(|less| self.between(less, (total, mask)))
            .collect()
    }

    fn kinds(&self) -> BTreeSet<&'static str> {
        let mut kinds = BTreeSet::new();
        let mut reached = BTreeSet::new();
        for total in &self.totals {
            for mask in 0..self.masks {
                match self.deciding(*total, mask).len() {
                    0 => kinds.insert("no_outcome"),
                    1 => false,
                    _ => kinds.insert("ambiguous_outcome"),
                };
                kinds.extend(self.sinks(*total, mask));
                // At a level, or on the way to it.
                if let Some(place) = self.deciding(*total, mask).first() {
                    let on_the_way = ["junior", "mid", "senior", "staff", "lead"];
                    let (_, level, phase, standing) = PLACES[*place];
                    reached.insert(level);
                    if standing == "approaching" {
                        reached.insert(on_the_way[usize::from(phase) - 1]);
                    }
                }
            }
        }
        let levels = self.document.levels.iter();
        if levels
            .map(|level| level.id.as_str())
            .any(|id| !reached.contains(id))
        {
            kinds.insert("unreachable_level");
        }
        kinds
    }

    /// Whether the answers that a finding names break what it says.
    fn breaks(&self, fault: &Fault) -> bool {
        let Some(combination) = &fault.combination else {
            return fault.code == "unreachable_level";
        };
        let (total, mask) = self.named(combination);
        match fault.code {
            "no_outcome" => self.deciding(total, mask).is_empty(),
            "ambiguous_outcome" => self.deciding(total, mask).len() > 1,
            code => self.sinks(total, mask).contains(code),
        }
    }

    /// The total and the qualifiers of answers that a finding names.
    fn named(&self, combination: &AnswerCombination) -> (usize, usize) {
        let quiz = &self.document.quiz;
        let points = quiz.questions.iter().map(|question| {
            let weight = usize::from(question.weight.0);
            let points = match combination.answers.get(question.id.as_str()) {
                Some(chosen) => quiz.option(&question.id, chosen).unwrap().points.into(),
                None => {
                    assert!(question.options.is_empty(), "{combination:?}");
                    usize::from(combination.yes.iter().any(|id| question.id == **id))
                }
            };
            weight * points
        });
        let bits = combination.qualifiers.iter();
        let bits = bits.map(|id| 1 << id[1..].parse::<usize>().unwrap());
        (points.sum(), bits.sum())
    }
}

#[test]
fn the_proof_finds_what_trying_all_answers_finds_and_names_answers_that_show_it() {
    let (mut proven, mut refused) = (0, BTreeMap::new());
    for seed in 0..1500 {
        let mut dice = SeededRandom::new(seed);
        let qualifiers = dice.roll(3);
        let mut rules = Vec::new();
        let value = document(&mut dice, qualifiers, |dice, most| {
            rules = any_rules(dice, most, qualifiers);
            rules.clone()
        });
        let document: Document = serde_json::from_value(value).unwrap();
        let tried = Tried::new(&document, &rules);
        let expected = tried.kinds();
        match Ladder::prove(document) {
            Ok(ladder) => {
                assert!(expected.is_empty(), "{seed}: {expected:?}");
                for (total, mask) in tried
                    .totals
                    .iter()
                    .flat_map(|total| (0..tried.masks).map(move |mask| (*total, mask)))
                {
                    let place = &ladder.table().places()[ladder.table().order(total, mask)];
                    let (_, level, phase, standing) = PLACES[tried.deciding(total, mask)[0]];
                    assert_eq!(
                        place.level.as_ref().map_or("", |id| id.as_str()),
                        level,
                        "{seed}"
                    );
                    assert_eq!(
                        (place.phase, place.standing.word()),
                        (phase, standing),
                        "{seed}"
                    );
                }
                // With no hole and no tie, what one step does not break no two answers do.
                for low in &tried.totals {
                    for high in tried.totals.iter().filter(|high| *high >= low) {
                        for mask in 0..tried.masks {
                            for more in (0..tried.masks).filter(|more| more & mask == mask) {
                                assert_eq!(
                                    tried.between((*low, mask), (*high, more)),
                                    None,
                                    "{seed}"
                                );
                            }
                        }
                    }
                }
                proven += 1;
            }
            Err(faults) => {
                let errors = faults.iter().filter(|fault| fault.is_error());
                let found: BTreeSet<&str> = errors.clone().map(|fault| fault.code).collect();
                assert_eq!(found, expected, "{seed}: {faults:#?}");
                for fault in errors {
                    assert!(tried.breaks(fault), "{seed}: {fault:#?}");
                    *refused.entry(fault.code).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(proven > 50, "{proven}");
    assert_eq!(refused.len(), 5, "{refused:?}");
}

/// A proven ladder by number, if it is one.
fn proven(dice: &mut SeededRandom) -> Option<Ladder> {
    let qualifiers = dice.roll(3);
    let value = document(dice, qualifiers, |dice, most| {
        any_rules(dice, most, qualifiers)
    });
    Ladder::prove(serde_json::from_value(value).unwrap()).ok()
}

/// A sheet with any answers, or none.
fn any_sheet(dice: &mut SeededRandom, ladder: &Ladder) -> AnswerSheet {
    let quiz = &ladder.document().quiz;
    let mut sheet = AnswerSheet::empty(quiz);
    for (question, place) in quiz.questions.iter().zip(&mut sheet.questions) {
        let answers: Vec<Answer> = question.answers().chain([Answer::Unsure]).collect();
        *place = answers.get(dice.roll(answers.len() + 1)).copied();
    }
    for place in &mut sheet.qualifiers {
        *place = Answer::PLAIN.get(dice.roll(4)).copied();
    }
    sheet
}

/// The sheet with some items answered at their highest: questions as bits, then qualifiers.
fn raised(ladder: &Ladder, sheet: &AnswerSheet, items: usize) -> AnswerSheet {
    let quiz = &ladder.document().quiz;
    let mut raised = sheet.clone();
    let questions = quiz.questions.iter().zip(&mut raised.questions);
    for (at, (question, place)) in questions.enumerate() {
        if items >> at & 1 == 1 {
            *place = question
                .answers()
                .max_by_key(|answer| question.points(*answer));
        }
    }
    for (at, place) in raised.qualifiers.iter_mut().enumerate() {
        if items >> (quiz.questions.len() + at) & 1 == 1 {
            *place = Some(Answer::Yes);
        }
    }
    raised
}

#[test]
fn what_a_placement_says_is_what_trying_all_answers_says() {
    let (mut cases, mut on_a_track) = (0, 0);
    for seed in 0..4000 {
        let mut dice = SeededRandom::new(seed);
        let Some(ladder) = proven(&mut dice) else {
            continue;
        };
        let document = ladder.document();
        let sheet = any_sheet(&mut dice, &ladder);
        let verdict = ladder.decide(&sheet);
        let placement = ladder.place(&sheet, &verdict).unwrap();
        let way = |sheet: &AnswerSheet| {
            let place = &ladder.table().places()[ladder.decide(sheet).order];
            let level = place.level.as_ref().map_or("", |id| id.as_str());
            let found = PLACES.iter().find(|(_, known, phase, standing)| {
                (*known, *phase, *standing) == (level, place.phase, place.standing.word())
            });
            found.unwrap().0
        };
        let possible: BTreeSet<&str> = filled(document, &sheet, true).iter().map(way).collect();
        assert_eq!(placement.range.len(), possible.len(), "{seed}");
        assert_eq!(placement.decided, possible.len() == 1, "{seed}");

        let (questions, qualifiers) = (sheet.questions.len(), sheet.qualifiers.len());
        let own = way(&sheet);
        let higher = |items: usize| {
            let other = way(&raised(&ladder, &sheet, items));
            other != own && other.starts_with(own)
        };
        let works: BTreeSet<usize> = (1..1 << (questions + qualifiers))
            .filter(|set| higher(*set))
            .collect();
        let minimal = works.iter().filter(|set| {
            let part = |part: &&usize| part != set && **part & **set == **part;
            !works.iter().any(|other| part(&other))
        });
        let name = |set: &usize| -> Vec<String> {
            let quiz = &document.quiz;
            let ids = quiz.questions.iter().map(|one| &one.id);
            let ids = ids
                .chain(quiz.qualifiers.iter().map(|one| &one.id))
                .enumerate();
            ids.filter(|(at, _)| set >> at & 1 == 1)
                .map(|(_, id)| id.to_string())
                .collect()
        };
        let expected: BTreeSet<Vec<String>> = minimal.map(name).collect();
        let ids = |set: &Vec<&Id>| set.iter().map(ToString::to_string).collect();
        let found: BTreeSet<Vec<String>> = placement.to_advance.iter().map(ids).collect();
        assert_eq!(found, expected, "{seed}");
        assert_eq!(placement.to_advance_total, expected.len() as u64, "{seed}");
        assert_eq!(placement.to_advance.len(), expected.len(), "{seed}");

        let points = placement.counts.points.unwrap();
        let mut given = sheet.clone();
        let places = given.questions.iter_mut().zip(&document.quiz.questions);
        for (place, question) in places {
            // Unsure and not answered are what the zero option is.
            let none = question
                .answers()
                .min_by_key(|answer| question.points(*answer));
            *place = place.filter(|answer| *answer != Answer::Unsure).or(none);
        }
        let given: Vec<Answer> = given
            .questions
            .iter()
            .map(|answer| answer.unwrap())
            .collect();
        let all = all_answers(document);
        let total = all.iter().find(|(answers, _)| *answers == given).unwrap().1;
        assert_eq!(usize::from(points.got), total, "{seed}");
        let stages: u16 = placement
            .profile
            .iter()
            .filter_map(|stage| stage.points)
            .sum();
        let reasons: u16 = placement
            .reasons
            .iter()
            .filter_map(|reason| reason.points)
            .sum();
        assert_eq!([stages, reasons], [points.got; 2], "{seed}");
        cases += 1;
        on_a_track += usize::from(own.contains('y'));
    }
    assert!(cases > 200 && on_a_track > 20, "{cases} {on_a_track}");
}

#[test]
fn many_sets_are_counted_without_trying_them() {
    let mut dice = SeededRandom::new(1);
    let mut value = document(&mut dice, 0, |_, _| Vec::new());
    // 30 questions, half of which give 2 points and half 3: 40 of 75 points are needed.
    let question = |at: usize| serde_json::json!({"id": format!("q{at}"), "stage": "junior", "topic": "t", "text": "?", "weight": 2 + at % 2});
    value["quiz"]["questions"] = (0..30).map(question).collect();
    let rule = |at: usize, min: usize, max: usize, level: &str, phase: usize| {
        serde_json::json!({"id": format!("r{at}"), "when": {"points_min": min, "points_max": max},
            "outcome": {"level": level, "phase": phase, "standing": "at"}})
    };
    value["levels"].as_array_mut().unwrap().truncate(2);
    value["phases"].as_array_mut().unwrap().truncate(2);
    value["tracks"] = serde_json::json!([]);
    value["quiz"]["routing"] =
        serde_json::json!([rule(0, 0, 39, "junior", 1), rule(1, 40, 75, "mid", 2)]);
    let ladder = Ladder::prove(serde_json::from_value(value).unwrap()).unwrap();
    let mut sheet = AnswerSheet::empty(&ladder.document().quiz);
    sheet.questions[0] = Some(Answer::No);
    let placement = ladder.place(&sheet, &ladder.decide(&sheet)).unwrap();
    assert_eq!(placement.to_advance.len(), 1000);
    // Of `threes` with three points and `twos` with two, enough together and not without the least of them.
    let choose = |n: u64, k: u64| (0..k).fold(1, |product, step| product * (n - step) / (step + 1));
    let mut expected = 0;
    for threes in 0..=15 {
        for twos in 0..=15 {
            let sum = 3 * threes + 2 * twos;
            let least = if twos > 0 { 2 } else { 3 };
            if sum >= 40 && sum - least < 40 {
                expected += choose(15, threes) * choose(15, twos);
            }
        }
    }
    assert_eq!(placement.to_advance_total, expected);
}
