//! Background tasks of a running service: the change poller and the maintenance. [`super::RunningService::load`] starts them together with the
//! assessment batcher, and [`super::RunningService::stop`] ends them.

use std::{sync::Arc, time::Duration};

use tokio::{
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval_at},
};

use super::{change_poller, now, secure_erase::SecureEraseTask, snapshots::Snapshots};
use crate::store::{Store, StoreError};

/// How often maintenance is done.
const MAINTENANCE_INTERVAL: Duration = Duration::from_secs(60);

/// The tasks. They end with this value.
#[derive(Debug)]
pub(super) struct BackgroundTasks {
    poller: JoinHandle<()>,
    maintenance: JoinHandle<()>,
}

impl BackgroundTasks {
    /// Starts the tasks on the current runtime.
    pub(super) fn start(snapshots: &Arc<Snapshots>) -> Self {
        Self {
            poller: tokio::spawn(change_poller::run(Arc::clone(snapshots))),
            maintenance: tokio::spawn(run_maintenance(Arc::clone(snapshots))),
        }
    }

    /// Whether all of them run.
    pub(super) fn are_running(&self) -> bool {
        !self.poller.is_finished() && !self.maintenance.is_finished()
    }

    /// Ends the tasks.
    pub(super) fn stop(&self) {
        self.poller.abort();
        self.maintenance.abort();
    }
}

impl Drop for BackgroundTasks {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn run_maintenance(snapshots: Arc<Snapshots>) {
    let start = Instant::now() + MAINTENANCE_INTERVAL;
    let mut ticks = interval_at(start, MAINTENANCE_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut overwriting = SecureEraseTask::default();
    loop {
        ticks.tick().await;
        maintain(&snapshots).await;
        if let Err(error) = overwriting.go_on(&snapshots.public().store).await {
            tracing::warn!(%error, "what was removed could not be overwritten, and will be later");
        }
    }
}

/// Deletes expired idempotency keys, writes down when API keys were used, and forgets clients that have not failed for a while.
pub(super) async fn maintain(snapshots: &Snapshots) {
    let app = snapshots.public();
    app.keyring.forgive();
    delete_old_claims(&app.store).await;
    if let Err(error) = app.keyring.write_uses(&app.store).await {
        tracing::warn!(%error, "when keys were used could not be written down, and will be later");
    }
}

/// Deletes the expired idempotency keys of each organisation. Those that cannot be deleted now are deleted later.
async fn delete_old_claims(store: &Store) {
    let organisations = store.list_organisations().await;
    let organisations = organisations.inspect_err(log_claims_kept);
    for organisation in organisations.unwrap_or_default() {
        let deleted = store.delete_old_claims(organisation.id, now()).await;
        let _ = deleted.inspect_err(log_claims_kept);
    }
}

fn log_claims_kept(error: &StoreError) {
    tracing::warn!(%error, "results of requests with an idempotency key could not be deleted; they are deleted later");
}
