//! A transaction that writes: what is asked of it comes to be all together, or not at all when it is dropped.

use sqlx::{Postgres, Sqlite};

use super::{Store, StoreError};

/// Compiles one body for each database, with `$connection` bound to the transaction's connection.
macro_rules! on_connection {
    ($transaction:expr, $connection:ident => $body:expr) => {
        match $transaction {
            $crate::store::Transaction::Sqlite(transaction) => {
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
    /// On a SQLite file, of which there is one at a time.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
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
            // Who only reads at first would be turned away when it comes to write.
            Self::Sqlite(_, writer) => {
                Transaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
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
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
