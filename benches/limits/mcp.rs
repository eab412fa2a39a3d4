//! A tool call of the Model Context Protocol: the service, and the same tool with the same ladder, scoring and answer on the official
//! TypeScript SDK (`mcp/server.mjs`), both over HTTP with the same requests.

use std::{fs, process::Command};

use anyhow::{Context, ensure};
use reqwest::RequestBuilder;
use serde_json::Value;

use crate::{
    Bench,
    load::NUMBER,
    score::ANSWERS,
    servers::{Server, free_port, is_installed},
};

/// The folder that the SDK is installed in, once.
const SDK: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/limits-mcp");

/// Measures. Skipped where npm is missing.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    if !is_installed("npm") {
        return Ok(());
    }
    install()?;
    let service = Server::service(bench, "sqlite:rungs.db").await?;
    let ladder = bench.get(service.port, "/v1/ladders/ai-engineer");
    let ladder = ladder.send().await?.bytes().await?;
    let file = bench.folder.path().join("ladder.json");
    fs::write(&file, ladder)?;
    let port = free_port()?;
    let mut command = Command::new("node");
    command.arg("server.mjs").arg(port.to_string()).arg(&file);
    command.current_dir(SDK).env("NODE_ENV", "production");
    let sdk = Server::start(bench, &mut command, port, "/").await?;

    let servers = [
        ("rungs serve", open_session(bench, service.port).await?),
        (
            "official TypeScript SDK",
            open_session(bench, sdk.port).await?,
        ),
    ];
    // A receipt is signed with a key of each server's own.
    let content = |body: &[u8]| {
        let mut answer: Value = serde_json::from_slice(body)?;
        let content = answer["result"]["structuredContent"].as_object_mut();
        let content = content.context("no structured content")?;
        content.remove("receipt").context("no receipt")?;
        Ok(content.clone())
    };
    bench
        .compare_servers("Tool calls (score_quiz)", &servers, 200, content)
        .await
}

/// Installs the SDK, and copies the server beside it.
fn install() -> anyhow::Result<()> {
    fs::create_dir_all(SDK)?;
    let server = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/limits/mcp/server.mjs");
    fs::copy(server, format!("{SDK}/server.mjs"))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--silent", "--prefix", SDK]);
    npm.args(["@modelcontextprotocol/sdk@1.32.2", "zod@4.6.7"]);
    let status = npm.status()?;
    ensure!(status.success(), "npm install: {status}");
    Ok(())
}

/// Opens a session with a server and returns a call within it. Calls differ in their id, by which the SDK tells them apart.
async fn open_session(bench: &Bench, port: u16) -> anyhow::Result<RequestBuilder> {
    let post = |method: &str, params: &str| {
        let body =
            format!(r#"{{"jsonrpc":"2.0","id":{NUMBER},"method":"{method}","params":{params}}}"#);
        let request = bench.post(port, "/mcp", &body);
        request.header("Accept", "application/json, text/event-stream")
    };
    let client = r#"{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"limits","version":"1"}}"#;
    let answer = post("initialize", client).send().await?;
    let session = answer
        .error_for_status_ref()?
        .headers()
        .get("mcp-session-id");
    let call = post(
        "tools/call",
        &format!(r#"{{"name":"score_quiz","arguments":{ANSWERS}}}"#),
    );
    let call = call.header("MCP-Protocol-Version", "2025-06-18");
    Ok(match session {
        Some(session) => call.header("Mcp-Session-Id", session),
        None => call,
    })
}
