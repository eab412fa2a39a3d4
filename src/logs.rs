//! The log: lines gather in memory and one thread writes them, so that a request never waits for a disk or a terminal.
//! Request lines are formatted by hand; everything else comes through tracing and ends in the same place.
//! Lines are whole, in order, and written before [`Logs`] is gone; past the bound they are dropped and counted.

use std::cell::Cell;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use tracing::{Dispatch, Level};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;

use crate::config::{LogConfig, LogFormat};

/// The target of request lines, by which `log.level` can silence them.
pub const REQUEST_TARGET: &str = "rungs::request";

/// Bytes that may wait for the writer; past them lines are dropped.
const BOUND: usize = 8 << 20;
const GATHER: Duration = Duration::from_millis(20);
/// On a terminal someone is looking.
const GATHER_ON_TERMINAL: Duration = Duration::from_millis(5);
/// What the buffers keep after a burst.
const KEPT: usize = 1 << 20;

/// Why the log could not be started.
#[derive(Debug, thiserror::Error)]
pub enum LogsError {
    /// The folder of the log file does not exist.
    #[error("log.file: the folder {} does not exist", .0.display())]
    NoFolder(PathBuf),
    /// The log file cannot be opened.
    #[error("log.file: {} cannot be opened: {source}", .path.display())]
    Open {
        /// The log file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The writer thread cannot be started.
    #[error("the log writer cannot be started: {0}")]
    Thread(io::Error),
    /// The process already has a log.
    #[error("the log was started before")]
    AlreadyStarted,
}

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// Opens the log and makes it the log of the process.
pub fn start(config: &LogConfig) -> Result<Logs, LogsError> {
    let stderr_is_terminal = config.file.is_none() && io::stderr().is_terminal();
    let out: Box<dyn Write + Send> = match &config.file {
        Some(path) => {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                return Err(LogsError::NoFolder(folder.to_owned()));
            }
            let file = OpenOptions::new().create(true).append(true).open(path);
            Box::new(file.map_err(|source| LogsError::Open {
                path: path.clone(),
                source,
            })?)
        }
        None => Box::new(io::stderr()),
    };
    let format = match config.format {
        LogFormat::Human => Format::Human,
        LogFormat::Json => Format::Json,
        LogFormat::Auto if stderr_is_terminal => Format::Human,
        LogFormat::Auto => Format::Json,
    };
    let gather = if stderr_is_terminal {
        GATHER_ON_TERMINAL
    } else {
        GATHER
    };
    let logs = Logs::open(out, format, gather, config).map_err(LogsError::Thread)?;
    let dispatch = logs.dispatch(
        &config.level,
        stderr_is_terminal && std::env::var_os("NO_COLOR").is_none(),
    );
    tracing::dispatcher::set_global_default(dispatch).map_err(|_| LogsError::AlreadyStarted)?;
    Ok(logs)
}

/// The running log. When it is dropped, all that was appended has been written; later lines are written at once.
#[derive(Debug)]
pub struct Logs {
    sink: Sink,
    format: Format,
    requests: Option<Level>,
    writer: Option<JoinHandle<()>>,
}

