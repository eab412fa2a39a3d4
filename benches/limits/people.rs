//! People: stored assessments over HTTP beside a bare loop that commits once for each into the same table, both with full durability;
//! and the pages of a long history.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow, ensure};
use chrono::{TimeDelta, Utc};
use rungs::{
    app::{
        audit::By,
        idempotency::Claim,
        organisations::{NewKey, create_key, create_organisation, load_peppers, random_seed},
    },
    config::{Config, LoadFrom},
    domain::{
        assessment::id_at,
        id::{Id, Phrase},
        key::Scope,
    },
    store::{AssessmentRow, Store, StoreConfig},
};
use uuid::Uuid;

use crate::{
    Rounds,
    client::{Connection, Request},
    processes::{Machine, Running, Side, free_port},
    report::{decimals, median, whole},
    service::{PROGRAM, configure, wait_for},
};

const CLIENTS: usize = 32;
const PEOPLE: usize = 1000;
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
    for (name, url) in databases {
        let office = Office::open(machine, folder, &url)?;
        let mut stored = Rounds::new(2);
        for _ in 0..rounds {
            stored.add(SERVICE, office.over_http(seconds)?);
            stored.add(BARE, office.bare(name, seconds)?);
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

/// A service with people in its database.
struct Office {
    runtime: tokio::runtime::Runtime,
    store: Store,
    port: u16,
    _running: Running,
    key: String,
    version: Uuid,
    people: Vec<Uuid>,
}

impl Office {
    fn open(machine: &Machine, folder: &Path, url: &str) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = machine.command(Side::Server, Path::new(PROGRAM));
        configure(&mut command, folder, port);
        command.env("RUNGS_DATABASE_URL", url);
        let running = Running::spawn(&mut command)?;
        wait_for(port, "/readyz", &running)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let config = StoreConfig {
            url: url.into(),
            max_connections: if url.starts_with("sqlite:") { 1 } else { 32 },
            acquire_timeout: Duration::from_secs(20),
            busy_timeout: Duration::from_secs(20),
        };
        let (store, key, version, people) = runtime.block_on(async {
            let store = Store::connect(&config).await?;
            let (key, people) = fill(&store).await?;
            let heads = store.list_ladder_heads().await?;
            let version = heads.last().context("no ladder is published")?.id;
            anyhow::Ok((store, key, version, people))
        })?;
        // Every key is known within half a second.
        thread::sleep(Duration::from_secs(1));
        Ok(Self {
            runtime,
            store,
            port,
            _running: running,
            key,
            version,
            people,
        })
    }

    fn request(&self, path: String, body: Option<&str>) -> Request {
        let key = format!("Bearer {}", self.key);
        let mut headers = vec![("Authorization", key)];
        if body.is_some() {
            headers.push(("Content-Type", "application/json".into()));
        }
        Request {
            path,
            headers,
            body: body.map(String::from),
        }
    }

    /// Assessments a second by so many clients, each on a connection of its own.
    fn over_http(&self, seconds: u32) -> anyhow::Result<f64> {
        let body = r#"{"ladder":"ai-engineer","answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"by":{"role":"self"}}"#;
        let (end, stored) = (AtomicBool::new(false), AtomicU64::new(0));
        let begun = Instant::now();
        thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    let (end, stored) = (&end, &stored);
                    scope.spawn(move || {
                        let mut connection = Connection::open(self.port)?;
                        for nth in 0.. {
                            if end.load(Ordering::Relaxed) {
                                break;
                            }
                            let person = (nth * CLIENTS + client) % PEOPLE;
                            let path = format!("/v1/people/p-{person}/assessments");
                            let answer = connection.ask(&self.request(path, Some(body)))?;
                            ensure!(answer.status == 201, "{}", answer.status);
                            stored.fetch_add(1, Ordering::Relaxed);
                        }
                        anyhow::Ok(())
                    })
                })
                .collect();
            thread::sleep(Duration::from_secs(seconds.into()));
            end.store(true, Ordering::Relaxed);
            for client in clients {
                client.join().map_err(|_| anyhow!("a client failed"))??;
            }
            anyhow::Ok(())
        })?;
        Ok(per_second(stored.into_inner(), begun))
    }

    /// The same rows by so many tasks, each row with a commit of its own.
    fn bare(&self, name: &str, seconds: u32) -> anyhow::Result<f64> {
        let until = Instant::now() + Duration::from_secs(seconds.into());
        let begun = Instant::now();
        let stored = self.runtime.block_on(async {
            let tasks = (0..CLIENTS).map(|client| {
                let (store, version) = (self.store.clone(), self.version);
                let people = self.people.clone();
                tokio::spawn(async move {
                    let mut stored = 0_u64;
                    for nth in 0.. {
                        if Instant::now() > until {
                            break;
                        }
                        let person = people.get((nth * CLIENTS + client) % PEOPLE);
                        let row = row(*person.context("nobody")?, version, 0)?;
                        insert(&store, &row).await?;
                        stored += 1;
                    }
                    anyhow::Ok(stored)
                })
            });
            let mut stored = 0;
            for task in tasks.collect::<Vec<_>>() {
                stored += task.await??;
            }
            anyhow::Ok(stored)
        });
        Ok(per_second(stored.context(name.to_owned())?, begun))
    }

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
            let answer = connection.ask(&self.request(asked, None))?;
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
                let request = self.request(page.context("no page")?.clone(), None);
                let begun = Instant::now();
                connection.ask(&request)?;
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
        }
        Ok((median(&times[0]), median(&times[1])))
    }
}

fn per_second(count: u64, begun: Instant) -> f64 {
    // Lossless below a million million.
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let count = count as f64;
    count / begun.elapsed().as_secs_f64()
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

/// Makes an organisation with a key and people, the last of whom nobody else writes of.
async fn fill(store: &Store) -> anyhow::Result<(String, Vec<Uuid>)> {
    let name = |text: &str| Phrase::try_from(text.to_owned()).map_err(anyhow::Error::msg);
    let id = Id::try_from("bench".to_owned()).map_err(anyhow::Error::msg)?;
    create_organisation(store, &By::CLI, &id, &name("Bench")?).await?;
    let found = store.find_organisation("bench").await?;
    let organisation = found.context("no organisation")?.id;
    let config = Config::load(LoadFrom {
        file: None,
        env: std::iter::empty(),
        flags: Vec::new(),
    })?;
    let peppers = load_peppers(&config.config, store).await?;
    let pepper = peppers.first().context("no pepper")?;
    let new = NewKey {
        organisation,
        name: name("Bench")?,
        scopes: Scope::ALL.iter().copied().collect(),
        expires_at: None,
    };
    let made = create_key(
        store,
        &By::CLI,
        pepper,
        &random_seed()?,
        &new,
        Claim::default(),
    )
    .await;
    let (_, key) = made.map_err(|error| anyhow!("{error:?}"))?;
    let mut transaction = store.begin().await?;
    let mut people = Vec::with_capacity(PEOPLE + 1);
    for nth in 0..=PEOPLE {
        let name = format!("p-{nth}");
        transaction
            .claim_person(organisation, &name, Utc::now())
            .await?;
        let person = transaction.find_person(organisation, &name).await?;
        people.push(person.context("nobody")?.id);
    }
    transaction.commit().await?;
    Ok((key.expose().to_owned(), people))
}
