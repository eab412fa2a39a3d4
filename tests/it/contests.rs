//! Contests of assessments: one at a time, shown with the assessment, resolved by somebody who has no part in it.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    assessments::{own, post_named, store},
    people::put,
};

/// An assessment by an assessor, and where it is.
async fn assessed(app: &TestApp) -> String {
    put(app, "p-1", json!({})).await;
    let mut body = own();
    body["by"] = json!({"role": "assessor", "id": "a-1"});
    let whole = store(app, "p-1", &body).await;
    format!(
        "/v1/people/p-1/assessments/{}",
        whole["id"].as_str().unwrap()
    )
}

async fn contest(app: &TestApp, at: &str, body: Value) -> Reply {
    app.post(&format!("{at}/contest"), &body).await
}

async fn resolve(app: &TestApp, at: &str, by: &str) -> Reply {
    let body = json!({"decision": "upheld", "by": by, "note": "Agreed with both."});
    app.post(&format!("{at}/contest/resolution"), &body).await
}

#[tokio::test]
async fn a_contest_is_shown_with_the_assessment_until_it_is_resolved_and_after() {
    let app = TestApp::start().await;
    let at = assessed(&app).await;
    let before = app.get(&at).await.json();
    let none = resolve(&app, &at, "r-1").await;
    assert_eq!(none.status, 409, "{}", none.text());
    let made = contest(&app, &at, json!({"reason": "q5 was *another* project."})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let open = made.json();
    assert_eq!(
        (&open["by"], &open["resolution"]),
        (&json!("p-1"), &Value::Null)
    );
    let shown = app.get(&at).await.json();
    assert_eq!(shown["contests"], json!([open]));
    let list = app.get("/v1/people/p-1/assessments").await.json();
    assert_eq!(list["items"][0]["contested"], true);
    let text = app.get_as(&at, "text/markdown").await;
    assert!(
        text.text()
            .contains("q5 was \\*another\\* project. Not resolved yet."),
        "{}",
        text.text()
    );

    let second = contest(&app, &at, json!({"reason": "and q6"})).await;
    assert_eq!(second.status, 409, "{}", second.text());
    let resolved = resolve(&app, &at, "r-1").await;
    assert_eq!(resolved.status, 200, "{}", resolved.text());
    let resolved = resolved.json();
    assert_eq!(resolved["resolution"]["decision"], "upheld");
    assert_eq!(resolved["resolution"]["by"], "r-1");
    assert_eq!(resolve(&app, &at, "r-1").await.status, 409);
    assert_eq!(
        contest(&app, &at, json!({"reason": "q6", "by": "p-9"}))
            .await
            .status,
        201
    );
    let shown = app.get(&at).await.json();
    assert_eq!(shown["contests"][0], resolved);
    assert_eq!(shown["contests"][1]["by"], "p-9");
    // The assessment itself stays as it was.
    let mut without = shown;
    without["contests"] = json!([]);
    assert_eq!(without, before);

    let person = app.get("/v1/people/p-1").await.json();
    let audit = app.get("/v1/audit?action=contest.resolve").await.json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    assert_eq!(audit["items"][0]["subject"], person["uid"]);
}

#[tokio::test]
async fn nobody_who_has_a_part_in_it_resolves_it() {
    let app = TestApp::start().await;
    let at = assessed(&app).await;
    assert_eq!(
        contest(&app, &at, json!({"reason": "no", "by": "c-1"}))
            .await
            .status,
        201
    );
    for by in ["p-1", "P-1", "ｐ-1", "a-1", "A-1", "c-1", "C-1"] {
        let refused = resolve(&app, &at, by).await;
        assert_eq!(refused.pointers(), ["/by"], "{by}");
        assert_eq!(refused.json()["errors"][0]["code"], "has_a_part");
    }
    assert_eq!(
        app.get(&at).await.json()["contests"][0]["resolution"],
        Value::Null
    );
    assert_eq!(resolve(&app, &at, "r-1").await.status, 200);
}

#[tokio::test]
async fn an_assessment_is_contested_a_hundred_times_at_most() {
    let app = TestApp::start().await;
    let at = assessed(&app).await;
    for _ in 0..100 {
        let made = contest(&app, &at, json!({"reason": "no"})).await;
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!(resolve(&app, &at, "r-1").await.status, 200);
    }
    let refused = contest(&app, &at, json!({"reason": "no"})).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let contests = app.get(&at).await.json()["contests"].clone();
    assert_eq!(contests.as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let app = TestApp::start().await;
    let at = assessed(&app).await;
    for (body, pointers) in [
        (json!({}), &["/reason"][..]),
        (json!({"reason": ""}), &["/reason"]),
        (json!({"reason": " \n "}), &["/reason"]),
        (json!({"reason": "é".repeat(2001)}), &["/reason"]),
        (json!({"reason": "a\0b"}), &["/reason"]),
        (json!({"reason": 1}), &["/reason"]),
        (json!({"reason": "x", "by": ""}), &["/by"]),
        (json!({"reason": "x", "who": "y"}), &["/who"]),
    ] {
        assert_eq!(
            contest(&app, &at, body.clone()).await.pointers(),
            pointers,
            "{body}"
        );
    }
    let reason = "é".repeat(2000);
    let made = contest(&app, &at, json!({ "reason": reason })).await;
    assert_eq!(
        (made.status.as_u16(), &made.json()["reason"]),
        (201, &json!(reason))
    );
    let path = format!("{at}/contest/resolution");
    for (body, pointers) in [
        (json!({}), &["/by", "/decision", "/note"][..]),
        (
            json!({"decision": "maybe", "by": "r-1", "note": "x"}),
            &["/decision"],
        ),
        (
            json!({"decision": "upheld", "by": "r-1", "note": ""}),
            &["/note"],
        ),
        (
            json!({"decision": "upheld", "by": " r-1", "note": "x"}),
            &["/by"],
        ),
    ] {
        assert_eq!(app.post(&path, &body).await.pointers(), pointers, "{body}");
    }
    let nowhere = "/v1/people/p-1/assessments/019cadcc-dcc0-7000-8000-000000000000";
    assert_eq!(
        contest(&app, nowhere, json!({"reason": "x"})).await.status,
        404
    );
    assert_eq!(resolve(&app, nowhere, "r-1").await.status, 404);
    for path in [format!("{at}/contest"), format!("{at}/contest/resolution")] {
        let refused = app.ask("GET", &path).await;
        assert_eq!(
            (refused.status.as_u16(), refused.header("allow")),
            (405, Some("POST, OPTIONS"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_is_done_once_and_of_many_at_once_one_is() {
    let app = TestApp::start().await;
    let at = assessed(&app).await;
    let path = format!("{at}/contest");
    let body = json!({"reason": "no"});
    let sent = (0..12).map(|_| post_named(&app, &path, "one", &body));
    let replies = join_all(sent).await;
    for reply in &replies {
        assert_eq!(reply.status, 201, "{}", reply.text());
        assert_eq!(reply.bytes, replies[0].bytes);
    }
    let first = |reply: &&Reply| reply.header("idempotency-replayed").is_none();
    assert_eq!(replies.iter().filter(first).count(), 1);
    let reviewers = ["r-0", "r-1", "r-2", "r-3"];
    let resolved = join_all(reviewers.map(|by| resolve(&app, &at, by))).await;
    let done = resolved.iter().filter(|reply| reply.status == 200);
    assert_eq!(done.count(), 1);
    assert!(
        resolved
            .iter()
            .all(|reply| [200, 409].contains(&reply.status.as_u16()))
    );
    // As it was when it was made.
    assert_eq!(
        post_named(&app, &path, "one", &body).await.bytes,
        replies[0].bytes
    );

    assert_eq!(
        contest(&app, &at, json!({"reason": "again"})).await.status,
        201
    );
    let path = format!("{at}/contest/resolution");
    let body = json!({"decision": "rejected", "by": "r-1", "note": "It stands."});
    let first = post_named(&app, &path, "two", &body).await;
    let again = post_named(&app, &path, "two", &body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (200, 200));
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let other = json!({"decision": "upheld", "by": "r-1", "note": "It stands."});
    let refused = post_named(&app, &path, "two", &other).await;
    assert_eq!(refused.json()["errors"][0]["code"], "name_of_another");
}
