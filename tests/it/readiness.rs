//! Readiness: every way in which the criteria of every level can stand, against the contract's rule; and what is refused.

use serde_json::{Map, Value, json};

use crate::app::TestApp;

const READINESS: &str = "/v1/ladders/ai-engineer/readiness";
const STATES: [Option<&str>; 4] = [Some("met"), Some("unmet"), Some("unknown"), None];

/// Levels that criteria lead to, with those criteria in the order of the document.
const LEVELS: [(&str, [&str; 4]); 3] = [
    (
        "mid",
        [
            "explain-model-choice",
            "debug-unaided",
            "eval-harness",
            "three-approaches",
        ],
    ),
    (
        "senior",
        [
            "owned-incident",
            "agent-orchestration",
            "cost-at-10x",
            "build-buy-finetune",
        ],
    ),
    (
        "staff",
        [
            "adopted-elsewhere",
            "cross-team-review",
            "non-technical-buy-in",
            "evaluation-spec",
        ],
    ),
];

fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_standing_of_every_criterion_gives_the_verdict_of_the_rule() {
    let app = TestApp::start().await;
    for (level, criteria) in LEVELS {
        for choice in 0..256_usize {
            let states: Vec<Option<&str>> = (0..4)
                .map(|place| STATES[choice >> (2 * place) & 3])
                .collect();
            let sent: Map<String, Value> = criteria
                .iter()
                .zip(&states)
                .filter_map(|(id, state)| Some(((*id).into(), json!(state.as_ref()?))))
                .collect();
            let answer = app
                .post(READINESS, &json!({"level": level, "criteria": sent}))
                .await
                .json();
            let count = |wanted: &str| states.iter().filter(|one| **one == Some(wanted)).count();
            let (met, unmet) = (count("met"), count("unmet"));
            let verdict = match (met, unmet) {
                (4, _) => "ready",
                _ if met + unmet < 2 => "insufficient_evidence",
                _ => "not_ready",
            };
            assert_eq!(answer["verdict"], verdict, "{level} {sent:?}");
            assert_eq!(
                answer["counts"],
                json!({"met": met, "unmet": unmet, "unknown": 4 - met - unmet, "criteria": 4})
            );
            let of = |is_met: bool| {
                let states = criteria.iter().zip(&states);
                let fit = states.filter(|(_, state)| (**state == Some("met")) == is_met);
                fit.map(|(id, _)| *id).collect::<Vec<_>>()
            };
            assert_eq!(ids(&answer["met"]), of(true));
            assert_eq!(ids(&answer["missing"]), of(false));
            assert_eq!(answer["self_reported"], true);
            assert_eq!(answer["level"]["id"], level);
        }
    }
}

#[tokio::test]
async fn what_is_missing_names_the_row_of_the_table_that_it_speaks_for() {
    let app = TestApp::with_earlier_versions().await;
    for (level, criteria) in LEVELS {
        let answer = app.post(READINESS, &json!({"level": level})).await.json();
        assert_eq!(answer["verdict"], "insufficient_evidence");
        let missing = answer["missing"].as_array().unwrap();
        assert_eq!(missing.len(), criteria.len());
        for criterion in missing {
            let phase = format!("/v1/ladders/ai-engineer/phases/{}", criterion["phase"]);
            let phase = app.get(&phase).await.json();
            let rows = phase["dimensions"].as_array().unwrap();
            assert!(rows.contains(&criterion["serves"]), "{criterion}");
            assert_eq!(criterion["state"], "unknown");
            assert_eq!(criterion["to"], level);
        }
    }
    // The version before said nothing of it, and nothing is put in its place.
    let earlier = format!("{READINESS}?version=1.0.0");
    let answer = app.post(&earlier, &json!({"level": "mid"})).await.json();
    assert_eq!(answer["missing"][0]["serves"], Value::Null);
}

#[tokio::test]
async fn criteria_of_other_levels_are_named_and_not_counted() {
    let app = TestApp::start().await;
    let sent = json!({"level": "mid", "criteria": {"eval-harness": "met", "org-standard": "met", "cost-at-10x": "unknown"}});
    let answer = app.post(READINESS, &sent).await.json();
    assert_eq!(answer["not_counted"], json!(["org-standard"]));
    assert_eq!(answer["counts"]["met"], 1);
}

#[tokio::test]
async fn what_does_not_fit_is_named_all_at_once() {
    let app = TestApp::start().await;
    for (body, pointers) in [
        (json!({}), vec!["/level"]),
        (json!({"level": "junior"}), vec!["/level"]),
        (json!({"level": "Mid"}), vec!["/level"]),
        (json!({"level": null}), vec!["/level"]),
        (
            json!({"level": 2, "criteria": {"eval-harness": "met"}}),
            vec!["/level"],
        ),
        (json!({"level": "mid", "criteria": []}), vec!["/criteria"]),
        (
            json!({"level": "mid", "criteria": {"eval-harness": "yes"}}),
            vec!["/criteria/eval-harness"],
        ),
        (
            json!({"level": "boss", "criteria": {"a/b": "met", "eval": "met"}}),
            vec!["/criteria/a~1b", "/criteria/eval", "/level"],
        ),
        // What does not fit the schema comes first.
        (
            json!({"level": "boss", "criteria": {"a/b": 1, "eval-harness": true}, "at": "now"}),
            vec!["/at", "/criteria/a~1b", "/criteria/eval-harness"],
        ),
    ] {
        let reply = app.post(READINESS, &body).await;
        assert_eq!(reply.pointers(), pointers, "{body}");
    }
    let none = app
        .post(READINESS, &json!({"level": "junior"}))
        .await
        .json();
    assert_eq!(none["errors"][0]["code"], "no_criteria");
    let twice = r#"{"level": "mid", "criteria": {"eval-harness": "met", "eval-harness": "unmet"}}"#;
    let reply = app.post_text(READINESS, twice).await;
    assert_eq!(reply.pointers(), ["/criteria/eval-harness"]);
}

#[tokio::test]
async fn the_picture_says_the_same_by_its_url() {
    let app = TestApp::start().await;
    let sent =
        json!({"level": "mid", "criteria": {"eval-harness": "met", "debug-unaided": "unmet"}});
    let posted = app.post_as(READINESS, &sent, "image/svg+xml").await;
    let at = "/v1/ladders/ai-engineer/readiness.svg";
    let path = format!("{at}?level=mid&met=eval-harness&unmet=debug-unaided");
    let got = app.get(&path).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.text(), posted.text());
    for (query, pointers) in [
        ("", vec!["/level"]),
        ("level=junior", vec!["/level"]),
        ("level=mid&met=nonsense", vec!["/met"]),
        ("level=mid&unmet=nonsense", vec!["/unmet"]),
        (
            "level=boss&met=eval-harness&unmet=eval-harness,other",
            vec!["/level", "/unmet", "/unmet"],
        ),
    ] {
        let reply = app.get(&format!("{at}?{query}")).await;
        assert_eq!(reply.pointers(), pointers, "{query}");
    }
}
