//! The audit: who did what, when and from where; read by an organisation, verified by who has the database at hand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Actor, App,
    lists::{List, PageBounds},
    times::since,
};
use crate::{
    error::Error,
    store::{AuditFilter, AuditRow, ChainRow, Store, StoreError, audit_chain::Chain},
};

/// Entries that are verified at once.
const AT_ONCE: i64 = 1000;

/// Which entries of the audit.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only what was done in this way.
    #[param(example = "key.create", max_length = 60)]
    pub action: Option<String>,
    /// Only what was done at this time (RFC 3339) or later.
    #[param(value_type = Option<String>, format = DateTime, max_length = 40, example = "2026-01-01T00:00:00Z")]
    pub since: Option<String>,
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

/// An entry of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its place in the organisation's audit, from 1.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub seq: i64,
    /// When.
    #[schema(max_length = 40)]
    pub at: DateTime<Utc>,
    /// By whom: a key's prefix, or `cli` for somebody who has the database at hand.
    #[schema(max_length = 40)]
    pub actor: String,
    /// From which address; null where it is not known.
    #[schema(max_length = 60)]
    pub address: Option<String>,
    /// What was done, such as `key.create`.
    #[schema(max_length = 60)]
    pub action: String,
    /// To what, such as a key's prefix.
    #[schema(max_length = 200)]
    pub subject: String,
    /// BLAKE3 of what there was before; null where there was nothing.
    #[schema(max_length = 71)]
    pub before: Option<String>,
    /// BLAKE3 of what there is since; null where there is nothing.
    #[schema(max_length = 71)]
    pub after: Option<String>,
    /// The hash of the entry before; empty for the first.
    #[schema(max_length = 71)]
    pub previous: String,
    /// BLAKE3 over the canonical JSON (members in the order of their names) of `action`, `actor`, `address`, `after`, `at` to the
    /// microsecond, `before`, `organisation` (an id of the service's own), `previous`, `seq` and `subject`.
    #[schema(max_length = 71)]
    pub hash: String,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            address: row.address,
            action: row.action,
            subject: row.subject,
            before: row.before_hash,
            after: row.after_hash,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

impl App {
    /// Entries of an organisation's audit, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for the query; where the database fails.
    pub async fn list_audit(
        &self,
        actor: &Actor,
        query: &AuditQuery,
    ) -> Result<List<'static, AuditEntry>, Error> {
        let page = PageBounds {
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        };
        let since = match &query.since {
            None => DateTime::UNIX_EPOCH,
            Some(text) => since("since", text)?,
        };
        let list = format!("audit {}", actor.organisation);
        let before = page.after(&list)?.unwrap_or(i64::MAX);
        let action = query.action.as_deref().unwrap_or_default();
        if action.contains(char::is_control) {
            let detail = "No action has such characters.";
            return Err(Error::query("action", "wrong_format", detail));
        }
        let filter = AuditFilter {
            before,
            since,
            action,
            limit: page.rows()?,
        };
        let rows = self.store.list_audit(actor.organisation, &filter).await?;
        let entries = rows.into_iter().map(AuditEntry::from).collect();
        page.of_rows(&list, entries, |entry| entry.seq)
    }
}

/// What an organisation's audit turned out to be.
#[derive(Debug)]
pub struct Verified {
    /// The organisation's slug, or its id where it is gone.
    pub organisation: String,
    /// Entries that are good, up to the first that is not.
    pub entries: i64,
    /// The first that does not fit, in a sentence.
    pub fault: Option<String>,
}

/// Verifies every organisation's audit.
///
/// # Errors
/// Where the database fails.
pub async fn verify(store: &Store) -> Result<Vec<Verified>, StoreError> {
    let mut verified = Vec::new();
    for row in store.list_chains().await? {
        let mut chain = Chain::default();
        let fault = broken(store, &row, &mut chain).await?;
        verified.push(Verified {
            organisation: row.slug.unwrap_or_else(|| row.organisation.to_string()),
            entries: chain.entries(),
            fault,
        });
    }
    Ok(verified)
}

/// The first thing that does not fit in a chain.
async fn broken(
    store: &Store,
    row: &ChainRow,
    chain: &mut Chain,
) -> Result<Option<String>, StoreError> {
    loop {
        let after = chain.entries();
        let rows = store
            .list_audit_from(row.organisation, after, AT_ONCE)
            .await?;
        for row in &rows {
            if let Err(fault) = chain.take(&row.entry(), &row.hash) {
                return Ok(Some(fault));
            }
        }
        if rows.is_empty() {
            return Ok(chain.end(row.entries.zip(row.hash.as_deref())).err());
        }
    }
}
