//! Overwriting: what was removed from a SQLite file leaves bytes behind, in its write-ahead log and between the cells of its pages, even
//! with `secure_delete`. Only a file that is written anew has none of them. Postgres does it in its own time (`VACUUM`).

use sqlx::SqliteConnection;

use super::{Store, StoreError, error::is_busy, revisions::OVERWRITTEN};

/// How long others of the same file are waited for, in milliseconds: whoever asks comes again.
const PATIENCE: &str = "PRAGMA busy_timeout = 250";

const COUNT_REMOVED: &str = "SELECT SUM(value) FROM removals";

const FIND_OVERWRITTEN: &str = "SELECT value FROM revisions WHERE name = $1";

const KEEP: &str = "INSERT INTO revisions (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

impl Store {
    /// Whether anything was removed since bytes were overwritten last.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn is_to_overwrite(&self) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(pool, _) => {
                let removed: Option<i64> =
                    sqlx::query_scalar(COUNT_REMOVED).fetch_one(pool).await?;
                let overwritten: Option<i64> = sqlx::query_scalar(FIND_OVERWRITTEN)
                    .bind(OVERWRITTEN)
                    .fetch_optional(pool)
                    .await?;
                Ok(removed > overwritten)
            }
            Self::Postgres(_) => Ok(false),
        }
    }

    /// How many bytes the database has, which is how long it takes to write it anew; 0 where that is not for us to do.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn size(&self) -> Result<i64, StoreError> {
        match self {
            Self::Sqlite(pool, _) => {
                let size = "SELECT c.page_count * s.page_size FROM pragma_page_count c, pragma_page_size s";
                Ok(sqlx::query_scalar(size).fetch_one(pool).await?)
            }
            Self::Postgres(_) => Ok(0),
        }
    }

    /// Overwrites what was removed, unless that was done since. False where others use the file in a way that does not let it be
    /// done now. Nobody else of this process writes meanwhile.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn overwrite(&self) -> Result<bool, StoreError> {
        let Self::Sqlite(_, writer) = self else {
            return Ok(true);
        };
        let mut connection = match writer.acquire().await {
            Err(sqlx::Error::PoolTimedOut) => return Ok(false),
            connection => connection?,
        };
        if !self.is_to_overwrite().await? {
            return Ok(true);
        }
        match write_anew(&mut connection).await {
            Err(error) if is_busy(&error) => Ok(false),
            done => Ok(done?),
        }
    }
}

async fn write_anew(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let before: i64 = sqlx::query_scalar("PRAGMA busy_timeout")
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query(PATIENCE).execute(&mut *connection).await?;
    let done = vacuum(connection).await;
    let restore = sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {before}"));
    sqlx::query(restore).execute(&mut *connection).await?;
    done
}

async fn vacuum(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let removed: Option<i64> = sqlx::query_scalar(COUNT_REMOVED)
        .fetch_one(&mut *connection)
        .await?;
    // Whoever reads an earlier state keeps the log, which would grow by the whole file.
    if !empty_log(connection).await? {
        return Ok(false);
    }
    sqlx::query("VACUUM").execute(&mut *connection).await?;
    if !empty_log(connection).await? {
        return Ok(false);
    }
    sqlx::query(KEEP)
        .bind(OVERWRITTEN)
        .bind(removed.unwrap_or_default())
        .execute(connection)
        .await?;
    Ok(true)
}

/// Brings the write-ahead log into the file. False where somebody still reads it.
async fn empty_log(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let emptied = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)");
    let (busy, _, _): (i64, i64, i64) = emptied.fetch_one(connection).await?;
    Ok(busy == 0)
}
