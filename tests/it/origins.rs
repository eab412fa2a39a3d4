//! Forks: a ladder that says where it comes from says so rightly, and for good.

use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use serde_json::{Value, json};

use crate::{
    app::{Storage, TestApp},
    keys::on,
    publishing::{DRAFT, codes, ours, publish, published, put},
};

const FORK: &str = "/v1/ladders/ours/draft/fork";

/// The stamp of the built-in ladder.
async fn origin(app: &TestApp) -> Value {
    app.get("/v1/ladders/ai-engineer/levels").await.json()["ladder"].clone()
}

#[tokio::test]
async fn an_origin_is_a_version_that_is_seen() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let app = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let mut document = ours("1.0.0");
    for (member, value) in [
        ("id", json!("nobody-has-it")),
        ("version", json!("99.0.0")),
        ("hash", json!(format!("blake3:{}", "0".repeat(64)))),
    ] {
        document["forked_from"] = origin(&app).await;
        document["forked_from"][member] = value;
        let reply = put(&app, &document, None).await;
        assert_eq!(codes(&reply), ["unknown_origin"], "{}", reply.text());
        assert_eq!(reply.pointers(), [format!("/forked_from/{member}")]);
        assert_eq!(app.get(DRAFT).await.status, 404, "nothing is stored");
        let file = folder.path().join("ours.json");
        std::fs::write(&file, document.to_string()).unwrap();
        let file = file.to_str().unwrap();
        let refused = on(&storage, &["ladder", "publish", file, "--org", "own"]);
        assert_eq!(refused.status, 1, "{}", refused.err);
        assert!(refused.err.contains("unknown_origin"), "{}", refused.err);
    }
    document["forked_from"] = origin(&app).await;
    published(&app, &document).await;
}

#[tokio::test]
async fn a_draft_that_is_a_fork_stays_one() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let app = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let fork = app.post(FORK, &json!({"ladder": "ai-engineer"})).await;
    assert_eq!(fork.status, 201, "{}", fork.text());
    let etag = fork.header("etag");
    let reply = put(&app, &ours("1.0.0"), etag).await;
    assert_eq!(codes(&reply), ["another_origin"], "{}", reply.text());
    assert_eq!(app.get(DRAFT).await.header("etag"), etag);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.json");
    std::fs::write(&file, ours("1.0.0").to_string()).unwrap();
    let file = file.to_str().unwrap();
    let publish = || on(&storage, &["ladder", "publish", file, "--org", "own"]);
    let refused = publish();
    assert_eq!(refused.status, 1, "{}", refused.err);
    assert!(refused.err.contains("another_origin"), "{}", refused.err);
    let mut kept = ours("1.0.0");
    kept["forked_from"] = origin(&app).await;
    assert_eq!(put(&app, &kept, etag).await.status, 200);
    // Who begins anew may do without it.
    let delete = app.client.delete(app.url(DRAFT)).header(IF_MATCH, "*");
    assert_eq!(app.send(delete).await.status, 204);
    assert_eq!(publish().status, 0);
}

#[tokio::test]
async fn a_fork_takes_no_id_that_is_published() {
    let app = TestApp::start().await;
    published(&app, &ours("1.2.0")).await;
    for ladder in ["ai-engineer", "ours"] {
        let reply = app.post(FORK, &json!({"ladder": ladder})).await;
        assert_eq!(reply.status, 409, "{}", reply.text());
        assert!(reply.text().contains("1.2.0"), "{}", reply.text());
    }
    assert_eq!(app.get(DRAFT).await.status, 404);
}

#[tokio::test]
async fn a_fork_that_is_sent_again_is_answered_as_the_first_time() {
    let app = TestApp::start().await;
    let fork = || {
        let request = app.client.post(app.url(FORK));
        let request = request.header("idempotency-key", "one");
        let request = request.header(CONTENT_TYPE, "application/json");
        app.send(request.body(r#"{"ladder": "ai-engineer"}"#))
    };
    let first = fork().await;
    assert_eq!(first.status, 201, "{}", first.text());
    let done = publish(&app, first.header("etag").unwrap()).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let again = fork().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((again.status, again.text()), (first.status, first.text()));
}

#[tokio::test]
async fn an_unknown_version_of_a_body_is_found_in_the_body() {
    let app = TestApp::start().await;
    let wanted = json!({"ladder": "ai-engineer", "version": "99.0.0"});
    let reply = app.post(FORK, &wanted).await;
    assert_eq!(reply.pointers(), ["/version"]);
    let fault = &reply.json()["errors"][0];
    assert_eq!(
        (&fault["in"], &fault["code"]),
        (&json!("body"), &json!("unknown_version"))
    );
}
