//! Load: single requests under wrk, one contestant after the other in every round.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::Duration,
};

use anyhow::{Context, bail, ensure};

use crate::{
    Measure, Options, Rounds,
    client::{self, Request},
    nginx,
    processes::{Machine, Running, Side, free_port},
    report::{decimals, whole},
    service::{self, Service, wait_for},
};

/// The paths that are asked, the same on the bare server.
pub(crate) const LADDER: &str = "/v1/ladders/ai-engineer";
pub(crate) const LEVEL: &str = "/v1/ladders/ai-engineer/levels/mid";
pub(crate) const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";

const CONNECTIONS: &str = "32";
const SHEET: &str = r#"{"answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"qualifiers":{}}"#;

/// Where each contestant stands in the table.
const SERVICE: usize = 0;
const BARE: usize = 1;
const NGINX: usize = 2;

pub(crate) fn is_request(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Ladder
            | Measure::LadderGzip
            | Measure::Level
            | Measure::LevelGzip
            | Measure::Unchanged
            | Measure::Score
    )
}

/// A server in the contest.
struct Contestant {
    name: &'static str,
    place: usize,
    port: u16,
    running: Running,
    log: Option<PathBuf>,
}

impl Contestant {
    /// What a measure sends to it. Its own validators, and the names that its files have.
    fn request(&self, measure: Measure) -> anyhow::Result<Request> {
        let path = match (measure, self.place) {
            (Measure::Score, _) => SCORE,
            (Measure::Level | Measure::LevelGzip, NGINX) => "/level.json",
            (Measure::Level | Measure::LevelGzip, _) => LEVEL,
            (_, NGINX) => "/ladder.json",
            _ => LADDER,
        };
        let mut request = Request {
            path: path.into(),
            ..Request::default()
        };
        match measure {
            Measure::LadderGzip | Measure::LevelGzip => {
                request.headers.push(("Accept-Encoding", "gzip".into()));
            }
            Measure::Unchanged => {
                let whole = client::ask(self.port, &request)?;
                let tag = whole.header("etag").context("no ETag")?.to_owned();
                request.headers.push(("If-None-Match", tag));
            }
            Measure::Score => {
                request.headers = vec![("Content-Type", "application/json".into())];
                request.body = Some(SHEET.into());
            }
            _ => {}
        }
        Ok(request)
    }
}

/// Measures and prints the table.
pub(crate) fn run(
    machine: &Machine,
    folder: &Path,
    options: &Options,
    measures: &[Measure],
) -> anyhow::Result<()> {
    if !machine.wrk {
        return Ok(());
    }
    let contestants = start(machine, folder)?;
    println!(
        "
Requests a second: wrk, {CONNECTIONS} connections, {} s for each contestant in each of {} rounds, in turn.
A is `rungs serve`, one worker, every middleware, a JSON line per request in a file. B is actix-web without middleware,
one worker. C is nginx, one worker, files, access_log. Each on one core and wrk on another. Figures are medians; a ratio is the
median of the ratios of each round. Core: microseconds on a core for each request, all threads of the server, which other work
on the machine moves less; \"of B\" is B's over A's, the same ratio by that account.

{:<12} {:>6} {:>6}  {:>8} {:>8} {:>8}  {:>5} {:>5}  {:>6} {:>6} {:>6} {:>5}",
        options.seconds, options.rounds,
        "", "bytes", "status", "A /s", "B /s", "C /s", "A:B", "A:C", "A core", "B core", "C core", "of B"
    );
    for measure in measures {
        let line = contest(machine, folder, options, *measure, &contestants)?;
        println!("{line}");
    }
    Ok(())
}

/// The service first, then those that are given its bytes.
fn start(machine: &Machine, folder: &Path) -> anyhow::Result<Vec<Contestant>> {
    let service = Service::start(machine, folder)?;
    for (name, path) in [("ladder.json", LADDER), ("level.json", LEVEL)] {
        for (name, coding) in [
            (name.to_owned(), "identity"),
            (format!("{name}.gz"), "gzip"),
        ] {
            let request = Request {
                path: path.into(),
                headers: vec![("Accept-Encoding", coding.into())],
                body: None,
            };
            let answer = client::ask(service.port, &request)?;
            ensure!(answer.status == 200, "{path} is answered {}", answer.status);
            // What is too small to be worth it the service never compresses.
            if coding != "identity" && answer.header("content-encoding").is_none() {
                continue;
            }
            fs::write(folder.join(name), &answer.body)?;
        }
    }
    let port = free_port()?;
    let mut command = machine.command(Side::Server, &std::env::current_exe()?);
    command.arg("bare").arg(port.to_string()).arg(folder);
    let bare = Running::spawn(&mut command)?;
    wait_for(port, LADDER, &bare)?;
    let mut contestants = vec![
        Contestant {
            name: "A, rungs serve",
            place: SERVICE,
            port: service.port,
            running: service.running,
            log: Some(service.log),
        },
        Contestant {
            name: "B, bare actix-web",
            place: BARE,
            port,
            running: bare,
            log: None,
        },
    ];
    if let Some((port, running)) = nginx::start(machine, folder)? {
        contestants.push(Contestant {
            name: "C, nginx",
            place: NGINX,
            port,
            running,
            log: Some(folder.join("nginx-access.log")),
        });
    }
    Ok(contestants)
}

