//! Serving: what the binary logs, how it stops, and what keeps it from starting.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    process::Command,
    time::Instant,
};

use rungs::store::Store;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::{
    app::{Storage, store_config},
    binary::{PATIENCE, Serving, finish, run, rungs},
};

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
}

async fn execute(url: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match Store::connect(&store_config(url)).await.unwrap() {
        Store::Sqlite(pool, _) => sqlx::query(sql).execute(&pool).await.map(drop).unwrap(),
        Store::Postgres(pool) => sqlx::query(sql).execute(&pool).await.map(drop).unwrap(),
    }
}

fn temporary() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("rungs.db").display());
    (folder, url)
}

#[tokio::test]
async fn a_request_is_logged_as_json_without_its_body_or_query() {
    let storage = Storage::new().await;
    let serving = Serving::start(&storage.database_url, &[]);
    let body = r#"{"answers":{"q1":"unsure"}}"#;
    let answer = serving.ask(&format!(
        "POST /v1/ladders/ai-engineer/quiz/score?version=1.3.0 HTTP/1.1\r\nHost: x\r\nX-Request-Id: my-own-id\r\nContent-Type: application/json\r\n\
        Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    ));
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("my-own-id"),
        "{answer}"
    );
    let line = serving.logged(|line| line["fields"]["request_id"] == "my-own-id");
    let fields = &line["fields"];
    assert_eq!(fields["operation"], "score_quiz");
    assert_eq!(
        (&fields["status"], &fields["method"]),
        (&200.into(), &"POST".into())
    );
    assert!(fields["duration_us"].is_u64() && line["timestamp"].is_string());
    let text = line.to_string();
    assert!(
        !text.contains("q1") && !text.contains("unsure") && !text.contains("1.3.0"),
        "{text}"
    );
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_flight() {
    let storage = Storage::new().await;
    let mut serving = Serving::start(&storage.database_url, &[]);
    let mut stream = serving.connect();
    let line = |id: u8| {
        let line = format!("{{\"ref\":\"{id}\",\"answers\":{{\"q1\":\"yes\"}}}}\n");
        format!("{:x}\r\n{line}\r\n", line.len())
    };
    write!(
        stream,
        "POST /v1/ladders/ai-engineer/quiz/score-batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        line(1)
    )
    .unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut until = |wanted: &str| {
        let mut text = String::new();
        while !text.contains(wanted) {
            assert_ne!(
                reader.read_line(&mut text).unwrap(),
                0,
                "ended before {wanted}: {text}"
            );
        }
    };
    until(r#""ref":"1""#);
    serving.terminate();
    serving.logged(|line| {
        line["fields"]["message"]
            .as_str()
            .is_some_and(|text| text.contains("stopping"))
    });
    stream.write_all(line(2).as_bytes()).unwrap();
    until(r#""ref":"2""#);
    stream.write_all(b"0\r\n\r\n").unwrap();
    until("0\r\n");
    assert_eq!(serving.wait(), Some(0));
    serving.logged(|line| line["fields"]["message"] == "stopped");
}

#[tokio::test]
async fn logs_go_to_a_file_where_one_is_set() {
    let (folder, storage) = (tempfile::tempdir().unwrap(), Storage::new().await);
    let file = folder.path().join("rungs.log");
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let setting = format!("log.file={}", file.display());
    let arguments = [
        "serve",
        "--listen",
        &free,
        "--database-url",
        &storage.database_url,
        "--set",
        &setting,
    ];
    let mut child = rungs(&folder, &arguments).spawn().unwrap();
    let started = Instant::now();
    while finish(rungs(&folder, &["healthcheck", "--listen", &free]), "").status != 0 {
        assert!(started.elapsed() < PATIENCE);
    }
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let log = std::fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(
        lines
            .iter()
            .any(|line| line["fields"]["route"] == "/healthz")
    );
    assert_eq!(lines.last().unwrap()["fields"]["message"], "stopped");
    let gone = finish(rungs(&folder, &["healthcheck", "--listen", &free]), "");
    assert_eq!((gone.status, gone.err.lines().count()), (1, 1), "{gone:?}");
}

#[test]
fn what_keeps_a_server_from_starting_is_one_sentence_and_a_status() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (folder, url) = temporary();
    let missing = format!("sqlite:{}/nowhere/rungs.db", folder.path().display());
    for (arguments, status, word) in [
        (
            ["--listen", &address, "--database-url", &url],
            1,
            address.as_str(),
        ),
        (
            ["--listen", "127.0.0.1:0", "--database-url", &missing],
            3,
            "nowhere",
        ),
        (
            [
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                "postgres://me:hunter2@127.0.0.1:1/x",
            ],
            3,
            "127.0.0.1:1",
        ),
        (
            [
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                "mysql://me:hunter2@db/x",
            ],
            2,
            "sqlite:",
        ),
    ] {
        let ended = finish(rungs(&folder, &arguments), "");
        assert_eq!(ended.status, status, "{ended:?}");
        let said = ended
            .err
            .lines()
            .filter(|line| line.starts_with("rungs: "))
            .count();
        assert_eq!((said, ended.err.lines().count()), (1, 1), "{}", ended.err);
        assert!(
            ended.err.contains(word)
                && !ended.err.contains("hunter2")
                && !ended.err.contains("panicked"),
            "{}",
            ended.err
        );
    }
}

#[tokio::test]
async fn a_database_that_does_not_fit_this_binary_is_said_to_be_so() {
    let storage = Storage::empty().await;
    let url = storage.database_url.as_str();
    let serve = |more: &[&str]| {
        let fixed = ["serve", "--listen", "127.0.0.1:0", "--database-url", url];
        run(&[&fixed, more].concat(), "")
    };
    let behind = serve(&["--set", "database.migrate=false"]);
    assert!(
        behind.status == 4 && behind.err.contains("rungs migrate"),
        "{behind:?}"
    );
    assert_eq!(run(&["migrate", "--database-url", url], "").status, 0);
    drop(Serving::start(url, &["--set", "database.migrate=false"]));
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, 'x', 1)";
    execute(url, newer).await;
    for ended in [
        serve(&[]),
        serve(&["--set", "database.migrate=false"]),
        run(&["migrate", "--database-url", url], ""),
    ] {
        assert_eq!(
            (ended.status, ended.err.lines().count()),
            (4, 1),
            "{ended:?}"
        );
        assert!(
            ended.err.contains("9999") && ended.err.contains("newer"),
            "{ended:?}"
        );
    }
}

#[tokio::test]
async fn a_database_of_0_6_is_refused() {
    let storage = Storage::new().await;
    let url = storage.database_url.as_str();
    assert_eq!(run(&["migrate", "--database-url", url], "").status, 0);
    execute(url, "DELETE FROM _sqlx_migrations").await;
    // As 0.6 has left them.
    for (number, name) in [
        "ladders",
        "receipt keys",
        "organisations",
        "audit",
        "idempotency",
        "ladders of organisations",
        "drafts",
        "people",
    ]
    .into_iter()
    .enumerate()
    {
        let version = number + 1;
        let row = format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ({version}, '{name}', TRUE, 'x', 1)"
        );
        execute(url, &row).await;
    }
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["org", "list"],
    ] {
        let ended = run(&[command, &["--database-url", url]].concat(), "");
        assert_eq!(
            (ended.status, ended.err.lines().count()),
            (4, 1),
            "{ended:?}"
        );
        assert!(
            ended.err.contains("0.6") && ended.err.contains("another database"),
            "{ended:?}"
        );
    }
}

#[tokio::test]
async fn without_a_command_it_serves() {
    let storage = Storage::new().await;
    let serving = Serving::start(&storage.database_url, &[]);
    assert!(serving.ask(&get("/healthz")).starts_with("HTTP/1.1 200"));
    assert!(serving.ask(&get("/v1/ladders")).contains("ai-engineer"));
}

#[tokio::test]
async fn a_ladder_that_was_changed_after_it_was_published_keeps_a_server_from_starting() {
    for sql in [
        "UPDATE ladder_versions SET hash = 'blake3:00'",
        "UPDATE ladder_versions SET ladder = 'other'",
        "UPDATE ladder_versions SET ladder = 'other', document = '{}'",
    ] {
        let storage = Storage::new().await;
        let url = storage.database_url.as_str();
        drop(Serving::start(url, &[]));
        execute(url, sql).await;
        let ended = run(&["--listen", "127.0.0.1:0", "--database-url", url], "");
        assert_eq!(
            (ended.status, ended.err.lines().count()),
            (1, 1),
            "{sql}: {ended:?}"
        );
        assert!(
            ended.err.contains(" 1.") && !ended.err.contains("panicked"),
            "{ended:?}"
        );
    }
}
