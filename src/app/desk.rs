//! The desk: assessments that come at the same time are stored together, in one transaction with one commit, and each request is answered
//! once it has come to be. A request that is refused is refused before anything of it is written, and harms no other. One about somebody
//! whom another transaction is changing is tried again with those that come next, and nobody waits for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{Notify, mpsc, oneshot},
    time::{sleep, timeout, timeout_at},
};
use uuid::Uuid;

use super::{
    held_by_others,
    idempotency::{BatchedClaim, IdempotencyRequest, Replay},
    people::no_person,
};
use crate::{
    error::Error,
    store::{
        AssessmentRow, Store, StoreError,
        placements::{Counts, count},
    },
};

/// The most requests that are taken at once, beside those that are tried again.
const MOST: usize = 256;

/// The most requests that wait; and so many more wait for people whom others are changing.
const QUEUE: usize = 1024;

/// How long those who were answered together are waited for, who mostly ask again at once: one commit for all of them is less work than
/// several. Nobody is waited for who came alone. Postgres knows the same as `commit_delay`.
const GATHER: Duration = Duration::from_millis(2);

/// When those that wait for somebody are tried again, where nothing else comes.
const AGAIN: Duration = Duration::from_millis(20);

/// The longest that a transaction may take. Who has waited so long is told that the database does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// An assessment that is to be stored.
#[derive(Debug)]
pub struct Filing {
    /// Whose person.
    pub organisation: Uuid,
    /// The person's id in the calling system.
    pub person: String,
    /// The assessment; of whom is found out.
    pub row: AssessmentRow,
    /// The identity of the request.
    pub request: IdempotencyRequest,
}

/// What became of it.
#[derive(Debug, Clone)]
pub enum Filed {
    /// It is stored, for the person with this row.
    New(Uuid),
    /// An identical earlier request has stored it.
    Again(Replay),
}

/// A request that waits for its answer.
struct Slip {
    filing: Filing,
    came: Instant,
    answer: oneshot::Sender<Result<Filed, Error>>,
}

/// What became of a request; None where others are changing the person.
type Outcome = Option<Result<Filed, Error>>;

/// Where requests wait to be stored.
#[derive(Debug)]
pub struct Desk {
    /// None once it is closed.
    slips: Mutex<Option<mpsc::Sender<Slip>>>,
    waiting: tokio::sync::Mutex<mpsc::Receiver<Slip>>,
    /// How many have to wait before those are woken who gather them.
    wanted: AtomicUsize,
    enough: Notify,
    patience: Duration,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new(Duration::from_secs(5))
    }
}

impl Desk {
    /// A desk at which one waits so long, at most, for somebody whom others are changing.
    #[must_use]
    pub fn new(patience: Duration) -> Self {
        let (slips, waiting) = mpsc::channel(QUEUE);
        Self {
            slips: Mutex::new(Some(slips)),
            waiting: waiting.into(),
            wanted: AtomicUsize::new(usize::MAX),
            enough: Notify::new(),
            patience,
        }
    }

    /// Stores an assessment, and says so once that is durable.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a person who is not there; [`Error::Invalid`] and [`Error::Conflict`] where the request's name is another's
    /// or what it told is gone; [`Error::Unavailable`] where too many wait, others do not let go of the person, or the database is away.
    pub async fn file(&self, filing: Filing) -> Result<Filed, Error> {
        let (answer, answered) = oneshot::channel();
        let slip = Slip {
            filing,
            came: Instant::now(),
            answer,
        };
        let waits = self.hand_in(slip).ok_or_else(|| {
            Error::Unavailable("Too much waits to be stored. Send it again in a moment.".into())
        })?;
        if waits >= self.wanted.load(Ordering::Relaxed) {
            self.enough.notify_one();
        }
        answered.await.unwrap_or_else(|_| Err(away()))
    }

    /// How many wait with this one; None where it cannot be taken.
    fn hand_in(&self, slip: Slip) -> Option<usize> {
        let slips = self.slips.lock();
        let slips = slips.unwrap_or_else(PoisonError::into_inner);
        let slips = slips.as_ref()?;
        slips.try_send(slip).ok()?;
        Some(QUEUE - slips.capacity())
    }

