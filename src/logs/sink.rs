//! The sink: the bounded buffer where lines gather, and the one thread that writes it out.
//! While that thread runs, whoever appends does not wait for the output. What a line says may not enter, save the line on lines that were dropped.

use std::cell::Cell;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant, SystemTime};

use tracing_subscriber::fmt::MakeWriter;

use super::format::{Format, start_json, write_number, write_time};

/// Bytes that may wait for the writer; past them lines are dropped.
const BOUND: usize = 8 << 20;
/// What the buffers keep after a burst.
const KEPT: usize = 1 << 20;

/// Where lines go; cheap to clone.
#[derive(Debug, Clone)]
pub struct Sink(Arc<Shared>);

impl Sink {
    /// Starts the thread that writes to `out` what is appended.
    pub(super) fn start(
        out: Box<dyn Write + Send>,
        format: Format,
        gather: Duration,
    ) -> io::Result<(Self, JoinHandle<()>)> {
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
        Ok((Self(shared), writer))
    }

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

    /// Blocks until all that was appended before is written, or lost to a failing output.
    pub(super) fn settle(&self) {
        let shared = &self.0;
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

    /// Tells the writer to end once the buffer is empty.
    pub(super) fn close(&self) {
        self.0.lock().closing = true;
        self.0.wake();
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
