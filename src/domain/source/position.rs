//! Positions in a text: line and column, and the offset in bytes that they are computed from.

use std::fmt;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Returns the offset after the place that an error of serde_json names by its line, ended by `\n`, and its column in bytes.
pub fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let lines = text.split(|byte| *byte == b'\n');
    let before = lines.take(line.saturating_sub(1));
    let before: usize = before.map(|line| line.len() + 1).sum();
    (before + column).min(text.len())
}

/// Walks a text forward and tells the position of one offset after another, each no smaller than the last.
pub(super) struct LineIndex<'a> {
    text: &'a [u8],
    offset: usize,
    position: Position,
}

impl<'a> LineIndex<'a> {
    pub(super) fn new(text: &'a [u8]) -> LineIndex<'a> {
        LineIndex {
            text,
            offset: 0,
            position: Position { line: 1, column: 1 },
        }
    }

    pub(super) fn position(&mut self, offset: usize) -> Position {
        while self.offset < offset
            && let Some(&byte) = self.text.get(self.offset)
        {
            self.offset += 1;
            let Position { line, column } = &mut self.position;
            match byte {
                b'\r' if self.text.get(self.offset) == Some(&b'\n') => {}
                b'\n' | b'\r' => {
                    *line += 1;
                    *column = 1;
                }
                0x80..=0xbf => {}
                _ => *column += 1,
            }
        }
        self.position
    }
}