    /// Stores what waits, for as long as it is awaited; returns when the desk is closed and nothing waits any more.
    pub async fn work(&self, store: &Store) {
        let mut waiting = self.waiting.lock().await;
        let (mut held, mut expected) = (Vec::new(), 0);
        loop {
            let is_held = !held.is_empty();
            let mut slips = std::mem::take(&mut held);
            slips.reserve(MOST);
            let is_open = tokio::select! {
                biased;
                is_open = self.take(&mut waiting, &mut slips, expected) => is_open,
                () = sleep(AGAIN), if is_held => true,
            };
            match is_open {
                false if !is_held => return,
                false => sleep(AGAIN).await,
                true => {}
            }
            let together = slips.len();
            if !self.settle(store, slips, &mut held).await {
                // Nobody waits for a database that is known to be away.
                while let Ok(slip) = waiting.try_recv() {
                    reply(slip, Err(away()));
                }
            }
            expected = together + waiting.len();
        }
    }

    /// Takes what waits, or else the first that comes; where several are expected, those who come within a short while. False where the desk
    /// is closed and nothing waits.
    async fn take(
        &self,
        waiting: &mut mpsc::Receiver<Slip>,
        slips: &mut Vec<Slip>,
        expected: usize,
    ) -> bool {
        if waiting.recv_many(slips, MOST).await == 0 {
            return false;
        }
        let missing = expected.min(MOST).saturating_sub(slips.len());
        if expected > 1 && missing > waiting.len() {
            let until = Instant::now() + GATHER;
            self.wanted.store(missing, Ordering::Relaxed);
            // Who came before it was said how many are wanted has woken nobody.
            while missing > waiting.len()
                && timeout_at(until.into(), self.enough.notified())
                    .await
                    .is_ok()
            {}
            self.wanted.store(usize::MAX, Ordering::Relaxed);
        }
        while slips.len() < MOST
            && let Ok(slip) = waiting.try_recv()
        {
            slips.push(slip);
        }
        true
    }

    /// Stores what these ask for, and answers each but those that are to be tried again. False where the database is away.
    async fn settle(&self, store: &Store, slips: Vec<Slip>, held: &mut Vec<Slip>) -> bool {
        let error = match stored(store, &slips).await {
            Ok(outcomes) => {
                for (slip, outcome) in slips.into_iter().zip(outcomes) {
                    self.settled(slip, outcome, held);
                }
                return true;
            }
            Err(error) => error,
        };
        if error.is_unavailable() {
            tracing::warn!(%error, "what was to be stored could not be");
            let is_away = is_away(store, &error).await;
            for slip in slips {
                reply(slip, Err(if is_away { away() } else { held_by_others() }));
            }
            return !is_away;
        }
        // One among them cannot be stored. Nothing of any has come to be; each by itself, the others can.
        let (begun, mut is_there) = (Instant::now(), true);
        for slip in slips {
            if !is_there || begun.elapsed() > PATIENCE {
                reply(slip, Err(away()));
                continue;
            }
            match stored(store, std::slice::from_ref(&slip)).await {
                Ok(only) => {
                    let only = only.into_iter().next();
                    self.settled(slip, only.unwrap_or_else(|| Some(Err(away()))), held);
                }
                Err(error) => {
                    is_there = !is_away(store, &error).await;
                    reply(slip, Err(error.into()));
                }
            }
        }
        is_there
    }

    /// Answers a request; one about somebody whom others are changing waits to be tried again.
    fn settled(&self, slip: Slip, outcome: Outcome, held: &mut Vec<Slip>) {
        match outcome {
            Some(answer) => reply(slip, answer),
            None if slip.came.elapsed() < self.patience && held.len() < QUEUE => held.push(slip),
            None => reply(slip, Err(held_by_others())),
        }
    }

