//! Erasure: nothing is left of somebody, in no table and, in a SQLite file, in no byte.

use std::{cell::Cell, path::Path};

use futures_util::{StreamExt, stream};
use rungs::store::Store;
use serde_json::json;

use crate::{
    app::{Storage, TestApp, store_config},
    assessments::{answers, own, post_named, store},
    binary::Serving,
    crash::made_key,
    evidence::added,
    keys::on,
    people::{path, put, with_body},
};

/// Every byte that a SQLite database has on disk. On Postgres, which overwrites what was removed in its own time, every row of every table.
async fn contents(database_url: &str) -> Vec<u8> {
    let Some(file) = database_url.strip_prefix("sqlite:") else {
        return rows(database_url).await.into_bytes();
    };
    let file = Path::new(file.trim_start_matches("//"));
    let mut bytes = std::fs::read(file).unwrap();
    for beside in ["-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(beside);
        bytes.extend(std::fs::read(name).unwrap_or_default());
    }
    bytes
}

/// The rows of all tables of a Postgres schema as text; columns of bytes as their hexadecimal digits.
async fn rows(database_url: &str) -> String {
    let Store::Postgres(pool) = Store::connect(&store_config(database_url)).await.unwrap() else {
        panic!("{database_url} is no Postgres");
    };
    let tables = "SELECT table_name::TEXT FROM information_schema.tables WHERE table_schema = current_schema()";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.unwrap();
    let mut rows = String::new();
    for table in tables {
        let rows_of = format!("SELECT one::TEXT FROM \"{table}\" AS one");
        let rows_of = sqlx::query_scalar(sqlx::AssertSqlSafe(rows_of));
        let rows_of: Vec<String> = rows_of.fetch_all(&pool).await.unwrap();
        rows.extend(rows_of);
    }
    rows
}

/// Marks that are found in these bytes.
fn found<'m>(bytes: &[u8], marks: &'m [String]) -> Vec<&'m String> {
    let is_part = |mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    let is_there = |mark: &&String| {
        let digits: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
        is_part(mark.as_bytes()) || is_part(digits.as_bytes())
    };
    marks.iter().filter(is_there).collect()
}

/// Puts somebody whose id and labels are marked, changes them again and again, and holds and releases them.
async fn busy(app: &TestApp, number: usize) -> Vec<String> {
    let mark = |what: &str| format!("zq{what}{number}qz");
    let id = mark("id");
    let mut marks = vec![id.clone()];
    for round in 0..4 {
        let label = mark(&format!("label{round}"));
        let labels = json!({"team": label, "site": label.repeat(5)});
        assert!(put(app, &id, labels).await.status.is_success());
        marks.push(label);
    }
    let reason = mark("reason");
    let request = app.client.put(app.url(&format!("{}/hold", path(&id))));
    let hold = json!({"reason": reason.repeat(1 + number % 100), "until": "2099-12-31"});
    assert_eq!(app.send(with_body(request, &hold)).await.status, 200);
    let release = app.client.delete(app.url(&format!("{}/hold", path(&id))));
    assert_eq!(app.send(release).await.status, 204);
    marks.push(reason);
    marks.extend(assessed(app, &id, mark).await);
    marks
}

