//! JSON by RFC 8259. Our own walk over the text, because serde_json keeps neither the positions nor the literal text
//! of a number; the escapes in a string are still its business.

use serde_json::Value;

use super::tree::{Scalar, Tree};
use super::{Lines, Position, Unreadable};

/// Reads the text into the tree; an empty text leaves it without a root.
pub(super) fn read(text: &str, tree: &mut Tree) -> Result<(), Unreadable> {
    let mut reader = Reader {
        text,
        at: 0,
        lines: Lines::new(text.as_bytes()),
    };
    reader.skip_space();
    if reader.peek().is_none() {
        return Ok(());
    }
    reader.value(tree)?;
    reader.skip_space();
    match reader.peek() {
        Some(_) => Err(reader.unexpected("the end of the text")),
        None => Ok(()),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    lines: Lines<'a>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn here(&mut self) -> Position {
        self.lines.position(self.at)
    }

    fn unexpected(&mut self, wanted: &str) -> Unreadable {
        let reason = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(found) => format!("{wanted} was expected here, not {found:?}"),
            None => format!("the text ends where {wanted} was expected"),
        };
        Unreadable::at(self.here(), reason)
    }

    /// Recursion is safe here: the tree refuses to open one level too many.
    fn value(&mut self, tree: &mut Tree) -> Result<(), Unreadable> {
        let position = self.here();
        match self.peek() {
            Some(b'{') => {
                tree.open_object(position)?;
                self.members(tree)
            }
            Some(b'[') => {
                tree.open_array(position)?;
                self.entries(tree)
            }
            Some(b'"') => {
                let text = self.string()?;
                tree.scalar(Scalar::plain(text), position)
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = self.number()?;
                tree.scalar(number, position)
            }
            _ => {
                let value = self.word()?;
                tree.scalar(Scalar::plain(value), position)
            }
        }
    }

    fn members(&mut self, tree: &mut Tree) -> Result<(), Unreadable> {
        self.at += 1;
        self.skip_space();
        if !self.take(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.unexpected("a name in double quotes"));
                }
                let position = self.here();
                let name = self.string()?;
                tree.name(name, position)?;
                self.skip_space();
                if !self.take(b':') {
                    return Err(self.unexpected("a colon"));
                }
                self.skip_space();
                self.value(tree)?;
                self.skip_space();
                if self.take(b'}') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.unexpected("a comma or a closing brace"));
                }
                self.skip_space();
            }
        }
        tree.close();
        Ok(())
    }

    fn entries(&mut self, tree: &mut Tree) -> Result<(), Unreadable> {
        self.at += 1;
        self.skip_space();
        if !self.take(b']') {
            loop {
                self.value(tree)?;
                self.skip_space();
                if self.take(b']') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.unexpected("a comma or a closing bracket"));
                }
                self.skip_space();
            }
        }
        tree.close();
        Ok(())
    }

    fn word(&mut self) -> Result<Value, Unreadable> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, value) in [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
        ] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected("a value"))
    }

    fn digits(&mut self) -> Result<(), Unreadable> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.unexpected("a digit"))
        } else {
            Ok(())
        }
    }

    fn number(&mut self) -> Result<Scalar, Unreadable> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        Ok(Scalar::number(
            self.text.get(start..self.at).unwrap_or_default(),
        ))
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        let start = self.at;
        let position = self.here();
        self.at += 1;
        let mut escaped = false;
        loop {
            match self.peek() {
                None => return Err(Unreadable::at(position, "this string is never closed")),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(0..=0x1f) => {
                    let reason = "a line break, a tab or another control character in a string must be escaped";
                    return Err(Unreadable::at(self.here(), reason));
                }
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        if escaped {
            let literal = self.text.get(start..self.at).unwrap_or_default();
            serde_json::from_str(literal).map_err(|_| {
                let reason = "this string has an escape that JSON does not know, or half of a surrogate pair";
                Unreadable::at(position, reason)
            })
        } else {
            Ok(self
                .text
                .get(start + 1..self.at - 1)
                .unwrap_or_default()
                .to_owned())
        }
    }
}
