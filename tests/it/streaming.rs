//! Scoring in bulk at the pace of the client: answers while the body still comes, in memory that does not grow.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{app::Storage, binary::Serving};

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn a_client_that_pauses_too_long_is_told_so_on_the_next_line() {
    let storage = Storage::new().await;
    let serving = Serving::start(
        &storage.database_url,
        &["--set", "limits.body_timeout_ms=50"],
    );
    let mut batch = Streaming::open(&serving);
    batch.write(b"{\"answers\":{\"q1\":\"yes\"}}\n").unwrap();
    batch.next();
    let line = batch.next();
    assert_eq!(
        (&line["line"], &line["problem"]["status"]),
        (&json!(2), &json!(408))
    );
}

/// A batch on a connection of its own, written and read at the same time.
struct Streaming {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Streaming {
    fn open(serving: &Serving) -> Self {
        let mut stream = serving.connect();
        let head = "POST /v1/ladders/ai-engineer/quiz/score-batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let reader = BufReader::new(stream.try_clone().unwrap());
        Self { stream, reader }
    }

    fn write(&mut self, chunk: &[u8]) -> std::io::Result<()> {
        write!(self.stream, "{:x}\r\n", chunk.len())?;
        self.stream.write_all(chunk)?;
        self.stream.write_all(b"\r\n")
    }

    /// The next line of the answer, past the framing.
    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(
                self.reader.read_line(&mut line).unwrap(),
                0,
                "the answer ended"
            );
            if line.starts_with('{') {
                return serde_json::from_str(&line).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_line_is_answered_before_the_next_one_is_sent() {
    let storage = Storage::new().await;
    let serving = Serving::start(&storage.database_url, &[]);
    let mut batch = Streaming::open(&serving);
    for nth in 0..5 {
        batch
            .write(format!("{{\"ref\":\"{nth}\",\"answers\":{{\"q1\":\"yes\"}}}}\n").as_bytes())
            .unwrap();
        assert_eq!(batch.next()["ref"], nth.to_string());
    }
    // One byte at a time, over the wire.
    for byte in b"{\"ref\":\"slow\",\"answers\":{\"q1\":\"yes\"}}\n" {
        batch.write(&[*byte]).unwrap();
    }
    assert_eq!(batch.next()["ref"], "slow");
    batch.stream.write_all(b"0\r\n\r\n").unwrap();
}

#[tokio::test]
async fn many_lines_take_no_more_memory_than_few() {
    const LINES: usize = 200_000;
    let storage = Storage::new().await;
    let serving = Serving::start(&storage.database_url, &[]);
    let mut batch = Streaming::open(&serving);
    batch.write(b"{\"answers\":{\"q1\":\"yes\"}}\n").unwrap();
    batch.next();
    let before = serving.resident();
    let Streaming { stream, mut reader } = batch;
    let writer = thread::spawn(move || {
        let mut batch = Streaming {
            reader: BufReader::new(stream.try_clone().unwrap()),
            stream,
        };
        let hundred = "{\"ref\":\"0123456789\",\"answers\":{\"q1\":\"yes\",\"q2\":\"no\",\"q3\":\"unsure\"}}\n".repeat(100);
        (0..LINES / 100).for_each(|_| batch.write(hundred.as_bytes()).unwrap());
        batch.stream.write_all(b"0\r\n\r\n").unwrap();
    });
    let (mut answered, mut most, mut line) = (0, before, String::new());
    while line != "0\r\n" {
        line.clear();
        assert_ne!(
            reader.read_line(&mut line).unwrap(),
            0,
            "the answer broke off"
        );
        answered += usize::from(line.contains("0123456789"));
        if answered % 10_000 == 0 {
            most = most.max(serving.resident());
        }
    }
    writer.join().unwrap();
    assert_eq!(answered, LINES);
    assert!(most - before < 64 * MIB, "{before} grew to {most} bytes");
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_not_read_either() {
    let storage = Storage::new().await;
    let serving = Serving::start(&storage.database_url, &[]);
    let before = serving.resident();
    let mut batch = Streaming::open(&serving);
    batch
        .stream
        .set_write_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let lines = "{\"answers\":{\"q1\":\"yes\"}}\n".repeat(1000);
    let blocked = (0..10_000).find_map(|_| batch.write(lines.as_bytes()).err());
    assert!(blocked.is_some(), "250 MB went nowhere");
    assert!(serving.resident() < before + 64 * MIB);
    let healthy = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(serving.ask(healthy).starts_with("HTTP/1.1 200"));
    drop(batch);
    assert!(serving.ask(healthy).starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_client_that_breaks_off_leaves_the_server_as_it_was() {
    let storage = Storage::new().await;
    let serving = Serving::start(&storage.database_url, &[]);
    for half in ["", "5\r\n{\"an", "zz\r\n", "5\r\n{\"ans\r\n"] {
        let mut batch = Streaming::open(&serving);
        batch.stream.write_all(half.as_bytes()).unwrap();
        batch.stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = String::new();
        let _ = batch.reader.read_to_string(&mut answer);
        assert!(!answer.contains("\"placement\""), "{half:?}: {answer}");
        drop(Streaming::open(&serving));
    }
    let mut batch = Streaming::open(&serving);
    batch.write(b"{\"answers\":{\"q1\":\"yes\"}}\n").unwrap();
    assert_eq!(batch.next()["placement"]["level"], "junior");
}
