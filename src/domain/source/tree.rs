//! The tree while it is built and the nodes it leaves: one builder for both syntaxes, so that the limits and the
//! rule on duplicates are kept in one place. It knows no syntax and holds no stack but its own.

use std::borrow::Cow;

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::error::Unreadable;
use super::limits::{MAX_DEPTH, MAX_DUPLICATES, MAX_NAME_CHARS, MAX_NODES};
use super::pointer::{escape, unescape};
use super::position::Position;

/// A name given more than once in one object. The first one's value counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The JSON pointer of the member.
    pub pointer: String,
    /// Where the name stands first.
    pub first: Position,
    /// Where it stands again.
    pub again: Position,
}

/// What is remembered of a value beside the value itself.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) position: Position,
    pub(super) name: Option<Position>,
    pub(super) is_literal_number: bool,
    children: Children,
}

#[derive(Clone, Debug)]
enum Children {
    None,
    /// Sorted by name. A map here would double what a hostile text of tiny objects costs in memory.
    Members(Box<[(Box<str>, Node)]>),
    Entries(Box<[Node]>),
}

impl Node {
    /// The child that begins last of those that begin before a place, with its name.
    pub(super) fn last_before(&self, position: Position) -> Option<(Cow<'_, str>, &Node)> {
        let before = |node: &Node| node.position < position;
        match &self.children {
            Children::None => None,
            Children::Members(members) => {
                let members = members.iter().filter(|(_, node)| before(node));
                let last = members.max_by_key(|(_, node)| node.position);
                last.map(|(name, node)| (Cow::Borrowed(&**name), node))
            }
            Children::Entries(entries) => {
                let entries = entries.iter().enumerate();
                let last = entries.take_while(|(_, node)| before(node)).last();
                last.map(|(place, node)| (Cow::Owned(place.to_string()), node))
            }
        }
    }

    pub(super) fn child(&self, token: &str) -> Option<&Node> {
        match &self.children {
            Children::None => None,
            Children::Members(members) => {
                let name = unescape(token);
                let found = members
                    .binary_search_by(|(other, _)| other.as_ref().cmp(&name))
                    .ok()?;
                members.get(found).map(|(_, node)| node)
            }
            Children::Entries(_) if token.len() > 1 && token.starts_with('0') => None,
            Children::Entries(_) if !token.bytes().all(|byte| byte.is_ascii_digit()) => None,
            Children::Entries(entries) => entries.get(token.parse::<usize>().ok()?),
        }
    }
}

/// The tree being built, told node by node; it keeps the limits for both syntaxes.
#[derive(Default)]
pub(super) struct Tree {
    open: Vec<Open>,
    nodes: usize,
    duplicates: Vec<Duplicate>,
    root: Option<(Value, Node)>,
}

struct Open {
    position: Position,
    content: NodeContent,
}

enum NodeContent {
    Object {
        values: Map<String, Value>,
        members: Vec<(Box<str>, Node)>,
        name: Option<(String, Position)>,
    },
    Array {
        values: Vec<Value>,
        entries: Vec<Node>,
    },
}

impl Tree {
    /// What was built; `None` where nothing was told.
    pub(super) fn finish(self) -> Option<(Value, Node, Vec<Duplicate>)> {
        self.root
            .map(|(value, node)| (value, node, self.duplicates))
    }

