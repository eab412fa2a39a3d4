//! Change poller: a task of each process that asks the database which counters were raised, and reads anew what they stand for.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::time::{MissedTickBehavior, interval, timeout};

use super::snapshots::Snapshots;
use crate::store::{Store, StoreError, revisions};

/// How often the counters are asked for.
const EVERY: Duration = Duration::from_millis(500);

/// After how long every process mostly knows of what was changed.
pub const HEARD: Duration = Duration::from_millis(700);

/// The longest wait for an answer. What was asked for longer ago is not worth knowing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Asks for the counters again and again, over a connection of its own: keys are trusted for as long as it is answered.
pub(super) async fn run(snapshots: Arc<Snapshots>) {
    let store = snapshots.public().store.apart();
    let mut seen = BTreeMap::new();
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_lost = false;
    loop {
        ticks.tick().await;
        let asked = std::time::Instant::now();
        let looked = timeout(PATIENCE, look(&snapshots, &store, &mut seen)).await;
        let failed = match looked {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("no answer in time".into()),
        };
        match failed {
            None => {
                // What is known is as old as the question.
                snapshots.public().keyring.heard(asked);
                if std::mem::take(&mut is_lost) {
                    tracing::info!("the database tells of changes again");
                }
            }
            Some(error) if !is_lost => {
                is_lost = true;
                tracing::warn!(%error, "the database does not tell of changes: keys are not trusted for now");
            }
            Some(_) => {}
        }
    }
}

/// Reads anew what has changed since it was seen last.
async fn look(
    snapshots: &Snapshots,
    store: &Store,
    seen: &mut BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    for (name, value) in store.list_revisions().await? {
        if seen.get(&name) != Some(&value) {
            reload(snapshots, store, &name).await?;
            seen.insert(name, value);
        }
    }
    if snapshots.is_of_yesterday() {
        snapshots.refresh_from(store).await?;
    }
    Ok(())
}

/// Reads anew what a counter stands for: one line for each counter.
async fn reload(snapshots: &Snapshots, store: &Store, name: &str) -> Result<(), StoreError> {
    match name {
        revisions::KEYS => snapshots.public().keyring.read(store).await,
        revisions::LADDERS => snapshots.refresh_from(store).await,
        // Of a newer binary.
        _ => Ok(()),
    }
}
