//! Which version may follow which: upwards only, whoever publishes and however many at once.

use std::collections::HashMap;

use futures_util::future::join_all;
use reqwest::header::IF_MATCH;
use rungs::{
    app::{Actor, RunningService},
    domain::{id::Version, ladder::Ladder},
    error::Error,
    store::Store,
};
use serde_json::{Value, json};

use crate::{
    access::defaults,
    app::{Storage, TestApp, store_config},
    publishing::{DRAFT, codes, ours, publish, published, put},
};

fn ladder(version: &str) -> Ladder {
    Ladder::prove(serde_json::from_value(ours(version)).unwrap()).unwrap()
}

#[tokio::test]
async fn versions_that_are_published_at_once_only_go_upwards() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let one = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let two = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let store = Store::connect(&store_config(&url)).await.unwrap();
    let organisation = store.find_organisation("own").await.unwrap().unwrap().id;
    let actor = Actor::command_line(organisation);
    // What `rungs ladder publish` works with, beside each server.
    let mut beside = Vec::new();
    for _ in 0..2 {
        let store = Store::connect(&store_config(&url)).await.unwrap();
        beside.push(RunningService::load(defaults(), store).await.unwrap());
    }
    let mut versions = HashMap::new();
    for round in 1..=6 {
        let server = if round % 2 == 0 { &one } else { &two };
        let [low, middle, high] = [0, 1, 2].map(|minor| ladder(&format!("{round}.{minor}.0")));
        for one in [&low, &middle, &high] {
            versions.insert(one.stamp().hash.clone(), one.stamp().version.clone());
        }
        let document: Value = serde_json::from_str(low.canonical()).unwrap();
        let draft = put(server, &document, Some("*")).await;
        let draft = match draft.status.as_u16() {
            412 => put(server, &document, None).await,
            _ => draft,
        };
        let draft = publish(server, draft.header("etag").unwrap());
        let from_files = [(&beside[0], &high), (&beside[1], &middle)];
        let from_files = from_files.map(|(live, ladder)| live.publish_ladder(&actor, ladder));
        let (draft, from_files) = tokio::join!(draft, join_all(from_files));
        let mut done = usize::from(draft.status == 201);
        assert!(
            [201, 409, 422].contains(&draft.status.as_u16()),
            "{}",
            draft.text()
        );
        for outcome in from_files {
            match outcome {
                Ok(note) => done += usize::from(note.is_some()),
                Err(Error::Conflict(detail)) => assert!(detail.contains("published version")),
                Err(error) => assert!(matches!(error, Error::Unfit(_)), "{error}"),
            }
        }
        assert!(done > 0, "somebody is first");
    }
    let audit = one.get("/v1/audit?action=ladder.publish&limit=100").await;
    let audit = audit.json()["items"].clone();
    let published: Vec<&Version> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &versions[entry["after"].as_str().unwrap()])
        .collect();
    // The newest first.
    assert!(
        published.is_sorted_by(|newer, older| newer.is_higher_than(older)),
        "{published:?}"
    );
}

#[tokio::test]
async fn a_pre_release_is_above_all_and_a_release_above_those_that_are_served() {
    let app = TestApp::start().await;
    for (version, fits) in [
        ("1.0.0-rc.2", true),
        ("1.0.0-rc.1", false),
        ("0.9.0", false),
        ("1.0.0", true),
        ("2.0.0-beta.2", true),
        ("2.0.0-beta.1", false),
        ("1.1.0-rc.1", false),
        ("1.1.0", true),
        ("1.0.5", false),
        ("2.0.0-beta.10", true),
        ("2.0.0", true),
        ("2.0.0-rc.1", false),
        ("2.1.0-rc.1", true),
        ("2.0.1", true),
    ] {
        let there = app.get(DRAFT).await;
        let draft = put(&app, &ours(version), there.header("etag")).await;
        let etag = draft.header("etag").unwrap();
        let reply = publish(&app, etag).await;
        if fits {
            assert_eq!(reply.status, 201, "{version}: {}", reply.text());
        } else {
            assert_eq!(codes(&reply), ["version_not_higher"], "{version}");
        }
    }
}

#[tokio::test]
async fn a_draft_says_what_keeps_it_from_being_published() {
    let app = TestApp::start().await;
    published(&app, &ours("1.0.0")).await;
    published(&app, &ours("2.0.0-beta.2")).await;
    let mut changed = ours("1.0.0");
    changed["title"] = json!("Changed");
    let mut lower = changed.clone();
    lower["version"] = json!("0.9.0");
    let differs = "nothing but the version differs";
    for (document, code, said) in [
        (ours("1.0.0"), "published_already", "as version 1.0.0"),
        (ours("2.0.0-beta.2"), "published_already", "very text"),
        (changed, "published_version", "never changes"),
        (ours("0.9.0"), "version_not_higher", differs),
        (lower, "version_not_higher", "give 1.0.1"),
        (ours("2.0.0-beta.1"), "version_not_higher", "2.0.0-beta.2"),
    ] {
        let draft = put(&app, &document, None).await;
        assert_eq!(draft.status, 201, "{}", draft.text());
        let note = draft.json();
        let finding = &note["findings"][0];
        assert_eq!(
            (&finding["code"], &finding["severity"]),
            (&json!(code), &json!("error"))
        );
        assert_eq!(finding["pointer"], "/version");
        let detail = finding["detail"].as_str().unwrap();
        assert!(detail.contains(said), "{detail}");
        assert_eq!(app.get(DRAFT).await.json(), note);
        let etag = draft.header("etag").unwrap();
        assert_eq!(codes(&publish(&app, etag).await), [code]);
        let delete = app.client.delete(app.url(DRAFT)).header(IF_MATCH, etag);
        assert_eq!(app.send(delete).await.status, 204);
    }
    let same = put(&app, &ours("1.0.0"), None).await.json();
    assert_eq!(same["difference"]["differences"], json!([]));
}

#[tokio::test]
async fn who_publishes_whatever_is_there_is_told_what_was_published() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let one = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let two = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let none = publish(&one, "*").await;
    assert_eq!(none.status, 404, "{}", none.text());
    assert_eq!(publish(&one, "\"blake3:0\"").await.status, 404);
    assert_eq!(put(&one, &ours("1.0.0"), None).await.status, 201);
    let at_once = (0..8).map(|nth| publish(if nth % 2 == 0 { &one } else { &two }, "*"));
    let mut replies = join_all(at_once).await;
    replies.sort_by_key(|reply| reply.status);
    assert_eq!(replies[0].status, 201, "{}", replies[0].text());
    for reply in &replies[1..] {
        assert_eq!(reply.status, 409, "{}", reply.text());
        let detail = reply.json()["detail"].clone();
        assert!(
            detail.as_str().unwrap().contains("ersion 1.0.0"),
            "{detail}"
        );
    }
    published(&one, &ours("2.0.0-beta.1")).await;
    published(&one, &ours("1.1.0")).await;
    for (etag, status) in [("*", 409), ("\"blake3:0\"", 412)] {
        let reply = publish(&two, etag).await;
        assert_eq!(reply.status, status, "{}", reply.text());
        assert!(reply.text().contains("ersion 1.1.0"), "{}", reply.text());
    }
    assert_eq!(
        one.ask("POST", &format!("{DRAFT}/publish")).await.status,
        404
    );
    // Of a ladder that is built in there is no draft.
    let built_in = one.url("/v1/ladders/ai-engineer/draft/publish");
    let built_in = one.client.post(built_in).header(IF_MATCH, "*");
    assert_eq!(one.send(built_in).await.status, 404);
}
