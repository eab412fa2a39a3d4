//! Every interface gives the same answer: the same random inputs by every interface that has the operation, in random order on one
//! server, and whatever a form shows is what JSON says; JSON is judged by the rules of the contract.
//!
//! `DIFFERENTIAL_INPUTS` sets how many inputs there are, and `DIFFERENTIAL_SEED` repeats a run.

mod asking;
mod editions;
mod facts;
mod inputs;
mod oracle;
pub mod random;
mod reading;
mod text;

use serde_json::{Value, json};

use self::{
    asking::{Asker, Interface, Observation},
    facts::{Shown, differences},
    inputs::{Input, Operation},
    random::Random,
};
use crate::app::TestApp;

/// How many inputs there are where nothing else is set.
const INPUTS: usize = 240;

/// What each form of a refusal must show.
fn must_refuse(interface: Interface) -> &'static [&'static str] {
    match interface {
        Interface::Json
        | Interface::Markdown
        | Interface::Batch
        | Interface::FullBatch
        | Interface::ScoreCommand
        | Interface::FullScoreCommand => &["type", "title", "status", "detail", "faults"],
        // In a query other members have the fault.
        Interface::Picture => &["type", "title", "status", "details"],
        Interface::Calendar => &["type", "title", "status"],
        Interface::Tool => &["title", "detail", "faults"],
        _ => &["refused"],
    }
}

fn must_show(operation: Operation, interface: Interface, expected: &Shown) -> Vec<&'static str> {
    let facts = reading::facts(operation).iter();
    let shown = facts.filter(|fact| fact.forms.contains(&interface));
    let mut names: Vec<&str> = shown.map(|fact| fact.name).collect();
    assert!(
        !names.is_empty(),
        "no fact of {operation:?} is in {interface:?}"
    );
    let is_drawn = matches!(
        interface,
        Interface::Picture | Interface::Page | Interface::PagePicture
    );
    if let Shown::Answered(facts) = expected
        && is_drawn
        && facts.0.get("milestones") == Some(&json!(0))
    {
        // A picture of a plan without milestones has no figures.
        names.retain(|name| !["pace", "hours"].contains(name));
    }
    names
}

/// A number from the environment.
fn setting(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {value}")),
    )
}

/// One request of the run.
struct Step {
    input: usize,
    interface: Interface,
}

/// Every input by every interface that has it, in random order; a command of the command line for one input in eight.
fn steps(random: &mut Random, asker: &Asker<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (number, input) in asker.inputs.iter().enumerate() {
        for interface in asker.interfaces(input) {
            let is_command = matches!(
                interface,
                Interface::ScoreCommand
                    | Interface::FullScoreCommand
                    | Interface::QuizCommand
                    | Interface::DiagnoseCommand
            );
            if !is_command || random.chance(12) {
                steps.push(Step {
                    input: number,
                    interface,
                });
            }
        }
        // Once more as JSON, between others.
        steps.push(Step {
            input: number,
            interface: Interface::Json,
        });
    }
    random.shuffle(&mut steps);
    steps
}

/// The differences of one observation from the JSON that judges it.
fn judged(
    asker: &Asker<'_>,
    step: &Step,
    observation: &Observation,
    answers: &[Value],
) -> Vec<String> {
    let input = &asker.inputs[step.input];
    let edition = &asker.editions[input.edition];
    let judge = observation.judge.as_ref().unwrap_or(&answers[step.input]);
    let mut expected = reading::expected(input.operation, edition, judge);
    if matches!(
        step.interface,
        Interface::Calendar | Interface::PageCalendar
    ) {
        expected = reading::expected_calendar(expected);
    }
    let must = must_show(input.operation, step.interface, &expected);
    differences(
        &must,
        must_refuse(step.interface),
        &observation.shown,
        &expected,
    )
}

#[tokio::test]
async fn every_interface_gives_the_same_answer() {
    let seed = setting("DIFFERENTIAL_SEED").unwrap_or_else(|| getrandom::u64().unwrap());
    let count =
        setting("DIFFERENTIAL_INPUTS").map_or(INPUTS, |count| usize::try_from(count).unwrap());
    let mut random = Random::new(seed);
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::start().await;
    let editions = editions::publish_all(&app, &folder).await;
    let inputs = inputs::inputs(&mut random, &editions, count);
    let asker = Asker {
        app: &app,
        folder: &folder,
        editions: &editions,
        inputs: &inputs,
    };
    let steps = steps(&mut random, &asker);

    let mut observations: Vec<Vec<Observation>> = Vec::new();
    for step in &steps {
        observations.push(asker.observe(step.interface, step.input).await);
    }
    let mut answers: Vec<Value> = Vec::new();
    for input in &inputs {
        answers.push(asker.json(input).await);
    }

    let mut faults = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        let answer = &answers[number];
        if answer["type"].is_null() {
            let edition = &editions[input.edition];
            let wrong = oracle::judge(edition, input, answer);
            faults
                .extend((!wrong.is_empty()).then(|| fault(&editions, input, "the rules", &wrong)));
        }
    }
    for (at, (step, observed)) in steps.iter().zip(&observations).enumerate() {
        for observation in observed {
            let wrong = judged(&asker, step, observation, &answers);
            if !wrong.is_empty() {
                let name = format!("request {at}, {:?}", step.interface);
                faults.push(fault(&editions, &inputs[step.input], &name, &wrong));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {} answers differ. DIFFERENTIAL_SEED={seed} DIFFERENTIAL_INPUTS={count}\n{}",
        faults.len(),
        steps.len(),
        faults[..faults.len().min(10)].join("\n")
    );
}

fn fault(
    editions: &[editions::LadderSelection],
    input: &Input,
    name: &str,
    wrong: &[String],
) -> String {
    let edition = &editions[input.edition];
    format!(
        "{name}: {:?} of {} {} {}: {}\n    {}",
        input.operation,
        edition.ladder,
        edition.version.unwrap_or("newest"),
        edition.locale,
        input.asked,
        wrong.join("\n    ")
    )
}
