//! The line of a request, in both forms. It is not an event of `tracing`, whose JSON formatter costs more than the rest of a
//! request. Neither a body, nor a query, nor a person may enter.

use std::io::Write;
use std::time::SystemTime;

use serde::Serialize;
use tracing::Level;
use tracing_appender::non_blocking::NonBlocking;

use super::format::{LogLineFormat, json_line, printable, timestamp};

/// The target of request lines, by which `log.level` can silence them.
pub const REQUEST_TARGET: &str = "rungs::request";

/// Writes request lines to the log; cheap to clone.
#[derive(Debug, Clone)]
pub struct AccessLog {
    pub(super) writer: NonBlocking,
    pub(super) format: LogLineFormat,
    pub(super) least: Level,
}

impl AccessLog {
    /// Whether an answer of this status gets a line; where not, the line need not be put together.
    pub fn wants(&self, status: u16) -> bool {
        status >= 500 || self.least == Level::INFO
    }

    /// Writes the line, where it is wanted.
    pub fn write(&self, line: &AccessLogEntry<'_>) {
        if self.wants(line.status) {
            // Whole lines only: the writer queues what one call gives it. It counts what it has to drop and never fails.
            let _ = self.writer.clone().write_all(&line.format(self.format));
        }
    }
}

/// What is logged about one request: never its body, its query or who sent it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AccessLogEntry<'a> {
    /// When the answer was ready.
    #[serde(skip)]
    pub at: SystemTime,
    /// The method, as it was sent.
    pub method: &'a str,
    /// The pattern of the route; none where no route matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<&'a str>,
    /// The operation's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<&'a str>,
    /// The status of the answer.
    pub status: u16,
    /// How long the answer took, in microseconds.
    pub duration_us: u64,
    /// The length of the answer's body; none where it was streamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The request's id.
    pub request_id: &'a str,
    /// The trace the request belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<&'a str>,
    /// The code of the problem that was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<&'a str>,
}

#[derive(Serialize)]
struct RequestFields<'a> {
    message: String,
    #[serde(flatten)]
    line: &'a AccessLogEntry<'a>,
}

impl AccessLogEntry<'_> {
    /// Returns the line with its end: as JSON with the members that tracing's lines have, or for reading.
    pub fn format(&self, format: LogLineFormat) -> Vec<u8> {
        match format {
            LogLineFormat::Json => {
                let route = self.route.unwrap_or("(no route)");
                let fields = RequestFields {
                    message: format!("{} {route} answered {}", self.method, self.status),
                    line: self,
                };
                json_line(self.at, self.level(), fields, REQUEST_TARGET)
            }
            LogLineFormat::Human => self.human().into_bytes(),
        }
    }

    fn level(&self) -> &'static str {
        if self.status >= 500 { "ERROR" } else { "INFO" }
    }

    fn human(&self) -> String {
        let duration = format!(
            "{}.{:03} ms",
            self.duration_us / 1000,
            self.duration_us % 1000
        );
        let bytes = match self.bytes {
            Some(bytes) => format!("{bytes} B"),
            None => "- B".to_owned(),
        };
        let mut line = format!(
            "{} {:>5} {} {:<7}{duration:>13}{bytes:>11}  {}",
            timestamp(self.at),
            self.level(),
            self.status,
            printable(self.method),
            printable(self.route.unwrap_or("(no route)")),
        );
        for (name, value) in [
            ("operation", self.operation),
            ("request_id", Some(self.request_id)),
            ("trace_id", self.trace_id),
            ("error_code", self.error_code),
        ] {
            if let Some(value) = value {
                line += &format!(" {name}={}", printable(value));
            }
        }
        line.push('\n');
        line
    }
}
