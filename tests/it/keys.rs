//! Organisations and their keys, on the command line and over HTTP.

use std::{collections::BTreeSet, time::Instant};

use chrono::TimeDelta;
use futures_util::future::join_all;
use rungs::{
    app::api_key::{ApiKey, Scope},
    store::Store,
};
use serde_json::{Value, json};

use crate::{
    app::{Reply, Storage, TestApp, store_config},
    binary::{Ended, PATIENCE, finish, rungs},
};

/// Runs a command on a database.
pub fn on(storage: &Storage, arguments: &[&str]) -> Ended {
    let database = ["--database-url", &storage.database_url];
    let folder = tempfile::tempdir().unwrap();
    finish(rungs(&folder, &[&database, arguments].concat()), "")
}

fn done(storage: &Storage, arguments: &[&str]) -> String {
    let ended = on(storage, arguments);
    assert_eq!(ended.status, 0, "{arguments:?}: {ended:?}");
    ended.out
}

#[tokio::test]
async fn a_key_is_printed_once_and_nowhere_else() {
    let storage = Storage::new().await;
    done(&storage, &["org", "create", "acme", "--name", "Acme Ltd"]);
    let listed = done(&storage, &["org", "list"]);
    assert!(
        listed.contains("acme") && listed.contains("Acme Ltd"),
        "{listed}"
    );
    let all: Vec<&str> = Scope::ALL
        .iter()
        .flat_map(|scope| ["--scope", scope.word()])
        .collect();
    let create = [
        &[
            "key",
            "create",
            "--org",
            "acme",
            "--name",
            "pipe",
            "--expires",
            "30",
        ],
        all.as_slice(),
    ];
    let made = on(&storage, &create.concat());
    assert_eq!(made.status, 0, "{made:?}");
    let token = ApiKey::read(made.out.trim_end()).unwrap();
    assert_eq!(made.out, format!("{}\n", token.expose()));
    let secret = &token.expose()[11..];
    assert!(
        !made.err.contains(secret) && made.err.contains(token.prefix()),
        "{made:?}"
    );
    let listed = done(&storage, &["key", "list", "--org", "acme"]);
    assert!(
        listed.contains(token.prefix()) && listed.contains("pipe"),
        "{listed}"
    );
    assert!(
        listed.contains("keys:write") && !listed.contains(secret),
        "{listed}"
    );
    let stored = Store::connect(&store_config(&storage.database_url))
        .await
        .unwrap();
    let row = stored.find_key(token.prefix()).await.unwrap().unwrap();
    assert_eq!(row.hash.len(), 32);
    assert!(row.expires_at.unwrap() > row.created_at);
    let told = format!("{row:?}");
    assert!(
        !told.contains("hash") && told.contains(token.prefix()),
        "{told}"
    );
}

#[tokio::test]
async fn a_key_is_revoked_for_good() {
    let storage = Storage::new().await;
    done(&storage, &["org", "create", "acme"]);
    let create = ["key", "create", "--org", "acme", "--scope", "people:read"];
    let (one, other) = (done(&storage, &create), done(&storage, &create));
    assert_ne!(one, other);
    let prefix = &one[..11];
    assert!(done(&storage, &["key", "revoke", prefix]).contains("is revoked"));
    let again = done(&storage, &["key", "revoke", one.trim_end()]);
    assert!(
        again.contains("before") && !again.contains(&one[11..40]),
        "{again}"
    );
    let listed = done(&storage, &["key", "list", "--org", "acme"]);
    let line = |key: &str| {
        listed
            .lines()
            .find(|line| line.contains(&key[..11]))
            .unwrap()
    };
    assert!(line(&one).contains("revoked"), "{listed}");
    assert!(line(&other).contains("never"), "{listed}");
}

#[tokio::test]
async fn what_the_commands_cannot_take_is_said_in_a_line() {
    let storage = Storage::new().await;
    done(&storage, &["org", "create", "acme"]);
    for (arguments, status, said) in [
        (&["org", "create", "acme"][..], 1, "already"),
        (&["org", "create", "Acme Ltd"], 2, "not an id"),
        (&["key", "list", "--org", "other"], 2, "no organisation"),
        (
            &["key", "create", "--org", "other", "--scope", "audit:read"],
            2,
            "no organisation",
        ),
        (&["key", "create", "--org", "acme"], 2, "--scope"),
        (
            &["key", "create", "--org", "acme", "--scope", "all"],
            2,
            "ladders:read",
        ),
        (
            &[
                "key",
                "create",
                "--org",
                "acme",
                "--scope",
                "audit:read",
                "--expires",
                "2020-01-01",
            ],
            2,
            "passed",
        ),
        (
            &[
                "key",
                "create",
                "--org",
                "acme",
                "--scope",
                "audit:read",
                "--expires",
                "soon",
            ],
            2,
            "days",
        ),
        (&["key", "revoke", "rk_00000000"], 2, "no key"),
    ] {
        let ended = on(&storage, arguments);
        assert_eq!(
            (ended.status, ended.out.as_str()),
            (status, ""),
            "{ended:?}"
        );
        assert!(ended.err.contains(said), "{said}: {ended:?}");
    }
}

