//! What the rules of the contract give, worked out from the question alone and not by the code that is judged. JSON is judged by it.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::{
    editions::LadderSelection,
    inputs::{Input, Operation},
};

/// What is wrong with a JSON answer that is no problem.
pub fn judge(edition: &LadderSelection, input: &Input, answer: &Value) -> Vec<String> {
    let expected = match input.operation {
        Operation::Score if !edition.has_points() => placement(edition, &input.asked),
        Operation::Score => points(edition, &input.asked),
        Operation::Readiness => readiness(edition, &input.asked),
        Operation::Roadmap => schedule(edition, &input.asked, answer),
        Operation::Pay => pay(edition, &input.asked, answer),
        Operation::Comparison => ends(edition, &input.asked),
        Operation::Diagnosis => matched(edition, &input.asked, answer),
    };
    let differs = |(pointer, expected): (&'static str, Value)| {
        let mut found = answer.pointer(pointer).cloned().unwrap_or_default();
        if pointer == "/to_advance" {
            found = sorted_sets(&found);
        }
        (found != expected).then(|| format!("{pointer} is {found}, expected {expected}"))
    };
    expected.into_iter().filter_map(differs).collect()
}

type Precondition = Vec<(&'static str, Value)>;

/// A place of a ladder that counts yes answers, in the order of the places: level, phase, standing, rule.
type Place = (Option<&'static str>, u64, &'static str, usize);

/// The place of so many yes answers, with or without the one qualifier: as the contract says it of the built-in ladder, and by the
/// rules that the organisation's ladders were given.
fn place(edition: &LadderSelection, yes: usize, leads: bool) -> Place {
    let version = edition.document["version"].as_str().unwrap();
    let most = match (edition.ladder, version) {
        ("ai-engineer", _) => [0, 2, 4],
        ("ours", "1.0.0") => [0, 2, 5],
        ("ours", _) => [0, 1, 4],
        other => panic!("no rules of {other:?}"),
    };
    if yes == 6 && leads {
        return (Some("senior"), 4, "approaching", 4);
    }
    match most.iter().position(|most| yes <= *most) {
        Some(0) => (None, 1, "pre-role", 0),
        Some(1) => (Some("junior"), 1, "at", 1),
        Some(_) => (Some("mid"), 2, "at", 2),
        None => (Some("senior"), 3, "at", 3),
    }
}

fn as_json(edition: &LadderSelection, (level, phase, standing, rank): Place) -> Value {
    const NEXT: [&str; 5] = ["junior", "mid", "senior", "staff", "staff"];
    let title = level.map_or(Value::Null, |level| edition.title(&json!(level)));
    json!({"level": level, "title": title, "phase": phase, "standing": standing, "next_level": NEXT[rank]})
}

fn sorted_sets(sets: &Value) -> Value {
    let sets = sets.as_array().into_iter().flatten();
    let sets: BTreeSet<BTreeSet<&str>> = sets
        .map(|set| {
            set.as_array()
                .unwrap()
                .iter()
                .map(|id| id.as_str().unwrap())
                .collect()
        })
        .collect();
    json!(sets)
}

fn placement(edition: &LadderSelection, asked: &Value) -> Precondition {
    let lead = "leads-cross-team";
    let ids: Vec<&str> = edition
        .questions()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let with = |answer: &str| {
        ids.iter()
            .filter(|id| asked["answers"][*id] == answer)
            .count()
    };
    let (yes, no, unsure) = (with("yes"), with("no"), with("unsure"));
    let open = ids.len() - yes - no;
    let qualifier = asked["qualifiers"][lead].as_str();
    let leads = qualifier == Some("yes");
    let own = place(edition, yes, leads);
    let may_lead: &[bool] = match qualifier {
        Some("yes") => &[true],
        Some("no") => &[false],
        _ => &[false, true],
    };
    let range: BTreeSet<usize> = (yes..=yes + open)
        .flat_map(|yes| {
            may_lead
                .iter()
                .map(move |leads| place(edition, yes, *leads).3)
        })
        .collect();
    // Every set of what is not answered with yes, the smallest first.
    let mut items: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| asked["answers"][id] != "yes")
        .collect();
    if !leads {
        items.push(lead);
    }
    let mut subsets: Vec<usize> = (1..1_usize << items.len()).collect();
    subsets.sort_by_key(|subset| subset.count_ones());
    let mut minimal: Vec<usize> = Vec::new();
    for subset in subsets {
        let chosen = items
            .iter()
            .enumerate()
            .filter(|(bit, _)| subset >> bit & 1 == 1);
        let chosen: Vec<&str> = chosen.map(|(_, id)| *id).collect();
        let more = chosen.iter().filter(|id| **id != lead).count();
        let higher = place(edition, yes + more, leads || chosen.contains(&lead)).3 > own.3;
        if higher && !minimal.iter().any(|smaller| smaller & subset == *smaller) {
            minimal.push(subset);
        }
    }
    let sets: BTreeSet<BTreeSet<&str>> = minimal
        .iter()
        .map(|subset| {
            (0..items.len())
                .filter(|bit| subset >> bit & 1 == 1)
                .map(|bit| items[bit])
                .collect()
        })
        .collect();
    let mut stages: Vec<(&Value, [usize; 2])> = Vec::new();
    for question in edition.questions() {
        let is_yes = usize::from(asked["answers"][question["id"].as_str().unwrap()] == "yes");
        match stages
            .iter_mut()
            .find(|(stage, _)| *stage == &question["stage"])
        {
            Some((_, counts)) => *counts = [counts[0] + is_yes, counts[1] + 1],
            None => stages.push((&question["stage"], [is_yes, 1])),
        }
    }
    let profile: Vec<Value> = stages
        .iter()
        .map(|(stage, [yes, of])| json!({"stage": stage, "yes": yes, "of": of}))
        .collect();
    const PLACES: [Place; 5] = [
        (None, 1, "pre-role", 0),
        (Some("junior"), 1, "at", 1),
        (Some("mid"), 2, "at", 2),
        (Some("senior"), 3, "at", 3),
        (Some("senior"), 4, "approaching", 4),
    ];
    let range: Vec<Value> = range
        .into_iter()
        .map(|rank| as_json(edition, PLACES[rank]))
        .collect();
    vec![
        ("/placement", as_json(edition, own)),
        (
            "/counts",
            json!({"yes": yes, "no": no, "unsure": unsure,
            "unanswered": ids.len() - yes - no - unsure, "questions": ids.len()}),
        ),
        ("/decided", json!(range.len() == 1)),
        ("/range", json!(range)),
        ("/profile", json!(profile)),
        ("/to_advance_total", json!(sets.len())),
        ("/to_advance", json!(sets)),
        ("/ladder/id", json!(edition.ladder)),
        ("/ladder/version", edition.document["version"].clone()),
    ]
}

