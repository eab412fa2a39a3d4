//! Every example of the OpenAPI document, sent and compared.

use reqwest::header::CONTENT_TYPE;
use rungs::http::documentation::DOCUMENT;
use serde_json::Value;

use crate::{app::TestApp, documented::documented};

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

#[tokio::test]
async fn every_documented_rendition_is_served() {
    let app = TestApp::start().await;
    let mut served = 0;
    for operation in documented() {
        let renditions = operation.item["x-renditions"].as_array();
        for media in renditions.into_iter().flatten().filter_map(Value::as_str) {
            if !operation.is_public() {
                continue;
            }
            let mut request = app
                .client
                .request(operation.method.parse().unwrap(), app.url(&operation.path))
                .header("accept", media);
            let bodies = operation.item["requestBody"]["content"].as_object();
            for (media, content) in bodies.into_iter().flatten() {
                let body = shown(content);
                request = request.header(CONTENT_TYPE, media).body(body.to_string());
            }
            let reply = app.send(request).await;
            assert_eq!(reply.status, 200, "{} as {media}", operation.path);
            let content_type = reply.header("content-type").unwrap();
            assert!(
                content_type.starts_with(media),
                "{}: {content_type}",
                operation.path
            );
            served += 1;
        }
    }
    assert!(served > 20, "{served}");
}
