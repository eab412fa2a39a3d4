//! Batch: many quizzes scored over HTTP and on the command line, against a plain loop on one thread.

use std::{
    fs::{self, File},
    hint::black_box,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
    time::Instant,
};

use anyhow::{Context, bail, ensure};
use rungs::{
    app::{built_in, scoring::BatchLine},
    domain::{answers::Sheet, ladder::Ladder, placement::Counts, quiz::Place},
};
use serde::Serialize;

use crate::{
    Rounds,
    client::{self, Request},
    draw::Draw,
    processes::{Machine, Running, Side},
    report::{decimals, whole},
    service::{self, PROGRAM, Service},
};

/// Lines of one measurement.
const LINES: u32 = 200_000;

const SERVICE: usize = 0;
const LOOP: usize = 1;
const COMMAND: usize = 2;

/// How much the plain loop gathers before it gives it away.
const CHUNK: usize = 64 * 1024;

/// Lines as a caller would send them, each with a ref, and all six questions answered, left out or unsure, in turn.
pub(crate) fn lines(ladder: &Ladder, count: u32) -> String {
    let quiz = &ladder.document().quiz;
    let mut draw = Draw::new(1);
    let mut text = String::new();
    for number in 0..count {
        let mut answers = Vec::new();
        for question in &quiz.questions {
            let word =
                ["yes", "yes", "no", "unsure"].get(usize::try_from(draw.below(5)).unwrap_or(0));
            answers.extend(word.map(|word| format!("\"{}\":\"{word}\"", question.id)));
        }
        if answers.is_empty() {
            answers.extend(
                quiz.questions
                    .first()
                    .map(|question| format!("\"{}\":\"no\"", question.id)),
            );
        }
        let qualifiers: Vec<String> = quiz
            .qualifiers
            .iter()
            .filter(|_| draw.below(2) == 0)
            .map(|qualifier| format!("\"{}\":\"yes\"", qualifier.id))
            .collect();
        text += &format!(
            "{{\"ref\":\"person-{number:07}\",\"answers\":{{{}}},\"qualifiers\":{{{}}}}}\n",
            answers.join(","),
            qualifiers.join(",")
        );
    }
    text
}

/// The ladder that all score with.
pub(crate) fn ladder() -> anyhow::Result<Ladder> {
    let first = built_in()?.into_iter().next();
    first.context("there is no built-in ladder")
}

/// The request of a batch; its body is sent apart.
pub(crate) fn request() -> Request {
    Request {
        path: "/v1/ladders/ai-engineer/quiz/score-batch".into(),
        headers: vec![("Content-Type", "application/x-ndjson".into())],
        body: Some(String::new()),
    }
}

/// Measures and prints.
pub(crate) fn run(machine: &Machine, folder: &Path, rounds: u32) -> anyhow::Result<()> {
    let text = lines(&ladder()?, LINES);
    let input = folder.join("lines.ndjson");
    fs::write(&input, &text)?;
    let service = Service::start(machine, folder)?;
    compare(machine, folder, &service, &input, &text)?;
    let mut speed = Rounds::new(3);
    for _ in 0..rounds {
        let begun = Instant::now();
        let mut answered = 0;
        let answer = client::stream(service.port, &request(), &[text.as_bytes()], |chunk| {
            answered += memchr::memchr_iter(b'\n', chunk).count();
        })?;
        ensure!(
            answer.status == 200 && answered == LINES as usize,
            "{answered} lines answered with {}",
            answer.status
        );
        speed.add(SERVICE, f64::from(LINES) / begun.elapsed().as_secs_f64());
        let seconds = plain_loop(machine, &input, None)?;
        speed.add(LOOP, f64::from(LINES) / seconds);
        let begun = Instant::now();
        score(machine, folder, &input, Stdio::null())?;
        speed.add(COMMAND, f64::from(LINES) / begun.elapsed().as_secs_f64());
    }
    println!(
        "
Batch, lines a second: {LINES} lines of {} bytes on average, short answers, medians of {rounds} rounds in turn.
A streams over HTTP to `rungs serve` on one core and back to a client on another, from the first byte sent to the last received.
B is a loop on one thread on the service's core, from memory: parse with serde, score, write the short answer with serde; only the
loop is timed. `rungs score` is timed as a process, its start included, from a file to nowhere.

{:<14} {:>11} {:>6}
{:<14} {:>11}
{:<14} {:>11} {:>6}
{:<14} {:>11} {:>6}",
        text.len() / LINES as usize,
        "", "lines/s", "to B",
        "B plain loop", whole(speed.median(LOOP)),
        "A over HTTP", whole(speed.median(SERVICE)), decimals(speed.ratio(SERVICE, LOOP), 2),
        "rungs score", whole(speed.median(COMMAND)), decimals(speed.ratio(COMMAND, LOOP), 2),
    );
    Ok(())
}