/// What is kept about somebody beside themselves: by themselves, and as somebody named in what is kept about another.
async fn assessed(app: &TestApp, id: &str, mark: impl Fn(&str) -> String) -> Vec<String> {
    let (note, contest, told, name) = (mark("note"), mark("contest"), mark("told"), mark("name"));
    let mut last = String::new();
    for round in 0..3 {
        let name = format!("{name}{round}");
        let to = format!("{}/assessments", path(id));
        let made = post_named(app, &to, &name, &own()).await;
        assert_eq!(made.status, 201, "{}", made.text());
        last = made.header("location").unwrap().to_owned();
    }
    let contested = app
        .post(&format!("{last}/contest"), &json!({ "reason": contest }))
        .await;
    assert_eq!(contested.status, 201, "{}", contested.text());
    let piece = json!({
        "ladder": "ai-engineer", "criterion": "eval-harness", "source": "self",
        "text": told.repeat(100), "url": format!("https://example.org/{told}"),
    });
    let made = post_named(
        app,
        &format!("{}/evidence", path(id)),
        &format!("{name}e"),
        &piece,
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let review = json!({"decision": "decline", "by": "p-2", "note": note});
    let at = format!("{}/review", made.header("location").unwrap());
    assert_eq!(app.post(&at, &review).await.status, 200);
    // As who assesses somebody else, contests it, gives evidence and reviews it.
    let other = json!({
        "ladder": "ai-engineer", "answers": answers(), "by": {"role": "assessor", "id": id},
    });
    store(app, "p-1", &other).await;
    let given = json!({
        "ladder": "ai-engineer", "criterion": "eval-harness", "source": "peer", "by": id, "text": "Seen.",
    });
    let given = post_named(
        app,
        "/v1/people/p-1/evidence",
        &format!("g{}", blake3::hash(id.as_bytes())),
        &given,
    )
    .await;
    assert_eq!(given.status, 201, "{}", given.text());
    vec![note, contest, told, name]
}

#[tokio::test]
async fn no_byte_is_left_of_somebody_who_is_erased() {
    let app = TestApp::start().await;
    assert_eq!(put(&app, "p-1", json!({})).await.status, 201);
    let people: Vec<Vec<String>> = stream::iter(0..120)
        .map(|number| busy(&app, number))
        .buffered(8)
        .collect()
        .await;
    let (erased, kept): (Vec<_>, Vec<_>) = people
        .into_iter()
        .enumerate()
        .partition(|(number, _)| number % 3 != 0);
    // In no order in which they came.
    let mut order: Vec<&String> = erased.iter().map(|(_, marks)| &marks[0]).collect();
    order.sort_by_key(|id| blake3::hash(id.as_bytes()).to_hex());
    for id in order {
        let gone = app.send(app.client.delete(app.url(&path(id)))).await;
        assert_eq!(gone.status, 204);
    }
    let marks: Vec<String> = erased.into_iter().flat_map(|(_, marks)| marks).collect();
    let bytes = contents(&app.database_url).await;
    assert_eq!(found(&bytes, &marks), Vec::<&String>::new());
    // The marks of the others are there, so that erased ones would have been found.
    let others: Vec<String> = kept
        .iter()
        .flat_map(|(_, marks)| [marks[0].clone(), marks[4].clone()])
        .collect();
    assert_eq!(found(&bytes, &others).len(), others.len());
    for (_, marks) in &kept {
        assert_eq!(app.get(&path(&marks[0])).await.status, 200);
    }
}

#[tokio::test]
async fn whoever_is_named_in_what_is_kept_about_others_is_taken_out_of_it() {
    let app = TestApp::start().await;
    for id in ["p-1", "p-7", "p-8"] {
        put(&app, id, json!({})).await;
    }
    let body = json!({"ladder": "ai-engineer", "answers": answers(), "by": {"role": "assessor", "id": "p-7"}});
    let assessment = store(&app, "p-1", &body).await;
    let at = format!(
        "/v1/people/p-1/assessments/{}",
        assessment["id"].as_str().unwrap()
    );
    let contest = json!({"reason": "It was another's work.", "by": "p-8"});
    assert_eq!(
        app.post(&format!("{at}/contest"), &contest).await.status,
        201
    );
    let piece = json!({"source": "peer", "by": "p-7"});
    let piece = added(&app, "p-1", piece).await;
    let review = json!({"decision": "approve", "by": "p-8"});
    let reviewed = app
        .post(&format!("/v1/people/p-1/evidence/{piece}/review"), &review)
        .await;
    assert_eq!(reviewed.status, 200, "{}", reviewed.text());

    let named = json!({
        "ladder": "ai-engineer", "criterion": "owned-incident", "source": "peer", "by": "p-7",
        "text": "Saw \"by\":\"p-7\" written.",
    });
    let named = async || post_named(&app, "/v1/people/p-1/evidence", "k1", &named).await;
    assert_eq!(named().await.status, 201);

    let export = app.get("/v1/people/p-7/export").await.json();
    let told: Vec<_> = export["named_in"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["what"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["assessed", "gave", "gave"]);
    let mut erased = Vec::new();
    for id in ["p-7", "p-8"] {
        let uid = app.get(&path(id)).await.json()["uid"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            app.send(app.client.delete(app.url(&path(id)))).await.status,
            204
        );
        erased.push(format!("erased:{uid}"));
    }
    let shown = app.get(&at).await;
    assert!(
        !shown.text().contains("p-7") && !shown.text().contains("p-8"),
        "{}",
        shown.text()
    );
    assert_eq!(shown.json()["by"]["id"], erased[0]);
    assert_eq!(shown.json()["contests"][0]["by"], erased[1]);
    assert_eq!(shown.json()["receipt"], assessment["receipt"]);
    // A request of before is not done again.
    let again = named().await;
    assert_eq!(
        again.header("idempotency-replayed"),
        Some("true"),
        "{}",
        again.text()
    );
    assert_eq!(again.json()["by"], erased[0]);
    let pieces = app.get("/v1/people/p-1/evidence").await.json();
    assert_eq!(pieces["items"].as_array().unwrap().len(), 2);
    let piece = app
        .get(&format!("/v1/people/p-1/evidence/{piece}"))
        .await
        .json();
    assert_eq!(piece["by"], erased[0]);
    assert_eq!(
        (&piece["reviews"][0]["by"], &piece["state"]),
        (&json!(erased[1]), &json!("approved"))
    );
}

#[tokio::test]
async fn an_export_holds_everything_and_fits_its_schema() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({"team": "search"})).await;
    let whole = store(&app, "p-1", &own()).await;
    let at = format!(
        "/v1/people/p-1/assessments/{}",
        whole["id"].as_str().unwrap()
    );
    app.post(&format!("{at}/contest"), &json!({"reason": "Too low."}))
        .await;
    let named = post_named(&app, "/v1/people/p-1/assessments", "once", &own()).await;
    assert_eq!(named.status, 201);
    added(&app, "p-1", json!({})).await;
    let export = app.get("/v1/people/p-1/export").await;
    assert_eq!(export.status, 200, "{}", export.text());
    let held = export.json();
    assert_eq!(held["format"], "rungs/person-export/1");
    assert_eq!(held["person"], app.get("/v1/people/p-1").await.json());
    assert_eq!(held["requests"][0]["name"], "once");
    assert_eq!(
        held["named_in"],
        json!([]),
        "what is their own is no other's"
    );
    let list = app.get("/v1/people/p-1/evidence").await.json();
    assert_eq!(held["evidence"], list["items"]);
    let assessments = held["assessments"].as_array().unwrap();
    assert_eq!(assessments.len(), 2);
    let shown = app.get(&at).await.json();
    let held = assessments
        .iter()
        .find(|one| one["id"] == whole["id"])
        .unwrap();
    for (member, value) in held.as_object().unwrap() {
        assert_eq!(value, &shown[member], "{member}");
    }
    let schema = app.get("/v1/schemas/person-export.json").await.json();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    assert!(schema.is_valid(&export.json()));
    assert!(!schema.is_valid(&shown));
    assert!(app.get("/v1/audit").await.text().contains("person.export"));
    assert_eq!(app.get("/v1/people/p-2/export").await.status, 404);
}

