//! A document text, YAML or JSON, read into one tree that remembers where each node stood. The text comes from
//! strangers: size, depth, nodes and names are bounded, and what could multiply or mislead (anchors, foreign tags,
//! several documents) is refused. What the members mean is decided by the callers.

use serde_json::Value;

mod error;
mod json;
mod limits;
mod pointer;
mod position;
mod tree;
mod yaml;

pub use error::{Unreadable, reason};
pub use limits::{MAX_BYTES, MAX_DEPTH, MAX_DUPLICATES, MAX_NAME_CHARS, MAX_NODES};
pub use pointer::{escape, unescape};
pub use position::{Position, offset};
pub use tree::Duplicate;

use error::not_utf8;
use position::LineIndex;
use tree::{Node, Tree};

/// The language a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// YAML 1.2 with the core schema: `no`, `yes`, `on` and `off` are strings.
    Yaml,
    /// JSON, RFC 8259.
    Json,
}

impl Syntax {
    /// The syntax a file name's ending tells (`.yaml`, `.yml`, `.json`, any case), or `None`.
    pub fn from_file_name(name: &str) -> Option<Syntax> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Syntax::Yaml),
            "json" => Some(Syntax::Json),
            _ => None,
        }
    }
}

/// A document that was read, with the place of each of its nodes.
///
/// The format has whole numbers and decimals, and a decimal (money above all) never passes a binary float: a number
/// that does not fit an `i64` or `u64`, so one with a fraction, an exponent or too many digits, is kept as a
/// [`Value::String`] of its text exactly as it was written, and [`Source::is_literal_number`] tells it from a quoted
/// string. Whoever reads a decimal accepts a string.
#[derive(Clone, Debug)]
pub struct Source {
    value: Value,
    root: Node,
    duplicates: Vec<Duplicate>,
}

impl Source {
    /// Reads a text. Equal content gives an equal tree whichever the syntax. A byte order mark at the start is fine.
    ///
    /// # Errors
    /// [`Unreadable`] when the text is not UTF-8, is empty, breaks the syntax, passes one of the limits of this file,
    /// holds something after the first document, or in YAML has an anchor, an alias, a tag outside the core schema,
    /// or a name that is not a scalar. Merge keys (`<<`) are ordinary names.
    pub fn parse(text: &[u8], syntax: Syntax) -> Result<Source, Unreadable> {
        if text.len() > MAX_BYTES {
            return Err(Unreadable::whole(format!(
                "the text is longer than {MAX_BYTES} bytes"
            )));
        }
        let text = std::str::from_utf8(text).map_err(|error| not_utf8(text, &error))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut tree = Tree::default();
        match syntax {
            Syntax::Yaml => yaml::read(text, &mut tree)?,
            Syntax::Json => json::read(text, &mut tree)?,
        }
        match tree.finish() {
            Some((value, root, duplicates)) => Ok(Source {
                value,
                root,
                duplicates,
            }),
            None => Err(Unreadable::whole("the text is empty")),
        }
    }

    /// The content.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The content, letting go of the positions.
    pub fn into_value(self) -> Value {
        self.value
    }

    /// The names given more than once in one object, in the order of the text; at most [`MAX_DUPLICATES`] of them.
    /// Their first value is the one in [`Source::value`].
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// Where the value at a JSON pointer begins; for a pointer that names nothing, the nearest ancestor's. A member
    /// whose value was left out has the place of its name. `None` only if the text is no JSON pointer.
    pub fn position(&self, pointer: &str) -> Option<Position> {
        self.nearest(pointer).map(|(node, _)| node.position)
    }

    /// Where the name of the member at a JSON pointer stands: the place to show for a fault of the member itself. For
    /// an array's entry, the root, or a pointer that names nothing, the same as [`Source::position`].
    pub fn name_position(&self, pointer: &str) -> Option<Position> {
        let (node, exact) = self.nearest(pointer)?;
        Some(node.name.filter(|_| exact).unwrap_or(node.position))
    }

    /// The JSON pointer of the value that begins last within a beginning of the text.
    pub fn last_within(&self, beginning: &[u8]) -> String {
        let end = LineIndex::new(beginning).position(beginning.len());
        let mut pointer = String::new();
        let mut node = &self.root;
        while let Some((name, child)) = node.last_before(end) {
            pointer.push('/');
            pointer.push_str(&escape(&name));
            node = child;
        }
        pointer
    }

    /// Whether the string at a JSON pointer was written as a number, with no quotes around it.
    pub fn is_literal_number(&self, pointer: &str) -> bool {
        self.nearest(pointer)
            .is_some_and(|(node, exact)| exact && node.is_literal_number)
    }

    /// The deepest node on the pointer's way, and whether it is the one the pointer names.
    fn nearest(&self, pointer: &str) -> Option<(&Node, bool)> {
        if pointer.is_empty() {
            return Some((&self.root, true));
        }
        let mut node = &self.root;
        for token in pointer.strip_prefix('/')?.split('/') {
            match node.child(token) {
                Some(child) => node = child,
                None => return Some((node, false)),
            }
        }
        Some((node, true))
    }
}

#[cfg(test)]
mod tests;
