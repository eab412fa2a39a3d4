//! What is done about people at the same time, and by clocks that are not set alike.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use rungs::store::{EvidenceReviewRow, PersonKey, Store};
use serde_json::json;
use uuid::Uuid;

use crate::{
    app::{Storage, TestApp, store_config},
    assessments::{own, store},
    evidence::added,
    people::{path, put, with_body},
};

async fn database_of(app: &TestApp) -> Store {
    let config = store_config(&app.database_url);
    Store::connect(&config).await.unwrap()
}

async fn erased(app: &TestApp, id: &str) -> u16 {
    let erased = app.send(app.client.delete(app.url(&path(id)))).await;
    erased.status.as_u16()
}

/// The key of the row of a person of the tests' organisation.
async fn key_of(store: &Store, id: &str) -> PersonKey {
    let organisation = store.find_organisation("own").await.unwrap().unwrap().id;
    let person = store.find_person(organisation, id).await;
    person.unwrap().unwrap().key()
}

fn review(evidence: Uuid, decision: i16, by: &str, ahead: TimeDelta) -> EvidenceReviewRow {
    EvidenceReviewRow {
        evidence,
        id: Uuid::now_v7(),
        decision,
        reviewer: by.into(),
        note: None,
        reviewed_at: Utc::now() + ahead,
    }
}

#[tokio::test]
async fn who_is_named_while_they_are_erased_is_found() {
    let app = TestApp::start().await;
    for id in ["p-1", "p-7"] {
        put(&app, id, json!({})).await;
    }
    let piece: Uuid = added(&app, "p-1", json!({})).await.parse().unwrap();
    let store = database_of(&app).await;
    let organisation = store.find_organisation("own").await.unwrap().unwrap().id;
    let mut writing = store.begin().await.unwrap();
    let about = writing.find_person(organisation, "p-1").await.unwrap();
    writing.name_people(organisation, &["p-7"]).await.unwrap();
    let by = review(piece, 1, "p-7", TimeDelta::zero());
    let about = about.unwrap().key();
    writing.create_evidence_review(about, &by).await.unwrap();
    let writing = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        writing.commit().await.unwrap();
    };
    let (status, ()) = tokio::join!(erased(&app, "p-7"), writing);
    assert_eq!(status, 204);
    let shown = app.get(&format!("/v1/people/p-1/evidence/{piece}")).await;
    assert_eq!(shown.json()["reviews"].as_array().unwrap().len(), 1);
    assert!(!shown.text().contains("p-7"), "{}", shown.text());
}

#[tokio::test]
async fn nobody_is_named_while_they_are_being_erased() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let piece = added(&app, "p-1", json!({})).await;
    let named = json!({"source": "peer", "by": "p-7"});
    let given = added(&app, "p-1", named.clone()).await;
    let assessment = store(&app, "p-1", &own()).await["id"].clone();
    let contest = format!("assessments/{}/contest", assessment.as_str().unwrap());
    let open = store(&app, "p-1", &own()).await["id"].clone();
    let open = format!("assessments/{}/contest", open.as_str().unwrap());
    let reason = json!({"reason": "Too low."});
    let opened = app.post(&format!("/v1/people/p-1/{open}"), &reason).await;
    assert_eq!(opened.status, 201);
    let mut assessed = own();
    assessed["by"] = json!({"role": "assessor", "id": "p-7"});
    let mut evidence =
        json!({"ladder": "ai-engineer", "criterion": "eval-harness", "text": "Seen."});
    evidence["source"] = named["source"].clone();
    evidence["by"] = named["by"].clone();
    let writes = [
        ("assessments".to_owned(), assessed),
        ("evidence".into(), evidence),
        (
            format!("evidence/{piece}/review"),
            json!({"decision": "approve", "by": "p-7"}),
        ),
        (
            format!("evidence/{given}/withdraw"),
            json!({"because": "No."}),
        ),
        (contest, json!({"reason": "Too high.", "by": "p-7"})),
        (
            format!("{open}/resolution"),
            json!({"decision": "upheld", "by": "p-7", "note": "So it was."}),
        ),
    ];
    let store = database_of(&app).await;
    let organisation = store.find_organisation("own").await.unwrap().unwrap().id;
    for (to, body) in &writes {
        let mut erasing = store.begin().await.unwrap();
        let replaced = erasing.replace_mentions(organisation, "p-7", "x");
        replaced.await.unwrap();
        let to = format!("/v1/people/p-1/{to}");
        let mut written = Box::pin(app.post(&to, body));
        let early = tokio::time::timeout(Duration::from_millis(150), &mut written).await;
        assert!(early.is_err(), "{to}: {}", early.unwrap().text());
        drop(erasing);
        let written = written.await;
        assert!(written.status.is_success(), "{to}: {}", written.text());
    }
}

#[tokio::test]
async fn all_who_named_each_other_are_erased_at_once() {
    let app = TestApp::start().await;
    let team: Vec<String> = (0..6).map(|nth| format!("p-{nth}")).collect();
    for id in &team {
        put(&app, id, json!({"team": "search"})).await;
    }
    for id in &team {
        for by in team.iter().filter(|by| *by != id) {
            let piece = added(&app, id, json!({"source": "peer", "by": by})).await;
            let review = json!({"decision": "approve", "by": team.iter().find(|one| *one != id && *one != by)});
            let at = format!("{}/evidence/{piece}/review", path(id));
            assert_eq!(app.post(&at, &review).await.status, 200);
        }
    }
    let erased = join_all(team.iter().map(|id| erased(&app, id))).await;
    assert_eq!(erased, [204; 6]);
}

