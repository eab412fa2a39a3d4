//! The database and the runtime that commands work with.

use std::time::Duration;

use anyhow::Context;
use secrecy::ExposeSecret;

use super::outcome::CommandError;
use crate::{
    config::Config,
    store::{Store, StoreConfig, StoreError},
};

/// Returns what the settings say of the database.
pub(super) fn store_config(config: &Config) -> StoreConfig {
    StoreConfig {
        url: config.database_url.expose_secret().to_owned(),
        max_connections: config.database.max_connections,
        acquire_timeout: Duration::from_millis(config.database.acquire_timeout_ms),
        busy_timeout: Duration::from_millis(config.database.busy_timeout_ms),
    }
}

/// Opens the database and brings it up to date, or checks that it is, by the settings.
pub(super) async fn open_store(config: &Config) -> Result<Store, StoreError> {
    let store = Store::connect(&store_config(config)).await?;
    if config.database.migrate {
        store.migrate().await?;
    } else {
        store.check_migrated().await?;
    }
    Ok(store)
}

/// Runs what waits for the database or the network.
pub(super) fn block_on<T>(
    work: impl Future<Output = Result<T, CommandError>>,
) -> Result<T, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime could be started")?;
    let done = runtime.block_on(work);
    // A read of standard input that nobody waits for any more must not hold up the end.
    runtime.shutdown_background();
    done
}
