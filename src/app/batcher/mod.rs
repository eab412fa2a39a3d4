//! Assessment batcher: assessments of an organisation that arrive at the same time are stored in one transaction, and each request is
//! answered after its commit.
//!
//! A request that is refused is refused before anything of it is written, and does not affect others. One about a person whom another
//! transaction has locked is retried with the next batch, and nobody waits for it.

mod submission;
mod transaction;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
    time::{sleep, timeout, timeout_at},
};
use uuid::Uuid;

use submission::SubmissionResult;
pub use submission::{NewAssessment, StoreOutcome};

use super::error::held_by_others;
use crate::{
    error::Error,
    store::{Store, StoreError},
};

/// The most new requests of a batch, beside those that are retried.
const BATCH_SIZE: usize = 256;

/// The most requests in the queue, and the most that wait for locked people.
const QUEUE_SIZE: usize = 1024;

/// How long a batch waits for the clients of the batch before, who mostly send their next request at once: one commit for all of them
/// costs less than several. A single client is never waited for. Postgres has the same as `commit_delay`.
const BATCH_DELAY: Duration = Duration::from_millis(2);

/// When requests about locked people are retried, if no other request arrives before.
const RETRY_INTERVAL: Duration = Duration::from_millis(20);

/// The longest that a transaction may take. After that the database is held to be away.
const TRANSACTION_TIMEOUT: Duration = Duration::from_secs(10);

/// A request in the queue.
#[derive(Debug)]
struct QueuedAssessment {
    assessment: NewAssessment,
    queued_at: Instant,
    reply: oneshot::Sender<Result<StoreOutcome, Error>>,
}

/// The queue of assessments, and the task that stores them. The task starts with the batcher and ends with it, so that a request is
/// always answered: without the task the queue is closed.
#[derive(Debug)]
pub struct AssessmentBatcher {
    /// None after the batcher was stopped.
    queue: Mutex<Option<mpsc::Sender<QueuedAssessment>>>,
    /// None after the batcher was stopped.
    worker: Mutex<Option<JoinHandle<()>>>,
    demand: Arc<QueueDemand>,
}

/// How many requests the worker waits for.
#[derive(Debug)]
struct QueueDemand {
    wanted: AtomicUsize,
    reached: Notify,
}

/// The task that stores what is in the queue.
struct Worker {
    store: Store,
    queue: mpsc::Receiver<QueuedAssessment>,
    demand: Arc<QueueDemand>,
    /// The longest that a request waits for a locked person.
    lock_timeout: Duration,
}

impl AssessmentBatcher {
    /// Starts a batcher on the current runtime. A request waits for a locked person for `lock_timeout` at most.
    #[must_use]
    pub fn start(store: Store, lock_timeout: Duration) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE_SIZE);
        let demand = Arc::new(QueueDemand {
            wanted: AtomicUsize::new(usize::MAX),
            reached: Notify::new(),
        });
        let worker = Worker {
            store,
            queue: receiver,
            demand: Arc::clone(&demand),
            lock_timeout,
        };
        Self {
            queue: Mutex::new(Some(sender)),
            worker: Mutex::new(Some(tokio::spawn(worker.run()))),
            demand,
        }
    }

    /// Stores an assessment, and returns after it is durable.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a person who is not there; [`Error::Invalid`] and [`Error::Conflict`] as [`App::claim`](super::App::claim);
    /// [`Error::Unavailable`] if the queue is full or closed, the person stays locked, or the database is away.
    pub async fn store(&self, assessment: NewAssessment) -> Result<StoreOutcome, Error> {
        let (reply, response) = oneshot::channel();
        let queued = self.enqueue(QueuedAssessment {
            assessment,
            queued_at: Instant::now(),
            reply,
        });
        let length = queued.ok_or_else(|| match self.is_running() {
            true => {
                Error::Unavailable("Too much waits to be stored. Send it again in a moment.".into())
            }
            false => away(),
        })?;
        if length >= self.demand.wanted.load(Ordering::Relaxed) {
            self.demand.reached.notify_one();
        }
        response.await.unwrap_or_else(|_| Err(away()))
    }

    /// Adds a request to the queue, and returns the length of it. None if the queue is full or closed.
    fn enqueue(&self, assessment: QueuedAssessment) -> Option<usize> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref()?;
        queue.try_send(assessment).ok()?;
        Some(QUEUE_SIZE - queue.capacity())
    }

    /// Whether its task runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.as_ref().is_some_and(|queue| !queue.is_closed())
    }

    /// Takes no more requests, and returns after those in the queue are answered.
    pub async fn stop(&self) {
        take(&self.queue);
        if let Some(worker) = take(&self.worker)
            && let Err(error) = worker.await
        {
            tracing::error!(%error, "the task that stores assessments has failed");
        }
    }
}

