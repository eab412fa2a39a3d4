//! Methods: OPTIONS, CORS, and what is refused, over every path that the document names.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use reqwest::{Method, header::ORIGIN};

use crate::{
    app::{Reply, TestApp},
    documented::{API, Documented, documented},
};

const LADDER: &str = "/v1/ladders/ai-engineer";

async fn preflight(app: &TestApp, path: &str, origin: &str, method: &str) -> Reply {
    let request = app.client.request(Method::OPTIONS, app.url(path));
    let request = request
        .header(ORIGIN, origin)
        .header("access-control-request-method", method)
        .header(
            "access-control-request-headers",
            "content-type, x-request-id",
        );
    app.send(request).await
}

/// The methods of each path, as `Allow` has to name them.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let mut allowed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in documented() {
        let path = operation.path.split('?').next().unwrap().to_owned();
        let methods = allowed.entry(path).or_default();
        methods.insert("OPTIONS".into());
        if operation.method == "GET" {
            methods.insert("HEAD".into());
        }
        methods.insert(operation.method);
    }
    allowed
}

fn allow_of(reply: &Reply) -> BTreeSet<String> {
    let allow = reply.header("allow").unwrap_or_default();
    allow
        .split(',')
        .map(|method| method.trim().to_owned())
        .collect()
}

#[tokio::test]
async fn options_names_the_methods_of_every_path() {
    let app = TestApp::start().await;
    for (path, methods) in allowed() {
        let reply = app.ask("OPTIONS", &path).await;
        assert_eq!(reply.status, 204, "{path}");
        assert_eq!(allow_of(&reply), methods, "{path}");
        assert!(reply.bytes.is_empty());
    }
}

