//! Receipts: ours, unchanged, reproducible; across restarts, replicas and changed keys.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rungs::domain::receipt::{ClaimedLadder, ClaimedOutcome, ReceiptClaims, ReceiptKey};
use serde_json::{Value, json};

use crate::{
    app::{Storage, TestApp, store_ladders},
    fixtures::{PUBLISHED, earlier_versions},
};

const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const VERIFY: &str = "/v1/receipts/verify";
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

async fn placed(app: &TestApp) -> Value {
    let body = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "no", "q5": "unsure"}, "qualifiers": {"leads-cross-team": "no"}});
    app.post(SCORE, &body).await.json()
}

async fn receipt(app: &TestApp) -> String {
    placed(app).await["receipt"].as_str().unwrap().to_owned()
}

async fn verify(app: &TestApp, receipt: &str) -> Value {
    let reply = app.post(VERIFY, &json!({"receipt": receipt})).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

/// Ours, unchanged, reproducible.
fn verdict(answer: &Value) -> [Option<bool>; 3] {
    ["ours", "unchanged", "reproducible"].map(|member| answer[member].as_bool())
}

const AUTHENTIC: [Option<bool>; 3] = [Some(true), Some(true), Some(true)];

/// A server that shares the database of another.
async fn beside(app: &TestApp, settings: &[(&str, &str)]) -> TestApp {
    TestApp::start_on(Storage::of(&app.database_url), &app.database_url, settings).await
}

#[tokio::test]
async fn a_receipt_says_what_was_answered_and_where_it_led() {
    let app = TestApp::start().await;
    let placed = placed(&app).await;
    let receipt = placed["receipt"].as_str().unwrap();
    let answer = verify(&app, receipt).await;
    assert_eq!(verdict(&answer), AUTHENTIC);
    let claims = json!({
        "ladder": placed["ladder"],
        "answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "no", "q5": "unsure"},
        "qualifiers": {"leads-cross-team": "no"},
        "rule": "three-or-four-yes",
        "outcome": {"level": "mid", "phase": 2, "standing": "at"},
    });
    assert_eq!(answer["claims"], claims);
    assert_eq!(placed["rule"]["id"], claims["rule"]);
}

#[tokio::test]
async fn the_payload_of_a_receipt_is_canonical_json() {
    let app = TestApp::start().await;
    let receipt = receipt(&app).await;
    for part in receipt.split('.').take(2) {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        // A map that sorts its names, written without white space.
        assert_eq!(text, value.to_string());
    }
}

#[tokio::test]
async fn any_changed_character_is_found() {
    let app = TestApp::start().await;
    let receipt = receipt(&app).await;
    let (signed, signature) = receipt.rsplit_once('.').unwrap();
    let payload = signed.find('.').unwrap() + 1;
    // Every seventh of the payload, all of the signature, and the ends.
    let places = (payload..signed.len()).step_by(7).chain([signed.len() - 1]);
    for place in places.chain(signed.len() + 1..receipt.len()) {
        let mut changed = receipt.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let answer = verify(&app, std::str::from_utf8(&changed).unwrap()).await;
        assert_eq!(verdict(&answer), [Some(true), Some(false), None], "{place}");
        assert_eq!(answer["claims"], Value::Null);
    }
    for changed in [
        format!("{signed}."),
        format!("{signed}.{}", &signature[1..]),
        format!("{receipt}A"),
        format!("{}A.{signature}", &signed[..signed.len() - 1]),
    ] {
        assert_ne!(verify(&app, &changed).await["unchanged"], true, "{changed}");
    }
}

#[tokio::test]
async fn what_is_no_receipt_is_said_to_be_none() {
    let app = TestApp::start().await;
    let receipt = receipt(&app).await;
    let header = |json: &str| {
        let (_, rest) = receipt.split_once('.').unwrap();
        format!("{}.{rest}", URL_SAFE_NO_PAD.encode(json))
    };
    let kid = ReceiptKey::kid_of(b"");
    for text in [
        "x".to_owned(),
        "..".into(),
        "a.b.c".into(),
        "\u{0}\u{1F980}".into(),
        format!("{receipt}.x"),
        format!(" {receipt}"),
        header("{}"),
        header(r#"{"alg":"none","kid":"x","typ":"rungs-receipt"}"#),
        header(&format!(r#"{{"alg":"HS256","kid":"{kid}","typ":"JWT"}}"#)),
        "a".repeat(16_384),
    ] {
        let answer = verify(&app, &text).await;
        assert_eq!(verdict(&answer), [Some(false), None, None], "{text}");
    }
}

#[tokio::test]
async fn a_receipt_out_of_bounds_is_refused() {
    let app = TestApp::start().await;
    for text in [String::new(), "a".repeat(16_385)] {
        let reply = app.post(VERIFY, &json!({"receipt": text})).await;
        assert_eq!(reply.pointers(), ["/receipt"]);
    }
    let reply = app
        .post(VERIFY, &json!({"receipt": "a".repeat(100_000)}))
        .await;
    assert_eq!(reply.status, 413);
    let reply = app.post(VERIFY, &json!({"receipt": 1, "key": "x"})).await;
    assert_eq!(reply.pointers(), ["/key", "/receipt"]);
    assert_eq!(app.post(VERIFY, &json!({})).await.pointers(), ["/receipt"]);
}

#[tokio::test]
async fn a_receipt_of_another_service_is_not_ours() {
    let (here, there) = (TestApp::start().await, TestApp::start().await);
    let answer = verify(&here, &receipt(&there).await).await;
    assert_eq!(verdict(&answer), [Some(false), None, None]);
    assert_eq!(answer["claims"], Value::Null);
}

#[tokio::test]
async fn a_receipt_outlives_the_process_that_signed_it() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    let first = TestApp::start_on(Storage::of(&url), &url, &[]).await;
    let receipt = receipt(&first).await;
    drop(first);
    let second = TestApp::start_on(storage, &url, &[]).await;
    assert_eq!(verdict(&verify(&second, &receipt).await), AUTHENTIC);
}

#[tokio::test]
async fn servers_on_one_database_verify_each_others_receipts() {
    let here = TestApp::start().await;
    let there = beside(&here, &[]).await;
    let receipt = receipt(&here).await;
    assert_eq!(verdict(&verify(&there, &receipt).await), AUTHENTIC);
    assert_eq!(self::receipt(&there).await, receipt);
}

#[tokio::test]
async fn receipts_of_an_earlier_version_verify_while_the_database_keeps_it() {
    let storage = Storage::new().await;
    let url = storage.database_url.clone();
    store_ladders(&url, earlier_versions()).await;
    let keeps_it = TestApp::start_on(storage, &url, &[("receipts.key", KEY)]).await;
    let lacks_it = TestApp::start_with(&[("receipts.key", KEY)]).await;
    let body = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes"}});
    for (version, hash) in PUBLISHED {
        let scored = keeps_it
            .post(&format!("{SCORE}?version={version}"), &body)
            .await;
        let scored = scored.json();
        assert_eq!(scored["ladder"]["hash"], hash);
        let receipt = scored["receipt"].as_str().unwrap();
        assert_eq!(verdict(&verify(&keeps_it, receipt).await), AUTHENTIC);
        let unknown = verify(&lacks_it, receipt).await;
        assert_eq!(verdict(&unknown), [Some(true), Some(true), None]);
    }
}

#[tokio::test]
async fn a_key_of_the_settings_signs_and_the_kept_one_still_verifies() {
    let kept = TestApp::start().await;
    let named = beside(&kept, &[("receipts.key", KEY)]).await;
    let (old, new) = (receipt(&kept).await, receipt(&named).await);
    assert_ne!(old, new);
    assert_eq!(verdict(&verify(&named, &new).await), AUTHENTIC);
    assert_eq!(verdict(&verify(&named, &old).await), AUTHENTIC);
    assert_eq!(verify(&kept, &new).await["ours"], false);
    // The same key on another database.
    let elsewhere = TestApp::start_with(&[("receipts.key", KEY)]).await;
    assert_eq!(receipt(&elsewhere).await, new);
}

#[tokio::test]
async fn what_cannot_be_reproduced_is_said_apart_from_what_was_changed() {
    let app = TestApp::start_with(&[("receipts.key", KEY)]).await;
    let secret: Vec<u8> = (0..32).collect();
    let key = ReceiptKey::new(&secret).unwrap();
    let stamp = placed(&app).await["ladder"].clone();
    let honest: ReceiptClaims = serde_json::from_value(json!({
        "ladder": stamp, "answers": {"q1": "yes"}, "qualifiers": {}, "rule": "one-or-two-yes",
        "outcome": {"level": "junior", "phase": 1, "standing": "at"},
    }))
    .unwrap();
    let with = |change: &dyn Fn(&mut ReceiptClaims)| {
        let mut claims = honest.clone();
        change(&mut claims);
        key.sign(&claims)
    };
    let other = |hash: &str, id: &str, version: &str| ClaimedLadder {
        hash: hash.into(),
        id: id.to_owned().try_into().unwrap(),
        version: version.into(),
    };
    let hash = stamp["hash"].as_str().unwrap();
    let staff = ClaimedOutcome {
        level: Some("staff".to_owned().try_into().unwrap()),
        ..honest.outcome.clone()
    };
    let (yes, no) = (Some(true), Some(false));
    #[rustfmt::skip]
    let cases: [(&str, String, Option<bool>); 9] = [
        ("honest", with(&|_| {}), yes),
        ("unknown version", with(&|claims| claims.ladder = other(hash, "ai-engineer", "0.9.0")), None),
        ("no version at all", with(&|claims| claims.ladder = other(hash, "ai-engineer", "x")), None),
        ("unknown ladder", with(&|claims| claims.ladder = other(hash, "designer", "1.0.0")), None),
        ("another text", with(&|claims| claims.ladder = other("blake3:00", "ai-engineer", "1.3.0")), no),
        ("another outcome", with(&|claims| claims.outcome = staff.clone()), no),
        ("another rule", with(&|claims| claims.rule = "none-yes".to_owned().try_into().unwrap()), no),
        ("no answers", with(&|claims| claims.answers.clear()), no),
        ("unknown question", with(&|claims| {
            let answer = claims.answers.remove("q1").unwrap();
            claims.answers.insert("q9".into(), answer);
        }), no),
    ];
    for (name, receipt, reproducible) in cases {
        let answer = verify(&app, &receipt).await;
        assert_eq!(verdict(&answer), [yes, yes, reproducible], "{name}");
        assert!(answer["claims"].is_object(), "{name}");
    }
}

#[tokio::test]
async fn a_key_that_no_longer_signs_still_verifies_while_it_is_named() {
    const NEWER: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    let before = TestApp::start_with(&[("receipts.key", KEY)]).await;
    let receipt = receipt(&before).await;
    let both = format!("{NEWER},{KEY}");
    let after = TestApp::start_with(&[("receipts.key", &both)]).await;
    assert_eq!(verify(&after, &receipt).await["reproducible"], true);
    let newer = self::receipt(&after).await;
    assert_ne!(newer, receipt);
    assert_eq!(verify(&before, &newer).await["ours"], false);
}
