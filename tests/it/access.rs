//! Who may do what: every operation with every scope, without a key, and with keys that are none, unknown, expired, revoked or
//! another organisation's. What is expected follows from how the operation is registered, which does not compile without it.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use reqwest::{Method, header::AUTHORIZATION};
use rungs::{
    app::api_key::{ApiKey, Scope},
    config::{Config, ConfigSources},
    http::openapi::operation::Access,
    store::{Store, revisions},
};

use serde_json::json;

use crate::{
    app::{Reply, Storage, TestApp, new_key, store_config},
    assessments,
    binary::PATIENCE,
    documented::{API, documented},
    evidence,
    keys::on,
    people, publishing,
};

const LADDER: &str = "/v1/ladders/ai-engineer";
/// As many failures as a test may want.
const PATIENT: (&str, &str) = ("access.failures_per_minute", "1000000");

pub fn defaults() -> Config {
    let loaded = Config::load(ConfigSources {
        file: None,
        env: std::iter::empty(),
        flags: Vec::new(),
    });
    loaded.unwrap().config
}

/// Sends a request with this key, or with none.
async fn ask(app: &TestApp, method: &str, path: &str, key: Option<&str>) -> Reply {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = app.client.request(method, app.url(path));
    let request = match key {
        Some(key) => request.header(AUTHORIZATION, format!("Bearer {key}")),
        None => request,
    };
    app.execute(request.build().unwrap()).await
}

