//! The Model Context Protocol at `/mcp`: tools answer what their operations answer, with what they rest on; resources, prompts and
//! completion.

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use rungs::{domain::schema::SchemaValidator, mcp::TOOLS};
use serde_json::{Value, json};

use crate::{
    app::{Reply, TestApp},
    documented::DOCUMENT,
};

const LADDER: &str = "/v1/ladders/ai-engineer";
/// The version without a handshake.
pub const STATELESS: &str = "2026-07-28";

/// What a request without handshake says of itself.
pub fn meta(capabilities: &Value) -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": STATELESS,
        "io.modelcontextprotocol/clientInfo": {"name": "a test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": capabilities,
    })
}

/// Sends a message as it is, as clients with a handshake do.
pub async fn send(app: &TestApp, message: &Value) -> Reply {
    let request = app.client.post(app.url("/mcp"));
    let request = request
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT, "application/json, text/event-stream");
    app.send(request.body(message.to_string())).await
}

/// Asks with a handshake's wire.
pub async fn ask(app: &TestApp, method: &str, params: Value) -> Value {
    let message = json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params});
    let reply = send(app, &message).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let answer = reply.json();
    assert_eq!(
        (&answer["jsonrpc"], &answer["id"]),
        (&json!("2.0"), &json!(7))
    );
    answer
}

/// Asks without a handshake; the headers say what the message says, but for those that are given.
pub async fn ask_alone(
    app: &TestApp,
    method: &str,
    mut params: Value,
    capabilities: &Value,
    headers: &[(&str, &str)],
) -> Reply {
    params["_meta"] = meta(capabilities);
    let name = params["name"].as_str().or(params["uri"].as_str());
    let mut sent = vec![("mcp-protocol-version", STATELESS), ("mcp-method", method)];
    sent.extend(name.map(|name| ("mcp-name", name)));
    sent.retain(|(name, _)| !headers.iter().any(|(other, _)| other == name));
    sent.extend(headers.iter().filter(|(_, value)| !value.is_empty()));
    let message = json!({"jsonrpc": "2.0", "id": "a", "method": method, "params": params});
    let mut request = app.client.post(app.url("/mcp"));
    request = request.header(CONTENT_TYPE, "application/json");
    for (name, value) in sent {
        request = request.header(name, value);
    }
    app.send(request.body(message.to_string())).await
}

/// Calls a tool, which has to succeed.
pub async fn call(app: &TestApp, tool: &str, arguments: Value) -> Value {
    let answer = ask(
        app,
        "tools/call",
        json!({"name": tool, "arguments": arguments}),
    )
    .await;
    let result = answer["result"].clone();
    assert_eq!(result["isError"], false, "{answer}");
    result
}

pub fn text(result: &Value) -> &str {
    assert_eq!(result["content"].as_array().unwrap().len(), 1);
    assert_eq!(result["content"][0]["type"], "text");
    result["content"][0]["text"].as_str().unwrap()
}

