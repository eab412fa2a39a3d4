//! Evidence: added, reviewed by a second person, withdrawn, erased; and readiness by it on any day.

use chrono::{Days, NaiveDate, Utc};
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE};
use rungs::app::api_key::Scope;
use serde_json::{Value, json};

use crate::{
    access::defaults,
    app::{Reply, TestApp, new_key, store_config},
    people::{path, put, with_body},
    publishing::{codes, with_everything},
};

const PERSON: &str = "p-1042";

fn today() -> NaiveDate {
    Utc::now().date_naive()
}

fn in_days(days: u64) -> String {
    (today() + Days::new(days)).to_string()
}

/// A piece of evidence with these members in place of its own; null takes one away.
fn piece(members: &Value) -> Value {
    let mut piece = json!({"ladder": "ai-engineer", "criterion": "eval-harness", "text": "Built it.", "source": "self"});
    for (name, value) in members.as_object().unwrap() {
        piece[name] = value.clone();
    }
    let members = piece.as_object_mut().unwrap();
    members.retain(|_, value| !value.is_null());
    piece
}

async fn add(app: &TestApp, person: &str, members: &Value) -> Reply {
    let to = format!("{}/evidence", path(person));
    app.post(&to, &piece(members)).await
}

/// The id of a piece that is added.
pub async fn added(app: &TestApp, person: &str, members: Value) -> String {
    let reply = add(app, person, &members).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["id"].as_str().unwrap().to_owned()
}

fn of(id: &str) -> String {
    format!("{}/evidence/{id}", path(PERSON))
}

async fn review(app: &TestApp, id: &str, decision: &str, by: &str) -> Reply {
    let body = json!({"decision": decision, "by": by});
    app.post(&format!("{}/review", of(id)), &body).await
}

async fn withdraw(app: &TestApp, id: &str) -> Reply {
    let body = json!({"because": "Another team's."});
    app.post(&format!("{}/withdraw", of(id)), &body).await
}

