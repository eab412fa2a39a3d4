//! Hostile heads: of any size, of no end, with nonsense in the URL, and bytes that are no HTTP. A clear answer or a closed
//! connection each time, and the server stays up.

use reqwest::Method;
use tokio::io::AsyncWriteExt;

use crate::app::{TestApp, check};

const MID: &str = "/v1/ladders/ai-engineer/levels/mid";

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n")
}

#[tokio::test]
async fn a_head_that_never_ends_is_given_up() {
    let app = TestApp::start_with(&[("limits.head_timeout_ms", "1000")]).await;
    for start in [
        "",
        "G",
        "GET ",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nx-slow: ",
    ] {
        let mut wire = app.wire().await;
        wire.send(start).await;
        let reply = wire.read.answer(false).await;
        let reply = reply.unwrap_or_else(|| panic!("{start:?}: no answer"));
        assert_eq!(reply.status, 408, "{start:?}");
        assert!(wire.read.rest().await.is_empty(), "{start:?}");
    }
    app.still_answers().await;
}

#[tokio::test]
async fn a_head_sent_byte_by_byte_is_read() {
    let app = TestApp::start().await;
    let mut wire = app.wire().await;
    for byte in get(MID).bytes() {
        wire.send([byte]).await;
        wire.write.flush().await.unwrap();
        tokio::task::yield_now().await;
    }
    let reply = wire.read.answer(false).await.unwrap();
    check(&Method::GET, MID, &reply);
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn headers_without_number_are_refused() {
    let app = TestApp::start().await;
    let many: String = (0..10_000).map(|n| format!("x-{n}: y\r\n")).collect();
    let long = format!("x-long: {}\r\n", "y".repeat(10_000_000));
    let same = "x-same: y\r\n".repeat(500);
    let mut answered = 0;
    for headers in [many, long, same] {
        let mut wire = app.wire().await;
        let request = format!("GET {MID} HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        let sending = async {
            let _ = wire.write.write_all(request.as_bytes()).await;
        };
        let ((), reply) = tokio::join!(sending, wire.read.answer(false));
        if let Some(reply) = reply {
            assert!(
                [400, 431].contains(&reply.status.as_u16()),
                "{}",
                reply.status
            );
            answered += 1;
        }
        app.still_answers().await;
    }
    // A caller that still sends may find its connection closed before it has read the answer.
    assert!(answered > 0);
}

#[tokio::test]
async fn a_url_without_end_is_refused() {
    let app = TestApp::start().await;
    for length in [5_000, 20_000, 70_000, 1_000_000] {
        for start in [
            "/",
            "/v1/ladders/",
            "/v1/ladders/ai-engineer/levels?version=",
            "/v1/ladders/ai-engineer/levels?",
        ] {
            let path = format!("{start}{}", "y".repeat(length));
            let reply = app.raw(get(&path)).await;
            let Some(reply) = reply else { continue };
            assert!(
                reply.status.is_client_error(),
                "{start} {length}: {}",
                reply.status
            );
            if length <= 20_000 {
                check(&Method::GET, path.split('?').next().unwrap(), &reply);
            }
        }
    }
    app.still_answers().await;
}

#[tokio::test]
async fn nonsense_in_percent_encoding_is_refused() {
    let app = TestApp::start().await;
    for part in [
        "%",
        "%z",
        "%zz",
        "%ff",
        "%00",
        "%c3%28",
        "%ed%a0%80",
        "%2e%2e",
        "..",
        "%2F",
        "%252e",
        "a%0d%0ab",
        "%E2%80%AEq",
    ] {
        for path in [
            format!("/v1/ladders/{part}"),
            format!("/v1/ladders/ai-engineer/levels/{part}"),
            format!("/v1/ladders/ai-engineer/phases/{part}"),
            format!("/v1/ladders/ai-engineer/versions/{part}/diff/{part}"),
            format!("/problems/{part}"),
            format!("/docs/{part}"),
            format!("/{part}"),
        ] {
            let reply = app.exchange(Method::GET, &path, get(&path)).await;
            assert!(
                [400, 404].contains(&reply.status.as_u16()),
                "{path}: {} {}",
                reply.status,
                reply.text()
            );
        }
        for query in [
            format!("{part}=1"),
            format!("limit={part}"),
            format!("cursor={part}"),
            format!("version={part}"),
            format!("&&{part}&="),
        ] {
            let path = "/v1/ladders/ai-engineer/levels";
            let reply = app
                .exchange(Method::GET, path, get(&format!("{path}?{query}")))
                .await;
            assert!(
                [400, 422].contains(&reply.status.as_u16()),
                "{query}: {} {}",
                reply.status,
                reply.text()
            );
        }
    }
    app.still_answers().await;
}

#[tokio::test]
async fn an_escaped_path_is_the_path_that_it_means() {
    let app = TestApp::start().await;
    let reply = app.get("/v1/ladders/ai%2Dengineer/levels/%6Did").await;
    assert_eq!(reply.status, 200);
    let reply = app.get("/v1/ladders/ai-engineer/levels?%6Cimit=%31").await;
    assert_eq!(reply.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bytes_that_are_no_http_are_refused() {
    let app = TestApp::start_with(&[("limits.head_timeout_ms", "500")]).await;
    let requests: [&[u8]; 16] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"\x00\x00\x00\x00\r\n\r\n",
        b"GET /v1/ladders/\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v1/\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nx: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nx: a\r\n folded\r\n\r\n",
        b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET http://[nonsense/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ];
    let mut answered = 0;
    for request in requests {
        let mut wire = app.wire().await;
        wire.send(request).await;
        wire.close_sending().await;
        if let Some(reply) = wire.read.answer(false).await {
            let shown = String::from_utf8_lossy(request);
            assert!(!reply.status.is_server_error(), "{shown}: {}", reply.status);
            assert!(
                reply.status.is_client_error() || request.starts_with(b"OPTIONS"),
                "{shown}: {}",
                reply.status
            );
            answered += 1;
        }
    }
    assert!(answered > requests.len() / 2, "{answered}");
    app.still_answers().await;
}
