//! Idempotency: a request with an `Idempotency-Key` does its work once, however often it is sent.
//!
//! An operation claims the key in the transaction that does its work ([`super::App::claim`]), unless an identical request has done it, and
//! keeps its result there ([`ClaimedTransaction::commit`]). So there is never a claim without its work. Of two identical requests at
//! once, the second waits for the first and replays it.

use std::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Actor, now};
use crate::{
    domain::fault::Fault,
    error::Error,
    store::{IdempotencyRow, PersonKey, Store, StoreError, Transaction, audit_chain::digest},
};

/// The identity of a request that changes something: its `Idempotency-Key`, if it has one, and the fingerprint of what it asks for.
#[derive(Debug, Clone, Default)]
pub struct IdempotencyRequest(Option<IdempotencyRow>);

/// The result of an operation that can be repeated with an `Idempotency-Key`.
#[derive(Debug, Clone)]
pub struct Idempotent<T> {
    /// The result.
    pub value: T,
    /// Whether it is the result of an identical earlier request.
    pub replayed: bool,
}

/// The stored result of an identical earlier request.
#[derive(Debug, Clone)]
pub struct Replay<T> {
    /// The id of the claim of that request.
    pub claim: Uuid,
    /// The person that it was about.
    pub person: Option<PersonKey>,
    /// The result, in the form that the operation stores.
    pub result: T,
}

/// The outcome of claiming an `Idempotency-Key`.
#[derive(Debug)]
pub enum Claim<T, C> {
    /// The work is to be done in this transaction, with what was checked for it.
    New(ClaimedTransaction<T>, C),
    /// An identical request has done it.
    Replay(Replay<T>),
}

/// A transaction that has claimed the `Idempotency-Key` of its request, if the request has one. It commits only with a result.
#[derive(Debug)]
pub struct ClaimedTransaction<T> {
    transaction: Transaction,
    claim: Option<IdempotencyRow>,
    person: Option<Uuid>,
    result: PhantomData<T>,
}

/// A claim in a transaction that does the work of several requests.
#[derive(Debug)]
pub struct BatchedClaim<'a> {
    /// The request.
    pub request: &'a IdempotencyRequest,
    /// The person that it is about.
    pub person: Uuid,
    /// The id of what it stores.
    pub result: Uuid,
}

impl<T> Idempotent<T> {
    /// The result of work that was done now.
    pub fn new(value: T) -> Self {
        let replayed = false;
        Self { value, replayed }
    }

    /// The result of an identical earlier request.
    pub fn replay(value: T) -> Self {
        let replayed = true;
        Self { value, replayed }
    }
}

impl<T> From<Replay<T>> for Idempotent<T> {
    fn from(replay: Replay<T>) -> Self {
        Self::replay(replay.result)
    }
}

impl IdempotencyRequest {
    /// Identifies a request by its API key, its `Idempotency-Key` and a fingerprint of the operation, the path parameters and the
    /// body. `body` is JSON: the order of its members and white space make no difference.
    #[must_use]
    pub fn new(
        actor: &Actor,
        idempotency_key: Option<&str>,
        operation: &str,
        path: &[&str],
        body: &[u8],
    ) -> Self {
        let row = actor.api_key().zip(idempotency_key);
        Self(row.map(|(api_key, name)| IdempotencyRow {
            organisation: actor.organisation,
            id: Uuid::now_v7(),
            key_id: api_key.id,
            name: name.to_owned(),
            request_hash: fingerprint(operation, path, body),
            answer: String::new(),
            person: None,
            created_at: now(),
        }))
    }

    /// Finds the result of an identical earlier request. None if there is none, or the request has no `Idempotency-Key`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if another request has used the key; [`Error::Conflict`] if the result is no longer kept; if the database
    /// fails.
    pub(super) async fn find_replay<T: DeserializeOwned>(
        &self,
        store: &Store,
    ) -> Result<Option<Replay<T>>, Error> {
        let Some(row) = &self.0 else {
            return Ok(None);
        };
        let existing = store
            .find_claim(row.organisation, row.key_id, &row.name, now())
            .await?;
        existing.map(|existing| self.replay(&existing)).transpose()
    }

    /// The id of the claim and the `Idempotency-Key`, if the request has one.
    pub(super) fn claim_id(&self) -> Option<(Uuid, &str)> {
        self.0.as_ref().map(|row| (row.id, row.name.as_str()))
    }

    /// Claims the key in the transaction that is to do the work, before anything that an identical request would have changed is read
    /// in it.
    pub(super) async fn claim<T: DeserializeOwned, C>(
        &self,
        mut transaction: Transaction,
        person: Option<Uuid>,
        checked: C,
    ) -> Result<Claim<T, C>, Error> {
        let existing = match &self.0 {
            Some(row) => transaction.claim(std::slice::from_ref(row)).await,
            None => Ok(Vec::new()),
        };
        let existing = match existing {
            Err(error) if error.is_held() => return Err(in_progress()),
            existing => existing?.into_iter().flatten().next(),
        };
        if let Some(existing) = existing {
            return Ok(Claim::Replay(self.replay(&existing)?));
        }
        let transaction = ClaimedTransaction {
            transaction,
            claim: self.0.clone(),
            person,
            result: PhantomData,
        };
        Ok(Claim::New(transaction, checked))
    }

