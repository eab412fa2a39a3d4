//! Phases: their tables, criteria and resources, written out here once more and compared with what is served.

use serde_json::{Value, json};

use crate::{app::TestApp, catalogue::column};

const AT: &str = "/v1/ladders/ai-engineer";

#[tokio::test]
async fn phases_have_their_tables_criteria_and_resources() {
    let app = TestApp::start().await;
    let expected = [
        (
            "junior",
            "From output to understanding",
            "comprehension",
            "pre-role",
            "exit",
            json!("mid"),
            [
                "scope",
                "decision-ownership",
                "failure-mode",
                "ai-tool-relationship",
            ],
            [
                "explain-model-choice",
                "debug-unaided",
                "eval-harness",
                "three-approaches",
            ],
            vec![
                "langchain-docs",
                "llamaindex-docs",
                "openai-docs",
                "anthropic-docs",
                "openai-evals",
                "mentor-ai-coach",
            ],
        ),
        (
            "mid",
            "Closing the production gap",
            "production credibility",
            "junior",
            "exit",
            json!("senior"),
            [
                "scope",
                "decision-ownership",
                "system-accountability",
                "failure-mode",
            ],
            [
                "owned-incident",
                "agent-orchestration",
                "cost-at-10x",
                "build-buy-finetune",
            ],
            vec!["langgraph", "mlflow", "weights-and-biases", "mentor-ml"],
        ),
        (
            "senior",
            "From delivering to setting the design",
            "influence",
            "mid",
            "exit",
            json!("staff"),
            [
                "scope",
                "decision-ownership",
                "stakeholder-surface",
                "failure-mode",
            ],
            [
                "adopted-elsewhere",
                "cross-team-review",
                "non-technical-buy-in",
                "evaluation-spec",
            ],
            vec!["chip-huyen", "internal-design-docs", "mentor-staff"],
        ),
        (
            "staff",
            "Operating at organisation scope",
            "organisational judgement",
            "senior",
            "operating",
            Value::Null,
            [
                "scope",
                "decision-ownership",
                "stakeholder-surface",
                "failure-mode",
            ],
            [
                "org-standard",
                "platform-selection",
                "roadmap-influence",
                "mentored-senior",
            ],
            vec!["chip-huyen", "internal-design-docs", "mentor-staff"],
        ),
    ];
    let list = app.get(&format!("{AT}/phases")).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 4);
    for (index, (level, title, theme, column_from, kind, to, dimensions, criteria, resources)) in
        expected.into_iter().enumerate()
    {
        let phase = app.get(&format!("{AT}/phases/{}", index + 1)).await.json();
        assert_eq!(phase, list["items"][index]);
        assert_eq!(phase["number"], index + 1);
        assert_eq!(phase["level"], level);
        assert_eq!(phase["title"], title);
        assert_eq!(phase["theme"], theme);
        assert_eq!(phase["table"], json!({"from": column_from, "to": level}));
        assert_eq!(phase["criteria_kind"], kind);
        assert_eq!(phase["criteria_to"], to);
        assert_eq!(column(&phase["dimensions"], "id"), dimensions);
        assert_eq!(column(&phase["criteria"], "id"), criteria);
        assert_eq!(phase["resources"], json!(resources));
    }
}

#[tokio::test]
async fn criteria_keep_their_measures() {
    let app = TestApp::start().await;
    let phases = app.get(&format!("{AT}/phases")).await.json();
    let criteria = phases["items"].as_array().unwrap().iter();
    let criteria = criteria.flat_map(|phase| phase["criteria"].as_array().unwrap());
    let measured: Vec<Value> = criteria
        .filter(|criterion| !criterion["measure"].is_null())
        .map(|criterion| {
            let measure = &criterion["measure"];
            json!([
                criterion["id"],
                measure["at_least"],
                measure["at_most"],
                measure["unit"]
            ])
        })
        .collect();
    assert_eq!(
        json!(measured),
        json!([
            ["eval-harness", 20, null, "test cases"],
            ["owned-incident", 1, null, "incidents"],
            ["cost-at-10x", 10, null, "times current load"],
            ["cross-team-review", 2, null, "other teams"],
            ["org-standard", 2, null, "product teams"],
            ["platform-selection", 2, null, "teams"],
            ["mentored-senior", null, 6, "months"]
        ])
    );
}
