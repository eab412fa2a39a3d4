//! Many quizzes scored: streamed over HTTP, against a loop on one thread.

use std::{
    hint::black_box,
    io::{BufWriter, Write, sink},
    time::Instant,
};

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use reqwest::Response;
use rungs::{
    app::scoring::BatchLine,
    domain::{answers::AnswerSheet, ladder::Ladder, placement::AnswerCounts, quiz::LadderPosition},
};
use serde::Serialize;

use crate::{
    Bench, score,
    servers::{Server, on_server_core},
};

/// Lines of one batch.
const LINES: u32 = 200_000;

/// Makes lines that differ in their answers: yes, no, unsure or nothing to each question but the first.
pub(crate) fn lines(count: u32) -> Bytes {
    let mut text = String::new();
    for number in 0..count {
        text += &format!(r#"{{"ref":"person-{number:07}","answers":{{"q1":"yes""#);
        for question in 2..=6 {
            if let Some(word) = ["yes", "no", "unsure"].get(number as usize >> (2 * question) & 3) {
                text += &format!(r#","q{question}":"{word}""#);
            }
        }
        let leads = ["", r#""leads-cross-team":"yes""#][usize::from(number % 2 == 0)];
        text += &format!("}},\"qualifiers\":{{{leads}}}}}\n");
    }
    text.into()
}

/// Sends lines to the service.
async fn send(bench: &Bench, port: u16, lines: Bytes) -> anyhow::Result<Response> {
    let url = format!("http://127.0.0.1:{port}/v1/ladders/ai-engineer/quiz/score-batch");
    let request = bench.client.post(url).body(lines);
    let request = request.header("Content-Type", "application/x-ndjson");
    Ok(request.send().await?.error_for_status()?)
}

/// Streams lines to the service and checks that there is an answer to each.
pub(crate) async fn stream(bench: &Bench, port: u16, lines: Bytes) -> anyhow::Result<()> {
    let count = |text: &[u8]| memchr::memchr_iter(b'\n', text).count();
    let (sent, mut answered) = (count(&lines), 0);
    let mut answer = send(bench, port, lines).await?;
    while let Some(chunk) = answer.chunk().await? {
        answered += count(&chunk);
    }
    ensure!(answered == sent, "{answered} of {sent} lines were answered");
    Ok(())
}

/// Measures.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let (lines, ladder) = (lines(LINES), score::ladder()?);
    let service = Server::service(bench, "sqlite:rungs.db").await?;
    let answer = send(bench, service.port, lines.clone()).await?;
    let mut expected = Vec::new();
    score_lines(&ladder, &lines, &mut expected)?;
    ensure!(
        answer.bytes().await? == expected,
        "the loop has another answer"
    );
    let measure = async |program| {
        let begin = Instant::now();
        if program == 0 {
            stream(bench, service.port, lines.clone()).await?;
        } else {
            on_server_core(|| score_lines(&ladder, &lines, sink()))?;
        }
        Ok(f64::from(LINES) / begin.elapsed().as_secs_f64())
    };
    let title = format!("Batch of {LINES} lines, lines per second");
    bench
        .compare(&title, &["rungs serve", "a loop"], measure)
        .await
}

#[derive(Serialize)]
struct CriterionLine<'a> {
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
    placement: &'a LadderPosition,
    counts: AnswerCounts,
    decided: bool,
}

/// Scores lines and writes the answers.
fn score_lines(ladder: &Ladder, lines: &[u8], output: impl Write) -> anyhow::Result<()> {
    let mut output = BufWriter::with_capacity(64 * 1024, output);
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let line: BatchLine<'_> = serde_json::from_slice(line)?;
        let quiz = &ladder.document().quiz;
        let Ok(sheet) = AnswerSheet::fill(quiz, &line.answers, &line.qualifiers) else {
            bail!("a line does not fit the quiz");
        };
        let verdict = ladder.decide(&sheet);
        let place = ladder.table().places().get(verdict.order);
        let line = CriterionLine {
            reference: line.reference.as_deref(),
            placement: place.context("no such placement")?,
            counts: verdict.counts,
            decided: verdict.decided,
        };
        serde_json::to_writer(&mut output, black_box(&line))?;
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}
