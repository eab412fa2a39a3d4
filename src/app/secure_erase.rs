//! Overwriting: the bytes of what was removed go from a SQLite file, at once where it is small, else within the hour.

use std::time::{Duration, Instant};

use crate::store::{Store, StoreError};

/// The largest file that is written anew at once, in bytes: half a second's work or so, during which others wait to write.
const LARGE: i64 = 64 << 20;

/// How often a larger one is.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// How long a removal waits for others to let go of the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Overwrites what was just removed, where that does not take long. Whatever is left to do is done by [`SecureEraseTask`].
pub async fn overwrite_soon(store: &Store) {
    let begun = Instant::now();
    loop {
        match at_once(store).await {
            Ok(true) => return,
            Ok(false) if begun.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(false) => break,
            Err(error) => {
                tracing::warn!(%error, "what was removed cannot be overwritten at once");
                return;
            }
        }
    }
    tracing::info!("what was removed is overwritten later: the file is in use");
}

/// True where there is nothing to do now.
async fn at_once(store: &Store) -> Result<bool, StoreError> {
    if store.size().await? > LARGE {
        return Ok(true);
    }
    store.overwrite().await
}

/// Overwrites what is left, now and then.
#[derive(Debug, Default)]
pub struct SecureEraseTask {
    last: Option<Instant>,
}

impl SecureEraseTask {
    /// Overwrites what was removed and is not overwritten yet: a small file whenever this is asked, a large one once an hour.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn go_on(&mut self, store: &Store) -> Result<(), StoreError> {
        let waits = self.last.is_some_and(|last| last.elapsed() < EVERY);
        if !store.is_to_overwrite().await? || (waits && store.size().await? > LARGE) {
            return Ok(());
        }
        let done = store.overwrite().await;
        // Whoever is in the way is seen before anything is written.
        if !matches!(done, Ok(false)) {
            self.last = Some(Instant::now());
        }
        done.map(drop)
    }
}