/// What each tool is asked, and the same over REST: a path to read, or a path and a body to post.
fn questions() -> Vec<(&'static str, Value, String, Option<Value>)> {
    let answers = json!({"q1": "yes", "q2": "yes", "q3": "yes", "q4": "unsure"});
    let told = json!({"text": "My agent works in the demo, but in production it keeps calling the same tool."});
    let get =
        |tool, arguments: Value, path: &str| (tool, arguments, format!("{LADDER}{path}"), None);
    let post =
        |tool, body: Value, path: &str| (tool, body.clone(), format!("{LADDER}{path}"), Some(body));
    vec![
        get("list_levels", json!({}), "/levels"),
        get(
            "list_levels",
            json!({"limit": 2, "version": "1.0.0"}),
            "/levels?limit=2&version=1.0.0",
        ),
        get(
            "find_level",
            json!({"level": "mid", "locale": "de"}),
            "/levels/mid?locale=de",
        ),
        get(
            "find_level",
            json!({"level": "staff", "ladder": "ai-engineer", "version": null}),
            "/levels/staff",
        ),
        get("find_phase", json!({"number": 2}), "/phases/2"),
        get(
            "find_phase",
            json!({"number": 4, "locale": "de"}),
            "/phases/4?locale=de",
        ),
        get(
            "list_bands",
            json!({"level": "mid"}),
            "/compensation?level=mid",
        ),
        get(
            "compare_levels",
            json!({"from": "junior", "to": "staff"}),
            "/compare?from=junior&to=staff",
        ),
        get(
            "search_ladder",
            json!({"q": "incident & post-mortem"}),
            "/search?q=incident%20%26%20post-mortem",
        ),
        get(
            "search_ladder",
            json!({"q": "pay", "kind": "band", "version": "1.1.0"}),
            "/search?q=pay&kind=band&version=1.1.0",
        ),
        post("score_quiz", json!({"answers": answers}), "/quiz/score"),
        post(
            "plan_roadmap",
            json!({"level": "junior", "start": "2027-01-04", "hours_per_week": 6}),
            "/roadmap",
        ),
        post(
            "check_readiness",
            json!({"level": "mid", "criteria": {"eval-harness": "met"}}),
            "/readiness",
        ),
        post("diagnose_roadblocks", told, "/roadblocks/diagnose"),
        post(
            "position_pay",
            json!({"level": "junior", "amount": "90000.50"}),
            "/compensation/position",
        ),
        post(
            "position_pay",
            json!({"level": "mid", "amount": 150000}),
            "/compensation/position",
        ),
    ]
}

async fn over_rest(app: &TestApp, path: &str, body: Option<&Value>) -> Value {
    let reply = match body {
        Some(body) => app.post(path, body).await,
        None => app.get(path).await,
    };
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.json()
}

#[actix_web::test]
async fn a_tool_answers_what_its_operation_answers_and_names_what_it_rests_on() {
    let app = TestApp::with_earlier_versions().await;
    let listed = ask(&app, "tools/list", json!({})).await;
    let schema = |tool: &str, of: &str| {
        let mut tools = listed["result"]["tools"].as_array().unwrap().iter();
        tools.find(|one| one["name"] == tool).unwrap()[of].clone()
    };
    for (tool, arguments, path, body) in questions() {
        let expected = over_rest(&app, &path, body.as_ref()).await;
        let asked = SchemaValidator::new(&schema(tool, "inputSchema")).unwrap();
        let nulls = arguments.as_object().unwrap().values().any(Value::is_null);
        assert!(nulls || asked.fits(&arguments), "{tool}: {arguments}");
        let result = call(&app, tool, arguments.clone()).await;
        let answer = &result["structuredContent"];
        let answered = SchemaValidator::new(&schema(tool, "outputSchema")).unwrap();
        assert_eq!(answered.faults(answer, 9), [], "{tool}");
        let mut own = answer.clone();
        own.as_object_mut().unwrap().remove("sources");
        own.as_object_mut().unwrap().remove("not_in_ladder");
        assert_eq!(own, expected, "{tool}");
        // What it rests on can be read, in the version that it rests on.
        let stamp = &answer["ladder"];
        let version = stamp["version"].as_str().unwrap();
        let text = text(&result);
        assert!(
            text.contains("ai-engineer") && text.contains(version),
            "{tool}: {text}"
        );
        assert!(text.len() < 7_000, "{tool}: {} bytes", text.len());
        let sources = answer["sources"].as_array().unwrap();
        assert!(!sources.is_empty(), "{tool}");
        for (at, source) in sources.iter().enumerate() {
            let link = source["link"].as_str().unwrap();
            assert!(link.contains(&format!("version={version}")), "{link}");
            // The text names the first of them.
            assert_eq!(text.contains(link), at < 8, "{tool}: {link}");
            let (page, anchor) = link.split_once('#').unwrap();
            let read = app.get_as(page, "text/html").await;
            assert_eq!(read.status, 200, "{link}");
            let anchor = format!("id=\"{anchor}\"");
            assert!(read.text().contains(&anchor), "{link}");
        }
        // The same without a handshake.
        let params = json!({"name": tool, "arguments": arguments});
        let alone = ask_alone(&app, "tools/call", params, &json!({}), &[]).await;
        assert_eq!(alone.status, 200, "{}", alone.text());
        let alone = alone.json();
        assert_eq!(alone["result"]["structuredContent"], *answer);
        assert_eq!(alone["result"]["resultType"], "complete");
    }
}