impl Worker {
    /// Stores what is in the queue, until the batcher is stopped or dropped and the queue is empty.
    async fn run(mut self) {
        let (mut locked, mut expected) = (Vec::new(), 0);
        loop {
            let has_locked = !locked.is_empty();
            let mut batch = std::mem::take(&mut locked);
            batch.reserve(BATCH_SIZE);
            let is_open = tokio::select! {
                biased;
                is_open = self.receive(&mut batch, expected) => is_open,
                () = sleep(RETRY_INTERVAL), if has_locked => true,
            };
            match is_open {
                false if !has_locked => return,
                false => sleep(RETRY_INTERVAL).await,
                true => {}
            }
            match self.store_batch(batch, &mut locked).await {
                // Clients who were answered earlier than in the last transaction may be back in the queue.
                Some(answered_last) => expected = answered_last + self.queue.len(),
                None => {
                    // Nobody waits for a database that is known to be away.
                    while let Ok(queued) = self.queue.try_recv() {
                        queued.answer(Err(away()));
                    }
                    expected = 0;
                }
            }
        }
    }

    /// Adds the queue to a batch, or else the first request that arrives. If more than one is expected, waits a short time for the
    /// others. Returns false if the queue is closed and empty.
    async fn receive(&mut self, batch: &mut Vec<QueuedAssessment>, expected: usize) -> bool {
        if self.queue.recv_many(batch, BATCH_SIZE).await == 0 {
            return false;
        }
        let missing = expected.min(BATCH_SIZE).saturating_sub(batch.len());
        if expected > 1 && missing > self.queue.len() {
            let deadline = Instant::now() + BATCH_DELAY;
            self.demand.wanted.store(missing, Ordering::Relaxed);
            // A request that arrived before `wanted` was set has notified nobody, so the length decides.
            while missing > self.queue.len()
                && timeout_at(deadline.into(), self.demand.reached.notified())
                    .await
                    .is_ok()
            {}
            self.demand.wanted.store(usize::MAX, Ordering::Relaxed);
        }
        while batch.len() < BATCH_SIZE
            && let Ok(queued) = self.queue.try_recv()
        {
            batch.push(queued);
        }
        true
    }

    /// Stores a batch, the requests of each organisation in one transaction, in the order in which the organisations' first requests
    /// arrived. Returns the number of requests of the last transaction; None if the database is away.
    async fn store_batch(
        &self,
        batch: Vec<QueuedAssessment>,
        locked: &mut Vec<QueuedAssessment>,
    ) -> Option<usize> {
        let (started, mut is_there, mut size) = (Instant::now(), true, 0);
        for batch in by_organisation(batch) {
            // A database that keeps one transaction waiting for so long would keep those of all organisations waiting.
            if !is_there || started.elapsed() > TRANSACTION_TIMEOUT {
                batch
                    .into_iter()
                    .for_each(|queued| queued.answer(Err(away())));
                continue;
            }
            size = batch.len();
            is_there = self.store_of_organisation(batch, locked).await;
        }
        is_there.then_some(size)
    }

