//! The wire of the Model Context Protocol: both kinds of versions at one address, what headers have to say, who may ask, and what hostile
//! clients get.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HOST, ORIGIN};
use serde_json::{Value, json};

use crate::{
    app::TestApp,
    mcp::{STATELESS, ask, ask_alone, send},
};

/// The versions that are spoken, the newest first.
const VERSIONS: [&str; 4] = [STATELESS, "2025-11-25", "2025-06-18", "2025-03-26"];

#[actix_web::test]
async fn without_a_handshake_every_request_says_of_itself_what_is_needed() {
    let app = TestApp::start().await;
    let none = json!({});
    let found = ask_alone(&app, "server/discover", json!({}), &none, &[])
        .await
        .json();
    let found = &found["result"];
    assert_eq!(found["supportedVersions"], json!(VERSIONS));
    assert_eq!(found["resultType"], "complete");
    assert!(found["ttlMs"].is_u64() && found["cacheScope"] == "public");
    assert!(
        found["instructions"]
            .as_str()
            .unwrap()
            .contains("take_quiz")
    );
    for method in [
        "tools/list",
        "prompts/list",
        "resources/list",
        "resources/templates/list",
    ] {
        let reply = ask_alone(&app, method, json!({}), &none, &[]).await;
        assert_eq!(reply.status, 200, "{method}");
        let result = &reply.json()["result"];
        assert!(
            result["ttlMs"].is_u64() && result["cacheScope"] == "public",
            "{method}"
        );
    }
    // What a key shows is for who has it.
    let bearer = format!("Bearer {}", app.key);
    for method in ["tools/list", "resources/list"] {
        let key = [("authorization", bearer.as_str())];
        let reply = ask_alone(&app, method, json!({}), &none, &key).await;
        assert_eq!(reply.json()["result"]["cacheScope"], "private", "{method}");
    }
    // What has gone is gone.
    for method in [
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "x",
        "subscriptions/listen",
    ] {
        let reply = ask_alone(&app, method, json!({}), &none, &[]).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["error"]["code"]),
            (404, &json!(-32601)),
            "{method}"
        );
        assert_eq!(reply.json()["id"], "a");
    }
    let levels = || json!({"name": "list_levels", "arguments": {}});
    let coded = "=?base64?bGlzdF9sZXZlbHM=?=";
    for (headers, code) in [
        (&[("mcp-name", coded)][..], None),
        (&[("mcp-name", " list_levels ")], None),
        (&[("accept", "application/json")], None),
        (&[("mcp-protocol-version", "")], Some(-32020)),
        (&[("mcp-protocol-version", "2025-11-25")], Some(-32020)),
        (&[("mcp-method", "")], Some(-32020)),
        (&[("mcp-method", "TOOLS/CALL")], Some(-32020)),
        (&[("mcp-method", "tools/list")], Some(-32020)),
        (&[("mcp-name", "")], Some(-32020)),
        (&[("mcp-name", "find_level")], Some(-32020)),
        (&[("mcp-name", "=?base64?bGlz!!?=")], Some(-32020)),
        (
            &[("mcp-method", "tools/call"), ("mcp-method", "tools/call")],
            Some(-32020),
        ),
    ] {
        let reply = ask_alone(&app, "tools/call", levels(), &none, headers).await;
        let answer = reply.json();
        match code {
            None => assert_eq!(answer["result"]["isError"], false, "{headers:?}: {answer}"),
            Some(code) => {
                assert_eq!(reply.status, 400, "{headers:?}");
                assert_eq!(answer["error"]["code"], code, "{headers:?}: {answer}");
                assert_eq!(answer["id"], "a");
            }
        }
    }
    let with = |meta: Value, version: &'static str| {
        let params = json!({"_meta": meta});
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": params});
        let request = app
            .client
            .post(app.url("/mcp"))
            .header(CONTENT_TYPE, "application/json");
        let request = request
            .header("mcp-protocol-version", version)
            .header("mcp-method", "tools/list");
        app.send(request.body(message.to_string()))
    };
    let key = |name: &str| format!("io.modelcontextprotocol/{name}");
    let reply = with(
        json!({key("protocolVersion"): "2031-01-01", key("clientCapabilities"): {}}),
        "2031-01-01",
    )
    .await;
    assert_eq!(reply.status, 400);
    let error = &reply.json()["error"];
    assert_eq!(error["code"], -32022);
    assert_eq!(
        error["data"],
        json!({"supported": VERSIONS, "requested": "2031-01-01"})
    );
    // Metadata of its own may come with an earlier version, too.
    let earlier = json!({key("protocolVersion"): "2025-11-25", key("clientCapabilities"): {}});
    let listed = with(earlier, "2025-11-25").await.json();
    assert!(listed["result"]["tools"].is_array(), "{listed}");
    for (meta, code) in [
        (json!({}), -32602),
        (json!({key("protocolVersion"): STATELESS}), -32602),
        (json!({key("clientCapabilities"): {}}), -32602),
        (json!(null), -32602),
        (json!([]), -32600),
        (json!({key("protocolVersion"): 5}), -32602),
    ] {
        let reply = with(meta.clone(), STATELESS).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["error"]["code"]),
            (400, &json!(code)),
            "{meta}"
        );
    }
}

