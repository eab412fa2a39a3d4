//! Asking by each interface.

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{
    RequestBuilder,
    header::{ACCEPT, CONTENT_TYPE},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    editions::LadderSelection,
    facts::{AnswerMessages, Shown, refusal},
    inputs::{Input, Operation},
    reading, text,
};
use crate::{
    app::{Reply, TestApp},
    binary::{Ended, finish, rungs},
};

/// An interface, or one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interface {
    Json,
    Markdown,
    Picture,
    Calendar,
    Page,
    PageJson,
    PageMarkdown,
    PagePicture,
    PageCalendar,
    Batch,
    FullBatch,
    Turns,
    Tool,
    ToolTurns,
    ScoreCommand,
    FullScoreCommand,
    QuizCommand,
    DiagnoseCommand,
}

/// What an interface showed.
#[derive(Debug)]
pub struct Observation {
    pub shown: Shown,
    /// The JSON that judges it, where that is not the one of the input.
    pub judge: Option<Value>,
}

impl From<Shown> for Observation {
    fn from(shown: Shown) -> Self {
        Self { shown, judge: None }
    }
}

/// A server and the ladders on it.
pub struct Asker<'a> {
    pub app: &'a TestApp,
    pub folder: &'a TempDir,
    pub editions: &'a [LadderSelection],
    pub inputs: &'a [Input],
}

/// The path of an operation below its ladder, and its tool.
fn names(operation: Operation) -> (&'static str, &'static str) {
    match operation {
        Operation::Score => ("/quiz/score", "score_quiz"),
        Operation::Readiness => ("/readiness", "check_readiness"),
        Operation::Roadmap => ("/roadmap", "plan_roadmap"),
        Operation::Diagnosis => ("/roadblocks/diagnose", "diagnose_roadblocks"),
        Operation::Pay => ("/compensation/position", "position_pay"),
        Operation::Comparison => ("/compare", "compare_levels"),
    }
}

/// The media type of an interface over HTTP, and the name of the file where a page gives one.
fn form(interface: Interface) -> (&'static str, &'static str) {
    match interface {
        Interface::Markdown | Interface::PageMarkdown => ("text/markdown", "markdown"),
        Interface::Picture | Interface::PagePicture => ("image/svg+xml", "svg"),
        Interface::Calendar | Interface::PageCalendar => ("text/calendar", "calendar"),
        Interface::Page => ("text/html", ""),
        _ => ("application/json", "json"),
    }
}

/// Reads an answer in the form of an interface.
fn read(
    interface: Interface,
    operation: Operation,
    edition: &LadderSelection,
    text: &str,
) -> AnswerMessages {
    match form(interface).1 {
        "markdown" => reading::markdown(operation, edition, text),
        "svg" => reading::picture(operation, edition, text),
        "calendar" => reading::calendar(edition, text),
        "json" => reading::json(operation, edition, text),
        _ => reading::page(operation, edition, text),
    }
}

/// Members of an object, as text.
fn members<'a>(object: &'a Value, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let members = object[name].as_object();
    members
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
}

