//! Inserts: assessments by programs that do nothing else, each with a commit of its own: a loop, and an actix-web. Each stores the row alone
//! in one statement, or with its counter of the day as the service does, in one transaction.

use std::{
    net::Ipv4Addr,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, error::ErrorInternalServerError, web};
use anyhow::Context;
use chrono::{TimeDelta, Utc};
use futures_util::future::try_join_all;
use rungs::{
    domain::assessment::id_at,
    store::{
        AssessmentRow, PeopleFilter, PersonRow, Store,
        placements::{Counts, count},
    },
};
use uuid::Uuid;

use crate::office::{CLIENTS, PEOPLE, config_of, per_second};

/// As many as the service has where nothing is set (`database.max_connections`).
const CONNECTIONS: usize = 8;

const INSERT: &str = "INSERT INTO assessments
    (person, id, ladder_version, answers, place, role, assessor, kid, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// A database with the people of an office.
struct Desk {
    store: Store,
    organisation: Uuid,
    version: Uuid,
    people: Vec<PersonRow>,
    /// Whether the counters of the day are kept, too.
    counted: bool,
}

impl Desk {
    async fn open(url: &str, counted: bool, connections: usize) -> anyhow::Result<Self> {
        let store = Store::connect(&config_of(url, connections)?).await?;
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
        Ok(Self {
            store,
            organisation,
            version,
            people,
            counted,
        })
    }

    /// Stores the nth.
    async fn store(&self, nth: usize) -> anyhow::Result<()> {
        let person = self.people.get(nth % PEOPLE).context("nobody")?;
        let row = row(person.id, self.version, 0)?;
        if !self.counted {
            return insert(&self.store, &row).await;
        }
        let mut counts = Counts::new();
        let placed = (row.id, row.ladder_version, row.role, row.place);
        count(&mut counts, self.organisation, &[], placed, 1);
        let mut transaction = self.store.begin().await?;
        transaction.create_assessments(&[row]).await?;
        transaction.count_placements(&counts).await?;
        Ok(transaction.commit().await?)
    }
}

/// Stores them by so many tasks, and prints how many it stored a second.
pub(crate) fn run(url: &str, counted: bool, seconds: u32) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let desk = Desk::open(url, counted, CLIENTS).await?;
        let begun = Instant::now();
        let until = begun + Duration::from_secs(seconds.into());
        let desk = &desk;
        let tasks = (0..CLIENTS).map(|client| async move {
            let mut stored = 0_u64;
            for nth in 0.. {
                if Instant::now() > until {
                    break;
                }
                desk.store(nth * CLIENTS + client).await?;
                stored += 1;
            }
            anyhow::Ok(stored)
        });
        let stored: u64 = try_join_all(tasks).await?.into_iter().sum();
        println!("{}", per_second(stored, begun));
        anyhow::Ok(())
    })
}

/// Stores one for each POST, whatever it says.
pub(crate) fn serve(url: &str, counted: bool, port: u16) -> anyhow::Result<()> {
    actix_web::rt::System::new().block_on(async move {
        let desk = web::Data::new((
            Desk::open(url, counted, CONNECTIONS).await?,
            AtomicUsize::new(0),
        ));
        HttpServer::new(move || {
            let store = |desk: web::Data<(Desk, AtomicUsize)>, _: web::Bytes| async move {
                let nth = desk.1.fetch_add(1, Ordering::Relaxed);
                let stored = desk.0.store(nth).await;
                let created = stored.map(|()| HttpResponse::Created().body("{}"));
                created.map_err(ErrorInternalServerError)
            };
            App::new()
                .app_data(desk.clone())
                .service(web::resource("/").route(web::get().to(HttpResponse::Ok)))
                .default_service(web::post().to(store))
        })
        .workers(1)
        .tcp_nodelay(true)
        .bind((Ipv4Addr::LOCALHOST, port))?
        .run()
        .await?;
        Ok(())
    })
}

/// An assessment that was taken so many minutes ago.
pub(crate) fn row(person: Uuid, ladder_version: Uuid, ago: usize) -> anyhow::Result<AssessmentRow> {
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
