//! Store: the one place that speaks SQL, to SQLite or to Postgres with the same statements.
//! This file opens a database and brings its tables up to date; each noun has a file of queries and rows.
//! No rule of the domain may enter, and nothing above the store may see a pool or a statement.

use std::{collections::BTreeMap, sync::LazyLock, time::Duration};

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::{PgPool, SqlitePool, migrate::Migrator, postgres::PgPoolOptions};

/// Compiles one body for each database, with `$pool` bound to the pool of its native type.
macro_rules! on_pool {
    ($store:expr, $pool:ident => $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite($pool, _) => $body,
            $crate::store::Store::Postgres($pool) => $body,
        }
    };
}

mod assessments;
mod audit;
mod band_sets;
mod connecting;
mod contests;
mod drafts;
mod error;
mod evidence;
mod idempotency;
mod keys;
mod ladders;
mod mentions;
mod organisations;
mod overwriting;
mod people;
pub mod placements;
mod progress;
mod receipt_keys;
mod retention;
pub mod revisions;
mod transaction;

pub use assessments::{AssessmentFilter, AssessmentRow, ListedAssessmentRow};
pub use audit::{AuditEvent, AuditFilter, AuditRow, ChainRow};
pub use band_sets::{BandSetHeadRow, BandSetRow};
pub use contests::ContestRow;
pub use drafts::DraftRow;
pub use error::StoreError;
pub use evidence::{EvidenceFilter, EvidenceReviewRow, EvidenceRow, EvidenceStanding};
pub use idempotency::IdempotencyRow;
pub use keys::KeyRow;
pub use ladders::{LadderHeadRow, LadderRow};
pub use mentions::COLUMNS as COLUMNS_OF_MENTIONS;
pub use organisations::OrganisationRow;
pub use people::{HoldRow, PeopleFilter, PersonKey, PersonRow, TABLES as TABLES_OF_PEOPLE};
pub use progress::NewestRow;
pub use receipt_keys::ReceiptKeyRow;
pub use retention::{DueRow, Past};
pub use transaction::Transaction;

use connecting::{Target, connect_postgres, connect_sqlite};

// sqlx's own lock is off: it does nothing on SQLite, and on Postgres it outlives a failed run on a pooled connection.
static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!("./migrations");
    migrator.set_locking(false);
    migrator
});

/// The Postgres advisory lock that one process at a time holds while it migrates: "rungs" in ASCII.
const MIGRATE_LOCK: i64 = 0x72_75_6e_67_73;

/// The first migration of version 0.6 and earlier: number and description.
const FIRST_OF_0_6: (i64, &str) = (1, "ladders");

/// Lets the statements of a transaction on Postgres take as long as they need, and wait for as long as they have to.
const UNLIMITED: &str = "SELECT set_config(name, '0', TRUE)
    FROM (VALUES ('lock_timeout'), ('statement_timeout'), ('idle_in_transaction_session_timeout')) limits (name)";

/// An open database. Clones share one pool of connections.
#[derive(Clone, Debug)]
pub enum Store {
    /// A SQLite file: connections to read by, and the one by which this process writes. Its writers take turns on that in the order in
    /// which they came, since the file itself lets whoever asks at the right moment go first; and it goes on knowing what it wrote.
    Sqlite(SqlitePool, SqlitePool),
    /// A Postgres server.
    Postgres(PgPool),
}

/// Where the database is and how patiently to use it. It has no `Debug`, because the URL may hold a password.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite:rungs.db`, `sqlite:///var/lib/rungs/rungs.db`, `postgres://user:password@host/database` or `postgresql://…`.
    pub url: String,
    /// The most connections held open at once; at least 1.
    pub max_connections: u32,
    /// The longest wait for a connection, new or from the pool, before the database counts as unavailable.
    pub acquire_timeout: Duration,
    /// The longest wait for another writer: of the same SQLite file, or of the same row on Postgres.
    pub busy_timeout: Duration,
}

impl Store {
    /// Opens the database and tries one connection. A SQLite file that is missing is made, readable by its owner alone,
    /// since it will hold signing keys; its folder is not made.
    ///
    /// Fails with [`StoreError::BadUrl`], or with [`StoreError::Unreachable`]: at once where the database refuses us, and
    /// after `acquire_timeout` where nothing answers.
    pub async fn connect(config: &StoreConfig) -> Result<Self, StoreError> {
        match Target::parse(&config.url)? {
            Target::Sqlite(options) => connect_sqlite(config, *options).await,
            Target::Postgres(options) => connect_postgres(config, *options).await,
        }
    }

    /// As [`Store::connect`], but a SQLite file that is not there is `None` rather than made.
    ///
    /// Fails as [`Store::connect`] does.
    pub async fn open_existing(config: &StoreConfig) -> Result<Option<Self>, StoreError> {
        if let Target::Sqlite(options) = Target::parse(&config.url)?
            && let Ok(false) = options.get_filename().try_exists()
        {
            return Ok(None);
        }
        Self::connect(config).await.map(Some)
    }