#[actix_web::test]
async fn clients_with_a_handshake_are_answered_at_the_same_address_without_a_session() {
    let app = TestApp::start().await;
    for (asked, given) in [
        ("2025-11-25", "2025-11-25"),
        ("2025-06-18", "2025-06-18"),
        ("2025-03-26", "2025-03-26"),
        ("2024-11-05", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
        ("", "2025-11-25"),
    ] {
        let params = json!({"protocolVersion": asked, "capabilities": {"elicitation": {}}, "clientInfo": {"name": "a test", "version": "1"}});
        let message = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
        let reply = send(&app, &message).await;
        assert!(reply.header("mcp-session-id").is_none());
        let result = &reply.json()["result"];
        assert_eq!(result["protocolVersion"], given);
        assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
        assert!(result["resultType"].is_null());
    }
    let said = send(
        &app,
        &json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
    )
    .await;
    assert_eq!((said.status.as_u16(), said.bytes.len()), (202, 0));
    assert_eq!(ask(&app, "ping", json!({})).await["result"], json!({}));
    assert_eq!(
        ask(&app, "logging/setLevel", json!({})).await["error"]["code"],
        -32601
    );
    for method in ["GET", "DELETE"] {
        let reply = app.ask(method, "/mcp").await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("allow")),
            (405, Some("POST, OPTIONS"))
        );
    }
    let request = app
        .client
        .post(app.url("/mcp"))
        .header(CONTENT_TYPE, "application/json");
    let request = request.header("mcp-protocol-version", "1999-01-01");
    let reply = app
        .send(request.body(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#))
        .await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["error"]["code"]),
        (400, &json!(-32600))
    );
}

