//! YAML 1.2 with the core schema, from the events of granit-parser, the parser that serde-saphyr rests on; events,
//! because only they carry the place of every node and the literal text of a number.

use granit_parser::{self, ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use serde_json::Value;

use super::error::Unreadable;
use super::limits::MAX_DEPTH;
use super::position::{LineIndex, Position};
use super::tree::{Scalar, Tree, too_deep};

/// Reads the text into the tree; a text without a value leaves it without a root.
pub(super) fn read(text: &str, tree: &mut Tree) -> Result<(), Unreadable> {
    refuse_control_characters(text)?;
    let options = granit_parser::options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| unreadable(&error))?;
        let position = position(&span.start);
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return Err(Unreadable::at(
                        position,
                        "a second document begins here; one text is one document",
                    ));
                }
            }
            Event::Scalar(text, style, _, tag) => {
                let left_out = style == ScalarStyle::Plain && span.is_empty();
                // The parser reports a value that was left out as a plain `~`.
                let text = if left_out { "" } else { text.as_ref() };
                let scalar = resolve(text, style, tag.as_deref(), position)?;
                if tree.awaits_name() {
                    tree.name(text.to_owned(), position)?;
                } else if !left_out {
                    tree.scalar(scalar, position)?;
                } else if !tree.is_at_root() {
                    tree.scalar(scalar, tree.name_position().unwrap_or(position))?;
                }
            }
            Event::SequenceStart(_, _, tag) => {
                collection(tree, tag.as_deref(), "seq", position)?;
                tree.open_array(position)?;
            }
            Event::MappingStart(_, _, tag) => {
                collection(tree, tag.as_deref(), "map", position)?;
                tree.open_object(position)?;
            }
            Event::SequenceEnd | Event::MappingEnd => tree.close(),
            Event::Anchor(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let reason = "anchors and aliases (& and *) are not accepted; write the value out where it is used";
                return Err(Unreadable::at(position, reason));
            }
            _ => {}
        }
    }
    Ok(())
}

fn position(marker: &Marker) -> Position {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Position {
        line: number(marker.line()),
        column: number(marker.col().saturating_add(1)),
    }
}

/// YAML allows none of them unescaped, and the parser lets some pass.
fn refuse_control_characters(text: &str) -> Result<(), Unreadable> {
    let refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    match text.char_indices().find(|(_, c)| refused(*c)) {
        Some((offset, c)) => {
            let reason = format!(
                "the control character U+{:04X} is not accepted; escape it",
                u32::from(c)
            );
            Err(Unreadable::at(
                LineIndex::new(text.as_bytes()).position(offset),
                reason,
            ))
        }
        None => Ok(()),
    }
}

fn collection(
    tree: &Tree,
    tag: Option<&Tag>,
    core: &str,
    position: Position,
) -> Result<(), Unreadable> {
    if tree.awaits_name() {
        return Err(Unreadable::at(
            position,
            "a name must be a plain text, not a list or a mapping",
        ));
    }
    match tag {
        Some(tag) if !is_non_specific(tag) && tag.core_suffix() != Some(core) => {
            Err(refused_tag(tag, position))
        }
        _ => Ok(()),
    }
}

fn is_non_specific(tag: &Tag) -> bool {
    tag.handle().is_empty() && tag.suffix() == "!"
}

fn refused_tag(tag: &Tag, position: Position) -> Unreadable {
    let reason = match tag.core_suffix() {
        Some(core) => format!("the tag !!{core} does not fit this value"),
        None => "only the tags of YAML's core schema, such as !!str, are accepted".to_owned(),
    };
    Unreadable::at(position, reason)
}

fn resolve(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    position: Position,
) -> Result<Scalar, Unreadable> {
    let Some(tag) = tag else {
        return Ok(if style == ScalarStyle::Plain {
            plain(text)
        } else {
            Scalar::plain(text)
        });
    };
    if is_non_specific(tag) {
        return Ok(Scalar::plain(text));
    }
    let scalar = plain(text);
    let fits = match tag.core_suffix() {
        Some("str") => return Ok(Scalar::plain(text)),
        Some("null") => scalar.value.is_null(),
        Some("bool") => scalar.value.is_boolean(),
        Some("int") => {
            scalar.value.is_number() || scalar.is_literal_number && !text.contains(['.', 'e', 'E'])
        }
        Some("float") => scalar.value.is_number() || scalar.is_literal_number,
        _ => false,
    };
    if fits {
        Ok(scalar)
    } else {
        Err(refused_tag(tag, position))
    }
}

/// A scalar without quotes, by the core schema (YAML 1.2.2, chapter 10.3.2).
fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::plain(Value::Null),
        "true" | "True" | "TRUE" => return Scalar::plain(true),
        "false" | "False" | "FALSE" => return Scalar::plain(false),
        _ => {}
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|digit| digit.is_digit(radix))
        {
            return match u64::from_str_radix(digits, radix) {
                Ok(value) => Scalar::plain(value),
                Err(_) => Scalar {
                    value: Value::from(text),
                    is_literal_number: true,
                },
            };
        }
    }
    if is_decimal(text) {
        Scalar::number(text)
    } else {
        Scalar::plain(text)
    }
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = unsigned(mantissa)
        .split_once('.')
        .unwrap_or((unsigned(mantissa), ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn unreadable(error: &ScanError) -> Unreadable {
    let reason = match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => "a tab stands here; YAML is indented with spaces".to_owned(),
        ErrorKind::UnclosedQuotedScalar => "this quoted text is never closed".to_owned(),
        ErrorKind::UnclosedFlowCollection { open } => format!("this {open} is never closed"),
        ErrorKind::UnexpectedEofFlowSequence => "the text ends inside a list; a ] is missing".to_owned(),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            "the text ends inside a mapping; a } is missing".to_owned()
        }
        ErrorKind::UnknownQuotedScalarEscape => "an escape in this quoted text is unknown to YAML".to_owned(),
        ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => "this quoted text has half of a surrogate pair".to_owned(),
        ErrorKind::MappingValueNotAllowed => {
            "a mapping may not begin here; check the indentation, and quote a text that contains \": \"".to_owned()
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "a colon is missing after a name".to_owned(),
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey => {
            "the indentation does not fit the lines above".to_owned()
        }
        kind => format!("this is not valid YAML: {kind}"),
    };
    Unreadable::at(position(error.marker()), reason)
}
