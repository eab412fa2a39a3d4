//! The quiz in a conversation with an assistant: asked by the model, or put before the user by the client, over HTTP and over standard
//! input and output; over three servers that share nothing; and clients that misbehave.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout},
};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::{
    app::{Storage, TestApp},
    binary::{Serving, finish, rungs},
    mcp::{ask_alone, call, text},
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";
const QUIZ: &str = "/v1/ladders/ai-engineer/quiz";

/// What somebody answers to each question.
fn reply(id: &str) -> &'static str {
    match id {
        "q1" | "q2" | "q4" => "yes",
        "q3" => "unsure",
        _ => "no",
    }
}

/// What score_quiz answers to the same.
async fn scored(app: &TestApp, asked: &[String]) -> Value {
    let answers = asked.iter().map(|id| (id.clone(), json!(reply(id))));
    let answers: Map<String, Value> = answers.collect();
    let reply = app.post(SCORE, &json!({ "answers": answers })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

async fn three() -> [TestApp; 3] {
    let settings = [("receipts.key", KEY)];
    [
        TestApp::start_with(&settings).await,
        TestApp::start_with(&settings).await,
        TestApp::start_with(&settings).await,
    ]
}

#[actix_web::test]
async fn a_model_asks_the_quiz_over_three_servers_that_share_nothing() {
    let apps = three().await;
    let mut result = call(&apps[0], "take_quiz", json!({})).await;
    let mut asked = Vec::new();
    for number in 1.. {
        let turn = &result["structuredContent"];
        if turn["status"] != "asking" {
            break;
        }
        let id = turn["question"]["id"].as_str().unwrap().to_owned();
        // Who reads only the text has all that is needed.
        let text = text(&result);
        for wanted in ["text", "statement"] {
            let wanted = turn["question"][wanted].as_str().unwrap();
            assert!(text.contains(wanted), "{text}");
        }
        assert!(text.contains(turn["state"].as_str().unwrap()), "{text}");
        assert_eq!(turn["sources"][0]["id"], id);
        let arguments = json!({"state": turn["state"], "answer": reply(&id)});
        asked.push(id);
        result = call(&apps[number % 3], "take_quiz", arguments).await;
    }
    let ended = &result["structuredContent"];
    assert_eq!(ended["status"], "finished");
    assert_eq!(ended["result"], scored(&apps[0], &asked).await);
    let sources = ended["sources"].as_array().unwrap().iter();
    let kinds: Vec<&Value> = sources.map(|one| &one["kind"]).collect();
    assert_eq!(kinds[..2], ["level", "phase"]);
    assert!(kinds.contains(&&json!("roadblock")) && kinds.contains(&&json!("criterion")));
    let title = ended["result"]["placement"]["title"].as_str().unwrap();
    assert!(text(&result).contains(title));
}

#[actix_web::test]
async fn what_somebody_says_is_passed_on_as_it_is() {
    let app = TestApp::start().await;
    let turn = async |mut arguments: Value| {
        arguments["locale"] = json!("de");
        call(&app, "take_quiz", arguments).await["structuredContent"].clone()
    };
    let begun = turn(json!({})).await;
    let unclear = turn(json!({"state": begun["state"], "text": "Was meinst du damit?"})).await;
    assert_eq!(unclear["heard"]["answer"], "unclear");
    assert_eq!(unclear["question"]["id"], "q1");
    let said = json!({"state": unclear["state"], "text": "ja, seit letztem Frühling"});
    let heard = turn(said).await;
    assert_eq!(heard["heard"]["answer"], "yes");
    assert_eq!(heard["question"]["id"], "q2");
    let stopped = turn(json!({"state": heard["state"], "answer": "stop"})).await;
    assert_eq!(stopped["status"], "stopped");
    assert_eq!(stopped["result"]["counts"]["yes"], 1);
}

/// One round of a call by a client without handshake that can put forms before its user.
async fn round(app: &TestApp, state: Option<&Value>, response: Option<&Value>) -> Value {
    let mut params = json!({"name": "take_quiz", "arguments": {}});
    if let Some(state) = state {
        params["requestState"] = state.clone();
    }
    if let Some(response) = response {
        params["inputResponses"] = json!({"answer": response, "other": {"action": "accept"}});
    }
    let forms = json!({"elicitation": {"form": {}}});
    let reply = ask_alone(app, "tools/call", params, &forms, &[]).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn accept(answer: &Value) -> Value {
    json!({"action": "accept", "content": {"answer": answer}})
}

/// The id of the question that a form puts, told by its text.
fn put(params: &Value, quiz: &Value) -> String {
    let message = params["message"].as_str().unwrap();
    let schema = &params["requestedSchema"]["properties"]["answer"];
    let choices = schema["oneOf"].as_array().unwrap().iter();
    let choices: Vec<&Value> = choices.map(|one| &one["const"]).collect();
    assert_eq!(choices, ["yes", "no", "unsure", "back", "stop"]);
    let questions = quiz["questions"].as_array().unwrap().iter();
    let mut questions = questions.chain(quiz["qualifiers"].as_array().unwrap());
    let found = questions.find(|one| message.starts_with(one["text"].as_str().unwrap()));
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_client_puts_the_quiz_before_its_user_over_three_servers_that_share_nothing() {
    let apps = three().await;
    let quiz = apps[0].get(QUIZ).await.json();
    let mut answer = round(&apps[0], None, None).await;
    let mut asked = Vec::new();
    for number in 1.. {
        let result = &answer["result"];
        if result["resultType"] != "input_required" {
            break;
        }
        let request = &result["inputRequests"]["answer"];
        assert_eq!(request["method"], "elicitation/create");
        assert_eq!(request["params"]["mode"], "form");
        let id = put(&request["params"], &quiz);
        let response = accept(&json!(reply(&id)));
        asked.push(id);
        let app = &apps[number % 3];
        answer = round(app, Some(&result["requestState"]), Some(&response)).await;
    }
    let result = &answer["result"];
    assert_eq!(result["resultType"], "complete");
    assert_eq!(result["isError"], false);
    let expected = scored(&apps[1], &asked).await;
    assert_eq!(result["structuredContent"]["result"], expected);
}

#[actix_web::test]
async fn what_comes_back_from_a_form_is_checked() {
    let app = TestApp::with_earlier_versions().await;
    let quiz = app.get(QUIZ).await.json();
    let begun = round(&app, None, None).await;
    let state = begun["result"]["requestState"].clone();
    let unreadable = [
        json!(null),
        json!(5),
        json!({}),
        json!({"action": "accept"}),
        json!({"action": "shrug"}),
        accept(&json!("maybe")),
        accept(&json!(true)),
    ];
    for response in unreadable.iter().map(Some).chain([None]) {
        let again = round(&app, Some(&state), response).await;
        let result = &again["result"];
        assert_eq!(result["resultType"], "input_required", "{again}");
        let request = &result["inputRequests"]["answer"]["params"];
        assert_eq!(put(request, &quiz), "q1", "{response:?}");
    }
    for action in ["decline", "cancel"] {
        let ended = round(&app, Some(&state), Some(&json!({ "action": action }))).await;
        let turn = &ended["result"]["structuredContent"];
        assert_eq!(turn["status"], "stopped", "{ended}");
    }
    let text = state.as_str().unwrap();
    let shorter = text.get(1..).unwrap().to_owned();
    let changed = [
        format!("{text}-TAMPERED"),
        shorter,
        "x".into(),
        "\u{202e}".into(),
    ];
    for changed in changed {
        let refused = round(&app, Some(&json!(changed)), Some(&accept(&json!("yes")))).await;
        assert_eq!(refused["error"]["code"], -32602, "{changed}: {refused}");
    }
    let forms = json!({"elicitation": {"form": {}}});
    for (version, went_on) in [("1.3.0", true), ("1.0.0", false)] {
        let params = json!({"name": "take_quiz", "arguments": {"version": version}, "requestState": state,
            "inputResponses": {"answer": accept(&json!("yes"))}});
        let answer = ask_alone(&app, "tools/call", params, &forms, &[]).await;
        let answer = answer.json();
        assert_eq!(answer["result"].is_object(), went_on, "{version}: {answer}");
        assert_eq!(answer["error"].is_object(), !went_on, "{version}: {answer}");
    }
    // A client that has no forms is asked by its model.
    let params = json!({"name": "take_quiz", "arguments": {}});
    let without = [
        json!({}),
        json!({"sampling": {}}),
        json!({"elicitation": {"url": {}}}),
    ];
    for capabilities in without {
        let plain = ask_alone(&app, "tools/call", params.clone(), &capabilities, &[]).await;
        let turn = &plain.json()["result"]["structuredContent"];
        assert_eq!(turn["status"], "asking", "{capabilities}");
    }
}

/// A conversation with `rungs mcp`.
struct Talk {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Talk {
    /// Shakes hands as a client that has forms.
    fn with_forms() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = format!("receipts.key={KEY}");
        let mut child = rungs(&folder, &["mcp", "--set", &key]).spawn().unwrap();
        let mut talk = Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            _folder: folder,
        };
        let params = json!({"protocolVersion": "2025-11-25", "capabilities": {"elicitation": {}},
            "clientInfo": {"name": "a test", "version": "1"}});
        let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
        let hello = talk.ask(&hello);
        assert_eq!(hello["result"]["protocolVersion"], "2025-11-25");
        talk.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        talk
    }

    fn say(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
    }

    fn ask(&mut self, message: &Value) -> Value {
        self.say(message);
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line:?}"))
    }

    /// The input ends, and with it the program.
    fn end(mut self) {
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

fn take(id: u32) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": "take_quiz"}})
}

#[actix_web::test]
async fn over_standard_input_a_client_with_a_handshake_puts_the_quiz_before_its_user() {
    let app = TestApp::start_with(&[("receipts.key", KEY)]).await;
    let quiz = app.get(QUIZ).await.json();
    let mut talk = Talk::with_forms();
    let mut message = talk.ask(&take(1));
    let mut asked = Vec::new();
    while message["method"] == "elicitation/create" {
        // Another call may come between.
        let between = json!({"jsonrpc": "2.0", "id": "x", "method": "tools/call",
            "params": {"name": "list_levels"}});
        let levels = talk.ask(&between);
        assert_eq!(levels["id"], "x");
        assert_eq!(levels["result"]["isError"], false);
        let id = put(&message["params"], &quiz);
        let result = accept(&json!(reply(&id)));
        asked.push(id);
        message = talk.ask(&json!({"jsonrpc": "2.0", "id": message["id"], "result": result}));
    }
    assert_eq!(message["id"], 1);
    let expected = scored(&app, &asked).await;
    let turn = &message["result"]["structuredContent"];
    assert_eq!(turn["result"], expected);
    talk.end();
}

#[test]
fn over_standard_input_forms_can_be_cancelled_and_refused() {
    let mut talk = Talk::with_forms();
    let form = talk.ask(&take(1));
    assert_eq!(form["method"], "elicitation/create");
    let params = json!({"requestId": 1});
    talk.say(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}));
    // Nobody waits for it any more.
    talk.say(&json!({"jsonrpc": "2.0", "id": form["id"], "result": accept(&json!("yes"))}));
    talk.say(&json!({"jsonrpc": "2.0", "id": "never asked", "result": {}}));
    let mut forms = Vec::new();
    for id in 2..19 {
        let form = talk.ask(&take(id));
        assert_eq!(form["method"], "elicitation/create", "{id}: {form}");
        forms.push(form["id"].clone());
    }
    // A client that fails to show a form: its model asks.
    let error = json!({"code": -1, "message": "no screen"});
    for (id, form) in [(2, &forms[0]), (18, &forms[16])] {
        let failed = json!({"jsonrpc": "2.0", "id": form, "error": error});
        let answer = talk.ask(&failed);
        assert_eq!(answer["id"], id);
        let turn = &answer["result"]["structuredContent"];
        assert_eq!(turn["status"], "asking", "{answer}");
    }
    let declined = json!({"jsonrpc": "2.0", "id": forms[1], "result": {"action": "decline"}});
    let answer = talk.ask(&declined);
    assert_eq!(answer["id"], 3);
    let turn = &answer["result"]["structuredContent"];
    assert_eq!(turn["status"], "stopped", "{answer}");
    talk.end();
}

#[test]
fn over_standard_input_only_requests_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"a test","version":"1"}}}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/progress","params":{"name":5}}"#,
        r#"{"jsonrpc":"2.0","id":"nobody-asked","result":{},"params":[]}"#,
        r#"{"jsonrpc":"2.0","id":"nobody-asked","error":{"code":-32700,"message":"unreadable"}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
    ];
    let ended = finish(rungs(&folder, &["mcp"]), lines.join("\n") + "\n");
    let answers: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 2, "{}", ended.out);
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-03-26");
    assert_eq!(answers[1], json!({"jsonrpc": "2.0", "id": 1, "result": {}}));
}

