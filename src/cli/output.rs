//! Writes to standard output.

use std::io::{self, Write};

use super::outcome::{DONE, Outcome};

/// Prints a text as it is.
pub(super) fn print(text: &str) -> Outcome {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(DONE)
}
