//! Requests: single ones by `reqwest`, load by `wrk`.

use std::{fs, path::Path, process::Stdio, time::Duration};

use anyhow::{Context, bail, ensure};
use reqwest::Response;

use crate::{
    Bench,
    processes::{Core, Process},
};

/// How many connections `wrk` keeps open.
pub(crate) const CONNECTIONS: usize = 32;

/// A request, sent with POST where it has a body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<String>,
    /// A script for `wrk` that makes each request, in place of the body.
    pub(crate) script: Option<String>,
}

impl Request {
    /// A request with GET.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..Self::default()
        }
    }

    /// A request with POST and a JSON body.
    pub(crate) fn post(path: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            headers: vec![("Content-Type", "application/json".into())],
            body: Some(body.into()),
            script: None,
        }
    }

    /// The same request with another header.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Makes a client that shows codings as they were sent.
pub(crate) fn new() -> reqwest::Result<reqwest::Client> {
    let client = reqwest::Client::builder().no_gzip().no_brotli().no_zstd();
    client.timeout(Duration::from_secs(120)).build()
}

/// Sends a request to a local port.
pub(crate) async fn send(bench: &Bench, port: u16, request: &Request) -> anyhow::Result<Response> {
    let url = format!("http://127.0.0.1:{port}{}", request.path);
    let mut builder = match &request.body {
        Some(body) => bench.client.post(url).body(body.clone()),
        None => bench.client.get(url),
    };
    for (name, value) in &request.headers {
        builder = builder.header(*name, value);
    }
    Ok(builder.send().await?)
}

/// Loads a local port with a request for the time of one round, and returns the requests per second.
pub(crate) fn load(bench: &Bench, port: u16, request: &Request) -> anyhow::Result<f64> {
    let mut command = bench.machine.command(Core::Client, Path::new("wrk"));
    command.args(["-t1", "-c", &CONNECTIONS.to_string(), "-d"]);
    command.arg(format!("{}s", bench.seconds));
    for (name, value) in &request.headers {
        command.arg("-H").arg(format!("{name}: {value}"));
    }
    let body = request.body.as_ref();
    let post = body.map(|body| format!("wrk.method = 'POST'\nwrk.body = [==[{body}]==]\n"));
    if let Some(text) = request.script.clone().or(post) {
        let script = bench.folder.join("wrk.lua");
        fs::write(&script, text)?;
        command.arg("-s").arg(script);
    }
    command.arg(format!("http://127.0.0.1:{port}{}", request.path));
    let printed = Process::spawn(command.stdout(Stdio::piped()))?.output()?;
    let failed = |line: &str| line.contains("Non-2xx or 3xx") || line.contains("Socket errors");
    if printed.lines().any(failed) {
        bail!("{}: wrk: {printed}", request.path);
    }
    let mut lines = printed.lines();
    let figure = lines.find_map(|line| line.strip_prefix("Requests/sec:"));
    let figure = figure.context("wrk printed no figure")?.trim().parse()?;
    ensure!(figure > 0.0, "{}: no request was answered", request.path);
    Ok(figure)
}
