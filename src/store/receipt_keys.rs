//! Keys that sign receipts. A slot holds one key for ever; a new key takes a new slot, and the old ones stay to verify with.
//! No key's secret may reach a log: the row's `Debug` leaves it out.

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, truncate};

const CREATE: &str = "INSERT INTO receipt_keys (id, kid, slot, secret, created_at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

const FIND: &str = "SELECT id, kid, slot, secret, created_at FROM receipt_keys WHERE slot = $1";

const LIST: &str = "SELECT id, kid, slot, secret, created_at FROM receipt_keys";

/// One signing key.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReceiptKeyRow {
    /// A UUIDv7.
    pub id: Uuid,
    /// The key's public name, which a receipt carries; unique.
    pub kid: String,
    /// What the key is for; unique, so that a slot has one key.
    pub slot: String,
    /// The secret bytes.
    pub secret: Vec<u8>,
    /// When it was made, to the microsecond.
    pub created_at: DateTime<Utc>,
}

impl fmt::Debug for ReceiptKeyRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReceiptKeyRow")
            .field("id", &self.id)
            .field("kid", &self.kid)
            .field("slot", &self.slot)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The key of the candidate's slot, which is the candidate where the slot was empty. All who ask at once get the same key.
    ///
    /// Fails with [`StoreError::Query`], also where the candidate's `kid` or `id` is already in another slot.
    pub async fn find_or_create_receipt_key(
        &self,
        candidate: &ReceiptKeyRow,
    ) -> Result<ReceiptKeyRow, StoreError> {
        // Every start but the first finds its key, and need not wait to write.
        if let Some(stored) = self.find_receipt_key(&candidate.slot).await? {
            return Ok(stored);
        }
        on_pool!(self, pool => sqlx::query(CREATE)
            .bind(candidate.id)
            .bind(&candidate.kid)
            .bind(&candidate.slot)
            .bind(&candidate.secret)
            .bind(truncate(candidate.created_at))
            .execute(pool)
            .await
            .map(drop))?;
        let stored = self.find_receipt_key(&candidate.slot).await?;
        Ok(stored.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// Every key, oldest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_receipt_keys(&self) -> Result<Vec<ReceiptKeyRow>, StoreError> {
        let mut rows: Vec<ReceiptKeyRow> =
            on_pool!(self, pool => sqlx::query_as(LIST).fetch_all(pool).await)?;
        rows.sort_by_key(|row| (row.created_at, row.id));
        Ok(rows)
    }

    async fn find_receipt_key(&self, slot: &str) -> Result<Option<ReceiptKeyRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(FIND).bind(slot).fetch_optional(pool).await)?)
    }
}
