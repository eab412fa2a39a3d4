//! Idempotency: a request that names itself is claimed and answered in the transaction that does its work.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{PersonKey, Store, StoreError, Transaction, transaction::on_connection, truncate};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Rows of one statement; both databases take more values than these have.
const AT_ONCE: usize = 256;

const CREATE: &str = "INSERT INTO idempotency (organisation, id, key_id, name, request_hash, answer, person, created_at) ";

const UNLESS_THERE: &str = " ON CONFLICT (organisation, key_id, name) DO NOTHING RETURNING id";

const REPLACE: &str =
    "UPDATE idempotency SET id = $2, request_hash = $5, answer = $6, person = $7, created_at = $8
    WHERE organisation = $1 AND key_id = $3 AND name = $4 AND created_at < $9";

const COMPLETE: &str = "UPDATE idempotency SET answer = $4, person = $5
    WHERE organisation = $1 AND key_id = $2 AND name = $3";

const FIND: &str =
    "SELECT organisation, id, key_id, name, request_hash, answer, person, created_at FROM idempotency
    WHERE organisation = $1 AND key_id = $2 AND name = $3";

const LIST_ABOUT: &str = "SELECT name, created_at FROM idempotency
    WHERE organisation = $1 AND person = $2 ORDER BY created_at, name";

const DELETE_OLD: &str = "DELETE FROM idempotency WHERE organisation = $1 AND created_at < $2";

/// A request that names itself.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IdempotencyRow {
    /// The organisation.
    pub organisation: Uuid,
    /// A UUIDv7, of this claim alone.
    pub id: Uuid,
    /// The key that it came with.
    pub key_id: Uuid,
    /// The name that the caller gave it; unique for the key.
    pub name: String,
    /// What tells its content from another's.
    pub request_hash: String,
    /// What was answered, in whatever form the operation needs to answer it again; empty where that is kept no more.
    pub answer: String,
    /// Whom it is about, so that its answer goes with them.
    pub person: Option<Uuid>,
    /// When it was claimed, to the microsecond.
    pub created_at: DateTime<Utc>,
}

impl Store {
    /// Names of requests about somebody that are kept, and when they came.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_requests_about(
        &self,
        person: PersonKey,
    ) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
        Ok(
            on_pool!(self, pool => sqlx::query_as(LIST_ABOUT).bind(person.organisation).bind(person.id).fetch_all(pool).await)?,
        )
    }

    /// Removes the claims of an organisation that are older than 24 hours.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn delete_old_claims(
        &self,
        organisation: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        on_pool!(self, pool => sqlx::query(DELETE_OLD).bind(organisation).bind(truncate(now) - KEPT).execute(pool).await.map(drop))?;
        Ok(())
    }

    /// The claim of a name that is kept still, whatever its request was.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_claim(
        &self,
        organisation: Uuid,
        key: Uuid,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<IdempotencyRow>, StoreError> {
        let found: Option<IdempotencyRow> = on_pool!(self, pool => sqlx::query_as(FIND)
            .bind(organisation)
            .bind(key)
            .bind(name)
            .fetch_optional(pool)
            .await)?;
        Ok(found.filter(|row| row.created_at >= truncate(now) - KEPT))
    }
}

impl Transaction {
    /// Claims requests and answers them, in the transaction that does their work. For each: None where its work is to be done in this
    /// transaction, else the claim that was there before it; it may be of another request, which its hash tells. Of two of one name
    /// the first is before the second. Whoever claims a name meanwhile waits for the end of this transaction.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn claim(
        &mut self,
        rows: &[IdempotencyRow],
    ) -> Result<Vec<Option<IdempotencyRow>>, StoreError> {
        // Everybody claims in the same order, so that no two wait for each other; the first of a name stays before the second.
        let mut ordered: Vec<&IdempotencyRow> = rows.iter().collect();
        ordered.sort_by_key(|row| (row.key_id, &row.name));
        let mut mine: HashSet<Uuid> = HashSet::new();
        for rows in ordered.chunks(AT_ONCE) {
            mine.extend(self.create_claims(rows).await?);
        }
        let mut before = HashMap::new();
        for row in ordered {
            if !mine.contains(&row.id)
                && let Some(there) = self.replace_claim(row).await?
            {
                before.insert(row.id, there);
            }
        }
        Ok(rows.iter().map(|row| before.remove(&row.id)).collect())
    }

    /// Keeps the result of a request that this transaction has claimed, and the person that it is about.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn complete_claim(
        &mut self,
        row: &IdempotencyRow,
        answer: &str,
        person: Option<Uuid>,
    ) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(COMPLETE)
            .bind(row.organisation)
            .bind(row.key_id)
            .bind(&row.name)
            .bind(answer)
            .bind(person)
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Claims what nobody has claimed; which these are.
    async fn create_claims(&mut self, rows: &[&IdempotencyRow]) -> Result<Vec<Uuid>, StoreError> {
        Ok(on_connection!(self, connection => {
            let mut query = QueryBuilder::new(CREATE);
            query.push_values(rows, |mut values, row| {
                values
                    .push_bind(row.organisation)
                    .push_bind(row.id)
                    .push_bind(row.key_id)
                    .push_bind(&row.name)
                    .push_bind(&row.request_hash)
                    .push_bind(&row.answer)
                    .push_bind(row.person)
                    .push_bind(truncate(row.created_at));
            });
            query.push(UNLESS_THERE);
            query.build_query_scalar().fetch_all(connection).await
        })?)
    }

    /// Takes the place of a claim that has run out; else the claim that is there.
    async fn replace_claim(
        &mut self,
        row: &IdempotencyRow,
    ) -> Result<Option<IdempotencyRow>, StoreError> {
        let at = truncate(row.created_at);
        let replaced = on_connection!(self, connection => sqlx::query(REPLACE)
            .bind(row.organisation)
            .bind(row.id)
            .bind(row.key_id)
            .bind(&row.name)
            .bind(&row.request_hash)
            .bind(&row.answer)
            .bind(row.person)
            .bind(at)
            .bind(at - KEPT)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        if replaced == 1 {
            return Ok(None);
        }
        let found = on_connection!(self, connection => sqlx::query_as(FIND)
            .bind(row.organisation)
            .bind(row.key_id)
            .bind(&row.name)
            .fetch_optional(connection)
            .await)?;
        // Forgotten between two statements.
        if found.is_none() && self.create_claims(&[row]).await?.is_empty() {
            return Err(sqlx::Error::RowNotFound.into());
        }
        Ok(found)
    }
}
