//! The two forms of a log line, and what both kinds of our own lines share: the members of a JSON line, and printable text.

use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLineFormat {
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// A line with the members, in the order, that the lines of `tracing_subscriber` have.
#[derive(Serialize)]
struct JsonLine<'a, F> {
    timestamp: String,
    level: &'a str,
    fields: F,
    target: &'a str,
}

/// Returns a JSON line with its end.
pub(super) fn json_line(
    at: SystemTime,
    level: &str,
    fields: impl Serialize,
    target: &str,
) -> Vec<u8> {
    let line = JsonLine {
        timestamp: timestamp(at),
        level,
        fields,
        target,
    };
    let mut text = Vec::with_capacity(512);
    // Neither maps with keys that are no text nor fallible serializers occur in a line.
    let _ = serde_json::to_writer(&mut text, &line);
    text.push(b'\n');
    text
}

/// Returns a time as RFC 3339 in UTC with microseconds, as `tracing_subscriber` writes it.
pub(super) fn timestamp(at: SystemTime) -> String {
    DateTime::<Utc>::from(at).to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Returns a text in which control characters, which could steer a terminal or begin a new line, are escaped.
pub(super) fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            printable.extend(letter.escape_unicode());
        } else {
            printable.push(letter);
        }
    }
    printable
}
