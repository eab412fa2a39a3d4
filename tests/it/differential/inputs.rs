//! What is asked: random inputs, most of which differ from an earlier one in one place only.

use serde_json::{Map, Value, json};

use super::{editions::LadderSelection, random::Random};

/// What every interface offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    Score,
    Readiness,
    Roadmap,
    Diagnosis,
    Pay,
    Comparison,
}

/// Operations, the ones with the most forms more often.
const OPERATIONS: [Operation; 10] = [
    Operation::Score,
    Operation::Score,
    Operation::Score,
    Operation::Readiness,
    Operation::Roadmap,
    Operation::Roadmap,
    Operation::Diagnosis,
    Operation::Pay,
    Operation::Pay,
    Operation::Comparison,
];

/// One input of one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    pub operation: Operation,
    /// The edition, by its place in the list of them.
    pub edition: usize,
    /// What the API is asked with: a body, or the members of a query.
    pub asked: Value,
}

/// Inputs, all of them different.
pub fn inputs(random: &mut Random, editions: &[LadderSelection], count: usize) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    while inputs.len() < count {
        let mut input = if inputs.is_empty() || random.chance(40) {
            let operation = *random.pick(&OPERATIONS);
            let edition = random.below(editions.len());
            let asked = fresh(random, operation, &editions[edition]);
            Input {
                operation,
                edition,
                asked,
            }
        } else {
            let mut input = random.pick(&inputs).clone();
            change(random, editions, &mut input);
            input
        };
        if random.chance(8) {
            spoil(random, &mut input);
        }
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    inputs
}

fn id(random: &mut Random, items: &[Value]) -> Value {
    random.pick(items)["id"].clone()
}

fn answer(random: &mut Random, question: &Value) -> Value {
    let options = question["options"].as_array();
    match options.filter(|options| !options.is_empty()) {
        Some(options) if random.chance(85) => id(random, options),
        Some(_) => json!("unsure"),
        None => json!(*random.pick(&["yes", "yes", "yes", "no", "unsure"])),
    }
}

/// Answers to most of the questions, at least to one.
fn answers(random: &mut Random, edition: &LadderSelection) -> (Value, Value) {
    let (mut answers, mut qualifiers) = (Map::new(), Map::new());
    let thoroughness = *random.pick(&[50, 90, 100]);
    while answers.is_empty() {
        for question in edition.questions() {
            if random.chance(thoroughness) {
                let id = question["id"].as_str().unwrap().to_owned();
                answers.insert(id, answer(random, question));
            }
        }
    }
    for qualifier in edition.qualifiers() {
        if random.chance(60) {
            let id = qualifier["id"].as_str().unwrap().to_owned();
            qualifiers.insert(id, answer(random, qualifier));
        }
    }
    (answers.into(), qualifiers.into())
}

fn criteria(random: &mut Random, edition: &LadderSelection) -> Value {
    let states: &[&str] = match random.chance(50) {
        true => &["met"],
        false => &["met", "met", "unmet"],
    };
    let share = *random.pick(&[15, 40, 70]);
    let mut criteria = Map::new();
    for criterion in edition.criteria() {
        if random.chance(share) {
            let id = criterion["id"].as_str().unwrap().to_owned();
            criteria.insert(id, json!(*random.pick(states)));
        }
    }
    criteria.into()
}

/// Words of people, and of the signals.
fn statement(random: &mut Random, edition: &LadderSelection) -> Value {
    const SENTENCES: [&str; 12] = [
        "My agent works in the demo, but in production it keeps calling the same tool.",
        "I cannot explain the code that the AI wrote for me.",
        "Nobody outside my team has ever asked for my input on a model decision.",
        "Course after course and I'm still at the same level.",
        "Top rating again this year, and a raise of two per cent again.",
        "I run a small bakery and my oven broke.",
        "I don't know what holds me back.",
        "Other teams reinvent what I built because I never told them about it.",
        "I have meetings all day long and there is no time left to code.",
        "Nobody reviews my code, I work alone on everything.",
        "When the second step goes wrong the first has already happened.",
        "Time.",
    ];
    let signals = edition
        .roadblocks()
        .iter()
        .flat_map(|one| one["signals"].as_array().unwrap());
    let signals: Vec<&str> = signals.map(|signal| signal.as_str().unwrap()).collect();
    let mut parts = Vec::new();
    for _ in 0..=random.below(3) {
        if random.chance(30) {
            parts.push(format!("I {}.", random.pick(&signals)));
        } else {
            parts.push((*random.pick(&SENTENCES)).to_owned());
        }
    }
    parts.join(" ").into()
}

fn amount(random: &mut Random) -> Value {
    let whole = [
        0, 29_999, 33_333, 45_000, 60_000, 70_000, 90_000, 112_500, 135_000, 200_000, 550_000,
        700_000,
    ];
    let whole = random.pick(&whole) + random.below(3);
    let cents = *random.pick(&["", "", ".5", ".37"]);
    format!("{whole}{cents}").into()
}

