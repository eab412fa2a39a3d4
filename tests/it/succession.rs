//! Which version may follow which: upwards only, whoever publishes and however many at once.

use std::collections::HashMap;

use futures_util::future::join_all;
use rungs::{
    app::{
        Live,
        publishing::{Actor, publish_ladder},
    },
    domain::{id::Version, ladder::Ladder},
    error::Error,
    store::Store,
};
use serde_json::Value;

use crate::{
    access::defaults,
    app::{Storage, TestApp, store_config},
    publishing::{ours, publish, put},
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
    let actor = Actor {
        organisation: store.find_organisation("own").await.unwrap().unwrap().id,
        name: "cli".into(),
        address: None,
    };
    // What `rungs ladder publish` works with, beside each server.
    let mut beside = Vec::new();
    for _ in 0..2 {
        let store = Store::connect(&store_config(&url)).await.unwrap();
        beside.push(Live::load(defaults(), store).await.unwrap());
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
        let from_files = from_files.map(|(live, ladder)| publish_ladder(live, &actor, ladder));
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
