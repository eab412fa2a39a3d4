//! What people are shown: Markdown, pictures, pages and calendars of everything that has them, of the built-in ladder and of one whose
//! every text is hostile.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::Utc;
use rungs::{
    app::built_in,
    domain::{document::Document, ladder::Ladder},
    store::{LadderRow, Store},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::{Reply, Storage, TestApp, store_config};

/// Everything that is shown: a read, or what is posted; and the path of its picture.
fn shown() -> Vec<(&'static str, Option<Value>, String)> {
    let answers = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "no", "q5": "yes", "q6": "unsure"}});
    vec![
        ("", None, ".svg".into()),
        ("/levels/mid", None, "/levels/mid.svg".into()),
        (
            "/compare?from=junior&to=staff",
            None,
            "/compare.svg?from=junior&to=staff".into(),
        ),
        ("/compensation", None, "/compensation.svg".into()),
        (
            "/quiz/score",
            Some(answers),
            "/quiz/score.svg?yes=q1,q2,q3,q5&no=q4&unsure=q6".into(),
        ),
        (
            "/readiness",
            Some(
                json!({"level": "mid", "criteria": {"eval-harness": "met", "debug-unaided": "unmet"}}),
            ),
            "/readiness.svg?level=mid&met=eval-harness&unmet=debug-unaided".into(),
        ),
        (
            "/roadmap",
            Some(
                json!({"level": "junior", "target_level": "staff", "start": "2999-01-04", "target_date": "2999-02-01"}),
            ),
            "/roadmap.svg?level=junior&target_level=staff&start=2999-01-04&target_date=2999-02-01"
                .into(),
        ),
    ]
}

async fn ask(app: &TestApp, path: &str, body: Option<&Value>, media: &str) -> Reply {
    let path = format!("/v1/ladders/ai-engineer{path}");
    let reply = match body {
        Some(body) => app.post_as(&path, body, media).await,
        None => app.get_as(&path, media).await,
    };
    assert_eq!(reply.status, 200, "{path} as {media}: {}", reply.text());
    let answered = reply.header("content-type").unwrap();
    assert!(answered.starts_with(media), "{path}: {answered}");
    reply
}

const HOSTILE: &str = "<script>alert(1)</script> </style></svg>]]> & \"q\" 'a' `x` [a](javascript:b) ![i](http://e.example/x) \
    \u{202e}drow\u{202c} שלום עולם | # ~~x~~ \u{fffe} 日本語 &lt;b&gt;\nBEGIN:VEVENT\n<img src=x onerror=y>";

/// A server whose newest ladder has hostile text wherever a text may stand.
async fn hostile() -> TestApp {
    fn spoil(value: &mut Value, name: &str) {
        const TEXTS: [&str; 16] = [
            "title",
            "summary",
            "text",
            "note",
            "reading",
            "plateau",
            "why_it_lasts",
            "self_study",
            "mentor_role",
            "theme",
            "name",
            "from",
            "to",
            "cause",
            "label",
            "unit",
        ];
        match value {
            Value::String(text) if TEXTS.contains(&name) && text.contains(' ') => {
                *text = format!("{HOSTILE} {text}");
            }
            Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, name)),
            Value::Object(members) => members
                .iter_mut()
                .for_each(|(name, value)| spoil(value, name)),
            _ => {}
        }
    }
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let store = Store::connect(&store_config(&url)).await.unwrap();
    store.migrate().await.unwrap();
    let built_in = built_in().unwrap().remove(0);
    let mut document: Value = serde_json::from_str(built_in.canonical()).unwrap();
    spoil(&mut document, "");
    document["version"] = json!("9.0.0");
    document["levels"][1]["title"] = json!(HOSTILE);
    document["levels"][2]["plateau"]["summary"] = json!("long ".repeat(799));
    let document: Document = serde_json::from_value(document).unwrap();
    let ladder = Ladder::prove(document).unwrap();
    let row = LadderRow {
        id: Uuid::now_v7(),
        organisation: None,
        ladder: "ai-engineer".into(),
        version: "9.0.0".into(),
        hash: ladder.stamp().hash.clone(),
        document: ladder.canonical().into(),
        published_at: Utc::now(),
    };
    store.create_ladder_version(&row).await.unwrap();
    store.close().await;
    TestApp::start_on(storage, &url, &[]).await
}

async fn both() -> [TestApp; 2] {
    [TestApp::start().await, hostile().await]
}

