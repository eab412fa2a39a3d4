//! Manners: validators, HEAD and request ids, over every operation that the document names.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH};

use crate::{
    app::{Reply, Storage, TestApp},
    documented::{Documented, documented},
};

const LADDER: &str = "/v1/ladders/ai-engineer";

fn reads() -> impl Iterator<Item = Documented> {
    documented().into_iter().filter(Documented::is_cached)
}

async fn get_with(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = app.client.get(app.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request).await
}

#[tokio::test]
async fn every_read_carries_validators_that_another_server_gives_too() {
    let app = TestApp::start().await;
    let mut tags = Vec::new();
    for read in reads() {
        let reply = app.get(&read.path).await;
        assert_eq!(reply.status, 200, "{}", read.path);
        let etag = reply.header("etag").unwrap();
        assert!(
            etag.starts_with('"') && etag.ends_with('"') && etag.len() > 10,
            "{etag}"
        );
        let changed = httpdate::parse_http_date(reply.header("last-modified").unwrap());
        assert!(
            changed.unwrap() <= std::time::SystemTime::now(),
            "{}",
            read.path
        );
        assert!(reply.header("cache-control").unwrap().contains("max-age="));
        let vary = reply.header("vary").unwrap().to_ascii_lowercase();
        assert!(
            vary.contains("accept") && vary.contains("accept-encoding"),
            "{vary}"
        );
        tags.push((read.path.clone(), etag.to_owned()));
    }
    // Asked in another order, so that nothing was kept for it by the request before.
    let url = app.database_url.clone();
    let other = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    for (path, etag) in tags.iter().rev() {
        for app in [&other, &app] {
            assert_eq!(app.get(path).await.header("etag"), Some(&**etag), "{path}");
        }
    }
}

#[tokio::test]
async fn each_representation_and_coding_has_an_etag_of_its_own() {
    let app = TestApp::start().await;
    let mut tags = BTreeSet::new();
    for media in ["application/json", "text/markdown"] {
        for coding in ["identity", "gzip", "br", "zstd"] {
            let headers = [("accept", media), ("accept-encoding", coding)];
            let reply = get_with(&app, LADDER, &headers).await;
            assert_eq!(
                reply.header("content-encoding").unwrap_or("identity"),
                coding
            );
            tags.insert(reply.header("etag").unwrap().to_owned());
        }
    }
    assert_eq!(tags.len(), 8, "{tags:?}");
}

#[tokio::test]
async fn a_copy_that_is_still_good_is_not_sent_again() {
    let app = TestApp::start().await;
    for read in reads() {
        let whole = app.get(&read.path).await;
        for header in [
            ("if-none-match", "etag"),
            ("if-modified-since", "last-modified"),
        ] {
            let value = whole.header(header.1).unwrap();
            let reply = get_with(&app, &read.path, &[(header.0, value)]).await;
            assert_eq!(reply.status, 304, "{} {}", read.path, header.0);
            assert!(reply.bytes.is_empty());
            for same in ["etag", "last-modified", "cache-control", "vary"] {
                assert_eq!(
                    reply.header(same),
                    whole.header(same),
                    "{} {same}",
                    read.path
                );
            }
            assert_eq!(reply.header("content-encoding"), None);
        }
    }
}

