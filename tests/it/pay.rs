//! Pay: the arithmetic of the contract with figures worked out by hand, and what cannot be said.

use proptest::prelude::*;
use rungs::{
    app::built_in,
    domain::{document::Document, id::Money, ladder::Ladder},
};
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};

const POSITION: &str = "/v1/ladders/ai-engineer/compensation/position";
const FIGURES: [&str; 6] = [
    "midpoint",
    "compa_ratio",
    "range_penetration",
    "range_spread",
    "midpoint_progression",
    "step_to_next_band",
];

async fn position(app: &TestApp, level: &str, amount: impl Into<Value>) -> Value {
    let body = json!({"level": level, "amount": amount.into()});
    let reply = app.post(POSITION, &body).await;
    assert_eq!(reply.status, 200, "{body}: {}", reply.text());
    reply.json()
}

/// The values of all figures, in the order of the contract.
fn values(answer: &Value) -> [Value; 6] {
    FIGURES.map(|name| answer["figures"][name]["value"].clone())
}

/// The reasons of all figures.
fn reasons(answer: &Value) -> [Value; 6] {
    FIGURES.map(|name| answer["figures"][name]["reason"].clone())
}

#[tokio::test]
async fn figures_are_those_worked_out_by_hand() {
    let app = TestApp::start().await;
    let (no, open) = (Value::Null, "above_open_maximum");
    // Level, amount, where it lies; then midpoint, compa-ratio, penetration, spread, progression, step.
    #[rustfmt::skip]
    let table: [(&str, u64, &str, [Value; 6]); 14] = [
        ("junior", 0, "below", [json!("112500"), json!("0.0000"), json!("-2.0000"), json!("0.5000"), no.clone(), no.clone()]),
        ("junior", 80_000, "below", [json!("112500"), json!("0.7111"), json!("-0.2222"), json!("0.5000"), no.clone(), no.clone()]),
        ("junior", 90_000, "within", [json!("112500"), json!("0.8000"), json!("0.0000"), json!("0.5000"), no.clone(), no.clone()]),
        ("junior", 112_500, "within", [json!("112500"), json!("1.0000"), json!("0.5000"), json!("0.5000"), no.clone(), no.clone()]),
        ("junior", 135_000, "within", [json!("112500"), json!("1.2000"), json!("1.0000"), json!("0.5000"), no.clone(), no.clone()]),
        ("junior", 150_000, "above", [json!("112500"), json!("1.3333"), json!("1.3333"), json!("0.5000"), no.clone(), no.clone()]),
        ("senior", 170_000, "below", [json!("200000"), json!("0.8500"), json!("-0.2500"), json!("0.2222"), json!("1.2500"), json!("130000")]),
        ("senior", 180_000, "within", [json!("200000"), json!("0.9000"), json!("0.0000"), json!("0.2222"), json!("1.2500"), json!("130000")]),
        ("senior", 195_000, "within", [json!("200000"), json!("0.9750"), json!("0.3750"), json!("0.2222"), json!("1.2500"), json!("130000")]),
        ("senior", 220_000, "within", [json!("200000"), json!("1.1000"), json!("1.0000"), json!("0.2222"), json!("1.2500"), json!("130000")]),
        ("senior", 220_001, open, [json!("200000"), no.clone(), no.clone(), json!("0.2222"), json!("1.2500"), json!("130000")]),
        ("staff", 350_000, "within", [json!("450000"), json!("0.7778"), json!("0.0000"), json!("0.5714"), no.clone(), no.clone()]),
        ("staff", 500_000, "within", [json!("450000"), json!("1.1111"), json!("0.7500"), json!("0.5714"), no.clone(), no.clone()]),
        ("staff", 600_000, open, [json!("450000"), no.clone(), no.clone(), json!("0.5714"), no.clone(), no.clone()]),
    ];
    for (level, amount, lies, figures) in table {
        let answer = position(&app, level, amount).await;
        assert_eq!(values(&answer), figures, "{level} {amount}");
        assert_eq!(answer["lies"], lies, "{level} {amount}");
        assert_eq!(answer["amount"], amount.to_string());
        for name in FIGURES {
            let figure = &answer["figures"][name];
            assert_eq!(
                figure["value"].is_null(),
                figure["reason"].is_string(),
                "{figure}"
            );
            assert!(figure["formula"].is_string() && figure["expression"].is_string());
        }
    }
}

