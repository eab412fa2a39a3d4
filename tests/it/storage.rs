//! The store on both databases: what it refuses, what it keeps, and what all agree on who start at once.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use chrono::{SubsecRound, TimeDelta, TimeZone, Utc};
use futures_util::{FutureExt, future::join_all};
use rungs::app::BUILT_IN;
use rungs::store::{LadderRow, ReceiptKeyRow, Store, StoreConfig, StoreError};
use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use crate::app::{Storage, TestApp, store_config};

async fn open(storage: &Storage) -> Store {
    let store = Store::connect(&store_config(&storage.database_url))
        .await
        .unwrap();
    store.migrate().await.unwrap();
    store
}

async fn execute(store: &Store, sql: &'static str) {
    match store {
        Store::Sqlite(pool, _) => sqlx::query(sql).execute(pool).await.map(drop).unwrap(),
        Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop).unwrap(),
    }
}

fn ladder(version: &str, document: &str) -> LadderRow {
    LadderRow {
        id: Uuid::now_v7(),
        organisation: None,
        ladder: "ladder".into(),
        version: version.into(),
        hash: "blake3:00".into(),
        document: document.into(),
        published_at: Utc::now(),
    }
}

fn key(nth: u8, slot: &str) -> ReceiptKeyRow {
    ReceiptKeyRow {
        id: Uuid::now_v7(),
        kid: format!("{nth}-{slot}"),
        slot: slot.into(),
        secret: (0..=255).map(|byte: u8| byte ^ nth).collect(),
        created_at: Utc::now(),
    }
}

async fn refusal(url: &str) -> StoreError {
    let config = StoreConfig {
        acquire_timeout: Duration::from_millis(300),
        ..store_config(url)
    };
    let Err(error) = Store::connect(&config).await else {
        panic!("connected to {url}");
    };
    let said = format!("{error} {error:?}");
    assert!(!said.contains("hunter2"), "{said}");
    error
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told_apart_from_a_url_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display();
    std::fs::write(
        folder.path().join("text.db"),
        "this is not a database at all ".repeat(50),
    )
    .unwrap();
    // Accepts connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = silent.local_addr().unwrap();
    for url in [
        "postgres://u:hunter2@127.0.0.1:1/db",
        "postgres://u:hunter2@no-such-host.invalid/db",
        "postgres:///db?host=/nonexistent/socket",
        &format!("postgres://u:hunter2@{silent}/db"),
        &format!("sqlite:{path}/missing/rungs.db"),
        &format!("sqlite://{path}"),
        &format!("sqlite:{path}/text.db"),
    ] {
        let error = refusal(url).await;
        assert!(
            matches!(error, StoreError::Unreachable { .. }) && error.is_unavailable(),
            "{url}: {error:?}"
        );
    }
    for url in [
        "mysql://u:hunter2@h/db",
        "hunter2",
        "",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:x?mode=memory",
        "sqlite:x?wat=1",
        "postgres:db",
        "postgres://u:hunter2/x@host/db",
        "postgres://u:1#hunter2@h/db",
        "postgres://u:hunter2@h:99999/db",
    ] {
        let error = refusal(url).await;
        assert!(
            matches!(error, StoreError::BadUrl { .. }) && !error.is_unavailable(),
            "{url}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_sqlite_file_is_made_for_its_owner_alone_and_only_when_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rungs.db");
    let config = store_config(&format!("sqlite:{}", file.display()));
    assert!(Store::open_existing(&config).await.unwrap().is_none());
    assert!(!file.exists());
    let Store::Sqlite(pool, _) = Store::connect(&config).await.unwrap() else {
        panic!("not SQLite");
    };
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(Store::open_existing(&config).await.unwrap().is_some());
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("foreign_keys", "1"),
        ("busy_timeout", "10000"),
    ] {
        let query = sqlx::AssertSqlSafe(format!(
            "SELECT CAST((SELECT * FROM pragma_{pragma}) AS TEXT)"
        ));
        let found: String = sqlx::query_scalar(query).fetch_one(&pool).await.unwrap();
        assert_eq!(found, value, "{pragma}");
    }
}

