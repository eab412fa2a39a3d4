//! The line of a request: what is logged of it, in both forms, put together by hand because every answer pays for it.
//! Neither a body, nor a query, nor a person may enter.

use std::time::SystemTime;

use tracing::Level;

use super::Sink;
use super::format::{
    Format, pad_after, pad_before, start_json, write_escaped, write_number, write_number_field,
    write_printable, write_text_field, write_time,
};

/// The target of request lines, by which `log.level` can silence them.
pub const REQUEST_TARGET: &str = "rungs::request";

/// Where request lines go; cheap to clone.
#[derive(Debug, Clone)]
pub struct RequestLog {
    pub(super) sink: Sink,
    pub(super) format: Format,
    pub(super) least: Level,
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
        write_text_field(r#","route":""#, self.route, line);
        write_text_field(r#","operation":""#, self.operation, line);
        write_number_field(r#","status":"#, Some(self.status.into()), line);
        write_number_field(r#","duration_us":"#, Some(self.duration_us), line);
        write_number_field(r#","bytes":"#, self.bytes, line);
        write_text_field(r#","request_id":""#, Some(self.request_id), line);
        write_text_field(r#","trace_id":""#, self.trace_id, line);
        write_text_field(r#","error_code":""#, self.error_code, line);
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
