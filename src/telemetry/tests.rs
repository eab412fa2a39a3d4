use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;

use super::output::QUEUED_LINES;
use super::*;
use crate::config::{Config, ConfigSources, Flag};

fn settings(flags: &[(&str, &str)]) -> LogConfig {
    let flag = |(key, value): &(&str, &str)| Flag {
        key: format!("log.{key}"),
        value: (*value).to_owned(),
        name: "--set".to_owned(),
    };
    let flags = flags.iter().map(flag).collect();
    Config::load(ConfigSources {
        file: None,
        env: std::iter::empty(),
        flags,
    })
    .unwrap()
    .config
    .log
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn open(format: LogLineFormat, flags: &[(&str, &str)]) -> (LogHandle, Kept) {
    let kept = Kept::default();
    let logs = LogHandle::open(Box::new(kept.clone()), format, &settings(flags));
    (logs, kept)
}

/// An output that stops at its first write until it is let go, or fails it.
struct Gate {
    reached: Sender<()>,
    go: Receiver<bool>,
    kept: Kept,
}

impl Write for Gate {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.reached.send(());
        match self.go.recv() {
            Ok(false) => Err(io::Error::other("full")),
            _ => self.kept.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn gated(format: LogLineFormat) -> (LogHandle, Receiver<()>, Sender<bool>, Kept) {
    let (reached, wait) = channel();
    let (open, go) = channel();
    let kept = Kept::default();
    let gate = Gate {
        reached,
        go,
        kept: kept.clone(),
    };
    let logs = LogHandle::open(Box::new(gate), format, &settings(&[]));
    (logs, wait, open, kept)
}

fn line<'a>() -> AccessLogEntry<'a> {
    AccessLogEntry {
        at: UNIX_EPOCH + Duration::from_micros(1_793_534_400_000_042),
        method: "GET",
        route: Some("/v1/ladders/{ladder}"),
        operation: Some("find_ladder"),
        status: 200,
        duration_us: 1042,
        bytes: Some(38_123),
        request_id: "01932f",
        trace_id: None,
        error_code: None,
    }
}

fn text(line: &AccessLogEntry<'_>, format: LogLineFormat) -> String {
    String::from_utf8(line.format(format)).unwrap()
}

/// Queues a text as a line of the log.
fn write(logs: &LogHandle, text: &str) {
    logs.writer.clone().write_all(text.as_bytes()).unwrap();
}

#[test]
fn a_request_line_has_the_keys_of_a_tracing_line() {
    let (logs, kept) = open(LogLineFormat::Json, &[]);
    tracing::dispatcher::with_default(&logs.dispatch(&settings(&[]).level, false), || {
        tracing::info!(target: "rungs::request", method = "GET", status = 200, "hello");
    });
    logs.requests().unwrap().write(&line());
    drop(logs);
    let lines: Vec<BTreeMap<String, Value>> = kept
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines[0].keys().eq(lines[1].keys()));
    for key in ["level", "target"] {
        assert_eq!(lines[0][key], lines[1][key]);
    }
    let stamp = |line: &BTreeMap<String, Value>| line["timestamp"].as_str().unwrap().len();
    assert_eq!(stamp(&lines[0]), stamp(&lines[1]));
    assert_eq!(
        kept.text().lines().nth(1).unwrap(),
        r#"{"timestamp":"2026-11-01T12:00:00.000042Z","level":"INFO","fields":{"message":"GET /v1/ladders/{ladder} answered 200","method":"GET","route":"/v1/ladders/{ladder}","operation":"find_ladder","status":200,"duration_us":1042,"bytes":38123,"request_id":"01932f"},"target":"rungs::request"}"#
    );
}

#[test]
fn a_human_line_is_aligned() {
    assert_eq!(
        text(&line(), LogLineFormat::Human),
        "2026-11-01T12:00:00.000042Z  INFO 200 GET         1.042 ms    38123 B  /v1/ladders/{ladder} \
         operation=find_ladder request_id=01932f\n"
    );
    let failed = AccessLogEntry {
        status: 503,
        method: "POST",
        bytes: None,
        route: None,
        operation: None,
        error_code: Some("unavailable"),
        ..line()
    };
    assert_eq!(
        text(&failed, LogLineFormat::Human),
        "2026-11-01T12:00:00.000042Z ERROR 503 POST        1.042 ms        - B  (no route) \
         request_id=01932f error_code=unavailable\n"
    );
}

#[test]
fn hostile_texts_neither_break_a_line_nor_steer_a_terminal() {
    let all: String = (0..0x250)
        .filter_map(char::from_u32)
        .chain("\u{2028}\u{10ffff}".chars())
        .collect();
    let hostile = AccessLogEntry {
        method: &all,
        route: Some("\"}\n{"),
        request_id: "\\\u{1b}[2J",
        trace_id: Some(&all),
        ..line()
    };
    let json = text(&hostile, LogLineFormat::Json);
    let read: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json.matches('\n').count(), 1);
    assert_eq!(read["fields"]["method"], Value::from(all.as_str()));
    assert_eq!(read["fields"]["trace_id"], Value::from(all.as_str()));
    assert_eq!(read["fields"]["route"], "\"}\n{");
    assert_eq!(read["fields"]["request_id"], "\\\u{1b}[2J");
    let human = text(&hostile, LogLineFormat::Human);
    assert!(!human.trim_end_matches('\n').contains(char::is_control));
    assert!(human.contains("\\u{1b}[2J"));
}

#[test]
fn the_level_decides_which_requests_are_wanted() {
    let wanted = |flags: &[(&str, &str)]| {
        let (logs, _) = open(LogLineFormat::Json, flags);
        logs.requests()
            .map(|requests| (requests.wants(200), requests.wants(500)))
    };
    assert_eq!(wanted(&[]), Some((true, true)));
    assert_eq!(wanted(&[("level", "warn")]), Some((false, true)));
    assert_eq!(
        wanted(&[("level", "warn,rungs::request=info")]),
        Some((true, true))
    );
    assert_eq!(wanted(&[("level", "info,rungs::request=off")]), None);
    assert_eq!(wanted(&[("requests", "false")]), None);
}

#[test]
fn lines_of_four_threads_are_whole_and_in_order_and_none_is_lost_on_drop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rungs.log");
    std::fs::write(&path, "before\n").unwrap();
    let file = OpenOptions::new().append(true).open(&path).unwrap();
    let logs = LogHandle::open(Box::new(file), LogLineFormat::Json, &settings(&[]));
    // All of them fit into the queue, however slow the output is.
    let each = QUEUED_LINES / 4;
    thread::scope(|scope| {
        for thread in 0..4 {
            let mut writer = logs.writer.clone();
            scope.spawn(move || {
                for number in 0..each {
                    let line = format!("{thread} {number} {}\n", "x".repeat(number % 90));
                    writer.write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
    drop(logs);
    let written = std::fs::read_to_string(&path).unwrap();
    let mut next = [0; 4];
    for line in written.strip_prefix("before\n").unwrap().lines() {
        let parts: Vec<_> = line.split(' ').collect();
        let (thread, number): (usize, usize) =
            (parts[0].parse().unwrap(), parts[1].parse().unwrap());
        assert_eq!(
            (next[thread], parts[2].len(), parts.len()),
            (number, number % 90, 3)
        );
        next[thread] += 1;
    }
    assert_eq!(next, [each; 4]);
}

#[test]
fn lines_that_find_the_queue_full_are_dropped_and_counted_in_a_line() {
    for format in [LogLineFormat::Json, LogLineFormat::Human] {
        let (logs, reached, go, kept) = gated(format);
        write(&logs, "first\n");
        // From here on nothing is taken out of the queue.
        reached.recv().unwrap();
        for number in 0..QUEUED_LINES + 3 {
            write(&logs, &format!("{number}\n"));
        }
        drop(go);
        // Wait for the queue to be empty: that the guard itself can be queued is for the library.
        while !kept.text().contains("were dropped") {
            thread::yield_now();
        }
        drop(logs);
        let text = kept.text();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!((lines[0], lines.len()), ("first", QUEUED_LINES + 2));
        for (number, line) in lines[1..=QUEUED_LINES].iter().enumerate() {
            assert_eq!(*line, number.to_string());
        }
        let report = lines[QUEUED_LINES + 1];
        assert!(
            report.contains("3 log lines were dropped") && report.contains("WARN"),
            "{report}"
        );
        if format == LogLineFormat::Json {
            let read: Value = serde_json::from_str(report).unwrap();
            assert_eq!(read["fields"]["dropped"], 3);
            assert_eq!(read["target"], "rungs::logs");
        }
    }
}

#[test]
fn lines_wait_for_an_output_that_fails_for_a_while() {
    let (logs, reached, go, kept) = gated(LogLineFormat::Human);
    write(&logs, "first\n");
    reached.recv().unwrap();
    go.send(false).unwrap();
    write(&logs, "second\n");
    drop(go);
    drop(logs);
    assert_eq!(kept.text(), "first\nsecond\n");
}

#[test]
fn a_line_that_an_output_does_not_take_is_counted() {
    let (logs, reached, go, kept) = gated(LogLineFormat::Human);
    // Longer than the buffer, so that it goes to the output at once.
    write(&logs, &format!("{}\n", "x".repeat(1 << 20)));
    reached.recv().unwrap();
    go.send(false).unwrap();
    drop(go);
    drop(logs);
    let text = kept.text();
    assert!(
        text.ends_with(" 1 log lines were dropped\n") && text.lines().count() == 1,
        "{text}"
    );
}

#[test]
fn a_log_file_that_cannot_be_opened_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = |path: PathBuf| start(&settings(&[("file", path.to_str().unwrap())])).unwrap_err();
    assert!(matches!(
        told(folder.path().join("none/rungs.log")),
        LogsError::NoFolder(_)
    ));
    let error = told(folder.path().to_owned());
    assert!(
        matches!(error, LogsError::Open { .. }) && error.to_string().contains("cannot be opened")
    );
}

#[test]
fn the_log_of_the_process_starts_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rungs.log");
    let config = settings(&[
        ("file", path.to_str().unwrap()),
        ("level", "rungs::telemetry=debug"),
    ]);
    let logs = start(&config).unwrap();
    assert_eq!(logs.format, LogLineFormat::Json);
    assert!(matches!(start(&config), Err(LogsError::AlreadyStarted)));
    tracing::debug!("once");
    tracing::trace!("not wanted");
    drop(logs);
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written.lines().count() == 1 && written.contains("\"once\""),
        "{written}"
    );
}