impl Logs {
    fn open(
        out: Box<dyn Write + Send>,
        format: Format,
        gather: Duration,
        config: &LogConfig,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State::default()),
            settled: Condvar::new(),
            writer: OnceLock::new(),
            format,
            gather,
        });
        let of_writer = Arc::clone(&shared);
        let writer = thread::Builder::new()
            .name("rungs-logs".to_owned())
            .spawn(move || of_writer.run(out))?;
        let _ = shared.writer.set(writer.thread().clone());
        let requests = [Level::INFO, Level::ERROR]
            .into_iter()
            .find(|level| config.requests && config.level.would_enable(REQUEST_TARGET, level));
        Ok(Self {
            sink: Sink(shared),
            format,
            requests,
            writer: Some(writer),
        })
    }

    fn dispatch(&self, level: &Targets, colour: bool) -> Dispatch {
        let lines = tracing_subscriber::fmt::layer().with_writer(self.sink.clone());
        let base = registry().with(level.clone());
        match self.format {
            Format::Human => Dispatch::new(base.with(lines.with_ansi(colour))),
            Format::Json => Dispatch::new(base.with(lines.json().with_span_list(false))),
        }
    }

    /// Where lines go.
    pub fn sink(&self) -> &Sink {
        &self.sink
    }

    /// The form of a line.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where request lines go; none where neither `log.requests` nor `log.level` wants any.
    pub fn requests(&self) -> Option<RequestLog> {
        self.requests.map(|least| RequestLog {
            sink: self.sink.clone(),
            format: self.format,
            least,
        })
    }

    /// Blocks until all that was appended before is written, or lost to a failing output.
    pub fn flush(&self) {
        let shared = &self.sink.0;
        let mut state = shared.lock();
        let until = state.appended;
        while state.settled < until && state.direct.is_none() {
            state.urgent = true;
            shared.wake();
            state = shared
                .settled
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        self.sink.0.lock().closing = true;
        self.sink.0.wake();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Where lines go; cheap to clone.
#[derive(Debug, Clone)]
pub struct Sink(Arc<Shared>);

impl Sink {
    /// Appends the line that `f` writes into an empty buffer; its end of line is added where it is missing.
    pub fn write_line(&self, f: impl FnOnce(&mut Vec<u8>)) {
        thread_local! { static LINE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) } }
        // Formatted outside the lock, so that threads format at once and `f` may itself log or panic.
        let mut line = LINE.try_with(Cell::take).unwrap_or_default();
        line.clear();
        f(&mut line);
        if !line.is_empty() {
            if line.last() != Some(&b'\n') {
                line.push(b'\n');
            }
            self.0.append(&line);
        }
        if line.capacity() <= KEPT {
            let _ = LINE.try_with(|kept| kept.set(line));
        }
    }
}

impl Write for &Sink {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.append(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = &'a Sink;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

struct Shared {
    state: Mutex<State>,
    settled: Condvar,
    writer: OnceLock<Thread>,
    format: Format,
    gather: Duration,
}

#[derive(Default)]
struct State {
    buffer: Vec<u8>,
    /// Lines taken into the buffer since the start.
    appended: u64,
    /// Those of them written, or lost to a failing output.
    settled: u64,
    /// Lines lost since it was last said.
    dropped: u64,
    urgent: bool,
    closing: bool,
    /// The output, once the writer has ended.
    direct: Option<Box<dyn Write + Send>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        if let Some(writer) = self.writer.get() {
            writer.unpark();
        }
    }

    fn append(&self, line: &[u8]) {
        let mut state = self.lock();
        if let Some(out) = &mut state.direct {
            // There is nowhere left to say that this failed.
            let _ = out.write_all(line);
            return;
        }
        let before = state.buffer.len();
        let after = before + line.len();
        if after > BOUND {
            state.dropped += 1;
            return;
        }
        state.buffer.extend_from_slice(line);
        state.appended += 1;
        let half_full = before < BOUND / 2 && after >= BOUND / 2;
        state.urgent |= half_full;
        drop(state);
        if before == 0 || half_full {
            self.wake();
        }
    }

    fn run(&self, mut out: Box<dyn Write + Send>) {
        let mut batch = Vec::new();
        loop {
            self.gather();
            let mut state = self.lock();
            std::mem::swap(&mut state.buffer, &mut batch);
            let dropped = std::mem::take(&mut state.dropped);
            let (taken, closing) = (state.appended, state.closing);
            state.urgent = false;
            drop(state);
            if dropped > 0 {
                self.write_dropped(dropped, &mut batch);
            }
            let failed =
                !batch.is_empty() && out.write_all(&batch).and_then(|()| out.flush()).is_err();
            batch.clear();
            batch.shrink_to(KEPT);
            let mut state = self.lock();
            if failed {
                state.dropped += dropped + (taken - state.settled);
            }
            state.settled = taken;
            self.settled.notify_all();
            if closing && state.buffer.is_empty() {
                state.direct = Some(out);
                return;
            }
        }
    }

    /// Waits for a first line, then for more to come, unless someone waits for the writer.
    fn gather(&self) {
        loop {
            let state = self.lock();
            if state.closing {
                return;
            }
            if !state.buffer.is_empty() {
                break;
            }
            drop(state);
            thread::park();
        }
        let until = Instant::now() + self.gather;
        loop {
            let state = self.lock();
            let left = until.saturating_duration_since(Instant::now());
            if state.urgent || state.closing || left.is_zero() {
                return;
            }
            drop(state);
            thread::park_timeout(left);
        }
    }

    fn write_dropped(&self, dropped: u64, batch: &mut Vec<u8>) {
        let at = SystemTime::now();
        match self.format {
            Format::Json => {
                start_json(at, "WARN", batch);
                batch.extend_from_slice(b"\"message\":\"");
                write_number(dropped, batch);
                batch.extend_from_slice(b" log lines were dropped\",\"dropped\":");
                write_number(dropped, batch);
                batch.extend_from_slice(b"},\"target\":\"rungs::logs\"}\n");
            }
            Format::Human => {
                write_time(at, batch);
                batch.extend_from_slice(b"  WARN rungs::logs: ");
                write_number(dropped, batch);
                batch.extend_from_slice(b" log lines were dropped\n");
            }
        }
    }
}

/// Where request lines go; cheap to clone.
#[derive(Debug, Clone)]
pub struct RequestLog {
    sink: Sink,
    format: Format,
    least: Level,
}

impl RequestLog {
    /// Whether an answer of this status gets a line; where not, the line need not be put together.
    pub fn wants(&self, status: u16) -> bool {
        status >= 500 || self.least == Level::INFO
    }

