//! An office: a service with people in its database, whose assessments are measured.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow, ensure};
use chrono::Utc;
use rungs::{
    app::{
        audit::By,
        idempotency::Claim,
        organisations::{NewKey, create_key, create_organisation, load_peppers, random_seed},
    },
    config::{Config, LoadFrom},
    domain::{
        id::{Id, Phrase},
        key::Scope,
    },
    store::{Store, StoreConfig},
};
use uuid::Uuid;

use crate::{
    client::{Connection, Request},
    processes::{Machine, Running, Side, free_port},
    service::{PROGRAM, configure, wait_for},
};

/// Who write at the same time.
pub(crate) const CLIENTS: usize = 32;

/// Whom they write about; one more is there whom nobody writes about.
pub(crate) const PEOPLE: usize = 1000;

/// A service with people in its database.
pub(crate) struct Office {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) store: Store,
    pub(crate) port: u16,
    _running: Running,
    pub(crate) organisation: Uuid,
    key: String,
    pub(crate) version: Uuid,
    pub(crate) people: Vec<Uuid>,
}

impl Office {
    pub(crate) fn open(machine: &Machine, folder: &Path, url: &str) -> anyhow::Result<Self> {
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
        let (store, organisation, key, version, people) = runtime.block_on(async {
            let store = Store::connect(&config).await?;
            let (organisation, key, people) = fill(&store).await?;
            let heads = store.list_ladder_heads().await?;
            let version = heads.last().context("no ladder is published")?.id;
            anyhow::Ok((store, organisation, key, version, people))
        })?;
        // Every key is known within half a second.
        thread::sleep(Duration::from_secs(1));
        Ok(Self {
            runtime,
            store,
            port,
            _running: running,
            organisation,
            key,
            version,
            people,
        })
    }

    pub(crate) fn request(&self, path: String, body: Option<&str>) -> Request {
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

    /// Assessments a second by so many clients, each on a connection of its own; the nth of them is about whom `person` names.
    pub(crate) fn over_http(
        &self,
        seconds: u32,
        person: impl Fn(usize) -> String + Sync,
    ) -> anyhow::Result<f64> {
        let body = r#"{"ladder":"ai-engineer","answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"by":{"role":"self"}}"#;
        let (end, stored) = (AtomicBool::new(false), AtomicU64::new(0));
        let begun = Instant::now();
        thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    let (end, stored, person) = (&end, &stored, &person);
                    scope.spawn(move || {
                        let mut connection = Connection::open(self.port)?;
                        for nth in 0.. {
                            if end.load(Ordering::Relaxed) {
                                break;
                            }
                            let person = person(nth * CLIENTS + client);
                            let path = format!("/v1/people/{person}/assessments");
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
}

pub(crate) fn per_second(count: u64, begun: Instant) -> f64 {
    // Lossless below a million million.
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let count = count as f64;
    count / begun.elapsed().as_secs_f64()
}

/// Makes an organisation with a key and people, the last of whom nobody else writes of.
async fn fill(store: &Store) -> anyhow::Result<(Uuid, String, Vec<Uuid>)> {
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
    Ok((organisation, key.expose().to_owned(), people))
}
