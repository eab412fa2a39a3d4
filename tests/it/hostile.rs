//! Hostile bodies: what a caller with bad intent, or a broken client, posts to the stateless calls. A clear answer each
//! time, and the server stays up.

use serde_json::{Value, json};

use crate::app::{Reply, TestApp};

const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const POSITION: &str = "/v1/ladders/ai-engineer/compensation/position";
const VERIFY: &str = "/v1/receipts/verify";
const CALLS: [&str; 3] = [SCORE, POSITION, VERIFY];

/// The pointers of a 422, each once.
fn places(reply: &Reply) -> Vec<String> {
    let mut places = reply.pointers();
    places.dedup();
    places
}

async fn refused(app: &TestApp, path: &str, body: impl Into<Vec<u8>>, statuses: &[u16]) -> Reply {
    let body = body.into();
    let shown = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
    let reply = app.post_text(path, body).await;
    assert!(
        statuses.contains(&reply.status.as_u16()),
        "{path} {shown}: {} {}",
        reply.status,
        reply.text()
    );
    reply
}

#[tokio::test]
async fn a_body_that_is_not_json_is_malformed() {
    let app = TestApp::start().await;
    let bodies: [&[u8]; 29] = [
        b"",
        b" \n\t",
        b"{",
        b"}",
        b"[",
        b"{\"answers\"",
        b"{\"answers\":",
        b"{\"answers\":{\"q1\":\"yes\"}",
        b"{\"answers\":{\"q1\":\"ye",
        b"{\"answers\":{\"q1\":\"yes\",}}",
        b"{\"answers\":{\"q1\":\"yes\"}} trailing",
        b"{\"answers\":{\"q1\":\"yes\"}}{}",
        b"{'answers':{}}",
        b"{answers:{}}",
        b"// comment\n{}",
        b"nul",
        b"NaN",
        b"Infinity",
        b"+1",
        b"01",
        b"1.",
        b"\"unfinished",
        b"answers=q1",
        b"<xml/>",
        b"\xff\xfe{\x00}\x00",
        b"{\"answers\":{\"q1\":\"\xff\"}}",
        b"{\"answers\":{\"q\x001\":\"yes\"}}",
        b"{\"answers\":{\"q1\":\"yes\"}}\x00",
        b"{\"answers\":{\"q1\":\"y\nes\"}}",
    ];
    for body in bodies {
        for path in CALLS {
            let reply = refused(&app, path, body, &[400]).await;
            assert!(reply.json()["detail"].as_str().unwrap().contains("JSON"));
        }
    }
}

