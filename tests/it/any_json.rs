//! Any JSON at all, posted to the stateless calls: always an answer that the document knows, never a defect.

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use crate::app::TestApp;

const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const POSITION: &str = "/v1/ladders/ai-engineer/compensation/position";
const VERIFY: &str = "/v1/receipts/verify";

/// Any JSON, leaning towards what the calls know.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("answers"),
        Just("qualifiers"),
        Just("q1"),
        Just("q6"),
        Just("leads-cross-team"),
        Just("level"),
        Just("amount"),
        Just("region"),
        Just("currency"),
        Just("period"),
        Just("market"),
        Just("yes"),
        Just("no"),
        Just("unsure"),
        Just("junior"),
        Just("mid"),
        Just("US"),
        Just("USD"),
        Just("year"),
        Just("general"),
        Just("90000")
    ];
    let text = prop_oneof![4 => word.prop_map(String::from), 1 => any::<String>(), 1 => "[0-9]{1,14}(\\.[0-9]{1,5})?"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            4 => prop::collection::vec((text.clone(), inner), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

#[test]
fn any_json_at_all_gets_an_answer_that_the_document_knows() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(TestApp::start());
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let cases = (any_json(), any_json());
    let result = runner.run(&cases, |(first, second)| {
        let bodies = [
            (SCORE, first.clone()),
            (SCORE, json!({"answers": first, "qualifiers": second})),
            (POSITION, first.clone()),
            (
                POSITION,
                json!({"level": "junior", "amount": first, "market": second}),
            ),
            (VERIFY, json!({"receipt": second})),
        ];
        for (path, body) in bodies {
            // What the document does not know fails in there.
            let reply = runtime.block_on(app.post(path, &body));
            prop_assert!(
                reply.status == 200 || reply.status == 422,
                "{} {} {}",
                path,
                body,
                reply.text()
            );
        }
        Ok(())
    });
    result.unwrap();
    runtime.block_on(app.still_answers());
}