fn encoded(pairs: &[(String, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A body as the parameters of a picture or a calendar.
fn parameters(operation: Operation, asked: &Value) -> Vec<(String, String)> {
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut add = |list, id: String| lists.entry(list).or_default().push(id);
    for (id, answer) in members(asked, "answers").chain(members(asked, "qualifiers")) {
        match answer {
            "yes" | "no" | "unsure" => add(answer, id.into()),
            option => add("options", format!("{id}:{option}")),
        }
    }
    for (id, state) in members(asked, "criteria") {
        add(state, id.into());
    }
    for name in [
        "level",
        "target_level",
        "start",
        "target_date",
        "hours_per_week",
        "from",
        "to",
    ] {
        match &asked[name] {
            Value::Null => {}
            Value::String(text) => add(name, text.clone()),
            other => add(name, other.to_string()),
        }
    }
    assert!(operation != Operation::Diagnosis && operation != Operation::Pay);
    let lists = lists.into_iter();
    lists
        .map(|(name, ids)| (name.to_owned(), ids.join(",")))
        .collect()
}

impl Asker<'_> {
    fn edition(&self, input: &Input) -> &LadderSelection {
        &self.editions[input.edition]
    }

    /// A request with the organisation's key where the ladder is its own.
    fn with_key(&self, edition: &LadderSelection, request: RequestBuilder) -> RequestBuilder {
        match edition.is_private {
            true => request.bearer_auth(&self.app.key),
            false => request,
        }
    }

    async fn get(&self, edition: &LadderSelection, rest: &str, media: &str) -> Reply {
        let request = self.app.client.get(self.app.url(&edition.path(rest)));
        let request = self.with_key(edition, request.header(ACCEPT, media));
        self.app.send(request).await
    }

    async fn post(
        &self,
        edition: &LadderSelection,
        rest: &str,
        body: &Value,
        media: &str,
    ) -> Reply {
        let path = edition.path(&format!("{rest}?{}", edition.query()));
        let request = self.app.client.post(self.app.url(&path));
        let request = request
            .header(ACCEPT, media)
            .header(CONTENT_TYPE, "application/json");
        let request = self.with_key(edition, request.body(body.to_string()));
        self.app.send(request).await
    }

    /// Asks for JSON or Markdown, by the operation's own method.
    async fn ask_api(&self, input: &Input, media: &str) -> Reply {
        let edition = self.edition(input);
        if input.operation == Operation::Comparison {
            let query = encoded(&parameters(input.operation, &input.asked));
            let rest = format!("/compare?{query}&{}", edition.query());
            return self.get(edition, &rest, media).await;
        }
        let rest = names(input.operation).0;
        self.post(edition, rest, &input.asked, media).await
    }

    /// The answer as JSON: the placement, the plan and so on, or the problem.
    pub async fn json(&self, input: &Input) -> Value {
        let reply = self.ask_api(input, "application/json").await;
        let mut json = reply.json();
        if reply.status != 200 {
            json.as_object_mut().unwrap().remove("request_id");
        }
        json
    }

    /// The interfaces by which an input can be asked.
    pub fn interfaces(&self, input: &Input) -> Vec<Interface> {
        use Interface::*;
        let edition = self.edition(input);
        let asked = &input.asked;
        let has_command = edition.argument.is_some();
        let mut interfaces = vec![Json, Markdown, Tool];
        match input.operation {
            Operation::Score => {
                interfaces.extend([Page, PageJson, Batch, FullBatch]);
                // A query does not say whether an unknown name is one of a question or of a qualifier.
                if asked["qualifiers"]["nobody-asks"].is_null() {
                    interfaces.push(Picture);
                }
                let spoiled = asked.to_string().contains("nobody-asks");
                let is_empty = members(asked, "answers").next().is_none();
                if !spoiled && !is_empty {
                    interfaces.extend([Turns, ToolTurns]);
                    interfaces.extend(has_command.then_some(QuizCommand));
                }
                if has_command {
                    interfaces.extend([ScoreCommand, FullScoreCommand]);
                }
            }
            Operation::Readiness => interfaces.push(Picture),
            Operation::Roadmap => {
                interfaces.extend([Picture, Calendar]);
                // The page plans to the next level from what is met, and leaves out what is not on the ladder.
                let fits = asked["target_level"].is_null()
                    && asked["target_date"].is_null()
                    && !asked["answers"].is_null()
                    && members(asked, "criteria")
                        .all(|(id, state)| state == "met" && id != "nobody-sees");
                if fits {
                    interfaces.extend([Page, PageMarkdown, PagePicture, PageCalendar]);
                }
            }
            Operation::Diagnosis => interfaces.extend(has_command.then_some(DiagnoseCommand)),
            Operation::Pay => {}
            Operation::Comparison => interfaces.push(Picture),
        }
        interfaces
    }

    /// Asks by an interface, and reads what it shows.
    pub async fn observe(&self, interface: Interface, number: usize) -> Vec<Observation> {
        let input = &self.inputs[number];
        let edition = self.edition(input);
        let read = |text: &str| read(interface, input.operation, edition, text);
        let media = form(interface).0;
        let shown = match interface {
            Interface::Json => reading::expected(input.operation, edition, &self.json(input).await),
            Interface::Markdown => answered(&self.ask_api(input, media).await, media, read),
            Interface::Picture => by_query(answered(
                &self.file(input, ".svg", media).await,
                media,
                read,
            )),
            Interface::Calendar => by_query(answered(
                &self.file(input, ".ics", media).await,
                media,
                read,
            )),
            Interface::Page
            | Interface::PageJson
            | Interface::PageMarkdown
            | Interface::PagePicture
            | Interface::PageCalendar => self.page(interface, input).await,
            Interface::Batch => self.batch(number, false).await,
            Interface::FullBatch => self.batch(number, true).await,
            Interface::Turns | Interface::ToolTurns => return self.turns(interface, input).await,
            Interface::Tool => self.tool(input).await,
            Interface::ScoreCommand => self.score_command(input, false).await,
            Interface::FullScoreCommand => self.score_command(input, true).await,
            Interface::QuizCommand => return vec![self.quiz_command(input).await],
            Interface::DiagnoseCommand => self.diagnose_command(input).await,
        };
        vec![shown.into()]
    }

    /// Asks for a picture or a calendar by its own path.
    async fn file(&self, input: &Input, ending: &str, media: &str) -> Reply {
        let edition = self.edition(input);
        let mut query = encoded(&parameters(input.operation, &input.asked));
        if !query.is_empty() {
            query.push('&');
        }
        let path = names(input.operation).0;
        let rest = format!("{path}{ending}?{query}{}", edition.query());
        self.get(edition, &rest, media).await
    }

    async fn page(&self, interface: Interface, input: &Input) -> Shown {
        let (edition, operation) = (self.edition(input), input.operation);
        let asked = &input.asked;
        let mut fields: Vec<(String, String)> = vec![("asked".into(), "*".into())];
        for (id, answer) in members(asked, "answers").chain(members(asked, "qualifiers")) {
            fields.push((format!("answer.{id}"), answer.into()));
        }
        if operation == Operation::Roadmap {
            let hours = asked["hours_per_week"].as_u64().unwrap_or(5).to_string();
            let start = asked["start"].as_str().unwrap_or_default().to_owned();
            fields.extend([("hours".into(), hours), ("start".into(), start)]);
            for (id, _) in members(asked, "criteria") {
                fields.push(("met".into(), id.into()));
            }
        }
        let (media, file) = form(interface);
        if !file.is_empty() {
            fields.push(("as".into(), file.into()));
        }
        let path = format!("/?ladder={}&{}", edition.ladder, edition.query());
        let request = self.app.client.post(self.app.url(&path));
        let request = request
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = self.with_key(edition, request.body(encoded(&fields)));
        let reply = self.app.send(request).await;
        let asks_again = members(asked, "answers").next().is_none();
        if asks_again && reply.status == 200 && !reply.text().contains("id=\"result\"") {
            // The page of the quiz again, with a word on it.
            let mut facts = AnswerMessages::default();
            facts.set("refused", reply.text().contains("role=\"alert\""));
            return Shown::Refused(facts);
        }
        answered(&reply, media, |text| {
            read(interface, operation, edition, text)
        })
    }

    /// A line of a batch between the lines of other inputs.
    async fn batch(&self, number: usize, full: bool) -> Shown {
        let own = &self.inputs[number];
        let edition = self.edition(own);
        let like =
            |input: &&Input| input.operation == own.operation && input.edition == own.edition;
        let (before, after) = self.inputs.split_at(number);
        let before = before.iter().filter(like).rev().take(2);
        let after = after.iter().filter(like).take(3);
        let lines: Vec<&Input> = before.chain(after).collect();
        let at = lines.iter().position(|input| *input == own).unwrap();
        let text: String = lines
            .iter()
            .map(|input| format!("{}\n", input.asked))
            .collect();
        let detail = if full { "&detail=full" } else { "" };
        let path = edition.path(&format!("/quiz/score-batch?{}{detail}", edition.query()));
        let request = self.app.client.post(self.app.url(&path));
        let request = request.header(CONTENT_TYPE, "application/x-ndjson");
        let reply = self
            .app
            .send(self.with_key(edition, request.body(text)))
            .await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.lines().len(), lines.len(), "{}", reply.text());
        line(&reply.lines()[at], edition, full)
    }

    /// The quiz question by question: the answers given judge the result, and the whole input its placement.
    async fn turns(&self, interface: Interface, input: &Input) -> Vec<Observation> {
        let edition = self.edition(input);
        let mut given = json!({"answers": {}, "qualifiers": {}});
        let mut sent = json!({});
        let result = loop {
            let turn = match interface {
                Interface::Turns => {
                    let reply = self
                        .post(edition, "/quiz/turn", &sent, "application/json")
                        .await;
                    assert_eq!(reply.status, 200, "{}", reply.text());
                    reply.json()
                }
                _ => self.call(edition, "take_quiz", &sent).await["structuredContent"].clone(),
            };
            if turn["status"] == "finished" {
                break turn["result"].clone();
            }
            let id = turn["question"]["id"]
                .as_str()
                .unwrap_or_else(|| panic!("{turn}"));
            let list = match turn["question"]["kind"].as_str() {
                Some("qualifier") => "qualifiers",
                _ => "answers",
            };
            let answer = input.asked[list][id].as_str().unwrap_or("unsure");
            given[list][id] = answer.into();
            sent = json!({"state": turn["state"], "answer": answer});
        };
        let mut whole = AnswerMessages::default();
        whole.set("placement", result["placement"].clone());
        let judge = Input {
            asked: given,
            ..input.clone()
        };
        vec![
            Observation {
                shown: reading::expected(Operation::Score, edition, &result),
                judge: Some(self.json(&judge).await),
            },
            Shown::Answered(whole).into(),
        ]
    }

    /// Calls a tool over the Model Context Protocol.
    async fn call(&self, edition: &LadderSelection, tool: &str, arguments: &Value) -> Value {
        let mut arguments = arguments.clone();
        arguments["ladder"] = edition.ladder.into();
        arguments["locale"] = edition.locale.into();
        if let Some(version) = edition.version {
            arguments["version"] = version.into();
        }
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": tool, "arguments": arguments}});
        let request = self.app.client.post(self.app.url("/mcp"));
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json, text/event-stream")
            .header("mcp-protocol-version", "2025-11-25");
        let request = self.with_key(edition, request.body(message.to_string()));
        let reply = self.app.send(request).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let message = reply.json();
        assert!(message["result"].is_object(), "{message}");
        message["result"].clone()
    }

    async fn tool(&self, input: &Input) -> Shown {
        let edition = self.edition(input);
        let result = self
            .call(edition, names(input.operation).1, &input.asked)
            .await;
        reading::tool_result(input.operation, edition, &result)
    }

    async fn run(&self, arguments: Vec<String>, standard_input: String) -> Ended {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let command = rungs(self.folder, &arguments);
        let ended = tokio::task::spawn_blocking(move || finish(command, standard_input));
        ended.await.unwrap()
    }

    async fn score_command(&self, input: &Input, full: bool) -> Shown {
        let edition = self.edition(input);
        let mut arguments = vec!["score", "--ladder", edition.argument.as_deref().unwrap()];
        if full {
            arguments.extend(["--full", "--database-url", &self.app.database_url]);
        }
        let arguments = arguments.into_iter().map(str::to_owned).collect();
        let ended = self.run(arguments, format!("{}\n", input.asked)).await;
        let out: Value = serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{ended:?}"));
        assert_eq!(
            ended.status,
            i32::from(!out["problem"].is_null()),
            "{ended:?}"
        );
        line(&out, edition, full)
    }

    async fn quiz_command(&self, input: &Input) -> Observation {
        let edition = self.edition(input);
        let said = |list: &str, one: &Value| {
            let answer = input.asked[list][one["id"].as_str().unwrap()].as_str();
            answer.unwrap_or("unsure").to_owned()
        };
        let questions = edition.questions().iter();
        let mut lines: Vec<String> = questions.map(|one| said("answers", one)).collect();
        // Which qualifiers are asked is seen in what was printed only; so all are answered alike.
        let qualifiers = edition.qualifiers();
        let qualifier = qualifiers.first().map(|one| said("qualifiers", one));
        let mut given = json!({"answers": {}, "qualifiers": {}});
        for (question, answer) in edition.questions().iter().zip(&lines) {
            given["answers"][question["id"].as_str().unwrap()] = json!(answer);
        }
        lines.extend(qualifiers.iter().filter_map(|_| qualifier.clone()));
        let arguments = ["quiz", edition.argument.as_deref().unwrap()].map(str::to_owned);
        let ended = self.run(arguments.to_vec(), lines.join("\n") + "\n").await;
        assert_eq!(ended.status, 0, "{ended:?}");
        let (asked, result) = reading::dialogue(&ended.out);
        for one in qualifiers {
            if text::squeezed(asked).contains(&text::squeezed(one["text"].as_str().unwrap())) {
                given["qualifiers"][one["id"].as_str().unwrap()] = qualifier.clone().into();
            }
        }
        let judge = Input {
            asked: given,
            ..input.clone()
        };
        Observation {
            shown: Shown::Answered(reading::terminal(edition, result)),
            judge: Some(self.json(&judge).await),
        }
    }

    async fn diagnose_command(&self, input: &Input) -> Shown {
        let edition = self.edition(input);
        let mut arguments = vec!["diagnose", "--ladder", edition.argument.as_deref().unwrap()];
        if let Some(level) = input.asked["level"].as_str() {
            arguments.extend(["--level", level]);
        }
        let arguments = arguments.into_iter().map(str::to_owned).collect();
        let statement = input.asked["text"].as_str().unwrap().to_owned();
        let ended = self.run(arguments, statement).await;
        if ended.status != 0 && ended.out.is_empty() {
            let mut facts = AnswerMessages::default();
            facts.set("refused", ended.err.lines().count() == 1);
            return Shown::Refused(facts);
        }
        Shown::Answered(reading::markdown(input.operation, edition, &ended.out))
    }
}

/// A line of a batch, from the API or from the command line.
fn line(line: &Value, edition: &LadderSelection, full: bool) -> Shown {
    let mut line = line.clone();
    if line["problem"].is_object() {
        return refused(refusal(&line["problem"]));
    }
    line.as_object_mut().unwrap().remove("ref");
    if full {
        return reading::expected(Operation::Score, edition, &line);
    }
    let mut facts = AnswerMessages::default();
    facts.set("short", line);
    Shown::Answered(facts)
}

/// What was asked in a query: a fault stands at its parameters there, and not at the members of a body.
fn by_query(mut shown: Shown) -> Shown {
    if let Shown::Refused(facts) = &mut shown {
        facts.0.remove("detail");
        facts.0.remove("faults");
    }
    shown
}

fn refused(mut facts: AnswerMessages) -> Shown {
    facts.set("refused", true);
    Shown::Refused(facts)
}

/// An answer over HTTP: in the media type asked for, or a problem.
fn answered(reply: &Reply, media: &str, read: impl Fn(&str) -> AnswerMessages) -> Shown {
    let own = reply.header("content-type").unwrap();
    if reply.status == 200 {
        assert!(
            own.starts_with(media),
            "asked for {media}, answered with {own}"
        );
        return Shown::Answered(read(reply.text()));
    }
    if own.starts_with("application/problem+json") {
        return refused(refusal(&reply.json()));
    }
    let mut facts = AnswerMessages::default();
    facts.set("status", reply.status.as_u16());
    refused(facts)
}
