//! The watch: a task of each process that asks the database which counters were raised, and reads anew what they stand for; and
//! what has to be done now and then.

use std::{collections::BTreeMap, time::Duration};

use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, timeout};

use super::{Live, now, overwriting::Overwriting};
use crate::store::{Store, StoreError, revisions};

/// How often the counters are asked for.
const EVERY: Duration = Duration::from_millis(500);

/// After how long every process mostly knows of what was changed.
pub const HEARD: Duration = Duration::from_millis(700);

/// The longest wait for an answer. What was asked for longer ago is not worth knowing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the rest is done.
const CHORES: Duration = Duration::from_secs(60);

/// Watches for as long as it is awaited.
pub async fn watch(live: &Live) {
    tokio::join!(listen(live), chores(live));
}

/// Asks for the counters again and again, over a connection of its own: keys are trusted for as long as it is answered.
async fn listen(live: &Live) {
    let store = live.public().store.apart();
    let mut seen = BTreeMap::new();
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_lost = false;
    loop {
        ticks.tick().await;
        let asked = std::time::Instant::now();
        let looked = timeout(PATIENCE, look(live, &store, &mut seen)).await;
        let failed = match looked {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("no answer in time".into()),
        };
        match failed {
            None => {
                // What is known is as old as the question.
                live.public().keyring.heard(asked);
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

async fn chores(live: &Live) {
    let mut ticks = interval_at(Instant::now() + CHORES, CHORES);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut overwriting = Overwriting::default();
    loop {
        ticks.tick().await;
        tidy(live).await;
        if let Err(error) = overwriting.go_on(&live.public().store).await {
            tracing::warn!(%error, "what was removed could not be overwritten, and will be later");
        }
    }
}

/// Reads anew what has changed since it was seen last.
async fn look(
    live: &Live,
    store: &Store,
    seen: &mut BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    for (name, value) in store.list_revisions().await? {
        if seen.get(&name) != Some(&value) {
            reload(live, store, &name).await?;
            seen.insert(name, value);
        }
    }
    if live.is_of_yesterday() {
        live.refresh_from(store).await?;
    }
    Ok(())
}

/// Reads anew what a counter stands for: one line for each counter.
async fn reload(live: &Live, store: &Store, name: &str) -> Result<(), StoreError> {
    match name {
        revisions::KEYS => live.public().keyring.read(store).await,
        revisions::LADDERS => live.refresh_from(store).await,
        // Of a newer binary.
        _ => Ok(()),
    }
}

/// What is done once a minute, and once more at the end.
pub async fn tidy(live: &Live) {
    let app = live.public();
    app.keyring.forgive();
    if let Err(error) = app.store.forget_claims(now()).await {
        tracing::warn!(%error, "what is kept for 24 hours could not be forgotten, and will be later");
    }
    if let Err(error) = app.keyring.write_uses(&app.store).await {
        tracing::warn!(%error, "when keys were used could not be written down, and will be later");
    }
}
