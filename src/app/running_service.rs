//! Live: the state of the service, with its background tasks.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    App,
    background::{BackgroundTasks, maintain},
    snapshots::Snapshots,
};
use crate::{
    config::Config,
    store::{Store, StoreError},
};

/// The state of the service: what it is now, for everybody and for each organisation, and the tasks that keep it so. The tasks start and
/// end with it.
#[derive(Debug)]
pub struct RunningService {
    snapshots: Arc<Snapshots>,
    tasks: BackgroundTasks,
}

impl RunningService {
    /// Publishes the built-in ladders, idempotently, loads what is published, and starts the background tasks on the current runtime.
    ///
    /// # Errors
    /// Where the database fails, holds a document that is not the one that was published, or holds another text under a built-in's version.
    pub async fn load(config: Config, store: Store) -> anyhow::Result<Self> {
        let snapshots = Arc::new(Snapshots::load(config, store).await?);
        let tasks = BackgroundTasks::start(&snapshots);
        Ok(Self { snapshots, tasks })
    }

    /// Whether every background task runs.
    #[must_use]
    pub fn has_its_tasks(&self) -> bool {
        self.tasks.are_running() && self.snapshots.public().batcher.is_running()
    }

    /// Ends the background tasks. Assessments that were accepted are stored and answered first, and what maintenance would do next is
    /// done.
    pub async fn stop(&self) {
        self.tasks.stop();
        self.public().batcher.stop().await;
        maintain(&self.snapshots).await;
    }

    /// The service as everybody sees it.
    #[must_use]
    pub fn public(&self) -> Arc<App> {
        self.snapshots.public()
    }

    /// The service as an organisation sees it.
    #[must_use]
    pub fn of(&self, organisation: Uuid) -> Arc<App> {
        self.snapshots.of(organisation)
    }

    /// The number of the moment that everybody sees.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.snapshots.generation()
    }

    /// Loads what was published since, by whichever process. What is not the text that was published is left out.
    ///
    /// # Errors
    /// Where the database fails; what was there stays.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        self.snapshots.refresh().await
    }

    /// The same where what has changed stands already: whoever cannot read it now does so a moment later.
    pub async fn refreshed(&self) {
        if let Err(error) = self.refresh().await {
            tracing::warn!(%error, "what has changed cannot be read yet");
        }
    }
}

impl App {
    /// Publishes the built-in ladders, idempotently, and loads what is published for everybody. Nothing that changes later is seen.
    ///
    /// # Errors
    /// Those of [`RunningService::load`].
    pub async fn load(config: Config, store: Store) -> anyhow::Result<Arc<Self>> {
        Ok(Snapshots::load(config, store).await?.public())
    }
}
