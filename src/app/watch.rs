//! The watch: a task of each process that asks the database which counters were raised, and reads anew what they stand for; and
//! what has to be done now and then.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use tokio::time::{MissedTickBehavior, interval, timeout};

use super::{Live, now, overwriting::Overwriting};
use crate::store::{StoreError, revisions};

/// How often the counters are asked for.
const EVERY: Duration = Duration::from_millis(500);

/// The longest wait for an answer. What was asked for longer ago is not worth knowing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the rest is done.
const CHORES: Duration = Duration::from_secs(60);

/// Watches for as long as it is awaited.
pub async fn watch(live: &Live) {
    let mut seen = BTreeMap::new();
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut tidied, mut is_lost) = (Instant::now(), false);
    let mut overwriting = Overwriting::default();
    loop {
        ticks.tick().await;
        let asked = Instant::now();
        let looked = timeout(PATIENCE, look(live, &mut seen)).await;
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
        if tidied.elapsed() >= CHORES {
            tidied = Instant::now();
            tidy(live).await;
            if let Err(error) = overwriting.go_on(&live.public().store).await {
                tracing::warn!(%error, "what was removed could not be overwritten, and will be later");
            }
        }
    }
}

/// Reads anew what has changed since it was seen last.
async fn look(live: &Live, seen: &mut BTreeMap<String, i64>) -> Result<(), StoreError> {
    for (name, value) in live.public().store.list_revisions().await? {
        if seen.get(&name) != Some(&value) {
            reload(live, &name).await?;
            seen.insert(name, value);
        }
    }
    if live.is_of_yesterday() {
        live.refresh().await?;
    }
    Ok(())
}

/// Reads anew what a counter stands for: one line for each counter.
async fn reload(live: &Live, name: &str) -> Result<(), StoreError> {
    match name {
        revisions::KEYS => {
            let app = live.public();
            app.keyring.read(&app.store).await
        }
        revisions::LADDERS => live.refresh().await,
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
