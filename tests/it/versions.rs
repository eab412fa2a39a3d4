//! Versions of a ladder: which one is served, and what differs between two.

use rungs::app::built_in;
use serde_json::{Value, json};

use crate::{app::TestApp, catalogue::column, fixtures::earlier_versions};

const AT: &str = "/v1/ladders/ai-engineer";

/// A server on a database that also holds the earlier versions, 1.4.0 and a pre-release of 2.0.0.
async fn with_more_versions() -> TestApp {
    let built_in = built_in().unwrap().remove(0);
    let versions = [
        ("1.4.0", "AI Engineer, revised", "2026-12-01T00:00:00Z"),
        ("2.0.0-beta.1", "AI Engineer, next", "2026-12-02T00:00:00Z"),
    ];
    let versions = versions.into_iter().map(|(version, title, at)| {
        let mut document: Value = serde_json::from_str(built_in.canonical()).unwrap();
        document["version"] = json!(version);
        document["title"] = json!(title);
        document["levels"][1]["tenure"]["min_months"] = json!(18);
        document["faqs"].as_array_mut().unwrap().remove(1);
        let german = document["translations"][0]["texts"]
            .as_object_mut()
            .unwrap();
        german.retain(|place, _| !place.starts_with("faqs/degree/"));
        (document, at)
    });
    TestApp::with_ladders(
        earlier_versions().into_iter().chain(versions).collect(),
        &[],
    )
    .await
}

