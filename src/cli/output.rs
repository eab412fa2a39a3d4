//! Writes to standard output.

use std::io::{self, Write};

use super::outcome::{CommandResult, DONE};

/// Prints a text as it is.
pub(super) fn print(text: &str) -> CommandResult {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(DONE)
}
