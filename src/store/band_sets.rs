//! Sets of bands that organisations lay over ladders. Every set that was ever put stays; the one with the highest number holds.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str =
    "INSERT INTO band_sets (organisation, ladder, number, hash, document, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

const FIND: &str =
    "SELECT organisation, ladder, number, hash, document, created_at, created_by FROM band_sets
    WHERE organisation = $1 AND ladder = $2 AND number = $3";

const LIST: &str =
    "SELECT organisation, ladder, number, hash, created_at, created_by FROM band_sets
    WHERE organisation = $1 AND ladder = $2 ORDER BY number DESC";

const LIST_CURRENT: &str = "SELECT b.organisation, b.ladder, b.number, b.hash, b.created_at, b.created_by FROM band_sets b
    WHERE b.number = (SELECT MAX(n.number) FROM band_sets n WHERE n.organisation = b.organisation AND n.ladder = b.ladder)
    AND b.organisation IN (";

/// Organisations of one statement; both databases take more values than these.
const ORGANISATIONS_AT_ONCE: usize = 256;

/// One set.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BandSetRow {
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

    /// Lists the current set of each ladder of some organisations.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_current_band_sets(
        &self,
        organisations: &[Uuid],
    ) -> Result<Vec<BandSetHeadRow>, StoreError> {
        let mut rows = Vec::new();
        for organisations in organisations.chunks(ORGANISATIONS_AT_ONCE) {
            let found: Vec<BandSetHeadRow> = on_pool!(self, pool => {
                let mut query = QueryBuilder::new(LIST_CURRENT);
                let mut each = query.separated(", ");
                for organisation in organisations {
                    each.push_bind(*organisation);
                }
                query.push(")");
                query.build_query_as().fetch_all(pool).await
            })?;
            rows.extend(found);
        }
        Ok(rows)
    }
}

impl Transaction {
    /// Adds a set; false where there is one of its number by now.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_band_set(&mut self, row: &BandSetRow) -> Result<bool, StoreError> {
        let made = on_connection!(self, connection => sqlx::query(CREATE)
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