#[tokio::test]
async fn an_unpaired_surrogate_is_malformed() {
    let app = TestApp::start().await;
    for text in [
        r"\ud800",
        r"\udc00",
        r"\ud800\ud800",
        r"\udc00\ud800",
        r"a\ud83db",
        r"\ud800\u0041",
    ] {
        for body in [
            format!(r#"{{"answers": {{"{text}": "yes"}}}}"#),
            format!(r#"{{"answers": {{"q1": "{text}"}}}}"#),
            format!(r#"{{"receipt": "{text}"}}"#),
            format!(r#"{{"{text}": 1}}"#),
        ] {
            for path in CALLS {
                refused(&app, path, body.clone(), &[400]).await;
            }
        }
    }
    // A pair is a letter like any other.
    let reply = refused(
        &app,
        SCORE,
        r#"{"answers": {"\ud83e\udd80": "yes"}}"#,
        &[422],
    )
    .await;
    assert_eq!(reply.pointers(), ["/answers/🦀"]);
}

#[tokio::test]
async fn json_of_any_depth_is_refused_without_harm() {
    let app = TestApp::start_with(&[("limits.body_bytes", "2000000")]).await;
    for depth in [100, 127, 128, 129, 1000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"answers\":", "}]")] {
            let middle = if open == "[" { "" } else { "1" };
            let whole = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
            let inner = format!("{{\"answers\": {whole}}}");
            let cut = open.repeat(depth);
            for body in [whole, inner, cut] {
                for path in CALLS {
                    refused(&app, path, body.clone(), &[400, 422]).await;
                }
            }
        }
    }
    app.still_answers().await;
}

#[tokio::test]
async fn a_wrong_type_is_named_at_every_member() {
    let app = TestApp::start().await;
    let wrong = [
        json!(null),
        json!(true),
        json!(1),
        json!(1.5),
        json!("text"),
        json!([]),
        json!(["yes"]),
        json!({}),
    ];
    for value in &wrong {
        if !value.is_object() {
            for path in CALLS {
                let reply = refused(&app, path, value.to_string(), &[422]).await;
                assert_eq!(places(&reply), [""], "{path} {value}");
            }
            let reply = app
                .post(SCORE, &json!({"answers": value, "qualifiers": value}))
                .await;
            assert_eq!(places(&reply), ["/answers", "/qualifiers"], "{value}");
        }
        let reply = app
            .post(
                SCORE,
                &json!({"answers": {"q1": value, "q2": "yes", "q3": value}}),
            )
            .await;
        assert_eq!(places(&reply), ["/answers/q1", "/answers/q3"], "{value}");
        if !value.is_string() {
            let reply = app.post(VERIFY, &json!({"receipt": value})).await;
            assert_eq!(places(&reply), ["/receipt"], "{value}");
            let body = json!({"level": value, "amount": "1", "period": value.is_null().then_some("eon").map_or(value.clone(), Value::from)});
            assert_eq!(
                places(&app.post(POSITION, &body).await),
                ["/level", "/period"],
                "{value}"
            );
        }
        if !value.is_string() && !value.is_null() {
            let body = json!({"level": "junior", "amount": "1", "region": value, "currency": value, "market": value});
            assert_eq!(
                places(&app.post(POSITION, &body).await),
                ["/currency", "/market", "/region"],
                "{value}"
            );
        }
        if !value.is_number() {
            let reply = app
                .post(POSITION, &json!({"level": "junior", "amount": value}))
                .await;
            assert_eq!(places(&reply), ["/amount"], "{value}");
        }
    }
}

#[tokio::test]
async fn every_unknown_and_every_missing_member_is_named_at_once() {
    let app = TestApp::start().await;
    let reply = app
        .post(
            SCORE,
            &json!({"colour": 1, "answer": {}, "a/b~c": null, "": 0}),
        )
        .await;
    assert_eq!(
        reply.pointers(),
        ["/", "/answer", "/answers", "/a~1b~0c", "/colour"]
    );
    let reply = app.post(POSITION, &json!({"salary": 1, "nAmE": "x"})).await;
    assert_eq!(reply.pointers(), ["/amount", "/level", "/nAmE", "/salary"]);
    let reply = app.post(VERIFY, &json!({"token": "x"})).await;
    assert_eq!(reply.pointers(), ["/receipt", "/token"]);
    let body =
        json!({"answers": {"q7": "yes", "Q1": "no", "q1": "yes"}, "qualifiers": {"leads": "yes"}});
    let reply = app.post(SCORE, &body).await;
    assert_eq!(
        reply.pointers(),
        ["/answers/Q1", "/answers/q7", "/qualifiers/leads"]
    );
    assert_eq!(
        app.post(SCORE, &json!({"answers": {}})).await.pointers(),
        ["/answers"]
    );
}

#[tokio::test]
async fn all_faults_against_the_schema_are_named_and_then_all_against_the_ladder() {
    let app = TestApp::start().await;
    for (path, body, pointers) in [
        (
            SCORE,
            json!({"answers": {"q9": "yes", "q1": 1, "Q 1": null}, "qualifiers": [], "colour": "red"}),
            vec!["/answers/Q 1", "/answers/q1", "/colour", "/qualifiers"],
        ),
        (
            SCORE,
            json!({"answers": {"q9": "yes", "q1": "perhaps"}, "qualifiers": {"q1": "no"}}),
            vec!["/answers/q1", "/answers/q9", "/qualifiers/q1"],
        ),
        (
            POSITION,
            json!({"level": "Nobody", "amount": "much", "x": 1}),
            vec!["/amount", "/level", "/x"],
        ),
        (
            POSITION,
            json!({"level": "nobody", "amount": "1", "region": "ZZ"}),
            vec!["/level"],
        ),
    ] {
        let mut found = app.post(path, &body).await.pointers();
        found.dedup();
        assert_eq!(found, pointers, "{body}");
    }
}

#[tokio::test]
async fn a_member_given_twice_is_refused_by_name() {
    let app = TestApp::start().await;
    for (path, body, pointer) in [
        (
            SCORE,
            r#"{"answers": {"q1": "yes", "q1": "no"}}"#,
            "/answers/q1",
        ),
        (
            SCORE,
            r#"{"answers": {"q1": "yes", "q\u0031": "yes"}}"#,
            "/answers/q1",
        ),
        (
            SCORE,
            r#"{"answers": {"q1": "yes"}, "answers": {"q1": "yes"}}"#,
            "/answers",
        ),
        (
            SCORE,
            r#"{"answers": {"q1": "yes"}, "qualifiers": {}, "qualifiers": {}}"#,
            "/qualifiers",
        ),
        (
            POSITION,
            r#"{"level": "junior", "level": "mid", "amount": "1"}"#,
            "/level",
        ),
        (
            POSITION,
            r#"{"level": "junior", "amount": "1", "region": "US", "region": "US"}"#,
            "/region",
        ),
        (VERIFY, r#"{"receipt": "a", "receipt": "b"}"#, "/receipt"),
    ] {
        let reply = app.post_text(path, body).await;
        assert_eq!(reply.pointers(), [pointer], "{body}");
        assert_eq!(reply.json()["errors"][0]["code"], "duplicate_member");
    }
    // Ten thousand times is still one answer that fits the document.
    let many = "\"q1\":\"yes\",".repeat(5000);
    refused(
        &app,
        SCORE,
        format!("{{\"answers\": {{{many}\"q1\": \"no\"}}}}"),
        &[422],
    )
    .await;
    let many: String = (0..2000)
        .map(|n| format!("\"x{n}\":1,\"x{n}\":1,"))
        .collect();
    refused(&app, SCORE, format!("{{{many}\"answers\": {{}}}}"), &[422]).await;
}

#[tokio::test]
async fn amounts_out_of_all_bounds_are_refused() {
    let app = TestApp::start().await;
    let nines = "9".repeat(60_000);
    for amount in [
        "-1",
        "1e5",
        "1E400",
        "-0",
        "1.5e3",
        "1000000000000",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
        "1e-400",
        "1e999999999999",
        nines.as_str(),
        "\"-1\"",
        "\"+1\"",
        "\"1e5\"",
        "\"\"",
        "\" 1\"",
        "\"1 \"",
        "\"1,000\"",
        "\"1.\"",
        "\".5\"",
        "\"1.23456\"",
        "\"1.2.3\"",
        "\"0x10\"",
        "\"NaN\"",
        "\"Infinity\"",
        "\"1000000000000\"",
        "\"٣\"",
        "\"１\"",
        "\"1\\u0000\"",
        "\"1\\n\"",
    ] {
        let body = format!("{{\"level\": \"junior\", \"amount\": {amount}}}");
        let reply = refused(&app, POSITION, body, &[422]).await;
        assert_eq!(reply.pointers(), ["/amount"], "{amount}");
    }
    for amount in [
        "0",
        "1",
        "999999999999",
        "\"0\"",
        "\"0.0001\"",
        "\"999999999999.9999\"",
        "\"00090000\"",
    ] {
        let body = format!("{{\"level\": \"junior\", \"amount\": {amount}}}");
        assert_eq!(app.post_text(POSITION, body).await.status, 200, "{amount}");
    }
    for number in ["1e400", "-1e400", nines.as_str()] {
        let body = format!("{{\"answers\": {{\"q1\": {number}}}}}");
        refused(&app, SCORE, body, &[400, 422]).await;
    }
}

#[tokio::test]
async fn text_of_any_script_comes_back_as_it_was() {
    let app = TestApp::start().await;
    for name in [
        "سؤال",
        "שאלה",
        "\u{202e}1q",
        "q1\u{0}",
        "\u{feff}q1",
        "質問",
        "q1\u{200b}",
        "<script>",
        "\"'\\",
        "🏳️‍🌈",
        "\u{7f}\u{1b}[31m",
    ] {
        let reply = app.post(SCORE, &json!({"answers": {name: "yes"}})).await;
        assert_eq!(reply.status, 422, "{name:?}");
        assert_eq!(reply.pointers(), [format!("/answers/{name}")]);
        let reply = app
            .post(POSITION, &json!({"level": name, "amount": "1"}))
            .await;
        assert_eq!(reply.pointers(), ["/level"], "{name:?}");
        let reply = app.post(VERIFY, &json!({"receipt": name})).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["ours"]),
            (200, &json!(false))
        );
    }
}

#[tokio::test]
async fn very_long_names_and_values_get_an_answer_that_fits() {
    let app = TestApp::start_with(&[("limits.body_bytes", "200000")]).await;
    let long = "x".repeat(60_000);
    let slashes = "/".repeat(60_000);
    for body in [
        json!({&long: 1, "answers": {}}),
        json!({&slashes: 1}),
        json!({"answers": {&long: "yes"}}),
        json!({"answers": {&long: 1}}),
        json!({"answers": {"q1": long}}),
        json!({"level": long, "amount": long}),
        json!({"level": "junior", "amount": "1", "region": long, "currency": long}),
        json!({"receipt": long}),
        json!({"answers": (0..4000).map(|n| (format!("q{n}"), json!("yes"))).collect::<serde_json::Map<_, _>>()}),
        json!({"answers": (0..4000).map(|n| (format!("q{n}"), json!(1))).collect::<serde_json::Map<_, _>>()}),
        Value::Object((0..4000).map(|n| (format!("x{n}"), json!(1))).collect()),
    ] {
        for path in CALLS {
            let reply = refused(&app, path, body.to_string(), &[400, 422]).await;
            let errors = reply.json()["errors"].as_array().map_or(0, Vec::len);
            assert_eq!(reply.status == 422, errors > 0);
            assert!(errors <= 1000, "{errors}");
        }
    }
    app.still_answers().await;
}
