//! Requests that name themselves, so that they can be sent again without their work being done again.

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

/// What is to be done with a request that names itself.
#[derive(Debug)]
pub struct Claim {
    /// The claim, which the answer belongs to.
    pub id: Uuid,
    /// What was answered before; None where the work is to be done now.
    pub answer: Option<String>,
}

impl Named<'_> {
    /// The claim of the request, to be answered in the transaction that does its work
    /// ([`Transaction::claim_and_answer`]): with an answer from which it can be answered again, and whom it is about.
    #[must_use]
    pub fn answered(&self, key: &HeldKey, answer: String, person: Option<Uuid>) -> IdempotencyRow {
        IdempotencyRow {
            answer: Some(answer),
            person,
            ..self.row(key)
        }
    }

    fn row(&self, key: &HeldKey) -> IdempotencyRow {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.what.len() as u64).to_le_bytes());
        hasher.update(self.what.as_bytes());
        hasher.update(self.body);
        IdempotencyRow {
            id: Uuid::now_v7(),
            key_id: key.id,
            name: self.name.to_owned(),
            request_hash: hasher.finalize().to_hex().to_string(),
            answer: None,
            person: None,
            created_at: now(),
        }
    }
}

/// What was answered to a request before, from the claim that was there before it; None where it is still being worked on.
///
/// # Errors
/// [`Error::Invalid`] where the claim is another request's.
pub fn before(claim: &IdempotencyRow, found: IdempotencyRow) -> Result<Option<String>, Error> {
    if found.request_hash == claim.request_hash {
        // What it told of has gone by now, and nothing of it is kept.
        if found.answer.as_deref() == Some("") {
            let detail = "This was done before, and what came of it is kept no more.";
            return Err(Error::Conflict(detail.into()));
        }
        return Ok(found.answer);
    }
    let detail =
        "Another request had this Idempotency-Key within the last 24 hours. Name this one anew.";
    Err(Error::body(Fault::error("", "name_of_another", detail)))
}

/// What is said of a request that is still being worked on.
#[must_use]
pub fn being_worked_on() -> Error {
    Error::Conflict(
        "The request with this Idempotency-Key is still being worked on. Send it again in a moment.".into(),
    )
}

impl App {
    /// Claims a request. Where its work is to be done, answer the claim in the same transaction (`Transaction::answer_claim`), or
    /// release it.
    ///
    /// # Errors
    /// [`Error::Invalid`] where another request had the name, [`Error::Conflict`] where it is still being worked on; where the
    /// database fails.
    pub async fn claim(&self, key: &HeldKey, named: &Named<'_>) -> Result<Claim, Error> {
        let row = named.row(key);
        let found = self.store.claim(&row).await?;
        let Some(found) = found else {
            return Ok(Claim {
                id: row.id,
                answer: None,
            });
        };
        let id = found.id;
        match before(&row, found)? {
            Some(answer) => Ok(Claim {
                id,
                answer: Some(answer),
            }),
            None => Err(being_worked_on()),
        }
    }

    /// Gives a claim up where its work has failed, so that the request can be sent again.
    pub async fn release(&self, claim: &Claim) {
        if let Err(error) = self.store.release_claim(claim.id).await {
            tracing::warn!(%error, "a request that failed cannot be sent again for a while");
        }
    }
}

/// Answers the claim of a request in the transaction that does its work, where it has one.
///
/// # Errors
/// [`Error::Conflict`] where another request has taken the claim over, so that the work must not come to be.
pub(super) async fn answer(
    transaction: &mut Transaction,
    claim: Option<(Uuid, &str)>,
) -> Result<(), Error> {
    if let Some((claim, answer)) = claim
        && !transaction.answer_claim(claim, answer).await?
    {
        let detail = "The same request was taken over by another. Send it again.";
        return Err(Error::Conflict(detail.into()));
    }
    Ok(())
}
