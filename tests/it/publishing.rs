//! An organisation's own ladders: drafts, what is wrong with them, versions, and who sees them when.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
};
use rungs::{
    app::{api_key::Scope, built_in},
    domain::source::MAX_BYTES,
    store::Store,
};
use serde_json::{Value, json};

use crate::{
    access::defaults,
    app::{Reply, Storage, TestApp, new_key, store_config},
    binary::PATIENCE,
    keys::on,
};

pub const DRAFT: &str = "/v1/ladders/ours/draft";
/// What the issue asks for: the time in which every replica serves a new version.
/// What `docs/publishing.md` promises. `.config/nextest.toml` runs the test that asserts it while no other test runs.
const SOON: Duration = Duration::from_secs(2);

/// A ladder of one's own: the built-in one under another name.
pub fn ours(version: &str) -> Value {
    let mut document: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
    document["id"] = json!("ours");
    document["version"] = json!(version);
    document["translations"] = json!([]);
    document
}

pub async fn put(app: &TestApp, document: &Value, condition: Option<&str>) -> Reply {
    put_text(app, document.to_string(), "application/json", condition).await
}

async fn put_text(
    app: &TestApp,
    text: impl Into<reqwest::Body>,
    media: &str,
    condition: Option<&str>,
) -> Reply {
    let request = app.client.put(app.url(DRAFT)).header(CONTENT_TYPE, media);
    let request = match condition {
        Some(etag) => request.header(IF_MATCH, etag),
        None => request,
    };
    app.send(request.body(text)).await
}

pub async fn publish(app: &TestApp, etag: &str) -> Reply {
    let request = app.client.post(app.url(&format!("{DRAFT}/publish")));
    app.send(request.header(IF_MATCH, etag)).await
}

