//! Messages of assistants as they arrive on a connection: whole, late, in pieces, one behind the other, and not at all; and a call that
//! is repeated is checked each time.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    mcp::{STATELESS, meta},
    wire::Wire,
};

const TARGET: &str = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

fn call(id: &Value) -> String {
    let params = json!({"name": "find_phase", "arguments": {"number": 2}});
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}).to_string()
}

fn framed(body: &str) -> String {
    format!("{TARGET}Content-Length: {}\r\n\r\n", body.len())
}

/// Sends a body with the headers that go with a call of find_phase, but for those that are given.
async fn ask(app: &TestApp, body: String, headers: &[(&str, &str)]) -> Reply {
    let mut sent = vec![
        ("host", "localhost"),
        ("content-type", "application/json"),
        ("accept", "application/json, text/event-stream"),
        ("mcp-protocol-version", STATELESS),
        ("mcp-method", "tools/call"),
        ("mcp-name", "find_phase"),
    ];
    sent.retain(|(name, _)| !headers.iter().any(|(other, _)| other == name));
    sent.extend(headers);
    let mut head = String::from("POST /mcp HTTP/1.1\r\n");
    for (name, value) in sent {
        head += &format!("{name}: {value}\r\n");
    }
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    Box::pin(app.exchange(Method::POST, "/mcp", request)).await
}

/// The next answer, which has to have that id.
async fn result(wire: &mut Wire, id: &Value) -> Value {
    let answer = Box::pin(wire.read.answer(false)).await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let answer = answer.json();
    assert_eq!(answer["id"], *id);
    answer["result"].clone()
}

#[actix_web::test]
async fn the_answer_is_the_same_however_a_message_arrives() {
    let app = TestApp::start().await;
    let mut wire = Box::pin(app.wire()).await;
    let id = json!("\u{e9}");
    let body = call(&id);
    let (first, second) = body.split_at(40);
    let size = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let chunked = format!("{TARGET}Transfer-Encoding: chunked\r\n\r\n");
    let mut results = Vec::new();
    for pieces in [
        vec![framed(&body) + &body],
        vec![framed(&body), body.clone()],
        vec![framed(&body) + first, second.into()],
        vec![framed(&body), first.into(), second.into()],
        vec![chunked.clone() + &size(&body) + "0\r\n\r\n"],
        vec![chunked, size(first), size(second), "0\r\n\r\n".into()],
    ] {
        for piece in pieces {
            wire.send(piece).await;
            // What is answered in between has been asked after the piece was there.
            Box::pin(app.still_answers()).await;
        }
        results.push(result(&mut wire, &id).await);
    }
    assert_eq!(results[0]["isError"], false);
    results.dedup();
    assert_eq!(results.len(), 1);
}

#[actix_web::test]
async fn messages_sent_one_behind_the_other_are_answered_in_their_order() {
    let app = TestApp::start().await;
    let mut wire = Box::pin(app.wire()).await;
    let ids = [json!(3), json!("four"), json!(5)];
    let all = ids.iter().map(|id| framed(&call(id)) + &call(id));
    wire.send(all.collect::<String>()).await;
    for id in &ids {
        assert_eq!(result(&mut wire, id).await["isError"], false);
    }
}

#[actix_web::test]
async fn a_message_that_breaks_off_is_refused_as_any_body_is() {
    let app = TestApp::start().await;
    for sent in ["", "{\"jsonrpc\""] {
        for path in ["/mcp", "/v1/ladders/ai-engineer/quiz/score"] {
            let mut wire = app.wire().await;
            let head = TARGET.replace("/mcp", path);
            wire.send(format!("{head}Content-Length: 50\r\n\r\n{sent}"))
                .await;
            wire.close_sending().await;
            let answer = wire.read.answer(false).await.unwrap();
            assert_eq!(answer.status, 400, "{path}");
            assert_eq!(
                answer.json()["title"],
                "The request cannot be read",
                "{path}"
            );
        }
    }
}

#[actix_web::test]
async fn a_repeated_call_is_answered_to_those_alone_who_ask_rightly() {
    let app = TestApp::start().await;
    let params =
        json!({"name": "find_phase", "arguments": {"number": 2}, "_meta": meta(&json!({}))});
    let message = |id: Value, method: &str| {
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
    };
    let first = ask(&app, message(json!(1), "tools/call"), &[]).await.json();
    assert_eq!(first["result"]["structuredContent"]["number"], 2, "{first}");
    for id in [json!(1), json!(-2), json!("three \" \u{e9}")] {
        let again = ask(&app, message(id.clone(), "tools/call"), &[])
            .await
            .json();
        assert_eq!((&again["id"], &again["result"]), (&id, &first["result"]));
    }
    for (header, status) in [
        (("mcp-name", "find_level"), 400),
        (("mcp-method", "tools/list"), 400),
        (("mcp-protocol-version", "2025-11-25"), 400),
        (("accept", "text/html"), 406),
        (("content-type", "text/plain"), 415),
        (("content-encoding", "gzip"), 415),
        (("host", "evil.example"), 403),
        (("origin", "https://evil.example"), 403),
    ] {
        let refused = ask(&app, message(json!(4), "tools/call"), &[header]).await;
        assert_eq!(refused.status, status, "{header:?}");
    }
    for (body, code) in [
        (message(json!(1.5), "tools/call"), -32600),
        (message(json!(5), "tools/list"), -32020),
        (
            message(json!(6), "tools/call").replace("2.0", "1.0"),
            -32600,
        ),
    ] {
        let refused = ask(&app, body.clone(), &[]).await;
        assert_eq!(refused.status, 400, "{body}");
        assert_eq!(refused.json()["error"]["code"], code, "{body}");
    }
    let query = "POST /mcp?x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    let body = call(&json!(7));
    let head = format!("{query}Content-Length: {}\r\n\r\n", body.len());
    let refused = Box::pin(app.exchange(Method::POST, "/mcp", head + &body)).await;
    assert_eq!(refused.status, 422);
}
