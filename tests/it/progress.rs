//! Progress: what somebody's assessments say over time, and whom a draft would move.

use chrono::{DateTime, Utc};
use rungs::{
    domain::assessment::{Role, id_at},
    store::{AssessmentRow, Store},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Reply, TestApp, store_config},
    people,
    publishing::{DRAFT, ours, published, put},
};

const PATH: &str = "/v1/people/p-1042/progress?ladder=ai-engineer";

/// A database to write into what no request can: assessments of the past, and many at once.
struct RetentionCutoffs {
    store: Store,
    /// The organisation of the people.
    own: Uuid,
    /// The organisation of the ladders; None where they are everybody's.
    organisation: Option<Uuid>,
    written: u8,
}

impl RetentionCutoffs {
    async fn of(app: &TestApp, organisation: Option<Uuid>) -> Self {
        let store = Store::connect(&store_config(&app.database_url)).await;
        let store = store.unwrap();
        let own = store.find_organisation("own").await.unwrap().unwrap().id;
        Self {
            store,
            own,
            organisation,
            written: 0,
        }
    }

    /// An assessment with bytes for its answers: 1 yes, 2 no, 3 unsure, 0 nothing.
    async fn answered(
        &mut self,
        uid: &str,
        (ladder, version): (&str, &str),
        at: &str,
        assessor: Option<&str>,
        answers: &[u8],
    ) -> Uuid {
        let found = self
            .store
            .find_ladder_version(self.organisation, ladder, version);
        let version = found.await.unwrap().unwrap();
        self.written += 1;
        let at: DateTime<Utc> = at.parse().unwrap();
        let role = match assessor {
            Some(_) => Role::Assessor,
            None => Role::Oneself,
        };
        let row = AssessmentRow {
            organisation: self.own,
            person: uid.parse().unwrap(),
            id: id_at(at, &[self.written; 10]).unwrap(),
            ladder_version: version.id,
            answers: answers.to_vec(),
            place: 0,
            role: role.number(),
            assessor: assessor.map(str::to_owned),
            kid: vec![0; 8],
            recorded_at: at.timestamp_micros(),
        };
        let mut transaction = self.store.begin().await.unwrap();
        transaction
            .create_assessments(std::slice::from_ref(&row))
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        row.id
    }
}

async fn person(app: &TestApp, id: &str) -> String {
    let reply = people::put(app, id, json!({})).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["uid"].as_str().unwrap().to_owned()
}

/// Answers to the built-in quiz: so many of the six questions with yes, the others with no.
fn yes(count: usize) -> Vec<u8> {
    let answers = (0..6).map(|at| if at < count { 1 } else { 2 });
    answers.chain([0]).collect()
}

fn pluck(list: &Value, pointer: &str) -> Vec<Value> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item.pointer(pointer).cloned().unwrap_or(json!("nothing")))
        .collect()
}

async fn with_history(app: &TestApp) -> [Uuid; 4] {
    let uid = person(app, "p-1042").await;
    let mut past = RetentionCutoffs::of(app, None).await;
    let newest = ("ai-engineer", "1.3.0");
    [
        past.answered(
            &uid,
            ("ai-engineer", "1.0.0"),
            "2024-01-31T08:00:00Z",
            None,
            &yes(1),
        )
        .await,
        past.answered(&uid, newest, "2024-07-01T08:00:00Z", None, &yes(2))
            .await,
        past.answered(&uid, newest, "2025-02-28T08:00:00Z", None, &yes(3))
            .await,
        past.answered(
            &uid,
            newest,
            "2025-03-01T08:00:00Z",
            Some("lead-7"),
            &yes(5),
        )
        .await,
    ]
}

