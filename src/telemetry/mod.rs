//! The log: `tracing` with its subscriber, and the lines of requests, both written by the thread of `tracing_appender`, so that a
//! request never waits for a disk or a terminal.
//! The log is lossy: where more than 16,384 lines wait for the output, further ones are dropped, and a line says how many. Lines are
//! whole, in order, and written when [`LogHandle`] is dropped, unless the output takes longer than a second for them.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use tracing::{Dispatch, Level};
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;

use crate::config::{LogConfig, LogFormat};

mod format;
mod output;
mod request;
#[cfg(test)]
mod tests;

pub use format::LogLineFormat;
pub use request::{AccessLog, AccessLogEntry, REQUEST_TARGET};

/// The target of the MCP SDK's lines.
const MCP_SDK: &str = "rmcp";

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
    /// The process already has a log.
    #[error("the log was started before")]
    AlreadyStarted,
}

/// Opens the log and makes it the log of the process.
pub fn start(config: &LogConfig) -> Result<LogHandle, LogsError> {
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
        LogFormat::Human => LogLineFormat::Human,
        LogFormat::Json => LogLineFormat::Json,
        LogFormat::Auto if stderr_is_terminal => LogLineFormat::Human,
        LogFormat::Auto => LogLineFormat::Json,
    };
    let logs = LogHandle::open(out, format, config);
    let dispatch = logs.dispatch(
        &config.level,
        stderr_is_terminal && std::env::var_os("NO_COLOR").is_none(),
    );
    tracing::dispatcher::set_global_default(dispatch).map_err(|_| LogsError::AlreadyStarted)?;
    Ok(logs)
}

/// The running log. When it is dropped, all lines that wait are written; later lines are lost.
#[derive(Debug)]
pub struct LogHandle {
    writer: NonBlocking,
    format: LogLineFormat,
    requests: Option<Level>,
    _guard: WorkerGuard,
}

impl LogHandle {
    fn open(out: Box<dyn Write + Send>, format: LogLineFormat, config: &LogConfig) -> Self {
        let (writer, guard) = output::start(out, format);
        let requests = [Level::INFO, Level::ERROR]
            .into_iter()
            .find(|level| config.requests && config.level.would_enable(REQUEST_TARGET, level));
        Self {
            writer,
            format,
            requests,
            _guard: guard,
        }
    }

    fn dispatch(&self, level: &Targets, colour: bool) -> Dispatch {
        let lines = tracing_subscriber::fmt::layer().with_writer(self.writer.clone());
        let mut level = level.clone();
        // At `info` the MCP SDK writes three lines for every request, and at `warn` one for every mistake of a client.
        if level.iter().all(|(target, _)| target != MCP_SDK) {
            level = level.with_target(MCP_SDK, Level::ERROR);
        }
        let base = registry().with(level);
        match self.format {
            LogLineFormat::Human => Dispatch::new(base.with(lines.with_ansi(colour))),
            LogLineFormat::Json => Dispatch::new(base.with(lines.json().with_span_list(false))),
        }
    }

    /// Where request lines go; none where neither `log.requests` nor `log.level` wants any.
    pub fn requests(&self) -> Option<AccessLog> {
        self.requests.map(|least| AccessLog {
            writer: self.writer.clone(),
            format: self.format,
            least,
        })
    }
}
