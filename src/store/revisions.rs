//! Revisions: a counter for each kind of data that processes hold in memory, by which they notice that it has changed. Removals: a
//! counter for each organisation of what was erased, by which its bytes are overwritten.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection};

/// Counts the changes of keys and organisations.
pub const KEYS: &str = "keys";
/// Counts the published versions of ladders, and the sets of bands.
pub const LADDERS: &str = "ladders";

/// The sum of all removals up to which bytes are overwritten.
pub const OVERWRITTEN: &str = "overwritten";

const RAISE: &str = "INSERT INTO revisions (name, value) VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET value = revisions.value + 1";

const LIST: &str = "SELECT name, value FROM revisions";

const COUNT_REMOVAL: &str = "INSERT INTO removals (organisation, value) VALUES ($1, 1)
    ON CONFLICT (organisation) DO UPDATE SET value = removals.value + 1";

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

    /// Counts that something of an organisation is erased for good in this transaction. Others who erase something of it wait from here
    /// on; call it before all but the lock of the person's row.
    ///
    /// Fails with [`StoreError::Query`].
    pub(super) async fn count_removal(&mut self, organisation: Uuid) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(COUNT_REMOVAL).bind(organisation).execute(connection).await.map(drop))?;
        Ok(())
    }
}
