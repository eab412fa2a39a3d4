//! Negotiation: which media type, which coding, and what bodies are read as.

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::json;

use crate::{
    app::{Reply, TestApp},
    documented::{Documented, documented},
};

const LADDER: &str = "/v1/ladders/ai-engineer";
const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";

async fn accepting(app: &TestApp, path: &str, accept: &str) -> Reply {
    app.send(app.client.get(app.url(path)).header(ACCEPT, accept))
        .await
}

async fn coded(app: &TestApp, path: &str, coding: &str) -> Reply {
    app.send(
        app.client
            .get(app.url(path))
            .header(ACCEPT_ENCODING, coding),
    )
    .await
}

#[tokio::test]
async fn every_coding_of_every_read_holds_the_same_bytes() {
    let app = TestApp::start().await;
    for read in documented().into_iter().filter(Documented::is_cached) {
        let plain = app.get(&read.path).await;
        assert_eq!(plain.header("content-encoding"), None);
        for coding in ["gzip", "br", "zstd"] {
            let reply = coded(&app, &read.path, coding).await;
            assert_eq!(reply.plain(), plain.bytes, "{} {coding}", read.path);
            assert_eq!(reply.header("content-type"), plain.header("content-type"));
            if plain.bytes.len() < 1000 {
                assert_eq!(reply.header("content-encoding"), None, "{}", read.path);
            } else {
                assert_eq!(
                    reply.header("content-encoding"),
                    Some(coding),
                    "{}",
                    read.path
                );
                assert!(reply.bytes.len() < plain.bytes.len());
            }
            assert_eq!(
                reply.header("content-length"),
                Some(reply.bytes.len().to_string().as_str())
            );
        }
    }
}

#[tokio::test]
async fn the_coding_is_the_one_that_is_liked_best() {
    let app = TestApp::start().await;
    for (accept, coding) in [
        ("gzip", Some("gzip")),
        ("x-gzip", Some("gzip")),
        ("GZIP", Some("gzip")),
        ("gzip, br, zstd", Some("zstd")),
        ("gzip, deflate, br", Some("br")),
        ("*", Some("zstd")),
        ("zstd;q=0, *", Some("br")),
        ("gzip;q=1.0, br;q=0.5, zstd;q=0.1", Some("gzip")),
        ("br;q=0.001", Some("br")),
        ("gzip ; q=0.5 , br ; q=0.8", Some("br")),
        ("gzip;q=0", None),
        ("gzip;q=0, br;q=0, zstd;q=0", None),
        ("*;q=0", None),
        ("deflate", None),
        ("identity", None),
        ("identity;q=1, gzip;q=0.5", None),
        ("identity, *;q=0.1", None),
        ("", None),
        ("gzip;q=nonsense", None),
        ("gzip;q=NaN", None),
        ("gzip;q=-1", None),
        (";;;,,,=", None),
    ] {
        let request = app
            .client
            .get(app.url(LADDER))
            .header(ACCEPT_ENCODING, accept);
        let answer = app.client.execute(request.build().unwrap()).await.unwrap();
        let given = answer
            .headers()
            .get(CONTENT_ENCODING)
            .map(|value| value.to_str().unwrap());
        assert_eq!(given, coding, "{accept:?}");
    }
}

#[tokio::test]
async fn a_small_answer_is_not_compressed() {
    let app = TestApp::start().await;
    for path in [
        "/v1/ladders/ai-engineer/versions",
        "/problems/not-found",
        "/healthz",
    ] {
        let reply = coded(&app, path, "zstd, br, gzip").await;
        assert_eq!(reply.status, 200);
        assert!(reply.bytes.len() < 1000);
        assert_eq!(reply.header("content-encoding"), None, "{path}");
    }
}

#[tokio::test]
async fn the_media_type_is_the_one_that_is_liked_best() {
    let app = TestApp::start().await;
    let (json, markdown) = ("application/json", "text/markdown; charset=utf-8");
    for (accept, media) in [
        ("*/*", json),
        ("application/json", json),
        ("APPLICATION/JSON", json),
        ("application/*", json),
        ("text/*", markdown),
        ("text/markdown", markdown),
        ("text/markdown; charset=utf-8", markdown),
        ("text/markdown, application/json", json),
        ("text/markdown;q=0.9, application/json;q=0.8", markdown),
        ("text/markdown;q=0.5, */*;q=0.1", markdown),
        ("application/json;q=0, */*", markdown),
        ("text/markdown;q=0, text/*, application/json;q=0.1", json),
        ("text/html, text/plain, text/markdown;q=0.1", markdown),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            json,
        ),
        ("", json),
        ("application/json;q=1.000", json),
        ("nonsense, application/json", json),
    ] {
        for path in [
            "/v1/ladders/ai-engineer/quiz",
            "/v1/ladders/ai-engineer/levels",
            "/v1/ladders",
        ] {
            let reply = accepting(&app, path, accept).await;
            assert_eq!(reply.status, 200, "{accept:?}");
            assert_eq!(reply.header("content-type"), Some(media), "{accept:?}");
        }
    }
}

