//! Examples for the OpenAPI document: real answers of the built-in ladder to the requests that the document shows, so that none can
//! go stale.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

use crate::{
    app::{
        LadderCatalogue,
        comparisons::compare,
        compensation::{PositionPayRequest, position},
        diagnosis::{DiagnoseRoadblocksRequest, diagnose},
        interpretation::{InterpretAnswerRequest, interpret_answer},
        levels::level,
        phases::phase,
        planning::{CheckReadinessRequest, PlanRoadmapRequest, check_readiness, plan_roadmap},
        receipts::verify,
        scoring::{BatchScorer, ScoreQuizRequest, score},
        search::search,
    },
    domain::receipt::ReceiptKey,
    query,
};

/// The secret of the key that signs receipts in examples; no service has it.
const EXAMPLE_SECRET: &[u8] = b"an example, which signs nothing real";

const JSON: &str = "application/json";

/// An example of what is sent or answered in a media type.
pub(super) struct Example {
    /// The operation's id.
    pub operation: &'static str,
    /// The media type.
    pub media: &'static str,
    /// What is sent, where its schema has no example of its own.
    pub request: Option<Value>,
    /// What is answered.
    pub answer: Value,
}

/// An example of each operation that has one.
#[must_use]
pub(super) fn examples() -> Vec<Example> {
    all().unwrap_or_default()
}

fn all() -> Option<Vec<Example>> {
    let shelf = LadderCatalogue::built_in().ok()?;
    let published = shelf.find("ai-engineer", None).ok()?;
    let ladder = &published.ladder;
    let key = ReceiptKey::new(EXAMPLE_SECRET)?;
    let answers = shown::<ScoreQuizRequest<'_>>()?;
    let scored = score(ladder, &key, &serde_json::from_str(&answers).ok()?).ok()?;
    let asked = shown::<PositionPayRequest<'_>>()?;
    let position = position(ladder, &serde_json::from_str(&asked).ok()?).ok()?;
    let asked = shown::<CheckReadinessRequest<'_>>()?;
    let readiness = check_readiness(ladder, &serde_json::from_str(&asked).ok()?).ok()?;
    let asked = shown::<PlanRoadmapRequest<'_>>()?;
    let roadmap = plan_roadmap(ladder, &serde_json::from_str(&asked).ok()?, None).ok()?;
    let comparison = compare(ladder, &query::parse("from=junior&to=mid").ok()?).ok()?;
    let found = search(published, &query::parse("q=incident").ok()?).ok()?;
    let told = shown::<DiagnoseRoadblocksRequest>()?;
    let told: DiagnoseRoadblocksRequest = serde_json::from_str(&told).ok()?;
    let diagnosed = diagnose(ladder, published.signals(), &told).ok()?;
    let said = shown::<InterpretAnswerRequest>()?;
    let said = serde_json::from_str(&said).ok()?;
    let interpreted = interpret_answer(ladder, &said).ok()?;
    let mut lines = Vec::new();
    let mut batch = BatchScorer::new(Arc::clone(published), None, String::new(), 1000);
    batch.feed(
        b"{\"ref\":\"a\",\"answers\":{\"q1\":\"yes\",\"q2\":\"yes\",\"q3\":\"no\"}}\n",
        &mut lines,
    );
    Some(vec![
        json_of("find_level", &level(ladder, "mid").ok()?)?,
        json_of("find_phase", &phase(ladder, "2").ok()?)?,
        json_of("compare_levels", &comparison)?,
        json_of("score_quiz", &scored)?,
        json_of("check_readiness", &readiness)?,
        json_of("plan_roadmap", &roadmap)?,
        json_of("position_pay", &position)?,
        json_of("search_ladder", &found)?,
        json_of("diagnose_roadblocks", &diagnosed)?,
        json_of("interpret_answer", &interpreted)?,
        Example {
            request: Some(json!({ "receipt": scored.receipt })),
            ..json_of(
                "verify_receipt",
                &verify(&scored.receipt, &[key], &shelf, ladder.words()),
            )?
        },
        Example {
            operation: "score_quiz_batch",
            media: "application/x-ndjson",
            request: None,
            answer: Value::String(String::from_utf8(lines).ok()?),
        },
    ])
}

/// What the schema of a body shows as its example.
fn shown<T: ToSchema + PartialSchema>() -> Option<String> {
    let schema = serde_json::to_value(T::schema()).ok()?;
    Some(schema.get("example")?.to_string())
}

fn json_of(operation: &'static str, answer: &impl Serialize) -> Option<Example> {
    Some(Example {
        operation,
        media: JSON,
        request: None,
        answer: serde_json::to_value(answer).ok()?,
    })
}