async fn readiness(app: &TestApp, query: &str) -> Value {
    let at = format!(
        "{}/readiness?ladder=ai-engineer&level=mid{query}",
        path(PERSON)
    );
    let reply = app.get(&at).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

/// How a criterion stands.
fn state(readiness: &Value, criterion: &str) -> String {
    let criteria = readiness["criteria"].as_array().unwrap();
    let found = criteria.iter().find(|one| one["id"] == criterion);
    found.unwrap()["state"].as_str().unwrap().to_owned()
}

/// The criteria that lead to Mid.
async fn criteria(app: &TestApp) -> Vec<String> {
    let asked = json!({"level": "mid"});
    let reply = app.post("/v1/ladders/ai-engineer/readiness", &asked).await;
    let missing = reply.json()["missing"].clone();
    let ids = missing.as_array().unwrap().iter();
    ids.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn with_person() -> TestApp {
    let app = TestApp::start().await;
    assert_eq!(put(&app, PERSON, json!({})).await.status, 201);
    app
}

#[tokio::test]
async fn a_piece_is_kept_through_all_that_becomes_of_it() {
    let app = with_person().await;
    let reply = add(&app, PERSON, &json!({"url": "https://reviews.example/17", "observed_on": "2026-01-02", "expires_on": in_days(0)})).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let made = reply.json();
    let id = made["id"].as_str().unwrap();
    assert!(
        reply
            .header("location")
            .unwrap()
            .ends_with(&format!("/v1/people/p-1042/evidence/{id}"))
    );
    assert_eq!(
        (
            &made["by"],
            &made["state"],
            &made["reviews"],
            &made["withdrawn"]
        ),
        (&json!(PERSON), &json!("pending"), &json!([]), &Value::Null)
    );
    assert_eq!(
        made["criteria"],
        json!([{"ladder": "ai-engineer", "criterion": "eval-harness"}])
    );
    assert_eq!(app.get(&of(id)).await.json(), made);

    for (decision, by, expected) in [
        ("approve", "p-2", "approved"),
        ("decline", "p-3", "declined"),
        ("approve", "p-2", "approved"),
    ] {
        let reviewed = review(&app, id, decision, by).await;
        assert_eq!(reviewed.status, 200, "{}", reviewed.text());
        assert_eq!(reviewed.json()["state"], expected);
        assert_eq!(app.get(&of(id)).await.json(), reviewed.json());
    }
    let gone = withdraw(&app, id).await.json();
    assert_eq!(
        (&gone["state"], &gone["withdrawn"]["because"]),
        (&json!("withdrawn"), &json!("Another team's."))
    );
    assert_eq!(gone["reviews"].as_array().unwrap().len(), 3);
    assert_eq!(withdraw(&app, id).await.status, 409);
    assert_eq!(review(&app, id, "approve", "p-2").await.status, 409);
    assert_eq!(app.get(&of(id)).await.json(), gone);

    let audit = app.get("/v1/audit?action=evidence.review").await;
    let audit = audit.json()["items"].clone();
    let subjects: Vec<&Value> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["subject"])
        .collect();
    assert_eq!(subjects, [id, id, id]);
    assert!(!app.get("/v1/audit").await.text().contains(PERSON));
}

#[tokio::test]
async fn what_is_no_evidence_is_refused_with_its_reasons() {
    let app = with_person().await;
    let also = |ladder: &str, criterion: &str| json!({"ladder": ladder, "criterion": criterion});
    let many: Vec<Value> = (0..21)
        .map(|at| also("ai-engineer", &format!("c-{at}")))
        .collect();
    let yesterday = (today() - Days::new(1)).to_string();
    for (members, pointers, expected) in [
        (json!({"text": null}), vec![""], vec!["nothing_given"]),
        (
            json!({"ladder": "nowhere"}),
            vec!["/ladder"],
            vec!["unknown_ladder"],
        ),
        (
            json!({"criterion": "nothing"}),
            vec!["/criterion"],
            vec!["unknown_criterion"],
        ),
        (
            json!({"also": [also("ai-engineer", "eval-harness")]}),
            vec!["/also/0"],
            vec!["duplicate_criterion"],
        ),
        (
            json!({"also": [also("ai-engineer", "nothing"), also("x", "y")]}),
            vec!["/also/0/criterion", "/also/1/ladder"],
            vec!["unknown_criterion", "unknown_ladder"],
        ),
        (json!({"also": many}), vec!["/also"], vec!["too_many"]),
        (json!({"by": "p-2"}), vec!["/by"], vec!["not_by_self"]),
        (
            json!({"source": "manager", "by": "P-1042"}),
            vec!["/by"],
            vec!["by_self"],
        ),
        (
            json!({"source": "system", "by": "p-1042"}),
            vec!["/by"],
            vec!["by_self"],
        ),
        (
            json!({"observed_on": in_days(2)}),
            vec!["/observed_on"],
            vec!["in_the_future"],
        ),
        (
            json!({"observed_on": in_days(0), "expires_on": yesterday}),
            vec!["/expires_on"],
            vec!["before_observed"],
        ),
        (
            json!({"observed_on": "2026-02-30", "expires_on": "0001-01-01"}),
            vec!["/expires_on", "/observed_on"],
            vec!["no_such_date", "no_such_date"],
        ),
        (
            json!({"source": "peer", "by": "p-2", "ladder": "nowhere", "observed_on": "2026-02-30"}),
            vec!["/ladder", "/observed_on"],
            vec!["unknown_ladder", "no_such_date"],
        ),
        // What does not fit the schema comes first.
        (
            json!({"source": "pear", "ladder": "Nowhere", "text": " ", "observed_on": "2026-02-30"}),
            vec!["/ladder", "/source", "/text"],
            vec!["wrong_format", "unknown_value", "wrong_format"],
        ),
        (
            json!({"source": "peer", "by": "erased:x"}),
            vec!["/by"],
            vec!["wrong_format"],
        ),
        (
            json!({"source": "peer", "by": "\u{200b}"}),
            vec!["/by"],
            vec!["wrong_format"],
        ),
    ] {
        let reply = add(&app, PERSON, &members).await;
        assert_eq!(reply.pointers(), pointers, "{members}");
        assert_eq!(
            codes(&reply).len(),
            expected.len(),
            "{members}: {}",
            reply.text()
        );
        for code in expected {
            assert!(
                codes(&reply).iter().any(|found| found == code),
                "{members}: {}",
                reply.text()
            );
        }
    }
    let at = format!("{}/evidence", path(PERSON));
    for body in [
        r#"{"ladder": "ai-engineer", "criterion": "eval-harness", "source": "peer", "text": "Seen.", "by": ".."}"#,
        "{\r\n  \"ladder\": \"ai-engineer\",\n\"criterion\": \"eval-harness\", \"text\": \"ä\",  \"source\": \"peer\",\n  \"by\": \"..\"\n }\n",
        "{\"by\": \"..\" , \"ladder\": \"ai-engineer\", \"criterion\": \"eval-harness\", \"text\": \"x\", \"source\": \"peer\"}",
    ] {
        let refused = app.post_text(&at, body).await;
        assert_eq!(refused.pointers(), ["/by"], "{body}: {}", refused.text());
    }
    let nested = r#"{"ladder": "ai-engineer", "answers": {"q1": "yes"}, "by": {"role": "assessor", "id": ".."}}"#;
    let to = format!("{}/assessments", path(PERSON));
    let refused = app.post_text(&to, nested).await;
    assert_eq!(refused.pointers(), ["/by/id"], "{}", refused.text());
    for members in [
        json!({"url": "javascript:alert(1)"}),
        json!({"url": format!("https://a/{}", "x".repeat(2000))}),
        json!({"text": "x".repeat(4001)}),
        json!({"text": " "}),
        json!({"text": "a\u{0}b"}),
        json!({"source": "own"}),
        json!({"by": ""}),
        json!({"by": "x".repeat(129)}),
        json!({"criterion": "Eval Harness"}),
        json!({"state": "approved"}),
        json!({"also": "x"}),
    ] {
        let reply = add(&app, PERSON, &members).await;
        assert_eq!(reply.pointers().len(), 1, "{members}: {}", reply.text());
    }
    assert_eq!(add(&app, "p-0", &json!({})).await.status, 404);
    let list = app.get(&format!("{}/evidence", path(PERSON))).await;
    assert_eq!(list.json()["items"], json!([]));
    for (id, status) in [
        ("00000000-0000-7000-8000-000000000000", 404),
        ("x", 404),
        ("%00", 404),
        ("%FF", 404),
    ] {
        for reply in [
            app.get(&of(id)).await,
            review(&app, id, "approve", "p-2").await,
            withdraw(&app, id).await,
        ] {
            assert_eq!(reply.status, status, "{id}: {}", reply.text());
        }
    }
}

#[tokio::test]
async fn nobody_reviews_their_own_however_they_write_themselves() {
    let app = with_person().await;
    let own = added(&app, PERSON, json!({})).await;
    let given = added(&app, PERSON, json!({"source": "peer", "by": "Straße-7"})).await;
    let system = added(&app, PERSON, json!({"source": "system"})).await;
    let unnamed = added(&app, PERSON, json!({"source": "manager"})).await;
    for by in [PERSON, "P-1042", "Ｐ－１０４２", "p\u{ad}-1042"] {
        for id in [&own, &given, &system, &unnamed] {
            let refused = review(&app, id, "approve", by).await;
            assert_eq!(refused.pointers(), ["/by"], "{by:?}");
        }
    }
    for by in ["STRASSE-7", "straße-7"] {
        assert_eq!(
            codes(&review(&app, &given, "decline", by).await),
            ["reviewed_by_giver"]
        );
        assert_eq!(review(&app, &own, "approve", by).await.status, 200);
    }
    assert_eq!(app.get(&of(&given)).await.json()["reviews"], json!([]));
    assert_eq!(review(&app, &given, "approve", "p-3").await.status, 200);
}

#[tokio::test]
async fn a_list_is_narrowed_and_read_page_by_page() {
    let app = with_person().await;
    with_everything(&app).await;
    let ours = app.get("/v1/ladders/ai-engineer/phases").await.json();
    let criterion = ours["items"][0]["criteria"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut ids = Vec::new();
    for at in 0..7 {
        let members = match at % 2 {
            0 => json!({}),
            _ => json!({"also": [{"ladder": "ours", "criterion": criterion}]}),
        };
        ids.insert(0, added(&app, PERSON, members).await);
    }
    let list = async |query: &str| {
        let reply = app.get(&format!("{}/evidence?{query}", path(PERSON))).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let named = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap().iter();
        items
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(named(&list("").await), ids);
    let (mut read, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = list(&format!("limit=3{cursor}")).await;
        read.extend(named(&page));
        // What comes meanwhile is newer than what is still to be read.
        added(&app, PERSON, json!({})).await;
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(read, ids);
    assert_eq!(
        named(&list("ladder=ours").await),
        [ids[1].as_str(), &ids[3], &ids[5]]
    );
    assert_eq!(
        named(&list(&format!("ladder=ours&criterion={criterion}&limit=1")).await),
        [ids[1].as_str()]
    );
    assert_eq!(
        named(&list("ladder=ours&criterion=eval-harness").await),
        [""; 0]
    );
    review(&app, &ids[0], "approve", "p-2").await;
    review(&app, &ids[1], "approve", "p-2").await;
    review(&app, &ids[1], "decline", "p-3").await;
    review(&app, &ids[2], "approve", "p-2").await;
    withdraw(&app, &ids[2]).await;
    for (state, expected) in [
        ("approved", &ids[0]),
        ("declined", &ids[1]),
        ("withdrawn", &ids[2]),
    ] {
        let list = list(&format!("state={state}")).await;
        assert_eq!(named(&list), [expected.as_str()], "{state}");
        assert_eq!(list["items"][0]["state"], state);
    }
    assert_eq!(named(&list("state=pending&limit=200").await).len(), 7);
    for query in [
        "ladder=%00",
        "criterion=A",
        "state=met",
        "cursor=x",
        "limit=0",
        "x=1",
    ] {
        let refused = app.get(&format!("{}/evidence?{query}", path(PERSON))).await;
        assert_eq!(refused.pointers().len(), 1, "{query}");
    }
}

#[tokio::test]
async fn a_request_that_names_itself_is_done_once_and_answered_as_before() {
    let app = with_person().await;
    let named = async |to: String, name: &str, body: &Value| {
        let request = app
            .client
            .post(app.url(&to))
            .header("idempotency-key", name);
        app.send(with_body(request, body)).await
    };
    let to = format!("{}/evidence", path(PERSON));
    let first = named(to.clone(), "a", &piece(&json!({}))).await;
    assert_eq!(
        (first.status.as_u16(), first.header("idempotency-replayed")),
        (201, None)
    );
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let approve = json!({"decision": "approve", "by": "p-2"});
    let steps = [
        ("review", "b", approve.clone()),
        ("withdraw", "c", json!({})),
    ];
    for (step, name, body) in &steps {
        let to = format!("{}/{step}", of(&id));
        let first = named(to.clone(), name, body).await;
        assert_eq!(first.status, 200, "{}", first.text());
        let again = named(to, name, body).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.bytes, first.bytes);
    }
    let again = named(to.clone(), "a", &piece(&json!({}))).await;
    assert_eq!(
        (again.status.as_u16(), again.header("idempotency-replayed")),
        (201, Some("true"))
    );
    assert_eq!(
        (again.bytes, again.headers.get("location")),
        (first.bytes, first.headers.get("location"))
    );
    assert_eq!(
        codes(&named(to.clone(), "a", &piece(&json!({"text": "Other."}))).await),
        ["name_of_another"]
    );
    assert_eq!(
        app.get(&to).await.json()["items"].as_array().unwrap().len(),
        1
    );
    // What fails can be sent again with its name, mended.
    assert_eq!(
        named(to.clone(), "d", &piece(&json!({"text": null})))
            .await
            .status,
        422
    );
    assert_eq!(named(to.clone(), "d", &piece(&json!({}))).await.status, 201);

    // The answers go with the person.
    let gone = app.ask("DELETE", &path(PERSON)).await;
    assert_eq!(gone.status, 204, "{}", gone.text());
    let store = rungs::store::Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let kept = "SELECT COUNT(*) FROM idempotency WHERE answer IS NOT NULL";
    let kept: i64 = match &store {
        rungs::store::Store::Sqlite(pool, ..) => {
            sqlx::query_scalar(kept).fetch_one(pool).await.unwrap()
        }
        rungs::store::Store::Postgres(pool, ..) => {
            sqlx::query_scalar(kept).fetch_one(pool).await.unwrap()
        }
    };
    assert_eq!(kept, 0);
    assert_eq!(put(&app, PERSON, json!({})).await.status, 201);
    assert_eq!(app.get(&to).await.json()["items"], json!([]));
}

#[tokio::test]
async fn of_many_who_withdraw_at_once_one_does() {
    let app = with_person().await;
    let id = added(&app, PERSON, json!({})).await;
    let all = futures_util::future::join_all((0..8).map(|_| withdraw(&app, &id))).await;
    let mut statuses: Vec<u16> = all.iter().map(|reply| reply.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
    let id = added(&app, PERSON, json!({})).await;
    let by: Vec<String> = (0..8).map(|at| format!("r-{at}")).collect();
    let all =
        futures_util::future::join_all(by.iter().map(|by| review(&app, &id, "approve", by))).await;
    assert!(all.iter().all(|reply| reply.status == 200));
    assert_eq!(
        app.get(&of(&id)).await.json()["reviews"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
}

#[tokio::test]
async fn what_lasts_until_the_last_day_that_can_be_written_has_no_end() {
    let app = with_person().await;
    let criterion = criteria(&app).await[0].clone();
    let members = json!({"criterion": criterion, "expires_on": "9999-12-31"});
    let id = added(&app, PERSON, members).await;
    assert_eq!(review(&app, &id, "approve", "p-2").await.status, 200);
    for day in ["", "&at=9999-12-31"] {
        let told = readiness(&app, day).await;
        assert_eq!(state(&told, &criterion), "met", "{day}");
        assert_eq!(told["forecast"]["lapses"], json!([]), "{day}");
        assert_eq!(told["forecast"]["total"], 0, "{day}");
    }
    let at = format!(
        "{}/readiness?ladder=ai-engineer&level=mid&at=20261124",
        path(PERSON)
    );
    let refused = app.get(&at).await;
    assert_eq!(refused.pointers(), ["/at"]);
    assert!(!refused.text().contains("Wrong type"), "{}", refused.text());
}

#[tokio::test]
async fn what_had_expired_when_it_was_recorded_counts_for_nothing() {
    let app = with_person().await;
    let criterion = criteria(&app).await[0].clone();
    let members =
        json!({"criterion": criterion, "observed_on": "2020-01-01", "expires_on": "2021-12-31"});
    let id = added(&app, PERSON, members).await;
    assert_eq!(review(&app, &id, "approve", "p-2").await.status, 200);
    for day in ["", "&at=2021-06-01", "&at=2099-01-01"] {
        let told = readiness(&app, day).await;
        assert_eq!(told["counts"]["met"], 0, "{day}: {told}");
        assert_eq!(told["verdict"], "insufficient_evidence", "{day}");
    }
}

#[tokio::test]
async fn readiness_is_told_for_any_day() {
    let app = TestApp::with_earlier_versions().await;
    assert_eq!(put(&app, PERSON, json!({})).await.status, 201);
    let criteria = criteria(&app).await;
    let empty = readiness(&app, "").await;
    assert_eq!(empty["verdict"], "insufficient_evidence");
    assert_eq!(empty["counts"]["unknown"], criteria.len());
    assert_eq!(
        (&empty["person"], &empty["at"]),
        (&json!(PERSON), &json!(today().to_string()))
    );

    let mut ids = Vec::new();
    for criterion in &criteria {
        let members = json!({"criterion": criterion, "expires_on": in_days(30)});
        ids.push(added(&app, PERSON, members).await);
    }
    let claimed = readiness(&app, "").await;
    assert_eq!(
        (&claimed["verdict"], &claimed["counts"]["claimed"]),
        (&json!("not_ready"), &json!(criteria.len()))
    );
    review(&app, &ids[0], "decline", "p-2").await;
    let declined = readiness(&app, "").await;
    assert_eq!(state(&declined, &criteria[0]), "unmet");
    for id in &ids {
        review(&app, id, "approve", "p-2").await;
    }
    let ready = readiness(&app, "").await;
    assert_eq!(ready["verdict"], "ready");
    let first = &ready["criteria"][0];
    assert_eq!(
        (&first["evidence"], &first["until"]),
        (&json!([ids[0]]), &json!(in_days(30)))
    );
    assert!(
        first["why"].as_str().unwrap().contains(&in_days(30)),
        "{first}"
    );
    let forecast = &ready["forecast"];
    assert_eq!(
        (&forecast["total"], &forecast["lapses"][0]["on"]),
        (&json!(1), &json!(in_days(31)))
    );
    assert_eq!(
        forecast["lapses"][0]["verdict"],
        json!({"from": "ready", "to": "insufficient_evidence"})
    );
    assert_eq!(
        ready["guidance"]["contest"],
        format!("/v1/people/{PERSON}/assessments/{{assessment}}/contest")
    );
    assert!(
        ready["guidance"]["rules"]
            .as_array()
            .unwrap()
            .iter()
            .any(|rule| rule["id"] == "claimed")
    );

    for (at, verdict) in [
        (in_days(0), "ready"),
        (in_days(30), "ready"),
        (in_days(31), "insufficient_evidence"),
        ("9999-12-31".into(), "insufficient_evidence"),
    ] {
        assert_eq!(
            readiness(&app, &format!("&at={at}")).await["verdict"],
            verdict,
            "{at}"
        );
    }
    // Nothing was there, nor any version of the ladder: the first one is taken.
    let past = readiness(&app, "&at=2020-01-01").await;
    assert_eq!(
        (&past["ladder"]["version"], &past["counts"]["unknown"]),
        (&json!("1.0.0"), &past["counts"]["criteria"])
    );
    assert_eq!(past["forecast"], json!({"lapses": [], "total": 0}));
    let named = readiness(&app, "&version=1.1.0").await;
    assert_eq!(named["ladder"]["version"], "1.1.0");
    withdraw(&app, &ids[0]).await;
    let withdrawn = readiness(&app, "").await;
    assert_eq!(
        (state(&withdrawn, &criteria[0]), &withdrawn["verdict"]),
        ("unknown".into(), &json!("not_ready"))
    );
}

#[tokio::test]
async fn readiness_is_written_and_drawn_in_the_language_asked_for() {
    let app = with_person().await;
    let id = added(&app, PERSON, json!({})).await;
    let at = format!("{}/readiness?ladder=ai-engineer&level=mid", path(PERSON));
    let ask = async |media: &str, language: &str| {
        let request = app.client.get(app.url(&at)).header(ACCEPT, media);
        let reply = app.send(request.header(ACCEPT_LANGUAGE, language)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        reply
    };
    let english = ask("text/markdown", "en").await;
    for part in [
        "claimed",
        &id,
        "Nothing lapses.",
        "no decision about anybody",
        "/contest",
    ] {
        assert!(english.text().contains(part), "{part}: {}", english.text());
    }
    let german = ask("text/markdown", "de").await;
    for part in ["beansprucht", "keine Entscheidung", "Nichts entfällt."] {
        assert!(german.text().contains(part), "{part}: {}", german.text());
    }
    let picture = ask("image/svg+xml", "en").await;
    assert!(
        picture.text().contains("1 claimed")
            && picture.text().contains("no decision about anybody")
    );
}

#[tokio::test]
async fn readiness_that_cannot_be_told_says_why() {
    let app = with_person().await;
    let ask = async |person: &str, query: &str| {
        app.get(&format!("{}/readiness?{query}", path(person)))
            .await
    };
    assert_eq!(ask("p-0", "ladder=ai-engineer&level=mid").await.status, 404);
    for (query, pointer) in [
        ("ladder=ai-engineer", "/level"),
        ("level=mid", "/ladder"),
        ("ladder=nowhere&level=mid", "/ladder"),
        ("ladder=nowhere&level=mid&version=1.0.0", "/ladder"),
        ("ladder=ai-engineer&level=x", "/level"),
        ("ladder=ai-engineer&level=junior", "/level"),
        ("ladder=ai-engineer&level=mid&at=2026-02-30", "/at"),
        ("ladder=ai-engineer&level=mid&at=today", "/at"),
        ("ladder=ai-engineer&level=mid&version=9.9.9", "/version"),
        ("ladder=ai-engineer&level=mid&locale=fr", "/locale"),
        ("ladder=%00&level=mid", "/ladder"),
    ] {
        assert_eq!(ask(PERSON, query).await.pointers(), [pointer], "{query}");
    }
}

#[tokio::test]
async fn another_organisation_neither_sees_nor_reviews() {
    let app = with_person().await;
    let id = added(&app, PERSON, json!({})).await;
    let store = rungs::store::Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let other = new_key(&defaults(), &store, "other", Scope::ALL, None).await;
    crate::access::until(&app, &other, 200).await;
    let request = app.client.put(app.url(&path(PERSON))).bearer_auth(&other);
    assert_eq!(app.send(with_body(request, &json!({}))).await.status, 201);
    // They have somebody of the same name, and nothing of ours.
    let seen = app
        .send(app.client.get(app.url(&of(&id))).bearer_auth(&other))
        .await;
    assert_eq!(seen.status, 404);
    let approve = json!({"decision": "approve", "by": "p-2"});
    let request = app
        .client
        .post(app.url(&format!("{}/review", of(&id))))
        .bearer_auth(&other);
    assert_eq!(app.send(with_body(request, &approve)).await.status, 404);
    assert_eq!(app.get(&of(&id)).await.json()["state"], "pending");
}