#[tokio::test]
async fn times_of_change_always_go_on_whatever_clocks_say() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let store = database_of(&app).await;
    let person = key_of(&store, "p-1").await;
    let mut transaction = store.begin().await.unwrap();
    let labels = BTreeMap::from([("team".to_owned(), "search".to_owned())]);
    let at = Utc::now() + TimeDelta::hours(1);
    transaction.put_labels(person, &labels, at).await.unwrap();
    transaction.commit().await.unwrap();
    let changed = async || {
        let person = app.get("/v1/people/p-1").await.json();
        let at: DateTime<Utc> = person["updated_at"].as_str().unwrap().parse().unwrap();
        at
    };
    let first = changed().await;
    let hold = app.client.put(app.url("/v1/people/p-1/hold"));
    let hold = with_body(hold, &json!({"reason": "A claim.", "until": "2099-12-31"}));
    assert_eq!(app.send(hold).await.status, 200);
    let second = changed().await;
    assert!(first < second);
    let release = app.client.delete(app.url("/v1/people/p-1/hold"));
    assert_eq!(app.send(release).await.status, 204);
    let third = changed().await;
    assert!(second < third);
    put(&app, "p-1", json!({"team": "pay"})).await;
    assert!(third < changed().await);
}

#[tokio::test]
async fn the_review_that_came_last_counts_whatever_clocks_say() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let piece = added(&app, "p-1", json!({})).await;
    let store = database_of(&app).await;
    let person = key_of(&store, "p-1").await;
    let mut transaction = store.begin().await.unwrap();
    let ahead = review(piece.parse().unwrap(), 1, "p-7", TimeDelta::hours(1));
    let kept = transaction.create_evidence_review(person, &ahead);
    kept.await.unwrap();
    transaction.commit().await.unwrap();
    let at = format!("/v1/people/p-1/evidence/{piece}");
    let before = app.get(&at).await.json()["state"].clone();
    let (turned, state) = match before.as_str().unwrap() {
        "approved" => ("decline", "declined"),
        _ => ("approve", "approved"),
    };
    let review = json!({"decision": turned, "by": "p-8"});
    let reviewed = app.post(&format!("{at}/review"), &review).await;
    assert_eq!(reviewed.json()["state"], state);
    let newest = reviewed.json()["reviews"][1].clone();
    assert_eq!(newest["by"], "p-8");
}

#[tokio::test]
async fn of_one_moment_the_assessment_that_was_stored_last_is_the_newest() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let mut last = String::new();
    for nth in 0..12 {
        let all = if nth % 2 == 0 { "yes" } else { "no" };
        let answers: BTreeMap<_, _> = (1..=6).map(|nth| (format!("q{nth}"), all)).collect();
        let body = json!({
            "ladder": "ai-engineer", "answers": answers, "by": {"role": "self"}, "taken_at": "2026-06-01T00:00:00Z",
        });
        let stored = store(&app, "p-1", &body).await;
        let id = stored["id"].as_str().unwrap().to_owned();
        assert!(last < id, "{last} {id}");
        last = id;
        let progress = app
            .get("/v1/people/p-1/progress?ladder=ai-engineer")
            .await
            .json();
        assert_eq!(progress["now"]["self"]["assessment"], json!(last));
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let app = TestApp::start().await;
    let mut lists = vec!["/v1/people".to_owned()];
    for id in ["p-1", "p-2"] {
        put(&app, id, json!({})).await;
        for _ in 0..2 {
            store(&app, id, &own()).await;
            added(&app, id, json!({})).await;
        }
        lists.extend(["assessments", "evidence"].map(|list| format!("{}/{list}", path(id))));
    }
    for of in &lists {
        let page = app.get(&format!("{of}?limit=1")).await.json();
        let cursor = page["next_cursor"].as_str().unwrap();
        for list in &lists {
            let page = app.get(&format!("{list}?cursor={cursor}")).await;
            let expected = if list == of { 200 } else { 422 };
            assert_eq!(page.status, expected, "{of} {list}");
        }
    }
}

#[tokio::test]
async fn whoever_reads_an_earlier_state_of_the_file_does_not_make_it_grow() {
    // Postgres has no such log, so that this is of SQLite whichever database the other tests run on.
    let storage = Storage::sqlite();
    let url = storage.database_url.clone();
    let app = TestApp::start_on(storage, &url, &[]).await;
    let Store::Sqlite(pool, _) = database_of(&app).await else {
        panic!("{url} is no SQLite file");
    };
    put(&app, "p-1", json!({})).await;
    put(&app, "zqidqz", json!({"team": "zqlabelqz"})).await;
    let mut reading = pool.begin().await.unwrap();
    let people = sqlx::query_scalar("SELECT COUNT(*) FROM people");
    let people: i64 = people.fetch_one(&mut *reading).await.unwrap();
    assert_eq!(people, 2);
    let log = || {
        let file = app.database_url.strip_prefix("sqlite:").unwrap();
        let log = format!("{}-wal", file.trim_start_matches("//"));
        std::fs::metadata(log).unwrap().len()
    };
    let before = log();
    assert_eq!(erased(&app, "zqidqz").await, 204);
    let whole = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let whole: i64 = sqlx::query_scalar(whole).fetch_one(&pool).await.unwrap();
    let grown = log() - before;
    assert!(grown < whole.unsigned_abs(), "{grown} of {whole} bytes");
    reading.rollback().await.unwrap();
}