    /// Applies the migrations that the database lacks, all or none. Processes that start at once wait for one another:
    /// `busy_timeout` on SQLite, without limit on Postgres.
    ///
    /// Fails with [`StoreError::Newer`], [`StoreError::Obsolete`] or [`StoreError::Changed`], leaving the database as it was, or with [`StoreError::Query`].
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let found = self.find_migration().await?;
        let known = known_migration();
        if found == known {
            return Ok(());
        }
        // `run_direct`, because a future that awaits `run` on a transaction cannot be spawned.
        match self {
            Self::Sqlite(_, writer) => {
                let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
                MIGRATOR.run_direct(None, &mut *transaction, false).await?;
                transaction.commit().await?;
            }
            Self::Postgres(pool) => {
                let mut transaction = pool.begin().await?;
                sqlx::query(UNLIMITED).execute(&mut *transaction).await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)")
                    .bind(MIGRATE_LOCK)
                    .execute(&mut *transaction)
                    .await?;
                MIGRATOR.run_direct(None, &mut *transaction, false).await?;
                transaction.commit().await?;
            }
        }
        tracing::info!(found, known, "database migrated from {found} to {known}");
        Ok(())
    }

    /// Checks that the database has exactly the migrations of this binary, and changes nothing.
    ///
    /// Fails with [`StoreError::Behind`], [`StoreError::Newer`], [`StoreError::Obsolete`], [`StoreError::Changed`] or [`StoreError::Query`].
    pub async fn check_migrated(&self) -> Result<(), StoreError> {
        let found = self.find_migration().await?;
        let known = known_migration();
        if found == known {
            Ok(())
        } else {
            Err(StoreError::Behind { found, known })
        }
    }

    /// Asks the database for an answer, and waits for it no longer than `acquire_timeout`.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        on_pool!(self, pool => {
            tokio::time::timeout(pool.options().get_acquire_timeout(), sqlx::query("SELECT 1").execute(pool))
                .await
                .unwrap_or(Err(sqlx::Error::PoolTimedOut))
                .map(drop)
        })?;
        Ok(())
    }

    /// The same database for a task that must not wait until others give a connection back: on Postgres with one connection of its own,
    /// opened when it is first needed. On a SQLite file who waits keeps none from others, and it is the same store.
    #[must_use]
    pub fn apart(&self) -> Self {
        match self {
            Self::Sqlite(..) => self.clone(),
            Self::Postgres(pool) => {
                let options = PgPoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(pool.options().get_acquire_timeout());
                let to = pool.connect_options().as_ref().clone();
                Self::Postgres(options.connect_lazy_with(to))
            }
        }
    }

    /// The kind of database: `sqlite` or `postgres`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(..) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Waits for the connections in use and closes them all. Later calls on any clone fail as unavailable.
    pub async fn close(&self) {
        if let Self::Sqlite(_, writer) = self {
            writer.close().await;
        }
        on_pool!(self, pool => pool.close().await);
    }

    /// The last migration applied before the first one missing, 0 for an empty database; reads, never writes.
    async fn find_migration(&self) -> Result<i64, StoreError> {
        let exists = match self {
            Self::Sqlite(..) => {
                "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')"
            }
            Self::Postgres(_) => "SELECT to_regclass('_sqlx_migrations') IS NOT NULL",
        };
        let applied: Vec<(i64, String, Vec<u8>)> = on_pool!(self, pool => {
            // One connection for both: given back to the pool, it may come too late for the second, which would open another.
            let mut connection = pool.acquire().await?;
            if !sqlx::query_scalar(exists).fetch_one(&mut *connection).await? {
                return Ok(0);
            }
            sqlx::query_as("SELECT version, description, checksum FROM _sqlx_migrations").fetch_all(&mut *connection).await?
        });
        if applied
            .iter()
            .any(|(version, description, _)| (*version, description.as_str()) == FIRST_OF_0_6)
        {
            return Err(StoreError::Obsolete);
        }
        let applied = applied.into_iter();
        let applied: BTreeMap<i64, Vec<u8>> = applied
            .map(|(version, _, checksum)| (version, checksum))
            .collect();

        let known = known_migration();
        if let Some((&found, _)) = applied.last_key_value()
            && found > known
        {
            return Err(StoreError::Newer { found, known });
        }
        for (&version, checksum) in &applied {
            if !MIGRATOR
                .iter()
                .any(|migration| migration.version == version && *migration.checksum == **checksum)
            {
                return Err(StoreError::Changed { version });
            }
        }
        Ok(MIGRATOR
            .iter()
            .map(|migration| migration.version)
            .take_while(|version| applied.contains_key(version))
            .last()
            .unwrap_or(0))
    }
}

/// The newest migration that this binary carries.
fn known_migration() -> i64 {
    MIGRATOR
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0)
}

/// The time as both databases keep it: Postgres holds microseconds.
fn truncate(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}
