//! The documentation page as Markdown: every operation in a few lines, from the OpenAPI document.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::{
    document::ApiDocument,
    operation::{Operation, RENDITIONS},
};

/// Every operation by its tag. Paths begin with `base`, the address of the service, where that is known.
#[must_use]
pub(in crate::http) fn operations(api: &ApiDocument, base: &str) -> String {
    let info = &api.json()["info"];
    let mut text = format!(
        "# {}: operations\n\n> {}\n\n{}\n\n",
        said(&info["title"]),
        said(&info["summary"]),
        said(&info["description"])
    );
    let _ = write!(
        text,
        "Schemas and examples of every answer are in [the OpenAPI document]({base}/openapi.json). \
         A part of a path in braces is a parameter.\n\n"
    );
    for tag in api.json()["tags"].as_array().into_iter().flatten() {
        let (name, about) = (said(&tag["name"]), said(&tag["description"]));
        let _ = write!(text, "## {name}\n\n{about}\n\n");
        let tagged = api.operations.iter();
        for operation in tagged.filter(|operation| operation.is_tagged(name)) {
            write_operation(&mut text, api, base, operation);
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn write_operation(text: &mut String, api: &ApiDocument, base: &str, operation: &Operation) {
    let described = api.describe(operation);
    let (id, method, path) = (operation.id(), &operation.method, &operation.path);
    let _ = write!(
        text,
        "### {id}\n\n`{method} {base}{path}`: {}\n\n",
        said(&described["summary"])
    );
    if let Some(about) = described["description"].as_str() {
        let _ = write!(text, "{about}\n\n");
    }
    let mut lines = Vec::new();
    for parameter in described["parameters"].as_array().into_iter().flatten() {
        // What every read has in common goes without saying.
        let Some(name) = parameter["name"].as_str() else {
            continue;
        };
        let needed = if parameter["required"] == true {
            ", required"
        } else {
            ""
        };
        let example = example(parameter);
        let about = said(&parameter["description"]).replace('\n', " ");
        let place = said(&parameter["in"]);
        lines.push(format!("`{name}` ({place}{needed}): {about}{example}"));
    }
    if let Some((media, body)) = first(&described["requestBody"]["content"]) {
        let schema = resolved(api.json(), &body["schema"]);
        let such_as = Some(example(body)).filter(|text| !text.is_empty());
        let such_as = such_as.unwrap_or_else(|| example(schema));
        lines.push(format!("Body: `{media}`.{such_as}"));
        lines.extend(members(api.json(), schema));
    }
    let answers = described["responses"]["200"]["content"].as_object();
    let renditions = described[RENDITIONS].as_array().into_iter().flatten();
    let answers: Vec<String> = answers
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
        .chain(renditions.map(said))
        .map(|media| format!("`{media}`"))
        .collect();
    lines.push(format!("Answers: {}.", answers.join(", ")));
    for line in lines {
        // Some members explain themselves.
        let _ = writeln!(text, "- {}", line.trim_end_matches([':', ' ']));
    }
    text.push('\n');
}

/// The members of a body, which a stream of lines does not have.
fn members(document: &Value, schema: &Value) -> impl Iterator<Item = String> {
    let required = schema["required"].as_array();
    let members = schema["properties"].as_object().into_iter().flatten();
    members.map(move |(name, member)| {
        let is_required = required.is_some_and(|names| names.iter().any(|one| one == name));
        let needed = if is_required { ", required" } else { "" };
        let about = match said(&member["description"]) {
            "" => said(&resolved(document, member)["description"]),
            about => about,
        };
        format!("`{name}` (body{needed}): {}", about.replace('\n', " "))
    })
}

/// A schema, or the one that it refers to.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str();
    let target = target.and_then(|target| document.pointer(target.trim_start_matches('#')));
    target.unwrap_or(schema)
}

fn first(contents: &Value) -> Option<(&String, &Value)> {
    contents.as_object()?.iter().next()
}

/// The example of a parameter or a body, as a sentence.
fn example(of: &Value) -> String {
    match &of["example"] {
        Value::Null => String::new(),
        Value::String(text) => match text.trim().lines().next() {
            Some(line) => format!(" Such as `{line}`."),
            None => String::new(),
        },
        other => format!(" Such as `{other}`."),
    }
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