#[tokio::test]
async fn assessments_say_what_changed_over_time() {
    let app = TestApp::with_earlier_versions().await;
    let ids = with_history(&app).await.map(|id| json!(id.to_string()));
    let reply = app.get(PATH).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let note = reply.json();
    assert_eq!(
        (&note["person"], &note["total"]),
        (&json!("p-1042"), &json!(4))
    );
    assert_eq!(note["ladder"]["version"], "1.3.0");
    assert_eq!(pluck(&note["placements"], "/assessment"), ids);
    assert_eq!(
        pluck(&note["placements"], "/placement/level"),
        ["junior", "junior", "mid", "senior"].map(Value::from)
    );
    assert_eq!(
        pluck(&note["placements"], "/ladder/version"),
        ["1.0.0", "1.3.0", "1.3.0", "1.3.0"].map(Value::from)
    );
    assert_eq!(
        note["placements"][3]["by"],
        json!({"role": "assessor", "id": "lead-7"})
    );
    assert_eq!(
        note["placements"][0]["by"],
        json!({"role": "self", "id": null})
    );
    let first = &note["levels"][0];
    assert_eq!(
        [
            &first["level"],
            &first["until"],
            &first["months"],
            &first["days"]
        ],
        [
            &json!("junior"),
            &json!("2025-02-28T08:00:00Z"),
            &json!(13),
            &json!(0)
        ]
    );
    assert_eq!(
        pluck(&note["levels"], "/until")[1..],
        [Value::Null, Value::Null]
    );
    assert_eq!(
        pluck(&note["changes"], "/moved"),
        ["same", "up"].map(Value::from)
    );
    assert_eq!(
        note["changes"][1]["answers"],
        json!([{"question": "q3", "from": "no", "to": "yes"}])
    );
    assert_eq!(note["changes"][1]["not_compared"], json!([]));
    let pair = &note["side_by_side"]["pairs"][0];
    assert_eq!(
        (&pair["moved"], &pair["different"]),
        (&json!("up"), &json!(2))
    );
    assert_eq!(
        pluck(&pair["questions"], "/differ"),
        [
            json!(false),
            json!(false),
            json!(false),
            json!(true),
            json!(true),
            json!(false),
            Value::Null
        ]
    );
    for side in ["self", "assessor"] {
        assert_eq!(note["now"][side]["moved"], "same");
    }
    assert_eq!(
        note["guidance"]["contest"],
        "/v1/people/p-1042/assessments/{assessment}/contest"
    );
    let rules = pluck(&note["guidance"]["rules"], "/id");
    assert!(rules.contains(&json!("newest-version")), "{rules:?}");
    // Only the newest are looked at, and how many there are is said.
    let two = app.get(&format!("{PATH}&limit=2")).await.json();
    assert_eq!(two["total"], 4);
    assert_eq!(pluck(&two["placements"], "/assessment"), ids[2..]);
}

#[tokio::test]
async fn progress_is_told_in_words_and_as_a_picture() {
    let app = TestApp::with_earlier_versions().await;
    with_history(&app).await;
    let text = app.get_as(PATH, "text/markdown").await;
    assert!(
        text.text().contains("# Progress of p-1042"),
        "{}",
        text.text()
    );
    assert!(text.text().contains("By self, answered for version 1.3.0"));
    let german = app
        .get_as(&format!("{PATH}&locale=de"), "text/markdown")
        .await;
    assert_eq!(german.header("content-language"), Some("de"));
    assert!(
        german.text().contains("Entwicklung von p-1042"),
        "{}",
        german.text()
    );
    let picture = app.get_as(PATH, "image/svg+xml").await;
    assert_eq!(picture.status, 200);
    let drawn = roxmltree::Document::parse(picture.text()).unwrap();
    let circles = drawn
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "circle")));
    // Three assessments of the person's own, and one in the legend.
    assert_eq!(circles.count(), 4);
}

