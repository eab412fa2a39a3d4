//! Drafts of organisations' ladders: one for each ladder, replaced as it is worked on and gone once it is published.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str =
    "INSERT INTO drafts (organisation, ladder, hash, document, updated_at, updated_by)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

const REPLACE: &str = "UPDATE drafts SET hash = $4, document = $5, updated_at = $6, updated_by = $7
    WHERE organisation = $1 AND ladder = $2 AND hash = $3";

const FIND: &str = "SELECT organisation, ladder, hash, document, updated_at, updated_by FROM drafts
    WHERE organisation = $1 AND ladder = $2";

const DELETE: &str = "DELETE FROM drafts WHERE organisation = $1 AND ladder = $2 AND hash = $3";

/// One draft.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DraftRow {
    /// Whose it is.
    pub organisation: Uuid,
    /// The ladder's slug; unique within the organisation.
    pub ladder: String,
    /// The hash of the document, `blake3:` and hexadecimal digits.
    pub hash: String,
    /// The canonical JSON, byte for byte.
    pub document: String,
    /// When it was last replaced, to the microsecond.
    pub updated_at: DateTime<Utc>,
    /// Who replaced it: the prefix of a key, or `cli`.
    pub updated_by: String,
}

impl Store {
    /// The draft of an organisation's ladder.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_draft(
        &self,
        organisation: Uuid,
        ladder: &str,
    ) -> Result<Option<DraftRow>, StoreError> {
        Ok(
            on_pool!(self, pool => sqlx::query_as(FIND).bind(organisation).bind(ladder).fetch_optional(pool).await)?,
        )
    }
}

impl Transaction {
    /// Keeps a draft in place of the one of a hash, or as the first one where none is named; false where there is another by now.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn put_draft(
        &mut self,
        row: &DraftRow,
        before: Option<&str>,
    ) -> Result<bool, StoreError> {
        let done = match before {
            None => on_connection!(self, connection => sqlx::query(CREATE)
                .bind(row.organisation)
                .bind(&row.ladder)
                .bind(&row.hash)
                .bind(&row.document)
                .bind(truncate(row.updated_at))
                .bind(&row.updated_by)
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))?,
            Some(before) => on_connection!(self, connection => sqlx::query(REPLACE)
                .bind(row.organisation)
                .bind(&row.ladder)
                .bind(before)
                .bind(&row.hash)
                .bind(&row.document)
                .bind(truncate(row.updated_at))
                .bind(&row.updated_by)
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))?,
        };
        Ok(done == 1)
    }

    /// Removes the draft of a hash; false where it is not there any more.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn delete_draft(
        &mut self,
        organisation: Uuid,
        ladder: &str,
        hash: &str,
    ) -> Result<bool, StoreError> {
        let done = on_connection!(self, connection => sqlx::query(DELETE)
            .bind(organisation)
            .bind(ladder)
            .bind(hash)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }
}
