//! Reading JSON as a type. Text that fits is read once by serde; only text that does not is examined against the type's
//! schema, for every fault at once.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use crate::{
    domain::{
        fault::Fault,
        schema::Shape,
        source::{Source, Syntax, escape},
    },
    error::{Error, Part},
};

/// The most faults that an answer lists.
pub const MOST_FAULTS: usize = 100;

/// Reads JSON text as a type.
///
/// # Errors
/// [`Error::Malformed`] where it is not JSON, [`Error::Invalid`] with every fault where it does not fit.
pub fn parse<'a, T: Deserialize<'a> + ToSchema>(text: &'a [u8]) -> Result<T, Error> {
    // Some editors begin a text in UTF-8 with a byte order mark.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    // serde reads a struct from an array, too.
    if text.trim_ascii_start().first() == Some(&b'[') {
        let error = serde::de::Error::custom("an object was expected, not an array");
        return Err(examine::<T>(text, &error));
    }
    serde_json::from_slice(text).map_err(|error| examine::<T>(text, &error))
}

fn examine<T: ToSchema>(text: &[u8], error: &serde_json::Error) -> Error {
    let source = match Source::parse(text, Syntax::Json) {
        Ok(source) => source,
        Err(unreadable) => {
            return Error::Malformed(format!("This is not JSON: {unreadable}.").into());
        }
    };
    let mut faults: Vec<Fault> = source
        .duplicates()
        .iter()
        .map(|twice| {
            Fault::error(
                twice.pointer.clone(),
                "duplicate_member",
                "The member is given twice.",
            )
        })
        .collect();
    if let Some(shape) = shape_of::<T>() {
        let mut value = source.value().clone();
        restore_numbers(&source, &mut value, &mut String::new());
        add(&mut faults, shape.faults(&value, MOST_FAULTS));
    }
    if faults.is_empty() {
        faults.push(misfit(text, &source, error));
    }
    Error::Invalid(Part::Body, faults)
}

/// What a type says against text that fits its schema, at the string that it has just read where it is that.
fn misfit(text: &[u8], source: &Source, error: &serde_json::Error) -> Fault {
    let said = error.to_string();
    let whole = || Fault::error("", "wrong_shape", said.clone());
    // serde counts the bytes of a line, and may have read on to the end of the object.
    let lines = text.split(|byte| *byte == b'\n');
    let lines = lines.take(error.line().saturating_sub(1));
    let read = lines.map(|line| line.len() + 1).sum::<usize>() + error.column();
    let read = text.get(..read).unwrap_or(text).trim_ascii_end();
    let read = read.strip_suffix(b"}").unwrap_or(read).trim_ascii_end();
    let read = read.strip_suffix(b",").unwrap_or(read).trim_ascii_end();
    if !read.ends_with(b"\"") {
        return whole();
    }
    let at = source.last_within(read);
    let said = said
        .rsplit_once(" at line ")
        .map_or(&*said, |(said, _)| said);
    Fault::error(at, "wrong_format", format!("{}.", sentence(said)))
}

/// The same with a capital at its beginning.
fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Adds faults of places that no other fault speaks of. What is missing or empty only because a faulty part was left out
/// is no fault.
pub fn add(faults: &mut Vec<Fault>, more: Vec<Fault>) {
    for fault in more {
        let inside = |other: &Fault| {
            let rest = other.pointer.strip_prefix(&fault.pointer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !faults.iter().any(inside) {
            faults.push(fault);
        }
    }
}

/// Makes numbers of those that the source keeps as their text, so that a schema sees the type that was sent.
fn restore_numbers(source: &Source, value: &mut Value, at: &mut String) {
    let length = at.len();
    let mut enter = |name: &str, value: &mut Value| {
        at.push('/');
        at.push_str(&escape(name));
        restore_numbers(source, value, at);
        at.truncate(length);
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                enter(name, value);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter_mut().enumerate() {
                enter(&index.to_string(), value);
            }
        }
        Value::String(text) if source.is_literal_number(at) => {
            let number = text.parse().ok().and_then(serde_json::Number::from_f64);
            *value = number.map_or(Value::Null, Value::Number);
        }
        _ => {}
    }
}

/// The shape of a type, compiled once.
fn shape_of<T: ToSchema>() -> Option<&'static Shape> {
    type Shapes = Mutex<HashMap<String, Option<&'static Shape>>>;
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    let mut shapes = SHAPES
        .get_or_init(Shapes::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *shapes.entry(T::name().into_owned()).or_insert_with(|| {
        let mut definitions = Vec::new();
        T::schemas(&mut definitions);
        let schemas: Map<String, Value> = definitions
            .into_iter()
            .filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?)))
            .collect();
        let mut root = serde_json::to_value(<T as PartialSchema>::schema()).ok()?;
        root.as_object_mut()?
            .insert("components".into(), json!({ "schemas": schemas }));
        // One for each body type that there is, for as long as the process runs.
        Some(&*Box::leak(Box::new(Shape::new(&root).ok()?)))
    })
}