    /// Whether nothing is open, so that the next value is the root.
    pub(super) fn is_at_root(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether the next scalar is the name of a member.
    pub(super) fn awaits_name(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                content: NodeContent::Object { name: None, .. },
                ..
            })
        )
    }

    /// Where the name stands whose value comes next.
    pub(super) fn name_position(&self) -> Option<Position> {
        match &self.open.last()?.content {
            NodeContent::Object { name, .. } => name.as_ref().map(|(_, position)| *position),
            NodeContent::Array { .. } => None,
        }
    }

    pub(super) fn name(&mut self, text: String, position: Position) -> Result<(), Unreadable> {
        if text.len() > MAX_NAME_CHARS && text.chars().nth(MAX_NAME_CHARS).is_some() {
            let reason = format!("the name of a member is longer than {MAX_NAME_CHARS} characters");
            return Err(Unreadable::at(position, reason));
        }
        let Some(Open {
            content:
                NodeContent::Object {
                    values,
                    members,
                    name,
                },
            ..
        }) = self.open.last_mut()
        else {
            return Ok(());
        };
        let first = if self.duplicates.len() < MAX_DUPLICATES && values.contains_key(&text) {
            members
                .iter()
                .find(|(other, _)| **other == *text)
                .and_then(|(_, node)| node.name)
        } else {
            None
        };
        *name = Some((text, position));
        if let Some(first) = first {
            self.duplicates.push(Duplicate {
                pointer: self.pointer(),
                first,
                again: position,
            });
        }
        Ok(())
    }

    /// The pointer of the value that comes next.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            pointer.push('/');
            match &open.content {
                NodeContent::Object { name, .. } => {
                    pointer.push_str(&escape(name.as_ref().map_or("", |(text, _)| text.as_str())));
                }
                NodeContent::Array { values, .. } => pointer.push_str(&values.len().to_string()),
            }
        }
        pointer
    }

    pub(super) fn scalar(&mut self, scalar: Scalar, position: Position) -> Result<(), Unreadable> {
        self.count(position)?;
        let Scalar {
            value,
            is_literal_number,
        } = scalar;
        self.put(
            value,
            Node {
                position,
                name: None,
                is_literal_number,
                children: Children::None,
            },
        );
        Ok(())
    }

    pub(super) fn open_object(&mut self, position: Position) -> Result<(), Unreadable> {
        self.open(
            position,
            NodeContent::Object {
                values: Map::new(),
                members: Vec::new(),
                name: None,
            },
        )
    }

    pub(super) fn open_array(&mut self, position: Position) -> Result<(), Unreadable> {
        self.open(
            position,
            NodeContent::Array {
                values: Vec::new(),
                entries: Vec::new(),
            },
        )
    }

    fn open(&mut self, position: Position, content: NodeContent) -> Result<(), Unreadable> {
        self.count(position)?;
        if self.open.len() == MAX_DEPTH {
            return Err(Unreadable::at(position, too_deep()));
        }
        self.open.push(Open { position, content });
        Ok(())
    }

    pub(super) fn close(&mut self) {
        let Some(Open { position, content }) = self.open.pop() else {
            return;
        };
        let (value, children) = match content {
            NodeContent::Object {
                values,
                mut members,
                ..
            } => {
                members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
                (
                    Value::Object(values),
                    Children::Members(members.into_boxed_slice()),
                )
            }
            NodeContent::Array { values, entries } => (
                Value::Array(values),
                Children::Entries(entries.into_boxed_slice()),
            ),
        };
        self.put(
            value,
            Node {
                position,
                name: None,
                is_literal_number: false,
                children,
            },
        );
    }

    fn count(&mut self, position: Position) -> Result<(), Unreadable> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Unreadable::at(
                position,
                format!("the text holds more than {MAX_NODES} values"),
            ));
        }
        Ok(())
    }

    fn put(&mut self, value: Value, mut node: Node) {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some((value, node)),
            Some(NodeContent::Array { values, entries }) => {
                values.push(value);
                entries.push(node);
            }
            Some(NodeContent::Object {
                values,
                members,
                name,
            }) => {
                let Some((text, position)) = name.take() else {
                    return;
                };
                if let Entry::Vacant(place) = values.entry(text) {
                    node.name = Some(position);
                    members.push((place.key().as_str().into(), node));
                    place.insert(value);
                }
            }
        }
    }
}

/// A value without parts, as a syntax resolved it.
pub(super) struct Scalar {
    pub(super) value: Value,
    pub(super) is_literal_number: bool,
}

impl Scalar {
    pub(super) fn plain(value: impl Into<Value>) -> Scalar {
        Scalar {
            value: value.into(),
            is_literal_number: false,
        }
    }

    /// A number by its text: a JSON number where it is an integer that fits, its own text where it is not.
    pub(super) fn number(text: &str) -> Scalar {
        let integer = text
            .parse::<i64>()
            .map(Value::from)
            .or_else(|_| text.parse::<u64>().map(Value::from));
        match integer {
            Ok(value) => Scalar::plain(value),
            Err(_) => Scalar {
                value: Value::from(text),
                is_literal_number: true,
            },
        }
    }
}

pub(super) fn too_deep() -> String {
    format!("the text nests deeper than {MAX_DEPTH} levels")
}
