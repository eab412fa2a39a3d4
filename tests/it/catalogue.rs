//! The catalogue: every read, in JSON and in Markdown, with its stamp, its hash and its schema.

use serde_json::{Value, json};

use crate::app::TestApp;
use rungs::domain::schema::SchemaValidator;

const AT: &str = "/v1/ladders/ai-engineer";

const READS: &[&str] = &[
    "/v1/ladders",
    "/v1/ladders/ai-engineer",
    "/v1/ladders/ai-engineer/levels",
    "/v1/ladders/ai-engineer/levels/mid",
    "/v1/ladders/ai-engineer/quiz",
    "/v1/ladders/ai-engineer/phases",
    "/v1/ladders/ai-engineer/phases/4",
    "/v1/ladders/ai-engineer/roadblocks",
    "/v1/ladders/ai-engineer/roadblocks?level=senior",
    "/v1/ladders/ai-engineer/resources",
    "/v1/ladders/ai-engineer/resources?phase=1&kind=mentor&sponsored=true",
    "/v1/ladders/ai-engineer/faqs",
    "/v1/ladders/ai-engineer/compensation",
    "/v1/ladders/ai-engineer/compare?from=junior&to=staff",
    "/v1/ladders/ai-engineer/versions",
    "/v1/ladders/ai-engineer/versions/1.3.0/diff/1.3.0",
];

/// The values of one member of every item.
pub fn column(list: &Value, member: &str) -> Vec<Value> {
    let items = list["items"].as_array().or(list.as_array()).unwrap();
    items.iter().map(|item| item[member].clone()).collect()
}

#[tokio::test]
async fn every_read_answers_in_json_and_in_markdown() {
    let app = TestApp::start().await;
    for path in READS {
        let json = app.get(path).await;
        assert_eq!(json.status, 200, "{path}: {}", json.text());
        assert_eq!(json.header("content-type"), Some("application/json"));
        let markdown = app.get_as(path, "text/markdown").await;
        assert_eq!(markdown.status, 200, "{path}");
        assert!(
            markdown.text().starts_with("# "),
            "{path}: {}",
            markdown.text()
        );
    }
}

#[tokio::test]
async fn every_object_says_which_ladder_it_comes_from() {
    let app = TestApp::start().await;
    let stamp = app.get("/v1/ladders").await.json()["items"][0]["ladder"].clone();
    assert_eq!(stamp["id"], "ai-engineer");
    assert_eq!(stamp["version"], "1.3.0");
    let reads = READS.iter().filter(|path| !path.contains("/diff/"));
    for path in reads.skip(1) {
        let body = app.get(path).await.json();
        assert_eq!(body["ladder"], stamp, "{path}");
        if path.ends_with("/versions") {
            continue;
        }
        for item in body["items"].as_array().into_iter().flatten() {
            assert_eq!(item["ladder"], stamp, "{path}");
        }
    }
    let diff = app.get(READS.last().unwrap()).await.json();
    assert_eq!((&diff["from"], &diff["to"]), (&stamp, &stamp));
}

#[tokio::test]
async fn the_hash_is_blake3_of_the_canonical_document() {
    /// What came to the format later is left out where it says nothing.
    fn leave_out_later(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for name in [
                    "forked_from",
                    "serves",
                    "effort",
                    "signals",
                    "contrary",
                    "translations",
                    "statement",
                ] {
                    if matches!(members.get(name), Some(Value::Null))
                        || members.get(name) == Some(&json!([]))
                    {
                        members.remove(name);
                    }
                }
                members.values_mut().for_each(leave_out_later);
            }
            Value::Array(items) => items.iter_mut().for_each(leave_out_later),
            _ => {}
        }
    }
    let app = TestApp::with_earlier_versions().await;
    for version in ["1.0.0", "1.1.0", "1.2.0", "1.3.0"] {
        let mut document = app.get(&format!("{AT}?version={version}")).await.json();
        let members = document.as_object_mut().unwrap();
        let stamp = members.remove("ladder").unwrap();
        members.remove("published_at").unwrap();
        leave_out_later(&mut document);
        // Canonical JSON (RFC 8785): names in order, no spaces; serde_json keeps names in order by itself.
        let canonical = serde_json::to_string(&document).unwrap();
        let hash = blake3::hash(canonical.as_bytes()).to_hex();
        assert_eq!(stamp["hash"], format!("blake3:{hash}"));
        assert_eq!(stamp["version"], version);
    }
}

#[tokio::test]
async fn the_schema_fits_the_built_in_ladder() {
    let app = TestApp::start().await;
    let schema = app.get("/v1/schemas/ladder.json").await;
    assert_eq!(schema.header("content-type"), Some("application/json"));
    let media = "application/schema+json";
    let same = app.get_as("/v1/schemas/ladder.json", media).await;
    assert_eq!(same.header("content-type"), Some(media));
    assert_eq!(same.bytes, schema.bytes);
    let shape = SchemaValidator::new(&schema.json()).unwrap();
    let mut document = app.get(AT).await.json();
    let members = document.as_object_mut().unwrap();
    members.remove("ladder");
    members.remove("published_at");
    assert_eq!(shape.faults(&document, 10), []);
    document["colour"] = json!("blue");
    document["levels"][0]["rank"] = json!("first");
    let faults = shape.faults(&document, 10);
    let mut pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/colour", "/levels/0/rank"]);
}

#[tokio::test]
async fn an_unknown_ladder_level_or_phase_is_not_found() {
    let app = TestApp::start().await;
    let missing = [
        "/v1/ladders/data-engineer",
        "/v1/ladders/data-engineer/levels",
        "/v1/ladders/AI-ENGINEER",
        "/v1/ladders/ai-engineer/levels/principal",
        "/v1/ladders/ai-engineer/levels/Mid",
        "/v1/ladders/ai-engineer/phases/0",
        "/v1/ladders/ai-engineer/phases/5",
        "/v1/ladders/ai-engineer/phases/256",
        "/v1/ladders/ai-engineer/phases/-1",
        "/v1/ladders/ai-engineer/phases/one",
        "/v1/ladders/ai-engineer/phases/01",
        "/v1/ladders/ai-engineer/phases/+1",
        "/v1/ladders/ai-engineer/phases/1.0",
        "/v1/ladders/ai-engineer/versions/1.3.0/diff/9.9.9",
        "/v1/ladders/ai-engineer/versions/one/diff/1.3.0",
        "/v1/ladders/ai-engineer/levels/",
        "/v1/ladders/",
        "/v1",
    ];
    for path in missing {
        let reply = app.get(path).await;
        assert_eq!(reply.status, 404, "{path}: {}", reply.text());
        assert_eq!(reply.json()["instance"], path);
    }
}
