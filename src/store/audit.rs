//! The audit: entries that are only ever added, in the transaction that does what they tell of.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};
use crate::store::audit_chain::ChainEntry;

const BEGIN: &str = "INSERT INTO audit_heads (organisation, entries, hash) VALUES ($1, 0, '')
    ON CONFLICT DO NOTHING";

// Whoever comes second waits here until the first has come to be.
const NEXT: &str = "UPDATE audit_heads SET entries = entries + 1 WHERE organisation = $1
    RETURNING entries, hash";

const CREATE: &str = "INSERT INTO audit
    (organisation, seq, at, actor, address, action, subject, before_hash, after_hash, previous, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const END: &str = "UPDATE audit_heads SET hash = $2 WHERE organisation = $1";

const LIST: &str = "SELECT organisation, seq, at, actor, address, action, subject, before_hash, after_hash, previous, hash
    FROM audit WHERE organisation = $1 AND seq < $2 AND at >= $3 AND ($4 = '' OR action = $4)
    ORDER BY seq DESC LIMIT $5";

const LIST_FROM: &str = "SELECT organisation, seq, at, actor, address, action, subject, before_hash, after_hash, previous, hash
    FROM audit WHERE organisation = $1 AND seq > $2 ORDER BY seq LIMIT $3";

const LIST_CHAINS: &str = "SELECT c.organisation, o.slug, h.entries, h.hash
    FROM (SELECT id AS organisation FROM organisations UNION SELECT organisation FROM audit
        UNION SELECT organisation FROM audit_heads) c
    LEFT JOIN organisations o ON o.id = c.organisation
    LEFT JOIN audit_heads h ON h.organisation = c.organisation";

/// What is to be told of in the audit.
#[derive(Debug, Clone)]
pub struct AuditEvent<'a> {
    /// Whose audit it is for.
    pub organisation: Uuid,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// By whom: a key's prefix, or `cli`.
    pub actor: &'a str,
    /// From which address.
    pub address: Option<String>,
    /// What was done: the noun and the verb, as in `key.create`.
    pub action: &'a str,
    /// To what, by the name that it is known by.
    pub subject: &'a str,
    /// Hash of what there was before.
    pub before: Option<String>,
    /// Hash of what there is since.
    pub after: Option<String>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditRow {
    /// Whose audit it is in.
    pub organisation: Uuid,
    /// Its place, from 1.
    pub seq: i64,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// By whom: a key's prefix, or `cli`.
    pub actor: String,
    /// From which address.
    pub address: Option<String>,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Hash of what there was before.
    pub before_hash: Option<String>,
    /// Hash of what there is since.
    pub after_hash: Option<String>,
    /// The hash of the entry before; empty for the first.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
}

impl AuditRow {
    /// The entry as it is hashed.
    #[must_use]
    pub fn entry(&self) -> ChainEntry<'_> {
        ChainEntry {
            action: &self.action,
            actor: &self.actor,
            address: self.address.as_deref(),
            after: self.after_hash.as_deref(),
            at: self.at,
            before: self.before_hash.as_deref(),
            organisation: self.organisation,
            previous: &self.previous,
            seq: self.seq,
            subject: &self.subject,
        }
    }
}

/// Which entries are asked for.
#[derive(Debug, Clone, Copy)]
pub struct AuditFilter<'a> {
    /// Before this place.
    pub before: i64,
    /// Not older than this.
    pub since: DateTime<Utc>,
    /// What was done; empty for anything.
    pub action: &'a str,
    /// Entries at most.
    pub limit: i64,
}

/// An organisation's chain, and how it ends as far as that is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ChainRow {
    /// Whose it is.
    pub organisation: Uuid,
    /// The slug, where the organisation is still there.
    pub slug: Option<String>,
    /// Entries.
    pub entries: Option<i64>,
    /// The hash of the last one.
    pub hash: Option<String>,
}

impl Store {
    /// Entries of an organisation, newest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_audit(
        &self,
        organisation: Uuid,
        filter: &AuditFilter<'_>,
    ) -> Result<Vec<AuditRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST)
            .bind(organisation)
            .bind(filter.before)
            .bind(truncate(filter.since))
            .bind(filter.action)
            .bind(filter.limit)
            .fetch_all(pool)
            .await)?)
    }

    /// Entries of an organisation behind a place, oldest first, at most `limit`.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_audit_from(
        &self,
        organisation: Uuid,
        after: i64,
        limit: i64,
    ) -> Result<Vec<AuditRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST_FROM)
            .bind(organisation)
            .bind(after)
            .bind(limit)
            .fetch_all(pool)
            .await)?)
    }

    /// Every chain that there is, or has to be, by its organisation.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_chains(&self) -> Result<Vec<ChainRow>, StoreError> {
        let mut rows: Vec<ChainRow> =
            on_pool!(self, pool => sqlx::query_as(LIST_CHAINS).fetch_all(pool).await)?;
        rows.sort_by_key(|row| row.organisation);
        Ok(rows)
    }
}

impl Transaction {
    /// Tells of something in the audit of an organisation, together with what else this transaction does. Call it last, because
    /// others who tell of something in the same audit wait from here on.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn tell(&mut self, event: &AuditEvent<'_>) -> Result<(), StoreError> {
        let organisation = event.organisation;
        on_connection!(self, connection => sqlx::query(BEGIN).bind(organisation).execute(connection).await.map(drop))?;
        let (seq, previous): (i64, String) = on_connection!(self, connection => sqlx::query_as(NEXT)
            .bind(organisation)
            .fetch_one(connection)
            .await)?;
        let at = truncate(event.at);
        let entry = ChainEntry {
            action: event.action,
            actor: event.actor,
            address: event.address.as_deref(),
            after: event.after.as_deref(),
            at,
            before: event.before.as_deref(),
            organisation,
            previous: &previous,
            seq,
            subject: event.subject,
        };
        let hash = entry.hash();
        on_connection!(self, connection => sqlx::query(CREATE)
            .bind(organisation)
            .bind(seq)
            .bind(at)
            .bind(event.actor)
            .bind(&event.address)
            .bind(event.action)
            .bind(event.subject)
            .bind(&event.before)
            .bind(&event.after)
            .bind(&previous)
            .bind(&hash)
            .execute(connection)
            .await
            .map(drop))?;
        on_connection!(self, connection => sqlx::query(END)
            .bind(organisation)
            .bind(&hash)
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }
}