/// A member of a roadmap's body that need not be there.
fn wish(random: &mut Random, edition: &LadderSelection, body: &mut Map<String, Value>) {
    match random.below(4) {
        0 => body.insert("target_level".into(), id(random, edition.levels())),
        1 => {
            let day = format!(
                "29{:02}-{:02}-{:02}",
                random.below(100),
                1 + random.below(12),
                1 + random.below(28)
            );
            body.insert("start".into(), day.into())
        }
        2 => body.insert("hours_per_week".into(), json!(1 + random.below(60))),
        _ => body.insert(
            "target_date".into(),
            json!(format!("29{:02}-06-30", random.below(100))),
        ),
    };
}

fn fresh(random: &mut Random, operation: Operation, edition: &LadderSelection) -> Value {
    match operation {
        Operation::Score => {
            let (answers, qualifiers) = answers(random, edition);
            json!({"answers": answers, "qualifiers": qualifiers})
        }
        Operation::Readiness => {
            json!({"level": id(random, edition.levels()), "criteria": criteria(random, edition)})
        }
        Operation::Roadmap => {
            let mut body = Map::new();
            if random.chance(65) {
                let (answers, qualifiers) = answers(random, edition);
                body.extend([
                    ("answers".to_owned(), answers),
                    ("qualifiers".to_owned(), qualifiers),
                ]);
            } else {
                body.insert("level".into(), id(random, edition.levels()));
            }
            body.insert("criteria".into(), criteria(random, edition));
            for _ in 0..random.below(4) {
                wish(random, edition, &mut body);
            }
            body.into()
        }
        Operation::Diagnosis => {
            let mut body = json!({"text": statement(random, edition)});
            if random.chance(25) {
                body["level"] = id(random, edition.levels());
            }
            body
        }
        Operation::Pay => {
            let mut body = json!({"amount": amount(random)});
            let band = random.pick(edition.bands());
            body["level"] = band["level"].clone();
            for member in ["region", "currency", "period", "market"] {
                if random.chance(70) {
                    body[member] = band[member].clone();
                }
            }
            body
        }
        Operation::Comparison => {
            let mut ends = [0, 0];
            while ends[0] == ends[1] {
                ends = ends.map(|_| random.below(edition.levels().len()));
            }
            // Seldom the wrong way round.
            if !random.chance(15) {
                ends.sort_unstable();
            }
            let [from, to] = ends.map(|at| &edition.levels()[at]["id"]);
            json!({"from": from, "to": to})
        }
    }
}

/// Changes one thing, so that whatever forgets one member of a question is found out.
fn change(random: &mut Random, editions: &[LadderSelection], input: &mut Input) {
    let edition = &editions[input.edition];
    if random.chance(20) {
        // The same words about another edition of the same questions.
        let like: Vec<usize> = (0..editions.len())
            .filter(|at| editions[*at].has_points() == edition.has_points() && *at != input.edition)
            .collect();
        if !like.is_empty() {
            input.edition = *random.pick(&like);
            return;
        }
    }
    let other = fresh(random, input.operation, edition);
    let (Value::Object(asked), Value::Object(mut other)) = (&mut input.asked, other) else {
        return;
    };
    if random.chance(30) && input.operation == Operation::Roadmap {
        wish(random, edition, asked);
        return;
    }
    let names: Vec<String> = other.keys().cloned().collect();
    let name = random.pick(&names).clone();
    let new = other.remove(&name).unwrap();
    match (asked.get_mut(&name), new) {
        // One answer or one criterion only.
        (Some(Value::Object(old)), Value::Object(new)) if !new.is_empty() && random.chance(80) => {
            let names: Vec<&String> = new.keys().collect();
            let id = (*random.pick(&names)).clone();
            if old.get(&id) == Some(&new[&id]) && old.len() > 1 {
                old.remove(&id);
            } else {
                old.insert(id.clone(), new[&id].clone());
            }
        }
        (_, new) => {
            if name == "level" && asked.contains_key("answers") {
                return;
            }
            if name == "answers" {
                asked.remove("level");
            }
            if name == "qualifiers" && !asked.contains_key("answers") {
                return;
            }
            asked.insert(name, new);
        }
    }
}

/// Makes an input one that has to be refused.
fn spoil(random: &mut Random, input: &mut Input) {
    let asked = &mut input.asked;
    let choice = random.below(3);
    match input.operation {
        Operation::Score => match choice {
            0 => asked["answers"] = json!({}),
            1 => asked["answers"]["nobody-asks"] = json!("yes"),
            _ => asked["qualifiers"]["nobody-asks"] = json!("no"),
        },
        Operation::Readiness | Operation::Roadmap => match choice {
            0 => asked["criteria"]["nobody-sees"] = json!("met"),
            1 if asked["answers"].is_null() => asked["level"] = json!("boss"),
            _ if input.operation == Operation::Roadmap => asked["target_level"] = json!("boss"),
            _ => asked["level"] = json!("boss"),
        },
        Operation::Diagnosis => match choice {
            0 => asked["text"] = json!(""),
            1 => asked["text"] = json!("long ".repeat(2000)),
            _ => asked["level"] = json!("boss"),
        },
        Operation::Pay => match choice {
            0 => asked["amount"] = json!("plenty"),
            1 => asked["market"] = json!("moon"),
            _ => asked["level"] = json!("boss"),
        },
        Operation::Comparison => match choice {
            0 => asked["from"] = json!("boss"),
            1 => asked["to"] = json!("boss"),
            _ => asked["to"] = asked["from"].clone(),
        },
    }
}
