//! Assessments: stored once, read again as they were, listed, and gone with the person.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::{
    app::{Reply, Storage, TestApp},
    people::{path, put},
};

pub fn answers() -> Value {
    json!({"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "no", "q6": "unsure"})
}

/// What somebody says of themselves.
pub fn own() -> Value {
    json!({"ladder": "ai-engineer", "answers": answers(), "by": {"role": "self"}})
}

/// Sends a body with a name of the request.
pub async fn post_named(app: &TestApp, path: &str, name: &str, body: &Value) -> Reply {
    let request = app.client.post(app.url(path));
    let request = request.header("idempotency-key", name);
    let request = request.header(CONTENT_TYPE, "application/json");
    app.send(request.body(body.to_string())).await
}

/// Stores an assessment of somebody who is there.
pub async fn store(app: &TestApp, person: &str, body: &Value) -> Value {
    let made = app
        .post(&format!("{}/assessments", path(person)), body)
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

fn with(changes: &[(&str, Value)]) -> Value {
    let mut body = own();
    for (member, value) in changes {
        body[*member] = value.clone();
    }
    body
}

fn codes(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 422, "{}", reply.text());
    let errors = reply.json()["errors"].clone();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    let errors = errors.as_array().unwrap().iter();
    errors
        .map(|error| (text(error, "pointer"), text(error, "code")))
        .collect()
}

#[tokio::test]
async fn an_assessment_is_stored_and_read_again_as_it_was() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let taken = "2026-03-02T09:30:00.123456Z";
    let body = with(&[
        ("by", json!({"role": "assessor", "id": "p-7"})),
        ("taken_at", taken.into()),
        ("qualifiers", json!({"leads-cross-team": "no"})),
    ]);
    let made = app.post("/v1/people/p-1/assessments", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let whole = made.json();
    let id = whole["id"].as_str().unwrap();
    let at = format!("/v1/people/p-1/assessments/{id}");
    assert_eq!(made.header("location"), Some(at.as_str()));
    assert_eq!(made.header("cache-control"), Some("no-store"));
    assert_eq!(whole["person"], "p-1");
    assert_eq!(whole["by"], json!({"role": "assessor", "id": "p-7"}));
    assert_eq!(whole["taken_at"], "2026-03-02T09:30:00.123Z");
    assert_eq!(whole["answers"], answers());
    assert_eq!(whole["qualifiers"], json!({"leads-cross-team": "no"}));
    assert_eq!(whole["self_reported"], false);
    assert_eq!(whole["contests"], json!([]));
    assert_eq!(whole["guidance"]["rules"], json!([whole["rule"]]));
    assert_eq!(whole["guidance"]["contest"], format!("{at}/contest"));

    // The placement and the receipt are those of scoring.
    let scored = app
        .post(
            "/v1/ladders/ai-engineer/quiz/score",
            &json!({"answers": answers(), "qualifiers": {"leads-cross-team": "no"}}),
        )
        .await;
    for (member, value) in scored.json().as_object().unwrap() {
        if member != "self_reported" {
            assert_eq!(whole[member], *value, "{member}");
        }
    }
    let receipt = json!({ "receipt": whole["receipt"] });
    let verified = app.post("/v1/receipts/verify", &receipt).await.json();
    assert_eq!(verified["reproducible"], true, "{verified}");

    let again = app.get(&at).await;
    assert_eq!(again.json(), whole);
    assert_eq!(app.ask("HEAD", &at).await.status, 200);
    for method in ["PUT", "DELETE", "PATCH"] {
        let refused = app.ask(method, &at).await;
        assert_eq!(refused.status, 405);
        assert_eq!(refused.header("allow"), Some("GET, HEAD, OPTIONS"));
    }

    let list = app.get("/v1/people/p-1/assessments").await.json();
    let item = &list["items"][0];
    for member in [
        "id",
        "ladder",
        "by",
        "taken_at",
        "recorded_at",
        "placement",
        "counts",
    ] {
        assert_eq!(item[member], whole[member], "{member}");
    }
    assert_eq!(item["contested"], false);
    assert_eq!(list["next_cursor"], Value::Null);
}

#[tokio::test]
async fn it_is_read_in_both_languages_and_as_markdown() {
    let app = TestApp::start().await;
    put(&app, "p`1|*x*", json!({})).await;
    let whole = store(&app, "p`1|*x*", &own()).await;
    let at = format!(
        "{}/assessments/{}",
        path("p`1|*x*"),
        whole["id"].as_str().unwrap()
    );
    let english = app.get_as(&at, "text/markdown").await;
    assert_eq!(english.status, 200, "{}", english.text());
    for said in [
        "Mid AI Engineer",
        "p\\`1\\|\\*x\\* about themselves",
        "no decision about anybody",
        "3 to 4 yes",
        "/contest`",
    ] {
        assert!(english.text().contains(said), "{said}: {}", english.text());
    }
    let german = app.get(&format!("{at}?locale=de")).await;
    assert_eq!(german.header("content-language"), Some("de"));
    let german = german.json();
    assert!(
        german["guidance"]["text"]
            .as_str()
            .unwrap()
            .contains("keine Entscheidung")
    );
    assert_eq!(german["receipt"], whole["receipt"]);
    assert_ne!(german["reasons"], whole["reasons"]);
    let liked = app.client.get(app.url(&at)).header("accept-language", "de");
    let liked = app.send(liked.header("accept", "text/markdown")).await;
    assert!(
        liked.text().contains("keine Entscheidung"),
        "{}",
        liked.text()
    );
    let none = app.get(&format!("{at}?locale=fr")).await;
    assert_eq!(codes(&none), [("/locale".into(), "unknown_locale".into())]);
    let made = app
        .post_as(
            &format!("{}/assessments", path("p`1|*x*")),
            &own(),
            "text/markdown",
        )
        .await;
    assert_eq!(made.status, 201);
    assert!(made.text().contains("Mid AI Engineer"));
}

#[tokio::test]
async fn an_old_version_is_named_and_stays() {
    let app = TestApp::with_earlier_versions().await;
    put(&app, "p-1", json!({})).await;
    let old = store(&app, "p-1", &with(&[("version", "1.0.0".into())])).await;
    assert_eq!(old["ladder"]["version"], "1.0.0");
    let new = store(&app, "p-1", &own()).await;
    assert_eq!(new["ladder"]["version"], "1.3.0");
    assert_ne!(old["receipt"], new["receipt"]);
    for whole in [old, new] {
        let id = whole["id"].as_str().unwrap();
        let again = app.get(&format!("/v1/people/p-1/assessments/{id}")).await;
        assert_eq!(again.json(), whole);
    }
}

#[tokio::test]
async fn a_receipt_is_that_of_its_key_also_when_another_signs() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let keys = ["11".repeat(32), "22".repeat(32)];
    let first = TestApp::start_on(storage, &url, &[("receipts.key", &keys[0])]).await;
    put(&first, "p-1", json!({})).await;
    let whole = store(&first, "p-1", &own()).await;
    let at = format!(
        "/v1/people/p-1/assessments/{}",
        whole["id"].as_str().unwrap()
    );
    let both = format!("{},{}", keys[1], keys[0]);
    let rotated = TestApp::start_on(Storage::of(&url), &url, &[("receipts.key", &both)]).await;
    assert_eq!(rotated.get(&at).await.json(), whole);
    // Where the old key is not there any more, the new one signs, and says the same.
    let forgetful = TestApp::start_on(Storage::of(&url), &url, &[("receipts.key", &keys[1])]).await;
    let mut signed_anew = forgetful.get(&at).await.json();
    assert_ne!(signed_anew["receipt"], whole["receipt"]);
    let receipt = json!({ "receipt": signed_anew["receipt"] });
    let verified = forgetful.post("/v1/receipts/verify", &receipt).await.json();
    assert_eq!(verified["reproducible"], true, "{verified}");
    signed_anew["receipt"] = whole["receipt"].clone();
    assert_eq!(signed_anew, whole);
}

#[tokio::test]
async fn a_list_goes_by_the_time_taken_and_stays_right_while_others_write() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let list = "/v1/people/p-1/assessments";
    assert_eq!(app.get(list).await.json()["items"], json!([]));
    let mut expected = Vec::new();
    for (nth, day) in [3, 1, 5, 2, 4].into_iter().enumerate() {
        let by = match nth % 2 {
            0 => json!({"role": "self", "id": "p-1"}),
            _ => json!({"role": "assessor", "id": "a-1"}),
        };
        let taken = format!("2026-01-0{day}T00:00:00Z");
        let body = with(&[("by", by), ("taken_at", taken.clone().into())]);
        let whole = store(&app, "p-1", &body).await;
        expected.push((taken, whole["id"].as_str().unwrap().to_owned()));
    }
    expected.sort();
    expected.reverse();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("{list}?limit=2{cursor}")).await.json();
        for item in page["items"].as_array().unwrap() {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            seen.push((text("taken_at"), text("id")));
        }
        // Newer than all pages: nobody sees it twice, and none is pushed to another page.
        store(&app, "p-1", &own()).await;
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, expected);
    let count = async |query: &str| {
        let page = app.get(&format!("{list}?{query}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        page.json()["items"].as_array().unwrap().len()
    };
    assert_eq!(count("role=assessor").await, 2);
    assert_eq!(count("role=self").await, 6);
    assert_eq!(count("ladder=ai-engineer").await, 8);
    assert_eq!(count("ladder=nothing").await, 0);
    for (query, pointer) in [
        ("role=boss", "/role"),
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("cursor=x", "/cursor"),
        ("cursor=AAAA", "/cursor"),
        ("person=p-1", "/person"),
        ("ladder=%00", "/ladder"),
        ("cursor=%00", "/cursor"),
    ] {
        let refused = app.get(&format!("{list}?{query}")).await;
        assert_eq!(refused.pointers(), [pointer], "{query}");
    }
}

#[tokio::test]
async fn who_is_not_there_is_to_be_put_first() {
    let app = TestApp::start().await;
    let refused = app.post("/v1/people/nobody/assessments", &own()).await;
    assert_eq!(refused.status, 404);
    assert!(
        refused.text().contains("PUT them first"),
        "{}",
        refused.text()
    );
    assert_eq!(app.get("/v1/people/nobody/assessments").await.status, 404);
    put(&app, "p-1", json!({})).await;
    put(&app, "p-2", json!({})).await;
    let whole = store(&app, "p-1", &own()).await;
    let id = whole["id"].as_str().unwrap();
    // Another's is not there, nor is what is no id.
    for path in [
        format!("/v1/people/p-2/assessments/{id}"),
        "/v1/people/p-1/assessments/019cadcc-dcc0-7000-8000-000000000000".into(),
        "/v1/people/p-1/assessments/x".into(),
        "/v1/people/p-1/assessments/%00".into(),
    ] {
        assert_eq!(app.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_does_not_fit_is_told_all_at_once() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let long = "9999-12-31T23:59:59Z";
    for (body, expected) in [
        (
            with(&[("ladder", "nothing".into())]),
            &[("/ladder", "unknown_ladder")][..],
        ),
        (
            with(&[("version", "9.9.9".into())]),
            &[("/version", "unknown_version")],
        ),
        (
            with(&[("answers", json!({}))]),
            &[("/answers", "nothing_answered")],
        ),
        (
            with(&[("answers", json!({"q9": "yes"}))]),
            &[("/answers/q9", "unknown_answer")],
        ),
        (
            with(&[("answers", json!({"q1": "perhaps"}))]),
            &[("/answers/q1", "unknown_value")],
        ),
        (
            with(&[("by", json!({"role": "assessor"}))]),
            &[("/by/id", "unnamed_assessor")],
        ),
        (
            with(&[("by", json!({"role": "assessor", "id": "Ｐ-1"}))]),
            &[("/by/id", "not_somebody_else")],
        ),
        (
            with(&[("by", json!({"role": "self", "id": "p-2"}))]),
            &[("/by/id", "not_the_person")],
        ),
        (
            with(&[("taken_at", long.into())]),
            &[("/taken_at", "in_the_future")],
        ),
        (
            with(&[("taken_at", "1969-12-31T23:59:59Z".into())]),
            &[("/taken_at", "before_1970")],
        ),
        (
            with(&[("taken_at", "2026-02-30T00:00:00Z".into())]),
            &[("/taken_at", "no_such_date")],
        ),
        (
            with(&[("taken_at", "2026-02-03 00:00:00Z".into())]),
            &[("/taken_at", "no_such_date")],
        ),
        (
            with(&[("taken_at", "2026-02-03".into())]),
            &[("/taken_at", "no_such_date")],
        ),
        (
            with(&[
                ("answers", json!({"q9": "yes"})),
                ("by", json!({"role": "assessor"})),
                ("taken_at", long.into()),
            ]),
            &[
                ("/answers/q9", "unknown_answer"),
                ("/by/id", "unnamed_assessor"),
                ("/taken_at", "in_the_future"),
            ],
        ),
    ] {
        let refused = app.post("/v1/people/p-1/assessments", &body).await;
        let codes = codes(&refused);
        let codes: Vec<(&str, &str)> = codes.iter().map(|(at, code)| (&**at, &**code)).collect();
        assert_eq!(codes, expected, "{body}");
    }
    for (body, pointers) in [
        (json!({}), &["/answers", "/by", "/ladder"][..]),
        (with(&[("by", "self".into())]), &["/by"]),
        (with(&[("by", json!({"role": "boss"}))]), &["/by/role"]),
        (
            with(&[("by", json!({"role": "self", "name": "x"}))]),
            &["/by/name"],
        ),
        (
            with(&[("by", json!({"role": "assessor", "id": "a\0b"}))]),
            &["/by/id"],
        ),
        (
            with(&[("by", json!({"role": "assessor", "id": "é".repeat(129)}))]),
            &["/by/id"],
        ),
        (with(&[("ladder", 1.into())]), &["/ladder"]),
        (with(&[("answers", json!([]))]), &["/answers"]),
        (with(&[("taken_at", 5.into())]), &["/taken_at"]),
        (with(&[("placement", "staff".into())]), &["/placement"]),
    ] {
        let refused = app.post("/v1/people/p-1/assessments", &body).await;
        assert_eq!(refused.pointers(), pointers, "{body}");
    }
    // Where the caller's clock is ahead, it was taken when it came.
    let ahead = (Utc::now() + TimeDelta::seconds(30)).to_rfc3339();
    let kept = store(&app, "p-1", &with(&[("taken_at", ahead.into())])).await;
    let at = |name: &str| kept[name].as_str().unwrap().parse::<DateTime<Utc>>();
    assert!(at("taken_at").unwrap() <= at("recorded_at").unwrap());
    let surrogate = r#"{"ladder": "ai-engineer", "answers": {"q1": "yes"}, "by": {"role": "assessor", "id": "\ud800"}}"#;
    let refused = app.post_text("/v1/people/p-1/assessments", surrogate).await;
    assert_eq!(refused.status, 400, "{}", refused.text());
    let list = app.get("/v1/people/p-1/assessments").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn people_and_assessors_are_of_any_script() {
    let app = TestApp::start().await;
    for id in ["人员-17", "עובד-3", "👩‍💻", "a/b?c#d%", &"é".repeat(128)] {
        assert_eq!(put(&app, id, json!({})).await.status, 201, "{id}");
        let assessor = format!("x{}", id.chars().skip(1).collect::<String>());
        let by = json!({"role": "assessor", "id": assessor});
        let whole = store(&app, id, &with(&[("by", by.clone())])).await;
        assert_eq!((&whole["person"], &whole["by"]), (&json!(id), &by));
        let at = whole["guidance"]["contest"].as_str().unwrap();
        let again = app.get(at.trim_end_matches("/contest")).await;
        assert_eq!(again.json(), whole);
    }
    let refused = app.post("/v1/people/a%00b/assessments", &own()).await;
    assert_eq!(refused.pointers(), ["/person"]);
}

#[tokio::test]
async fn the_same_request_is_stored_once() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({})).await;
    let at = "/v1/people/p-1/assessments";
    let first = post_named(&app, at, "one", &own()).await;
    assert_eq!(
        (first.status.as_u16(), first.header("idempotency-replayed")),
        (201, None)
    );
    let again = post_named(&app, at, "one", &own()).await;
    assert_eq!(
        (again.status.as_u16(), again.header("idempotency-replayed")),
        (201, Some("true"))
    );
    assert_eq!(again.bytes, first.bytes);
    assert_eq!(again.header("location"), first.header("location"));
    let other = with(&[("taken_at", "2026-01-01T00:00:00Z".into())]);
    let refused = post_named(&app, at, "one", &other).await;
    assert_eq!(codes(&refused), [(String::new(), "name_of_another".into())]);
    // What is refused can be sent again, mended, by the same name.
    assert_eq!(
        post_named(&app, "/v1/people/p-2/assessments", "two", &own())
            .await
            .status,
        404
    );
    put(&app, "p-2", json!({})).await;
    assert_eq!(
        post_named(&app, "/v1/people/p-2/assessments", "two", &own())
            .await
            .status,
        201
    );
    // Contests that came later are not in what was answered.
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let contest = app
        .post(&format!("{at}/{id}/contest"), &json!({"reason": "no"}))
        .await;
    assert_eq!(contest.status, 201, "{}", contest.text());
    assert_eq!(post_named(&app, at, "one", &own()).await.bytes, first.bytes);
    let list = app.get(at).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_at_two_replicas_at_once_is_stored_once() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let first = TestApp::start_on(storage, &url, &[]).await;
    let mut second = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    second.key.clone_from(&first.key);
    put(&first, "p-1", json!({})).await;
    let at = "/v1/people/p-1/assessments";
    let body = own();
    let (first, second, body) = (&first, &second, &body);
    let sent = (0..60).map(|nth| async move {
        let app = if nth % 2 == 0 { first } else { second };
        let name = format!("name-{}", nth % 5);
        let reply = post_named(app, at, &name, body).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let is_first = reply.header("idempotency-replayed").is_none();
        (name, is_first, reply.json())
    });
    let replies = join_all(sent).await;
    let mut made: Vec<&(String, bool, Value)> = replies
        .iter()
        .filter(|(_, is_first, _)| *is_first)
        .collect();
    made.sort_by_key(|(name, ..)| name);
    assert_eq!(made.len(), 5);
    for (name, _, answer) in &replies {
        let (.., first) = made.iter().find(|(made, ..)| made == name).unwrap();
        assert_eq!(answer, first);
    }
    let list = first.get(at).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn what_cannot_be_told_of_in_a_language_is_not_stored() {
    let app = TestApp::with_earlier_versions().await;
    put(&app, "p-1", json!({})).await;
    let at = "/v1/people/p-1/assessments";
    for (locale, version) in [("fr", None), ("de", Some("1.0.0"))] {
        let body = match version {
            None => own(),
            Some(version) => with(&[("version", version.into())]),
        };
        let to = format!("{at}?locale={locale}");
        let refused = post_named(&app, &to, "once", &body).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_eq!(
            codes(&refused),
            [("/locale".into(), "unknown_locale".into())]
        );
    }
    assert_eq!(app.get(at).await.json()["items"], json!([]));
    let stored = post_named(&app, at, "once", &own()).await;
    assert_eq!(
        (
            stored.status.as_u16(),
            stored.header("idempotency-replayed")
        ),
        (201, None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_harms_nobody_else() {
    let app = TestApp::with_earlier_versions().await;
    put(&app, "p-1", json!({})).await;
    assert_eq!(
        post_named(&app, "/v1/people/p-1/assessments", "mine", &own())
            .await
            .status,
        201
    );
    let app = &app;
    let sent = (0..60).map(|nth| async move {
        match nth % 3 {
            0 => (201, app.post("/v1/people/p-1/assessments", &own()).await),
            1 => (404, app.post("/v1/people/nobody/assessments", &own()).await),
            _ => {
                let other = with(&[("version", "1.0.0".into())]);
                (
                    422,
                    post_named(app, "/v1/people/p-1/assessments", "mine", &other).await,
                )
            }
        }
    });
    for (expected, reply) in join_all(sent).await {
        assert_eq!(reply.status, expected, "{}", reply.text());
    }
    let list = app.get("/v1/people/p-1/assessments").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 21);
}

#[tokio::test]
async fn what_was_stored_goes_with_the_person() {
    let app = TestApp::start().await;
    put(&app, "p-1", json!({"team": "search"})).await;
    let at = "/v1/people/p-1/assessments";
    let first = post_named(&app, at, "one", &own()).await.json();
    let one = format!("{at}/{}", first["id"].as_str().unwrap());
    let contest = json!({"reason": "no"});
    assert_eq!(
        post_named(&app, &format!("{one}/contest"), "two", &contest)
            .await
            .status,
        201
    );
    let erased = app.send(app.client.delete(app.url("/v1/people/p-1"))).await;
    assert_eq!(erased.status, 204, "{}", erased.text());
    assert_eq!(app.get(&one).await.status, 404);
    assert_eq!(post_named(&app, at, "one", &own()).await.status, 404);
    // Whoever comes after them by the same id begins with nothing.
    put(&app, "p-1", json!({})).await;
    assert_eq!(app.get(at).await.json()["items"], json!([]));
    let anew = post_named(&app, at, "one", &own()).await;
    assert_eq!(
        (anew.status.as_u16(), anew.header("idempotency-replayed")),
        (201, None)
    );
}