/// Waits until a read with this key is answered with a status.
pub async fn until(app: &TestApp, key: &str, status: u16) {
    let begun = Instant::now();
    while ask(app, "GET", LADDER, Some(key)).await.status != status {
        assert!(begun.elapsed() < PATIENCE, "never {status}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Every operation with the access that it is registered with, its method and a path of it.
fn table() -> Vec<(Access, String, String)> {
    let documented = documented();
    let table = API.operations.iter().map(|operation| {
        let method = operation.method.as_str();
        let mut all = documented.iter();
        let described = all.find(|one| one.template == operation.path && one.method == method);
        (
            operation.access,
            method.to_owned(),
            described.unwrap().path.clone(),
        )
    });
    table.collect()
}

/// Keys that do not pass, each with what is said of it.
async fn bad_keys(app: &TestApp) -> Vec<(String, &'static str)> {
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let long_ago = chrono::Utc::now() - TimeDelta::days(1);
    let expired = new_key(&defaults(), &store, "own", Scope::ALL, Some(long_ago)).await;
    let revoked = new_key(&defaults(), &store, "own", Scope::ALL, None).await;
    let mut transaction = store.begin().await.unwrap();
    let now = chrono::Utc::now();
    assert!(transaction.revoke_key(&revoked[..11], now).await.unwrap());
    transaction.raise_revision(revisions::KEYS).await.unwrap();
    transaction.commit().await.unwrap();
    // Its beginning is known, and the rest is of another key.
    let unknown = ApiKey::of_seed(&[9; 32]);
    let mut mistyped = app.key.clone().into_bytes();
    mistyped.swap(20, 21);
    if mistyped == app.key.as_bytes() {
        mistyped[20] ^= 1;
    }
    vec![
        (String::from_utf8(mistyped).unwrap(), "checksum"),
        ("nonsense".into(), "checksum"),
        (String::new(), "checksum"),
        (format!("{} x", app.key), "checksum"),
        (unknown.expose().into(), "not valid"),
        (expired, "not valid"),
        (revoked, "not valid"),
    ]
}

#[tokio::test]
async fn every_operation_is_for_whom_it_says_that_it_is() {
    let app = TestApp::start_with(&[PATIENT]).await;
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let bad = bad_keys(&app).await;
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        let key = new_key(&defaults(), &store, "own", &[*scope], None).await;
        until(&app, &key, 200).await;
        keys.push((*scope, key));
    }
    for (access, method, path) in table() {
        let ask = async |key| ask(&app, &method, &path, key).await;
        let passes = |reply: &Reply| ![401, 403, 429, 503].contains(&reply.status.as_u16());
        let bare = ask(None).await;
        match access {
            Access::Key(_) => {
                assert_eq!(bare.status, 401, "{method} {path}");
                assert_eq!(bare.header("www-authenticate"), Some("Bearer"));
                assert!(
                    bare.text().contains("Authorization: Bearer"),
                    "{}",
                    bare.text()
                );
            }
            _ => assert!(passes(&bare), "{method} {path}: {}", bare.status),
        }
        for (key, said) in &bad {
            let reply = ask(Some(key)).await;
            if access == Access::Open {
                assert!(passes(&reply), "{method} {path}: {}", reply.status);
                continue;
            }
            assert_eq!(reply.status, 401, "{method} {path} {key}");
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
            assert!(
                method == "HEAD" || reply.text().contains(said),
                "{}",
                reply.text()
            );
        }
        for (scope, key) in &keys {
            let reply = ask(Some(key)).await;
            match access {
                Access::Key(needed) if needed != *scope => {
                    assert_eq!(reply.status, 403, "{method} {path} with {scope}");
                    assert!(reply.text().contains(needed.word()), "{}", reply.text());
                }
                _ => assert!(
                    passes(&reply),
                    "{method} {path} with {scope}: {}",
                    reply.text()
                ),
            }
        }
    }
}

#[tokio::test]
async fn what_is_closed_needs_a_key_that_reads_ladders() {
    let app = TestApp::start_with(&[PATIENT, ("access.public", "false")]).await;
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let other = new_key(&defaults(), &store, "own", &[Scope::PeopleRead], None).await;
    until(&app, &other, 403).await;
    for (access, method, path) in table() {
        let bare = ask(&app, &method, &path, None).await.status.as_u16();
        // The second time it would be ready.
        let good = ask(&app, &method, &path, Some(&app.key))
            .await
            .status
            .as_u16();
        let again = ask(&app, &method, &path, None).await.status.as_u16();
        let wrong = ask(&app, &method, &path, Some(&other))
            .await
            .status
            .as_u16();
        assert_eq!(bare, again, "{method} {path}");
        assert!(![401, 403].contains(&good), "{method} {path}: {good}");
        match access {
            Access::Open => assert_eq!((bare, wrong), (good, good), "{method} {path}"),
            Access::Key(Scope::PeopleRead) => {
                assert_eq!((bare, wrong), (401, good), "{method} {path}");
            }
            _ => assert_eq!((bare, wrong), (401, 403), "{method} {path}"),
        }
    }
}

#[tokio::test]
async fn a_bad_key_is_refused_also_where_the_answer_is_ready() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        assert_eq!(ask(&app, "GET", LADDER, None).await.status, 200);
    }
    assert_eq!(
        ask(&app, "GET", LADDER, Some("rk_nonsense")).await.status,
        401
    );
    let shared = ask(&app, "GET", LADDER, None).await;
    assert!(
        shared
            .header("cache-control")
            .unwrap()
            .starts_with("public")
    );
    assert!(shared.header("vary").unwrap().contains("authorization"));
    let own = ask(&app, "GET", LADDER, Some(&app.key)).await;
    assert_eq!(own.status, 200);
    assert!(own.header("cache-control").unwrap().starts_with("private"));
    // What a proxy in front asks for itself is no key of ours.
    let request = app
        .client
        .get(app.url(LADDER))
        .basic_auth("user", Some("x"));
    assert_eq!(app.send(request).await.status, 200);
    let twice = app.client.get(app.url(LADDER));
    let twice = twice.bearer_auth(&app.key).bearer_auth(&app.key);
    assert_eq!(app.send(twice).await.status, 401);
}

#[tokio::test]
async fn a_key_that_another_process_revokes_is_refused_within_two_seconds() {
    let storage = Storage::new().await;
    let app = TestApp::start_on(
        Storage::of(&storage.database_url),
        &storage.database_url,
        &[PATIENT],
    )
    .await;
    assert_eq!(on(&storage, &["org", "create", "acme"]).status, 0);
    let made = on(
        &storage,
        &["key", "create", "--org", "acme", "--scope", "ladders:read"],
    );
    let key = made.out.trim_end();
    until(&app, key, 200).await;
    assert_eq!(on(&storage, &["key", "revoke", &key[..11]]).status, 0);
    let revoked = Instant::now();
    until(&app, key, 401).await;
    let taken = revoked.elapsed();
    assert!(taken < Duration::from_secs(2), "refused after {taken:?}");
    // The other replica's own key is none of that.
    assert_eq!(ask(&app, "GET", LADDER, Some(&app.key)).await.status, 200);
}

/// A request with a bad key that a proxy hands on.
async fn failing(app: &TestApp, forwarded: Option<&str>) -> u16 {
    let mut request = app.client.get(app.url(LADDER)).bearer_auth("rk_guess");
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    let reply = app.send(request).await;
    if reply.status == 429 {
        let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    }
    reply.status.as_u16()
}