    /// Takes nothing more. What waits is stored still.
    pub fn close(&self) {
        let slips = self.slips.lock();
        slips.unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn away() -> Error {
    Error::Unavailable("The database does not answer.".into())
}

fn reply(slip: Slip, answer: Result<Filed, Error>) {
    // Whoever does not wait any more has not been told that it is stored.
    drop(slip.answer.send(answer));
}

/// Whether the database is away, rather than something in it held by others.
async fn is_away(store: &Store, error: &StoreError) -> bool {
    match error {
        // Who waited for others was late as well.
        StoreError::Late => store.ping().await.is_err(),
        error => error.is_unavailable() && !error.is_held() && !error.is_collision(),
    }
}

/// Stores what these ask for in one transaction, which is begun once more where another writer was in the way.
async fn stored(store: &Store, slips: &[Slip]) -> Result<Vec<Outcome>, StoreError> {
    let once = || async {
        let in_time = timeout(PATIENCE, together(store, slips)).await;
        in_time.unwrap_or(Err(StoreError::Late))
    };
    match once().await {
        Err(error) if error.is_collision() => once().await,
        outcome => outcome,
    }
}

async fn together(store: &Store, slips: &[Slip]) -> Result<Vec<Outcome>, StoreError> {
    let mut transaction = store.begin().await?;
    let filings = slips.iter().map(|slip| &slip.filing);
    let named: BTreeSet<(Uuid, &str)> = filings
        .clone()
        .map(|filing| (filing.organisation, filing.person.as_str()))
        .collect();
    let named: Vec<(Uuid, &str)> = named.into_iter().collect();
    let people = transaction.hold_people(&named).await?;
    let person = |filing: &Filing| people.get(&(filing.organisation, filing.person.clone()));
    let mut assessors: BTreeMap<Uuid, Vec<&str>> = BTreeMap::new();
    for filing in filings.clone() {
        if let (Some(by), Some(Some(_))) = (&filing.row.assessor, person(filing)) {
            assessors.entry(filing.organisation).or_default().push(by);
        }
    }
    let mut erased = BTreeSet::new();
    for (organisation, assessors) in assessors {
        let busy = transaction.try_name_people(organisation, &assessors);
        erased.extend(busy.await?.into_iter().map(|name| (organisation, name)));
    }
    // Whoever names somebody who is being erased waits as for the person.
    let is_free = |filing: &Filing| {
        let by = filing.row.assessor.clone();
        by.is_none_or(|by| !erased.contains(&(filing.organisation, by)))
    };
    let person = |filing: &Filing| {
        let held = person(filing)?.as_ref();
        Some(held.filter(|_| is_free(filing)))
    };
    let claims = filings.clone().filter_map(|filing| {
        let (person, _) = person(filing)??;
        Some(BatchedClaim {
            request: &filing.request,
            person: *person,
            result: filing.row.id.to_string(),
        })
    });
    let claims: Vec<BatchedClaim<'_>> = claims.collect();
    let replays = IdempotencyRequest::claim_batch(&mut transaction, &claims).await?;
    let mut replays = replays.into_iter();

    let (mut rows, mut counts) = (Vec::with_capacity(slips.len()), Counts::new());
    let mut outcomes = Vec::with_capacity(slips.len());
    for filing in filings {
        let (person, labels) = match person(filing) {
            Some(Some(held)) => held,
            Some(None) => {
                outcomes.push(None);
                continue;
            }
            None => {
                outcomes.push(Some(Err(no_person())));
                continue;
            }
        };
        outcomes.push(Some(match replays.next().flatten() {
            Some(replay) => replay.map(Filed::Again),
            None => {
                let row = AssessmentRow {
                    person: *person,
                    ..filing.row.clone()
                };
                let placed = (row.id, row.ladder_version, row.role, row.place);
                count(&mut counts, filing.organisation, labels, placed, 1);
                rows.push(row);
                Ok(Filed::New(*person))
            }
        }));
    }
    transaction.create_assessments(&rows).await?;
    transaction.count_placements(&counts).await?;
    transaction.commit().await?;
    Ok(outcomes)
}