#[tokio::test]
async fn figures_that_cannot_be_given_say_why() {
    let app = TestApp::start().await;
    let no = Value::Null;
    let (unpublished, open, top) = (
        json!("not_published"),
        json!("above_open_maximum"),
        json!("no_next_level"),
    );
    let mid = position(&app, "mid", 150_000).await;
    assert_eq!(mid["lies"], no);
    assert_eq!(mid["band"]["published"], false);
    assert_eq!(values(&mid), [(); 6].map(|()| no.clone()));
    assert_eq!(reasons(&mid), [(); 6].map(|()| unpublished.clone()));
    for member in ["min", "max", "open", "midpoint"] {
        assert_eq!(mid["band"][member], no, "{member}");
    }
    // The level above Junior is Mid, and nothing is interpolated to reach it.
    let junior = position(&app, "junior", 100_000).await;
    let expected = [
        no.clone(),
        no.clone(),
        no.clone(),
        no.clone(),
        unpublished.clone(),
        unpublished,
    ];
    assert_eq!(reasons(&junior), expected);
    let senior = position(&app, "senior", 1_000_000).await;
    let expected = [
        no.clone(),
        open.clone(),
        open,
        no.clone(),
        no.clone(),
        no.clone(),
    ];
    assert_eq!(reasons(&senior), expected);
    let staff = position(&app, "staff", 400_000).await;
    let expected = [no.clone(), no.clone(), no.clone(), no, top.clone(), top];
    assert_eq!(reasons(&staff), expected);
    assert_eq!(staff["next_band"], Value::Null);
}

#[tokio::test]
async fn a_step_between_markets_says_so() {
    let app = TestApp::start().await;
    let senior = position(&app, "senior", 200_000).await;
    for name in ["midpoint_progression", "step_to_next_band"] {
        let detail = senior["figures"][name]["detail"].as_str().unwrap();
        assert!(
            detail.contains("general") && detail.contains("top-tier-companies"),
            "{detail}"
        );
    }
    assert_eq!(senior["next_band"]["market"], "top-tier-companies");
}

#[tokio::test]
async fn figures_are_rounded_half_even_at_four_decimals() {
    let app = TestApp::start().await;
    // 112500 × 0.80005 and 112500 × 0.80015: half up would give 0.8001 and 0.8002, half down 0.8000 and 0.8001.
    for (amount, ratio) in [("90005.625", "0.8000"), ("90016.875", "0.8002")] {
        let answer = position(&app, "junior", amount).await;
        assert_eq!(answer["figures"]["compa_ratio"]["value"], ratio, "{amount}");
    }
    let answer = position(&app, "junior", "89999.9999").await;
    assert_eq!(answer["lies"], "below");
    assert_eq!(
        answer["figures"]["range_penetration"]["value"], "0.0000",
        "there is no minus zero"
    );
}

