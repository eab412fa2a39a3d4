//! Many: reads and writes about somebody where ten million assessments are stored, beside the same where ten thousand are.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, ensure};
use chrono::Utc;
use rungs::store::Store;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::{
    Rounds,
    client::Connection,
    draw::Draw,
    office::{CLIENTS, Office},
    processes::{Machine, Side},
    report::{decimals, median, whole},
};

/// Assessments of each of those who are stored in bulk.
const EACH: u64 = 100;
const FEW: u64 = 10_000;
const MANY: u64 = 10_000_000;
/// Of somebody's newest assessments, in each round.
const READS: usize = 2000;

const PEOPLE: &str = "INSERT INTO people (id, organisation, name, created_at, updated_at)
    WITH RECURSIVE nth (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM nth WHERE i < $1)
    SELECT {random}, $2, 'f-' || i, $3, $3 FROM nth";

// One every three hours, the same for all; person by person.
const ASSESSMENTS: &str = "INSERT INTO assessments
    (person, id, ladder_version, answers, place, role, assessor, kid, recorded_at)
    WITH RECURSIVE nth (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM nth WHERE i < $1)
    SELECT p.id, {id}, $2, $3, 2, 0, NULL, $4, 0
    FROM (SELECT id FROM people WHERE name LIKE 'f-%' ORDER BY id) p CROSS JOIN nth";

/// What the databases have no common words for.
struct Dialect {
    random: &'static str,
    /// A UUIDv7 of the ith three hours of 2020.
    id: &'static str,
    settle: &'static str,
}

const SQLITE: Dialect = Dialect {
    random: "randomblob(16)",
    id: "unhex(printf('%012x', 1577836800000 + i * 10800000) || '7000' || '8000' || hex(randomblob(6)))",
    settle: "PRAGMA wal_checkpoint(TRUNCATE)",
};

const POSTGRES: Dialect = Dialect {
    random: "gen_random_uuid()",
    id: "(lpad(to_hex(1577836800000 + i * 10800000), 12, '0') || '70008000' || left(md5(random()::text), 12))::uuid",
    settle: "VACUUM ANALYZE",
};

/// Measures and prints.
pub(crate) fn run(
    machine: &Machine,
    folder: &Path,
    rounds: u32,
    seconds: u32,
) -> anyhow::Result<()> {
    machine.join(Side::Client)?;
    let folders = ["few", "many"].map(|name| folder.join(name));
    let mut urls = Vec::with_capacity(2);
    for folder in &folders {
        std::fs::create_dir(folder)?;
        let file = folder.join("rungs.db");
        let file = file.to_str().context("the folder's name is not text")?;
        urls.push(format!("sqlite:{file}"));
    }
    let places = || folders.iter().map(PathBuf::as_path);
    let measured = |name, urls: &[String]| {
        let offices = places().zip(urls).zip([FEW, MANY]);
        let offices = offices.map(|((folder, url), stored)| filled(machine, folder, url, stored));
        let offices: Vec<_> = offices.collect::<Result<_, _>>()?;
        compare(machine, name, &offices, rounds, seconds)
    };
    measured("SQLite", &urls)?;
    let Ok(url) = std::env::var("BENCH_DATABASE_URL") else {
        println!(
            "\nMissing: BENCH_DATABASE_URL with a Postgres database whose user may make others. Many assessments are measured on SQLite alone."
        );
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let names = ["few", "many"].map(|name| format!("rungs_{name}_{}", std::process::id()));
    let run = |before: &str, after: &str| {
        runtime.block_on(async {
            let mut connection = PgConnection::connect(&url).await?;
            for name in &names {
                let statement = AssertSqlSafe(format!("{before} {name} {after}"));
                sqlx::query(statement).execute(&mut connection).await?;
            }
            anyhow::Ok(())
        })
    };
    run("CREATE DATABASE", "")?;
    let (server, _) = url.rsplit_once('/').context("no database is named")?;
    let urls = names.each_ref().map(|name| format!("{server}/{name}"));
    let compared = measured("Postgres", &urls);
    run("DROP DATABASE", "WITH (FORCE)")?;
    compared
}

/// A service with so many assessments, and of how many people these are.
fn filled(
    machine: &Machine,
    folder: &Path,
    url: &str,
    stored: u64,
) -> anyhow::Result<(Office, u64)> {
    let office = Office::open(machine, folder, url)?;
    office.fill(stored)?;
    Ok((office, stored / EACH))
}

fn compare(
    machine: &Machine,
    name: &str,
    offices: &[(Office, u64)],
    rounds: u32,
    seconds: u32,
) -> anyhow::Result<()> {
    let (mut written, mut read) = (Rounds::new(2), Rounds::new(2));
    for round in 0..rounds {
        for (nth, (office, people)) in offices.iter().enumerate() {
            let drawn = format!("'f-' .. math.random({people})");
            written.add(nth, office.over_http(machine, seconds, &drawn)?);
            read.add(nth, office.newest(&mut Draw::new(round.into()), *people)?);
        }
    }
    println!(
        "
{MANY} assessments stored on {name} beside {FEW}, of people drawn at random, median of {rounds} rounds in turn: {} and {} stored a second,
{CLIENTS} at once, {} times as many; {} and {} ms for a page of 50 of somebody's, {} times as long.",
        whole(written.median(1)),
        whole(written.median(0)),
        decimals(written.ratio(1, 0), 2),
        decimals(read.median(1), 3),
        decimals(read.median(0), 3),
        decimals(read.ratio(1, 0), 2),
    );
    Ok(())
}

impl Office {
    /// Stores so many assessments without the service.
    fn fill(&self, stored: u64) -> anyhow::Result<()> {
        let dialect = match &self.store {
            Store::Sqlite(..) => SQLITE,
            Store::Postgres(_) => POSTGRES,
        };
        let people = AssertSqlSafe(PEOPLE.replace("{random}", dialect.random));
        let assessments = AssertSqlSafe(ASSESSMENTS.replace("{id}", dialect.id));
        let (count, each) = (i64::try_from(stored / EACH)?, i64::try_from(EACH)?);
        macro_rules! fill {
            ($pool:expr) => {{
                let people = sqlx::query(people).bind(count);
                let people = people.bind(self.organisation).bind(Utc::now());
                people.execute($pool).await?;
                let assessments = sqlx::query(assessments).bind(each).bind(self.version);
                let assessments = assessments.bind(vec![1_u8, 1, 1, 1, 2, 3, 0]);
                assessments.bind(vec![0_u8; 8]).execute($pool).await?;
                sqlx::query(dialect.settle).execute($pool).await?;
            }};
        }
        self.runtime.block_on(async {
            match &self.store {
                Store::Sqlite(pool, _) => fill!(pool),
                Store::Postgres(pool) => fill!(pool),
            }
            anyhow::Ok(())
        })
    }

    /// Milliseconds of a page of somebody's newest assessments, the median of many.
    fn newest(&self, draw: &mut Draw, people: u64) -> anyhow::Result<f64> {
        let mut connection = Connection::open(self.port)?;
        let mut times = Vec::with_capacity(READS);
        for _ in 0..READS {
            let person = 1 + draw.below(people);
            let request = self.request(format!("/v1/people/f-{person}/assessments?limit=50"));
            let begun = Instant::now();
            let answer = connection.ask(&request)?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
            ensure!(answer.status == 200, "{}", answer.status);
        }
        median(&times).context("nothing was read")
    }
}
