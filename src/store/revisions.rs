//! Revisions: a counter for each kind of thing that processes hold in memory, by which they see that it has changed.

use std::collections::BTreeMap;

use super::{Store, StoreError, Transaction, transaction::on_connection};

/// Counts the changes of keys and organisations.
pub const KEYS: &str = "keys";
/// Counts the published versions of ladders, and the sets of bands.
pub const LADDERS: &str = "ladders";

/// Counts what was removed for good.
pub const REMOVED: &str = "removed";
/// The same, up to where its bytes are overwritten.
pub const OVERWRITTEN: &str = "overwritten";

const RAISE: &str = "INSERT INTO revisions (name, value) VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET value = revisions.value + 1";

const LIST: &str = "SELECT name, value FROM revisions";

impl Store {
    /// Every counter; one that was never raised is missing.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_revisions(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        let rows: Vec<(String, i64)> =
            on_pool!(self, pool => sqlx::query_as(LIST).fetch_all(pool).await)?;
        Ok(rows.into_iter().collect())
    }
}

impl Transaction {
    /// Raises a counter, so that every process reads anew what it stands for once this transaction has come to be.
    /// Others who raise it wait from here on; so it comes before what they must not do meanwhile, and before [`Self::tell`].
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn raise_revision(&mut self, name: &str) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(RAISE).bind(name).execute(connection).await.map(drop))?;
        Ok(())
    }
}