    /// Writes the line, where it is wanted.
    pub fn write(&self, line: &RequestLine<'_>) {
        if self.wants(line.status) {
            self.sink
                .write_line(|buffer| line.write_to(self.format, buffer));
        }
    }
}

/// What is logged about one request: never its body, its query or who sent it.
#[derive(Debug, Clone, Copy)]
pub struct RequestLine<'a> {
    /// When the answer was ready.
    pub at: SystemTime,
    /// The method, as it was sent.
    pub method: &'a str,
    /// The pattern of the route; none where no route matched.
    pub route: Option<&'a str>,
    /// The operation's id.
    pub operation: Option<&'a str>,
    /// The status of the answer.
    pub status: u16,
    /// How long the answer took, in microseconds.
    pub duration_us: u64,
    /// The length of the answer's body; none where it was streamed.
    pub bytes: Option<u64>,
    /// The request's id.
    pub request_id: &'a str,
    /// The trace the request belongs to.
    pub trace_id: Option<&'a str>,
    /// The code of the problem that was answered.
    pub error_code: Option<&'a str>,
}

impl RequestLine<'_> {
    /// Appends the line with its end: as JSON with the keys that tracing's lines have, or for reading.
    pub fn write_to(&self, format: Format, line: &mut Vec<u8>) {
        match format {
            Format::Json => self.write_json(line),
            Format::Human => self.write_human(line),
        }
    }

    fn level(&self) -> &'static str {
        if self.status >= 500 { "ERROR" } else { "INFO" }
    }

    fn write_json(&self, line: &mut Vec<u8>) {
        start_json(self.at, self.level(), line);
        line.extend_from_slice(b"\"message\":\"");
        write_escaped(self.method, line);
        line.push(b' ');
        write_escaped(self.route.unwrap_or("(no route)"), line);
        line.extend_from_slice(b" answered ");
        write_number(self.status.into(), line);
        line.extend_from_slice(b"\",\"method\":\"");
        write_escaped(self.method, line);
        line.push(b'"');
        write_text_field("route", self.route, line);
        write_text_field("operation", self.operation, line);
        write_number_field("status", Some(self.status.into()), line);
        write_number_field("duration_us", Some(self.duration_us), line);
        write_number_field("bytes", self.bytes, line);
        write_text_field("request_id", Some(self.request_id), line);
        write_text_field("trace_id", self.trace_id, line);
        write_text_field("error_code", self.error_code, line);
        line.extend_from_slice(b"},\"target\":\"rungs::request\"}\n");
    }

    fn write_human(&self, line: &mut Vec<u8>) {
        write_time(self.at, line);
        line.extend_from_slice(if self.status >= 500 {
            b" ERROR "
        } else {
            b"  INFO "
        });
        write_number(self.status.into(), line);
        line.push(b' ');
        let start = line.len();
        write_printable(self.method, line);
        pad_after(7, start, line);
        let start = line.len();
        write_number(self.duration_us / 1000, line);
        line.push(b'.');
        for digit in [100, 10, 1] {
            write_number(self.duration_us / digit % 10, line);
        }
        line.extend_from_slice(b" ms");
        pad_before(13, start, line);
        let start = line.len();
        match self.bytes {
            Some(bytes) => write_number(bytes, line),
            None => line.push(b'-'),
        }
        line.extend_from_slice(b" B");
        pad_before(11, start, line);
        line.extend_from_slice(b"  ");
        write_printable(self.route.unwrap_or("(no route)"), line);
        let fields = [
            ("operation", self.operation),
            ("request_id", Some(self.request_id)),
            ("trace_id", self.trace_id),
            ("error_code", self.error_code),
        ];
        for (name, value) in fields {
            let Some(value) = value else { continue };
            line.push(b' ');
            line.extend_from_slice(name.as_bytes());
            line.push(b'=');
            write_printable(value, line);
        }
        line.push(b'\n');
    }
}

