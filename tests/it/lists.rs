//! Lists: filters, pages, and two levels compared.

use serde_json::{Value, json};

use crate::{app::TestApp, catalogue::column};

const AT: &str = "/v1/ladders/ai-engineer";

/// The ids of what a list holds.
async fn ids(app: &TestApp, path: &str) -> Vec<Value> {
    let reply = app.get(&format!("{AT}/{path}")).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    column(&reply.json(), "id")
}

#[tokio::test]
async fn roadblocks_are_filtered_by_level() {
    let app = TestApp::start().await;
    assert_eq!(
        ids(&app, "roadblocks").await,
        [
            "ai-as-crutch",
            "rag-to-agents",
            "invisible-senior",
            "senior-pay-plateau",
            "self-study-ceiling"
        ]
    );
    assert_eq!(ids(&app, "roadblocks?level=junior").await, ["ai-as-crutch"]);
    assert_eq!(
        ids(&app, "roadblocks?level=mid").await,
        ["rag-to-agents", "self-study-ceiling"]
    );
    assert_eq!(
        ids(&app, "roadblocks?level=senior").await,
        [
            "invisible-senior",
            "senior-pay-plateau",
            "self-study-ceiling"
        ]
    );
    assert_eq!(
        ids(&app, "roadblocks?level=staff").await,
        ["self-study-ceiling"]
    );
}

#[tokio::test]
async fn resources_are_filtered_by_phase_kind_and_advertising() {
    let app = TestApp::start().await;
    let all = ids(&app, "resources").await;
    assert_eq!(all.len(), 13);
    let advertised = ["mentor-ai-coach", "mentor-ml", "mentor-staff"];
    assert_eq!(ids(&app, "resources?sponsored=true").await, advertised);
    let rest = ids(&app, "resources?sponsored=false").await;
    assert_eq!(rest.len(), 10);
    assert!(
        !rest
            .iter()
            .any(|id| advertised.contains(&id.as_str().unwrap()))
    );
    assert_eq!(
        ids(&app, "resources?phase=2").await,
        ["langgraph", "mlflow", "weights-and-biases", "mentor-ml"]
    );
    assert_eq!(ids(&app, "resources?kind=guide").await, ["openai-evals"]);
    assert_eq!(ids(&app, "resources?kind=mentor").await, advertised);
    assert_eq!(
        ids(&app, "resources?phase=4&sponsored=false").await,
        ["chip-huyen", "internal-design-docs"]
    );
    assert_eq!(
        ids(&app, "resources?phase=1&kind=tool").await,
        Vec::<Value>::new()
    );
}

#[tokio::test]
async fn a_resource_names_the_phases_that_it_is_fit_for() {
    let app = TestApp::start().await;
    let resources = app.get(&format!("{AT}/resources")).await.json();
    let resources = resources["items"].as_array().unwrap();
    assert!(resources.len() > 7, "{}", resources.len());
    for resource in resources {
        let phases = match resource["id"].as_str().unwrap() {
            "langgraph" | "mlflow" | "weights-and-biases" | "mentor-ml" => json!([2]),
            "chip-huyen" | "internal-design-docs" | "mentor-staff" => json!([3, 4]),
            _ => json!([1]),
        };
        assert_eq!(resource["phases"], phases, "{resource}");
        let advertising = resource["name"].as_str().unwrap().contains("MentorCruise");
        assert_eq!(resource["sponsored"], advertising, "{resource}");
    }
}

#[tokio::test]
async fn bands_are_filtered_by_level_region_currency_and_market() {
    let app = TestApp::start().await;
    let levels = async |query: &str| {
        let reply = app.get(&format!("{AT}/compensation{query}")).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.text());
        column(&reply.json(), "level")
    };
    assert_eq!(levels("").await, ["junior", "mid", "senior", "staff"]);
    assert_eq!(levels("?level=mid").await, ["mid"]);
    assert_eq!(levels("?region=US&currency=USD").await.len(), 4);
    assert_eq!(levels("?region=DE").await.len(), 0);
    assert_eq!(levels("?currency=EUR").await.len(), 0);
    assert_eq!(levels("?market=general").await, ["junior", "mid", "senior"]);
    assert_eq!(levels("?market=top-tier-companies").await, ["staff"]);
    assert_eq!(levels("?level=staff&market=general").await.len(), 0);
}