fn contest(
    machine: &Machine,
    folder: &Path,
    options: &Options,
    measure: Measure,
    all: &[Contestant],
) -> anyhow::Result<String> {
    let mut asked = Vec::new();
    for contestant in all {
        if measure != Measure::Score || contestant.place != NGINX {
            asked.push((contestant, contestant.request(measure)?));
        }
    }
    let (bytes, status) = compare(&asked)?;
    let (mut speed, mut core) = (Rounds::new(3), Rounds::new(3));
    for _ in 0..options.rounds {
        for (contestant, request) in &asked {
            let before = contestant.running.core_us();
            let (requests, per_second) =
                load(machine, folder, contestant.port, request, options.seconds)
                    .context(contestant.name)?;
            speed.add(contestant.place, per_second);
            if let (Some(before), Some(after)) = (before, contestant.running.core_us()) {
                core.add(contestant.place, (after - before) / requests);
            }
            if let Some(log) = &contestant.log {
                check_log(log, requests, contestant)?;
            }
        }
    }
    Ok(format!(
        "{:<12} {:>6} {:>6}  {:>8} {:>8} {:>8}  {:>5} {:>5}  {:>6} {:>6} {:>6} {:>5}",
        name(measure),
        bytes,
        status,
        whole(speed.median(SERVICE)),
        whole(speed.median(BARE)),
        whole(speed.median(NGINX)),
        decimals(speed.ratio(SERVICE, BARE), 2),
        decimals(speed.ratio(SERVICE, NGINX), 2),
        decimals(core.median(SERVICE), 1),
        decimals(core.median(BARE), 1),
        decimals(core.median(NGINX), 1),
        decimals(core.ratio(BARE, SERVICE), 2),
    ))
}

fn name(measure: Measure) -> String {
    use clap::ValueEnum;
    let value = measure.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

/// All must answer the same status and the same bytes.
fn compare(asked: &[(&Contestant, Request)]) -> anyhow::Result<(usize, u16)> {
    let mut expected: Option<client::Answer> = None;
    for (contestant, request) in asked {
        let answer = client::ask(contestant.port, request)?;
        let path = &request.path;
        ensure!(
            matches!(answer.status, 200 | 304),
            "{} answers {} to {path}",
            contestant.name,
            answer.status
        );
        match &expected {
            None => expected = Some(answer),
            Some(first) => ensure!(
                first.status == answer.status
                    && first.body == answer.body
                    && first.header("content-encoding") == answer.header("content-encoding"),
                "{} does not answer {path} as the service does",
                contestant.name
            ),
        }
    }
    let answer = expected.context("nothing was asked")?;
    Ok((answer.body.len(), answer.status))
}

/// Loads a server once: requests answered, and requests a second.
fn load(
    machine: &Machine,
    folder: &Path,
    port: u16,
    request: &Request,
    seconds: u32,
) -> anyhow::Result<(f64, f64)> {
    let script = request.body.as_ref();
    let script = script.map(|body| format!("wrk.method = \"POST\"\nwrk.body = [[{body}]]\n"));
    drive(machine, folder, port, request, script, seconds)
}

/// The same with a script of wrk's, which may make each request another one; the body is then the script's.
pub(crate) fn drive(
    machine: &Machine,
    folder: &Path,
    port: u16,
    request: &Request,
    script: Option<String>,
    seconds: u32,
) -> anyhow::Result<(f64, f64)> {
    let mut command = machine.command(Side::Client, Path::new("wrk"));
    command.args(["-t1", "-c", CONNECTIONS, "-d"]);
    command.arg(format!("{seconds}s"));
    for (name, value) in &request.headers {
        command.arg("-H").arg(format!("{name}: {value}"));
    }
    if let Some(text) = script {
        let script = folder.join("post.lua");
        fs::write(&script, text)?;
        command.arg("-s").arg(script);
    }
    command.arg(format!("http://127.0.0.1:{port}{}", request.path));
    command.stdout(Stdio::piped());
    let (status, printed) = Running::spawn(&mut command)?.finish()?;
    let failed = |line: &str| line.contains("Non-2xx or 3xx") || line.contains("Socket errors");
    if !status.success() || printed.lines().any(failed) {
        bail!("wrk: {printed}");
    }
    let requests = printed
        .lines()
        .find_map(|line| line.trim().split_once(" requests in "))
        .and_then(|(number, _)| number.parse().ok());
    let per_second = printed
        .lines()
        .find_map(|line| line.strip_prefix("Requests/sec:"))
        .and_then(|number| number.trim().parse().ok());
    requests
        .zip(per_second)
        .with_context(|| format!("wrk printed no figures: {printed}"))
}

/// Checks that every request has had its line, and empties the log.
fn check_log(log: &Path, requests: f64, contestant: &Contestant) -> anyhow::Result<()> {
    // What is gathered in memory is written within a fraction of a second.
    if contestant.place == SERVICE {
        thread::sleep(Duration::from_millis(100));
    }
    let lines = service::take_lines(log)?;
    // Lossless below a million million.
    #[expect(clippy::cast_precision_loss, reason = "a count of lines")]
    let lines = lines as f64;
    if contestant.place == SERVICE && lines < requests {
        eprintln!(
            "{}: {lines} log lines for {requests} requests; the log did not keep up.",
            contestant.name
        );
    }
    Ok(())
}