#[test]
fn over_standard_input_every_request_is_answered_and_the_output_holds_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let own = json!({"_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }});
    let ask = |id: u32, method: &str, params: &Value| {
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
    };
    let lines = [
        ask(1, "server/discover", &own),
        ask(2, "tools/list", &own),
        ask(3, "server/discover", &json!({})),
        "garbage".into(),
        // Too long, and therefore not read.
        "x".repeat(70_000),
        format!("[{}]", ask(4, "ping", &json!({}))),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
        ask(5, "ping", &own),
        ask(6, "prompts/list", &own),
    ];
    let ended = finish(rungs(&folder, &["mcp"]), lines.join("\n") + "\n");
    assert_eq!(ended.status, 0, "{}", ended.err);
    let answers = ended.out.lines();
    let answers: Vec<Value> = answers
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |id: u32| {
        let mut own = answers.iter().filter(|answer| answer["id"] == id);
        let answer = own.next().unwrap_or_else(|| panic!("{id}: {}", ended.out));
        assert!(own.next().is_none(), "{id} is answered twice");
        answer
    };
    let tools = of(2)["result"]["tools"].as_array().unwrap();
    assert_eq!(tools.len(), 12);
    for (id, code) in [
        (1, Value::Null),
        (2, Value::Null),
        (3, json!(-32602)),
        (5, json!(-32601)),
        (6, Value::Null),
    ] {
        assert_eq!(of(id)["error"]["code"], code, "{id}");
    }
    // What has no id that can be read is an error without one.
    for answer in answers.iter().filter(|answer| answer["id"].is_null()) {
        assert_eq!(answer["error"]["code"], -32600, "{answer}");
    }
}

/// Takes the quiz to its end, each turn on the next of some processes, and answers the receipt.
async fn receipt_over(processes: &[Serving]) -> Value {
    let client = reqwest::Client::new();
    let mut said = json!({});
    for number in 0.. {
        let address = processes[number % processes.len()].address;
        let url = format!("http://{address}/v1/ladders/ai-engineer/quiz/turn");
        let request = client.post(url).header("content-type", "application/json");
        let answer = request.body(said.to_string()).send().await.unwrap();
        let turn: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        if turn["status"] == "finished" {
            return turn["result"]["receipt"].clone();
        }
        let id = turn["question"]["id"].as_str().unwrap();
        said = json!({"state": turn["state"], "answer": reply(id)});
    }
    unreachable!("a quiz ends")
}

#[actix_web::test]
async fn a_quiz_over_three_processes_gives_the_receipt_that_one_gives() {
    let key = format!("receipts.key={KEY}");
    let mut storages = Vec::new();
    let mut processes = Vec::new();
    for _ in 0..3 {
        let storage = Storage::new().await;
        processes.push(Serving::start(&storage.database_url, &["--set", &key]));
        storages.push(storage);
    }
    let together = receipt_over(&processes).await;
    assert!(together.as_str().is_some_and(|receipt| receipt.len() > 100));
    assert_eq!(receipt_over(&processes[..1]).await, together);
}
