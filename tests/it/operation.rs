//! Operation: alive, ready, metrics; the OpenAPI document and the page that shows it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    documented::{API, DOCUMENT, documented},
};

const LADDER: &str = "/v1/ladders/ai-engineer";

#[tokio::test]
async fn the_server_says_that_it_is_alive_and_ready() {
    let app = TestApp::start().await;
    let alive = app.get("/healthz").await;
    assert_eq!((alive.status.as_u16(), alive.text()), (200, "alive\n"));
    assert_eq!(alive.header("cache-control"), Some("no-store"));
    let ready = app.get("/readyz").await;
    assert_eq!(ready.status, 200);
    let database = if app.database_url.starts_with("postgres") {
        "postgres"
    } else {
        "sqlite"
    };
    assert_eq!(
        ready.json(),
        json!({"ready": true, "database": database, "ladders": 1, "version": env!("CARGO_PKG_VERSION")})
    );
    assert_eq!(ready.header("cache-control"), Some("no-store"));
}

/// Every sample of a scrape, by its name and labels.
fn samples(text: &str) -> BTreeMap<String, f64> {
    assert!(text.ends_with("# EOF\n"), "no end of an OpenMetrics text");
    let mut samples = BTreeMap::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let word = comment.split(' ').next().unwrap();
            assert!(["HELP", "TYPE", "UNIT", "EOF"].contains(&word), "{line}");
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        let metric = name.split('{').next().unwrap();
        assert!(
            metric
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
            "{line}"
        );
        assert_eq!(name.contains('{'), name.ends_with('}'), "{line}");
        assert!(
            samples
                .insert(name.to_owned(), value.parse().unwrap())
                .is_none(),
            "{line} twice"
        );
    }
    samples
}