    /// Claims the keys of several requests with their results. Returns, for each, the outcome of an identical earlier request; None if
    /// its work is to be done in this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub(super) async fn claim_batch(
        transaction: &mut Transaction,
        claims: &[BatchedClaim<'_>],
    ) -> Result<Vec<Option<Result<Replay<Uuid>, Error>>>, StoreError> {
        let rows = claims.iter().filter_map(|claim| {
            Some(IdempotencyRow {
                person: Some(claim.person),
                answer: json!(claim.result).to_string(),
                ..claim.request.0.clone()?
            })
        });
        let rows: Vec<IdempotencyRow> = rows.collect();
        let mut existing = transaction.claim(&rows).await?.into_iter();
        let outcomes = claims.iter().map(|claim| {
            claim.request.0.as_ref()?;
            let existing = existing.next()??;
            Some(claim.request.replay(&existing))
        });
        Ok(outcomes.collect())
    }

    /// Returns what an earlier request with the same key has stored.
    fn replay<T: DeserializeOwned>(&self, existing: &IdempotencyRow) -> Result<Replay<T>, Error> {
        if self.0.as_ref().map(|row| &row.request_hash) != Some(&existing.request_hash) {
            let detail = "Another request had this Idempotency-Key within the last 24 hours. Name this one anew.";
            return Err(Error::body(Fault::error("", "name_of_another", detail)));
        }
        // The person was erased.
        if existing.answer.is_empty() {
            let detail = "This was done before, and what came of it is kept no more.";
            return Err(Error::Conflict(detail.into()));
        }
        let result = serde_json::from_str(&existing.answer);
        Ok(Replay {
            claim: existing.id,
            person: existing.person.map(|id| PersonKey {
                organisation: existing.organisation,
                id,
            }),
            result: result.map_err(|error| Error::Internal(error.to_string()))?,
        })
    }
}

impl<T: Serialize> ClaimedTransaction<T> {
    /// A transaction of work that is not for a request.
    pub(super) fn without_key(transaction: Transaction) -> Self {
        Self {
            transaction,
            claim: None,
            person: None,
            result: PhantomData,
        }
    }

    /// Keeps the result of the request, in the form from which it is replayed, and commits.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn commit(mut self, result: &T) -> Result<(), Error> {
        if let Some(claim) = &self.claim {
            let result = serde_json::to_string(result);
            let result = result.map_err(|error| Error::Internal(error.to_string()))?;
            self.transaction
                .complete_claim(claim, &result, self.person)
                .await?;
        }
        Ok(self.transaction.commit().await?)
    }
}

impl<T> Deref for ClaimedTransaction<T> {
    type Target = Transaction;

    fn deref(&self) -> &Transaction {
        &self.transaction
    }
}

impl<T> DerefMut for ClaimedTransaction<T> {
    fn deref_mut(&mut self) -> &mut Transaction {
        &mut self.transaction
    }
}

/// BLAKE3 of the canonical JSON of a request: objects of `serde_json` are ordered by the names of their members.
fn fingerprint(operation: &str, path: &[&str], body: &[u8]) -> String {
    // Text that is not JSON is refused when the body is read as its type.
    let body = serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
    let body: Value = body.unwrap_or_default();
    digest(&json!({"operation": operation, "path": path, "body": body}))
}

fn in_progress() -> Error {
    Error::Conflict(
        "The request with this Idempotency-Key is still being worked on. Send it again in a moment.".into(),
    )
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn order_and_white_space_make_no_difference() {
        let of = |body: &str| fingerprint("create", &["p-1"], body.as_bytes());
        let one = of(r#"{"a":{"x":1,"y":[1,2]},"b":"\u00e4"}"#);
        assert_eq!(
            one,
            of("\u{feff}{ \"b\": \"ä\",\n\"a\":{\"y\":[1,2],\"x\":1}}")
        );
        for other in [
            r#"{"a":{"x":1,"y":[2,1]},"b":"ä"}"#,
            r#"{"a":{"x":1,"y":[1,2]}}"#,
            r#"{"a":{"x":"1","y":[1,2]},"b":"ä"}"#,
        ] {
            assert_ne!(one, of(other), "{other}");
        }
    }

    #[test]
    fn operation_and_path_make_a_difference() {
        let one = fingerprint("create", &["a", "b"], b"{}");
        assert_ne!(one, fingerprint("delete", &["a", "b"], b"{}"));
        assert_ne!(one, fingerprint("create", &["ab"], b"{}"));
        assert_ne!(one, fingerprint("create", &["b", "a"], b"{}"));
    }
}