#[tokio::test]
async fn a_filter_that_does_not_fit_is_refused_by_name() {
    let app = TestApp::start().await;
    let refused = [
        ("roadblocks?level=principal", vec!["/level"]),
        ("roadblocks?level=", vec!["/level"]),
        ("compensation?level=principal", vec!["/level"]),
        ("resources?phase=0", vec!["/phase"]),
        ("resources?phase=5", vec!["/phase"]),
        ("resources?phase=300", vec!["/phase"]),
        ("resources?phase=two", vec!["/phase"]),
        ("resources?kind=podcast", vec!["/kind"]),
        ("resources?sponsored=maybe", vec!["/sponsored"]),
        (
            "resources?sponsored=maybe&kind=podcast&phase=x&colour=red",
            vec!["/colour", "/kind", "/phase", "/sponsored"],
        ),
        ("levels?limit=1&limit=2", vec!["/limit"]),
        ("levels?limit=0", vec!["/limit"]),
        ("levels?limit=201", vec!["/limit"]),
        ("levels?limit=-1", vec!["/limit"]),
        ("levels?limit=99999999999999999999", vec!["/limit"]),
        ("levels?limit=ten", vec!["/limit"]),
        ("levels?cursor=nonsense", vec!["/cursor"]),
        ("levels?cursor=", vec!["/cursor"]),
        ("levels?version=9.9.9", vec!["/version"]),
        ("levels?version=newest", vec!["/version"]),
        ("levels?version=1.0", vec!["/version"]),
        ("compare", vec!["/from", "/to"]),
        ("compare?from=junior", vec!["/to"]),
        ("compare?from=nobody&to=noone", vec!["/from", "/to"]),
        ("compare?from=mid&to=mid", vec!["/to"]),
        ("compare?from=staff&to=junior", vec!["/to"]),
    ];
    for (query, pointers) in refused {
        let reply = app.get(&format!("{AT}/{query}")).await;
        assert_eq!(reply.status, 422, "{query}: {}", reply.text());
        assert_eq!(reply.pointers(), pointers, "{query}");
        let problem = reply.json();
        for error in problem["errors"].as_array().unwrap() {
            assert_eq!(error["in"], "query", "{query}");
        }
    }
}

#[tokio::test]
async fn all_faults_of_a_query_are_named_at_once() {
    let app = TestApp::start().await;
    let long = "x".repeat(65);
    let long = format!("roadblocks?level={long}&limit=0&limit=1&colour=red");
    for (query, pointers) in [
        (long.as_str(), vec!["/colour", "/level", "/limit", "/limit"]),
        ("compare?colour=red", vec!["/colour", "/from", "/to"]),
        ("compare?from=nobody&to=no-one", vec!["/from", "/to"]),
        // What does not fit the schema comes first.
        ("roadblocks?level=principal&limit=0", vec!["/limit"]),
        ("roadblocks?level=principal&limit=1", vec!["/level"]),
        ("resources?phase=9&limit=500", vec!["/limit"]),
        ("resources?phase=9&limit=1", vec!["/phase"]),
        ("levels?limit=0&cursor=nonsense", vec!["/limit"]),
        ("levels?limit=1&cursor=nonsense", vec!["/cursor"]),
    ] {
        let reply = app.get(&format!("{AT}/{query}")).await;
        assert_eq!(reply.pointers(), pointers, "{query}");
    }
}

