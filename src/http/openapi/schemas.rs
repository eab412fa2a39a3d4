//! What the schemas of the document say beyond what their types say: one object for a flattened struct, lists by
//! reference, in answers every member required and no other there, and nothing that is not referred to.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

/// Members that are left out of an answer where there is nothing to say; every other one is always there, perhaps null.
const LEFT_OUT: &[(&str, &str)] = &[
    ("Problem", "instance"),
    ("Problem", "request_id"),
    ("Problem", "errors"),
    ("ProblemFault", "combination"),
    ("ProblemFault", "severity"),
    ("ProblemFault", "line"),
    ("ProblemFault", "column"),
    ("Finding", "combination"),
    ("BandResponse", "own"),
    ("PayBand", "own"),
    ("List", "ladder"),
    ("InterpretedQuestion", "options"),
    ("AnswerCombination", "answers"),
    ("AnswerCounts", "points"),
    ("AnswerCounts", "rated"),
    ("LadderResponse", "tracks"),
    ("Level", "track"),
    ("LevelResponse", "next_levels"),
    ("LevelResponse", "track"),
    ("LadderPosition", "next_levels"),
    ("Question", "kind"),
    ("Question", "options"),
    ("Question", "weight"),
    ("AnswerReason", "points"),
    ("StageProfile", "of_points"),
    ("StageProfile", "points"),
    ("Track", "summary"),
    ("TurnQuestion", "options"),
    ("McpError", "id"),
    ("RuleCondition", "points_max"),
    ("RuleCondition", "points_min"),
    ("RuleCondition", "yes_max"),
    ("RuleCondition", "yes_min"),
];

/// Components of what is sent in that no request body refers to: the lines of a batch, and the ladder document, which people write.
const SENT_IN: [&str; 2] = ["BatchLine", "Document"];

/// Makes the schemas say exactly what is sent: flattened structs as one object, lists by reference, and in answers every
/// member required and no other there.
pub(super) fn tidy(schemas: &Map<String, Value>, paths: &Value) -> Map<String, Value> {
    let mut tidied = schemas.clone();
    for (name, schema) in &mut tidied {
        if let Some(item) = name.strip_prefix("List_") {
            schema["properties"]["items"]["items"] = reference(item);
        }
        merge(schema, schemas);
        measure(schema);
    }
    let mut asked = HashSet::new();
    for operation in paths.as_object().into_iter().flat_map(Map::values) {
        let bodies = operation.as_object().into_iter().flat_map(Map::values);
        bodies.for_each(|operation| reach(&operation["requestBody"], &tidied, &mut asked));
    }
    for name in SENT_IN {
        reach(&reference(name), &tidied, &mut asked);
    }
    let mut reached = HashSet::new();
    reach(paths, &tidied, &mut reached);
    reach(&reference("Problem"), &tidied, &mut reached);
    tidied.retain(|name, _| reached.contains(name));
    for (name, schema) in &mut tidied {
        if asked.contains(name) || schema["type"] != "object" {
            continue;
        }
        let kind = name.split('_').next().unwrap_or_default();
        let names = schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(Map::keys);
        let required: Vec<&String> = names
            .filter(|member| !LEFT_OUT.contains(&(kind, member)))
            .collect();
        schema["required"] = json!(required);
        schema["additionalProperties"] = json!(false);
    }
    tidied
}

pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn target(schema: &Value) -> Option<&str> {
    schema
        .get("$ref")?
        .as_str()?
        .strip_prefix("#/components/schemas/")
}

/// Collects the names of every schema that a value refers to, however deep.
fn reach(value: &Value, schemas: &Map<String, Value>, reached: &mut HashSet<String>) {
    if let Some(name) = target(value)
        && reached.insert(name.to_owned())
        && let Some(schema) = schemas.get(name)
    {
        reach(schema, schemas, reached);
    }
    match value {
        Value::Object(members) => members
            .values()
            .for_each(|value| reach(value, schemas, reached)),
        Value::Array(items) => items
            .iter()
            .for_each(|value| reach(value, schemas, reached)),
        _ => {}
    }
}

/// Says how long a text of a format is, for those who do not know the format.
fn measure(schema: &mut Value) {
    let length = match schema["format"].as_str() {
        Some("uuid") => Some(36),
        Some("date") => Some(10),
        _ => None,
    };
    if let (Some(length), Value::Object(members)) = (length, &mut *schema) {
        members.entry("maxLength").or_insert(json!(length));
    }
    match schema {
        Value::Object(members) => members.values_mut().for_each(measure),
        Value::Array(items) => items.iter_mut().for_each(measure),
        _ => {}
    }
}

/// Merges the parts of flattened structs into one object, so that it can say that there are no other members.
fn merge(schema: &mut Value, all: &Map<String, Value>) {
    match schema {
        Value::Object(members) => members.values_mut().for_each(|value| merge(value, all)),
        Value::Array(items) => items.iter_mut().for_each(|value| merge(value, all)),
        _ => {}
    }
    let Some(Value::Array(parts)) = schema.get("allOf").cloned() else {
        return;
    };
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for mut part in parts {
        if let Some(named) = target(&part).and_then(|name| all.get(name)) {
            part = named.clone();
        }
        merge(&mut part, all);
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    let mut merged = json!({"type": "object", "properties": properties, "required": required});
    for name in ["description", "example"] {
        if let Some(value) = schema.get(name) {
            merged[name] = value.clone();
        }
    }
    *schema = merged;
}

#[cfg(test)]
mod tests {
    use super::{LEFT_OUT, SENT_IN};
    use crate::http::routes::api_document;

    #[test]
    fn every_component_and_member_of_the_tables_is_in_the_document() {
        let api = api_document();
        let document = api.json();
        let components = document["components"]["schemas"].as_object().unwrap();
        for (kind, member) in LEFT_OUT {
            let exists = components.iter().any(|(name, schema)| {
                name.split('_').next() == Some(kind) && schema["properties"][member].is_object()
            });
            assert!(exists, "{kind}.{member}");
        }
        for name in SENT_IN {
            assert!(components.contains_key(name), "{name}");
        }
    }
}
