//! Every way the store can fail, and which failures are the database's absence rather than a bug.
//! Contains no statement, no URL with its password and no HTTP status: the callers decide what a client is shown.

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteError;

/// Every way the store can fail. No sentence holds the URL's password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL names no database this binary can open.
    #[error("The database URL {reason}")]
    BadUrl {
        /// The rest of the sentence.
        reason: String,
    },
    /// No database answered: the server, the file or its folder is not there, or refuses us.
    #[error("{target} cannot be reached: {reason}")]
    Unreachable {
        /// What was tried, without the password.
        target: String,
        /// What went wrong, in the words of the system or of the database.
        reason: String,
    },
    /// The database has migrations that this binary does not carry.
    #[error(
        "The database was made by a newer rungs (migration {found}); this binary knows up to {known}. Run a newer binary."
    )]
    Newer {
        /// The newest migration of the database.
        found: i64,
        /// The newest migration of this binary.
        known: i64,
    },
    /// The database lacks migrations, and nobody asked this process to apply them.
    #[error(
        "The database is at migration {found} and this binary needs {known}. Run `rungs migrate` first."
    )]
    Behind {
        /// The last migration the database has.
        found: i64,
        /// The newest migration of this binary.
        known: i64,
    },
    /// The database was made by version 0.6 or earlier. None of these was released, and their schema is not upgraded.
    #[error(
        "The database was made by rungs 0.6 or earlier, and this version cannot upgrade it. Name another database, or remove this one."
    )]
    Obsolete,
    /// A migration that was applied is not the one this binary carries under its number.
    #[error(
        "Migration {version} of the database is not the one this binary carries. Run the binary that made the database."
    )]
    Changed {
        /// The number of the migration.
        version: i64,
    },
    /// The work took longer than anybody should wait.
    #[error("The database did not answer in time.")]
    Late,
    /// A statement failed; [`StoreError::is_unavailable`] tells an absent database from a bug.
    #[error(transparent)]
    Query(#[from] sqlx::Error),
}

impl StoreError {
    /// Whether another writer was in the way at that moment, so that the same transaction may come to be when it is begun again.
    #[must_use]
    pub fn is_collision(&self) -> bool {
        let Self::Query(sqlx::Error::Database(error)) = self else {
            return false;
        };
        // could not serialise, deadlock
        error
            .code()
            .is_some_and(|code| code == "40001" || code == "40P01")
    }

    /// Whether others held what was asked for, and did not let go in time.
    #[must_use]
    pub fn is_held(&self) -> bool {
        let Self::Query(sqlx::Error::Database(error)) = self else {
            return false;
        };
        // Of Postgres: a lock that could not be had within lock_timeout.
        error.code().is_some_and(|code| code == "55P03")
    }

    /// Whether a ping has to tell if the database is away: a transaction that waited for locks is late as well, and a fault of one
    /// statement can look like one of the connection.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        use sqlx::Error::{BeginFailed, Protocol};
        matches!(self, Self::Late | Self::Query(Protocol(_) | BeginFailed))
    }

    /// Whether the database went away, is too busy or is out of space, so that the same call may succeed later.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Late => true,
            Self::Query(error) => is_unavailable(error),
            Self::BadUrl { .. }
            | Self::Newer { .. }
            | Self::Behind { .. }
            | Self::Obsolete
            | Self::Changed { .. } => false,
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) => Self::Query(error),
            other => Self::Query(sqlx::Error::from(other)),
        }
    }
}

/// What the system or the database said, without the words sqlx puts before it.
pub(super) fn sentence(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Configuration(error) | sqlx::Error::Tls(error) => error
            .downcast_ref()
            .map_or_else(|| error.to_string(), sentence),
        other => other.to_string(),
    }
}

/// SQLite's primary result code (<https://www.sqlite.org/rescode.html>), where this is an error of SQLite.
fn sqlite_code(error: &dyn DatabaseError) -> Option<u32> {
    error.try_downcast_ref::<SqliteError>()?;
    error.code()?.parse().ok().map(|code: u32| code & 0xff)
}

pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    const BUSY: u32 = 5;
    error.as_database_error().and_then(sqlite_code) == Some(BUSY)
}

fn is_unavailable(error: &sqlx::Error) -> bool {
    use sqlx::Error::{
        BeginFailed, Database, Io, Migrate, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed,
    };
    match error {
        Io(_) | Tls(_) | PoolTimedOut | PoolClosed | WorkerCrashed => true,
        // The server ended in the middle of a message, or before it said anything: sqlx reads the end of the connection as an unexpected
        // response.
        Protocol(_) | BeginFailed => true,
        Migrate(error) => match &**error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                is_unavailable(error)
            }
            _ => false,
        },
        Database(error) => match sqlite_code(&**error) {
            // busy, locked, read-only, input or output, full, cannot open
            Some(code) => matches!(code, 5 | 6 | 8 | 10 | 13 | 14),
            // connection, authorisation, no such database, collisions, out of resources, operator, system; read-only server, a
            // transaction that was idle for too long, a lock that was not had in time
            // (https://www.postgresql.org/docs/current/errcodes-appendix.html)
            None => error.code().is_some_and(|code| {
                ["08", "28", "3D", "40", "53", "57", "58"]
                    .iter()
                    .any(|class| code.starts_with(class))
                    || ["25006", "25P03", "55P03"].contains(&&*code)
            }),
        },
        _ => false,
    }
}