fn start_json(at: SystemTime, level: &str, line: &mut Vec<u8>) {
    line.extend_from_slice(b"{\"timestamp\":\"");
    write_time(at, line);
    line.extend_from_slice(b"\",\"level\":\"");
    line.extend_from_slice(level.as_bytes());
    line.extend_from_slice(b"\",\"fields\":{");
}

fn write_text_field(name: &str, value: Option<&str>, line: &mut Vec<u8>) {
    if let Some(value) = value {
        write_name(name, line);
        line.push(b'"');
        write_escaped(value, line);
        line.push(b'"');
    }
}

fn write_number_field(name: &str, value: Option<u64>, line: &mut Vec<u8>) {
    if let Some(value) = value {
        write_name(name, line);
        write_number(value, line);
    }
}

fn write_name(name: &str, line: &mut Vec<u8>) {
    line.extend_from_slice(b",\"");
    line.extend_from_slice(name.as_bytes());
    line.extend_from_slice(b"\":");
}

/// Appends the inside of a JSON string.
fn write_escaped(text: &str, line: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|&b| b < 0x20 || b == b'"' || b == b'\\')
    {
        line.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => line.extend_from_slice(b"\\r"),
            b'\t' => line.extend_from_slice(b"\\t"),
            control if control < 0x20 => {
                line.extend_from_slice(if control < 0x10 { b"\\u000" } else { b"\\u001" });
                line.push(b"0123456789abcdef"[usize::from(control & 0xf)]);
            }
            other => line.extend_from_slice(&[b'\\', other]),
        }
        rest = &rest[at + 1..];
    }
    line.extend_from_slice(rest);
}

