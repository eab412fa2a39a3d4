//! Erasure: nothing is left of somebody, in no table and, in a SQLite file, in no byte.

use std::path::Path;

use futures_util::{StreamExt, stream};
use serde_json::json;

use crate::{
    app::TestApp,
    people::{path, put, with_body},
};

/// Every byte that a SQLite database has on disk; None on Postgres, which overwrites what was removed in its own time.
fn bytes_of(database_url: &str) -> Option<Vec<u8>> {
    let file = database_url.strip_prefix("sqlite:")?;
    let file = Path::new(file.trim_start_matches("//"));
    let mut bytes = std::fs::read(file).unwrap();
    for beside in ["-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(beside);
        bytes.extend(std::fs::read(name).unwrap_or_default());
    }
    Some(bytes)
}

/// Marks that are found in these bytes.
fn found<'m>(bytes: &[u8], marks: &'m [String]) -> Vec<&'m String> {
    let is_there = |mark: &&String| memchr::memmem::find(bytes, mark.as_bytes()).is_some();
    marks.iter().filter(is_there).collect()
}

/// Puts somebody whose id and labels are marked, changes them again and again, and holds and releases them.
async fn busy(app: &TestApp, number: usize) -> Vec<String> {
    let mark = |what: &str| format!("zq{what}{number}qz");
    let id = mark("id");
    let mut marks = vec![id.clone()];
    for round in 0..4 {
        let label = mark(&format!("label{round}"));
        let labels = json!({"team": label, "site": label.repeat(5)});
        assert!(put(app, &id, labels).await.status.is_success());
        marks.push(label);
    }
    let reason = mark("reason");
    let request = app.client.put(app.url(&format!("{}/hold", path(&id))));
    let hold = json!({"reason": reason.repeat(1 + number % 100), "until": "2099-12-31"});
    assert_eq!(app.send(with_body(request, &hold)).await.status, 200);
    let release = app.client.delete(app.url(&format!("{}/hold", path(&id))));
    assert_eq!(app.send(release).await.status, 204);
    marks.push(reason);
    marks
}

#[tokio::test]
async fn no_byte_is_left_of_somebody_who_is_erased() {
    let app = TestApp::start().await;
    let people: Vec<Vec<String>> = stream::iter(0..120)
        .map(|number| busy(&app, number))
        .buffered(8)
        .collect()
        .await;
    let (erased, kept): (Vec<_>, Vec<_>) = people
        .into_iter()
        .enumerate()
        .partition(|(number, _)| number % 3 != 0);
    // In no order in which they came.
    let mut order: Vec<&String> = erased.iter().map(|(_, marks)| &marks[0]).collect();
    order.sort_by_key(|id| blake3::hash(id.as_bytes()).to_hex());
    for id in order {
        let gone = app.send(app.client.delete(app.url(&path(id)))).await;
        assert_eq!(gone.status, 204);
    }
    let marks: Vec<String> = erased.into_iter().flat_map(|(_, marks)| marks).collect();
    if let Some(bytes) = bytes_of(&app.database_url) {
        assert_eq!(found(&bytes, &marks), Vec::<&String>::new());
        let ids: Vec<String> = kept.iter().map(|(_, marks)| marks[0].clone()).collect();
        assert_eq!(found(&bytes, &ids).len(), ids.len(), "the others are there");
    }
    for (_, marks) in &kept {
        assert_eq!(app.get(&path(&marks[0])).await.status, 200);
    }
}