    /// Stores requests of an organisation, and answers each except those about people who are locked. Returns false if the database is
    /// away.
    async fn store_of_organisation(
        &self,
        batch: Vec<QueuedAssessment>,
        locked: &mut Vec<QueuedAssessment>,
    ) -> bool {
        let error = match self.try_store(&batch).await {
            Ok(outcomes) => {
                for (queued, outcome) in batch.into_iter().zip(outcomes) {
                    self.settle(queued, outcome, locked);
                }
                return true;
            }
            Err(error) => error,
        };
        if error.is_unavailable() {
            tracing::warn!(%error, "a batch of assessments could not be stored");
            let is_away = self.is_away(&error).await;
            for queued in batch {
                queued.answer(Err(if is_away { away() } else { held_by_others() }));
            }
            return !is_away;
        }
        self.store_each(batch, locked).await
    }

    /// Stores the requests of a batch one by one: the database refuses one of them, and nothing of the batch is stored. Returns false
    /// if the database is away.
    async fn store_each(
        &self,
        batch: Vec<QueuedAssessment>,
        locked: &mut Vec<QueuedAssessment>,
    ) -> bool {
        let (started, mut is_there) = (Instant::now(), true);
        for queued in batch {
            if !is_there || started.elapsed() > TRANSACTION_TIMEOUT {
                queued.answer(Err(away()));
                continue;
            }
            match self.try_store(std::slice::from_ref(&queued)).await {
                Ok(outcomes) => {
                    let outcome = outcomes.into_iter().next();
                    self.settle(queued, outcome.unwrap_or_else(|| Some(Err(away()))), locked);
                }
                Err(error) => {
                    is_there = !self.is_away(&error).await;
                    queued.answer(Err(error.into()));
                }
            }
        }
        is_there
    }

    /// Answers a request, or keeps it for a retry if the person is locked.
    fn settle(
        &self,
        queued: QueuedAssessment,
        outcome: SubmissionResult,
        locked: &mut Vec<QueuedAssessment>,
    ) {
        let may_wait = queued.queued_at.elapsed() < self.lock_timeout && locked.len() < QUEUE_SIZE;
        match outcome {
            Some(answer) => queued.answer(answer),
            None if may_wait => locked.push(queued),
            None => queued.answer(Err(held_by_others())),
        }
    }

    /// Stores a batch in one transaction, and once more if it collides with another writer.
    async fn try_store(
        &self,
        batch: &[QueuedAssessment],
    ) -> Result<Vec<SubmissionResult>, StoreError> {
        match self.try_once(batch).await {
            Err(error) if error.is_collision() => self.try_once(batch).await,
            outcomes => outcomes,
        }
    }

    async fn try_once(
        &self,
        batch: &[QueuedAssessment],
    ) -> Result<Vec<SubmissionResult>, StoreError> {
        let Some(first) = batch.first() else {
            return Ok(Vec::new());
        };
        let organisation = first.assessment.row.organisation;
        let batch = batch.iter().map(|queued| &queued.assessment).collect();
        let stored = transaction::store(&self.store, organisation, batch);
        let stored = timeout(TRANSACTION_TIMEOUT, stored);
        stored.await.unwrap_or(Err(StoreError::Late))
    }

    /// Returns true if the database is away, and not only something in it locked.
    async fn is_away(&self, error: &StoreError) -> bool {
        match error {
            error if error.is_ambiguous() => self.store.ping().await.is_err(),
            error => error.is_unavailable() && !error.is_held() && !error.is_collision(),
        }
    }
}

impl QueuedAssessment {
    fn answer(self, answer: Result<StoreOutcome, Error>) {
        // A client that does not wait any more is not told.
        drop(self.reply.send(answer));
    }
}

/// The requests of each organisation, in the order in which the first of each arrived.
fn by_organisation(batch: Vec<QueuedAssessment>) -> Vec<Vec<QueuedAssessment>> {
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    let mut groups: Vec<Vec<QueuedAssessment>> = Vec::new();
    for queued in batch {
        let organisation = queued.assessment.row.organisation;
        let place = *places.entry(organisation).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(queued);
    }
    groups
}

/// Takes what a lock holds.
fn take<T>(from: &Mutex<Option<T>>) -> Option<T> {
    from.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn away() -> Error {
    Error::Unavailable("The database does not answer.".into())
}
