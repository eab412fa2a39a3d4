//! The audit: what is told of, in which order, and that whatever is done to it afterwards is found.

use rungs::store::Store;
use serde_json::{Value, json};

use crate::{
    app::{Storage, TestApp, store_config},
    keys::on,
};

const AUDIT: &str = "/v1/audit";

/// Runs a statement on both databases.
async fn execute(storage: &Storage, sql: &'static str) {
    let store = Store::connect(&store_config(&storage.database_url))
        .await
        .unwrap();
    let changed = match &store {
        Store::Sqlite(pool, _) => sqlx::query(sql)
            .execute(pool)
            .await
            .unwrap()
            .rows_affected(),
        Store::Postgres(pool) => sqlx::query(sql)
            .execute(pool)
            .await
            .unwrap()
            .rows_affected(),
    };
    store.close().await;
    assert!(changed > 0, "{sql}");
}

/// An organisation with six entries: itself, three keys, two revoked.
fn written(storage: &Storage) {
    assert_eq!(on(storage, &["org", "create", "acme"]).status, 0);
    assert_eq!(on(storage, &["org", "create", "beta"]).status, 0);
    let mut keys = Vec::new();
    for _ in 0..3 {
        let made = on(
            storage,
            &["key", "create", "--org", "acme", "--scope", "audit:read"],
        );
        keys.push(made.out[..11].to_owned());
    }
    for key in &keys[..2] {
        assert_eq!(on(storage, &["key", "revoke", key]).status, 0);
    }
}

