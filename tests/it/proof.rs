//! The proof of a quiz: it accepts and refuses exactly what trying all answers does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rungs::{
    app::built_in,
    domain::{
        document::Document,
        fault::{AnswerCombination, Fault},
        ladder::Ladder,
    },
};
use serde_json::{Value, json};

/// A quiz as the property tests make it: rules over numbers of yes answers and qualifiers.
#[derive(Debug, Clone)]
struct Routing {
    qualifiers: usize,
    rules: Vec<(u8, u8, usize, u16, usize)>,
}

const QUESTIONS: usize = 6;
/// Outcomes from low to high: pre-role, then at and approaching for each level; nothing is above the last.
const OUTCOMES: usize = 8;

fn outcome(height: usize) -> Value {
    const LEVELS: [&str; 4] = ["junior", "mid", "senior", "staff"];
    let Some(above) = height.checked_sub(1) else {
        return json!({"level": null, "phase": 1, "standing": "pre-role"});
    };
    let (rank, on_the_way) = (above / 2, above % 2);
    let standing = ["at", "approaching"][on_the_way];
    json!({"level": LEVELS[rank], "phase": rank + on_the_way + 1, "standing": standing})
}

fn names(prefix: &str, bits: usize) -> Vec<String> {
    let set = (0..64).filter(|bit| bits >> bit & 1 == 1);
    set.map(|bit| format!("{prefix}{bit}")).collect()
}

impl Routing {
    fn document(&self) -> Document {
        let mut document: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
        document["translations"] = Value::Array(Vec::new());
        let quiz = &mut document["quiz"];
        for (index, question) in quiz["questions"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .enumerate()
        {
            question["id"] = format!("q{index}").into();
        }
        let qualifiers = names("k", (1 << self.qualifiers) - 1).into_iter();
        quiz["qualifiers"] = qualifiers
            .map(|id| json!({"id": id, "text": "?"}))
            .collect();
        let rules = self.rules.iter().enumerate();
        quiz["routing"] = rules
            .map(|(index, (yes_min, yes_max, needs, precedence, height))| {
                json!({"id": format!("r{index}"), "precedence": precedence, "outcome": outcome(*height),
                    "when": {"yes_min": yes_min, "yes_max": yes_max, "qualifiers": names("k", *needs)}})
            })
            .collect();
        serde_json::from_value(document).unwrap()
    }

    /// The heights that decide for answers given as bits: none is a hole, two are a tie.
    fn deciding(&self, yes: usize, qualifiers: usize) -> Vec<usize> {
        let fits = self.rules.iter().filter(|(min, max, needs, ..)| {
            (u32::from(*min)..=u32::from(*max)).contains(&yes.count_ones())
                && qualifiers & needs == *needs
        });
        let fits: Vec<_> = fits.collect();
        let most = fits.iter().map(|rule| rule.3).max();
        fits.iter()
            .filter(|rule| Some(rule.3) == most)
            .map(|rule| rule.4)
            .collect()
    }

    /// Whether one yes less is placed higher.
    fn sinks(&self, yes: usize, qualifiers: usize) -> bool {
        let less = (0..QUESTIONS).map(|bit| (yes & !(1 << bit), qualifiers));
        let less_qualified = (0..self.qualifiers).map(|bit| (yes, qualifiers & !(1 << bit)));
        let height =
            |(yes, qualifiers): (usize, usize)| self.deciding(yes, qualifiers).first().copied();
        let here = height((yes, qualifiers));
        let mut before = less.chain(less_qualified);
        before.any(|answers| matches!((height(answers), here), (Some(before), Some(here)) if before > here))
    }

    /// Every kind of fault that trying all answers finds.
    fn brute_force(&self) -> BTreeSet<&'static str> {
        let mut kinds = BTreeSet::new();
        let mut reached = BTreeSet::new();
        for yes in 0..1 << QUESTIONS {
            for qualifiers in 0..1 << self.qualifiers {
                let deciding = self.deciding(yes, qualifiers);
                match deciding.as_slice() {
                    [] => kinds.insert("no_outcome"),
                    [_] => false,
                    _ => kinds.insert("ambiguous_outcome"),
                };
                if self.sinks(yes, qualifiers) {
                    kinds.insert("more_yes_places_lower");
                }
                // At a level, or on the way to it.
                reached.extend(deciding.first().map(|height| {
                    height.div_ceil(2) + usize::from(*height > 0 && height % 2 == 0)
                }));
                reached.extend(deciding.first().map(|height| height.div_ceil(2)));
            }
        }
        if (1..=4).any(|rank| !reached.contains(&rank)) {
            kinds.insert("unreachable_level");
        }
        kinds
    }

    fn breaks(&self, fault: &Fault) -> bool {
        let Some(combination) = &fault.combination else {
            return fault.code == "unreachable_level";
        };
        let AnswerCombination {
            yes, qualifiers, ..
        } = &**combination;
        let bits = |names: &[String]| -> usize {
            names
                .iter()
                .map(|name| 1 << name[1..].parse::<usize>().unwrap())
                .sum()
        };
        let (yes, qualifiers) = (bits(yes), bits(qualifiers));
        match fault.code {
            "no_outcome" => self.deciding(yes, qualifiers).is_empty(),
            "ambiguous_outcome" => self.deciding(yes, qualifiers).len() > 1,
            "more_yes_places_lower" => self.sinks(yes, qualifiers),
            _ => false,
        }
    }
}

prop_compose! {
    /// A staircase over all numbers of yes answers, with a few rules put on top or put out of place.
    fn routing()(
        qualifiers in 0..=2_usize,
        cuts in prop::collection::btree_set(1..=6_u8, 0..=5),
        heights in prop::collection::btree_set(0..OUTCOMES, 6),
        extra in prop::collection::vec((0..=6_u8, 0..=6_u8, 0..4_usize, 0..3_u16, 0..OUTCOMES), 0..=2),
        edit in prop::option::weighted(0.4, (any::<prop::sample::Index>(), 0..=6_u8, 0..OUTCOMES)),
    ) -> Routing {
        let starts: Vec<u8> = std::iter::once(0).chain(cuts.iter().copied()).collect();
        let ends = cuts.iter().map(|cut| cut - 1).chain([6]);
        let stairs = starts.iter().zip(ends).zip(heights.iter());
        let mut rules: Vec<_> = stairs.map(|((min, max), height)| (*min, max, 0, 0, *height)).collect();
        for (a, b, needs, precedence, height) in extra {
            rules.push((a.min(b), a.max(b), needs & ((1 << qualifiers) - 1), precedence, height));
        }
        if let Some((index, end, height)) = edit {
            let rule = &mut rules[index.index(cuts.len() + 1)];
            *rule = (rule.0.min(end), rule.1.max(end), rule.2, rule.3, height);
        }
        Routing { qualifiers, rules }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases * 3 / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_proof_agrees_with_trying_all_answers(routing in routing()) {
        let expected = routing.brute_force();
        let (proven, faults) = match Ladder::prove(routing.document()) {
            Ok(ladder) => (true, ladder.warnings().to_vec()),
            Err(faults) => (false, faults),
        };
        let errors: Vec<&Fault> = faults.iter().filter(|fault| fault.is_error()).collect();
        let kinds: BTreeSet<&str> = errors.iter().map(|fault| fault.code).collect();
        prop_assert_eq!(proven, expected.is_empty());
        prop_assert_eq!(kinds, expected);
        for fault in errors {
            prop_assert!(routing.breaks(fault), "{fault:?}");
        }
    }
}
