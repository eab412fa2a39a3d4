//! Refusals: unknown parameters, malformed hosts, heads that are too large, and the pages that explain problems.

use std::collections::BTreeSet;

use reqwest::{Method, header::CONTENT_TYPE};
use rungs::error::KINDS;
use serde_json::json;

use crate::{
    app::{Reply, TestApp},
    documented::{Documented, documented},
};

const LADDER: &str = "/v1/ladders/ai-engineer";

/// Asks a documented operation by a path of it, with a body where it reads one.
async fn asked(app: &TestApp, operation: &Documented, path: &str) -> Reply {
    let method = operation.method.parse().unwrap();
    let mut request = app.client.request(method, app.url(path));
    let content = operation.item["requestBody"]["content"].as_object();
    if let Some(content) = content {
        request = request
            .header(CONTENT_TYPE, content.keys().next().unwrap())
            .body("{}");
    }
    app.send(request).await
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_by_name() {
    let app = TestApp::start().await;
    for operation in documented() {
        for (parameter, pointer) in [
            ("nonsense=1", "/nonsense"),
            ("nonsense", "/nonsense"),
            ("a~b%2Fc=", "/a~0b~1c"),
            ("%E2%9C%93=%F0%9F%A6%80", "/✓"),
            ("VERSION=1.0.0", "/VERSION"),
        ] {
            let path = operation.with(parameter);
            let reply = asked(&app, &operation, &path).await;
            assert_eq!(reply.status, 422, "{path}: {}", reply.text());
            assert_eq!(reply.pointers(), [pointer], "{path}");
            assert_eq!(reply.json()["errors"][0]["code"], "unknown_parameter");
        }
    }
}

#[tokio::test]
async fn a_query_that_is_not_utf8_is_malformed() {
    let app = TestApp::start().await;
    for operation in documented() {
        for query in ["nonsense=%ff", "%C3=x", "version=%ed%a0%80"] {
            let path = operation.with(query);
            let reply = asked(&app, &operation, &path).await;
            assert_eq!(reply.status, 400, "{path}: {}", reply.text());
        }
    }
}

#[tokio::test]
async fn every_unknown_parameter_is_named() {
    let app = TestApp::start().await;
    let reply = app
        .get(&format!("{LADDER}/levels?a=1&limit=x&b=2&c=3"))
        .await;
    assert_eq!(reply.pointers(), ["/a", "/b", "/c", "/limit"]);
}

/// A problem of each kind that a caller can bring about at will.
async fn provoked(app: &TestApp) -> Vec<Reply> {
    let score = format!("{LADDER}/quiz/score");
    let plain = app.client.post(app.url(&score)).body("{}");
    vec![
        app.post_text(&score, "{").await,
        app.get("/nothing").await,
        app.ask("DELETE", LADDER).await,
        app.get_as(LADDER, "image/png").await,
        app.post_text(&score, " ".repeat(70_000)).await,
        app.send(plain.header(CONTENT_TYPE, "text/plain")).await,
        app.get(&format!("{LADDER}?x=1")).await,
        app.send(
            app.client
                .get(app.url(LADDER))
                .header("x-long", "x".repeat(20_000)),
        )
        .await,
    ]
}

#[tokio::test]
async fn the_type_of_every_problem_leads_to_a_page_that_explains_it() {
    let app = TestApp::start().await;
    let mut statuses = BTreeSet::new();
    for reply in provoked(&app).await {
        let problem = reply.json();
        assert!(statuses.insert(reply.status.as_u16()));
        let page = app.get(problem["type"].as_str().unwrap()).await;
        assert_eq!(page.status, 200);
        let page = page.json();
        assert_eq!(page["title"], problem["title"]);
        assert_eq!(page["status"], problem["status"]);
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        assert!(problem["instance"].as_str().unwrap().starts_with('/'));
        assert_eq!(reply.header("x-request-id"), problem["request_id"].as_str());
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    assert_eq!(
        Vec::from_iter(statuses),
        [400, 404, 405, 406, 413, 415, 422, 431]
    );
}

#[tokio::test]
async fn every_kind_of_problem_has_a_page_for_programs_readers_and_browsers() {
    let app = TestApp::start().await;
    for kind in KINDS {
        let path = format!("/problems/{}", kind.slug);
        let program = app.get(&path).await;
        assert_eq!(program.header("content-type"), Some("application/json"));
        assert_eq!(
            program.json(),
            json!({"slug": kind.slug, "status": kind.status, "title": kind.title, "meaning": kind.meaning, "mending": kind.mending})
        );
        let reader = app.get_as(&path, "text/markdown").await;
        assert!(
            reader
                .text()
                .starts_with(&format!("# {} ({})", kind.title, kind.status))
        );
        assert!(reader.text().contains(kind.mending));
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        let browser = app.get_as(&path, browser).await;
        assert_eq!(
            browser.header("content-type"),
            Some("text/html; charset=utf-8"),
            "{path}"
        );
        assert!(browser.text().starts_with("<!doctype html>"));
        assert!(
            browser
                .text()
                .contains(&format!("<title>{}</title>", kind.title))
        );
        assert!(browser.text().contains(kind.meaning) && browser.text().contains(kind.mending));
    }
    assert_eq!(app.get("/problems/no-such-kind").await.status, 404);
}

#[tokio::test]
async fn the_document_describes_every_kind_of_problem() {
    let statuses: BTreeSet<u16> = KINDS.iter().map(|kind| kind.status).collect();
    assert_eq!(statuses.len(), KINDS.len(), "a status has one kind");
    for operation in documented() {
        for status in operation.item["responses"].as_object().unwrap().keys() {
            let status: u16 = status.parse().unwrap();
            assert!(status < 400 || statuses.contains(&status), "{status}");
        }
    }
}

#[tokio::test]
async fn a_public_url_makes_problem_types_absolute() {
    let app = TestApp::start_with(&[("public_url", "https://ladders.example.org/rungs")]).await;
    for reply in provoked(&app).await {
        let problem = reply.json();
        let kind = problem["type"].as_str().unwrap();
        let slug = kind
            .strip_prefix("https://ladders.example.org/rungs/problems/")
            .unwrap();
        assert_eq!(app.get(&format!("/problems/{slug}")).await.status, 200);
    }
}

#[tokio::test]
async fn a_malformed_host_is_refused() {
    let app = TestApp::start().await;
    for host in [
        "",
        "a b",
        "a/b",
        "http://a",
        "user@a",
        "a,b",
        "a:b",
        "a:123456",
        "a:-1",
        "[::1",
        "::1",
        "[]",
        "[nonsense]",
        "a?b",
        "a#b",
        "<script>",
        "a:80:80",
        "ä",
    ] {
        let request = format!("GET {LADDER} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let reply = app.exchange(Method::GET, LADDER, request).await;
        assert_eq!(reply.status, 400, "{host:?}: {}", reply.text());
        assert!(reply.text().contains("Host"), "{}", reply.text());
    }
    for host in [
        "a",
        "localhost:8080",
        "127.0.0.1",
        "[::1]:80",
        "ladders.example.org.",
        "a_b.example",
        "A",
        "a:",
    ] {
        let request = format!("GET {LADDER} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let reply = app.exchange(Method::GET, LADDER, request).await;
        assert_eq!(reply.status, 200, "{host:?}: {}", reply.text());
    }
}

#[tokio::test]
async fn a_host_is_named_once() {
    let app = TestApp::start().await;
    for hosts in ["", "Host: a\r\nHost: a\r\n", "Host: a\r\nhost: b\r\n"] {
        // The framework refuses these itself, without a problem document.
        let request = format!("GET {LADDER} HTTP/1.1\r\n{hosts}\r\n");
        let reply = app.raw(request).await.unwrap();
        assert_eq!(reply.status, 400, "{hosts:?}");
    }
    let request = format!("GET {LADDER} HTTP/1.0\r\n\r\n");
    let reply = app.exchange(Method::GET, LADDER, request).await;
    assert_eq!(reply.status, 200, "HTTP/1.0 knows no Host");
}

#[tokio::test]
async fn a_head_over_the_limit_is_refused() {
    let app = TestApp::start_with(&[("limits.header_bytes", "2000")]).await;
    let with = |bytes: usize| {
        app.client
            .get(app.url(LADDER))
            .header("x-long", "x".repeat(bytes))
    };
    assert_eq!(app.send(with(1500)).await.status, 200);
    assert_eq!(app.send(with(2000)).await.status, 431);
    let many: String = (0..90)
        .map(|n| format!("x-{n}: {}\r\n", "y".repeat(30)))
        .collect();
    let request = format!("GET {LADDER} HTTP/1.1\r\nHost: a\r\n{many}\r\n");
    assert_eq!(app.exchange(Method::GET, LADDER, request).await.status, 431);
    // The setting speaks of the whole head, the request line among it.
    let path = format!("{LADDER}?version={}", "1".repeat(2000));
    let reply = app.get(&path).await;
    assert_eq!(reply.status, 431, "{}", reply.text());
    app.still_answers().await;
}

#[tokio::test]
async fn the_way_to_the_documentation_is_read_only() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/docs").await.status, 308);
    let refused = app.ask("POST", "/docs").await;
    assert_eq!(refused.status, 405);
    assert_eq!(refused.header("allow"), Some("GET, HEAD, OPTIONS"));
}

#[tokio::test]
async fn every_member_that_fits_no_band_is_named() {
    let app = TestApp::start().await;
    let path = "/v1/ladders/ai-engineer/compensation/position";
    let body = json!({"level": "junior", "amount": "1", "region": "DE", "currency": "EUR", "market": "zz"});
    let pointers = app.post(path, &body).await.pointers();
    assert_eq!(pointers, ["/currency", "/market", "/region"]);
    // What does not fit the schema comes first.
    let body = json!({"level": "junior", "amount": "x", "region": "DE", "x": 1});
    let pointers = app.post(path, &body).await.pointers();
    assert_eq!(pointers, ["/amount", "/x"]);
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over() {
    let app = TestApp::start().await;
    let body = "\u{feff}{\"answers\": {\"q1\": \"yes\"}}";
    let reply = app
        .post_text("/v1/ladders/ai-engineer/quiz/score", body)
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn the_ladder_schema_is_also_plain_json() {
    let app = TestApp::start().await;
    let path = "/v1/schemas/ladder.json";
    let plain = app.get_as(path, "application/json").await;
    assert_eq!(plain.status, 200);
    assert_eq!(plain.json(), app.get(path).await.json());
}
