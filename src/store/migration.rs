//! Migration: brings the tables of a database up to date, or checks that they are.

use std::{collections::BTreeMap, sync::LazyLock};

use sqlx::migrate::Migrator;

use super::{Store, StoreError};

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

impl Store {
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
