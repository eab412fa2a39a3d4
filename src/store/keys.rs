//! Keys of organisations. A key's text is never here, only its hash; a revoked key stays, so that the audit can name it.

use std::{cmp::Reverse, fmt};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str =
    "INSERT INTO keys (id, organisation, prefix, hash, name, scopes, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT k.id, k.organisation, o.slug, k.prefix, k.hash, k.name, k.scopes, k.created_at, k.expires_at, k.revoked_at, k.last_used_at
            FROM keys k JOIN organisations o ON o.id = k.organisation ",
            $rest
        )
    };
}

const FIND: &str = select!("WHERE k.prefix = $1");

const LIST: &str = select!("WHERE k.organisation = $1");

const LIST_VALID: &str = select!("WHERE k.revoked_at IS NULL");

const REVOKE: &str = "UPDATE keys SET revoked_at = $2 WHERE prefix = $1 AND revoked_at IS NULL";

const USE: &str = "UPDATE keys SET last_used_at = $2
    WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";

/// One key.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KeyRow {
    /// A UUIDv7.
    pub id: Uuid,
    /// Whose it is.
    pub organisation: Uuid,
    /// The slug of the organisation; not looked at where a key is made.
    pub slug: String,
    /// What the key is known by; unique.
    pub prefix: String,
    /// The keyed hash of the whole key.
    pub hash: Vec<u8>,
    /// What people call it.
    pub name: String,
    /// What it may be used for, words with a space between them.
    pub scopes: String,
    /// When it was made, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// From when on it does not work any more.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was used last, to about a minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for KeyRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("KeyRow")
            .field("prefix", &self.prefix)
            .field("slug", &self.slug)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The key of that prefix, also where it was revoked.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_key(&self, prefix: &str) -> Result<Option<KeyRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(FIND).bind(prefix).fetch_optional(pool).await)?)
    }

    /// Every key of an organisation, newest first, the revoked ones among them.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_keys(&self, organisation: Uuid) -> Result<Vec<KeyRow>, StoreError> {
        let mut rows: Vec<KeyRow> =
            on_pool!(self, pool => sqlx::query_as(LIST).bind(organisation).fetch_all(pool).await)?;
        rows.sort_by_key(|row| Reverse((row.created_at, row.id)));
        Ok(rows)
    }

    /// Every key of every organisation that was not revoked.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_valid_keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST_VALID).fetch_all(pool).await)?)
    }

    /// Notes when a key was used, where it was not used later.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn use_key(&self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        on_pool!(self, pool => sqlx::query(USE).bind(id).bind(truncate(at)).execute(pool).await.map(drop))?;
        Ok(())
    }
}

impl Transaction {
    /// Makes a key; false where its prefix or its id is taken.
    ///
    /// Fails with [`StoreError::Query`], also where there is no such organisation.
    pub async fn create_key(&mut self, row: &KeyRow) -> Result<bool, StoreError> {
        let made = on_connection!(self, connection => sqlx::query(CREATE)
            .bind(row.id)
            .bind(row.organisation)
            .bind(&row.prefix)
            .bind(&row.hash)
            .bind(&row.name)
            .bind(&row.scopes)
            .bind(truncate(row.created_at))
            .bind(row.expires_at.map(truncate))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(made == 1)
    }

    /// Revokes a key; false where there is none of that prefix, or it was revoked before.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn revoke_key(
        &mut self,
        prefix: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let revoked = on_connection!(self, connection => sqlx::query(REVOKE)
            .bind(prefix)
            .bind(truncate(at))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(revoked == 1)
    }
}
