//! The two forms of a line, and the pieces they are put together from: numbers, times, texts and padding, appended to a buffer.
//! What a line is about and where it goes may not enter.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

pub(super) fn start_json(at: SystemTime, level: &str, line: &mut Vec<u8>) {
    line.extend_from_slice(b"{\"timestamp\":\"");
    write_time(at, line);
    line.extend_from_slice(b"\",\"level\":\"");
    line.extend_from_slice(level.as_bytes());
    line.extend_from_slice(b"\",\"fields\":{");
}

/// Appends a member of an object; `start` is all that stands before its text, the opening quote included.
pub(super) fn write_text_field(start: &str, value: Option<&str>, line: &mut Vec<u8>) {
    if let Some(value) = value {
        line.extend_from_slice(start.as_bytes());
        write_escaped(value, line);
        line.push(b'"');
    }
}

/// Appends a member of an object; `start` is all that stands before its number.
pub(super) fn write_number_field(start: &str, value: Option<u64>, line: &mut Vec<u8>) {
    if let Some(value) = value {
        line.extend_from_slice(start.as_bytes());
        write_number(value, line);
    }
}

/// Appends the inside of a JSON string.
pub(super) fn write_escaped(text: &str, line: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    // Nearly every text is plain, and looking at all of it without a branch costs a fraction.
    let plain = rest.iter().fold(true, |plain, &b| {
        plain & (b >= 0x20) & (b != b'"') & (b != b'\\')
    });
    if plain {
        line.extend_from_slice(rest);
        return;
    }
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
pub(super) fn write_printable(text: &str, line: &mut Vec<u8>) {
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

pub(super) fn write_number(mut number: u64, line: &mut Vec<u8>) {
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

pub(super) fn pad_after(width: usize, start: usize, line: &mut Vec<u8>) {
    let width = line.len().max(start + width);
    line.resize(width, b' ');
}

pub(super) fn pad_before(width: usize, start: usize, line: &mut Vec<u8>) {
    let missing = (start + width).saturating_sub(line.len());
    line.splice(start..start, std::iter::repeat_n(b' ', missing));
}

/// Appends RFC 3339 in UTC with microseconds. The date and the second are put together once a second and thread.
pub(super) fn write_time(at: SystemTime, line: &mut Vec<u8>) {
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
