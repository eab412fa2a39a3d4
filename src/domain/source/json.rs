//! JSON (RFC 8259), from the events of json-event-parser, as YAML is from those of its parser: they come in one pass without recursion,
//! with the literal text of a number, and tell how far the text was read.

use json_event_parser::{JsonEvent, JsonSyntaxError, LowLevelJsonParser};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::error::{Unreadable, reason};
use super::position::{LineIndex, offset};
use super::tree::{Scalar, Tree};

/// Reads the text into the tree; an empty text leaves it without a root.
pub(super) fn read(text: &str, tree: &mut Tree) -> Result<(), Unreadable> {
    if text.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
        return Ok(());
    }
    let mut parser = LowLevelJsonParser::new();
    let mut lines = LineIndex::new(text.as_bytes());
    let mut rest = text.as_bytes();
    loop {
        let parsed = parser.parse_next(rest, true);
        // Before a name or a value there is nothing else.
        let is_between = |byte: &&u8| b" \t\n\r,:".contains(byte);
        let before = rest.iter().take_while(is_between).count();
        let position = lines.position(text.len() - rest.len() + before);
        rest = rest.get(parsed.consumed_bytes..).unwrap_or_default();
        let Some(event) = parsed.event else { continue };
        match event.map_err(|error| unreadable(text, &error))? {
            JsonEvent::StartObject => tree.open_object(position)?,
            JsonEvent::StartArray => tree.open_array(position)?,
            JsonEvent::EndObject | JsonEvent::EndArray => tree.close(),
            JsonEvent::ObjectKey(name) => tree.name(name.into_owned(), position)?,
            JsonEvent::String(text) => tree.scalar(Scalar::plain(text.into_owned()), position)?,
            JsonEvent::Number(number) => tree.scalar(Scalar::number(&number), position)?,
            JsonEvent::Boolean(value) => tree.scalar(Scalar::plain(value), position)?,
            JsonEvent::Null => tree.scalar(Scalar::plain(Value::Null), position)?,
            JsonEvent::Eof => return Ok(()),
        }
    }
}

/// Says what is wrong in the words of serde_json, which name what is missing.
fn unreadable(text: &str, error: &JsonSyntaxError) -> Unreadable {
    let (at, reason) = match serde_json::from_str::<IgnoredAny>(text) {
        Err(error) if error.is_eof() => (text.len(), reason(&error)),
        Err(error) => {
            let end = offset(text.as_bytes(), error.line(), error.column());
            (end.saturating_sub(1), reason(&error))
        }
        // It decodes no escapes where the value is ignored.
        Ok(IgnoredAny) => {
            let start = usize::try_from(error.location().start.offset).unwrap_or_default();
            (start, "an escape is half of a surrogate pair".to_owned())
        }
    };
    Unreadable::at(LineIndex::new(text.as_bytes()).position(at), reason)
}