#[tokio::test]
async fn if_none_match_takes_lists_weak_tags_and_the_star() {
    let app = TestApp::start().await;
    let whole = app.get(LADDER).await;
    let tag = whole.header("etag").unwrap();
    for value in [
        tag.to_owned(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
        format!("{tag},\"other\""),
        format!("W/\"a\" ,\tW/{tag} , \"b\""),
        "*".to_owned(),
    ] {
        let reply = get_with(&app, LADDER, &[("if-none-match", &value)]).await;
        assert_eq!(reply.status, 304, "{value}");
    }
    for value in [
        "\"other\"",
        "W/\"other\"",
        "",
        "other",
        tag.trim_matches('"'),
        &format!("w/{tag}"),
    ] {
        let reply = get_with(&app, LADDER, &[("if-none-match", value)]).await;
        assert_eq!(reply.status, 200, "{value}");
    }
    let twice = [("if-none-match", "\"other\""), ("if-none-match", tag)];
    assert_eq!(get_with(&app, LADDER, &twice).await.status, 304);
}

#[tokio::test]
async fn a_tag_of_another_representation_is_no_match() {
    let app = TestApp::start().await;
    let plain = app.get(LADDER).await;
    let tag = plain.header("etag").unwrap();
    for (name, value) in [(ACCEPT, "text/markdown"), (ACCEPT_ENCODING, "zstd")] {
        let request = app.client.get(app.url(LADDER)).header(IF_NONE_MATCH, tag);
        let reply = app.send(request.header(name, value)).await;
        assert_eq!(reply.status, 200, "{value}");
        assert_ne!(reply.header("etag"), Some(tag));
    }
}

#[tokio::test]
async fn if_modified_since_counts_only_without_if_none_match() {
    let app = TestApp::start().await;
    let whole = app.get(LADDER).await;
    let changed = whole.header("last-modified").unwrap();
    let since = |value: &str| {
        app.client
            .get(app.url(LADDER))
            .header(IF_MODIFIED_SINCE, value)
    };
    for (value, status) in [
        (changed, 304),
        ("Thu, 31 Dec 2099 23:59:59 GMT", 304),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("2099-12-31T23:59:59Z", 200),
    ] {
        assert_eq!(app.send(since(value)).await.status, status, "{value}");
    }
    let both = since(changed).header(IF_NONE_MATCH, "\"other\"");
    assert_eq!(app.send(both).await.status, 200);
}

/// The headers that do not differ from one answer to the next.
fn lasting(headers: &HeaderMap) -> BTreeMap<String, String> {
    let headers = headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()));
    headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect()
}

#[tokio::test]
async fn head_says_what_get_says_and_sends_no_body() {
    let app = TestApp::start().await;
    for operation in documented()
        .into_iter()
        .filter(|operation| operation.method == "GET" && operation.is_public())
    {
        for path in [operation.path.clone(), operation.with("nonsense=1")] {
            let get = app.get(&path).await;
            let mut wire = app.wire().await;
            // A second request on the same connection tells whether a body came after the first head.
            wire.send(format!(
                "HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
            ))
            .await;
            let head = wire.read.answer(true).await.unwrap();
            let after = wire.read.answer(false).await.unwrap();
            assert_eq!(after.bytes, b"alive\n", "{path}");
            assert_eq!(head.status, get.status, "{path}");
            let (mut head, mut get) = (lasting(&head.headers), lasting(&get.headers));
            if operation.template == "/metrics" || path.ends_with("nonsense=1") {
                // Counts and request ids may grow by a digit.
                assert!(
                    head.remove("content-length").is_some()
                        && get.remove("content-length").is_some()
                );
            }
            assert_eq!(head, get, "{path}");
        }
    }
}

#[tokio::test]
async fn head_answers_conditions_as_get_does() {
    let app = TestApp::start().await;
    let tag = app.get(LADDER).await.header("etag").unwrap().to_owned();
    let request = app.client.head(app.url(LADDER)).header(IF_NONE_MATCH, tag);
    assert_eq!(app.send(request).await.status, 304);
}

#[tokio::test]
async fn a_request_id_is_taken_or_made_and_always_returned() {
    let app = TestApp::start().await;
    for id in [
        "a",
        "7d4f9a0e-1b5e-4f1e-9d57-6f2f1a1c0b11",
        "trace:42/x",
        &"x".repeat(128),
    ] {
        for path in [LADDER, "/v1/nothing"] {
            let reply = get_with(&app, path, &[("x-request-id", id)]).await;
            assert_eq!(reply.header("x-request-id"), Some(id));
            if reply.status == 404 {
                assert_eq!(reply.json()["request_id"], id);
            }
        }
    }
    let mut made = BTreeSet::new();
    for id in ["", "with space", "tab\there", &"x".repeat(129)] {
        let reply = get_with(&app, LADDER, &[("x-request-id", id)]).await;
        let given = reply.header("x-request-id").unwrap().to_owned();
        assert_ne!(given, id);
        assert!(made.insert(given));
    }
    for _ in 0..5 {
        let reply = app.get(LADDER).await;
        assert!(made.insert(reply.header("x-request-id").unwrap().to_owned()));
    }
}