#[tokio::test]
async fn pages_give_every_item_exactly_once() {
    let app = TestApp::start().await;
    for list in [
        "levels",
        "phases",
        "roadblocks",
        "resources",
        "faqs",
        "compensation",
        "versions",
        "resources?kind=documentation",
    ] {
        let sign = if list.contains('?') { '&' } else { '?' };
        let whole = app.get(&format!("{AT}/{list}{sign}limit=200")).await.json();
        assert_eq!(whole["next_cursor"], Value::Null);
        let whole = whole["items"].as_array().unwrap();
        for limit in [1, 2, 3, 5, whole.len()] {
            let mut walked = Vec::new();
            let mut next = format!("{AT}/{list}{sign}limit={limit}");
            loop {
                let page = app.get(&next).await.json();
                let items = page["items"].as_array().unwrap().clone();
                assert!(!items.is_empty() && items.len() <= limit, "{next}");
                walked.extend(items);
                let Some(cursor) = page["next_cursor"].as_str() else {
                    break;
                };
                next = format!("{AT}/{list}{sign}limit={limit}&cursor={cursor}");
            }
            assert_eq!(&walked, whole, "{list} by {limit}");
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let app = TestApp::start().await;
    let page = app.get(&format!("{AT}/faqs?limit=1")).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let reply = app.get(&format!("{AT}/levels?cursor={cursor}")).await;
    assert_eq!(reply.pointers(), ["/cursor"]);
}

#[tokio::test]
async fn two_levels_are_compared_side_by_side() {
    let app = TestApp::start().await;
    let next = app
        .get(&format!("{AT}/compare?from=junior&to=mid"))
        .await
        .json();
    assert_eq!(
        next["from"]["tenure"],
        json!({"min_months": 0, "max_months": 18})
    );
    assert_eq!(
        next["to"]["tenure"],
        json!({"min_months": 18, "max_months": 48})
    );
    assert_eq!(
        column(&next["timeframes"], "id"),
        ["junior-to-mid-fast", "junior-to-mid-stuck"]
    );
    assert_eq!(
        column(&next["dimensions"], "id"),
        [
            "scope",
            "decision-ownership",
            "system-accountability",
            "failure-mode"
        ]
    );
    assert_eq!(
        next["dimensions"][0]["from"],
        "Puts AI into single features"
    );
    assert_eq!(
        next["dimensions"][0]["to"],
        "Designs AI systems with their failure modes, latency budgets and cost limits"
    );
    let [criteria] = next["criteria"].as_array().unwrap().as_slice() else {
        panic!("{next}");
    };
    assert_eq!(
        column(&criteria["criteria"], "id"),
        [
            "explain-model-choice",
            "debug-unaided",
            "eval-harness",
            "three-approaches"
        ]
    );
    // Mid is not published, and nothing is put in its place.
    let [step] = next["pay_steps"].as_array().unwrap().as_slice() else {
        panic!("{next}");
    };
    for figure in ["midpoint_progression", "step_to_next_band"] {
        assert_eq!(step[figure]["value"], Value::Null);
        assert_eq!(step[figure]["reason"], "not_published");
    }
}

#[tokio::test]
async fn levels_far_apart_are_compared_over_all_that_lies_between() {
    let app = TestApp::start().await;
    let far = app
        .get(&format!("{AT}/compare?from=junior&to=staff"))
        .await
        .json();
    assert_eq!(column(&far["criteria"], "phase"), [1, 2, 3]);
    assert_eq!(
        column(&far["dimensions"], "id"),
        [
            "scope",
            "decision-ownership",
            "system-accountability",
            "failure-mode",
            "stakeholder-surface"
        ]
    );
    let scope = &far["dimensions"][0];
    assert_eq!(column(&scope["steps"], "phase"), [2, 3, 4]);
    assert_eq!(scope["to"], "The organisation's technical direction");
    let senior = app
        .get(&format!("{AT}/compare?from=senior&to=staff"))
        .await
        .json();
    let step = &senior["pay_steps"][0];
    assert_eq!(step["midpoint_progression"]["value"], "1.2500");
    assert_eq!(step["step_to_next_band"]["value"], "130000");
    let span = app
        .get(&format!("{AT}/compare?from=junior&to=senior"))
        .await
        .json();
    assert_eq!(column(&span["timeframes"], "id")[0], "junior-to-senior");
}
