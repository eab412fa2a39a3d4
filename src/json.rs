//! Reading JSON as a type. Text that fits is read once by serde; only text that does not is examined against the type's
//! schema, for every fault at once.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use crate::{
    domain::{
        fault::Fault,
        schema::SchemaValidator,
        source::{self, Source, Syntax, escape},
    },
    error::{Error, RequestPart},
};

/// The most faults that an answer lists.
pub const MOST_FAULTS: usize = 100;

/// Reads JSON text as a type.
///
/// # Errors
/// [`Error::Malformed`] where it is not JSON, [`Error::Invalid`] with every fault where it does not fit.
pub fn parse<'a, T: Deserialize<'a> + RequestBody>(text: &'a [u8]) -> Result<T, Error> {
    // Some editors begin a text in UTF-8 with a byte order mark.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    // serde reads a struct from an array, too.
    if text.trim_ascii_start().first() == Some(&b'[') {
        let error = serde::de::Error::custom("an object was expected, not an array");
        return Err(examine::<T>(text, &error));
    }
    serde_json::from_slice(text).map_err(|error| examine::<T>(text, &error))
}

fn examine<T: RequestBody>(text: &[u8], error: &serde_json::Error) -> Error {
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
    if let Some(shape) = T::shape() {
        let mut value = source.value().clone();
        restore_numbers(&source, &mut value, &mut String::new());
        add(&mut faults, shape.faults(&value, MOST_FAULTS));
    }
    if faults.is_empty() {
        faults.push(misfit(text, &source, error));
    }
    Error::Invalid(RequestPart::Body, faults)
}

/// Returns what a type refuses in text that fits its schema, at the string that was read last where it is one.
fn misfit(text: &[u8], source: &Source, error: &serde_json::Error) -> Fault {
    let end = source::offset(text, error.line(), error.column());
    // The rest of the object may have been read, too.
    let read = text.get(..end).unwrap_or(text).trim_ascii_end();
    let read = read.strip_suffix(b"}").unwrap_or(read).trim_ascii_end();
    let read = read.strip_suffix(b",").unwrap_or(read).trim_ascii_end();
    if !read.ends_with(b"\"") {
        return Fault::error("", "wrong_shape", error.to_string());
    }
    let detail = format!("{}.", sentence(&source::reason(error)));
    Fault::error(source.last_within(read), "wrong_format", detail)
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

/// A type that the body of a request is parsed as.
pub trait RequestBody: ToSchema {
    /// Returns the type's schema, compiled when it is first needed; None where it is no valid schema.
    fn shape() -> Option<&'static SchemaValidator>;
}

/// Implements [`RequestBody`], with one constant for each type.
macro_rules! request_bodies {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::json::RequestBody for $type {
            fn shape() -> Option<&'static $crate::domain::schema::SchemaValidator> {
                static SHAPE: std::sync::LazyLock<Option<$crate::domain::schema::SchemaValidator>> =
                    std::sync::LazyLock::new($crate::json::compile::<$type>);
                SHAPE.as_ref()
            }
        }
    )+};
}
pub(crate) use request_bodies;

/// Compiles the schema of a type.
pub fn compile<T: ToSchema>() -> Option<SchemaValidator> {
    let mut definitions = Vec::new();
    T::schemas(&mut definitions);
    let schemas: Map<String, Value> = definitions
        .into_iter()
        .filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?)))
        .collect();
    let mut root = serde_json::to_value(<T as PartialSchema>::schema()).ok()?;
    let components = json!({ "schemas": schemas });
    root.as_object_mut()?
        .insert("components".into(), components);
    SchemaValidator::new(&root).ok()
}
