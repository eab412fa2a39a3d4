//! Facts: what the built-in ladder says, written out here once more and compared with what is served.

use serde_json::{Value, json};

use crate::{app::TestApp, catalogue::column};

const AT: &str = "/v1/ladders/ai-engineer";

#[tokio::test]
async fn the_ladder_is_listed_with_its_counts() {
    let app = TestApp::start().await;
    let list = app.get("/v1/ladders").await.json();
    let [ladder] = list["items"].as_array().unwrap().as_slice() else {
        panic!("{list}");
    };
    assert_eq!(ladder["id"], "ai-engineer");
    assert_eq!(ladder["title"], "AI Engineer");
    assert_eq!(ladder["version"], "1.3.0");
    assert_eq!(ladder["publisher"], "MentorCruise");
    assert_eq!(ladder["locale"], "en");
    assert!(
        ladder["summary"]
            .as_str()
            .unwrap()
            .starts_with("Four levels from Junior to Staff")
    );
    assert_eq!(
        ladder["counts"],
        json!({"levels": 4, "questions": 6, "phases": 4, "criteria": 16, "roadblocks": 5,
            "resources": 13, "bands": 4, "faqs": 4})
    );
    assert_eq!(list["next_cursor"], Value::Null);
}

#[tokio::test]
async fn the_whole_document_keeps_its_source_its_insights_and_both_time_spans() {
    let app = TestApp::start().await;
    let ladder = app.get(AT).await.json();
    assert_eq!(ladder["format"], "rungs/ladder/1");
    assert_eq!(
        ladder["source"],
        json!({"title": "The AI Engineer Roadmap", "author": "Dominic Monn", "publisher": "MentorCruise"})
    );
    assert_eq!(
        column(&ladder["insights"], "id"),
        [
            "credibility-over-skills",
            "biggest-plateau",
            "pay-arc",
            "pace",
            "self-study-ceiling"
        ]
    );
    let span = |id: &str| {
        let spans = ladder["timeframes"].as_array().unwrap();
        let span = spans.iter().find(|span| span["id"] == id).unwrap();
        (
            span["min_months"].as_u64().unwrap(),
            span["max_months"].as_u64().unwrap(),
            span["label"].as_str().unwrap(),
        )
    };
    assert_eq!(ladder["timeframes"].as_array().unwrap().len(), 5);
    assert_eq!(span("junior-to-senior"), (36, 96, "for most engineers"));
    assert_eq!(
        span("reach-senior"),
        (
            48,
            96,
            "typical total experience; the plateau is the limit, not the calendar"
        )
    );
    assert_eq!(span("junior-to-mid-fast").0, 18);
    assert_eq!(span("junior-to-mid-stuck").0, 36);
    assert_eq!(span("senior-stall").0, 60);
    assert!(
        ladder["common_cause"]
            .as_str()
            .unwrap()
            .starts_with("All five mistake accumulation")
    );
    assert!(
        ladder["resource_principle"]
            .as_str()
            .unwrap()
            .contains("holds back at Senior")
    );
}

#[tokio::test]
async fn levels_have_their_tenure_their_plateau_and_their_neighbours() {
    let app = TestApp::start().await;
    let expected = [
        (
            "junior",
            "Junior AI Engineer",
            0,
            json!(18),
            3,
            "tools-without-understanding",
            json!("mid"),
        ),
        (
            "mid",
            "Mid AI Engineer",
            18,
            json!(48),
            3,
            "rag-to-agents",
            json!("senior"),
        ),
        (
            "senior",
            "Senior AI Engineer",
            48,
            json!(96),
            3,
            "prototype-to-production",
            json!("staff"),
        ),
        (
            "staff",
            "Staff AI Engineer",
            96,
            Value::Null,
            2,
            "technical-to-influence",
            Value::Null,
        ),
    ];
    let list = app.get(&format!("{AT}/levels")).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), expected.len());
    for (index, (id, title, min, max, moves, plateau, next)) in expected.into_iter().enumerate() {
        let level = app.get(&format!("{AT}/levels/{id}")).await.json();
        assert_eq!(level, list["items"][index], "{id}");
        assert_eq!(level["id"], id);
        assert_eq!(level["title"], title);
        assert_eq!(level["rank"], index + 1);
        assert_eq!(level["phase"], index + 1);
        assert_eq!(
            level["tenure"],
            json!({"min_months": min, "max_months": max})
        );
        assert_eq!(
            level["moves_forward"].as_array().unwrap().len(),
            moves,
            "{id}"
        );
        assert_eq!(level["plateau"]["id"], plateau);
        assert_eq!(level["next_level"], next);
    }
}

