//! Requests that name themselves, so that they can be sent again without their work being done again: a request is claimed and answered in
//! the transaction that does its work, so that there never is one without the other.

use uuid::Uuid;

use super::{App, keyring::HeldKey, now};
use crate::{
    domain::fault::Fault,
    error::Error,
    store::{IdempotencyRow, Transaction},
};

/// A request that names itself.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The name that the caller gave it, unique for its key.
    pub name: &'a str,
    /// What is asked for: the operation and what its path names.
    pub what: &'a str,
    /// The body as it came.
    pub body: &'a [u8],
}

/// The claim of a request, to be answered in the transaction that does its work; nothing where the request has no name.
#[derive(Debug, Default)]
pub struct Claim(Option<IdempotencyRow>);

/// What became of a request.
#[derive(Debug)]
pub enum Done<T> {
    /// Its work was done now.
    Now(T),
    /// The same request was answered before.
    Before(Before),
}

/// What was answered to a request before.
#[derive(Debug)]
pub struct Before {
    /// The claim that it had.
    pub claim: Uuid,
    /// Whom it was about.
    pub person: Option<Uuid>,
    /// From which it can be answered again.
    pub answer: String,
}

impl Named<'_> {
    /// The claim of the request, with an answer from which it can be answered again.
    #[must_use]
    pub fn claim(&self, key: &HeldKey, answer: String) -> IdempotencyRow {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.what.len() as u64).to_le_bytes());
        hasher.update(self.what.as_bytes());
        hasher.update(self.body);
        IdempotencyRow {
            id: Uuid::now_v7(),
            key_id: key.id,
            name: self.name.to_owned(),
            request_hash: hasher.finalize().to_hex().to_string(),
            answer,
            person: None,
            created_at: now(),
        }
    }
}

impl Claim {
    /// Unique to this request.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        self.0.as_ref().map(|row| row.id)
    }

    /// Answers the request, and keeps whom it is about, so that the answer goes with them. Nothing of the transaction may come to be where
    /// this fails.
    ///
    /// # Errors
    /// [`Error::Conflict`] where the name was claimed before, or is just now; where the database fails.
    pub async fn answer(
        self,
        transaction: &mut Transaction,
        answer: impl ToString,
        person: Option<Uuid>,
    ) -> Result<(), Error> {
        let Some(row) = self.0 else { return Ok(()) };
        let row = IdempotencyRow {
            answer: answer.to_string(),
            person,
            ..row
        };
        let found = transaction.claim(std::slice::from_ref(&row)).await;
        let found = match found {
            Err(error) if error.is_held() => Err(being_worked_on()),
            found => Ok(found?),
        };
        match found?.into_iter().flatten().next() {
            Some(_) => Err(being_worked_on()),
            None => Ok(()),
        }
    }
}

impl Before {
    /// What was answered to a request before, from the claim that was found by its name.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the claim is another request's, [`Error::Conflict`] where the answer is kept no more.
    pub fn of(claim: &IdempotencyRow, found: IdempotencyRow) -> Result<Self, Error> {
        if found.request_hash != claim.request_hash {
            let detail = "Another request had this Idempotency-Key within the last 24 hours. Name this one anew.";
            return Err(Error::body(Fault::error("", "name_of_another", detail)));
        }
        // What it told of has gone by now.
        if found.answer.is_empty() {
            let detail = "This was done before, and what came of it is kept no more.";
            return Err(Error::Conflict(detail.into()));
        }
        Ok(Self {
            claim: found.id,
            person: found.person,
            answer: found.answer,
        })
    }
}

fn being_worked_on() -> Error {
    Error::Conflict(
        "The request with this Idempotency-Key is still being worked on. Send it again in a moment.".into(),
    )
}

impl App {
    /// Does the work of a request once, however often the request is sent: the work answers the claim in its own transaction.
    ///
    /// # Errors
    /// Those of the work; [`Error::Invalid`] where another request had the name, [`Error::Conflict`] where it is still being worked on;
    /// where the database fails.
    pub async fn once<T>(
        &self,
        key: &HeldKey,
        named: Option<&Named<'_>>,
        work: impl AsyncFnOnce(Claim) -> Result<T, Error>,
    ) -> Result<Done<T>, Error> {
        let Some(named) = named else {
            return work(Claim::default()).await.map(Done::Now);
        };
        let claim = named.claim(key, String::new());
        if let Some(before) = self.before(&claim).await? {
            return Ok(Done::Before(before));
        }
        match work(Claim(Some(claim.clone()))).await {
            Ok(done) => Ok(Done::Now(done)),
            // Perhaps because the same request was there first.
            Err(error) => match self.before(&claim).await? {
                Some(before) => Ok(Done::Before(before)),
                None => Err(error),
            },
        }
    }

    /// What was answered to a request before.
    ///
    /// # Errors
    /// Those of [`Before::of`]; where the database fails.
    pub async fn before(&self, claim: &IdempotencyRow) -> Result<Option<Before>, Error> {
        let found = self.store.find_claim(claim.key_id, &claim.name, now());
        let found = found.await?;
        found.map(|found| Before::of(claim, found)).transpose()
    }
}