#[actix_web::test]
async fn the_text_of_each_score_says_its_own_counts() {
    let app = TestApp::start().await;
    // All of these lead to the same outcome. Each is asked twice, with another one in between.
    for yes in [3, 4, 3, 4] {
        let answers = (1..=6).map(|number| {
            let answer = if number <= yes { "yes" } else { "no" };
            (format!("q{number}"), json!(answer))
        });
        let answers: serde_json::Map<String, Value> = answers.collect();
        let arguments = json!({"answers": answers});
        let no = 6 - yes;
        let said = format!("{yes} yes, {no} no, 0 unsure, 0 not answered");
        let result = call(&app, "score_quiz", arguments.clone()).await;
        let counts = &result["structuredContent"]["counts"];
        assert_eq!((&counts["yes"], &counts["no"]), (&json!(yes), &json!(no)));
        assert!(text(&result).contains(&said), "{yes}: {}", text(&result));
        let params = json!({"name": "score_quiz", "arguments": arguments});
        let alone = ask_alone(&app, "tools/call", params, &json!({}), &[]).await;
        assert_eq!(alone.json()["result"]["content"], result["content"]);
    }
}

#[actix_web::test]
async fn tools_are_declared_as_their_operations_are_and_always_in_the_same_order() {
    let app = TestApp::start().await;
    let listed = ask(&app, "tools/list", json!({})).await;
    let tools = listed["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, TOOLS.each_ref().map(|tool| tool.name));
    let paths = DOCUMENT["paths"].as_object().unwrap().values();
    let operations: Vec<&Value> = paths
        .flat_map(|path| path.as_object().unwrap().values())
        .collect();
    for tool in tools {
        let operation = operations
            .iter()
            .find(|operation| operation["operationId"] == tool["name"])
            .unwrap();
        let own = TOOLS.iter().find(|one| tool["name"] == one.name).unwrap();
        let of_operation = operation["description"].as_str().unwrap();
        let description = own.description.unwrap_or(of_operation);
        assert_eq!(tool["description"], description);
        let length = description.chars().count();
        assert!((1..=1024).contains(&length), "{}: {length}", own.name);
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        assert_eq!(tool["annotations"]["idempotentHint"], true);
        assert_eq!(tool["inputSchema"]["additionalProperties"], false);
        let parameters = operation["parameters"].as_array().unwrap();
        for parameter in parameters.iter().filter_map(|one| one["name"].as_str()) {
            assert!(
                tool["inputSchema"]["properties"][parameter].is_object(),
                "{tool}"
            );
        }
        for of in ["inputSchema", "outputSchema"] {
            assert_eq!(tool[of]["type"], "object");
            assert!(SchemaValidator::new(&tool[of]).is_ok(), "{}", tool["name"]);
            let text = tool[of].to_string();
            // Some clients know one type for an argument only.
            assert!(of == "outputSchema" || !text.contains("\"null\""), "{text}");
            assert!(!text.contains("#/components"), "{text}");
        }
    }
    let again = ask(&app, "tools/list", json!({})).await;
    assert_eq!(again, listed);
    let other = TestApp::start().await;
    assert_eq!(ask(&other, "tools/list", json!({})).await, listed);
}

#[actix_web::test]
async fn what_the_ladder_does_not_say_is_said_to_be_not_in_it() {
    let app = TestApp::start().await;
    for (tool, arguments) in [
        ("list_bands", json!({})),
        ("list_bands", json!({"level": "mid"})),
        ("find_level", json!({"level": "mid"})),
        ("position_pay", json!({"level": "mid", "amount": "150000"})),
        ("compare_levels", json!({"from": "junior", "to": "mid"})),
        ("plan_roadmap", json!({"level": "junior"})),
    ] {
        for (locale, begin, who) in [
            (
                "en",
                "Not in the ladder: ",
                "no pay band for Mid AI Engineer",
            ),
            ("de", "Steht nicht in der Leiter: ", "Mid AI Engineer"),
        ] {
            let mut arguments = arguments.clone();
            arguments["locale"] = json!(locale);
            let result = call(&app, tool, arguments).await;
            let said = result["structuredContent"]["not_in_ladder"]
                .as_array()
                .unwrap();
            assert_eq!(said.len(), 1, "{tool} {locale}");
            let said = said[0].as_str().unwrap();
            assert!(said.starts_with(begin) && said.contains(who), "{said}");
            assert!(text(&result).contains(said), "{tool}");
        }
    }
    for (locale, expected) in [
        ("en", "The ladder has no such pay band."),
        ("de", "Steht nicht in der Leiter: "),
    ] {
        let result = call(
            &app,
            "list_bands",
            json!({"region": "DE", "locale": locale}),
        )
        .await;
        let said = result["structuredContent"]["not_in_ladder"][0].as_str();
        assert!(said.unwrap().contains(expected), "{said:?}");
        assert!(text(&result).contains(said.unwrap()));
    }
    for (tool, arguments) in [
        ("list_bands", json!({"level": "junior"})),
        ("position_pay", json!({"level": "junior", "amount": "1"})),
        ("find_level", json!({"level": "staff"})),
    ] {
        let result = call(&app, tool, arguments.clone()).await;
        let missing = match tool {
            // The next level's band is the one that is missing.
            "position_pay" => 1,
            _ => 0,
        };
        let said = result["structuredContent"]["not_in_ladder"]
            .as_array()
            .unwrap();
        assert_eq!(said.len(), missing, "{tool} {arguments}: {said:?}");
    }
}

#[actix_web::test]
async fn a_step_of_which_the_source_gives_no_duration_is_said_to_have_none() {
    let app = TestApp::start().await;
    for (from, to, none) in [("senior", "staff", true), ("junior", "senior", false)] {
        let result = call(&app, "compare_levels", json!({"from": from, "to": to})).await;
        let answer = &result["structuredContent"];
        assert_eq!(answer["timeframes"].as_array().unwrap().is_empty(), none);
        let said = answer["not_in_ladder"].to_string();
        assert_eq!(said.contains("gives no span"), none, "{said}");
    }
}

#[actix_web::test]
async fn a_call_that_cannot_be_answered_says_where_and_what_to_do_next() {
    let app = TestApp::start().await;
    let cases: &[(&str, Value, &[&str])] = &[
        (
            "find_level",
            json!({"level": "chief"}),
            &[
                "no such level",
                "junior, mid, senior, staff",
                "find_level again",
            ],
        ),
        ("find_level", json!({}), &["- /level: ", "missing"]),
        ("find_level", json!({"level": ["mid"]}), &["- /level: "]),
        (
            "find_level",
            json!({"level": "mid", "depth": 2}),
            &["- /depth: There is no such argument."],
        ),
        (
            "find_phase",
            json!({"number": "02"}),
            &["no such phase", "1 to 4"],
        ),
        ("find_phase", json!({"number": 2.5}), &["no such phase"]),
        ("list_levels", json!({"limit": 0}), &["- /limit: "]),
        (
            "list_levels",
            json!({"limit": {}, "cursor": []}),
            &["- /limit: ", "- /cursor: "],
        ),
        (
            "list_levels",
            json!({"ladder": "chess"}),
            &["Not found", "resource list"],
        ),
        (
            "list_levels",
            json!({"version": "9.9.9"}),
            &["- /version: ", "1.3.0"],
        ),
        (
            "list_levels",
            json!({"locale": "fr"}),
            &["- /locale: ", "en, de"],
        ),
        (
            "score_quiz",
            json!({"answers": {"q9": "yes", "q1": "maybe"}}),
            &["- /answers/q9: ", "- /answers/q1: ", "score_quiz again"],
        ),
        (
            "score_quiz",
            json!({"answers": {"q1": 1}, "x": 1}),
            &["- /answers/q1: ", "- /x: ", "score_quiz again"],
        ),
        ("score_quiz", json!({"answers": {}}), &["- /answers: "]),
        ("score_quiz", json!({}), &["- /answers: "]),
        (
            "plan_roadmap",
            json!({"start": "2027-02-30", "hours_per_week": 99}),
            &["- /start: ", "- /hours_per_week: "],
        ),
        (
            "check_readiness",
            json!({"level": "junior"}),
            &["- /level: "],
        ),
        ("diagnose_roadblocks", json!({"text": " "}), &["- /text: "]),
        (
            "position_pay",
            json!({"level": "Chief", "amount": "much"}),
            &["- /level: ", "- /amount: "],
        ),
        (
            "position_pay",
            json!({"level": "chief", "amount": "1"}),
            &["- /level: "],
        ),
        (
            "compare_levels",
            json!({"from": "mid", "to": "junior"}),
            &["- /to"],
        ),
        ("search_ladder", json!({"q": ""}), &["- /q: "]),
        ("list_bands", json!({"level": "chief"}), &["- /level: "]),
        ("take_quiz", json!({"answer": "yes"}), &["- /answer: "]),
        (
            "take_quiz",
            json!({"state": "x", "answer": "yes"}),
            &["- /state: ", "egin again"],
        ),
        ("take_quiz", json!({"state": 3}), &["- /state: "]),
    ];
    for (tool, arguments, wanted) in cases {
        let params = json!({"name": tool, "arguments": arguments});
        let answer = ask(&app, "tools/call", params.clone()).await;
        assert_eq!(
            answer["result"]["isError"], true,
            "{tool} {arguments}: {answer}"
        );
        let text = text(&answer["result"]).to_owned();
        for wanted in *wanted {
            assert!(text.contains(wanted), "{tool} {arguments}: {text}");
        }
        assert!(text.contains("What to do: "), "{text}");
        let alone = ask_alone(&app, "tools/call", params, &json!({}), &[]).await;
        assert_eq!(
            alone.json()["result"]["content"],
            answer["result"]["content"]
        );
    }
    let as_float = call(&app, "find_phase", json!({"number": 2.0})).await;
    assert_eq!(as_float["structuredContent"]["number"], 2);
    for params in [
        json!({"name": "chess"}),
        json!({}),
        json!({"name": "list_levels", "arguments": [1]}),
    ] {
        let answer = ask(&app, "tools/call", params).await;
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
    }
}

#[actix_web::test]
async fn resources_are_the_markdown_that_the_api_answers() {
    let app = TestApp::with_earlier_versions().await;
    let listed = ask(&app, "resources/list", json!({})).await;
    let listed = listed["result"]["resources"].as_array().unwrap();
    assert_eq!(listed.len(), 1 + 7 + 4 + 4);
    for resource in listed {
        let uri = resource["uri"].as_str().unwrap();
        let path = uri.replace("rungs://ladders/", "/v1/ladders/");
        assert_eq!(resource["mimeType"], "text/markdown");
        let expected = app.get_as(&path, "text/markdown").await;
        let read = ask(&app, "resources/read", json!({"uri": uri})).await;
        let contents = read["result"]["contents"].as_array().unwrap();
        assert_eq!(contents.len(), 1);
        assert_eq!(
            (&contents[0]["uri"], &contents[0]["text"]),
            (&json!(uri), &json!(expected.text()))
        );
    }
    let uri = "rungs://ladders/ai-engineer/levels/mid?version=1.2.0&locale=de";
    let read = ask_alone(&app, "resources/read", json!({"uri": uri}), &json!({}), &[])
        .await
        .json();
    let expected = app
        .get_as(
            &format!("{LADDER}/levels/mid?version=1.2.0&locale=de"),
            "text/markdown",
        )
        .await;
    assert_eq!(read["result"]["contents"][0]["text"], expected.text());
    assert!(read["result"]["ttlMs"].is_u64());
    for uri in [
        "rungs://ladders/chess",
        "rungs://ladders/ai-engineer/levels/chief",
        "rungs://ladders/ai-engineer/phases/9",
        "rungs://ladders/ai-engineer/levels/mid/",
        "rungs://ladders/",
        "file:///etc/passwd",
        "rungs://ladders/ai-engineer/../..",
    ] {
        let answer = ask(&app, "resources/read", json!({"uri": uri})).await;
        assert_eq!(answer["error"]["code"], -32002, "{uri}");
        let alone = ask_alone(&app, "resources/read", json!({"uri": uri}), &json!({}), &[]).await;
        assert_eq!(alone.json()["error"]["code"], -32602, "{uri}");
        assert_eq!(alone.json()["error"]["data"]["uri"], uri);
    }
    for uri in [
        "rungs://ladders/ai-engineer?version=9.9.9",
        "rungs://ladders/ai-engineer?locale=fr",
        "rungs://ladders/ai-engineer?x=1",
    ] {
        assert_eq!(
            ask(&app, "resources/read", json!({"uri": uri})).await["error"]["code"],
            -32602,
            "{uri}"
        );
    }
    assert_eq!(
        ask(&app, "resources/read", json!({})).await["error"]["code"],
        -32602
    );
    let templates = ask(&app, "resources/templates/list", json!({})).await;
    assert_eq!(
        templates["result"]["resourceTemplates"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

#[actix_web::test]
async fn lists_of_one_page_refuse_a_cursor_and_long_ones_go_on_behind_it() {
    let ladders = (0..20)
        .map(|number| {
            let ladder = rungs::app::built_in().unwrap().remove(0);
            let mut document: Value = serde_json::from_str(ladder.canonical()).unwrap();
            document["id"] = json!(format!("ladder-{number}"));
            (document, "2026-01-01T00:00:00Z")
        })
        .collect();
    let app = TestApp::with_ladders(ladders, &[]).await;
    for method in ["tools/list", "prompts/list", "resources/templates/list"] {
        let answer = ask(&app, method, json!({"cursor": "x"})).await;
        assert_eq!(answer["error"]["code"], -32602, "{method}");
    }
    let (mut uris, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let params = match &cursor {
            Value::Null => json!({}),
            cursor => json!({ "cursor": cursor }),
        };
        let page = ask(&app, "resources/list", params).await["result"].clone();
        let resources = page["resources"].as_array().unwrap().iter();
        uris.extend(resources.map(|one| one["uri"].as_str().unwrap().to_owned()));
        cursor = page["nextCursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(uris.len(), 21 * 16);
    let distinct: std::collections::BTreeSet<&String> = uris.iter().collect();
    assert_eq!(distinct.len(), uris.len());
    assert_eq!(
        ask(&app, "resources/list", json!({"cursor": "x"})).await["error"]["code"],
        -32602
    );
}

#[actix_web::test]
async fn prompts_hold_what_to_do_and_the_text_to_do_it_with() {
    let app = TestApp::start().await;
    let listed = ask(&app, "prompts/list", json!({})).await;
    let names = listed["result"]["prompts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|prompt| prompt["name"].clone());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["take_the_quiz", "prepare_promotion_talk", "mentor_phase"]
    );
    for (name, arguments, path, tool) in [
        ("take_the_quiz", json!({}), "/quiz", "take_quiz"),
        (
            "prepare_promotion_talk",
            json!({"level": "senior"}),
            "/phases/2",
            "check_readiness",
        ),
        (
            "mentor_phase",
            json!({"phase": "2"}),
            "/phases/2",
            "diagnose_roadblocks",
        ),
    ] {
        for locale in ["en", "de"] {
            let mut arguments = arguments.clone();
            arguments["locale"] = json!(locale);
            let got = ask(
                &app,
                "prompts/get",
                json!({"name": name, "arguments": arguments}),
            )
            .await;
            let messages = got["result"]["messages"].as_array().unwrap();
            assert!(
                messages[0]["content"]["text"]
                    .as_str()
                    .unwrap()
                    .contains(tool)
            );
            let expected = app
                .get_as(&format!("{LADDER}{path}?locale={locale}"), "text/markdown")
                .await;
            let resource = &messages[1]["content"]["resource"];
            assert_eq!(resource["text"], expected.text());
            let read = ask(&app, "resources/read", json!({"uri": resource["uri"]})).await;
            assert_eq!(read["result"]["contents"][0]["text"], resource["text"]);
        }
    }
    for params in [
        json!({"name": "chess"}),
        json!({"name": "mentor_phase"}),
        json!({"name": "prepare_promotion_talk", "arguments": {"level": "junior"}}),
        json!({"name": "mentor_phase", "arguments": {"phase": "9"}}),
        json!({"name": "take_the_quiz", "arguments": {"x": "1"}}),
        json!({"name": "take_the_quiz", "arguments": {"locale": "fr"}}),
        json!({"name": "take_the_quiz", "arguments": "x"}),
    ] {
        assert_eq!(
            ask(&app, "prompts/get", params.clone()).await["error"]["code"],
            -32602,
            "{params}"
        );
    }
}

#[actix_web::test]
async fn arguments_of_prompts_and_addresses_are_completed() {
    let app = TestApp::with_earlier_versions().await;
    let prompt = |name: &str| json!({"type": "ref/prompt", "name": name});
    let address = |uri: &str| json!({"type": "ref/resource", "uri": uri});
    let of_level = "rungs://ladders/{ladder}/levels/{level}{?version,locale}";
    for (reference, name, begun, expected) in [
        (
            prompt("prepare_promotion_talk"),
            "level",
            "",
            json!(["junior", "mid", "senior", "staff"]),
        ),
        (
            prompt("prepare_promotion_talk"),
            "level",
            "S",
            json!(["senior", "staff"]),
        ),
        (
            prompt("mentor_phase"),
            "phase",
            "",
            json!(["1", "2", "3", "4"]),
        ),
        (prompt("take_the_quiz"), "locale", "d", json!(["de"])),
        (
            prompt("take_the_quiz"),
            "ladder",
            "ai",
            json!(["ai-engineer"]),
        ),
        (address(of_level), "level", "m", json!(["mid"])),
        (address(of_level), "version", "1.0", json!(["1.0.0"])),
        (
            address("rungs://ladders/{ladder}/{part}{?version,locale}"),
            "part",
            "ro",
            json!(["roadblocks"]),
        ),
        (address(of_level), "level", "x", json!([])),
    ] {
        let params = json!({"ref": reference, "argument": {"name": name, "value": begun}, "context": {"arguments": {"ladder": "ai-engineer"}}});
        let answer = ask(&app, "completion/complete", params).await;
        assert_eq!(
            answer["result"]["completion"]["values"], expected,
            "{name} {begun}"
        );
        assert_eq!(answer["result"]["completion"]["hasMore"], false);
    }
    for params in [
        json!({}),
        json!({"ref": prompt("chess"), "argument": {"name": "level", "value": ""}}),
        json!({"ref": prompt("take_the_quiz"), "argument": {"name": "level", "value": ""}}),
        json!({"ref": address(of_level), "argument": {"name": "/levels/", "value": ""}}),
        json!({"ref": address(of_level), "argument": {"name": "", "value": ""}}),
        json!({"ref": address("x://y"), "argument": {"name": "level", "value": ""}}),
        json!({"ref": {"type": "ref/other"}, "argument": {"name": "level", "value": ""}}),
    ] {
        assert_eq!(
            ask(&app, "completion/complete", params.clone()).await["error"]["code"],
            -32602,
            "{params}"
        );
    }
}