#[tokio::test]
async fn an_amount_is_exact_as_a_string_and_as_the_digits_of_a_number() {
    let app = TestApp::start().await;
    let taken = [
        (json!(90_000), "90000"),
        (json!("90000"), "90000"),
        (json!("90000.5"), "90000.5"),
        (json!("90000.5000"), "90000.5"),
        (json!("000000090000"), "90000"),
        (json!(999_999_999_999_u64), "999999999999"),
        (json!("999999999999.9999"), "999999999999.9999"),
        (json!(0), "0"),
        (json!("0.0"), "0"),
    ];
    for (amount, shown) in taken {
        assert_eq!(position(&app, "junior", amount).await["amount"], shown);
    }
    // Written as they stand: a JSON library of ours would make binary floats of them.
    for amount in ["90000.5", "90000.0000", "0.0001", "999999999999.9999"] {
        let text = format!(r#"{{"level":"junior","amount":{amount}}}"#);
        let reply = app.post_text(POSITION, text).await;
        let exact = position(&app, "junior", amount).await;
        assert_eq!(reply.json(), exact, "{amount}");
    }
}

#[tokio::test]
async fn what_is_no_amount_is_refused() {
    let app = TestApp::start().await;
    let refused = [
        "9e4",
        "9.0e4",
        "1.00001",
        "9E4",
        "-1",
        "-0",
        "-0.0",
        "1e400",
        "1000000000000",
        "18446744073709551616",
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\" 1\"",
        "\"1 \"",
        "\"+1\"",
        "\"-1\"",
        "\"1e5\"",
        "\"1,000\"",
        "\"1_000\"",
        "\"1.\"",
        "\".5\"",
        "\"1.00001\"",
        "\"0x10\"",
        "\"NaN\"",
        "\"\u{661}\"",
        "\"1000000000000\"",
    ];
    for amount in refused {
        let reply = app
            .post_text(
                POSITION,
                format!(r#"{{"level":"junior","amount":{amount}}}"#),
            )
            .await;
        let mut pointers = reply.pointers();
        pointers.dedup();
        assert_eq!(pointers, ["/amount"], "{amount}: {}", reply.text());
    }
    for text in [
        "{\"level\":\"junior\",\"amount\":01}",
        "{\"level\":\"junior\",\"amount\":NaN}",
    ] {
        assert_eq!(app.post_text(POSITION, text).await.status, 400, "{text}");
    }
}

#[tokio::test]
async fn a_band_that_is_not_there_is_refused_with_those_that_are() {
    let app = TestApp::start().await;
    let told = |reply: &Reply| {
        reply.json()["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for (level, member, value, known) in [
        ("junior", "region", "GB", "US"),
        ("junior", "region", "us", "US"),
        ("junior", "currency", "EUR", "USD"),
        ("junior", "period", "month", "year"),
        ("junior", "market", "top-tier-companies", "general"),
        ("staff", "market", "general", "top-tier-companies"),
    ] {
        let reply = app
            .post(
                POSITION,
                &json!({"level": level, "amount": 1, member: value}),
            )
            .await;
        assert_eq!(reply.pointers(), [format!("/{member}")], "{member} {value}");
        assert!(told(&reply).contains(known), "{}", told(&reply));
    }
    let whole = json!({"level": "staff", "amount": "400000", "region": "US", "currency": "USD", "period": "year", "market": "top-tier-companies"});
    assert_eq!(app.post(POSITION, &whole).await.status, 200);
    let reply = app
        .post(POSITION, &json!({"level": "principal", "amount": 1}))
        .await;
    assert_eq!(reply.pointers(), ["/level"]);
    assert!(told(&reply).contains("junior, mid, senior, staff"));
    let reply = app
        .post(
            POSITION,
            &json!({"amount": 1.5e300, "level": "Senior!", "period": "decade", "who": 1}),
        )
        .await;
    assert_eq!(reply.pointers(), ["/amount", "/level", "/period", "/who"]);
    assert_eq!(
        app.post(POSITION, &json!({})).await.pointers(),
        ["/amount", "/level"]
    );
}

#[tokio::test]
async fn a_band_that_is_not_published_is_listed_and_says_so() {
    let app = TestApp::start().await;
    let list = app.get("/v1/ladders/ai-engineer/compensation").await.json();
    let bands = list["items"].as_array().unwrap();
    let figures: Vec<Value> = bands
        .iter()
        .map(|band| {
            json!([
                band["level"],
                band["min"],
                band["max"],
                band["open"],
                band["midpoint"],
                band["reason"]
            ])
        })
        .collect();
    let expected = json!([
        ["junior", "90000", "135000", false, "112500", null],
        ["mid", null, null, null, null, "not_published"],
        ["senior", "180000", "220000", true, "200000", null],
        ["staff", "350000", "550000", true, "450000", null],
    ]);
    assert_eq!(json!(figures), expected);
}

/// The built-in ladder with another band for Junior, and the same one above it.
fn with_band(min: u64, max: u64) -> Ladder {
    let mut document: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
    for band in [0, 1] {
        let band = &mut document["compensation"][band];
        band["min"] = decimal(min).into();
        band["max"] = decimal(max).into();
        band["open"] = false.into();
    }
    Ladder::prove(serde_json::from_value::<Document>(document).unwrap()).unwrap()
}

/// An amount in ten-thousandths as a decimal string.
fn decimal(amount: u64) -> String {
    format!("{}.{:04}", amount / 10_000, amount % 10_000)
}

fn figures(ladder: &Ladder, amount: u64) -> Value {
    let band = ladder.bands_of("junior").next().unwrap();
    let amount = Money::parse(&decimal(amount)).unwrap();
    serde_json::to_value(ladder.position_pay(band, amount)).unwrap()
}

fn number(answer: &Value, figure: &str) -> f64 {
    answer["figures"][figure]["value"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

/// The largest amount, in ten-thousandths.
const LARGEST: u64 = 9_999_999_999_999_999;

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases * 3 / 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn penetration_runs_from_0_to_1_and_both_ratios_rise_with_the_amount(
        (min, width) in (1..LARGEST).prop_flat_map(|min| (Just(min), 1..=LARGEST - min)),
        mut amounts in prop::collection::vec(0..=LARGEST, 2..6),
    ) {
        let ladder = with_band(min, min + width);
        let at = |amount, figure| number(&figures(&ladder, amount), figure);
        prop_assert_eq!(&figures(&ladder, min)["figures"]["range_penetration"]["value"], "0.0000");
        prop_assert_eq!(&figures(&ladder, min + width)["figures"]["range_penetration"]["value"], "1.0000");
        amounts.sort_unstable();
        for pair in amounts.windows(2) {
            prop_assert!(at(pair[0], "compa_ratio") <= at(pair[1], "compa_ratio"));
            prop_assert!(at(pair[0], "range_penetration") <= at(pair[1], "range_penetration"));
        }
        // The same band again: no progression, and an overlap as wide as the band.
        let step = figures(&ladder, min);
        prop_assert_eq!(number(&step, "midpoint_progression"), 0.0);
        prop_assert_eq!(&step["lies"], "within");
    }
}

#[test]
fn the_smallest_and_the_largest_bands_overflow_nothing() {
    for (min, max) in [
        (0, 0),
        (0, 1),
        (1, 1),
        (1, LARGEST),
        (LARGEST - 1, LARGEST),
        (LARGEST, LARGEST),
    ] {
        let ladder = with_band(min, max);
        for amount in [0, 1, min, max, LARGEST] {
            let answer = figures(&ladder, amount);
            let by_zero = |figure: &str| answer["figures"][figure]["reason"] == "division_by_zero";
            assert_eq!(by_zero("range_penetration"), min == max, "{min} to {max}");
            assert_eq!(by_zero("range_spread"), min == 0, "{min} to {max}");
            assert_eq!(by_zero("compa_ratio"), min + max == 0, "{min} to {max}");
            assert_eq!(
                by_zero("midpoint_progression"),
                min + max == 0,
                "{min} to {max}"
            );
        }
    }
}
