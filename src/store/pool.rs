//! The pool: an open database, how it is configured, and what is done to it whatever it holds.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::{PgPool, SqlitePool, postgres::PgPoolOptions};

use super::StoreError;

/// Compiles one body for each database, with `$pool` bound to the pool of its native type.
macro_rules! on_pool {
    ($store:expr, $pool:ident => $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite($pool, _) => $body,
            $crate::store::Store::Postgres($pool) => $body,
        }
    };
}

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
}

/// The time as both databases keep it: Postgres holds microseconds.
pub(super) fn truncate(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}
