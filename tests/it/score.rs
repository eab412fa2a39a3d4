//! One scoring: what it refuses, what unsure and the qualifier do to it, and that it is the same each time.

use rungs::{
    app::built_in,
    domain::{
        answers::{AnswerSheet, Answers},
        document::Document,
        ladder::Ladder,
        placement::MOST_SETS,
    },
};
use serde_json::{Value, json};

use crate::app::TestApp;

const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const QUALIFIER: &str = "leads-cross-team";

fn standings(range: &Value) -> Value {
    let places = range.as_array().unwrap().iter();
    places.map(|place| place["standing"].clone()).collect()
}

#[tokio::test]
async fn nothing_answered_is_refused() {
    let app = TestApp::start().await;
    for body in [
        json!({"answers": {}}),
        json!({"answers": {}, "qualifiers": {QUALIFIER: "yes"}}),
        json!({"qualifiers": {}}),
        json!({}),
    ] {
        assert_eq!(
            app.post(SCORE, &body).await.pointers(),
            ["/answers"],
            "{body}"
        );
    }
}

#[tokio::test]
async fn everything_that_does_not_fit_is_named_at_once() {
    let app = TestApp::start().await;
    let body =
        json!({"answers": {"q1": "yes", "q9": "no", "Q1": "no"}, "qualifiers": {"q1": "yes"}});
    let reply = app.post(SCORE, &body).await;
    assert_eq!(
        reply.pointers(),
        ["/answers/Q1", "/answers/q9", "/qualifiers/q1"]
    );
    assert!(reply.text().contains("q1, q2, q3, q4, q5, q6"));
    let body =
        json!({"answers": {"q1": 1, "q2": null, "q3": true, "q4": "yes"}, "wat": 1, "~/": 2});
    let mut pointers = app.post(SCORE, &body).await.pointers();
    pointers.dedup();
    let all = ["/answers/q1", "/answers/q2", "/answers/q3", "/wat", "/~0~1"];
    assert_eq!(pointers, all);
    let body = json!({"answers": {"q1": "maybe", "q4": "yes"}, "qualifiers": {"q1": "yes"}});
    let pointers = app.post(SCORE, &body).await.pointers();
    assert_eq!(pointers, ["/answers/q1", "/qualifiers/q1"]);
    for (text, pointer) in [
        (r#"{"answers":{"q1":"yes","q1":"no"}}"#, "/answers/q1"),
        (
            r#"{"answers":{"q1":"yes"},"answers":{"q1":"no"}}"#,
            "/answers",
        ),
        (r#"{"answers":["q1"]}"#, "/answers"),
    ] {
        assert_eq!(
            app.post_text(SCORE, text).await.pointers(),
            [pointer],
            "{text}"
        );
    }
}

#[tokio::test]
async fn unsure_is_not_no() {
    let app = TestApp::start().await;
    let with = async |answer: &str| {
        let body = json!({"answers": {"q1": answer, "q2": "no", "q3": "no", "q4": "no", "q5": "no", "q6": "no"}});
        app.post(SCORE, &body).await.json()
    };
    let (no, unsure) = (with("no").await, with("unsure").await);
    assert_eq!(no["placement"], unsure["placement"]);
    assert_eq!(no["range"], json!([no["placement"]]));
    assert_eq!(standings(&unsure["range"]), json!(["pre-role", "at"]));
    assert_ne!(no["receipt"], unsure["receipt"]);
}

#[tokio::test]
async fn a_qualifier_without_all_six_changes_nothing_and_says_so() {
    let app = TestApp::start().await;
    let answers =
        json!({"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "yes", "q6": "no"});
    let plain = app.post(SCORE, &json!({"answers": answers})).await.json();
    let body = json!({"answers": answers, "qualifiers": {QUALIFIER: "yes"}});
    let leading = app.post(SCORE, &body).await.json();
    for member in [
        "placement",
        "counts",
        "decided",
        "range",
        "rule",
        "profile",
        "plateau",
        "criteria",
    ] {
        assert_eq!(plain[member], leading[member], "{member}");
    }
    let reason = leading["reasons"].as_array().unwrap().last().unwrap();
    assert_eq!(reason["id"], QUALIFIER);
    assert!(
        reason["text"].as_str().unwrap().contains("nothing"),
        "{reason}"
    );
}

#[tokio::test]
async fn the_same_answers_give_the_same_bytes_in_whatever_order_they_stand() {
    let app = TestApp::start().await;
    let text = r#"{"answers":{"q1":"yes","q4":"unsure","q6":"no"},"qualifiers":{"leads-cross-team":"no"}}"#;
    let first = app.post_text(SCORE, text).await;
    for text in [
        text,
        r#"{ "qualifiers": {"leads-cross-team": "no"}, "answers": {"q6": "no", "q4": "unsure", "q1": "yes"} }"#,
        r#"{"answers":{"\u0071\u0036":"no","q1":"y\u0065s","q4":"unsure"},"qualifiers":{"leads-cross-team":"no"}}"#,
    ] {
        assert_eq!(
            app.post_text(SCORE, text).await.bytes,
            first.bytes,
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_version_that_is_not_published_is_refused() {
    let app = TestApp::start().await;
    let body = json!({"answers": {"q1": "yes"}});
    let newest = app.post(SCORE, &body).await;
    let named = app.post(&format!("{SCORE}?version=1.3.0"), &body).await;
    assert_eq!(newest.bytes, named.bytes);
    for version in ["9.9.9", "1.0", "latest", ""] {
        let reply = app.post(&format!("{SCORE}?version={version}"), &body).await;
        assert_eq!(reply.pointers(), ["/version"], "{version}");
    }
    let reply = app.post(&format!("{SCORE}?detail=full"), &body).await;
    assert_eq!(reply.pointers(), ["/detail"]);
    let reply = app.post("/v1/ladders/nobody/quiz/score", &body).await;
    assert_eq!(reply.status, 404);
}

#[test]
fn of_very_many_sets_the_first_are_listed_and_all_are_counted() {
    let mut document: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
    document["translations"] = Value::Array(Vec::new());
    let quiz = &mut document["quiz"];
    let question = quiz["questions"][0].clone();
    let numbered = |nth: usize| {
        let mut question = question.clone();
        question["id"] = format!("n{nth}").into();
        question
    };
    quiz["questions"] = (0..64).map(numbered).collect();
    let ranges = [(0, 0), (1, 32), (33, 63), (64, 64), (64, 64)];
    for (rule, (min, max)) in ranges.into_iter().enumerate() {
        let when = &mut quiz["routing"][rule]["when"];
        (when["yes_min"], when["yes_max"]) = (min.into(), max.into());
    }
    let ladder = Ladder::prove(serde_json::from_value::<Document>(document).unwrap()).unwrap();
    let answers: Answers<'_> = [("n63", "yes".into())].into_iter().collect();
    let sheet = AnswerSheet::fill(&ladder.document().quiz, &answers, &Answers::default()).unwrap();
    let placement = ladder.place(&sheet, &ladder.decide(&sheet)).unwrap();
    assert_eq!(placement.to_advance.len(), MOST_SETS);
    assert!(placement.to_advance.iter().all(|set| set.len() == 32));
    // 63 over 32.
    assert_eq!(placement.to_advance_total, 916_312_070_471_295_267);
    assert_eq!(placement.range.len(), 4);
}