#[tokio::test]
async fn the_plateau_at_a_level_and_the_failure_mode_in_its_phase_are_two_things() {
    let app = TestApp::start().await;
    let level = app.get(&format!("{AT}/levels/senior")).await.json();
    let phase = app.get(&format!("{AT}/phases/3")).await.json();
    assert_eq!(level["plateau"]["title"], "From prototype to production");
    let modes = phase["dimensions"].as_array().unwrap();
    let mode = modes
        .iter()
        .find(|row| row["id"] == "failure-mode")
        .unwrap();
    assert_eq!(
        mode["to"],
        "Strong technically while influence ends at the own team"
    );
    assert_eq!(mode["from"], "Prototypes that do not survive production");
}

#[tokio::test]
async fn the_quiz_asks_six_questions_and_one_qualifier() {
    let app = TestApp::start().await;
    let quiz = app.get(&format!("{AT}/quiz")).await.json();
    assert_eq!(quiz["title"], "Where are you now?");
    assert_eq!(
        column(&quiz["questions"], "id"),
        ["q1", "q2", "q3", "q4", "q5", "q6"]
    );
    assert_eq!(
        column(&quiz["questions"], "stage"),
        ["junior", "junior", "mid", "mid", "senior", "senior"]
    );
    assert_eq!(
        column(&quiz["questions"], "topic"),
        [
            "architecture-ownership",
            "production",
            "diagnosis",
            "model-decisions",
            "cross-team-review",
            "evaluation-standards"
        ]
    );
    assert_eq!(column(&quiz["qualifiers"], "id"), ["leads-cross-team"]);
    let rules: Vec<Value> = quiz["routing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            json!([
                rule["when"]["yes_min"],
                rule["when"]["yes_max"],
                rule["when"]["qualifiers"],
                rule["outcome"]["level"],
                rule["outcome"]["phase"],
                rule["outcome"]["standing"]
            ])
        })
        .collect();
    assert_eq!(
        json!(rules),
        json!([
            [0, 0, [], null, 1, "pre-role"],
            [1, 2, [], "junior", 1, "at"],
            [3, 4, [], "mid", 2, "at"],
            [5, 6, [], "senior", 3, "at"],
            [6, 6, ["leads-cross-team"], "senior", 4, "approaching"]
        ])
    );
    let places: Vec<Value> = quiz["placements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| {
            json!([
                place["level"],
                place["phase"],
                place["standing"],
                place["next_level"]
            ])
        })
        .collect();
    assert_eq!(
        json!(places),
        json!([
            [null, 1, "pre-role", "junior"],
            ["junior", 1, "at", "mid"],
            ["mid", 2, "at", "senior"],
            ["senior", 3, "at", "staff"],
            ["senior", 4, "approaching", "staff"]
        ])
    );
}

#[tokio::test]
async fn bands_keep_what_is_published_and_say_what_is_not() {
    let app = TestApp::start().await;
    let bands = app.get(&format!("{AT}/compensation")).await.json();
    let rows: Vec<Value> = bands["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|band| {
            assert_eq!(
                json!([band["region"], band["currency"], band["period"]]),
                json!(["US", "USD", "year"])
            );
            json!([
                band["level"],
                band["min"],
                band["max"],
                band["open"],
                band["midpoint"],
                band["market"],
                band["published"],
                band["reason"]
            ])
        })
        .collect();
    assert_eq!(
        json!(rows),
        json!([
            [
                "junior", "90000", "135000", false, "112500", "general", true, null
            ],
            [
                "mid",
                null,
                null,
                null,
                null,
                "general",
                false,
                "not_published"
            ],
            [
                "senior", "180000", "220000", true, "200000", "general", true, null
            ],
            [
                "staff",
                "350000",
                "550000",
                true,
                "450000",
                "top-tier-companies",
                true,
                null
            ]
        ])
    );
    let staff = &bands["items"][3];
    assert_eq!(staff["label"], "top-tier companies");
}