#[tokio::test]
async fn writers_of_a_file_take_turns_in_the_order_in_which_they_came() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("rungs.db").display());
    // As many connections as writers would not be needed.
    let config = StoreConfig {
        max_connections: 2,
        ..store_config(&url)
    };
    let store = Store::connect(&config).await.unwrap();
    store.migrate().await.unwrap();
    let first = store.begin().await.unwrap();
    let order = std::cell::RefCell::new(Vec::new());
    let mut waiting: Vec<_> = (0..20)
        .map(|nth| {
            let (store, order) = (&store, &order);
            Box::pin(async move {
                let mut transaction = store.begin().await.unwrap();
                order.borrow_mut().push(nth);
                transaction.raise_revision("turns").await.unwrap();
                // Half of them give up, which ends their turn as well.
                if nth % 2 == 0 {
                    transaction.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in &mut waiting {
        assert!(writer.as_mut().now_or_never().is_none());
    }
    // Who waits for a turn keeps no connection from those who read.
    store.ping().await.unwrap();
    first.commit().await.unwrap();
    join_all(waiting).await;
    assert_eq!(order.into_inner(), (0..20).collect::<Vec<_>>());
    assert_eq!(store.list_revisions().await.unwrap()["turns"], 10);
}

#[tokio::test]
async fn a_postgres_that_ends_in_the_middle_of_a_connection_is_unavailable() {
    // What it says, if anything, to the request for TLS before it closes the connection; an `N` is followed by the start of a message.
    for said in [
        &b""[..],
        b"N",
        b"N\x00",
        b"NR\0\0\0\x08\0\0",
        b"NZ\0\0\0\x05I",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut client, _) = listener.accept().unwrap();
            client.read_exact(&mut [0; 8]).unwrap();
            client.write_all(said).unwrap();
            if said.len() > 1 {
                // Its startup message, so that what was said is not lost by a reset.
                let _ = client.read(&mut [0; 1024]).unwrap();
            }
        });
        let pool = PgPoolOptions::new().connect_lazy(&format!("postgres://u@{address}/db"));
        let error = Store::Postgres(pool.unwrap()).ping().await.unwrap_err();
        assert!(error.is_unavailable(), "{said:?}: {error:?}");
        server.join().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_migrate_an_empty_database_at_once_succeed() {
    let storage = Storage::empty().await;
    let tasks = (0..8).map(|_| {
        let config = store_config(&storage.database_url);
        tokio::spawn(async move {
            let store = Store::connect(&config).await?;
            store.migrate().await?;
            store.check_migrated().await?;
            store.ping().await
        })
    });
    for ended in join_all(tasks).await {
        ended.unwrap().unwrap();
    }
}

#[tokio::test]
async fn tables_that_do_not_fit_this_binary_are_left_as_they_are() {
    let storage = Storage::empty().await;
    let store = Store::connect(&store_config(&storage.database_url))
        .await
        .unwrap();
    let Err(StoreError::Behind { found: 0, known }) = store.check_migrated().await else {
        panic!("an empty database is behind");
    };
    assert!(known >= 1);
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    // A migration that fails, here because its table is there, is undone whole and holds no lock.
    execute(&store, "DELETE FROM _sqlx_migrations WHERE version = 1").await;
    let error = store.migrate().await.unwrap_err();
    assert!(
        matches!(error, StoreError::Query(_)) && !error.is_unavailable(),
        "{error:?}"
    );
    assert!(matches!(
        store.check_migrated().await,
        Err(StoreError::Behind { found: 0, .. })
    ));

    let storage = Storage::new().await;
    let store = open(&storage).await;
    store.check_migrated().await.unwrap();
    execute(&store, "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, 'x', 1)").await;
    for ended in [store.check_migrated().await, store.migrate().await] {
        assert!(
            matches!(ended, Err(StoreError::Newer { found: 9999, .. })),
            "{ended:?}"
        );
    }
    execute(&store, "DELETE FROM _sqlx_migrations WHERE version = 9999").await;
    execute(
        &store,
        "UPDATE _sqlx_migrations SET checksum = 'x' WHERE version = 1",
    )
    .await;
    for ended in [store.check_migrated().await, store.migrate().await] {
        assert!(
            matches!(ended, Err(StoreError::Changed { version: 1 })),
            "{ended:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_published_once_and_kept_byte_for_byte() {
    let storage = Storage::new().await;
    let (one, other) = (open(&storage).await, open(&storage).await);
    let tasks = (0..16).map(|nth| {
        let store = if nth % 2 == 0 {
            one.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            store
                .create_ladder_version(&ladder("1.0.0", &format!("{{ \"é\":{nth} }}\n")))
                .await
        })
    });
    let rows: Vec<LadderRow> = join_all(tasks)
        .await
        .into_iter()
        .map(|row| row.unwrap().unwrap())
        .collect();
    assert!(rows.iter().all(|row| *row == rows[0]));
    assert_eq!(one.list_ladder_heads().await.unwrap().len(), 1);
    let mut late = ladder("1.1.0", "{}");
    late.published_at =
        Utc.with_ymd_and_hms(2020, 1, 2, 3, 4, 5).unwrap() + TimeDelta::nanoseconds(123_456_789);
    let kept = one.create_ladder_version(&late).await.unwrap();
    assert_eq!(kept.published_at, late.published_at.trunc_subsecs(6));
    assert_eq!(
        other
            .find_ladder_version(None, "ladder", "1.1.0")
            .await
            .unwrap(),
        Some(kept)
    );
    let owner = Some(Uuid::now_v7());
    for (owner, version) in [(None, "9.9.9"), (owner, "1.1.0")] {
        let found = other.find_ladder_version(owner, "ladder", version).await;
        assert_eq!(found.unwrap(), None);
    }
    let heads = other.list_ladder_heads().await.unwrap();
    let versions: Vec<&str> = heads.iter().map(|head| head.version.as_str()).collect();
    assert_eq!(versions, ["1.1.0", "1.0.0"], "by the time of publication");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_has_one_key_whoever_asks_first() {
    let storage = Storage::new().await;
    let store = open(&storage).await;
    let tasks = (0..16).map(|nth| {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .find_or_create_receipt_key(&key(nth, "receipts"))
                .await
        })
    });
    let rows: Vec<ReceiptKeyRow> = join_all(tasks)
        .await
        .into_iter()
        .map(|row| row.unwrap().unwrap())
        .collect();
    assert!(rows.iter().all(|row| *row == rows[0]));
    assert_eq!(rows[0].secret.len(), 256);
    assert!(!format!("{:?}", rows[0]).contains("secret"));
    let second = store
        .find_or_create_receipt_key(&key(3, "next"))
        .await
        .unwrap();
    assert_eq!(
        store.list_receipt_keys().await.unwrap(),
        [rows[0].clone(), second.clone()]
    );
    let taken = ReceiptKeyRow {
        slot: "third".into(),
        ..second
    };
    assert!(
        !store
            .find_or_create_receipt_key(&taken)
            .await
            .unwrap_err()
            .is_unavailable()
    );
}

#[tokio::test]
async fn a_lost_database_is_unavailable_and_a_defect_is_not() {
    let storage = Storage::empty().await;
    let store = Store::connect(&store_config(&storage.database_url))
        .await
        .unwrap();
    assert!(
        !store
            .list_ladder_heads()
            .await
            .unwrap_err()
            .is_unavailable(),
        "no table"
    );
    store.migrate().await.unwrap();
    match &store {
        Store::Postgres(pool) => {
            let kill = sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())");
            let error: StoreError = kill.execute(pool).await.unwrap_err().into();
            assert!(error.is_unavailable(), "{error:?}");
            store.ping().await.unwrap();
        }
        Store::Sqlite(pool, _) => {
            let config = StoreConfig {
                busy_timeout: Duration::from_millis(20),
                ..store_config(&storage.database_url)
            };
            let other = Store::connect(&config).await.unwrap();
            let writing = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
            let error = other
                .create_ladder_version(&ladder("1.0.0", "{}"))
                .await
                .unwrap_err();
            assert!(error.is_unavailable(), "{error:?}");
            assert_eq!(
                other.list_ladder_heads().await.unwrap(),
                [],
                "who reads need not wait"
            );
            drop(writing);
        }
    }
    store.close().await;
    assert!(store.ping().await.unwrap_err().is_unavailable());
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_on_an_empty_database_agree() {
    let storage = Storage::new().await;
    let url = &storage.database_url;
    let servers = join_all((0..8).map(|_| TestApp::start_on(Storage::of(url), url, &[]))).await;
    let mut placed = BTreeSet::new();
    for server in &servers {
        let body = json!({"answers": {"q1": "yes"}});
        let reply = server
            .post("/v1/ladders/ai-engineer/quiz/score", &body)
            .await;
        // The hash of the ladder and the signature of the receipt are among the bytes.
        placed.insert(reply.bytes);
        let versions = server.get("/v1/ladders/ai-engineer/versions").await.json();
        assert_eq!(versions["items"].as_array().unwrap().len(), BUILT_IN.len());
        placed.insert(versions.to_string().into_bytes());
    }
    assert_eq!(placed.len(), 2);
    let store = Store::connect(&store_config(url)).await.unwrap();
    let slots = store.list_receipt_keys().await.unwrap();
    let slots: BTreeSet<&str> = slots.iter().map(|key| key.slot.as_str()).collect();
    assert_eq!(slots, BTreeSet::from(["keys", "receipts"]));
    assert_eq!(
        store.list_ladder_heads().await.unwrap().len(),
        BUILT_IN.len()
    );
}
