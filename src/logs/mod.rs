//! The log: lines gather in memory and one thread writes them, so that a request never waits for a disk or a terminal.
//! Request lines are formatted by hand; everything else comes through tracing and ends in the same place.
//! Lines are whole, in order, and written before [`Logs`] is gone; past the bound they are dropped and counted.
//! This file starts the log of the process from its settings; neither buffers nor bytes of a line may enter.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use tracing::{Dispatch, Level};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;

use crate::config::{LogConfig, LogFormat};

mod format;
mod request;
mod sink;
#[cfg(test)]
mod tests;

pub use format::Format;
pub use request::{REQUEST_TARGET, RequestLine, RequestLog};
pub use sink::Sink;

const GATHER: Duration = Duration::from_millis(20);
/// On a terminal someone is looking.
const GATHER_ON_TERMINAL: Duration = Duration::from_millis(5);

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
        let (sink, writer) = Sink::start(out, format, gather)?;
        let requests = [Level::INFO, Level::ERROR]
            .into_iter()
            .find(|level| config.requests && config.level.would_enable(REQUEST_TARGET, level));
        Ok(Self {
            sink,
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
        self.sink.settle();
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        self.sink.close();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}