#[tokio::test]
async fn everything_shown_comes_in_every_form_whatever_was_shown_before() {
    let all = shown();
    let mut forms = Vec::new();
    for (path, body, picture) in &all {
        for media in ["application/json", "text/markdown", "image/svg+xml"] {
            forms.push((*path, body.as_ref(), media));
        }
        forms.push((picture, None, "image/svg+xml"));
    }
    for app in both().await {
        let mut replies = Vec::new();
        for (path, body, media) in &forms {
            replies.push(ask(&app, path, *body, media).await);
        }
        // Another server is asked the other way round, and so is the first one then.
        let url = app.database_url.clone();
        let other = TestApp::start_on(Storage::of(&url), &url, &[]).await;
        for ((path, body, media), reply) in forms.iter().zip(&replies).rev() {
            for app in [&other, &app] {
                let again = ask(app, path, *body, media).await;
                assert_eq!(again.bytes, reply.bytes, "{path} as {media}");
            }
        }
        for form in replies.chunks(4) {
            let [.., posted, picture] = form else {
                panic!("four forms of each");
            };
            assert_eq!(picture.text(), posted.text());
            assert!(picture.header("etag").is_some() && picture.header("cache-control").is_some());
        }
    }
}

#[tokio::test]
async fn a_picture_is_well_formed_described_and_needs_nothing_from_elsewhere() {
    for app in both().await {
        let plain = [
            "/levels/junior.svg",
            ".svg?level=senior&standing=approaching",
            ".svg?standing=pre-role",
            ".svg?level=staff",
        ];
        let pictures = shown().into_iter().map(|(_, _, picture)| picture);
        for picture in pictures.chain(plain.map(String::from)) {
            let reply = ask(&app, &picture, None, "image/svg+xml").await;
            let document = roxmltree::Document::parse(reply.text()).unwrap();
            let root = document.root_element();
            assert_eq!(root.tag_name().name(), "svg");
            assert_eq!(root.attribute("role"), Some("img"));
            let named = root.attribute("aria-labelledby").unwrap();
            for id in named.split(' ') {
                let titled = document
                    .descendants()
                    .find(|node| node.attribute("id") == Some(id))
                    .unwrap();
                assert!(["title", "desc"].contains(&titled.tag_name().name()));
                assert!(!titled.text().unwrap().trim().is_empty(), "{picture}: {id}");
            }
            for node in document.descendants() {
                let name = node.tag_name().name();
                assert!(
                    !["script", "image", "use", "a", "foreignObject", "iframe"].contains(&name),
                    "{picture}: {name}"
                );
                for attribute in node.attributes() {
                    let value = attribute.value();
                    assert!(
                        !attribute.name().starts_with("on"),
                        "{picture}: {}",
                        attribute.name()
                    );
                    let leads_away =
                        value.contains("//") || value.contains("url(") && !value.contains("url(#");
                    assert!(!leads_away, "{picture}: {value}");
                }
                if name == "style" {
                    let style = node.text().unwrap();
                    assert!(!style.contains("@import") && !style.contains("url("));
                    let hash = STANDARD.encode(Sha256::digest(style));
                    let policy = reply.header("content-security-policy").unwrap();
                    assert!(
                        policy.contains(&format!("'sha256-{hash}'")),
                        "{picture}: {policy}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_calendar_has_a_day_for_each_milestone() {
    for app in both().await {
        let (path, body, _) = shown().pop().unwrap();
        let plan = ask(&app, path, body.as_ref(), "application/json")
            .await
            .json();
        let calendar = ask(&app, path, body.as_ref(), "text/calendar").await;
        let text = calendar.text();
        assert!(
            text.split("\r\n")
                .all(|line| line.len() <= 75 && !line.contains(['\n', '\r']))
        );
        let unfolded = text.replace("\r\n ", "");
        let lines: Vec<&str> = unfolded.split("\r\n").collect();
        let milestones: Vec<&Value> = plan["phases"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|phase| phase["milestones"].as_array().unwrap())
            .collect();
        assert!(!milestones.is_empty());
        // And one for the end.
        assert_eq!(
            lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(),
            milestones.len() + 1
        );
        for milestone in milestones {
            let day = milestone["due_on"].as_str().unwrap().replace('-', "");
            assert!(
                lines.contains(&format!("DTSTART;VALUE=DATE:{day}").as_str()),
                "{day}"
            );
        }
        let mut names: Vec<&&str> = lines
            .iter()
            .filter(|line| line.starts_with("UID:"))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}

#[tokio::test]
async fn a_place_can_be_marked_only_where_somebody_can_stand() {
    let app = TestApp::start().await;
    for (query, pointers) in [
        ("level=boss", vec!["/level"]),
        ("standing=approaching", vec!["/standing"]),
        ("standing=lost", vec!["/standing"]),
        ("level=junior&standing=pre-role", vec!["/standing"]),
        ("level=staff&standing=approaching", vec!["/standing"]),
        ("at=mid", vec!["/at"]),
    ] {
        let reply = app
            .get(&format!("/v1/ladders/ai-engineer.svg?{query}"))
            .await;
        assert_eq!(reply.pointers(), pointers, "{query}");
    }
    for path in [
        "/v1/ladders/nobody.svg",
        "/v1/ladders/ai-engineer/levels/boss.svg",
    ] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
}
