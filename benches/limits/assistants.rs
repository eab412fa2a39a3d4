//! Assistants: the processor time of a tool's call by the Model Context Protocol beside that of the same operation over REST.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use rungs::chat::{STATELESS, TOOLS};
use serde_json::{Value, json};

use crate::{
    Rounds,
    client::{Connection, Request},
    processes::Machine,
    report::{decimals, whole},
    service::Service,
};

/// Requests of each contestant in one round.
const REQUESTS: u32 = 200;
/// How long the service may take to put a request away after it was answered.
const SETTLING: Duration = Duration::from_millis(20);
/// How much more a call may cost.
const AIM: f64 = 1.5;

const LADDER: &str = "/v1/ladders/ai-engineer";

/// What a tool is asked, and where the same is asked over REST: what is posted there is the same, too.
fn questions() -> Vec<(&'static str, Value, String)> {
    let answers =
        json!({"q1": "yes", "q2": "yes", "q3": "yes", "q4": "yes", "q5": "no", "q6": "unsure"});
    let told = "My agent works in the demo, but in production it keeps calling the same tool and I cannot tell which step failed.";
    let question = |tool, arguments, path: &str| (tool, arguments, format!("{LADDER}{path}"));
    vec![
        question("list_levels", json!({}), "/levels"),
        question("find_level", json!({"level": "mid"}), "/levels/mid"),
        question(
            "score_quiz",
            json!({"answers": answers, "qualifiers": {}}),
            "/quiz/score",
        ),
        question("take_quiz", json!({}), "/quiz/turn"),
        question("find_phase", json!({"number": 2}), "/phases/2"),
        question(
            "plan_roadmap",
            json!({"level": "junior", "start": "2027-01-04", "hours_per_week": 6}),
            "/roadmap",
        ),
        question(
            "check_readiness",
            json!({"level": "mid", "criteria": {"eval-harness": "met", "debug-unaided": "unmet"}}),
            "/readiness",
        ),
        question(
            "diagnose_roadblocks",
            json!({ "text": told }),
            "/roadblocks/diagnose",
        ),
        question("list_bands", json!({}), "/compensation"),
        question(
            "position_pay",
            json!({"level": "junior", "amount": "90000"}),
            "/compensation/position",
        ),
        question(
            "compare_levels",
            json!({"from": "junior", "to": "mid"}),
            "/compare?from=junior&to=mid",
        ),
        question(
            "search_ladder",
            json!({"q": "incident"}),
            "/search?q=incident",
        ),
    ]
}

/// The operations that REST answers to GET.
fn is_read(tool: &str) -> bool {
    ["list_", "find_", "compare_", "search_"]
        .iter()
        .any(|begin| tool.starts_with(begin))
}

fn over_rest(tool: &str, arguments: &Value, path: String) -> Request {
    let body = (!is_read(tool)).then(|| arguments.to_string());
    let headers = match &body {
        Some(_) => vec![("Content-Type", "application/json".into())],
        None => Vec::new(),
    };
    Request {
        path,
        headers,
        body,
    }
}

fn call(tool: &str, arguments: &Value) -> Request {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": STATELESS,
        "io.modelcontextprotocol/clientInfo": {"name": "limits", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = json!({"name": tool, "arguments": arguments, "_meta": meta});
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    Request {
        path: "/mcp".into(),
        headers: vec![
            ("Content-Type", "application/json".into()),
            ("Accept", "application/json, text/event-stream".into()),
            ("MCP-Protocol-Version", STATELESS.into()),
            ("Mcp-Method", "tools/call".into()),
            ("Mcp-Name", tool.into()),
        ],
        body: Some(message.to_string()),
    }
}

/// Measures and prints the table.
pub(crate) fn run(machine: &Machine, folder: &Path, rounds: u32) -> anyhow::Result<()> {
    let service = Service::start(machine, folder)?;
    println!(
        "
Assistants: microseconds of processor time for each call, user and system, all threads of `rungs serve`, one worker, every
middleware, a JSON line per request in a file. {REQUESTS} requests one after the other on one connection for each of the two in turn, in each of
{rounds} rounds, after one that is not counted; figures are medians of the rounds. The same is asked again and again: what REST reads
from what is ready, so does a tool. A tool's answer holds that of REST, its text for people, and what it rests on. \"Elapsed\" is the ratio of
the times that the one client waits for each, its own work among them.
Aim: at most {AIM} times REST.

{:<20} {:>10} {:>8}  {:>10} {:>8}  {:>6}  {:>12}",
        "", "REST bytes", "us", "tool bytes", "us", "ratio", "elapsed"
    );
    let mut over = Vec::new();
    for (tool, arguments, path) in questions() {
        let rest = over_rest(tool, &arguments, path);
        let requests = [rest, call(tool, &arguments)];
        let (times, bytes) = measure(&service, &requests, rounds)?;
        let [rest, tool_us, rest_waits, tool_waits] = [0, 1, 2, 3].map(|row| times.median(row));
        let of = |tool: Option<f64>, rest: Option<f64>| Some(tool? / rest?);
        let (ratio, elapsed) = (of(tool_us, rest), of(tool_waits, rest_waits));
        println!(
            "{tool:<20} {:>10} {:>8}  {:>10} {:>8}  {:>6}  {:>12}",
            bytes[0],
            whole(rest),
            bytes[1],
            whole(tool_us),
            decimals(ratio, 2),
            decimals(elapsed, 2)
        );
        if ratio.is_some_and(|ratio| ratio > AIM) {
            over.push(tool);
        }
    }
    let over = match over.is_empty() {
        true => "none".into(),
        false => over.join(", "),
    };
    println!("\nOf {} tools over the aim: {over}.", TOOLS.len());
    Ok(())
}

fn measure(
    service: &Service,
    requests: &[Request; 2],
    rounds: u32,
) -> anyhow::Result<(Rounds, [usize; 2])> {
    let mut connection = Connection::open(service.port)?;
    let mut ask = |request: &Request| {
        let answer = connection.ask(request)?;
        let text = String::from_utf8_lossy(&answer.body);
        if answer.status != 200 || text.contains("\"isError\":true") {
            bail!("{} is answered {}: {text}", request.path, answer.status);
        }
        anyhow::Ok(answer.body.len())
    };
    let bytes = [ask(&requests[0])?, ask(&requests[1])?];
    let core = || {
        thread::sleep(SETTLING);
        service.running.core_us()
    };
    let mut times = Rounds::new(4);
    for _ in 0..rounds {
        for (contestant, request) in requests.iter().enumerate() {
            let (before, begin) = (core(), Instant::now());
            for _ in 0..REQUESTS {
                ask(request)?;
            }
            let waited = begin.elapsed();
            let (before, after) = before.zip(core()).context("no processor time is told")?;
            times.add(contestant, (after - before) / f64::from(REQUESTS));
            times.add(contestant + 2, waited.as_secs_f64());
        }
    }
    Ok((times, bytes))
}
