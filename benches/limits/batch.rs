//! Many quizzes scored: streamed over HTTP, against a loop on one thread.

use std::{
    fs::{self, File},
    hint::black_box,
    io::{BufWriter, Write, sink},
    path::Path,
    process::Stdio,
    time::Instant,
};

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use rungs::{
    app::{built_in, scoring::BatchLine},
    domain::{answers::Sheet, placement::Counts, quiz::Place},
};
use serde::Serialize;

use crate::{
    Bench,
    processes::{Core, Process, Server},
    rounds::Rounds,
};

/// Lines of one batch.
const LINES: u32 = 200_000;

/// Makes lines that differ in their answers: yes, no, unsure or nothing to each question.
pub(crate) fn lines(count: u32) -> String {
    let mut text = String::new();
    for number in 0..count {
        let mut answers = vec!["\"q1\":\"yes\"".to_owned()];
        for question in 2..=6 {
            let word = match number >> (2 * question) & 3 {
                0 => "yes",
                1 => "no",
                2 => "unsure",
                _ => continue,
            };
            answers.push(format!("\"q{question}\":\"{word}\""));
        }
        let leads = ["", "\"leads-cross-team\":\"yes\""][usize::from(number % 2 == 0)];
        let answers = answers.join(",");
        text += &format!(
            "{{\"ref\":\"person-{number:07}\",\"answers\":{{{answers}}},\"qualifiers\":{{{leads}}}}}\n"
        );
    }
    text
}

/// Streams lines to the service and hands each part of the answer over.
pub(crate) async fn stream(
    bench: &Bench,
    port: u16,
    lines: Bytes,
    mut part: impl FnMut(&[u8]),
) -> anyhow::Result<()> {
    let url = format!("http://127.0.0.1:{port}/v1/ladders/ai-engineer/quiz/score-batch");
    let request = bench
        .client
        .post(url)
        .header("Content-Type", "application/x-ndjson");
    let mut answer = request.body(lines).send().await?;
    ensure!(answer.status() == 200, "{}", answer.status());
    while let Some(chunk) = answer.chunk().await? {
        part(&chunk);
    }
    Ok(())
}

/// Measures.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let folder = bench.folder("batch")?;
    let (input, output) = (folder.join("input.ndjson"), folder.join("output.ndjson"));
    let text = Bytes::from(lines(LINES));
    fs::write(&input, &text)?;
    let service = Server::service(bench, &folder, "sqlite:rungs.db").await?;
    let mut streamed = Vec::new();
    stream(bench, service.port, text.clone(), |part| {
        streamed.extend_from_slice(part)
    })
    .await?;
    run_role(bench, &input, Some(&output))?;
    ensure!(
        fs::read(&output)? == streamed,
        "the loop has another answer"
    );
    let mut rounds = Rounds::new(2);
    for _ in 0..bench.rounds {
        let begin = Instant::now();
        let mut answered = 0;
        stream(bench, service.port, text.clone(), |part| {
            answered += memchr::memchr_iter(b'\n', part).count();
        })
        .await?;
        ensure!(answered == LINES as usize, "{answered} lines were answered");
        rounds.push(0, f64::from(LINES) / begin.elapsed().as_secs_f64());
        rounds.push(1, f64::from(LINES) / run_role(bench, &input, None)?);
    }
    println!("\nBatch of {LINES} lines, lines per second");
    rounds.print(&["rungs serve", "a loop"]);
    Ok(())
}

/// Runs the loop as a process of its own and returns the seconds that it took.
fn run_role(bench: &Bench, input: &Path, output: Option<&Path>) -> anyhow::Result<f64> {
    let mut command = bench
        .machine
        .command(Core::Server, &std::env::current_exe()?);
    command
        .arg("batch")
        .arg(input)
        .args(output)
        .stdout(Stdio::piped());
    Ok(Process::spawn(&mut command)?.output()?.trim().parse()?)
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
    placement: &'a Place,
    counts: Counts,
    decided: bool,
}

/// Scores the lines of a file and prints the seconds that it took.
pub(crate) fn run_loop(input: &Path, output: Option<&Path>) -> anyhow::Result<()> {
    let ladder = built_in()?
        .into_iter()
        .next()
        .context("no built-in ladder")?;
    let text = fs::read(input)?;
    let output: Box<dyn Write> = match output {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(sink()),
    };
    let mut output = BufWriter::with_capacity(64 * 1024, output);
    let begin = Instant::now();
    for line in text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let line: BatchLine<'_> = serde_json::from_slice(line)?;
        let Ok(sheet) = Sheet::fill(&ladder.document().quiz, &line.answers, &line.qualifiers)
        else {
            bail!("a line does not fit the quiz");
        };
        let verdict = ladder.decide(&sheet);
        let place = ladder.table().places().get(verdict.order);
        let line = Line {
            reference: line.reference.as_deref(),
            placement: place.context("no such placement")?,
            counts: verdict.counts,
            decided: verdict.decided,
        };
        serde_json::to_writer(&mut output, black_box(&line))?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    println!("{}", begin.elapsed().as_secs_f64());
    Ok(())
}