#[tokio::test]
async fn several_accept_headers_are_one_list() {
    let app = TestApp::start().await;
    let request = app.client.get(app.url(LADDER));
    let request = request
        .header(ACCEPT, "text/html")
        .header(ACCEPT, "text/markdown");
    let reply = app.send(request).await;
    assert_eq!(
        reply.header("content-type"),
        Some("text/markdown; charset=utf-8")
    );
}

#[tokio::test]
async fn what_cannot_be_had_is_not_acceptable() {
    let app = TestApp::start().await;
    for operation in documented() {
        let known = &operation.item["responses"]["406"];
        for accept in [
            "image/png",
            "application/xml;q=1",
            "*/*;q=0",
            "application/json;q=0, text/*;q=0, application/schema+json;q=0",
        ] {
            let mut request = app
                .client
                .request(operation.method.parse().unwrap(), app.url(&operation.path));
            if operation.method == "POST" {
                request = request
                    .header(CONTENT_TYPE, media_of(&operation))
                    .body("{}");
            }
            let reply = app.send(request.header(ACCEPT, accept)).await;
            if known.is_null() {
                assert_ne!(reply.status, 406, "{}", operation.path);
            } else {
                assert_eq!(
                    reply.status,
                    406,
                    "{accept} {}: {}",
                    operation.path,
                    reply.text()
                );
            }
        }
    }
}

/// The first media type of its body; JSON where it has none.
fn media_of(operation: &Documented) -> &str {
    let content = operation.item["requestBody"]["content"].as_object();
    let first = content.and_then(|content| content.keys().next());
    first.map_or("application/json", String::as_str)
}

#[tokio::test]
async fn stateless_calls_answer_in_markdown_too() {
    let app = TestApp::start().await;
    let scored = app.post(SCORE, &json!({"answers": {"q1": "yes"}})).await;
    let receipt = scored.json()["receipt"].clone();
    for (path, body) in [
        (SCORE, json!({"answers": {"q1": "yes"}})),
        (
            "/v1/ladders/ai-engineer/compensation/position",
            json!({"level": "junior", "amount": "90000"}),
        ),
        ("/v1/receipts/verify", json!({"receipt": receipt})),
    ] {
        let request = app
            .client
            .post(app.url(path))
            .header(CONTENT_TYPE, "application/json");
        let reply = app
            .send(
                request
                    .header(ACCEPT, "text/markdown")
                    .body(body.to_string()),
            )
            .await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert_eq!(
            reply.header("content-type"),
            Some("text/markdown; charset=utf-8")
        );
        assert!(reply.text().starts_with("# "), "{path}: {}", reply.text());
    }
}

#[tokio::test]
async fn a_body_of_another_media_type_is_refused() {
    let app = TestApp::start().await;
    for operation in documented()
        .into_iter()
        .filter(|operation| operation.method == "POST" && operation.item["requestBody"].is_object())
    {
        let right = media_of(&operation);
        let post = || app.client.post(app.url(&operation.path)).body("{}");
        assert_eq!(app.send(post()).await.status, 415, "{}", operation.path);
        for wrong in [
            "",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/problem+json",
            "application",
            "json",
            "*/*",
            "application/*",
        ] {
            if wrong == right {
                continue;
            }
            let reply = app.send(post().header(CONTENT_TYPE, wrong)).await;
            assert_eq!(
                reply.status,
                415,
                "{wrong:?} {}: {}",
                operation.path,
                reply.text()
            );
            assert!(reply.json()["detail"].as_str().unwrap().contains(right));
        }
        for charset in ["iso-8859-1", "utf-16", "\"us-ascii\""] {
            let media = format!("{right}; charset={charset}");
            let reply = app.send(post().header(CONTENT_TYPE, media)).await;
            assert_eq!(reply.status, 415, "{charset} {}", operation.path);
        }
        for coding in ["gzip", "br", "zstd", "deflate", "identity, gzip"] {
            let request = post()
                .header(CONTENT_TYPE, right)
                .header(CONTENT_ENCODING, coding);
            assert_eq!(
                app.send(request).await.status,
                415,
                "{coding} {}",
                operation.path
            );
        }
    }
}

#[tokio::test]
async fn a_media_type_may_be_written_in_any_case_and_name_utf_8() {
    let app = TestApp::start().await;
    for media in [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json ; charset=\"utf-8\"",
        "application/json; profile=x; charset=utf-8",
    ] {
        let request = app.client.post(app.url(SCORE)).header(CONTENT_TYPE, media);
        let reply = app
            .send(request.body(r#"{"answers": {"q1": "yes"}}"#))
            .await;
        assert_eq!(reply.status, 200, "{media}: {}", reply.text());
    }
    let request = app
        .client
        .post(app.url(SCORE))
        .header(CONTENT_TYPE, "application/json");
    let request = request
        .header(CONTENT_ENCODING, "identity")
        .body(r#"{"answers": {"q1": "yes"}}"#);
    assert_eq!(app.send(request).await.status, 200);
}
