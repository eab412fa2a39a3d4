//! Stored assessments: the service, and bare actix-web that stores the row and its counter with one commit for each request. Both
//! durable before they answer: SQLite with `synchronous=FULL`, Postgres with its defaults.

use std::{
    path::Path,
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use actix_web::{HttpResponse, error::ErrorInternalServerError, rt::System, web};
use anyhow::{Context, ensure};
use chrono::Utc;
use rungs::{
    domain::assessment::id_at,
    store::{
        AssessmentRow, PeopleFilter, PersonRow, Store, StoreConfig,
        placements::{Counts, count},
    },
};
use uuid::Uuid;

use crate::{
    Bench,
    client::{self, Request},
    processes::{Core, Process, SERVICE, Server, serve_bare},
    rounds::{Contestant, compare},
};

/// How many people there are to write about.
const PEOPLE: usize = 1000;

/// As many as the service has where nothing is set (`database.max_connections`).
const CONNECTIONS: u32 = 8;

const BODY: &str = r#"{"ladder":"ai-engineer","answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"by":{"role":"self"}}"#;

/// Measures on SQLite, and on Postgres where `BENCH_DATABASE_URL` names an empty database.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let folder = bench.folder("assessments")?;
    let file = format!("sqlite:{}", folder.join("rungs.db").display());
    let mut databases = vec![("SQLite", file)];
    match std::env::var("BENCH_DATABASE_URL") {
        Ok(url) => databases.push(("Postgres", url)),
        Err(_) => println!("Skipped: Postgres; BENCH_DATABASE_URL names no empty database."),
    }
    for (name, url) in databases {
        let service = Server::service(bench, &folder, &url).await?;
        run_service_command(bench, &folder, &url, &["org", "create", "bench"])?;
        let scopes = ["--scope", "people:read", "--scope", "people:write"];
        let create = [&["key", "create", "--org", "bench"], &scopes[..]].concat();
        let key = run_service_command(bench, &folder, &url, &create)?;
        let key = key.lines().find(|line| line.starts_with("rk_"));
        let key = format!("Bearer {}", key.context("no key was printed")?);
        for person in 0..PEOPLE {
            let at = format!("http://127.0.0.1:{}/v1/people/p-{person}", service.port);
            let put = bench.client.put(at).header("Authorization", &key);
            let put = put.header("Content-Type", "application/json").body("{}");
            ensure!(put.send().await?.status() == 201, "a person is not stored");
        }
        let bare = Server::role(bench, "assessments", Some(&url), "/").await?;
        let script = format!(
            "local n = 0
request = function()
  n = n + 1
  return wrk.format('POST', '/v1/people/p-' .. n % {PEOPLE} .. '/assessments', wrk.headers, [==[{BODY}]==])
end
"
        );
        let request = |port| {
            let request = Request::post("/v1/people/p-0/assessments", BODY);
            let request = request.header("Authorization", &key);
            async move {
                let answer = client::send(bench, port, &request).await?;
                ensure!(answer.status() == 201, "{}", answer.text().await?);
                anyhow::Ok(request)
            }
        };
        let mut contestants = Vec::new();
        for (name, port) in [
            ("rungs serve", service.port),
            ("one commit for each request", bare.port),
        ] {
            let request = request(port).await?;
            contestants.push(Contestant {
                name,
                port,
                request: Request {
                    script: Some(script.clone()),
                    ..request
                },
            });
        }
        let title = format!("\nAssessments stored on {name}, per second");
        compare(bench, &title, &contestants)?;
    }
    Ok(())
}

/// Runs a command of the service on a database and returns what it prints.
fn run_service_command(
    bench: &Bench,
    folder: &Path,
    url: &str,
    arguments: &[&str],
) -> anyhow::Result<String> {
    let mut command = bench.machine.command(Core::Server, Path::new(SERVICE));
    command.args(arguments).current_dir(folder);
    command
        .env("RUNGS_DATABASE_URL", url)
        .stdout(Stdio::piped());
    Process::spawn(&mut command)?.output()
}

/// A database with people in it.
struct Database {
    store: Store,
    organisation: Uuid,
    ladder_version: Uuid,
    people: Vec<PersonRow>,
    stored: AtomicUsize,
}

impl Database {
    async fn open(url: &str) -> anyhow::Result<Self> {
        let config = StoreConfig {
            url: url.into(),
            // A SQLite file has one writer.
            max_connections: if url.starts_with("sqlite:") {
                1
            } else {
                CONNECTIONS
            },
            acquire_timeout: Duration::from_secs(20),
            busy_timeout: Duration::from_secs(20),
        };
        let store = Store::connect(&config).await?;
        let heads = store.list_ladder_heads().await?;
        let ladder_version = heads.last().context("no ladder is published")?.id;
        let organisation = store.find_organisation("bench").await?;
        let organisation = organisation.context("no organisation")?.id;
        let filter = PeopleFilter {
            after: None,
            updated_since: None,
            labels: &[],
            limit: i64::try_from(PEOPLE)?,
        };
        let people = store.list_people(organisation, &filter).await?;
        Ok(Self {
            store,
            organisation,
            ladder_version,
            people,
            stored: AtomicUsize::new(0),
        })
    }

    /// Stores an assessment of the next person and its counter of the day in one transaction.
    async fn store(&self) -> anyhow::Result<()> {
        let nth = self.stored.fetch_add(1, Ordering::Relaxed);
        let person = self.people.get(nth % self.people.len().max(1));
        let now = Utc::now();
        let [_, _, _, _, _, _, random @ ..] = Uuid::now_v7().into_bytes();
        let row = AssessmentRow {
            person: person.context("no person")?.id,
            id: id_at(now, &random).context("no id")?,
            ladder_version: self.ladder_version,
            answers: vec![1, 1, 1, 1, 2, 3, 0],
            place: 2,
            role: 0,
            assessor: None,
            kid: vec![0; 8],
            recorded_at: now.timestamp_micros(),
        };
        let mut counts = Counts::new();
        let placed = (row.id, row.ladder_version, row.role, row.place);
        count(&mut counts, self.organisation, &[], placed, 1);
        let mut transaction = self.store.begin().await?;
        transaction.create_assessments(&[row]).await?;
        transaction.count_placements(&counts).await?;
        Ok(transaction.commit().await?)
    }
}

/// Stores an assessment for each POST, whatever its body.
pub(crate) fn serve(port: u16, url: &str) -> anyhow::Result<()> {
    System::new().block_on(async {
        let database = web::Data::new(Database::open(url).await?);
        serve_bare(port, move |config| {
            config
                .app_data(database.clone())
                .service(web::resource("/").route(web::get().to(HttpResponse::Ok)))
                .default_service(web::post().to(store));
        })
        .await
    })
}

async fn store(
    _body: web::Bytes,
    database: web::Data<Database>,
) -> actix_web::Result<HttpResponse> {
    database.store().await.map_err(ErrorInternalServerError)?;
    Ok(HttpResponse::Created().body("{}"))
}
