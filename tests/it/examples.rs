//! Every example of the OpenAPI document, sent and compared.

use std::collections::BTreeSet;

use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::{
    app::TestApp,
    assessments::{own, store},
    documented::{DOCUMENT, documented},
    evidence::added,
    people::{put, with_body},
    publishing::ours,
};

/// The person of the document's examples.
const PERSON: &str = "p-1042";

/// A set of bands for the built-in ladder.
const BANDS: &str = "level,region,currency,period,market,min,max\nmid,DE,EUR,year,general,1,2\n";

/// The key that signs the receipts in examples, in hexadecimal.
fn example_key() -> String {
    let secret = b"an example, which signs nothing real";
    secret.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is shown of a body, at its place or in its schema.
fn shown(content: &Value) -> &Value {
    let schema = &content["schema"];
    let target = schema["$ref"].as_str().unwrap_or_default();
    let schema = DOCUMENT.pointer(target.trim_start_matches('#'));
    match &content["example"] {
        Value::Null => &schema.unwrap()["example"],
        example => example,
    }
}

#[tokio::test]
async fn every_example_is_what_is_answered() {
    let app = TestApp::start_with(&[("receipts.key", &example_key())]).await;
    let mut compared = Vec::new();
    for operation in documented() {
        let answers = operation.item["responses"]["200"]["content"].as_object();
        for (media, content) in answers.into_iter().flatten() {
            let answer = &content["example"];
            if answer.is_null() {
                continue;
            }
            let mut request = app
                .client
                .request(operation.method.parse().unwrap(), app.url(&operation.path))
                .header("accept", media);
            let bodies = operation.item["requestBody"]["content"].as_object();
            for (media, content) in bodies.into_iter().flatten() {
                let body = shown(content);
                assert!(!body.is_null(), "{}", operation.template);
                let body = body.as_str().map_or_else(|| body.to_string(), String::from);
                request = request.header(CONTENT_TYPE, media).body(body);
            }
            let reply = app.send(request).await;
            assert_eq!(reply.status, 200, "{}: {}", operation.path, reply.text());
            match answer.as_str() {
                Some(text) => assert_eq!(reply.text(), text, "{}", operation.path),
                None => assert_eq!(reply.json(), *answer, "{}", operation.path),
            }
            compared.push(operation.item["operationId"].as_str().unwrap());
        }
    }
    for operation in [
        "score_quiz",
        "check_readiness",
        "plan_roadmap",
        "compare_levels",
    ] {
        assert!(compared.contains(&operation), "{compared:?}");
    }
}

#[test]
fn an_operation_with_json_documents_json_and_problems_alone() {
    let mut checked = 0;
    for operation in documented() {
        let is_api = operation.template.starts_with("/v1/");
        let responses = operation.item["responses"].as_object().unwrap();
        let contents = |status: &str| {
            let response = &responses[status];
            let target = response["$ref"].as_str().map(|target| &target[1..]);
            let response = target.map_or(response, |target| DOCUMENT.pointer(target).unwrap());
            let content = response["content"].as_object();
            let names = content
                .into_iter()
                .flat_map(|content| content.keys().cloned());
            names.collect::<Vec<_>>()
        };
        let successes: Vec<Vec<String>> = responses
            .keys()
            .filter(|status| status.starts_with('2'))
            .map(|status| contents(status))
            .collect();
        let has_json = |names: &Vec<String>| names.iter().any(|name| name == "application/json");
        if is_api && successes.iter().any(has_json) {
            for names in successes.iter().filter(|names| !names.is_empty()) {
                assert_eq!(names, &["application/json"], "{}", operation.template);
            }
            checked += 1;
        }
        let errors = responses.keys().filter(|status| status.as_str() >= "4");
        for status in errors.filter(|_| is_api) {
            let names = contents(status);
            assert_eq!(
                names,
                ["application/problem+json"],
                "{}",
                operation.template
            );
        }
    }
    assert!(checked > 40, "{checked}");
}

/// Stores what operations with a key read, under the names that their examples have; returns the id of an assessment.
async fn with_examples(app: &TestApp) -> String {
    let mut draft = ours("1.0.0");
    draft["id"] = json!("next-engineer");
    let request = app.client.put(app.url("/v1/ladders/next-engineer/draft"));
    let stored = app.send(with_body(request, &draft)).await;
    assert_eq!(stored.status, 201, "{}", stored.text());
    let request = app.client.put(app.url("/v1/ladders/ai-engineer/bands"));
    let request = request.header(CONTENT_TYPE, "text/csv").body(BANDS);
    assert_eq!(app.send(request).await.status, 201);
    put(app, PERSON, json!({})).await;
    added(app, PERSON, json!({})).await;
    let assessment = store(app, PERSON, &own()).await;
    assessment["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_documented_rendition_is_served() {
    let app = TestApp::start().await;
    let assessment = with_examples(&app).await;
    let (mut public, mut keyed) = (BTreeSet::new(), BTreeSet::new());
    for operation in documented() {
        let renditions = operation.item["x-renditions"].as_array();
        for media in renditions.into_iter().flatten().filter_map(Value::as_str) {
            let path = match operation.template {
                // The built-in ladder has no draft.
                "/v1/ladders/{ladder}/draft" => "/v1/ladders/next-engineer/draft".to_owned(),
                "/v1/people/{person}/assessments/{assessment}" => {
                    format!("/v1/people/{PERSON}/assessments/{assessment}")
                }
                _ => operation.path.clone(),
            };
            let mut request = app
                .client
                .request(operation.method.parse().unwrap(), app.url(&path))
                .header("accept", media);
            let bodies = operation.item["requestBody"]["content"].as_object();
            for (media, content) in bodies.into_iter().flatten() {
                let body = shown(content);
                request = request.header(CONTENT_TYPE, media).body(body.to_string());
            }
            let reply = app.send(request).await;
            let success = match operation.item["responses"]["201"].is_null() {
                true => 200,
                false => 201,
            };
            assert_eq!(reply.status, success, "{path} as {media}: {}", reply.text());
            let content_type = reply.header("content-type").unwrap();
            assert!(content_type.starts_with(media), "{path}: {content_type}");
            assert!(!reply.bytes.is_empty(), "{path} as {media}");
            let served = (operation.item["operationId"].as_str().unwrap(), media);
            match operation.is_public() {
                true => public.insert(served),
                false => keyed.insert(served),
            };
        }
    }
    assert!(public.len() > 20, "{public:?}");
    let expected = [
        ("create_assessment", "text/markdown"),
        ("find_assessment", "text/markdown"),
        ("find_bands", "text/csv"),
        ("find_draft", "application/yaml"),
        ("find_person_readiness", "image/svg+xml"),
        ("find_person_readiness", "text/markdown"),
        ("find_progress", "image/svg+xml"),
        ("find_progress", "text/markdown"),
    ];
    assert_eq!(keyed, BTreeSet::from(expected));
}
