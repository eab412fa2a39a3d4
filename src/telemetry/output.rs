//! The output of the log, as the thread of the non-blocking writer has it: buffered, and with a line that counts the lines that were
//! lost.

use std::io::{self, BufWriter, Write};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use serde::Serialize;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};

use super::format::{LogLineFormat, json_line, timestamp};

/// Lines that may wait for the output; further ones are dropped. At half a kilobyte a line they are 8 MiB.
pub(super) const QUEUED_LINES: usize = 16_384;

/// Bytes that are written at once.
const BUFFER_BYTES: usize = 64 << 10;

const TARGET: &str = "rungs::logs";

/// Starts the thread that writes to `out`. Dropping the guard writes all lines that wait, for a second at most.
pub(super) fn start(
    out: Box<dyn Write + Send>,
    format: LogLineFormat,
) -> (NonBlocking, WorkerGuard) {
    let dropped = Arc::new(OnceLock::new());
    let output = LogWriter {
        out: BufWriter::with_capacity(BUFFER_BYTES, out),
        format,
        dropped: Arc::clone(&dropped),
        failed: 0,
        reported: 0,
    };
    // Lossy: a request never waits for a disk or a terminal.
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(QUEUED_LINES)
        .thread_name("rungs-logs")
        .finish(output);
    let _ = dropped.set(writer.error_counter());
    (writer, guard)
}

/// Writes lines, and never fails: lines that are lost are counted and reported by a line of their own once the output works and the
/// queue is empty.
struct LogWriter {
    out: BufWriter<Box<dyn Write + Send>>,
    format: LogLineFormat,
    /// Lines that found the queue full.
    dropped: Arc<OnceLock<ErrorCounter>>,
    /// Lines that the output did not take.
    failed: usize,
    /// Lost lines that were reported.
    reported: usize,
}

impl Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.out.write_all(line).is_err() {
            self.failed += 1;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let dropped = self.dropped.get().map_or(0, ErrorCounter::dropped_lines);
        let lost = dropped + self.failed;
        if lost > self.reported {
            let report = loss_report(self.format, lost - self.reported);
            if self.out.write_all(&report).is_ok() {
                self.reported = lost;
            }
        }
        // What could not be written stays in the buffer until the next flush.
        let _ = self.out.flush();
        Ok(())
    }
}

#[derive(Serialize)]
struct LossFields {
    message: String,
    dropped: usize,
}

fn loss_report(format: LogLineFormat, dropped: usize) -> Vec<u8> {
    let (at, message) = (
        SystemTime::now(),
        format!("{dropped} log lines were dropped"),
    );
    match format {
        LogLineFormat::Json => json_line(at, "WARN", LossFields { message, dropped }, TARGET),
        LogLineFormat::Human => {
            format!("{}  WARN {TARGET}: {message}\n", timestamp(at)).into_bytes()
        }
    }
}