/// All three must answer the same bytes.
fn compare(
    machine: &Machine,
    folder: &Path,
    service: &Service,
    input: &Path,
    text: &str,
) -> anyhow::Result<()> {
    let mut streamed = Vec::new();
    client::stream(service.port, &request(), &[text.as_bytes()], |chunk| {
        streamed.extend_from_slice(chunk);
    })?;
    let answers = folder.join("answers.ndjson");
    plain_loop(machine, input, Some(&answers))?;
    ensure!(
        fs::read(&answers)? == streamed,
        "the plain loop does not answer as the service does"
    );
    score(machine, folder, input, File::create(&answers)?.into())?;
    ensure!(
        fs::read(&answers)? == streamed,
        "rungs score does not answer as the service does"
    );
    Ok(())
}

fn score(machine: &Machine, folder: &Path, input: &Path, output: Stdio) -> anyhow::Result<()> {
    let mut command = machine.command(Side::Server, Path::new(PROGRAM));
    service::forget_settings(&mut command);
    command
        .args(["score", "--ladder", "ai-engineer"])
        .current_dir(folder)
        .env("RUNGS_DATABASE_URL", "sqlite:rungs.db")
        .stdin(File::open(input)?)
        .stdout(output);
    let (status, _) = Running::spawn(&mut command)?.finish()?;
    ensure!(status.success(), "rungs score: {status}");
    Ok(())
}

/// Runs the plain loop as a process of its own on the service's core; the seconds that it took.
fn plain_loop(machine: &Machine, input: &Path, answers: Option<&PathBuf>) -> anyhow::Result<f64> {
    let mut command = machine.command(Side::Server, &std::env::current_exe()?);
    command.arg("loop").arg(input).args(answers);
    command.stdout(Stdio::piped());
    let (status, printed) = Running::spawn(&mut command)?.finish()?;
    ensure!(status.success(), "the plain loop: {status}");
    Ok(printed.trim().parse()?)
}

/// The short answer, as anybody would write it down.
#[derive(Serialize)]
struct Short<'a> {
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
    placement: &'a Place,
    counts: Counts,
    decided: bool,
}

/// The loop itself, in its process; prints the seconds that it took.
pub(crate) fn run_plain_loop(input: &Path, answers: Option<&Path>) -> anyhow::Result<()> {
    let ladder = ladder()?;
    let text = fs::read(input)?;
    let mut kept = answers.map(File::create).transpose()?;
    let begun = Instant::now();
    let mut out = Vec::with_capacity(2 * CHUNK);
    for line in text.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        let line: BatchLine<'_> = serde_json::from_slice(line)?;
        let Ok(sheet) = Sheet::fill(&ladder.document().quiz, &line.answers, &line.qualifiers)
        else {
            bail!("a line does not fit the quiz");
        };
        let verdict = ladder.decide(&sheet);
        let place = ladder.table().places().get(verdict.order);
        let short = Short {
            reference: line.reference.as_deref(),
            placement: place.context("no such placement")?,
            counts: verdict.counts,
            decided: verdict.decided,
        };
        serde_json::to_writer(&mut out, &short)?;
        out.push(b'\n');
        if out.len() > CHUNK {
            if let Some(kept) = &mut kept {
                kept.write_all(&out)?;
            }
            black_box(&out);
            out.clear();
        }
    }
    if let Some(kept) = &mut kept {
        kept.write_all(&out)?;
    }
    black_box(&out);
    println!("{}", begun.elapsed().as_secs_f64());
    Ok(())
}
