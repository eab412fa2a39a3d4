//! Idempotency of every operation that stores something: an identical request is replayed, in whatever order its members are, and
//! another request with the same key is refused.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::header::{CONTENT_TYPE, ETAG, IF_MATCH};
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    documented::DOCUMENT,
};

/// Writes JSON with the members of every object in reverse order, and white space.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members: Vec<String> = members
                .map(|(name, value)| format!("{} :\n {}", json!(name), reversed(value)))
                .collect();
            format!("{{ {} }}", members.join(" ,\t"))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(reversed).collect();
            format!("[ {} ]", items.join(" , "))
        }
        other => other.to_string(),
    }
}

struct Operations {
    app: TestApp,
    tested: BTreeSet<&'static str>,
}

impl Operations {
    async fn send(&self, path: &str, key: &str, body: Option<String>, if_match: &str) -> Reply {
        let request = self.app.client.post(self.app.url(path));
        let request = request.header("idempotency-key", key);
        let request = match body {
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(body),
            None => request.header(IF_MATCH, if_match),
        };
        self.app.send(request).await
    }

    /// Tests an operation with a body and another one, either of which has members to reorder.
    async fn test(&mut self, id: &'static str, path: &str, body: &Value, other: &Value) -> Reply {
        let bodies = [body.to_string(), reversed(body)];
        assert_ne!(bodies[0], bodies[1]);
        let at_once = (0..6).map(|nth| self.send(path, id, Some(bodies[nth % 2].clone()), "*"));
        let first = replayed_but_once(id, &join_all(at_once).await);
        for body in bodies {
            is_replay_of(&first, &self.send(path, id, Some(body), "*").await);
        }
        is_refused(id, &self.send(path, id, Some(other.to_string()), "*").await);
        self.tested.insert(id);
        first
    }
}

/// Checks that one of several replies is of work that was done, and that the others say the same. Returns it.
fn replayed_but_once(id: &str, replies: &[Reply]) -> Reply {
    let (replayed, done): (Vec<&Reply>, Vec<&Reply>) = replies
        .iter()
        .partition(|reply| reply.header("idempotency-replayed").is_some());
    let said: Vec<(u16, &str)> = replies
        .iter()
        .map(|reply| (reply.status.as_u16(), reply.text()))
        .collect();
    assert_eq!(done.len(), 1, "{id}: {said:?}");
    for reply in &replayed {
        is_replay_of(done[0], reply);
    }
    Reply {
        status: done[0].status,
        headers: done[0].headers.clone(),
        bytes: done[0].bytes.clone(),
    }
}

fn is_replay_of(first: &Reply, reply: &Reply) {
    assert!(first.status.is_success(), "{}", first.text());
    assert_eq!(reply.header("idempotency-replayed"), Some("true"));
    assert_eq!(
        (reply.status, reply.text(), reply.header("location")),
        (first.status, first.text(), first.header("location"))
    );
}

fn is_refused(id: &str, reply: &Reply) {
    assert_eq!(reply.status, 422, "{id}: {}", reply.text());
    assert_eq!(reply.json()["errors"][0]["code"], "name_of_another", "{id}");
}

/// The operations of the document that take an `Idempotency-Key`.
fn documented() -> BTreeSet<&'static str> {
    let paths = DOCUMENT["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let takes_key = |operation: &&Value| {
        let parameters = operation["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|one| one["name"] == "Idempotency-Key"))
    };
    let found = operations.filter(takes_key);
    found
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_that_stores_replays_identical_requests_and_refuses_others() {
    let app = TestApp::start().await;
    let people = "/v1/people/p-1";
    let person = app.client.put(app.url(people));
    let person = person.header(CONTENT_TYPE, "application/json").body("{}");
    assert_eq!(app.send(person).await.status, 201);
    let tested = BTreeSet::new();
    let mut all = Operations { app, tested };

    let body = json!({"name": "one", "scopes": ["people:read", "people:write"]});
    let other = json!({"name": "one", "scopes": ["people:write", "people:read"]});
    all.test("create_key", "/v1/keys", &body, &other).await;

    let path = format!("{people}/assessments");
    let body = json!({"ladder": "ai-engineer", "by": {"role": "assessor", "id": "p-7"},
        "answers": {"q1": "yes", "q2": "yes", "q3": "no"}});
    let mut other = body.clone();
    other["answers"]["q3"] = json!("yes");
    let stored = all.test("create_assessment", &path, &body, &other).await;

    let path = format!("{path}/{}/contest", stored.json()["id"].as_str().unwrap());
    let body = json!({"reason": "q3", "by": "p-1"});
    let other = json!({"reason": "q2", "by": "p-1"});
    all.test("contest_assessment", &path, &body, &other).await;
    let path = format!("{path}/resolution");
    let body = json!({"decision": "upheld", "by": "p-9", "note": "n"});
    let other = json!({"decision": "rejected", "by": "p-9", "note": "n"});
    all.test("resolve_contest", &path, &body, &other).await;

    let path = format!("{people}/evidence");
    let body = json!({"ladder": "ai-engineer", "criterion": "eval-harness", "text": "t", "source": "self"});
    let mut other = body.clone();
    other["text"] = json!("u");
    let added = all.test("add_evidence", &path, &body, &other).await;
    let path = format!("{path}/{}", added.json()["id"].as_str().unwrap());
    let body = json!({"decision": "approve", "by": "p-9", "note": "n"});
    let other = json!({"decision": "decline", "by": "p-9", "note": "n"});
    let review = format!("{path}/review");
    all.test("review_evidence", &review, &body, &other).await;
    // With one member there is no other order: white space alone.
    let (body, other) = (json!({"because": "b"}), json!({"because": "c"}));
    let withdraw = format!("{path}/withdraw");
    all.test("withdraw_evidence", &withdraw, &body, &other)
        .await;

    let draft = "/v1/ladders/ours/draft";
    let body = json!({"ladder": "ai-engineer", "version": "1.3.0"});
    let fork = format!("{draft}/fork");
    let forked = all
        .test(
            "fork_ladder",
            &fork,
            &body,
            &json!({"ladder": "ai-engineer"}),
        )
        .await;

    let (publish, id) = (format!("{draft}/publish"), "publish_draft");
    let etag = forked.headers[ETAG].to_str().unwrap().to_owned();
    let at_once = (0..6).map(|_| all.send(&publish, id, None, &etag));
    let first = replayed_but_once(id, &join_all(at_once).await);
    is_replay_of(&first, &all.send(&publish, id, None, &etag).await);
    is_refused(id, &all.send(&publish, id, None, "*").await);
    all.tested.insert(id);
    assert_eq!(all.tested, documented());

    // Of each, one is stored.
    for (path, count) in [
        (format!("{people}/assessments"), 1),
        (format!("{people}/evidence"), 1),
        ("/v1/ladders/ours/versions".into(), 1),
    ] {
        let request = all.app.client.get(all.app.url(&path));
        let list = all.app.send(request.bearer_auth(&all.app.key)).await;
        let list = list.json();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{path}");
    }
    let keys = all.app.get("/v1/keys").await.json();
    let keys = keys["items"].as_array().unwrap().iter();
    assert_eq!(keys.filter(|key| key["name"] == "one").count(), 1);
}