/// Puts a first draft and publishes it.
pub async fn published(app: &TestApp, document: &Value) -> Reply {
    let draft = put(app, document, None).await;
    assert_eq!(draft.status, 201, "{}", draft.text());
    let reply = publish(app, draft.header("etag").unwrap()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply
}

/// A ladder of the organisation, published, with a draft of what comes next and with bands.
pub async fn with_everything(app: &TestApp) {
    published(app, &ours("1.0.0")).await;
    let mut next = ours("1.0.1");
    next["title"] = json!("Next");
    assert_eq!(put(app, &next, None).await.status, 201);
    let bands = "level,region,currency,period,market,min,max\nmid,DE,EUR,year,general,1,2\n";
    let request = app.client.put(app.url("/v1/ladders/ours/bands"));
    let request = request.header(CONTENT_TYPE, "text/csv").body(bands);
    assert_eq!(app.send(request).await.status, 201);
}

pub async fn with_key(app: &TestApp, path: &str, key: &str) -> Reply {
    let request = app.client.get(app.url(path)).bearer_auth(key);
    app.send(request).await
}

pub fn codes(reply: &Reply) -> Vec<String> {
    let errors = reply.json()["errors"].clone();
    let errors = errors.as_array().cloned().unwrap_or_default();
    let code = |error: &Value| error["code"].as_str().unwrap().to_owned();
    errors.iter().map(code).collect()
}

#[tokio::test]
async fn a_draft_becomes_a_version_that_stays() {
    let app = TestApp::start().await;
    assert_eq!(app.get(DRAFT).await.status, 404);
    let first = put(&app, &ours("1.0.0"), None).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let etag = first.header("etag").unwrap().to_owned();
    let note = first.json();
    assert_eq!(note["difference"], Value::Null);
    assert_eq!(
        format!("\"{}\"", note["ladder"]["hash"].as_str().unwrap()),
        etag
    );
    assert_eq!(note["updated_by"], app.key[..11]);
    assert_eq!(app.get(DRAFT).await.json(), note);
    // Nobody sees a draft in the catalogue.
    assert_eq!(
        with_key(&app, "/v1/ladders/ours", &app.key).await.status,
        404
    );

    let published = publish(&app, &etag).await;
    assert_eq!(published.status, 201, "{}", published.text());
    let at = published.header("location").unwrap().to_owned();
    assert_eq!(at, "/v1/ladders/ours?version=1.0.0");
    let whole = with_key(&app, &at, &app.key).await;
    assert_eq!(whole.status, 200);
    assert_eq!(
        app.get(DRAFT).await.status,
        404,
        "a published draft is gone"
    );

    let mut second = ours("1.0.1");
    second["title"] = json!("Ours");
    let draft = put(&app, &second, None).await;
    assert_eq!(draft.status, 201, "{}", draft.text());
    let difference = &draft.json()["difference"];
    assert_eq!(difference["change"], "wording");
    assert_eq!(difference["suggested_version"], "1.0.1");
    assert_eq!(
        publish(&app, draft.header("etag").unwrap()).await.status,
        201
    );
    let newest = with_key(&app, "/v1/ladders/ours", &app.key).await.json();
    assert_eq!(newest["title"], "Ours");
    let again = with_key(&app, &at, &app.key).await;
    assert_eq!(again.bytes, whole.bytes, "what was published is as it was");
    let versions = with_key(&app, "/v1/ladders/ours/versions", &app.key).await;
    assert_eq!(versions.json()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn yaml_and_json_come_out_as_they_went_in() {
    let app = TestApp::start().await;
    let first = put(&app, &ours("1.0.0"), None).await;
    let etag = first.header("etag").unwrap().to_owned();
    let request = app.client.get(app.url(DRAFT));
    let yaml = app.send(request.header(ACCEPT, "application/yaml")).await;
    assert_eq!(yaml.header("content-type"), Some("application/yaml"));
    for media in [
        "application/yaml",
        "text/yaml; charset=utf-8",
        "application/x-yaml",
    ] {
        let text = format!("# a comment\n{}", yaml.text());
        let again = put_text(&app, text, media, Some(&etag)).await;
        assert_eq!(again.status, 200, "{}", again.text());
        assert_eq!(again.header("etag"), Some(&*etag));
    }
    let document = app.get(DRAFT).await.json()["document"].to_string();
    let again = put_text(&app, document, "application/json", Some(&etag)).await;
    assert_eq!(again.header("etag"), Some(&*etag));
    let other = put_text(&app, "x", "text/plain", Some(&etag)).await;
    assert_eq!(other.status, 415);
}

#[tokio::test]
async fn no_update_is_lost() {
    let app = TestApp::start().await;
    let first = put(&app, &ours("1.0.0"), None).await;
    let etag = first.header("etag").unwrap().to_owned();
    let mut changed = ours("1.0.0");
    changed["title"] = json!("Another");
    assert_eq!(put(&app, &changed, None).await.status, 428);
    assert_eq!(put(&app, &changed, Some("\"other\"")).await.status, 412);
    assert_eq!(put(&app, &changed, Some("other")).await.status, 412);
    let request = app.client.put(app.url(DRAFT)).header(IF_NONE_MATCH, "*");
    let request = request.header(CONTENT_TYPE, "application/json");
    assert_eq!(
        app.send(request.body(changed.to_string())).await.status,
        412
    );
    let path = format!("{DRAFT}/publish");
    assert_eq!(app.ask("POST", &path).await.status, 428);
    assert_eq!(publish(&app, "\"other\"").await.status, 412);
    assert_eq!(app.ask("DELETE", DRAFT).await.status, 428);
    assert_eq!(
        app.get(DRAFT).await.json()["document"]["title"],
        "AI Engineer"
    );
    let second = put(&app, &changed, Some(&etag)).await;
    assert_eq!(second.status, 200, "{}", second.text());
    assert_eq!(put(&app, &ours("1.0.0"), Some(&etag)).await.status, 412);
    let delete = app.client.delete(app.url(DRAFT)).header(IF_MATCH, "*");
    assert_eq!(app.send(delete).await.status, 204);
    assert_eq!(app.get(DRAFT).await.status, 404);
}

#[tokio::test]
async fn of_several_who_publish_at_once_one_does_and_the_others_are_told() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let one = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let two = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let draft = put(&one, &ours("1.0.0"), None).await;
    let etag = draft.header("etag").unwrap();
    let at_once = (0..8).map(|nth| publish(if nth % 2 == 0 { &one } else { &two }, etag));
    let statuses = join_all(at_once).await;
    let mut statuses: Vec<u16> = statuses.iter().map(|reply| reply.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201, "{statuses:?}");
    assert!(
        statuses[1..].iter().all(|status| *status == 409),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn every_replica_serves_a_new_version_soon_and_whole() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let one = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let two = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let three = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    published(&one, &ours("1.0.0")).await;
    let levels = "/v1/ladders/ours/levels";
    for (version, title) in [("1.0.1", "First"), ("1.0.2", "Second"), ("1.0.3", "Third")] {
        let mut document = ours(version);
        for level in document["levels"].as_array_mut().unwrap() {
            level["title"] = json!(title);
        }
        published(&one, &document).await;
        let begun = Instant::now();
        for app in [&one, &two, &three] {
            loop {
                let list = with_key(app, levels, &one.key).await;
                // A replica that has not heard of the ladder yet.
                let list = if list.status == 404 {
                    json!({"items": []})
                } else {
                    list.json()
                };
                let items = list["items"].as_array().unwrap();
                let titles = items.iter().map(|level| level["title"].as_str().unwrap());
                let mut titles: Vec<&str> = titles.collect();
                titles.dedup();
                let is_new = titles == [title];
                if is_new {
                    assert_eq!(list["ladder"]["version"], version);
                    break;
                }
                if version != "1.0.1" {
                    assert_eq!(titles.len(), 1, "half of a version: {titles:?}");
                }
                assert!(begun.elapsed() < SOON, "{version} is not served soon");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        let taken = begun.elapsed();
        assert!(taken < SOON, "{version} was served after {taken:?}");
    }
}

#[tokio::test]
async fn nobody_else_sees_an_organisations_ladder() {
    let app = TestApp::start().await;
    published(&app, &ours("1.0.0")).await;
    let store = Store::connect(&store_config(&app.database_url))
        .await
        .unwrap();
    let other = new_key(&defaults(), &store, "other", Scope::ALL, None).await;
    let begun = Instant::now();
    while with_key(&app, "/v1/ladders", &other).await.status != 200 {
        assert!(begun.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let ids = |reply: Reply| {
        let items = reply.json()["items"].clone();
        let items = items.as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(app.get("/v1/ladders").await), ["ai-engineer"]);
    assert_eq!(
        ids(with_key(&app, "/v1/ladders", &other).await),
        ["ai-engineer"]
    );
    assert_eq!(
        ids(with_key(&app, "/v1/ladders", &app.key).await),
        ["ai-engineer", "ours"]
    );
    // What was asked for by one who sees it is not shown to one who does not.
    for path in [
        "/v1/ladders/ours",
        "/v1/ladders/ours/levels",
        "/v1/ladders/ours/quiz",
        "/v1/ladders/ours?version=1.0.0",
        "/v1/ladders/ours/versions",
        "/ladders/ours",
    ] {
        assert_eq!(with_key(&app, path, &app.key).await.status, 200, "{path}");
        assert_eq!(app.get(path).await.status, 404, "{path}");
        assert_eq!(with_key(&app, path, &other).await.status, 404, "{path}");
    }
    let answers = json!({"answers": {"q1": "yes"}});
    let score = |key: Option<String>| {
        let request = app.client.post(app.url("/v1/ladders/ours/quiz/score"));
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .body(answers.to_string());
        app.send(match key {
            Some(key) => request.bearer_auth(key),
            None => request,
        })
    };
    assert_eq!(score(Some(app.key.clone())).await.status, 200);
    assert_eq!(score(None).await.status, 404);
    assert_eq!(score(Some(other.clone())).await.status, 404);
    // Drafts are an organisation's own, too.
    let mut theirs = ours("1.0.0");
    theirs["title"] = json!("Theirs");
    let request = app.client.put(app.url(DRAFT)).bearer_auth(&other);
    let request = request
        .header(CONTENT_TYPE, "application/json")
        .body(theirs.to_string());
    assert_eq!(app.send(request).await.status, 201);
    assert_eq!(app.get(DRAFT).await.status, 404);
    assert_eq!(
        with_key(&app, DRAFT, &other).await.json()["document"]["title"],
        "Theirs"
    );
}

#[tokio::test]
async fn a_version_follows_the_one_before() {
    let app = TestApp::start().await;
    published(&app, &ours("1.1.0")).await;
    let mut document = ours("1.1.0");
    document["title"] = json!("Changed");
    for (version, code) in [
        ("1.1.0", "published_version"),
        ("1.0.9", "version_not_higher"),
    ] {
        document["version"] = json!(version);
        let there = app.get(DRAFT).await;
        let draft = put(&app, &document, there.header("etag")).await;
        assert!(draft.status.is_success(), "{}", draft.text());
        let reply = publish(&app, draft.header("etag").unwrap()).await;
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(codes(&reply), [code]);
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_with_its_line_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let yaml = rungs::app::BUILT_IN[0]
        .text
        .replace("id: ai-engineer", "id: ours");
    let bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    let deep = "[".repeat(10_000);
    let twice = yaml.replacen("  - id: mid\n", "  - id: junior\n", 1);
    let hole = yaml.replacen("{yes_min: 1, yes_max: 2}", "{yes_min: 2, yes_max: 2}", 1);
    let member_twice = format!("{yaml}\nid: ours\n");
    let another = yaml.replacen("id: ours", "id: theirs", 1);
    let taken = rungs::app::BUILT_IN[0].text.to_owned();
    for (text, status, said) in [
        (bomb.to_owned(), 400, "line 1"),
        (deep, 400, "line 1"),
        ("\u{0}".into(), 400, ""),
        ("id: [".into(), 400, "line"),
        (String::new(), 400, "empty"),
        ("[]".into(), 422, ""),
        (twice, 422, "duplicate_id"),
        (hole, 422, "no_outcome"),
        (member_twice, 422, "duplicate_member"),
        (another, 422, "another_ladder"),
        (taken, 422, "another_ladder"),
    ] {
        let reply = put_text(&app, text.clone(), "application/yaml", None).await;
        let head: String = text.chars().take(40).collect();
        assert_eq!(reply.status, status, "{head}: {}", reply.text());
        assert!(reply.text().contains(said), "{head}: {}", reply.text());
        if said.contains("outcome") {
            let errors = reply.json()["errors"].clone();
            let hole = errors
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["code"] == said);
            let hole = hole.unwrap();
            assert!(hole["line"].as_u64().unwrap() > 100, "{hole}");
            assert_eq!(hole["combination"]["yes"], json!(["q1"]));
        }
        assert_eq!(
            app.get(DRAFT).await.status,
            404,
            "{head}: nothing is stored"
        );
    }
    let not_utf8 = put_text(&app, vec![0x69, 0xff, 0xfe], "application/yaml", None).await;
    assert_eq!(not_utf8.status, 400, "{}", not_utf8.text());
    let large = put_text(&app, vec![b' '; MAX_BYTES + 1], "application/yaml", None).await;
    assert_eq!(large.status, 413);
    let taken = app.client.put(app.url("/v1/ladders/ai-engineer/draft"));
    let taken = taken.header(CONTENT_TYPE, "application/yaml");
    let taken = app.send(taken.body(rungs::app::BUILT_IN[0].text)).await;
    assert_eq!(codes(&taken), ["taken_id"], "{}", taken.text());
}

#[tokio::test]
async fn a_hundred_thousand_findings_are_capped_and_that_is_said() {
    let app = TestApp::start().await;
    let mut document = ours("1.0.0");
    let faqs = (0..100_000).map(|nth| json!({"q": nth}));
    document["faqs"] = Value::Array(faqs.collect());
    let reply = put(&app, &document, None).await;
    assert_eq!(reply.status, 422);
    let problem = reply.json();
    assert_eq!(problem["errors"].as_array().unwrap().len(), 1000);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("the first 1000"), "{detail}");
    assert_eq!(app.get(DRAFT).await.status, 404);
    // A document as large as they may be, with one thing wrong at its end.
    let padding = " ".repeat(MAX_BYTES - 100_000);
    let text = format!("{{{padding}\"id\": 7}}");
    let reply = put_text(&app, text, "application/json", None).await;
    assert_eq!(reply.status, 422, "{}", reply.text());
    app.still_answers().await;
}

#[tokio::test]
async fn a_fork_keeps_the_link_to_its_origin() {
    let app = TestApp::with_earlier_versions().await;
    let path = format!("{DRAFT}/fork");
    let fork = app
        .post(&path, &json!({"ladder": "ai-engineer", "version": "1.0.0"}))
        .await;
    assert_eq!(fork.status, 201, "{}", fork.text());
    let note = fork.json();
    let origin = app
        .get("/v1/ladders/ai-engineer/levels?version=1.0.0")
        .await
        .json();
    assert_eq!(note["document"]["forked_from"], origin["ladder"]);
    assert_eq!(note["document"]["id"], "ours");
    assert_eq!(note["ladder"]["version"], "1.0.0");
    assert_eq!(
        app.post(&path, &json!({"ladder": "ai-engineer"}))
            .await
            .status,
        412
    );
    assert_eq!(
        publish(&app, fork.header("etag").unwrap()).await.status,
        201
    );
    let mut next = note["document"].clone();
    next["version"] = json!("2.0.0");
    next["forked_from"] = Value::Null;
    assert_eq!(codes(&put(&app, &next, None).await), ["another_origin"]);
    next["forked_from"] = origin["ladder"].clone();
    assert_eq!(put(&app, &next, None).await.status, 201);
    for (at, asked, status) in [
        (
            "/v1/ladders/more/draft/fork",
            json!({"ladder": "nobody-has-it"}),
            404,
        ),
        (
            "/v1/ladders/more/draft/fork",
            json!({"ladder": "ours"}),
            201,
        ),
        (
            "/v1/ladders/ai-engineer/draft/fork",
            json!({"ladder": "ours"}),
            422,
        ),
        ("/v1/ladders/No/draft/fork", json!({"ladder": "ours"}), 404),
        ("/v1/ladders/more/draft/fork", json!({"ladder": 7}), 422),
    ] {
        let reply = app.post(at, &asked).await;
        assert_eq!(reply.status, status, "{at} {asked}: {}", reply.text());
    }
}

#[tokio::test]
async fn a_preview_tells_whom_publishing_would_move() {
    let app = TestApp::start().await;
    published(&app, &ours("1.0.0")).await;
    let path = format!("{DRAFT}/preview");
    assert_eq!(app.get(&path).await.status, 404);
    let mut document = ours("2.0.0");
    let routing = document["quiz"]["routing"].as_array_mut().unwrap();
    // Three yes are Junior's now.
    routing[1]["when"]["yes_max"] = json!(3);
    routing[2]["when"]["yes_min"] = json!(4);
    let draft = put(&app, &document, None).await;
    assert_eq!(
        draft.json()["difference"]["change"],
        "outcome",
        "{}",
        draft.text()
    );
    let preview = app.get(&path).await.json();
    assert_eq!(preview["comparable"], true);
    let moves = preview["moves"].as_array().unwrap();
    // With the qualifier and without it.
    assert_eq!(moves.len(), 2, "{preview:#}");
    for one in moves {
        assert_eq!((&one["least"], &one["most"]), (&json!(3), &json!(3)));
        assert_eq!(one["direction"], "down");
        assert_eq!(one["before"]["level"], "mid");
        assert_eq!(one["after"]["level"], "junior");
        assert_eq!(one["example"]["yes"], json!(["q1", "q2", "q3"]));
    }
    document["quiz"]["questions"][0]["id"] = json!("q0");
    let etag = draft.header("etag");
    assert_eq!(put(&app, &document, etag).await.status, 200);
    let preview = app.get(&path).await.json();
    assert_eq!(
        (&preview["comparable"], &preview["moves"]),
        (&json!(false), &json!([]))
    );
}

#[tokio::test]
async fn assistants_see_what_their_key_shows_as_soon_as_it_is_published() {
    let app = TestApp::start().await;
    let call = async |key: Option<&str>| {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "list_levels", "arguments": {"ladder": "ours"}}});
        let request = app.client.post(app.url("/mcp")).body(message.to_string());
        let request = request.header(CONTENT_TYPE, "application/json");
        let request = match key {
            Some(key) => request.header(AUTHORIZATION, format!("Bearer {key}")),
            None => request,
        };
        let result = app.send(request).await.json()["result"].clone();
        result["structuredContent"]["items"][0]["title"].clone()
    };
    assert_eq!(call(Some(&app.key)).await, Value::Null);
    for (version, title) in [("1.0.0", "One"), ("1.0.1", "Two")] {
        let mut document = ours(version);
        document["levels"][0]["title"] = json!(title);
        published(&app, &document).await;
        assert_eq!(call(Some(&app.key)).await, title);
        assert_eq!(call(Some(&app.key)).await, title);
        assert_eq!(call(None).await, Value::Null);
    }
}

#[tokio::test]
async fn a_ladder_is_published_from_a_file() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let app = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, document: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, document.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let first = file("first.json", &ours("1.0.0"));
    let publish = |path: &str| on(&storage, &["ladder", "publish", path, "--org", "own"]);
    assert_eq!(on(&storage, &["ladder", "publish", &first]).status, 2);
    assert_eq!(
        on(&storage, &["ladder", "publish", &first, "--org", "nobody"]).status,
        2
    );
    assert_eq!(put(&app, &ours("1.0.0"), None).await.status, 201);
    let done = publish(&first);
    assert_eq!(done.status, 0, "{}", done.err);
    assert_eq!(app.get(DRAFT).await.status, 404, "a draft of the same text");
    assert!(
        done.out.starts_with("ours 1.0.0 is published.\nblake3:"),
        "{}",
        done.out
    );
    let again = publish(&first);
    assert_eq!(again.status, 0, "{}", again.err);
    assert!(again.out.contains("was published before"), "{}", again.out);
    let mut changed = ours("1.0.0");
    changed["title"] = json!("Changed");
    let refused = publish(&file("changed.json", &changed));
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("published_version"), "{}", refused.err);
    let mut broken = ours("1.0.1");
    broken["quiz"]["routing"].as_array_mut().unwrap().pop();
    broken["quiz"]["routing"].as_array_mut().unwrap().pop();
    let refused = publish(&file("broken.json", &broken));
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("no_outcome"), "{}", refused.err);
    let listed = on(&storage, &["ladder", "list", "--org", "own"]);
    assert!(listed.out.contains("ours"), "{}", listed.out);
    assert!(!on(&storage, &["ladder", "list"]).out.contains("ours"));
    // The running server sees it by itself.
    let begun = Instant::now();
    while with_key(&app, "/v1/ladders/ours", &app.key).await.status != 200 {
        assert!(begun.elapsed() < PATIENCE, "never seen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(app.ask(Method::GET.as_str(), DRAFT).await.status, 404);
}

#[tokio::test]
async fn a_request_that_names_itself_publishes_and_forks_once() {
    let app = TestApp::start().await;
    let named = |path: &str, name: &str| {
        let request = app.client.post(app.url(path));
        request.header("idempotency-key", name)
    };
    let fork = |name: &str, body: &'static str| {
        let request = named("/v1/ladders/ours/draft/fork", name);
        app.send(request.header(CONTENT_TYPE, "application/json").body(body))
    };
    let first = fork("one", r#"{"ladder": "ai-engineer"}"#).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(first.header("idempotency-replayed"), None);
    let again = fork("one", r#"{"ladder": "ai-engineer"}"#).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.bytes, first.bytes);
    let spaced = fork("one", r#"{"ladder":"ai-engineer"}"#).await;
    assert_eq!(spaced.header("idempotency-replayed"), Some("true"));
    let other = fork("one", r#"{"ladder":"ai-engineer","version":"1.3.0"}"#).await;
    assert_eq!(other.status, 422, "another body");
    assert_eq!(
        fork("two", r#"{"ladder": "ai-engineer"}"#).await.status,
        412
    );
    let etag = first.header("etag").unwrap();
    let publish = |name: &str| {
        let request = named("/v1/ladders/ours/draft/publish", name);
        app.send(request.header(IF_MATCH, etag))
    };
    let first = publish("three").await;
    assert_eq!(first.status, 201, "{}", first.text());
    let again = publish("three").await;
    assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(publish("four").await.status, 409);
    let audit = app.get("/v1/audit?action=ladder.publish").await.json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_turn_of_the_quiz_is_for_the_organisation_that_took_the_one_before() {
    let app = TestApp::start().await;
    let turn = async |body: Value, key: Option<&str>| {
        let request = app
            .client
            .post(app.url("/v1/ladders/ai-engineer/quiz/turn"));
        let request = request.header(CONTENT_TYPE, "application/json");
        let request = request.body(body.to_string());
        app.send(match key {
            Some(key) => request.bearer_auth(key),
            None => request,
        })
        .await
    };
    for (giver, taker) in [(Some(&*app.key), None), (None, Some(&*app.key))] {
        let state = turn(json!({}), giver).await.json()["state"].clone();
        let next = json!({"state": state, "answer": "yes"});
        assert_eq!(turn(next.clone(), giver).await.status, 200);
        let reply = turn(next, taker).await;
        assert_eq!(codes(&reply), ["state_of_another_quiz"], "{}", reply.text());
    }
}

/// The example ladders are whole, and what the README does with them works.
#[tokio::test]
async fn the_example_ladders_are_published_and_scored() {
    let app = TestApp::start().await;
    let data = include_str!("../../ladders/examples/data-engineering.yaml");
    let support = include_str!("../../ladders/examples/support-engineering.yaml");
    for (id, text) in [("data-engineering", data), ("support-engineering", support)] {
        let path = format!("/v1/ladders/{id}");
        let request = app.client.put(app.url(&format!("{path}/draft")));
        let request = request.header(CONTENT_TYPE, "application/yaml");
        let draft = app.send(request.body(text)).await;
        assert_eq!(draft.status, 201, "{id}: {}", draft.text());
        assert_eq!(draft.json()["findings"], json!([]), "{id}");
        let request = app.client.post(app.url(&format!("{path}/draft/publish")));
        let request = request.header(IF_MATCH, draft.header("etag").unwrap());
        assert_eq!(app.send(request).await.status, 201, "{id}");
        for part in [
            "",
            "/levels",
            "/quiz",
            "/phases",
            "/roadblocks",
            "/faqs",
            "/compensation",
        ] {
            let reply = with_key(&app, &format!("{path}{part}"), &app.key).await;
            assert_eq!(reply.status, 200, "{id}{part}: {}", reply.text());
        }
        // All at their best place at the highest level of a path, all at their least before the first.
        let quiz = with_key(&app, &format!("{path}/quiz"), &app.key)
            .await
            .json();
        let score = async |best: bool| {
            let mut given = json!({});
            for question in quiz["questions"].as_array().unwrap() {
                let options = question["options"].as_array().cloned().unwrap_or_default();
                let points = |option: &Value| option["points"].as_u64().unwrap();
                let answer = match (options.is_empty(), best) {
                    (true, true) => json!("yes"),
                    (true, false) => json!("no"),
                    (false, true) => {
                        options.iter().max_by_key(|one| points(one)).unwrap()["id"].clone()
                    }
                    (false, false) => {
                        options.iter().min_by_key(|one| points(one)).unwrap()["id"].clone()
                    }
                };
                given[question["id"].as_str().unwrap()] = answer;
            }
            let body = json!({"answers": given, "qualifiers": {}}).to_string();
            let request = app.client.post(app.url(&format!("{path}/quiz/score")));
            let request = request
                .header(CONTENT_TYPE, "application/json")
                .bearer_auth(&app.key);
            app.send(request.body(body)).await.json()
        };
        let (least, most) = (score(false).await, score(true).await);
        assert_eq!(least["placement"]["level"], Value::Null, "{least:#}");
        assert_ne!(most["placement"]["level"], Value::Null, "{most:#}");
    }
    let bands = include_str!("../../ladders/examples/bands.csv");
    let request = app
        .client
        .put(app.url("/v1/ladders/data-engineering/bands"));
    let bands = app
        .send(request.header(CONTENT_TYPE, "text/csv").body(bands))
        .await;
    assert_eq!(bands.status, 201, "{}", bands.text());
}

#[tokio::test]
async fn what_is_no_name_is_not_there() {
    let app = TestApp::start().await;
    for (method, path) in [
        ("GET", "/v1/keys/%00"),
        ("DELETE", "/v1/keys/%00"),
        ("GET", "/v1/ladders/%00/draft"),
        ("DELETE", "/v1/ladders/%00/draft"),
        ("GET", "/v1/ladders/%00/draft/preview"),
        ("POST", "/v1/ladders/%00/draft/publish"),
        ("GET", "/v1/ladders/%00/bands"),
    ] {
        assert_eq!(app.ask(method, path).await.status, 404, "{method} {path}");
    }
    assert_eq!(app.get("/v1/audit?action=%00").await.status, 422);
    let long_ago = app.get("/v1/audit?since=-4714-01-01T00:00:00Z").await;
    assert!(
        [200, 422].contains(&long_ago.status.as_u16()),
        "{}",
        long_ago.text()
    );
    let mut document = ours("1.0.0+a.b");
    document["title"] = json!("Built");
    let at = published(&app, &document).await;
    let at = at.header("location").unwrap().to_owned();
    assert_eq!(with_key(&app, &at, &app.key).await.status, 200, "{at}");
}

#[tokio::test]
async fn more_never_places_lower_by_way_of_another_track() {
    let app = TestApp::start().await;
    let text = include_str!("../../ladders/examples/data-engineering.yaml");
    let value =
        rungs::domain::source::Source::parse(text.as_bytes(), rungs::domain::source::Syntax::Yaml);
    let mut document = value.unwrap().into_value();
    document["id"] = json!("ours");
    document["quiz"]["qualifiers"] = json!([{"id": "a", "text": "A?"}, {"id": "b", "text": "B?"}]);
    let rule = |id: &str,
                least: u8,
                most: u8,
                qualifiers: &[&str],
                precedence: u8,
                level: &str,
                phase: u8| {
        let when = json!({"yes_min": least, "yes_max": most, "qualifiers": qualifiers});
        let level = if level.is_empty() {
            Value::Null
        } else {
            json!(level)
        };
        let standing = if level.is_null() { "pre-role" } else { "at" };
        json!({"id": id, "when": when, "precedence": precedence,
            "outcome": {"level": level, "phase": phase, "standing": standing}})
    };
    let phase = |level: &str| {
        let phases = document["phases"].as_array().unwrap();
        let of = phases.iter().find(|phase| phase["level"] == level).unwrap();
        u8::try_from(of["number"].as_u64().unwrap()).unwrap()
    };
    let first = phase("junior");
    let routing = json!([
        rule("none", 0, 0, &[], 0, "", first),
        rule("few", 1, 3, &[], 0, "junior", first),
        rule("some", 4, 7, &[], 0, "mid", phase("mid")),
        rule("many", 8, 9, &[], 0, "senior", phase("senior")),
        rule("more", 10, 10, &[], 0, "staff", phase("staff")),
        rule("most", 11, 12, &[], 0, "principal", phase("principal")),
        rule(
            "with-a",
            8,
            12,
            &["a"],
            1,
            "engineering-manager",
            phase("engineering-manager")
        ),
        rule(
            "with-b",
            8,
            12,
            &["b"],
            2,
            "head-of-data",
            phase("head-of-data")
        ),
        rule("with-both", 8, 12, &["a", "b"], 3, "staff", phase("staff")),
    ]);
    document["quiz"]["routing"] = routing;
    let reply = put(&app, &document, None).await;
    assert_eq!(reply.status, 422, "{}", reply.text());
    assert!(
        codes(&reply).contains(&"more_yes_places_lower".to_owned()),
        "{:?}",
        codes(&reply)
    );
}