#[tokio::test]
async fn whoever_guesses_is_made_to_wait_and_nobody_else() {
    let few = ("access.failures_per_minute", "3");
    let app = TestApp::start_with(&[few]).await;
    for expected in [401, 401, 401, 429, 429] {
        assert_eq!(failing(&app, None).await, expected);
    }
    // The header is believed from a proxy alone.
    assert_eq!(failing(&app, Some("192.0.2.1")).await, 429);
    assert_eq!(ask(&app, "GET", LADDER, Some(&app.key)).await.status, 200);
    assert_eq!(ask(&app, "GET", LADDER, None).await.status, 200);

    let app = TestApp::start_with(&[few, ("access.proxies", "127.0.0.1,10.0.0.1")]).await;
    for expected in [401, 401, 401, 429] {
        assert_eq!(failing(&app, Some("192.0.2.1")).await, expected);
    }
    // What stands before the last address that is not a proxy's may be made up.
    for (forwarded, expected) in [
        ("198.51.100.7, 192.0.2.1", 429),
        ("198.51.100.7, 192.0.2.1, 10.0.0.1", 429),
        ("192.0.2.1, 198.51.100.7", 401),
        ("192.0.2.1, nonsense", 401),
    ] {
        assert_eq!(
            failing(&app, Some(forwarded)).await,
            expected,
            "{forwarded}"
        );
    }
}

/// The path of an operation that needs a key, with what an organisation really has in place of its parameters. A new parameter says
/// here what it names.
fn of_organisation(template: &str, app: &TestApp, [assessment, evidence]: [&str; 2]) -> String {
    let parts = template.split('/').map(|part| match part {
        "{key}" => &app.key[..11],
        "{ladder}" => "ours",
        "{person}" => "p-1042",
        "{assessment}" => assessment,
        "{evidence}" => evidence,
        "readiness" if template.contains("{person}") => "readiness?ladder=ai-engineer&level=mid",
        part if part.starts_with('{') => panic!("{template}: what is {part} in an organisation?"),
        part => part,
    });
    let path = parts.collect::<Vec<_>>().join("/");
    match template {
        "/v1/people/{person}/progress" => path + "?ladder=ours",
        _ => path,
    }
}

#[tokio::test]
async fn what_another_organisation_has_is_not_there() {
    let app = TestApp::start().await;
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let other = new_key(&defaults(), &store, "other", Scope::ALL, None).await;
    until(&app, &other, 200).await;
    publishing::with_everything(&app).await;
    assert_eq!(people::put(&app, "p-1042", json!({})).await.status, 201);
    let evidence = evidence::added(&app, "p-1042", json!({})).await;
    let assessment = assessments::store(&app, "p-1042", &assessments::own()).await;
    let assessment = assessment["id"].as_str().unwrap();
    let private = API
        .operations
        .iter()
        .filter(|one| matches!(one.access, Access::Key(_)));
    for operation in private {
        let (method, path) = (
            operation.method.as_str(),
            of_organisation(&operation.path, &app, [assessment, &evidence]),
        );
        let seen = ask(&app, method, &path, Some(&other)).await;
        if path == operation.path {
            // A list is the caller's own.
            assert!(
                !seen.text().contains(&app.key[..11]),
                "{method} {path}: {}",
                seen.text()
            );
            continue;
        }
        // What brings a document is looked at before it is looked for: here it is none.
        let brings = operation.item.request_body.is_some();
        let refused = if brings { [404, 415] } else { [404, 404] };
        assert!(
            refused.contains(&seen.status.as_u16()),
            "{method} {path}: {}",
            seen.status
        );
        if method == "GET" {
            let own = ask(&app, method, &path, Some(&app.key)).await;
            assert_eq!(own.status, 200, "{path}");
        }
    }
    // What is another's and what is nowhere are told in the same words.
    let own = format!("/v1/keys/{}", &app.key[..11]);
    for method in ["GET", "DELETE"] {
        let refused = ask(&app, method, &own, Some(&other)).await;
        let nowhere = ask(&app, method, "/v1/keys/rk_00000000", Some(&other)).await;
        assert_eq!(refused.json()["detail"], nowhere.json()["detail"]);
    }
    let list = ask(&app, "GET", "/v1/keys", Some(&other)).await.json();
    let items = list["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["prefix"]), (1, &json!(other[..11])));
    let audit = ask(&app, "GET", "/v1/audit", Some(&other)).await.json();
    let items = audit["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[1]["subject"]), (2, &json!("other")));
    assert_eq!(ask(&app, "GET", &own, Some(&app.key)).await.status, 200);
}