#[tokio::test]
async fn the_newest_version_that_is_no_pre_release_is_served_where_none_is_named() {
    let app = with_more_versions().await;
    let title = async |query: &str| app.get(&format!("{AT}{query}")).await.json()["title"].clone();
    assert_eq!(title("").await, "AI Engineer, revised");
    assert_eq!(title("?version=1.0.0").await, "AI Engineer");
    assert_eq!(title("?version=2.0.0-beta.1").await, "AI Engineer, next");
    assert_eq!(
        app.get(&format!("{AT}/faqs")).await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let old = app.get(&format!("{AT}/faqs?version=1.0.0")).await.json();
    assert_eq!(old["items"].as_array().unwrap().len(), 4);
    assert_eq!(old["ladder"]["version"], "1.0.0");
    let versions = app.get(&format!("{AT}/versions")).await.json();
    assert_eq!(
        column(&versions, "version"),
        ["2.0.0-beta.1", "1.4.0", "1.3.0", "1.2.0", "1.1.0", "1.0.0"]
    );
    assert_eq!(
        column(&versions, "current"),
        [false, true, false, false, false, false]
    );
    assert_eq!(column(&versions, "published_at")[1], "2026-12-01T00:00:00Z");
}

#[tokio::test]
async fn a_named_version_may_be_kept_for_good_and_the_newest_one_not() {
    let app = with_more_versions().await;
    let named = app.get(&format!("{AT}/levels?version=1.0.0")).await;
    assert!(named.header("cache-control").unwrap().contains("immutable"));
    let newest = app.get(&format!("{AT}/levels")).await;
    assert!(
        !newest
            .header("cache-control")
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(
        newest.header("last-modified"),
        Some("Tue, 01 Dec 2026 00:00:00 GMT")
    );
    assert_ne!(named.header("etag"), newest.header("etag"));
}

#[tokio::test]
async fn the_statements_of_the_questions_are_all_that_came_with_1_3_0() {
    let app = TestApp::with_earlier_versions().await;
    let diff = app
        .get(&format!("{AT}/versions/1.2.0/diff/1.3.0"))
        .await
        .json();
    let mut expected = vec!["/version".to_owned()];
    for place in ["q1", "q2", "q3", "q4", "q5", "q6"]
        .map(|id| format!("quiz/questions/{id}/statement"))
        .into_iter()
        .chain(["quiz/qualifiers/leads-cross-team/statement".into()])
    {
        let escaped = place.replace('/', "~1");
        expected.extend([
            format!("/{place}"),
            format!("/translations/de/texts/{escaped}"),
        ]);
    }
    let mut found = column(&diff["differences"], "place");
    found.sort_by_key(ToString::to_string);
    expected.sort();
    assert_eq!(found, expected);
    let markdown = async |version: &str| {
        let path = format!("{AT}/quiz?version={version}&locale=de");
        app.get_as(&path, "text/markdown").await.text().to_owned()
    };
    let affirmed = "Ja heißt: Die Architektur entscheide ich, wenn mein Team mit KI baut.";
    assert!(markdown("1.3.0").await.contains(affirmed));
    assert!(!markdown("1.2.0").await.contains("Ja heißt"));
}

#[tokio::test]
async fn every_difference_between_two_versions_is_named() {
    let app = with_more_versions().await;
    let none = app
        .get(&format!("{AT}/versions/1.0.0/diff/1.0.0"))
        .await
        .json();
    assert_eq!(none["differences"], json!([]));
    assert_eq!(none["change"], "none");
    assert_eq!(none["suggested_version"], "1.0.0");
    for (from, to, gone) in [("1.3.0", "1.4.0", "removed"), ("1.4.0", "1.3.0", "added")] {
        let diff = app
            .get(&format!("{AT}/versions/{from}/diff/{to}"))
            .await
            .json();
        assert_eq!(diff["from"]["version"], from);
        assert_eq!(diff["to"]["version"], to);
        let mut found: Vec<(String, String)> = diff["differences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|difference| {
                (
                    difference["place"].as_str().unwrap().into(),
                    difference["change"].as_str().unwrap().into(),
                )
            })
            .collect();
        found.sort();
        let expected = [
            ("/faqs/degree", gone),
            ("/title", "changed"),
            ("/translations/de/texts/faqs~1degree~1answer", gone),
            ("/translations/de/texts/faqs~1degree~1question", gone),
            ("/version", "changed"),
        ];
        assert_eq!(
            found,
            expected.map(|(place, change)| (place.to_owned(), change.to_owned()))
        );
    }
}

#[tokio::test]
async fn what_the_differences_mean_is_told_with_the_version_to_give() {
    let app = with_more_versions().await;
    let diff = async |a: &str, b: &str| {
        let path = format!("{AT}/versions/{a}/diff/{b}");
        app.get(&path).await.json()
    };
    let told = |diff: &Value| (diff["change"].clone(), diff["suggested_version"].clone());
    let statements = diff("1.2.0", "1.3.0").await;
    assert_eq!(told(&statements), (json!("wording"), json!("1.2.1")));
    // A question that people asked is gone; the other way round it is new.
    let gone = diff("1.3.0", "1.4.0").await;
    assert_eq!(told(&gone), (json!("outcome"), json!("2.0.0")));
    assert_eq!(gone["example"], Value::Null);
    let impact = |diff: &Value, place: &str| {
        let differences = diff["differences"].as_array().unwrap();
        let found = differences.iter().find(|one| one["place"] == place);
        found.unwrap()["impact"].clone()
    };
    assert_eq!(impact(&gone, "/faqs/degree"), "outcome");
    assert_eq!(impact(&gone, "/title"), "wording");
    assert_eq!(impact(&gone, "/version"), "none");
    let new = diff("2.0.0-beta.1", "1.3.0").await;
    assert_eq!(told(&new), (json!("addition"), json!("2.0.0")));
    assert_eq!(impact(&new, "/faqs/degree"), "addition");
    let path = format!("{AT}/versions/1.3.0/diff/1.4.0");
    let markdown = app.get_as(&path, "text/markdown").await;
    let parts = markdown.text().lines();
    let parts: Vec<&str> = parts.filter(|line| line.starts_with("## ")).collect();
    assert_eq!(
        parts,
        ["## faqs", "## title", "## translations", "## version"]
    );
}

#[tokio::test]
async fn answers_that_are_placed_elsewhere_are_named() {
    let built_in = built_in().unwrap().remove(0);
    let mut document: Value = serde_json::from_str(built_in.canonical()).unwrap();
    document["version"] = json!("2.0.0");
    document["quiz"]["routing"][1]["when"]["yes_max"] = json!(1);
    document["quiz"]["routing"][2]["when"]["yes_min"] = json!(2);
    let app = TestApp::with_ladders(vec![(document, "2026-12-01T00:00:00Z")], &[]).await;
    let path = format!("{AT}/versions/1.3.0/diff/2.0.0");
    let diff = app.get(&path).await.json();
    let example = &diff["example"];
    assert_eq!(
        example["answers"],
        json!({"yes": ["q1", "q2"], "qualifiers": []})
    );
    assert_eq!(example["before"]["level"], "junior");
    assert_eq!(example["after"]["level"], "mid");
    // Both versions place these answers so.
    for (version, level) in [("1.3.0", "junior"), ("2.0.0", "mid")] {
        let body = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "no", "q4": "no", "q5": "no", "q6": "no"}});
        let placed = app
            .post(&format!("{AT}/quiz/score?version={version}"), &body)
            .await
            .json();
        assert_eq!(placed["placement"]["level"], level, "{placed}");
    }
    let markdown = app.get_as(&path, "text/markdown").await;
    let sentence = "Yes to `q1` and `q2` and no to everything else: before **Junior AI Engineer** (phase 1, From output to understanding), now **Mid AI Engineer**";
    assert!(markdown.text().contains(sentence), "{}", markdown.text());
}