#[tokio::test]
async fn an_audit_that_nobody_touched_is_whole() {
    let storage = Storage::new().await;
    written(&storage);
    let ended = on(&storage, &["audit", "verify"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    assert!(
        ended.out.contains("acme: 6 entries") && ended.out.contains("beta: 1 entries"),
        "{ended:?}"
    );
}

#[tokio::test]
async fn whatever_is_done_to_the_audit_is_found() {
    for (sql, found) in [
        ("DELETE FROM audit WHERE seq = 3", "Entry 3 is missing"),
        ("DELETE FROM audit WHERE seq = 6", "Entry 6 is missing"),
        ("DELETE FROM audit WHERE seq > 4", "Entry 5 is missing"),
        ("DELETE FROM audit WHERE seq = 1", "Entry 1 is missing"),
        (
            "UPDATE audit SET subject = 'rk_00000000' WHERE seq = 4",
            "Entry 4 was changed",
        ),
        (
            "UPDATE audit SET actor = 'x' WHERE seq = 6",
            "Entry 6 was changed",
        ),
        (
            "UPDATE audit SET after_hash = NULL WHERE seq = 2",
            "Entry 2 was changed",
        ),
        (
            "UPDATE audit SET address = '192.0.2.1' WHERE seq = 5",
            "Entry 5 was changed",
        ),
        (
            "UPDATE audit SET hash = 'blake3:00' WHERE seq = 6",
            "Entry 6 was changed",
        ),
        (
            "UPDATE audit SET previous = 'blake3:00' WHERE seq = 3",
            "Entry 3 does not follow",
        ),
        (
            "UPDATE audit SET seq = 7 WHERE seq = 6",
            "Entry 6 is missing",
        ),
        (
            "UPDATE audit_heads SET entries = 7 WHERE entries = 6",
            "Entry 7 is missing",
        ),
        (
            "UPDATE audit_heads SET entries = 5 WHERE entries = 6",
            "Entry 6 is not the last",
        ),
        ("DELETE FROM audit_heads WHERE entries = 6", "not kept how"),
        ("DELETE FROM audit WHERE seq > 1", "Entry 2 is missing"),
    ] {
        let storage = Storage::new().await;
        written(&storage);
        execute(&storage, sql).await;
        let ended = on(&storage, &["audit", "verify"]);
        assert_eq!(ended.status, 1, "{sql}: {ended:?}");
        let line = ended
            .out
            .lines()
            .find(|line| line.starts_with("acme: "))
            .unwrap();
        assert!(line.contains(found), "{sql}: {line}");
    }
}

fn told(list: &Value) -> Vec<(i64, &str)> {
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            (
                item["seq"].as_i64().unwrap(),
                item["action"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn what_is_done_over_http_says_who_and_from_where() {
    let app = TestApp::start().await;
    let made = app
        .post("/v1/keys", &json!({"name": "x", "scopes": ["people:read"]}))
        .await;
    let at = made.header("location").unwrap().to_owned();
    assert_eq!(app.ask("DELETE", &at).await.status, 204);
    assert_eq!(app.ask("DELETE", &at).await.status, 204);
    let list = app.get(AUDIT).await.json();
    let expected = [
        (4, "key.revoke"),
        (3, "key.create"),
        (2, "key.create"),
        (1, "organisation.create"),
    ];
    assert_eq!(told(&list), expected, "{list}");
    let items = list["items"].as_array().unwrap();
    for item in &items[..2] {
        assert_eq!(item["actor"], app.key[..11]);
        assert_eq!(item["address"], "127.0.0.1");
        assert_eq!(item["subject"], made.json()["prefix"]);
    }
    assert_eq!(items[0]["before"], items[1]["after"]);
    assert_ne!(items[0]["before"], items[0]["after"]);
    assert_eq!(
        (&items[2]["actor"], &items[2]["address"]),
        (&json!("cli"), &json!(null))
    );
    for pair in items.windows(2) {
        assert_eq!(pair[0]["previous"], pair[1]["hash"]);
    }

    let created = app.get(&format!("{AUDIT}?action=key.create")).await.json();
    assert_eq!(told(&created), [(3, "key.create"), (2, "key.create")]);
    let since = items[0]["at"].as_str().unwrap();
    let late = app.get(&format!("{AUDIT}?since={since}")).await.json();
    assert_eq!(told(&late), [(4, "key.revoke")]);
    let none = app
        .get(&format!("{AUDIT}?since=2999-01-01T00:00:00Z"))
        .await
        .json();
    assert_eq!(told(&none), []);
    let (mut seen, mut next) = (Vec::new(), format!("{AUDIT}?limit=3"));
    loop {
        let page = app.get(&next).await.json();
        seen.extend(told(&page).into_iter().map(|(seq, _)| seq));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        next = format!("{AUDIT}?limit=3&cursor={cursor}");
        // What is written meanwhile comes before this page.
        let more = json!({"name": "x", "scopes": ["people:read"]});
        assert_eq!(app.post("/v1/keys", &more).await.status, 201);
    }
    assert_eq!(seen, [4, 3, 2, 1]);
    for (query, pointer) in [
        ("since=yesterday", "/since"),
        ("since=2026-1-1T0:0:0Z", "/since"),
        ("since=2026-01-01T00:00:00%20UTC", "/since"),
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("cursor=x", "/cursor"),
        ("cursor=LTE", "/cursor"),
        ("from=1", "/from"),
    ] {
        let reply = app.get(&format!("{AUDIT}?{query}")).await;
        assert_eq!(reply.pointers(), [pointer], "{query}");
    }
    assert_eq!(app.ask("DELETE", AUDIT).await.status, 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_at_once_make_one_chain() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let (one, other) = (
        TestApp::start_on(Storage::of(&url), &url, &[]).await,
        TestApp::start_on(Storage::of(&url), &url, &[]).await,
    );
    let body = json!({"name": "x", "scopes": ["people:read"]});
    let posts = (0..20).map(|nth| {
        let app = if nth % 2 == 0 { &one } else { &other };
        app.post("/v1/keys", &body)
    });
    for reply in futures_util::future::join_all(posts).await {
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    let ended = on(&storage, &["audit", "verify"]);
    assert!(
        ended.status == 0 && ended.out.contains("own: 23 entries"),
        "{ended:?}"
    );
}
