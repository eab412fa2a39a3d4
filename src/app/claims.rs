//! Claims: an operation claims the `Idempotency-Key` of its request.

use serde::de::DeserializeOwned;

use super::{
    Actor, App,
    idempotency::{Claim, IdempotencyRequest},
};
use crate::{domain::person::PersonId, error::Error, store::PersonKey};

impl App {
    /// Claims the `Idempotency-Key` of a request in the transaction that is to do its work, or finds the result of an identical earlier
    /// request. Waits for a transaction that has claimed the key and is not committed yet.
    ///
    /// `checked` is what the operation has made of the request. An error in it counts only if no identical request was done before:
    /// what was accepted then may be refused now.
    ///
    /// # Errors
    /// [`Error::Conflict`] if that transaction takes too long or the result is no longer kept; [`Error::Invalid`] if another request has
    /// used the key; that of `checked`; if the database fails.
    pub async fn claim<T: DeserializeOwned, C>(
        &self,
        request: &IdempotencyRequest,
        checked: Result<C, Error>,
    ) -> Result<Claim<T, C>, Error> {
        if let Some(replay) = request.find_replay(&self.store).await? {
            return Ok(Claim::Replay(replay));
        }
        let checked = checked?;
        let transaction = self.store.begin().await?;
        request.claim(transaction, None, checked).await
    }

    /// Does the same for a request about a person, whom the transaction locks first. Returns the key of their row, too.
    ///
    /// # Errors
    /// Those of [`App::claim`]; [`Error::NotFound`] if there is no such person.
    pub async fn claim_for_person<T: DeserializeOwned, C>(
        &self,
        request: &IdempotencyRequest,
        actor: &Actor,
        person: &PersonId,
        checked: Result<C, Error>,
    ) -> Result<Claim<T, (PersonKey, C)>, Error> {
        if let Some(replay) = request.find_replay(&self.store).await? {
            return Ok(Claim::Replay(replay));
        }
        let checked = checked?;
        let (transaction, person) = self.lock_person(actor, person).await?;
        let checked = (person, checked);
        request.claim(transaction, Some(person.id), checked).await
    }
}
