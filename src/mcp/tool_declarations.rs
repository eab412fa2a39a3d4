//! Declarations of the tools: the operations of the same names, with their texts and schemas, as the OpenAPI document has them.

use std::{borrow::Cow, sync::Arc};

use rmcp::model::{JsonObject, Tool, ToolAnnotations, object};
use serde_json::{Map, Value, json};

use super::tools::{self, TOOLS};
use crate::app::App;

/// Here no header decides.
const LOCALE: &str = "The language (BCP 47) of the ladder's text and of what is said of it, one that the ladder has; its own where it is left out.";
const SCHEMAS: &str = "#/components/schemas/";
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The declaration of each tool, from the OpenAPI document.
pub(super) fn declarations(app: &App, document: &Value) -> Vec<Tool> {
    let annotations = ToolAnnotations::new()
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    let declared = TOOLS.iter().filter_map(|tool| {
        let operation = operation(document, tool.name)?;
        let title = operation["summary"].as_str()?.trim_end_matches('.');
        let description = described(tool, operation);
        let input = Arc::new(asked(app, document, operation));
        let declaration = Tool::new_with_raw(tool.name, Some(description), input)
            .with_title(title)
            .with_raw_output_schema(Arc::new(answered(document, operation)))
            .with_annotations(annotations.clone());
        Some(declaration)
    });
    declared.collect()
}

fn operation<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    let paths = document["paths"].as_object()?.values();
    let mut operations = paths.filter_map(Value::as_object).flat_map(Map::values);
    operations.find(|operation| operation["operationId"] == name)
}

fn described(tool: &tools::Tool, operation: &Value) -> Cow<'static, str> {
    let of_operation = || operation["description"].as_str().unwrap_or_default();
    match tool.description {
        Some(description) => Cow::Borrowed(description),
        None => Cow::Owned(of_operation().to_owned()),
    }
}

/// What the operation asks with in its path, its query and its body, as one object.
fn asked(app: &App, document: &Value, operation: &Value) -> JsonObject {
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body = resolved(document, body);
    let mut properties = Map::new();
    let mut required = Vec::new();
    let parameters = operation["parameters"].as_array();
    for parameter in parameters.into_iter().flatten() {
        let Some(name) = parameter["name"].as_str() else {
            continue;
        };
        if name == "ladder" {
            properties.insert(name.into(), ladder(app));
            continue;
        }
        let mut schema = parameter["schema"].clone();
        schema["description"] = match name {
            "locale" => json!(LOCALE),
            _ => parameter["description"].clone(),
        };
        if let Some(example) = parameter.get("example") {
            schema["examples"] = json!([example]);
        }
        properties.insert(name.into(), schema);
        if parameter["required"] == true {
            required.push(json!(name));
        }
    }
    let own = body["properties"].as_object().into_iter().flatten();
    properties.extend(own.map(|(name, schema)| (name.clone(), present(schema))));
    required.extend(body["required"].as_array().cloned().unwrap_or_default());
    let mut schema = json!({
        "$schema": DIALECT,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if let Some(example) = body.get("example") {
        schema["examples"] = json!([example]);
    }
    with_definitions(document, schema)
}

/// A member that may be null, as one that may be left out: some clients know one type for a member only.
fn present(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
    match schema["oneOf"].as_array().map(Vec::as_slice) {
        Some([only, null] | [null, only]) if null["type"] == "null" => only.clone(),
        _ => schema,
    }
}

fn ladder(app: &App) -> Value {
    let default = &app.config.pages.ladder;
    let newest = app.shelf.newest();
    let ids: Vec<&str> = newest
        .map(|published| published.ladder.stamp().id.as_str())
        .collect();
    let ids = ids.join(", ");
    json!({
        "type": "string",
        "maxLength": 64,
        "default": default,
        "description": format!("The ladder's id; {default} where it is left out. There is: {ids}."),
    })
}

/// What the operation answers, with what every tool adds to it.
fn answered(document: &Value, operation: &Value) -> JsonObject {
    let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    let mut schema = resolved(document, answer).clone();
    schema["$schema"] = json!(DIALECT);
    let text = |about: &str| json!({"type": "string", "description": about});
    schema["properties"]["sources"] = json!({
        "type": "array",
        "description": "The parts of the ladder that the answer rests on: cite these.",
        "items": {
            "type": "object",
            "properties": {
                "kind": text("What it is."),
                "id": text("Its id; of a band level, region, currency, period and market with commas between them."),
                "title": text("What it is called."),
                "link": text("Where it can be read, in the version that the answer rests on."),
            },
            "required": ["kind", "id", "title", "link"],
            "additionalProperties": false,
        },
    });
    schema["properties"]["not_in_ladder"] = json!({
        "type": "array",
        "description": "What was asked for and is not in the ladder, in a sentence each: say these as they are, and put nothing in their place.",
        "items": {"type": "string"},
    });
    if let Some(required) = schema["required"].as_array_mut() {
        required.extend([json!("sources"), json!("not_in_ladder")]);
    }
    with_definitions(document, schema)
}

/// A schema, or the one that it refers to.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    named(schema)
        .and_then(|name| document["components"]["schemas"].get(name))
        .unwrap_or(schema)
}

fn named(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// Adds the definitions that a schema refers to, so that it stands alone.
fn with_definitions(document: &Value, mut schema: Value) -> JsonObject {
    let mut definitions = Map::new();
    carry(document, &mut schema, &mut definitions);
    if !definitions.is_empty() {
        schema["$defs"] = Value::Object(definitions);
    }
    object(schema)
}

/// Turns references into the document into references to definitions, which are collected. `example` is OpenAPI's alone.
fn carry(document: &Value, value: &mut Value, definitions: &mut Map<String, Value>) {
    if let Some(name) = named(value).map(str::to_owned) {
        value["$ref"] = json!(format!("#/$defs/{name}"));
        if !definitions.contains_key(&name) {
            definitions.insert(name.clone(), Value::Null);
            let mut definition = document["components"]["schemas"][&name].clone();
            carry(document, &mut definition, definitions);
            definitions.insert(name, definition);
        }
    }
    match value {
        Value::Object(members) => {
            // A property may be called so, too; then it is a schema.
            if members
                .get("example")
                .is_none_or(|own| own.get("type").is_none())
            {
                members.remove("example");
            }
            members
                .values_mut()
                .for_each(|value| carry(document, value, definitions));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|value| carry(document, value, definitions)),
        _ => {}
    }
}