#[tokio::test]
async fn who_or_what_is_not_there_has_no_progress() {
    let app = TestApp::start().await;
    person(&app, "p-1042").await;
    let nothing = app.get(PATH).await.json();
    assert_eq!(
        (&nothing["total"], &nothing["placements"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(
        nothing["side_by_side"],
        json!({"pairs": null, "reason": "no_assessment", "assessors": 0})
    );
    assert_eq!(nothing["now"], json!({"self": null, "assessor": null}));
    for (path, status) in [
        ("/v1/people/nobody/progress?ladder=ai-engineer", 404),
        ("/v1/people/p-1042/progress?ladder=nothing", 422),
        ("/v1/people/p-1042/progress", 422),
        ("/v1/people/p-1042/progress?ladder=ai-engineer&limit=0", 422),
        (
            "/v1/people/p-1042/progress?ladder=ai-engineer&limit=1001",
            422,
        ),
        (
            "/v1/people/p-1042/progress?ladder=ai-engineer&locale=xx",
            422,
        ),
        (
            "/v1/people/p-1042/progress?ladder=ai-engineer&version=1.0.0",
            422,
        ),
    ] {
        let reply = app.get(path).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
    }
    let unknown = app.get("/v1/people/p-1042/progress?ladder=nothing").await;
    assert_eq!(unknown.pointers(), ["/ladder"]);
    assert_eq!(unknown.json()["errors"][0]["code"], "unknown_ladder");
}

/// The organisation that the key is of.
async fn organisation(app: &TestApp, uid: &str) -> Uuid {
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let mut found = store
        .list_chains()
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.organisation);
    let organisation = found.next().unwrap();
    let row = store
        .find_person(organisation, "first")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.id.to_string(), uid);
    organisation
}

async fn preview(app: &TestApp) -> Value {
    let reply: Reply = app.get(&format!("{DRAFT}/preview")).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()["stored"].clone()
}

#[tokio::test]
async fn a_preview_counts_people_and_tells_of_no_small_group() {
    let app = TestApp::start().await;
    assert_eq!(put(&app, &ours("1.0.0"), None).await.status, 201);
    assert_eq!(preview(&app).await, Value::Null);
    let etag = app.get(DRAFT).await.header("etag").unwrap().to_owned();
    assert_eq!(crate::publishing::publish(&app, &etag).await.status, 201);
    // Two yes answers make a mid from now on.
    let mut next = ours("2.0.0");
    next["quiz"]["routing"][1]["when"]["yes_max"] = json!(1);
    next["quiz"]["routing"][2]["when"]["yes_min"] = json!(2);
    assert_eq!(put(&app, &next, None).await.status, 201);
    let uid = person(&app, "first").await;
    let mut past = RetentionCutoffs::of(&app, Some(organisation(&app, &uid).await)).await;
    let now = ("ours", "1.0.0");
    let answer = async |past: &mut RetentionCutoffs, uid: &str, at, count| {
        past.answered(uid, now, at, None, &yes(count)).await;
    };
    // An older one counts no more.
    answer(&mut past, &uid, "2024-01-01T00:00:00Z", 6).await;
    answer(&mut past, &uid, "2025-01-01T00:00:00Z", 2).await;
    for at in 0..5 {
        let uid = person(&app, &format!("junior-{at}")).await;
        answer(&mut past, &uid, "2025-01-01T00:00:00Z", 1).await;
        let uid = person(&app, &format!("senior-{at}")).await;
        answer(&mut past, &uid, "2025-01-01T00:00:00Z", 5).await;
    }
    let stored = preview(&app).await;
    assert_eq!(stored["smallest_group"], 5);
    let hidden = json!({"people": null, "up": null, "down": null, "aside": null, "same": null, "not_comparable": null, "suppressed": true});
    let shown = |up: u64, same: u64| json!({"people": up + same, "up": up, "down": 0, "aside": 0, "same": same, "not_comparable": 0, "suppressed": false});
    let levels = |stored: &Value| pluck(&stored["levels"], "/counts");
    assert_eq!(
        pluck(&stored["levels"], "/level"),
        [
            Value::Null,
            json!("junior"),
            json!("mid"),
            json!("senior"),
            json!("staff")
        ]
    );
    // The one who would move is not told, nor by the totals.
    let nobody = shown(0, 0);
    assert_eq!(
        levels(&stored),
        [&nobody, &hidden, &nobody, &shown(0, 5), &nobody].map(Value::clone)
    );
    let mut total = hidden.clone();
    total["people"] = json!(11);
    assert_eq!(stored["total"], total);
    for at in 0..4 {
        let uid = person(&app, &format!("up-{at}")).await;
        answer(&mut past, &uid, "2025-01-01T00:00:00Z", 2).await;
    }
    let stored = preview(&app).await;
    assert_eq!(levels(&stored)[1], shown(5, 5));
    assert_eq!(stored["total"], shown(5, 10));
    assert_eq!(
        stored["not_placed"],
        json!({"people": 0, "suppressed": false})
    );
    // Nothing was written.
    assert_eq!(preview(&app).await, stored);
    assert_eq!(
        app.get("/v1/people/first/progress?ladder=ours")
            .await
            .json()["total"],
        2
    );
}

#[tokio::test]
async fn answers_that_do_not_fit_the_draft_are_counted_as_such() {
    let app = TestApp::start().await;
    published(&app, &ours("1.0.0")).await;
    let mut next = ours("2.0.0");
    next["quiz"]["questions"][0]["id"] = json!("another");
    assert_eq!(put(&app, &next, None).await.status, 201);
    let uid = person(&app, "first").await;
    let mut past = RetentionCutoffs::of(&app, Some(organisation(&app, &uid).await)).await;
    for at in 0..6 {
        let uid = person(&app, &format!("p-{at}")).await;
        past.answered(
            &uid,
            ("ours", "1.0.0"),
            "2025-01-01T00:00:00Z",
            None,
            &yes(3),
        )
        .await;
    }
    let stored = preview(&app).await;
    assert_eq!(stored["total"]["not_comparable"], 6);
    assert_eq!(stored["levels"][2]["counts"]["people"], 6);
}