const KEYS: &str = "/v1/keys";

#[tokio::test]
async fn a_key_makes_keys_that_do_no_more_than_it_does_itself() {
    let app = TestApp::start().await;
    let body = json!({"name": "Export", "scopes": ["people:read", "keys:write"], "expires_at": "2999-01-01T00:00:00Z"});
    let made = app.post(KEYS, &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let whole = made.json();
    let key = whole["key"].as_str().unwrap();
    let token = ApiKey::read(key).unwrap();
    assert_eq!(whole["prefix"], token.prefix());
    let at = made.header("location").unwrap().to_owned();
    let note = app.get(&at).await.json();
    for member in ["prefix", "name", "scopes", "created_at", "expires_at"] {
        assert_eq!(note[member], whole[member], "{member}");
    }
    assert_eq!(note["revoked_at"], json!(null));
    let list = app.get(KEYS).await;
    assert!(!list.text().contains(&key[11..]) && list.text().contains(token.prefix()));

    let by = |body: Value| {
        app.client
            .post(app.url(KEYS))
            .bearer_auth(key)
            .header("content-type", "application/json")
            .body(body.to_string())
    };
    let more = json!({"name": "More", "scopes": ["people:read", "people:write", "audit:read"]});
    let refused = app.send(by(more)).await;
    assert_eq!(
        refused.pointers(),
        ["/expires_at", "/scopes/1", "/scopes/2"],
        "it ends, and what it makes ends no later"
    );
    let less = app
        .send(by(json!({"name": "Less", "scopes": ["people:read"],
            "expires_at": "2998-01-01T00:00:00Z"})))
        .await;
    assert_eq!(less.status, 201, "{}", less.text());

    // It works at once, and no more once it has revoked itself.
    let itself = app.client.delete(app.url(&at)).bearer_auth(key);
    assert_eq!(app.send(itself).await.status, 204);
    assert_eq!(
        app.send(app.client.get(app.url(KEYS)).bearer_auth(key))
            .await
            .status,
        401
    );
    assert!(app.get(&at).await.json()["revoked_at"].is_string());
    assert_eq!(app.ask("DELETE", &at).await.status, 204);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_new_key_is_named() {
    let app = TestApp::start().await;
    let scopes = json!(["people:read"]);
    for (body, pointers) in [
        (json!({}), vec!["/name", "/scopes"]),
        (json!({"name": " ", "scopes": scopes}), vec!["/name"]),
        (
            json!({"name": "x".repeat(101), "scopes": scopes}),
            vec!["/name"],
        ),
        (json!({"name": "x", "scopes": []}), vec!["/scopes"]),
        (json!({"name": "x", "scopes": ["all"]}), vec!["/scopes/0"]),
        (
            json!({"name": "x", "scopes": scopes, "expires_at": "soon"}),
            vec!["/expires_at"],
        ),
        (
            json!({"name": "x", "scopes": scopes, "expires_at": "2998-1-1T0:0:0Z"}),
            vec!["/expires_at"],
        ),
        (
            json!({"name": "x", "scopes": scopes, "expires_at": "+10000-01-01T00:00:00Z"}),
            vec!["/expires_at"],
        ),
        (
            json!({"name": "x", "scopes": scopes, "expires_at": "9999-12-31T23:59:59-01:00"}),
            vec!["/expires_at"],
        ),
        (
            json!({"name": "x", "scopes": scopes, "expires_at": "2998-12-31T23:59:60Z"}),
            vec!["/expires_at"],
        ),
        (
            json!({"name": "x", "scopes": [], "expires_at": "2020-01-01T00:00:00Z"}),
            vec!["/expires_at", "/scopes"],
        ),
        (
            json!({"name": "x", "scopes": scopes, "secret": "x"}),
            vec!["/secret"],
        ),
    ] {
        let reply = app.post(KEYS, &body).await;
        assert_eq!(reply.pointers(), pointers, "{body}");
    }
}

#[tokio::test]
async fn keys_are_listed_by_pages_and_when_they_were_used_is_written_down() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let app = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    for nth in 0..5 {
        let body = json!({"name": format!("key {nth}"), "scopes": ["people:read"]});
        assert_eq!(app.post(KEYS, &body).await.status, 201);
    }
    let (mut names, mut next) = (Vec::new(), format!("{KEYS}?limit=2"));
    loop {
        let page = app.get(&next).await.json();
        for item in page["items"].as_array().unwrap() {
            names.push(item["name"].as_str().unwrap().to_owned());
        }
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        next = format!("{KEYS}?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["key 4", "key 3", "key 2", "key 1", "key 0", "own"]);
    let prefix = app.key[..11].to_owned();
    drop(app);
    let store = Store::connect(&store_config(&url)).await.unwrap();
    let own = store.find_key(&prefix).await.unwrap().unwrap();
    assert!(own.last_used_at.unwrap() >= own.created_at);
}

/// Asks for a key by a request that names itself.
async fn named(app: &TestApp, key: &str, name: &str, body: &Value) -> Reply {
    let request = app.client.post(app.url(KEYS)).bearer_auth(key);
    let request = request.header("content-type", "application/json");
    let request = request.header("idempotency-key", name);
    app.send(request.body(body.to_string())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_names_itself_makes_one_key_however_often_it_is_sent() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let one = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let other = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let key = &other.key;
    // The first server has to know the second one's key.
    let begun = Instant::now();
    while one
        .send(one.client.get(one.url(KEYS)).bearer_auth(key))
        .await
        .status
        != 200
    {
        assert!(begun.elapsed() < PATIENCE);
    }
    let body = json!({"name": "once", "scopes": ["people:read"]});
    let posts = (0..12).map(|nth| {
        let app = if nth % 2 == 0 { &one } else { &other };
        named(app, key, "a", &body)
    });
    let (mut whole, mut first) = (BTreeSet::new(), 0);
    for reply in join_all(posts).await {
        assert_eq!(reply.status, 201, "{}", reply.text());
        first += usize::from(reply.header("idempotency-replayed").is_none());
        whole.insert((
            reply.text().to_owned(),
            reply.header("location").unwrap().to_owned(),
        ));
    }
    assert_eq!((whole.len(), first), (1, 1), "{whole:?}");
    let again = named(&other, key, "a", &body).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert!(whole.contains(&(
        again.text().to_owned(),
        again.header("location").unwrap().to_owned()
    )));
    let made = again.json()["key"].as_str().unwrap().to_owned();
    let begun = Instant::now();
    while one
        .send(one.client.get(one.url("/v1/ladders")).bearer_auth(&made))
        .await
        .status
        != 200
    {
        assert!(begun.elapsed() < PATIENCE);
    }
    let list = one.get(KEYS).await.json();
    let named_once = list["items"].as_array().unwrap().iter();
    assert_eq!(named_once.filter(|item| item["name"] == "once").count(), 1);

    // Another body, another caller, another name.
    let more = json!({"name": "once", "scopes": ["people:read", "people:write"]});
    let refused = named(&one, key, "a", &more).await;
    assert_eq!(refused.pointers(), [""]);
    assert_eq!(refused.json()["errors"][0]["code"], "name_of_another");
    for (key, name) in [(&one.key, "a"), (key, "b")] {
        let reply = named(&one, key, name, &body).await;
        assert_eq!(reply.header("idempotency-replayed"), None);
        assert_ne!(reply.json()["key"], made);
    }
    // Nothing that was shown is kept.
    let store = Store::connect(&store_config(&url)).await.unwrap();
    let row = store.find_key(&made[..11]).await.unwrap().unwrap();
    assert!(
        !row.hash
            .windows(8)
            .any(|bytes| made.as_bytes().windows(8).any(|part| part == bytes))
    );
}

/// Sets when every claim was made.
async fn claims(url: &str, ago: TimeDelta) {
    let at = chrono::Utc::now() - ago;
    let store = Store::connect(&store_config(url)).await.unwrap();
    let sql = "UPDATE idempotency SET created_at = $1";
    let changed = match &store {
        Store::Sqlite(pool, _) => sqlx::query(sql)
            .bind(at)
            .execute(pool)
            .await
            .unwrap()
            .rows_affected(),
        Store::Postgres(pool) => sqlx::query(sql)
            .bind(at)
            .execute(pool)
            .await
            .unwrap()
            .rows_affected(),
    };
    assert_eq!(changed, 1);
    store.close().await;
}

#[tokio::test]
async fn a_request_that_was_refused_or_is_older_than_a_day_can_be_sent_again() {
    let app = TestApp::start().await;
    let body = json!({"name": "x", "scopes": ["people:read"]});
    // What fails can be sent again with its name, mended.
    let wrong = named(&app, &app.key, "a", &json!({"name": "x", "scopes": []})).await;
    assert_eq!(wrong.pointers(), ["/scopes"]);
    let first = named(&app, &app.key, "a", &body).await;
    assert_eq!(
        (first.status.as_u16(), first.header("idempotency-replayed")),
        (201, None)
    );
    for (ago, again) in [
        (TimeDelta::hours(23), Some("true")),
        (TimeDelta::hours(25), None),
    ] {
        claims(&app.database_url, ago).await;
        let reply = named(&app, &app.key, "a", &body).await;
        assert_eq!(reply.status, 201, "{ago}: {}", reply.text());
        assert_eq!(reply.header("idempotency-replayed"), again, "{ago}");
        let is_same = reply.json()["key"] == first.json()["key"];
        assert_eq!(is_same, again.is_some(), "{ago}");
    }
    for name in ["", "a b", "ü", &"x".repeat(256)] {
        let reply = named(&app, &app.key, name, &body).await;
        assert_eq!(reply.status, 400, "{name}");
    }
}
