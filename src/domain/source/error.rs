//! The error of a text that cannot be read.

use super::position::{LineIndex, Position};

/// Why a text cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}", .position.map(|at| format!("{at}: ")).unwrap_or_default())]
pub struct Unreadable {
    /// Where the reading stopped; absent when the fault is of the text as a whole.
    pub position: Option<Position>,
    /// The reason in plain words, without a full stop.
    pub reason: String,
}

impl Unreadable {
    pub(super) fn at(position: Position, reason: impl Into<String>) -> Unreadable {
        Unreadable {
            position: Some(position),
            reason: reason.into(),
        }
    }

    pub(super) fn whole(reason: impl Into<String>) -> Unreadable {
        Unreadable {
            position: None,
            reason: reason.into(),
        }
    }
}

/// Returns what an error of serde_json says, without its place.
pub fn reason(error: &serde_json::Error) -> String {
    let mut reason = error.to_string();
    if let Some(end) = reason.rfind(" at line ") {
        reason.truncate(end);
    }
    reason
}

pub(super) fn not_utf8(text: &[u8], error: &std::str::Utf8Error) -> Unreadable {
    Unreadable::at(
        LineIndex::new(text).position(error.valid_up_to()),
        "the text is not UTF-8",
    )
}