#[tokio::test]
async fn what_is_past_its_time_goes_by_the_settings() {
    let app = TestApp::start().await;
    let old = |id: &str| json!({"ladder": "ai-engineer", "answers": answers(), "by": {"role": "self"}, "taken_at": id});
    for id in ["p-1", "p-2", "p-3"] {
        put(&app, id, json!({"team": "search"})).await;
        store(&app, id, &old("2020-02-29T12:00:00Z")).await;
        store(&app, id, &own()).await;
    }
    let hold = app.client.put(app.url("/v1/people/p-2/hold"));
    let hold = with_body(hold, &json!({"reason": "A claim.", "until": "2099-12-31"}));
    assert_eq!(app.send(hold).await.status, 200);
    let storage = Storage::of(&app.database_url);
    let run = |arguments: &[&str]| {
        let ended = on(&storage, &[arguments, &["retention", "run"]].concat());
        assert_eq!(ended.status, 0, "{ended:?}");
        ended.out
    };
    assert!(run(&[]).contains("kept for good"));
    assert!(run(&["--set", "retention.assessments_days=36500"]).contains("Nothing is past"));
    let set = ["--set", "retention.assessments_days=365"];
    let rehearsed = on(
        &storage,
        &[&set[..], &["retention", "run", "--dry-run"]].concat(),
    );
    assert!(
        rehearsed
            .out
            .contains("0 people, 2 assessments and 0 pieces of evidence would go"),
        "{rehearsed:?}"
    );
    assert!(run(&set).contains("0 people, 2 assessments and 0 pieces of evidence are gone"));
    assert!(run(&set).contains("Nothing is past"));
    for (id, left) in [("p-1", 1), ("p-2", 2), ("p-3", 1)] {
        let list = app
            .get(&format!("/v1/people/{id}/assessments"))
            .await
            .json();
        assert_eq!(list["items"].as_array().unwrap().len(), left, "{id}");
    }
    // Nothing is idle yet; with a day of patience nothing goes, either.
    assert!(run(&["--set", "retention.people_days=1"]).contains("Nothing is past"));
    let piece = json!({"ladder": "ai-engineer", "criterion": "eval-harness", "source": "self", "text": "zqpieceqz"});
    let piece = async || post_named(&app, "/v1/people/p-1/evidence", "e1", &piece).await;
    assert_eq!(piece().await.status, 201);
    let database = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    for statement in [
        "UPDATE evidence SET recorded_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE people SET updated_at = '2020-01-01 00:00:00+00:00' WHERE name <> 'p-1'",
        "UPDATE assessments SET recorded_at = 0 WHERE person IN (SELECT id FROM people WHERE name <> 'p-1')",
    ] {
        match &database {
            Store::Sqlite(pool, _) => drop(sqlx::query(statement).execute(pool).await.unwrap()),
            Store::Postgres(pool) => drop(sqlx::query(statement).execute(pool).await.unwrap()),
        }
    }
    assert!(run(&["--set", "retention.people_days=1"]).contains("1 people, 0 assessments"));
    assert_eq!(app.get("/v1/people/p-3").await.status, 404);
    assert_eq!(app.get("/v1/people/p-2").await.status, 200);
    let days = ["--set", "retention.evidence_days=30"];
    assert!(run(&days).contains("1 pieces of evidence are gone"));
    // It was done before, is not done again, and nothing of it is told.
    assert_eq!(piece().await.status, 409);
    let bytes = contents(&app.database_url).await;
    assert_eq!(found(&bytes, &["zqpieceqz".into()]), Vec::<&String>::new());
    let audit = app.get("/v1/audit").await.text().to_owned();
    assert!(
        audit.contains("retention.run") && audit.contains("person.erase"),
        "{audit}"
    );
    assert_eq!(on(&storage, &["audit", "verify"]).status, 0);
}