/// Points of the answers to the ladder with tracks: weight times the points of what was chosen.
fn points(edition: &LadderSelection, asked: &Value) -> Precondition {
    let got = |question: &Value| {
        let answer = &asked["answers"][question["id"].as_str().unwrap()];
        let weight = question["weight"].as_u64().unwrap_or(1);
        let mut options = question["options"].as_array().into_iter().flatten();
        let chosen = options.find(|option| option["id"] == *answer);
        match chosen {
            Some(option) => weight * option["points"].as_u64().unwrap(),
            None => weight * u64::from(answer == "yes"),
        }
    };
    let total: u64 = edition.questions().iter().map(got).sum();
    vec![
        ("/counts/points/got", json!(total)),
        ("/ladder/id", json!(edition.ladder)),
    ]
}

fn readiness(edition: &LadderSelection, asked: &Value) -> Precondition {
    let leads = edition.criteria_to(&asked["level"]);
    let state = |id: &&str| asked["criteria"][*id].as_str().unwrap_or("unknown");
    let with = |wanted: &str| leads.iter().filter(|id| state(id) == wanted).count();
    let (met, unmet) = (with("met"), with("unmet"));
    let verdict = match met {
        met if met == leads.len() => "ready",
        met if 2 * (met + unmet) < leads.len() => "insufficient_evidence",
        _ => "not_ready",
    };
    vec![
        ("/level/id", asked["level"].clone()),
        ("/verdict", json!(verdict)),
        (
            "/counts",
            json!({"met": met, "unmet": unmet, "unknown": leads.len() - met - unmet, "criteria": leads.len()}),
        ),
    ]
}

/// The days of a plan: 7 x hours / hours a week for each criterion in turn, waiting beside it, one phase after the other.
fn schedule(edition: &LadderSelection, asked: &Value, answer: &Value) -> Precondition {
    let pace = asked["hours_per_week"].as_u64().unwrap_or(5);
    let phases = answer["phases"].as_array().unwrap();
    let (mut expected, mut shown) = (Vec::new(), Vec::new());
    let (mut first, mut last, mut is_known) = (1, 0, true);
    for phase in phases {
        first = first.max(last + 1);
        for milestone in phase["milestones"].as_array().unwrap() {
            let id = &milestone["criterion"]["id"];
            let criterion = edition.criteria().find(|one| one["id"] == *id).unwrap();
            let (hours, weeks) = (
                criterion["effort"]["hours"].as_u64(),
                criterion["effort"]["weeks"].as_u64(),
            );
            is_known &= hours.is_some();
            shown.push(json!([id, milestone["first_day"], milestone["due_day"]]));
            let Some(hours) = hours.filter(|_| is_known) else {
                expected.push(json!([id, null, null]));
                continue;
            };
            let work = (7 * hours).div_ceil(pace);
            let due = first + work.max(7 * weeks.unwrap_or(0)) - 1;
            expected.push(json!([id, first, due]));
            first += work;
            last = last.max(due);
        }
    }
    let mut wrong: Precondition = vec![
        ("/hours_per_week", json!(pace)),
        ("/start", asked["start"].clone()),
    ];
    if shown != expected {
        wrong.push(("/phases", json!({"shown": shown, "expected": expected})));
    }
    wrong
}

