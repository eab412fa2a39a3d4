//! The desk: assessments that come at the same time are stored together, in one transaction with one commit, and each request is answered
//! once it has come to be. A request that is refused is refused before anything of it is written, and harms no other.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, mpsc, oneshot},
    time::timeout,
};
use uuid::Uuid;

use super::{
    idempotency::{before, being_worked_on},
    people::no_person,
};
use crate::{
    error::Error,
    store::{
        AssessmentRow, IdempotencyRow, Store, StoreError,
        placements::{Counts, count},
    },
};

/// The most requests of one transaction.
const MOST: usize = 256;

/// The most requests that wait.
const QUEUE: usize = 1024;

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
    /// The claim of a request that names itself, with the assessment's id as its answer.
    pub claim: Option<IdempotencyRow>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filed {
    /// It is stored, for the person with this row.
    New(Uuid),
    /// The same request was answered before, for the person with this row and with this answer.
    Again(Uuid, String),
}

/// A request that waits for its answer.
struct Slip {
    filing: Filing,
    answer: oneshot::Sender<Result<Filed, Error>>,
}

/// Where requests wait to be stored.
#[derive(Debug)]
pub struct Desk {
    slips: mpsc::Sender<Slip>,
    waiting: Mutex<Option<mpsc::Receiver<Slip>>>,
    closing: Notify,
}

impl Default for Desk {
    fn default() -> Self {
        let (slips, waiting) = mpsc::channel(QUEUE);
        Self {
            slips,
            waiting: Mutex::new(Some(waiting)),
            closing: Notify::new(),
        }
    }
}

impl Desk {
    /// Stores an assessment, and says so once that is durable.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a person who is not there; [`Error::Invalid`] and [`Error::Conflict`] where the request's name is another's
    /// or still worked on; [`Error::Unavailable`] where too many wait or the database is away.
    pub async fn file(&self, filing: Filing) -> Result<Filed, Error> {
        let (answer, answered) = oneshot::channel();
        let slip = Slip { filing, answer };
        self.slips.try_send(slip).map_err(|_| {
            Error::Unavailable("Too much waits to be stored. Send it again in a moment.".into())
        })?;
        answered.await.unwrap_or_else(|_| Err(away()))
    }

    /// Stores what waits, for as long as it is awaited; returns when the desk is closed and nothing waits any more.
    pub async fn work(&self, store: &Store) {
        let waiting = self.waiting.lock();
        let waiting = waiting.unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut waiting) = waiting else { return };
        loop {
            let mut slips = Vec::with_capacity(MOST);
            tokio::select! {
                biased;
                taken = waiting.recv_many(&mut slips, MOST) => if taken == 0 { return },
                () = self.closing.notified() => waiting.close(),
            }
            if !settle(store, slips).await {
                // Nobody waits for a database that is known to be away.
                while let Ok(slip) = waiting.try_recv() {
                    reply(slip, Err(away()));
                }
            }
        }
    }

    /// Takes nothing more. What waits is stored still.
    pub fn close(&self) {
        self.closing.notify_one();
    }
}

fn away() -> Error {
    Error::Unavailable("The database does not answer.".into())
}

fn reply(slip: Slip, answer: Result<Filed, Error>) {
    // Whoever does not wait any more has not been told that it is stored.
    drop(slip.answer.send(answer));
}

/// Stores what these ask for, and answers each. False where the database is away.
async fn settle(store: &Store, slips: Vec<Slip>) -> bool {
    let error = match stored(store, &slips).await {
        Ok(outcomes) => {
            for (slip, outcome) in slips.into_iter().zip(outcomes) {
                reply(slip, outcome);
            }
            return true;
        }
        Err(error) => error,
    };
    if error.is_unavailable() {
        tracing::warn!(%error, "what was to be stored could not be");
        for slip in slips {
            reply(slip, Err(away()));
        }
        return false;
    }
    // One among them cannot be stored. Nothing of any has come to be; each by itself, the others can.
    let mut is_there = true;
    for slip in slips {
        let outcome = match is_there {
            true => stored(store, std::slice::from_ref(&slip)).await,
            false => Ok(vec![Err(away())]),
        };
        let outcome = outcome.map(|mut only| only.pop().unwrap_or_else(|| Err(away())));
        let outcome = outcome.unwrap_or_else(|error| {
            is_there = !error.is_unavailable();
            Err(error.into())
        });
        reply(slip, outcome);
    }
    is_there
}

/// Stores what these ask for in one transaction, which is begun once more where another writer was in the way.
async fn stored(store: &Store, slips: &[Slip]) -> Result<Vec<Result<Filed, Error>>, StoreError> {
    let once = || async {
        let in_time = timeout(PATIENCE, together(store, slips)).await;
        in_time.unwrap_or(Err(StoreError::Late))
    };
    match once().await {
        Err(error) if error.is_collision() => once().await,
        outcome => outcome,
    }
}

async fn together(store: &Store, slips: &[Slip]) -> Result<Vec<Result<Filed, Error>>, StoreError> {
    let mut transaction = store.begin().await?;
    let filings = slips.iter().map(|slip| &slip.filing);
    let named: BTreeSet<(Uuid, &str)> = filings
        .clone()
        .map(|filing| (filing.organisation, filing.person.as_str()))
        .collect();
    let named: Vec<(Uuid, &str)> = named.into_iter().collect();
    let people = transaction.hold_people(&named).await?;
    let person = |filing: &Filing| people.get(&(filing.organisation, filing.person.clone()));
    let claims = filings.clone().filter_map(|filing| {
        let (person, _) = person(filing)?;
        Some(IdempotencyRow {
            person: Some(*person),
            ..filing.claim.clone()?
        })
    });
    let claims: Vec<IdempotencyRow> = claims.collect();
    let found = transaction.claim_and_answer(&claims).await?;
    let found = claims.iter().map(|claim| claim.id).zip(found);
    let mut found: HashMap<Uuid, Option<IdempotencyRow>> = found.collect();

    let (mut rows, mut counts) = (Vec::with_capacity(slips.len()), Counts::new());
    let mut outcomes = Vec::with_capacity(slips.len());
    for filing in filings {
        let Some((person, labels)) = person(filing) else {
            outcomes.push(Err(no_person()));
            continue;
        };
        let claim = filing.claim.as_ref();
        let there = claim.and_then(|claim| Some((claim, found.remove(&claim.id)??)));
        outcomes.push(match there {
            Some((claim, there)) => match before(claim, there) {
                Ok(Some(answer)) => Ok(Filed::Again(*person, answer)),
                Ok(None) => Err(being_worked_on()),
                Err(refused) => Err(refused),
            },
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
        });
    }
    transaction.create_assessments(&rows).await?;
    transaction.count_placements(&counts).await?;
    transaction.commit().await?;
    Ok(outcomes)
}