#[tokio::test]
async fn the_log_tells_nothing_of_anybody() {
    let storage = Storage::new().await;
    let key = made_key(&storage);
    let serving = Serving::start(&storage.database_url, &["--set", "log.level=debug"]);
    let piece = r#"{"ladder": "ai-engineer", "criterion": "eval-harness", "source": "self", "text": "zqtext"}"#;
    let requests = [
        ("PUT", "", r#"{"labels": {"team": "zqlabel"}}"#, 201),
        ("PUT", "", r#"{"labels": {"zq!": "x"}}"#, 422),
        ("POST", "/evidence", piece, 201),
        ("POST", "/evidence", r#"{"zqmember": "zqvalue"}"#, 422),
        ("POST", "/evidence", "{\"text\": \"zq\u{0}\"", 400),
        ("POST", "/assessments", r#"{"answers": {"zq": "yes"}}"#, 422),
        ("GET", "/readiness?ladder=zq&level=zq", "", 422),
        ("GET", "/export", "", 200),
        ("DELETE", "", "", 204),
        ("GET", "/progress?ladder=zq", "", 404),
    ];
    for (method, to, body, status) in &requests {
        let answer = serving.ask(&format!(
            "{method} /v1/people/zqid{to} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
            Idempotency-Key: zqname{to}{status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{method} {to}: {answer}"
        );
    }
    serving.terminate();
    let told = Cell::new(0);
    serving.logged(|line| {
        let text = line.to_string();
        assert!(!text.contains("zq"), "{text}");
        told.set(told.get() + usize::from(line["fields"]["status"].is_u64()));
        line["fields"]["message"] == "stopped"
    });
    assert_eq!(told.get(), requests.len());
}
