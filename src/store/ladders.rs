//! Published ladder versions: written once, never changed or removed.
//! The document is kept as text, byte for byte, because its hash is over the bytes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str =
    "INSERT INTO ladder_versions (id, organisation, ladder, version, hash, document, published_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

const FIND: &str =
    "SELECT id, organisation, ladder, version, hash, document, published_at FROM ladder_versions
    WHERE organisation IS NOT DISTINCT FROM $1 AND ladder = $2 AND version = $3";

const LIST_VERSIONS: &str =
    "SELECT version FROM ladder_versions WHERE organisation = $1 AND ladder = $2";

const LIST_HEADS: &str =
    "SELECT id, organisation, ladder, version, hash, published_at FROM ladder_versions";

/// One published version of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LadderRow {
    /// A UUIDv7.
    pub id: Uuid,
    /// Whose it is; None where it is everybody's.
    pub organisation: Option<Uuid>,
    /// The ladder's slug.
    pub ladder: String,
    /// The version's name, unique within its ladder.
    pub version: String,
    /// The hash of the document, `blake3:` and hexadecimal digits.
    pub hash: String,
    /// The canonical JSON, byte for byte.
    pub document: String,
    /// When it was published, to the microsecond.
    pub published_at: DateTime<Utc>,
}

/// A published version without its document: enough to see whether anything is new.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LadderHeadRow {
    /// The row, by which what is stored names the version.
    pub id: Uuid,
    /// Whose it is; None where it is everybody's.
    pub organisation: Option<Uuid>,
    /// The ladder's slug.
    pub ladder: String,
    /// The version's name, unique within its ladder.
    pub version: String,
    /// The hash of the document, `blake3:` and hexadecimal digits.
    pub hash: String,
    /// When it was published, to the microsecond.
    pub published_at: DateTime<Utc>,
}

impl Store {
    /// Publishes a version unless its ladder already has one of that name, and returns the one that is stored. All who
    /// publish the same version get the same row; compare its hash with yours to see whether the document is yours too.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_ladder_version(&self, row: &LadderRow) -> Result<LadderRow, StoreError> {
        let mut transaction = self.begin().await?;
        transaction.create_ladder_version(row).await?;
        transaction.commit().await?;
        let stored = self
            .find_ladder_version(row.organisation, &row.ladder, &row.version)
            .await?;
        Ok(stored.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// The version of that name, if it was published.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_ladder_version(
        &self,
        organisation: Option<Uuid>,
        ladder: &str,
        version: &str,
    ) -> Result<Option<LadderRow>, StoreError> {
        Ok(
            on_pool!(self, pool => sqlx::query_as(FIND).bind(organisation).bind(ladder).bind(version).fetch_optional(pool).await)?,
        )
    }

    /// Every published version without its document, by ladder, time of publication and version.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_ladder_heads(&self) -> Result<Vec<LadderHeadRow>, StoreError> {
        let mut rows: Vec<LadderHeadRow> =
            on_pool!(self, pool => sqlx::query_as(LIST_HEADS).fetch_all(pool).await)?;
        // Sorted here, because Postgres sorts text by its locale and SQLite by its bytes.
        rows.sort_by(|a, b| {
            (&a.ladder, a.published_at, &a.version).cmp(&(&b.ladder, b.published_at, &b.version))
        });
        Ok(rows)
    }
}

impl Transaction {
    /// The versions of an organisation's ladder, in no order. Nobody adds one before this transaction ends, where it has raised the
    /// counter of ladders before.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_ladder_versions(
        &mut self,
        organisation: Uuid,
        ladder: &str,
    ) -> Result<Vec<String>, StoreError> {
        Ok(
            on_connection!(self, connection => sqlx::query_scalar(LIST_VERSIONS).bind(organisation).bind(ladder).fetch_all(connection).await)?,
        )
    }

    /// Publishes a version; false where its ladder already has one of that name.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_ladder_version(&mut self, row: &LadderRow) -> Result<bool, StoreError> {
        let made = on_connection!(self, connection => sqlx::query(CREATE)
            .bind(row.id)
            .bind(row.organisation)
            .bind(&row.ladder)
            .bind(&row.version)
            .bind(&row.hash)
            .bind(&row.document)
            .bind(truncate(row.published_at))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(made == 1)
    }
}