fn money(value: &Value) -> Option<Decimal> {
    value.as_str()?.parse().ok()
}

fn ratio(value: Option<Decimal>) -> Value {
    let Some(value) = value else {
        return Value::Null;
    };
    let mut rounded = value.round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven);
    rounded.rescale(4);
    json!(rounded.to_string())
}

fn sum(value: Option<Decimal>) -> Value {
    json!(value.map(|value| value.normalize().to_string()))
}

fn pay(edition: &LadderSelection, asked: &Value, answer: &Value) -> Precondition {
    let fits = |band: &&Value| {
        ["level", "region", "currency", "period", "market"]
            .iter()
            .all(|name| asked[*name].is_null() || asked[*name] == band[*name])
    };
    let band = edition.bands().iter().find(fits).unwrap();
    let amount = money(&asked["amount"]).unwrap();
    let (min, max) = (money(&band["min"]), money(&band["max"]));
    let is_open = band["open"] == true;
    let both = min.zip(max);
    let middle = |(min, max): (Decimal, Decimal)| (min + max) / Decimal::TWO;
    let is_above_open =
        is_open && max.is_some_and(|max| amount > max) && min.is_none_or(|min| amount >= min);
    let measured = both.filter(|_| !is_above_open);
    let next = &answer["next_band"];
    let next = (money(&next["min"]), money(&next["max"]));
    let next_middle = next.0.zip(next.1).map(middle);
    let lies = match (min, max) {
        (None, None) => None,
        (Some(min), _) if amount < min => Some("below"),
        (_, Some(max)) if amount > max && is_open => Some("above_open_maximum"),
        (_, Some(max)) if amount > max => Some("above"),
        _ => Some("within"),
    };
    vec![
        ("/band/level", band["level"].clone()),
        ("/band/region", band["region"].clone()),
        ("/band/market", band["market"].clone()),
        ("/band/min", band["min"].clone()),
        ("/band/max", band["max"].clone()),
        ("/lies", json!(lies)),
        ("/figures/midpoint/value", sum(both.map(middle))),
        (
            "/figures/compa_ratio/value",
            ratio(measured.and_then(|both| amount.checked_div(middle(both)))),
        ),
        (
            "/figures/range_penetration/value",
            ratio(measured.and_then(|(min, max)| (amount - min).checked_div(max - min))),
        ),
        (
            "/figures/range_spread/value",
            ratio(both.and_then(|(min, max)| (max - min).checked_div(min))),
        ),
        (
            "/figures/midpoint_progression/value",
            ratio(
                both.map(middle)
                    .zip(next_middle)
                    .and_then(|(own, next)| (next - own).checked_div(own)),
            ),
        ),
        (
            "/figures/step_to_next_band/value",
            sum(max.zip(next.0).map(|(max, min)| min - max)),
        ),
    ]
}

fn ends(edition: &LadderSelection, asked: &Value) -> Precondition {
    vec![
        ("/from/id", asked["from"].clone()),
        ("/to/id", asked["to"].clone()),
        ("/from/title", edition.title(&asked["from"])),
        ("/to/title", edition.title(&asked["to"])),
    ]
}

/// What matched is what was said, and signals are those of the roadblock.
fn matched(edition: &LadderSelection, asked: &Value, answer: &Value) -> Precondition {
    let said = asked["text"].as_str().unwrap();
    let mut wrong: Precondition = Vec::new();
    for found in answer["roadblocks"].as_array().unwrap() {
        let roadblock = edition
            .roadblocks()
            .iter()
            .find(|one| one["id"] == found["id"])
            .unwrap();
        let signals = roadblock["signals"].as_array().unwrap();
        let phrases = found["phrases"].as_array().unwrap();
        let is_said = |phrase: &Value| {
            let mut pieces = phrase["pieces"].as_array().unwrap().iter();
            pieces.all(|piece| said.contains(piece["text"].as_str().unwrap().trim_matches('…')))
                && signals.contains(&phrase["signal"])
        };
        let levels = roadblock["levels"].as_array().unwrap();
        let is_met = asked["level"].is_null() || levels.contains(&asked["level"]);
        if !phrases.iter().all(is_said) || !is_met {
            wrong.push(("/roadblocks", json!({"not said or not asked for": found})));
        }
    }
    wrong
}