#[actix_web::test]
async fn another_sites_page_and_an_unknown_host_are_refused() {
    let app = TestApp::start_with(&[
        ("mcp.hosts", "ladders.example.org"),
        ("public_url", "https://rungs.example.com/base"),
        ("cors.public_origins", "*,https://careers.example.net"),
    ])
    .await;
    let own = app.address.to_string();
    let own_origin = format!("http://{own}");
    for (host, origin, passes) in [
        (&*own, "", true),
        (&*own, &*own_origin, true),
        (&*own, "http://localhost:6274", true),
        ("localhost:9", "http://127.0.0.1:1", true),
        ("[::1]:8080", "http://[::1]:8080", true),
        ("10.1.2.3", "", true),
        ("10.1.2.3", "http://10.1.2.3", true),
        ("ladders.example.org", "https://ladders.example.org", true),
        ("LADDERS.example.org:8443", "", true),
        ("rungs.example.com", "https://rungs.example.com", true),
        (&*own, "https://careers.example.net", true),
        ("evil.example", "", false),
        ("evil.example", "http://evil.example", false),
        ("localhost.evil.example", "", false),
        ("ladders.example.org.evil.example", "", false),
        (&*own, "http://evil.example", false),
        (&*own, "http://10.6.6.6", false),
        (&*own, "null", false),
        (&*own, "https://careers.example.net.evil.example", false),
        (&*own, "http://localhost@evil.example", false),
        (&*own, "http://localhost:80@evil.example", false),
        (&*own, "http://[::1].evil.example", false),
        (&*own, "chrome-extension://localhost", false),
    ] {
        let mut request = app
            .client
            .post(app.url("/mcp"))
            .header(CONTENT_TYPE, "application/json")
            .header(HOST, host);
        if !origin.is_empty() {
            request = request.header(ORIGIN, origin);
        }
        let reply = app
            .send(request.body(r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#))
            .await;
        let expected = if passes { 200 } else { 403 };
        assert_eq!(reply.status, expected, "{host} {origin}: {}", reply.text());
    }
    let two = app.client.post(app.url("/mcp"));
    let two = two
        .header(CONTENT_TYPE, "application/json")
        .header(ORIGIN, &*own_origin)
        .header(ORIGIN, "http://evil.example");
    let reply = app
        .send(two.body(r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#))
        .await;
    assert_eq!(reply.status, 403);
    let open = TestApp::start_with(&[("mcp.hosts", "*")]).await;
    let request = open
        .client
        .post(open.url("/mcp"))
        .header(CONTENT_TYPE, "application/json");
    let request = request
        .header(HOST, "any.example")
        .header(ORIGIN, "https://any.example");
    let reply = open
        .send(request.body(r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#))
        .await;
    assert_eq!(reply.status, 200);
}

#[actix_web::test]
async fn hostile_messages_are_refused_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    let call = |arguments: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"score_quiz","arguments":{arguments}}}}}"#
        )
    };
    let many = |after: &str, between: &str| {
        let names = (0..6_000).map(|number| format!("{number:x}{after}"));
        names.collect::<Vec<_>>().join(between)
    };
    let lists = format!("{{\"{}}}", many("\":[]", ",\""));
    let of_resource = |uri: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{{"uri":"{uri}"}}}}"#
        )
    };
    let cases: Vec<(Vec<u8>, u16)> = vec![
        (Vec::new(), 400),
        (b"{".to_vec(), 400),
        (b"null".to_vec(), 400),
        (b"[]".to_vec(), 400),
        (
            format!(
                "[{}]",
                vec![r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#; 500].join(",")
            )
            .into_bytes(),
            400,
        ),
        (b"\xff\xfe{}".to_vec(), 400),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\0".to_vec(),
            400,
        ),
        (
            br#"{"jsonrpc":"2.0","id":1,"method":"\ud800"}"#.to_vec(),
            400,
        ),
        (br#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#.to_vec(), 400),
        (
            br#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#.to_vec(),
            400,
        ),
        (
            br#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#.to_vec(),
            400,
        ),
        (
            br#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#.to_vec(),
            400,
        ),
        (br#"{"jsonrpc":"2.0","id":1}"#.to_vec(), 400),
        (br#"{"jsonrpc":"2.0","id":1,"method":5}"#.to_vec(), 400),
        (
            br#"{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}"#.to_vec(),
            400,
        ),
        (br#"{"jsonrpc":"2.0","id":1,"result":{}}"#.to_vec(), 400),
        (
            br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}"#.to_vec(),
            400,
        ),
        (
            br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}"#.to_vec(),
            200,
        ),
        (deep("[", "]").into_bytes(), 400),
        (deep("{\"a\":", "}").into_bytes(), 400),
        (call(&deep("[", "]")).into_bytes(), 400),
        (
            call(&format!(r#"{{"answers":{}}}"#, deep("[", "]"))).into_bytes(),
            400,
        ),
        (
            call(r#"{"answers":{"\u0000":"yes","\u202eq1":"no"}}"#).into_bytes(),
            200,
        ),
        (call(r#"{"answers":{"q1":"\ud800"}}"#).into_bytes(), 400),
        (
            call(&lists)
                .replace("score_quiz", "list_levels")
                .into_bytes(),
            200,
        ),
        (
            call(&lists)
                .replace("tools/call", "prompts/get")
                .replace("score_quiz", "take_the_quiz")
                .into_bytes(),
            200,
        ),
        (
            of_resource(&format!("rungs://ladders/ai-engineer?{}", many("", "&"))).into_bytes(),
            200,
        ),
        (vec![b' '; 70_000], 413),
    ];
    for (body, status) in cases {
        let shown = String::from_utf8_lossy(&body)
            .chars()
            .take(120)
            .collect::<String>();
        let reply = app.post_text("/mcp", body).await;
        assert_eq!(reply.status, status, "{shown}: {}", reply.text());
        if status == 200 {
            let answer = reply.json();
            let refused = answer["result"]["isError"] == true || answer["error"].is_object();
            assert!(refused, "{shown}: {answer}");
        }
        assert!(reply.bytes.len() < 20_000, "{shown}");
    }
    for (body, code) in [
        ("5", -32600),
        ("{", -32700),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{"elicitation":5}}}"#,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":5}}"#,
            -32602,
        ),
    ] {
        let answer = app.post_text("/mcp", body).await.json();
        assert_eq!(answer["error"]["code"], code, "{body}: {answer}");
    }
    let request = app
        .client
        .post(app.url("/mcp"))
        .header(CONTENT_TYPE, "text/plain");
    assert_eq!(app.send(request.body("{}")).await.status, 415);
    let request = app
        .client
        .post(app.url("/mcp"))
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT, "text/html");
    assert_eq!(app.send(request.body("{}")).await.status, 406);
    // Proxies of some clients ask for a stream alone. One message is answered as JSON all the same.
    let request = app
        .client
        .post(app.url("/mcp"))
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT, "text/event-stream");
    let ping = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    assert_eq!(
        app.send(request.body(ping)).await.json()["result"],
        json!({})
    );
    assert_eq!(app.post("/mcp?x=1", &json!({})).await.status, 422);
    app.still_answers().await;
}
