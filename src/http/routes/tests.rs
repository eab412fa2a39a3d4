//! Tests of the OpenAPI document over all operations.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::api_document;
use crate::domain::schema::SchemaValidator;

#[test]
fn no_two_types_share_a_name_in_the_document() {
    let mut schemas = Vec::new();
    api_document()
        .operations
        .iter()
        .for_each(|operation| (operation.schemas)(&mut schemas));
    let mut seen: HashMap<String, Value> = HashMap::new();
    for (name, schema) in schemas {
        let schema = serde_json::to_value(schema).unwrap_or_default();
        if let Some(other) = seen.insert(name.clone(), schema.clone()) {
            assert_eq!(other, schema, "two types are named {name}");
        }
    }
}

#[test]
fn every_example_fits_its_schema() {
    let api = api_document();
    let document = api.json();
    let mut examples = 0;
    for path in document["paths"]
        .as_object()
        .into_iter()
        .flat_map(Map::values)
    {
        for operation in path.as_object().into_iter().flat_map(Map::values) {
            let contents = operation["responses"]["200"]["content"].as_object();
            for content in contents.into_iter().flat_map(Map::values) {
                let Some(example) = content.get("example") else {
                    continue;
                };
                examples += 1;
                let mut schema = content["schema"].clone();
                schema["components"] = document["components"].clone();
                let shape = SchemaValidator::new(&schema);
                let faults = shape.map(|shape| shape.faults(example, 5));
                assert_eq!(faults, Ok(Vec::new()), "{}", operation["operationId"]);
            }
        }
    }
    assert!(examples > 0);
}

#[test]
fn every_operation_has_an_id_a_summary_and_a_tag() {
    let mut ids = Vec::new();
    for operation in api_document().operations.iter() {
        assert!(!ids.contains(&operation.id()), "{} twice", operation.id());
        ids.push(operation.id());
        assert!(operation.item.summary.is_some(), "{}", operation.id());
        assert!(operation.item.tags.is_some(), "{}", operation.id());
    }
}
