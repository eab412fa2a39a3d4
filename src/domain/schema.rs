//! JSON Schemas: the one of the ladder document, made from its types, and the faults that a schema finds in a value.

use std::sync::OnceLock;

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{document::Document, fault::Fault, source};

/// The JSON Schema (2020-12) of the format `rungs/ladder/1`.
#[must_use]
pub fn of_ladder() -> Value {
    of::<Document>("Rungs ladder document, format rungs/ladder/1")
}

/// The JSON Schema (2020-12) of a type.
#[must_use]
pub fn of<T: ToSchema>(title: &str) -> Value {
    let mut definitions = Vec::new();
    T::schemas(&mut definitions);
    let definitions: Map<String, Value> = definitions
        .into_iter()
        .map(|(name, schema)| (name, plain(&schema)))
        .collect();
    let mut root = Map::from_iter([
        (
            "$schema".into(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("title".into(), json!(title)),
        ("$defs".into(), Value::Object(definitions)),
    ]);
    if let Value::Object(whole) = plain(&T::schema()) {
        root.extend(whole);
    }
    Value::Object(root)
}

fn plain(schema: &impl serde::Serialize) -> Value {
    let mut value = serde_json::to_value(schema).unwrap_or_default();
    relocate(&mut value);
    value
}

fn relocate(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get_mut("$ref") {
                *target = target.replace("#/components/schemas/", "#/$defs/");
            }
            members.values_mut().for_each(relocate);
        }
        Value::Array(items) => items.iter_mut().for_each(relocate),
        _ => {}
    }
}

/// What a schema says of values.
#[derive(Debug)]
pub struct SchemaValidator(Validator);

impl SchemaValidator {
    /// A shape from a JSON Schema.
    ///
    /// # Errors
    /// Where it is not a valid schema.
    pub fn new(schema: &Value) -> Result<Self, String> {
        jsonschema::draft202012::new(schema)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// The shape of the ladder document.
    #[must_use]
    pub fn of_ladder() -> Option<&'static Self> {
        static SHAPE: OnceLock<Option<SchemaValidator>> = OnceLock::new();
        SHAPE.get_or_init(|| Self::new(&of_ladder()).ok()).as_ref()
    }

    /// The faults of a value against the schema, at most `most`.
    #[must_use]
    pub fn faults(&self, value: &Value, most: usize) -> Vec<Fault> {
        let mut faults = Vec::new();
        for error in self.0.iter_errors(value) {
            describe(&error, &mut faults);
            if faults.len() >= most {
                faults.truncate(most);
                break;
            }
        }
        faults
    }

    /// Whether a value fits.
    #[must_use]
    pub fn fits(&self, value: &Value) -> bool {
        self.0.is_valid(value)
    }
}

fn describe(error: &ValidationError<'_>, faults: &mut Vec<Fault>) {
    let at = error.instance_path().as_str();
    let mut say = |pointer: String, code, detail| faults.push(Fault::error(pointer, code, detail));
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                let detail = format!("There is no member {name:?} here.");
                say(
                    format!("{at}/{}", source::escape(name)),
                    "unknown_member",
                    detail,
                );
            }
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            say(
                format!("{at}/{}", source::escape(name)),
                "missing_member",
                format!("The member {name:?} is missing."),
            );
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            // One branch is null almost always; what the other one says is what helps.
            let branch = context
                .iter()
                .filter(|branch| !branch.iter().all(|inner| is_null_only(inner)))
                .min_by_key(|branch| branch.len());
            match branch {
                Some(branch) => branch.iter().for_each(|inner| describe(inner, faults)),
                None => say(at.into(), "wrong_type", "The value does not fit.".into()),
            }
        }
        ValidationErrorKind::Type { .. } => {
            say(
                at.into(),
                "wrong_type",
                format!("Wrong type: {}.", short(error)),
            );
        }
        ValidationErrorKind::Pattern { .. } => {
            say(
                at.into(),
                "wrong_format",
                format!("Wrong format: {}.", short(error)),
            );
        }
        ValidationErrorKind::Enum { options } => {
            let known = options
                .as_array()
                .into_iter()
                .flatten()
                .map(ToString::to_string);
            let known = known.collect::<Vec<_>>().join(", ");
            say(
                at.into(),
                "unknown_value",
                format!("Unknown value. It is one of: {known}."),
            );
        }
        _ => say(
            at.into(),
            "out_of_range",
            format!("Out of range: {}.", short(error)),
        ),
    }
}

fn is_null_only(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { .. })
        && error.to_string().ends_with("is not of type \"null\"")
}

/// The library's sentence, without the value where that is long.
fn short(error: &ValidationError<'_>) -> String {
    let whole = error.to_string();
    if whole.chars().count() <= 300 {
        whole
    } else {
        error.masked().to_string()
    }
}
