//! People: stored assessments over HTTP beside programs that do nothing but store them into the same tables with a commit for each, all
//! with full durability; and the pages of a long history.

use std::{path::Path, process::Stdio, time::Instant};

use anyhow::{Context, ensure};
use rungs::store::AssessmentRow;

use crate::{
    Rounds,
    client::Connection,
    inserts::row,
    office::{CLIENTS, Office, PEOPLE},
    processes::{Machine, Running, Side, free_port},
    report::{decimals, median, whole},
    service::wait_for,
};

const HISTORY: usize = 1000;
/// Of each of the pages of the history that are compared.
const READS: usize = 300;
const SERVICE: usize = 0;

/// Who commit once for each: what they are, whether they count, and whether they are asked over HTTP.
const RIVALS: [(&str, bool, bool); 4] = [
    ("a bare loop, the row and its counter", true, false),
    ("a bare actix-web, the row and its counter", true, true),
    ("a bare loop, the row alone", false, false),
    ("a bare actix-web, the row alone", false, true),
];

/// Measures and prints.
pub(crate) fn run(
    machine: &Machine,
    folder: &Path,
    rounds: u32,
    seconds: u32,
) -> anyhow::Result<()> {
    let file = folder.join("rungs.db");
    let file = file.to_str().context("the folder's name is not text")?;
    let mut databases = vec![("SQLite", format!("sqlite:{file}"))];
    match std::env::var("BENCH_DATABASE_URL") {
        Ok(url) => databases.push(("Postgres", url)),
        Err(_) => println!(
            "\nMissing: BENCH_DATABASE_URL with an empty Postgres database. Assessments are measured on SQLite alone."
        ),
    }
    // The clients are here, and leave the other core to the service and to the bare loop.
    machine.join(Side::Client)?;
    for (name, url) in databases {
        let office = Office::open(machine, folder, &url)?;
        let mut stored = Rounds::new(1 + RIVALS.len());
        for _ in 0..rounds {
            stored.add(
                SERVICE,
                office.over_http(machine, seconds, &format!("'p-' .. n % {PEOPLE}"))?,
            );
            for (nth, (_, counted, over_http)) in (1..).zip(RIVALS) {
                stored.add(
                    nth,
                    match over_http {
                        true => one_by_one(machine, &office, &url, counted, seconds)?,
                        false => bare(machine, &url, counted, seconds)?,
                    },
                );
            }
        }
        println!(
            "\nAssessments stored on {name}, {CLIENTS} at once, each durable before it is answered, median of {rounds} rounds in turn: {} a second
over HTTP. With a commit for each:",
            whole(stored.median(SERVICE)),
        );
        for (nth, (rival, ..)) in (1..).zip(RIVALS) {
            println!(
                "  {rival}: {} a second; the service stores {} times as many.",
                whole(stored.median(nth)),
                decimals(stored.ratio(SERVICE, nth), 2),
            );
        }
        let (first, last) = office.history()?;
        println!(
            "A page of 50 of a history of {HISTORY} on {name}, median of {READS}: {} ms the first, {} ms the last; {} times as long.",
            decimals(first, 2),
            decimals(last, 2),
            decimals(first.zip(last).map(|(first, last)| last / first), 2),
        );
    }
    Ok(())
}

/// The same by a program of its own on the service's core.
fn bare(machine: &Machine, url: &str, counted: bool, seconds: u32) -> anyhow::Result<f64> {
    let mut command = machine.command(Side::Server, &std::env::current_exe()?);
    command.args(["insert", url, &seconds.to_string()]);
    command.args(counted.then_some("--counted"));
    let running = Running::spawn(command.stdout(Stdio::piped()))?;
    let (status, printed) = running.finish()?;
    ensure!(status.success(), "the bare loop failed");
    Ok(printed.trim().parse()?)
}

/// The same by a bare actix-web on the service's core, asked as the service is.
fn one_by_one(
    machine: &Machine,
    office: &Office,
    url: &str,
    counted: bool,
    seconds: u32,
) -> anyhow::Result<f64> {
    let port = free_port()?;
    let mut command = machine.command(Side::Server, &std::env::current_exe()?);
    command.args(["insert-server", url, &port.to_string()]);
    command.args(counted.then_some("--counted"));
    let running = Running::spawn(&mut command)?;
    wait_for(port, "/", &running)?;
    office.drive(machine, port, seconds, "n")
}

impl Office {
    /// Milliseconds of the first and of the last page of somebody's long history.
    fn history(&self) -> anyhow::Result<(Option<f64>, Option<f64>)> {
        self.runtime.block_on(async {
            let mut transaction = self.store.begin().await?;
            let person = self.people.last().context("nobody")?;
            let rows = (0..HISTORY).map(|nth| row(*person, self.version, nth));
            let rows: Vec<AssessmentRow> = rows.collect::<Result<_, _>>()?;
            transaction.create_assessments(&rows).await?;
            anyhow::Ok(transaction.commit().await?)
        })?;
        let list = format!("/v1/people/p-{PEOPLE}/assessments?limit=50");
        let mut connection = Connection::open(self.port)?;
        let (mut pages, mut path) = (vec![list.clone()], Some(list.clone()));
        while let Some(asked) = path {
            let answer = connection.ask(&self.request(asked))?;
            ensure!(answer.status == 200, "{}", answer.status);
            let page: serde_json::Value = serde_json::from_slice(&answer.body)?;
            path = page["next_cursor"]
                .as_str()
                .map(|next| format!("{list}&cursor={next}"));
            pages.extend(path.clone());
        }
        ensure!(pages.len() == HISTORY / 50, "{} pages", pages.len());
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..READS {
            for (page, times) in [pages.first(), pages.last()].into_iter().zip(&mut times) {
                let request = self.request(page.context("no page")?.clone());
                let begun = Instant::now();
                connection.ask(&request)?;
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
        }
        Ok((median(&times[0]), median(&times[1])))
    }
}