/// Appends a text with what could steer a terminal or begin a new line made visible.
fn write_printable(text: &str, line: &mut Vec<u8>) {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        line.extend_from_slice(text.as_bytes());
        return;
    }
    for letter in text.chars() {
        if letter.is_control() {
            line.extend(letter.escape_unicode().map(|c| c as u8));
        } else {
            line.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

fn write_number(mut number: u64, line: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    line.extend_from_slice(&digits[at..]);
}

fn pad_after(width: usize, start: usize, line: &mut Vec<u8>) {
    let width = line.len().max(start + width);
    line.resize(width, b' ');
}

fn pad_before(width: usize, start: usize, line: &mut Vec<u8>) {
    let missing = (start + width).saturating_sub(line.len());
    line.splice(start..start, std::iter::repeat_n(b' ', missing));
}

/// Appends RFC 3339 in UTC with microseconds. The date and the second are put together once a second and thread.
fn write_time(at: SystemTime, line: &mut Vec<u8>) {
    thread_local! {
        static SECOND: Cell<(u64, [u8; 19])> = const { Cell::new((0, *b"1970-01-01T00:00:00")) };
    }
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (mut second, mut text) = SECOND.get();
    if second != since.as_secs() {
        second = since.as_secs();
        text = i64::try_from(second)
            .ok()
            .and_then(|second| DateTime::from_timestamp(second, 0))
            .and_then(|time| {
                time.format("%Y-%m-%dT%H:%M:%S")
                    .to_string()
                    .into_bytes()
                    .try_into()
                    .ok()
            })
            .unwrap_or(*b"9999-12-31T23:59:59");
        SECOND.set((second, text));
    }
    line.extend_from_slice(&text);
    let mut micros = since.subsec_micros();
    let mut fraction = *b".000000Z";
    for digit in fraction[1..7].iter_mut().rev() {
        *digit = b'0' + (micros % 10) as u8;
        micros /= 10;
    }
    line.extend_from_slice(&fraction);
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use serde_json::Value;

    use super::*;
    use crate::config::{Config, Flag, LoadFrom};

    fn settings(flags: &[(&str, &str)]) -> LogConfig {
        let flag = |(key, value): &(&str, &str)| Flag {
            key: format!("log.{key}"),
            value: (*value).to_owned(),
            name: "--set".to_owned(),
        };
        let flags = flags.iter().map(flag).collect();
        Config::load(LoadFrom {
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

    fn open(format: Format, flags: &[(&str, &str)]) -> (Logs, Kept) {
        let kept = Kept::default();
        (
            Logs::open(Box::new(kept.clone()), format, GATHER, &settings(flags)).unwrap(),
            kept,
        )
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

    fn gated(format: Format) -> (Logs, Receiver<()>, Sender<bool>, Kept) {
        let (reached, wait) = channel();
        let (open, go) = channel();
        let kept = Kept::default();
        let gate = Gate {
            reached,
            go,
            kept: kept.clone(),
        };
        (
            Logs::open(Box::new(gate), format, Duration::ZERO, &settings(&[])).unwrap(),
            wait,
            open,
            kept,
        )
    }

    fn line<'a>() -> RequestLine<'a> {
        RequestLine {
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

    fn text(line: &RequestLine<'_>, format: Format) -> String {
        let mut buffer = Vec::new();
        line.write_to(format, &mut buffer);
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn a_request_line_has_the_keys_of_a_tracing_line() {
        let (logs, kept) = open(Format::Json, &[]);
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
            text(&line(), Format::Human),
            "2026-11-01T12:00:00.000042Z  INFO 200 GET         1.042 ms    38123 B  /v1/ladders/{ladder} \
             operation=find_ladder request_id=01932f\n"
        );
        let failed = RequestLine {
            status: 503,
            method: "POST",
            bytes: None,
            route: None,
            operation: None,
            error_code: Some("unavailable"),
            ..line()
        };
        assert_eq!(
            text(&failed, Format::Human),
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
        let hostile = RequestLine {
            method: &all,
            route: Some("\"}\n{"),
            request_id: "\\\u{1b}[2J",
            trace_id: Some(&all),
            ..line()
        };
        let json = text(&hostile, Format::Json);
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json.matches('\n').count(), 1);
        assert_eq!(read["fields"]["method"], Value::from(all.as_str()));
        assert_eq!(read["fields"]["trace_id"], Value::from(all.as_str()));
        assert_eq!(read["fields"]["route"], "\"}\n{");
        assert_eq!(read["fields"]["request_id"], "\\\u{1b}[2J");
        let human = text(&hostile, Format::Human);
        assert!(!human.trim_end_matches('\n').contains(char::is_control));
        assert!(human.contains("\\u{1b}[2J"));
    }

    #[test]
    fn numbers_and_times_read_back() {
        for number in [0, 9, 10, 1_000_000, u64::MAX] {
            let mut digits = Vec::new();
            write_number(number, &mut digits);
            assert_eq!(String::from_utf8(digits).unwrap(), number.to_string());
        }
        for (seconds, micros) in [
            (0, 0),
            (951_782_399, 999_999),
            (951_782_400, 1),
            (1_709_164_800, 20),
            (253_402_300_799, 0),
        ] {
            let mut stamp = Vec::new();
            write_time(
                UNIX_EPOCH + Duration::new(seconds, micros * 1000 + 999),
                &mut stamp,
            );
            let read = DateTime::parse_from_rfc3339(std::str::from_utf8(&stamp).unwrap()).unwrap();
            assert_eq!(
                read.timestamp_micros(),
                i64::try_from(seconds).unwrap() * 1_000_000 + i64::from(micros)
            );
            assert_eq!(stamp.len(), 27);
        }
        let mut far = Vec::new();
        write_time(UNIX_EPOCH + Duration::from_secs(1 << 40), &mut far);
        assert_eq!(far, b"9999-12-31T23:59:59.000000Z");
    }

    #[test]
    fn the_level_decides_which_requests_are_wanted() {
        let wanted = |flags: &[(&str, &str)]| {
            let (logs, _) = open(Format::Json, flags);
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
        let logs = Logs::open(Box::new(file), Format::Json, GATHER, &settings(&[])).unwrap();
        thread::scope(|scope| {
            for thread in 0..4 {
                let sink = logs.sink().clone();
                scope.spawn(move || {
                    for number in 0..10_000 {
                        sink.write_line(|line| {
                            write!(line, "{thread} {number} {}", "x".repeat(number % 90)).unwrap()
                        });
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
        assert_eq!(next, [10_000; 4]);
    }

    #[test]
    fn a_flush_waits_for_what_came_before_and_a_late_line_is_written_at_once() {
        let (logs, kept) = open(Format::Json, &[]);
        let sink = logs.sink().clone();
        for number in 0..50 {
            sink.write_line(|line| write!(line, "{number}").unwrap());
            logs.flush();
            assert_eq!(kept.text().lines().count(), number + 1);
        }
        sink.write_line(|_| {});
        logs.flush();
        drop(logs);
        sink.write_line(|line| line.extend_from_slice(b"late\n"));
        assert_eq!(kept.text().lines().count(), 51);
        assert!(kept.text().ends_with("49\nlate\n"));
    }

    #[test]
    fn a_line_may_log_or_panic_while_it_is_written() {
        let (logs, kept) = open(Format::Human, &[]);
        logs.sink().write_line(|outer| {
            logs.sink()
                .write_line(|inner| inner.extend_from_slice(b"inner"));
            outer.extend_from_slice(b"outer");
        });
        let sink = logs.sink().clone();
        let broken = thread::spawn(move || {
            sink.write_line(|line| {
                line.extend_from_slice(b"half");
                std::panic::resume_unwind(Box::new(()));
            })
        });
        assert!(broken.join().is_err());
        logs.flush();
        assert_eq!(kept.text(), "inner\nouter\n");
    }

    #[test]
    fn what_does_not_fit_is_counted_and_said() {
        for format in [Format::Json, Format::Human] {
            let (logs, reached, go, kept) = gated(format);
            logs.sink()
                .write_line(|line| line.extend_from_slice(b"first"));
            reached.recv().unwrap();
            let long = vec![b'x'; 1 << 20];
            for _ in 0..10 {
                logs.sink().write_line(|line| line.extend_from_slice(&long));
            }
            logs.sink()
                .write_line(|line| line.extend_from_slice(b"fits"));
            drop(go);
            drop(logs);
            let text = kept.text();
            let lines: Vec<_> = text.lines().collect();
            assert_eq!((lines[0], lines.len(), lines[8]), ("first", 10, "fits"));
            assert!(
                lines[9].contains("3 log lines were dropped") && lines[9].contains("WARN"),
                "{}",
                lines[9]
            );
            if format == Format::Json {
                let read: Value = serde_json::from_str(lines[9]).unwrap();
                assert_eq!(read["fields"]["dropped"], 3);
            }
        }
    }

    #[test]
    fn an_output_that_fails_for_a_while_neither_hangs_nor_hides_the_loss() {
        let (logs, _reached, go, kept) = gated(Format::Human);
        go.send(false).unwrap();
        logs.sink()
            .write_line(|line| line.extend_from_slice(b"lost"));
        logs.flush();
        drop(go);
        logs.sink()
            .write_line(|line| line.extend_from_slice(b"kept"));
        logs.flush();
        assert!(
            kept.text().starts_with("kept\n")
                && kept.text().ends_with(" 1 log lines were dropped\n")
        );
    }

    #[test]
    fn a_log_file_that_cannot_be_opened_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let told =
            |path: PathBuf| start(&settings(&[("file", path.to_str().unwrap())])).unwrap_err();
        assert!(matches!(
            told(folder.path().join("none/rungs.log")),
            LogsError::NoFolder(_)
        ));
        let error = told(folder.path().to_owned());
        assert!(
            matches!(error, LogsError::Open { .. })
                && error.to_string().contains("cannot be opened")
        );
    }

    #[test]
    fn the_log_of_the_process_starts_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rungs.log");
        let config = settings(&[
            ("file", path.to_str().unwrap()),
            ("level", "rungs::logs=debug"),
        ]);
        let logs = start(&config).unwrap();
        assert_eq!(logs.format(), Format::Json);
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
}