#[tokio::test]
async fn every_other_method_is_refused_with_the_ones_that_are_allowed() {
    let app = TestApp::start().await;
    let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "MKCOL", "QUERY",
        "LADDER", "get",
    ];
    for (path, allowed) in allowed() {
        for method in methods.iter().filter(|method| !allowed.contains(**method)) {
            let reply = app.ask(method, &path).await;
            assert_eq!(reply.status, 405, "{method} {path}: {}", reply.text());
            assert_eq!(allow_of(&reply), allowed, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_path_that_is_not_there_is_not_found_by_any_method() {
    let app = TestApp::start().await;
    for method in [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS",
    ] {
        let reply = app.ask(method, "/v1/nothing").await;
        assert_eq!(reply.status, 404, "{method}");
    }
}

#[tokio::test]
async fn any_origin_may_read_by_default() {
    let app = TestApp::start().await;
    for operation in documented().into_iter().filter(Documented::is_public) {
        let request = app
            .client
            .request(operation.method.parse().unwrap(), app.url(&operation.path));
        let reply = app
            .send(request.header(ORIGIN, "https://elsewhere.example"))
            .await;
        assert_eq!(
            reply.header("access-control-allow-origin"),
            Some("*"),
            "{}",
            operation.path
        );
        let exposed = reply
            .header("access-control-expose-headers")
            .unwrap()
            .to_ascii_lowercase();
        for name in ["etag", "last-modified", "x-request-id", "retry-after"] {
            assert!(exposed.contains(name), "{}: {exposed}", operation.path);
        }
        assert_eq!(reply.header("access-control-allow-credentials"), None);
        let reply = preflight(
            &app,
            &operation.path,
            "https://elsewhere.example",
            &operation.method,
        )
        .await;
        assert_eq!(reply.status, 204, "{}", operation.path);
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert!(
            reply
                .header("access-control-allow-methods")
                .unwrap()
                .contains(&operation.method)
        );
        let headers = reply
            .header("access-control-allow-headers")
            .unwrap()
            .to_ascii_lowercase();
        for name in [
            "content-type",
            "x-request-id",
            "authorization",
            "if-none-match",
        ] {
            assert!(headers.contains(name), "{headers}");
        }
        assert!(
            reply
                .header("access-control-max-age")
                .unwrap()
                .parse::<u32>()
                .unwrap()
                > 0
        );
    }
}

#[tokio::test]
async fn only_configured_origins_may_read_where_they_are_configured() {
    let origins = "https://one.example,https://two.example:8443";
    let app = TestApp::start_with(&[("cors.public_origins", origins)]).await;
    let from = |path: &str, origin: &str| app.client.get(app.url(path)).header(ORIGIN, origin);
    for path in [LADDER, "/v1/ladders/nobody", "/healthz"] {
        for origin in origins.split(',') {
            let reply = app.send(from(path, origin)).await;
            assert_eq!(
                reply.header("access-control-allow-origin"),
                Some(origin),
                "{path}"
            );
        }
        for origin in [
            "https://three.example",
            "https://two.example",
            "http://one.example",
            "null",
            "*",
        ] {
            let reply = app.send(from(path, origin)).await;
            assert_eq!(
                reply.header("access-control-allow-origin"),
                None,
                "{path} {origin}"
            );
        }
        let reply = app.get(path).await;
        let vary: Vec<&str> = reply
            .headers
            .get_all("vary")
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert!(
            vary.join(",").to_ascii_lowercase().contains("origin"),
            "{path}: {vary:?}"
        );
    }
    let reply = preflight(&app, LADDER, "https://one.example", "GET").await;
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("https://one.example")
    );
    let reply = preflight(&app, LADDER, "https://three.example", "GET").await;
    assert_eq!(reply.header("access-control-allow-origin"), None);
    assert_eq!(reply.header("access-control-allow-methods"), None);
}

/// What the edge wants to know of a request is looked for among those of its path, from the first on.
#[test]
fn the_operations_of_a_path_stand_together() {
    let mut paths: Vec<&str> = API.operations.iter().map(|one| one.path.as_str()).collect();
    paths.dedup();
    let all: HashSet<&str> = paths.iter().copied().collect();
    assert_eq!(paths.len(), all.len());
}

#[tokio::test]
async fn what_needs_a_key_is_for_pages_of_configured_origins_alone() {
    let ours = "https://people.example";
    let closed = TestApp::start().await;
    let open = TestApp::start_with(&[("cors.private_origins", ours)]).await;
    for operation in documented().into_iter().filter(|one| !one.is_public()) {
        let (path, method) = (&operation.path, &operation.method);
        for (app, origin, allowed) in [
            (&closed, ours, None),
            (&open, "https://elsewhere.example", None),
            (&open, ours, Some(ours)),
        ] {
            let request = app.client.request(method.parse().unwrap(), app.url(path));
            let reply = app.send(request.header(ORIGIN, origin)).await;
            assert_eq!(
                reply.header("access-control-allow-origin"),
                allowed,
                "{path}"
            );
            assert!(
                reply
                    .headers
                    .get_all("vary")
                    .iter()
                    .any(|vary| vary == "origin")
            );
            let reply = preflight(app, path, origin, method).await;
            assert_eq!(reply.status, 204, "{path}");
            assert_eq!(
                reply.header("access-control-allow-origin"),
                allowed,
                "{path}"
            );
            let methods = reply.header("access-control-allow-methods");
            assert_eq!(methods.is_some(), allowed.is_some());
            if allowed.is_some() {
                for method in ["PUT", "PATCH", "DELETE"] {
                    assert!(methods.unwrap().contains(method), "{methods:?}");
                }
                let headers = reply.header("access-control-allow-headers").unwrap();
                for name in ["authorization", "if-match", "idempotency-key"] {
                    assert!(headers.contains(name), "{headers}");
                }
            }
        }
    }
    // A path that is not there is told as such to the request, which its preflight lets come.
    let reply = preflight(&closed, "/v1/nothing", ours, "GET").await;
    assert_eq!(
        (
            reply.status.as_u16(),
            reply.header("access-control-allow-origin")
        ),
        (204, Some("*"))
    );
}
