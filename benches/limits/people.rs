//! People: stored assessments over HTTP beside a bare loop that commits once for each into the same table, both with full durability;
//! and the pages of a long history.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use chrono::{TimeDelta, Utc};
use futures_util::future::try_join_all;
use rungs::{
    domain::assessment::id_at,
    store::{AssessmentRow, PeopleFilter, Store},
};
use uuid::Uuid;

use crate::{
    Rounds,
    client::Connection,
    office::{CLIENTS, Office, PEOPLE, config_of, per_second},
    processes::{Machine, Running, Side},
    report::{decimals, median, whole},
};

const HISTORY: usize = 1000;
/// Of each of the pages of the history that are compared.
const READS: usize = 300;
const SERVICE: usize = 0;
const BARE: usize = 1;

const INSERT: &str = "INSERT INTO assessments
    (person, id, ladder_version, answers, place, role, assessor, kid, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

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
        let mut stored = Rounds::new(2);
        for _ in 0..rounds {
            stored.add(
                SERVICE,
                office.over_http(machine, seconds, &format!("'p-' .. n % {PEOPLE}"))?,
            );
            stored.add(BARE, bare(machine, &url, seconds)?);
        }
        println!(
            "
Assessments stored on {name}, {CLIENTS} at once, each durable before it is answered, median of {rounds} rounds in turn: {} a second
over HTTP, {} a second by a bare loop with a commit for each; {} times as many.",
            whole(stored.median(SERVICE)),
            whole(stored.median(BARE)),
            decimals(stored.ratio(SERVICE, BARE), 2),
        );
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

/// The same rows by a program of its own on the service's core.
fn bare(machine: &Machine, url: &str, seconds: u32) -> anyhow::Result<f64> {
    let mut command = machine.command(Side::Server, &std::env::current_exe()?);
    command.args(["insert", url, &seconds.to_string()]);
    let running = Running::spawn(command.stdout(Stdio::piped()))?;
    let (status, printed) = running.finish()?;
    ensure!(status.success(), "the bare loop failed");
    Ok(printed.trim().parse()?)
}

/// Stores assessments about the people of an office by so many tasks.
pub(crate) fn run_bare_loop(url: &str, seconds: u32) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let store = Store::connect(&config_of(url)).await?;
        let heads = store.list_ladder_heads().await?;
        let version = heads.last().context("no ladder is published")?.id;
        let found = store.find_organisation("bench").await?;
        let filter = PeopleFilter {
            after: None,
            updated_since: None,
            labels: &[],
            limit: i64::try_from(PEOPLE)?,
        };
        let organisation = found.context("no organisation")?.id;
        let people = store.list_people(organisation, &filter).await?;
        let begun = Instant::now();
        let until = begun + Duration::from_secs(seconds.into());
        let (store, people) = (&store, &people);
        let tasks = (0..CLIENTS).map(|client| async move {
            let mut stored = 0_u64;
            for nth in 0.. {
                if Instant::now() > until {
                    break;
                }
                let person = people.get((nth * CLIENTS + client) % PEOPLE);
                let row = row(person.context("nobody")?.id, version, 0)?;
                insert(store, &row).await?;
                stored += 1;
            }
            anyhow::Ok(stored)
        });
        let stored: u64 = try_join_all(tasks).await?.into_iter().sum();
        println!("{}", per_second(stored, begun));
        anyhow::Ok(())
    })
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

/// An assessment that was taken so many minutes ago.
fn row(person: Uuid, ladder_version: Uuid, ago: usize) -> anyhow::Result<AssessmentRow> {
    let taken_at = Utc::now() - TimeDelta::minutes(i64::try_from(ago)?);
    let [_, _, _, _, _, _, random @ ..] = Uuid::now_v7().into_bytes();
    Ok(AssessmentRow {
        person,
        id: id_at(taken_at, &random).context("no id")?,
        ladder_version,
        answers: vec![1, 1, 1, 1, 2, 3, 0],
        place: 2,
        role: 0,
        assessor: None,
        kid: vec![0; 8],
        recorded_at: Utc::now().timestamp_micros(),
    })
}

async fn insert(store: &Store, row: &AssessmentRow) -> anyhow::Result<()> {
    macro_rules! into {
        ($pool:expr) => {
            sqlx::query(INSERT)
                .bind(row.person)
                .bind(row.id)
                .bind(row.ladder_version)
                .bind(&row.answers)
                .bind(row.place)
                .bind(row.role)
                .bind(&row.assessor)
                .bind(&row.kid)
                .bind(row.recorded_at)
                .execute($pool)
                .await
                .map(drop)?
        };
    }
    match store {
        Store::Sqlite(pool, _) => into!(pool),
        Store::Postgres(pool) => into!(pool),
    }
    Ok(())
}
