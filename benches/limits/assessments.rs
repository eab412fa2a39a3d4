//! Stored assessments: the service, and bare actix-web that stores the row and its counter with one commit for each request. Both
//! durable before they answer: SQLite with `synchronous=FULL`, Postgres with its defaults.

use std::time::Duration;

use actix_web::{HttpResponse, error::ErrorInternalServerError, web};
use anyhow::{Context, ensure};
use chrono::Utc;
use rungs::{
    domain::assessment::id_at,
    store::{
        AssessmentRow, PeopleFilter, PersonRow, Store, StoreConfig,
        placements::{PlacementCounters, count},
    },
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{
    Bench,
    load::NUMBER,
    servers::{Server, serve_bare, service_command},
};

const BODY: &str = r#"{"ladder":"ai-engineer","answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"by":{"role":"self"}}"#;

/// Measures on SQLite, and on Postgres where `BENCH_DATABASE_URL` names an empty database.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let file = bench.folder.path().join("rungs.db");
    measure(bench, "SQLite", format!("sqlite:{}", file.display())).await?;
    match std::env::var("BENCH_DATABASE_URL") {
        Ok(url) => measure(bench, "Postgres", url).await?,
        Err(_) => println!("\nSkipped: BENCH_DATABASE_URL names no Postgres database."),
    }
    Ok(())
}

async fn measure(bench: &Bench, name: &str, url: String) -> anyhow::Result<()> {
    let service = Server::service(bench, &url).await?;
    let run = |arguments: &str| {
        let mut command = service_command(bench, &url);
        let output = command.args(arguments.split(' ')).output()?;
        ensure!(output.status.success(), "{command:?}: {output:?}");
        Ok(String::from_utf8(output.stdout)?)
    };
    run("org create bench")?;
    let key = run("key create --org bench --scope people:read --scope people:write")?;
    let key = key.lines().find(|line| line.starts_with("rk_"));
    let key = key.context("no key was printed")?;
    for person in 0..1000 {
        let person = format!("http://127.0.0.1:{}/v1/people/p-{person}", service.port);
        let put = bench.client.put(person).bearer_auth(key).body("{}");
        let put = put.header("Content-Type", "application/json");
        put.send().await?.error_for_status()?;
    }
    let database = web::Data::new((url.clone(), OnceCell::<Database>::new()));
    let bare = serve_bare(move |config| {
        let resource = web::resource("/v1/people/p-{number}/assessments");
        config.service(
            resource
                .app_data(database.clone())
                .route(web::post().to(store)),
        );
    })?;
    let path = format!("/v1/people/p-{NUMBER}/assessments");
    let request = |port| bench.post(port, &path, BODY).bearer_auth(key);
    let servers = [
        ("rungs serve", request(service.port)),
        ("one commit for each request", request(bare)),
    ];
    let title = format!("Assessments stored on {name}");
    bench
        .compare_servers(&title, &servers, 201, |_| Ok(()))
        .await
}

/// A database with people in it.
struct Database {
    store: Store,
    organisation: Uuid,
    ladder_version: Uuid,
    people: Vec<PersonRow>,
}

impl Database {
    /// Opens a database with as many connections as the service has; a SQLite file has one writer.
    async fn open(url: &str) -> anyhow::Result<Self> {
        let config = StoreConfig {
            url: url.into(),
            max_connections: if url.starts_with("sqlite:") { 1 } else { 8 },
            acquire_timeout: Duration::from_secs(20),
            busy_timeout: Duration::from_secs(20),
        };
        let store = Store::connect(&config).await?;
        let heads = store.list_ladder_heads().await?;
        let organisation = store.find_organisation("bench").await?;
        let organisation = organisation.context("no organisation")?.id;
        let filter = PeopleFilter {
            after: None,
            updated_since: None,
            labels: &[],
            limit: 1000,
        };
        Ok(Self {
            people: store.list_people(organisation, &filter).await?,
            ladder_version: heads.last().context("no ladder is published")?.id,
            organisation,
            store,
        })
    }

    /// Stores an assessment of somebody and its counter of the day in one transaction.
    async fn store(&self, person: usize) -> anyhow::Result<()> {
        let now = Utc::now();
        let [_, _, _, _, _, _, random @ ..] = Uuid::now_v7().into_bytes();
        let row = AssessmentRow {
            organisation: self.people[person].organisation,
            person: self.people[person].id,
            id: id_at(now, &random).context("no id")?,
            ladder_version: self.ladder_version,
            answers: vec![1, 1, 1, 1, 2, 3, 0],
            place: 2,
            role: 0,
            assessor: None,
            kid: vec![0; 8],
            recorded_at: now.timestamp_micros(),
        };
        let mut counts = PlacementCounters::new();
        let placed = (row.id, row.ladder_version, row.role, row.place);
        count(&mut counts, &[], placed, 1);
        let mut transaction = self.store.begin().await?;
        transaction.create_assessments(&[row]).await?;
        transaction
            .count_placements(self.organisation, &counts)
            .await?;
        Ok(transaction.commit().await?)
    }
}

/// Stores an assessment, whatever the body, in a database that the first request opens.
async fn store(
    _body: web::Bytes,
    person: web::Path<usize>,
    data: web::Data<(String, OnceCell<Database>)>,
) -> actix_web::Result<HttpResponse> {
    let (url, database) = data.get_ref();
    let database = database.get_or_try_init(|| Database::open(url)).await;
    let database = database.map_err(ErrorInternalServerError)?;
    let stored = database.store(*person).await;
    stored.map_err(ErrorInternalServerError)?;
    Ok(HttpResponse::Created().body("{}"))
}
