//! An office: a service with people in its database, whose assessments are measured.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow};
use chrono::Utc;
use rungs::{
    app::{
        Actor,
        organisations::{NewKey, create_key, create_organisation, load_peppers},
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
    client::Request,
    load::drive,
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
    folder: PathBuf,
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
        let (store, organisation, key, version, people) = runtime.block_on(async {
            let store = Store::connect(&config_of(url, CLIENTS)?).await?;
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
            folder: folder.to_owned(),
            _running: running,
            organisation,
            key,
            version,
            people,
        })
    }

    /// A request for a path, with the office's key.
    pub(crate) fn request(&self, path: String) -> Request {
        Request {
            path,
            headers: vec![("Authorization", format!("Bearer {}", self.key))],
            body: None,
        }
    }

    /// Assessments stored a second by so many connections; `person` is Lua for the id of the nth person, by `n`.
    pub(crate) fn over_http(
        &self,
        machine: &Machine,
        seconds: u32,
        person: &str,
    ) -> anyhow::Result<f64> {
        self.drive(machine, self.port, seconds, person)
    }

    /// The same of whatever answers on a port.
    pub(crate) fn drive(
        &self,
        machine: &Machine,
        port: u16,
        seconds: u32,
        person: &str,
    ) -> anyhow::Result<f64> {
        let body = r#"{"ladder":"ai-engineer","answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"by":{"role":"self"}}"#;
        let script = format!(
            "local n, body = 0, [[{body}]]
request = function()
  n = n + 1
  return wrk.format('POST', '/v1/people/' .. {person} .. '/assessments', wrk.headers, body)
end
"
        );
        let mut request = self.request("/".into());
        let json = ("Content-Type", "application/json".into());
        request.headers.push(json);
        let driven = drive(machine, &self.folder, port, &request, Some(script), seconds);
        driven.map(|(_, per_second)| per_second)
    }
}

/// How the database is opened beside the service: with so many connections, or with one to a SQLite file, which has one writer.
pub(crate) fn config_of(url: &str, connections: usize) -> anyhow::Result<StoreConfig> {
    let connections = if url.starts_with("sqlite:") {
        1
    } else {
        connections
    };
    Ok(StoreConfig {
        url: url.into(),
        max_connections: connections.try_into()?,
        acquire_timeout: Duration::from_secs(20),
        busy_timeout: Duration::from_secs(20),
    })
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
    create_organisation(store, &id, &name("Bench")?).await?;
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
        name: name("Bench")?,
        scopes: Scope::ALL.iter().copied().collect(),
        expires_at: None,
    };
    let actor = Actor::command_line(organisation);
    let created = create_key(store, &actor, pepper, &new).await;
    let (_, key) = created.map_err(|error| anyhow!("{error:?}"))?;
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
