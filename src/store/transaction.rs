//! A transaction that writes: what is asked of it comes to be all together, or not at all when it is dropped.

use sqlx::{Postgres, Sqlite};
use tokio::{sync::OwnedMutexGuard, time::timeout};

use super::{Store, StoreError};

/// Compiles one body for each database, with `$connection` bound to the transaction's connection.
macro_rules! on_connection {
    ($transaction:expr, $connection:ident => $body:expr) => {
        match $transaction {
            $crate::store::Transaction::Sqlite(transaction, _) => {
                let $connection = &mut **transaction;
                $body
            }
            $crate::store::Transaction::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(super) use on_connection;

/// A transaction that writes.
#[derive(Debug)]
pub enum Transaction {
    /// On a SQLite file, of which there is one at a time; and the turn, which ends after it.
    Sqlite(sqlx::Transaction<'static, Sqlite>, OwnedMutexGuard<()>),
    /// On a Postgres server.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Store {
    /// Begins a transaction that writes.
    ///
    /// Fails with [`StoreError::Query`], also where another writer of a SQLite file takes longer than `busy_timeout`, or those before it
    /// in this process longer than `acquire_timeout`.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(pool, turns) => {
                // Without a turn no connection: those who wait to write keep none from those who read.
                let patience = pool.options().get_acquire_timeout();
                let turn = timeout(patience, turns.clone().lock_owned()).await;
                let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
                // Who only reads at first would be turned away when it comes to write.
                Transaction::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, turn)
            }
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }
}

impl Transaction {
    /// Makes it all come to be.
    ///
    /// Fails with [`StoreError::Query`]; it is then not known whether it came to be where the connection broke meanwhile.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction, _turn) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
