//! Examples for the OpenAPI document: real answers of the built-in ladder, so that none can go stale.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    app::{
        Published, RELEASED, built_in,
        scoring::{Batch, ScoreQuiz, score},
    },
    domain::{
        id::Money,
        pay::BandChoice,
        receipt::{Claims, Key},
    },
    http::{compensation::PositionView, levels, phases},
};

/// The secret of the key that signs receipts in examples; no service has it.
const EXAMPLE_SECRET: &[u8] = b"an example, which signs nothing real";

/// An example of what an operation answers, by media type.
#[must_use]
pub(super) fn answers() -> Vec<(&'static str, &'static str, Value)> {
    examples().unwrap_or_default()
}

fn examples() -> Option<Vec<(&'static str, &'static str, Value)>> {
    const JSON: &str = "application/json";
    let ladder = built_in().ok()?.into_iter().next()?;
    let released = RELEASED.parse::<chrono::NaiveDate>().ok()?;
    let released = released.and_hms_opt(0, 0, 0)?.and_utc();
    let published = Arc::new(Published::new(ladder, released).ok()?);
    let ladder = &published.ladder;
    let key = Key::new(EXAMPLE_SECRET)?;
    let answers = br#"{"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "no", "q6": "unsure"}}"#;
    let answers: ScoreQuiz<'_> = serde_json::from_slice(answers).ok()?;
    let scored = score(ladder, &key, &answers).ok()?;
    let band = ladder.choose_band("junior", &BandChoice::default()).ok()?;
    let position = PositionView {
        ladder: ladder.stamp(),
        position: ladder.position_pay(band, Money::parse("90000").ok()?),
    };
    let claims: Claims = claims(&scored.receipt)?;
    let mut lines = Vec::new();
    let mut batch = Batch::new(Arc::clone(&published), None, String::new(), 1000);
    batch.feed(
        b"{\"ref\":\"a\",\"answers\":{\"q1\":\"yes\"}}\n",
        &mut lines,
    );
    Some(vec![
        (
            "find_level",
            JSON,
            value(&levels::view(ladder, ladder.level("mid")?))?,
        ),
        (
            "find_phase",
            JSON,
            value(&phases::view(ladder, ladder.phase(2)?))?,
        ),
        ("score_quiz", JSON, value(&scored)?),
        ("position_pay", JSON, value(&position)?),
        (
            "verify_receipt",
            JSON,
            json!({"ours": true, "unchanged": true, "reproducible": true,
                "detail": "Ours and unchanged; the same answers give the same outcome today.", "claims": claims}),
        ),
        (
            "score_quiz_batch",
            "application/x-ndjson",
            Value::String(String::from_utf8(lines).ok()?),
        ),
    ])
}

fn claims(receipt: &str) -> Option<Claims> {
    let key = Key::new(EXAMPLE_SECRET)?;
    match crate::domain::receipt::read(receipt, &[key]) {
        crate::domain::receipt::Reading::Authentic(claims) => Some(*claims),
        _ => None,
    }
}

fn value(answer: &impl Serialize) -> Option<Value> {
    serde_json::to_value(answer).ok()
}
