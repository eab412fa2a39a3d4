//! Answers: the processor time of an answer that is made when it is asked for, of the built-in ladder and of a big one.

use std::{path::Path, thread, time::Duration};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::{
    Rounds,
    asked::{ASKED, Asked, Asker},
    batch, big,
    client::{self, Connection, Request},
    processes::Machine,
    report::{decimals, whole},
    service::Service,
};

/// Requests of a row in one round.
const REQUESTS: u32 = 32;
/// How long the service may take to put a request away after it was answered.
const SETTLING: Duration = Duration::from_millis(20);
/// What an answer may cost, in microseconds.
const BUILT_IN_AIM_US: f64 = 2_000.0;
const BIG_AIM_US: f64 = 20_000.0;

/// A ladder that is asked.
struct Subject {
    name: &'static str,
    aim_us: f64,
    asker: Asker,
    /// How many requests were made for it.
    asked: usize,
}

/// What one row came to for one ladder.
struct Cost {
    bytes: u64,
    us: Option<f64>,
}

/// Measures and prints the table.
pub(crate) fn run(machine: &Machine, folder: &Path, rounds: u32) -> anyhow::Result<()> {
    let large = big::ladder()?;
    big::publish(&large, folder)?;
    let service = Service::start(machine, folder)?;
    let documented = documented(&service)?;
    let subject = |name, aim_us, ladder| {
        let asker = Asker::new(ladder)?;
        anyhow::Ok(Subject {
            name,
            aim_us,
            asker,
            asked: 0,
        })
    };
    let mut subjects = [
        subject("built-in", BUILT_IN_AIM_US, batch::ladder()?)?,
        subject("big", BIG_AIM_US, large)?,
    ];
    println!(
        "
Answers: microseconds of processor time for each answer, user and system, all threads of `rungs serve`, one worker, every
middleware, a JSON line per request in a file; nothing is taken off. {REQUESTS} requests one after the other on one connection in each of
{rounds} rounds, after one that is not counted; figures are medians of the rounds. Of the aim: 1.00 is the aim.
{}
Every answer is made anew but those \"from cache\": answers to POST always are, and every read has a URL that was not asked before,
searches by other words, all else by its query percent-encoded in another way (`version=1.0.0`, `%76ersion=1.0.0`, and so on).
Only what names a coding is compressed, once for each answer as on the first read of a URL.

{:<19} {:<8}  {:>9} {:>8} {:>6}  {:>9} {:>8} {:>6}",
        subjects
            .iter()
            .map(|subject| subject.describe())
            .collect::<Vec<_>>()
            .join("\n"),
        "", "", "built-in", "us", "of aim", "big", "us", "of aim"
    );
    let mut over = Vec::new();
    for asked in &ASKED {
        let forms = forms(&documented, asked);
        if forms.is_empty() {
            println!("{:<19} not there", asked.name);
        }
        for (form, media) in forms {
            let mut line = format!("{:<19} {form:<8}", asked.name);
            for subject in &mut subjects {
                let cost = subject.cost(&service, asked, media, rounds)?;
                let Some(cost) = cost else {
                    line += &format!("  {:>25}", "not there");
                    continue;
                };
                let ratio = cost.us.map(|us| us / subject.aim_us);
                line += &format!(
                    "  {:>9} {:>8} {:>6}",
                    whole(Some(figure(cost.bytes))),
                    whole(cost.us),
                    decimals(ratio, 2)
                );
                if ratio.is_some_and(|ratio| ratio > 1.0) {
                    over.push(format!("{} as {form} ({})", asked.name, subject.name));
                }
            }
            println!("{line}");
        }
    }
    let over = if over.is_empty() {
        "nothing".into()
    } else {
        over.join(", ")
    };
    println!(
        "\nOver its aim: {over}.\nResident at most meanwhile, KiB: {}.",
        whole(service.running.memory_kib("VmHWM:").map(figure))
    );
    Ok(())
}

/// The service's own account of itself.
fn documented(service: &Service) -> anyhow::Result<Value> {
    let request = Request {
        path: "/openapi.json".into(),
        ..Request::default()
    };
    let answer = client::ask(service.port, &request)?;
    serde_json::from_slice(&answer.body).context("the service does not document itself")
}

/// The forms that an operation is documented in; none where there is no such operation.
fn forms(documented: &Value, asked: &Asked) -> Vec<(&'static str, &'static str)> {
    const FORMS: [(&str, &str); 5] = [
        ("JSON", "application/json"),
        ("Markdown", "text/markdown"),
        ("SVG", "image/svg+xml"),
        ("HTML", "text/html"),
        ("calendar", "text/calendar"),
    ];
    let path = format!("/v1/ladders/{{ladder}}{}", asked.path);
    let steps = ["paths", &path, asked.method, "responses", "200", "content"];
    let content = steps.iter().try_fold(documented, |at, step| at.get(step));
    let is_there = |(_, media): &(&str, &str)| content.is_some_and(|all| all.get(media).is_some());
    let most = if asked.is_of_one_form() {
        1
    } else {
        FORMS.len()
    };
    FORMS.into_iter().filter(is_there).take(most).collect()
}

/// Lossless below a million million.
#[expect(clippy::cast_precision_loss, reason = "a count of bytes or KiB")]
fn figure(count: u64) -> f64 {
    count as f64
}

impl Subject {
    fn describe(&self) -> String {
        format!(
            "{}: aim {} us; {}.",
            self.name,
            whole(Some(self.aim_us)),
            self.asker.describe()
        )
    }

    /// Asks a row in one form; None where the service does not have it.
    fn cost(
        &mut self,
        service: &Service,
        asked: &Asked,
        media: &str,
        rounds: u32,
    ) -> anyhow::Result<Option<Cost>> {
        let mut connection = Connection::open(service.port)?;
        let mut ask = || {
            let mut request = self.asker.request(asked, self.asked);
            request.headers.push(("Accept", media.into()));
            self.asked += 1;
            let answer = connection.ask(&request)?;
            match answer.status {
                200 => Ok(Some(u64::try_from(answer.body.len())?)),
                404 => Ok(None),
                status => bail!(
                    "{} as {media} is answered {status}: {}",
                    request.path,
                    String::from_utf8_lossy(&answer.body)
                ),
            }
        };
        let Some(bytes) = ask()? else {
            return Ok(None);
        };
        let core = || {
            thread::sleep(SETTLING);
            service.running.core_us()
        };
        let mut times = Rounds::new(1);
        for _ in 0..rounds {
            let before = core();
            for _ in 0..REQUESTS {
                ask()?.context("what was there is there no more")?;
            }
            if let (Some(before), Some(after)) = (before, core()) {
                times.add(0, (after - before) / f64::from(REQUESTS));
            }
        }
        let us = times.median(0);
        Ok(Some(Cost { bytes, us }))
    }
}
