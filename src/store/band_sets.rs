//! Sets of bands that organisations lay over ladders. Every set that was ever put stays; the one with the highest number holds.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str =
    "INSERT INTO band_sets (id, organisation, ladder, number, hash, document, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";

const FIND: &str =
    "SELECT id, organisation, ladder, number, hash, document, created_at, created_by FROM band_sets
    WHERE organisation = $1 AND ladder = $2 AND number = $3";

const LIST: &str =
    "SELECT organisation, ladder, number, hash, created_at, created_by FROM band_sets
    WHERE organisation = $1 AND ladder = $2 ORDER BY number DESC";

const LIST_NEWEST: &str = "SELECT b.organisation, b.ladder, b.number, b.hash, b.created_at, b.created_by FROM band_sets b
    JOIN (SELECT organisation, ladder, MAX(number) AS number FROM band_sets GROUP BY organisation, ladder) n
    ON n.organisation = b.organisation AND n.ladder = b.ladder AND n.number = b.number";

/// One set.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BandSetRow {
    /// A UUIDv7.
    pub id: Uuid,
    /// Whose it is.
    pub organisation: Uuid,
    /// The slug of the ladder over which it is laid.
    pub ladder: String,
    /// Its number among those for the ladder, from 1.
    pub number: i64,
    /// The hash of the document, `blake3:` and hexadecimal digits.
    pub hash: String,
    /// The bands as CSV.
    pub document: String,
    /// When it was put, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// Who put it: the prefix of a key, or `cli`.
    pub created_by: String,
}

/// A set without its bands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BandSetHeadRow {
    /// Whose it is.
    pub organisation: Uuid,
    /// The slug of the ladder over which it is laid.
    pub ladder: String,
    /// Its number among those for the ladder, from 1.
    pub number: i64,
    /// The hash of the document, `blake3:` and hexadecimal digits.
    pub hash: String,
    /// When it was put, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// Who put it: the prefix of a key, or `cli`.
    pub created_by: String,
}

impl Store {
    /// A set by its number.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_band_set(
        &self,
        organisation: Uuid,
        ladder: &str,
        number: i64,
    ) -> Result<Option<BandSetRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(FIND)
            .bind(organisation)
            .bind(ladder)
            .bind(number)
            .fetch_optional(pool)
            .await)?)
    }

    /// Every set that an organisation has put for a ladder, the newest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_band_sets(
        &self,
        organisation: Uuid,
        ladder: &str,
    ) -> Result<Vec<BandSetHeadRow>, StoreError> {
        Ok(
            on_pool!(self, pool => sqlx::query_as(LIST).bind(organisation).bind(ladder).fetch_all(pool).await)?,
        )
    }

    /// The sets that hold, of every organisation and ladder.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_newest_band_sets(&self) -> Result<Vec<BandSetHeadRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST_NEWEST).fetch_all(pool).await)?)
    }
}

impl Transaction {
    /// Adds a set; false where there is one of its number by now.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_band_set(&mut self, row: &BandSetRow) -> Result<bool, StoreError> {
        let made = on_connection!(self, connection => sqlx::query(CREATE)
            .bind(row.id)
            .bind(row.organisation)
            .bind(&row.ladder)
            .bind(row.number)
            .bind(&row.hash)
            .bind(&row.document)
            .bind(truncate(row.created_at))
            .bind(&row.created_by)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(made == 1)
    }
}
