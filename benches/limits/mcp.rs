//! A tool call of the Model Context Protocol: the service, and the same tool with the same ladder, scoring and answer on the official
//! TypeScript SDK (`mcp/server.mjs`), both over HTTP with the same requests.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::{
    Bench,
    client::{self, Request},
    processes::{Core, Server, free_port},
    rounds::{Contestant, compare},
    score::ANSWERS,
};

/// The folder that the SDK is installed in, once.
const SDK: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/limits-mcp");

/// A revision that both speak.
const REVISION: &str = "2025-06-18";

/// Measures. Skipped where npm is missing.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    if !bench.machine.npm {
        println!("Skipped: tool calls; node and npm are not installed.");
        return Ok(());
    }
    install()?;
    let folder = bench.folder("mcp")?;
    let service = Server::service(bench, &folder, "sqlite:rungs.db").await?;
    let ladder = Request::get("/v1/ladders/ai-engineer");
    let ladder = client::send(bench, service.port, &ladder).await?;
    let file = folder.join("ladder.json");
    fs::write(&file, ladder.bytes().await?)?;
    let port = free_port()?;
    let mut command = bench.machine.command(Core::Server, Path::new("node"));
    command
        .current_dir(SDK)
        .arg("server.mjs")
        .arg(port.to_string())
        .arg(&file);
    command.env("NODE_ENV", "production");
    let sdk = Server::start(bench, &mut command, port, "/").await?;

    let (mut contestants, mut answers) = (Vec::new(), Vec::new());
    for (name, port) in [
        ("rungs serve", service.port),
        ("official TypeScript SDK", sdk.port),
    ] {
        let request = open_session(bench, port).await?;
        let answer = client::send(bench, port, &request).await?;
        ensure!(answer.status() == 200, "{name}: {}", answer.text().await?);
        answers.push(answer.bytes().await?);
        contestants.push(Contestant {
            name,
            port,
            request: Request {
                script: Some(script()),
                ..request
            },
        });
    }
    let [ours, theirs] = answers.as_slice() else {
        anyhow::bail!("two servers answer");
    };
    check(ours, theirs)?;
    let title = format!(
        "\nTool calls (score_quiz), answers of {} and {} bytes, requests per second",
        ours.len(),
        theirs.len()
    );
    compare(bench, &title, &contestants)
}

/// Copies the server beside the packages that it needs.
fn install() -> anyhow::Result<()> {
    fs::create_dir_all(SDK)?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/limits/mcp");
    for file in ["package.json", "server.mjs"] {
        fs::copy(source.join(file), Path::new(SDK).join(file))?;
    }
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--silent",
    ]);
    let status = npm.current_dir(SDK).status()?;
    ensure!(status.success(), "npm install: {status}");
    Ok(())
}

fn message(method: &str, id: Option<u32>, params: &Value) -> String {
    let mut message = json!({"jsonrpc": "2.0", "method": method, "params": params});
    if let Some(id) = id {
        message["id"] = id.into();
    }
    message.to_string()
}

/// The message of a call up to its id, which is a number, and from there on.
fn call() -> (String, String) {
    (
        "{\"jsonrpc\":\"2.0\",\"id\":".into(),
        format!(
            ",\"method\":\"tools/call\",\"params\":{{\"name\":\"score_quiz\",\"arguments\":{ANSWERS}}}}}"
        ),
    )
}

/// Gives each request an id of its own, as the SDK tells the requests of a session apart by it.
fn script() -> String {
    let (begin, end) = call();
    format!(
        "local id = 10
request = function()
  id = id + 1
  return wrk.format('POST', '/mcp', wrk.headers, '{begin}' .. id .. '{end}')
end
"
    )
}

/// Shakes hands with a server and returns a call within the session.
async fn open_session(bench: &Bench, port: u16) -> anyhow::Result<Request> {
    let client = json!({"protocolVersion": REVISION, "capabilities": {}, "clientInfo": {"name": "limits", "version": "1"}});
    let post = |body: String| {
        Request::post("/mcp", body).header("Accept", "application/json, text/event-stream")
    };
    let first = post(message("initialize", Some(1), &client));
    let answer = client::send(bench, port, &first).await?;
    ensure!(answer.status() == 200, "initialize: {}", answer.status());
    let session = answer.headers().get("mcp-session-id").cloned();
    let within = |body: String| {
        let request = post(body).header("MCP-Protocol-Version", REVISION);
        anyhow::Ok(match &session {
            Some(session) => request.header("Mcp-Session-Id", session.to_str()?),
            None => request,
        })
    };
    let ready = within(message("notifications/initialized", None, &json!({})))?;
    let answer = client::send(bench, port, &ready).await?;
    ensure!(answer.status() == 202, "initialized: {}", answer.status());
    let (begin, end) = call();
    within(format!("{begin}2{end}"))
}

/// Both must place alike, with answers of nearly the same size.
fn check(ours: &[u8], theirs: &[u8]) -> anyhow::Result<()> {
    let content = |answer: &[u8]| {
        let answer: Value = serde_json::from_slice(answer)?;
        let found = answer.pointer("/result/structuredContent").cloned();
        found.with_context(|| format!("no structured content: {answer}"))
    };
    let (ours_content, theirs_content) = (content(ours)?, content(theirs)?);
    for member in [
        "placement",
        "counts",
        "range",
        "rule",
        "reasons",
        "profile",
        "to_advance",
        "plateau",
        "roadblocks",
        "criteria",
    ] {
        ensure!(
            ours_content[member] == theirs_content[member],
            "{member} differs: {}",
            theirs_content[member]
        );
    }
    let difference = ours.len().abs_diff(theirs.len());
    ensure!(
        difference * 20 < ours.len(),
        "the answers have {} and {} bytes",
        ours.len(),
        theirs.len()
    );
    Ok(())
}
