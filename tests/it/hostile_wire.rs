//! Hostile connections: endless, broken and doubly framed bodies, and callers that stop. A clear answer or a closed
//! connection each time, and the server stays up.

use std::time::Duration;

use reqwest::Method;
use tokio::io::AsyncWriteExt;

use crate::app::{TestApp, check};

const MID: &str = "/v1/ladders/ai-engineer/levels/mid";
const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const BODY: &str = r#"{"answers":{"q1":"yes"}}"#;

/// The head of a post, with more headers.
fn post(headers: &str) -> String {
    format!("POST {SCORE} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{headers}\r\n")
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n")
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_refused_before_it_is_sent() {
    let app = TestApp::start().await;
    for length in [
        "65537",
        "104857600",
        "9223372036854775807",
        "18446744073709551615",
    ] {
        let reply = app
            .exchange(
                Method::POST,
                SCORE,
                post(&format!("Content-Length: {length}\r\n")),
            )
            .await;
        assert_eq!(reply.status, 413, "{length}");
    }
    app.still_answers().await;
}

#[tokio::test]
async fn a_hundred_megabytes_are_refused_and_never_taken_for_requests() {
    let app = TestApp::start().await;
    for head in [
        "Content-Length: 104857600\r\n",
        "Transfer-Encoding: chunked\r\n",
    ] {
        let mut wire = app.wire().await;
        wire.send(post(head)).await;
        let mut piece = get("/healthz").into_bytes();
        piece.resize(1 << 20, b' ');
        let chunked = head.starts_with("Transfer");
        let sending = async {
            for _ in 0..100 {
                let mut sent = Vec::new();
                if chunked {
                    sent.extend_from_slice(b"100000\r\n");
                }
                sent.extend_from_slice(&piece);
                if chunked {
                    sent.extend_from_slice(b"\r\n");
                }
                if wire.write.write_all(&sent).await.is_err() {
                    return;
                }
            }
        };
        let ((), first) = tokio::join!(sending, wire.read.answer(false));
        wire.close_sending().await;
        let rest = wire.read.rest().await;
        let first = first.unwrap_or_else(|| panic!("{head}: no answer"));
        check(&Method::POST, SCORE, &first);
        assert_eq!(first.status, 413, "{head}");
        assert!(
            !String::from_utf8_lossy(&rest).contains("alive"),
            "{head}: the body was read as a request"
        );
        app.still_answers().await;
    }
}

#[tokio::test]
async fn what_is_sent_after_a_refusal_is_not_taken_for_ever() {
    let app = TestApp::start_with(&[("limits.body_timeout_ms", "500")]).await;
    for path in [SCORE, "/v1/receipts/verify", "/v1/nothing", MID] {
        let mut wire = app.wire().await;
        let head = post("Transfer-Encoding: chunked\r\n").replace(SCORE, path);
        wire.send(head).await;
        let piece = format!("100000\r\n{}\r\n", " ".repeat(1 << 20));
        let sending = async { while wire.write.write_all(piece.as_bytes()).await.is_ok() {} };
        // Only a server that would go on for ever comes near this.
        let cut = tokio::time::timeout(Duration::from_secs(30), sending).await;
        assert!(cut.is_ok(), "{path}: the body is taken for ever");
    }
    app.still_answers().await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up() {
    let app = TestApp::start_with(&[("limits.body_timeout_ms", "200")]).await;
    for (head, start) in [
        ("Content-Length: 100\r\n", ""),
        ("Content-Length: 100\r\n", "{\"answers\":"),
        ("Transfer-Encoding: chunked\r\n", ""),
        ("Transfer-Encoding: chunked\r\n", "5\r\n{\"ans\r\n"),
        ("Transfer-Encoding: chunked\r\n", "ffff"),
    ] {
        let mut wire = app.wire().await;
        wire.send(post(head)).await;
        wire.send(start).await;
        let reply = wire.read.answer(false).await.unwrap();
        check(&Method::POST, SCORE, &reply);
        assert_eq!(reply.status, 408, "{head}{start}");
        // What comes later is no request of its own.
        wire.send(get("/healthz")).await;
        let rest = wire.read.rest().await;
        assert!(
            !String::from_utf8_lossy(&rest).contains("alive"),
            "{head}{start}"
        );
    }
    app.still_answers().await;
}

#[tokio::test]
async fn a_caller_that_stops_sending_is_answered_or_left() {
    let app = TestApp::start_with(&[("limits.body_timeout_ms", "1000")]).await;
    let whole = format!(
        "{}{BODY}",
        post(&format!("Content-Length: {}\r\n", BODY.len()))
    );
    let half = format!(
        "{}{}",
        post(&format!("Content-Length: {}\r\n", BODY.len())),
        &BODY[..9]
    );
    for (sent, expected) in [
        (whole, &[200][..]),
        (get(MID), &[200]),
        (half, &[400, 408]),
        (
            format!("{}5\r\n{{\"an", post("Transfer-Encoding: chunked\r\n")),
            &[400, 408],
        ),
        ("GET /v1/lad".to_owned(), &[400, 408]),
        (String::new(), &[400, 408]),
    ] {
        let mut wire = app.wire().await;
        wire.send(&sent).await;
        wire.close_sending().await;
        if let Some(reply) = wire.read.answer(false).await {
            assert!(
                expected.contains(&reply.status.as_u16()),
                "{sent}: {}",
                reply.status
            );
        }
        wire.read.rest().await;
        app.still_answers().await;
    }
}

#[tokio::test]
async fn a_caller_that_hangs_up_does_no_harm() {
    let app = TestApp::start().await;
    let half = format!("{}{}", post("Content-Length: 1000\r\n"), &BODY[..9]);
    for sent in [
        String::new(),
        get(MID),
        half,
        "GET".to_owned(),
        get("/docs/swagger-ui-bundle.js"),
    ] {
        for _ in 0..20 {
            let mut wire = app.wire().await;
            wire.send(&sent).await;
        }
    }
    app.still_answers().await;
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let app = TestApp::start().await;
    let mut wire = app.wire().await;
    let score = format!(
        "{}{BODY}",
        post(&format!(
            "Content-Length: {}\r\nx-request-id: two\r\n",
            BODY.len()
        ))
    );
    let numbered = |path: &str, id: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: a\r\nx-request-id: {id}\r\n\r\n")
    };
    let mut all = numbered(MID, "one") + &score + &numbered("/nothing", "three");
    for n in 4..40 {
        all += &numbered(MID, &n.to_string());
    }
    wire.send(all).await;
    let mut ids = vec![
        ("one".to_owned(), 200),
        ("two".into(), 200),
        ("three".into(), 404),
    ];
    ids.extend((4..40).map(|n| (n.to_string(), 200)));
    for (id, status) in ids {
        let reply = wire.read.answer(false).await.unwrap();
        assert_eq!(reply.header("x-request-id"), Some(id.as_str()));
        assert_eq!(reply.status, status);
    }
}

#[tokio::test]
async fn a_body_framed_in_two_ways_is_never_two_requests() {
    let app = TestApp::start_with(&[("limits.body_timeout_ms", "500")]).await;
    let smuggled = get("/healthz");
    for headers in [
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Content-Length:\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding : chunked\r\n",
    ] {
        let mut wire = app.wire().await;
        wire.send(format!("{}0\r\n\r\n{smuggled}", post(headers)))
            .await;
        let reply = wire.read.answer(false).await;
        if let Some(reply) = reply {
            assert!(
                reply.status.is_client_error(),
                "{headers}: {}",
                reply.status
            );
        }
        wire.close_sending().await;
        let rest = wire.read.rest().await;
        assert!(
            !String::from_utf8_lossy(&rest).contains("alive"),
            "{headers}"
        );
    }
    app.still_answers().await;
}

#[tokio::test]
async fn a_caller_that_waits_to_be_asked_for_its_body_is_asked() {
    let app = TestApp::start().await;
    let mut wire = app.wire().await;
    let headers = format!("Content-Length: {}\r\nExpect: 100-continue\r\n", BODY.len());
    wire.send(post(&headers)).await;
    let asked = wire.read.answer(true).await.unwrap();
    assert_eq!(asked.status, 100);
    wire.send(BODY).await;
    let reply = wire.read.answer(false).await.unwrap();
    check(&Method::POST, SCORE, &reply);
    assert_eq!(reply.status, 200);
}
