//! The comparison of programs in alternated rounds; single requests by `reqwest`, load by `wrk`.

use std::{fs, process::Command};

use anyhow::{Context, ensure};
use reqwest::{Body, RequestBuilder, Response};

use crate::Bench;

/// A number in the path or the body of a POST, which load replaces by 0 to 999 in turn.
pub(crate) const NUMBER: &str = "999";

impl Bench {
    /// Makes a GET request to a local port.
    pub(crate) fn get(&self, port: u16, path: &str) -> RequestBuilder {
        self.client.get(format!("http://127.0.0.1:{port}{path}"))
    }

    /// Makes a POST request with a JSON body to a local port.
    pub(crate) fn post(&self, port: u16, path: &str, body: &str) -> RequestBuilder {
        let request = self.client.post(format!("http://127.0.0.1:{port}{path}"));
        request
            .header("Content-Type", "application/json")
            .body(body.to_owned())
    }

    /// Compares the requests per second that servers answer, after a check that all answer with a status and the same content.
    pub(crate) async fn compare_servers<T: PartialEq>(
        &self,
        title: &str,
        servers: &[(&str, RequestBuilder)],
        status: u16,
        content: impl Fn(&[u8]) -> anyhow::Result<T>,
    ) -> anyhow::Result<()> {
        let (mut names, mut sizes, mut contents) = (Vec::new(), Vec::new(), Vec::new());
        for (name, request) in servers {
            let answer = send(request).await?;
            let (answered, body) = (answer.status(), answer.bytes().await?);
            ensure!(answered == status, "{name}: {answered} {body:?}");
            names.push(*name);
            sizes.push(body.len());
            contents.push(content(&body)?);
            let is_equal = contents.first() == contents.last();
            ensure!(is_equal, "{name} has another answer than {}", names[0]);
        }
        let title = format!("{title}, {status}, bodies of {sizes:?} bytes, requests per second");
        let load = async |server: usize| self.load(&servers[server].1);
        self.compare(&title, &names, load).await
    }

    /// Measures every program once in each round. Prints its median figure, and the median of the ratios of the first program's figure to it.
    pub(crate) async fn compare(
        &self,
        title: &str,
        names: &[&str],
        mut measure: impl AsyncFnMut(usize) -> anyhow::Result<f64>,
    ) -> anyhow::Result<()> {
        let mut figures = vec![Vec::new(); names.len()];
        for _ in 0..self.rounds {
            for (program, figures) in figures.iter_mut().enumerate() {
                figures.push(measure(program).await?);
            }
        }
        println!("\n{title}");
        for (name, own) in names.iter().zip(&figures) {
            let ratios = figures[0].iter().zip(own).map(|(first, own)| first / own);
            let (figure, ratio) = (median(own.clone()), median(ratios.collect()));
            println!("  {name:<30} {figure:>10.0}   ratio {ratio:.2}");
        }
        Ok(())
    }

    /// Loads a server over 32 connections for the time of one round, and returns the requests per second.
    fn load(&self, request: &RequestBuilder) -> anyhow::Result<f64> {
        let request = request.try_clone().context("a request")?.build()?;
        let folder = self.folder.path();
        let mut command = Command::new("wrk");
        command.args(["-t1", "-c32", &format!("-d{}s", self.seconds)]);
        for (name, value) in request.headers() {
            command.arg(format!("-H{name}: {}", value.to_str()?));
        }
        if let Some(body) = request.body().and_then(Body::as_bytes) {
            let (path, body) = (request.url().path(), std::str::from_utf8(body)?);
            let script = format!(
                "local requests, n = {{}}, 0
init = function()
  for n = 0, 999 do
    local path, body = ('{path}'):gsub('{NUMBER}', n), ('{body}'):gsub('{NUMBER}', n)
    requests[n] = wrk.format('POST', path, wrk.headers, body)
  end
end
request = function()
  n = (n + 1) % 1000
  return requests[n]
end
"
            );
            fs::write(folder.join("wrk.lua"), script)?;
            command.arg("-s").arg(folder.join("wrk.lua"));
        }
        let output = command.arg(request.url().as_str()).output();
        let printed = String::from_utf8(output.context("wrk cannot be started")?.stdout)?;
        let failed = printed.contains("Non-2xx or 3xx") || printed.contains("Socket errors");
        ensure!(!failed, "{}: {printed}", request.url());
        // Without this a long run fills the disk.
        for log in ["rungs.log", "nginx.log"].map(|log| folder.join(log)) {
            if log.exists() {
                fs::File::options().write(true).open(log)?.set_len(0)?;
            }
        }
        let mut lines = printed.lines();
        let figure = lines.find_map(|line| line.strip_prefix("Requests/sec:"));
        Ok(figure.context("wrk printed no figure")?.trim().parse()?)
    }
}

/// Sends a request that can be sent again.
pub(crate) async fn send(request: &RequestBuilder) -> anyhow::Result<Response> {
    Ok(request.try_clone().context("a request")?.send().await?)
}

/// Returns the median of at least one figure.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let count = figures.len();
    f64::midpoint(figures[(count - 1) / 2], figures[count / 2])
}