/// The one sample of a metric with these labels.
fn sample(samples: &BTreeMap<String, f64>, metric: &str, labels: &[(&str, &str)]) -> f64 {
    let fits = |name: &str| {
        name.starts_with(&format!("{metric}{{"))
            && labels
                .iter()
                .all(|(label, value)| name.contains(&format!("{label}=\"{value}\"")))
    };
    let found: Vec<f64> = samples
        .iter()
        .filter(|(name, _)| fits(name))
        .map(|(_, value)| *value)
        .collect();
    assert_eq!(found.len(), 1, "{metric} {labels:?}");
    found[0]
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_status() {
    let app = TestApp::start().await;
    let scrape = async || {
        let reply = app.get("/metrics").await;
        assert!(
            reply
                .header("content-type")
                .unwrap()
                .starts_with("application/openmetrics-text")
        );
        samples(reply.text())
    };
    let before = scrape().await;
    for _ in 0..3 {
        app.get(LADDER).await;
    }
    app.ask("HEAD", LADDER).await;
    app.get(&format!("{LADDER}?x=1")).await;
    app.get("/nothing").await;
    app.post(
        &format!("{LADDER}/quiz/score"),
        &json!({"answers": {"q1": "yes"}}),
    )
    .await;
    app.ask("DELETE", LADDER).await;
    let after = scrape().await;
    let grown = |operation: &str, status: &str| {
        let labels = [("operation", operation), ("status", status)];
        let count = |samples| sample(samples, "rungs_http_requests_total", &labels);
        count(&after) - count(&before)
    };
    for (operation, status, count) in [
        ("find_ladder", "200", 4.0),
        ("find_ladder", "422", 1.0),
        ("find_ladder", "404", 0.0),
        ("score_quiz", "200", 1.0),
        ("none", "404", 1.0),
        ("none", "405", 1.0),
        ("list_metrics", "200", 1.0),
        ("list_levels", "200", 0.0),
    ] {
        assert!(
            (grown(operation, status) - count).abs() < 0.1,
            "{operation} {status}"
        );
    }
    let labels = [("operation", "find_ladder")];
    let timed = |samples| {
        sample(
            samples,
            "rungs_http_request_duration_seconds_count",
            &labels,
        )
    };
    assert!((timed(&after) - timed(&before) - 5.0).abs() < 0.1);
    for operation in documented() {
        let id = operation.item["operationId"].as_str().unwrap();
        sample(
            &after,
            "rungs_http_requests_total",
            &[("operation", id), ("status", "200")],
        );
    }
}

#[tokio::test]
async fn the_served_document_is_the_one_that_tests_go_by() {
    let app = TestApp::start().await;
    let served = app.get("/openapi.json").await;
    assert_eq!(served.text(), API.text());
    assert_eq!(served.json(), **DOCUMENT);
    assert!(
        served.json()["openapi"]
            .as_str()
            .unwrap()
            .starts_with("3.1")
    );
}

#[tokio::test]
async fn every_operation_is_described_and_named_once() {
    let mut names = Vec::new();
    for operation in documented() {
        let item = operation.item;
        names.push(item["operationId"].as_str().unwrap());
        assert!(
            item["summary"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{}",
            operation.template
        );
        assert_eq!(
            item["tags"].as_array().unwrap().len(),
            1,
            "{}",
            operation.template
        );
        for parameter in item["parameters"].as_array().into_iter().flatten() {
            assert!(
                parameter["$ref"].is_string() || parameter["description"].is_string(),
                "{parameter}"
            );
        }
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

/// Every description and summary below a value, by its pointer.
fn texts<'a>(value: &'a Value, pointer: &str, found: &mut Vec<(String, &'a str)>) {
    let below = |name: &dyn std::fmt::Display| format!("{pointer}/{name}");
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(text) if ["description", "summary"].contains(&name.as_str()) => {
                        found.push((below(name), text));
                    }
                    _ => texts(value, &below(name), found),
                }
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                texts(value, &below(&at), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_description_is_short_and_what_it_refers_to_is_there() {
    for operation in documented() {
        let id = operation.item["operationId"].as_str().unwrap();
        let description = operation.item["description"].as_str();
        assert!(
            description.is_some_and(|text| !text.trim().is_empty()),
            "{id}"
        );
    }
    let mut found = Vec::new();
    texts(&DOCUMENT, "", &mut found);
    assert!(found.len() > 1000, "{}", found.len());
    let mut documents = 0;
    for (pointer, text) in found {
        let length = text.chars().count();
        assert!(length <= 300, "{pointer}: {length}");
        for (at, _) in text.match_indices("docs/") {
            let Some((name, _)) = text[at..].split_once(".md") else {
                continue;
            };
            // The page of the service itself.
            if text[..at].ends_with('/') {
                continue;
            }
            let path = format!("{}/{name}.md", env!("CARGO_MANIFEST_DIR"));
            assert!(
                std::path::Path::new(&path).is_file(),
                "{pointer}: {name}.md"
            );
            documents += 1;
        }
    }
    assert!(documents > 20, "{documents}");
}

#[tokio::test]
async fn the_documentation_page_needs_no_other_origin() {
    let app = TestApp::start().await;
    for path in ["/docs", "/docs/"] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        let reply = app.raw(request).await.unwrap();
        assert_eq!(reply.status, 308, "{path}");
        assert_eq!(reply.header("location"), Some("/docs/index.html"));
    }
    let page = app.get("/docs/index.html").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'self'"), "{policy}");
    let mut assets = Vec::new();
    for marker in ["src=\"", "href=\""] {
        for (at, _) in page.text().match_indices(marker) {
            let rest = &page.text()[at + marker.len()..];
            assets.push(rest.split('"').next().unwrap().to_owned());
        }
    }
    assert!(assets.len() >= 4, "{assets:?}");
    assert!(!page.text().contains("://"), "{}", page.text());
    assert!(
        !page.text().contains("<script>"),
        "the policy forbids scripts in the page"
    );
    for asset in assets {
        let name = asset.trim_start_matches("./");
        assert!(!name.contains([':', '/']), "{asset} is elsewhere");
        let reply = app.get(&format!("/docs/{name}")).await;
        assert_eq!(reply.status, 200, "{asset}");
        let media = reply.header("content-type").unwrap();
        let expected = match name.rsplit('.').next().unwrap() {
            "css" => "text/css",
            "js" => "javascript",
            _ => "image/",
        };
        assert!(media.contains(expected), "{asset} is {media}");
        if name.ends_with("initializer.js") {
            assert!(reply.text().contains("/openapi.json"));
            assert!(!reply.text().contains("://"), "{}", reply.text());
        }
        if name.ends_with(".css") {
            assert!(!reply.text().contains("url(http") && !reply.text().contains("@import"));
        }
    }
    assert_eq!(app.get("/docs/no-such-file.js").await.status, 404);
    assert_eq!(app.get("/docs/..%2f..%2fCargo.toml").await.status, 404);
}
