//! Requests about evidence that name themselves: answered as the first time for as long as the person is kept.

use serde::Serialize;
use uuid::Uuid;

use super::{EvidenceNote, no_evidence};
use crate::{
    app::{
        App,
        idempotency::{Claim, Done, Named},
        keyring::HeldKey,
        people::no_person,
        publishing::Actor,
    },
    domain::person::PersonId,
    error::Error,
    store::{EvidenceRow, Transaction},
};

/// Who asks for something to be done once, and by which name.
#[derive(Debug, Clone, Copy)]
pub struct Once<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The key of the request.
    pub key: &'a HeldKey,
    /// What the request names itself.
    pub name: Option<&'a str>,
    /// Whom it is about.
    pub person: &'a PersonId,
    /// Its body.
    pub body: &'a [u8],
}

/// A piece of evidence as it was told, now or to the same request before.
#[derive(Debug)]
pub struct Told {
    /// As JSON.
    pub json: String,
    /// Whether the same request was answered with it before.
    pub again: bool,
}

fn as_json(note: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(note).map_err(|error| Error::Internal(error.to_string()))
}

impl Once<'_> {
    /// Says that people are named in what is about to be written.
    pub(super) async fn names<'n>(
        &self,
        transaction: &mut Transaction,
        people: impl IntoIterator<Item = &'n str>,
    ) -> Result<(), Error> {
        let (of, people): (_, Vec<&str>) = (self.actor.organisation, people.into_iter().collect());
        Ok(transaction.name_people(of, &people).await?)
    }

    /// A piece of evidence that is about to be written of, and told of in the answer that is kept, with everybody who is named in it, and with
    /// whoever reviews it now.
    pub(super) async fn found(
        &self,
        transaction: &mut Transaction,
        person: Uuid,
        id: &str,
        by: Option<&str>,
    ) -> Result<EvidenceRow, Error> {
        let id = Uuid::try_parse(id).map_err(|_| no_evidence())?;
        let row = transaction.find_evidence(person, id).await?;
        let row = row.ok_or_else(no_evidence)?;
        let reviewers = row.reviews.iter().map(|review| review.reviewer.as_str());
        let named = reviewers.chain(row.given_by.as_deref()).chain(by);
        self.names(transaction, named).await?;
        // Some of them may have been erased until now.
        let row = transaction.find_evidence(person, id).await?;
        row.ok_or_else(no_evidence)
    }
}

impl App {
    /// Does something once, and answers with the piece that it was done to.
    pub(super) async fn told_once(
        &self,
        once: &Once<'_>,
        what: &str,
        which: Option<&str>,
        work: impl AsyncFnOnce(Claim) -> Result<String, Error>,
    ) -> Result<Told, Error> {
        let what = &as_json(&(what, once.person, which))?;
        let body = once.body;
        let named = once.name.map(|name| Named { name, what, body });
        Ok(match self.once(once.key, named.as_ref(), work).await? {
            Done::Now(json) => Told { json, again: false },
            Done::Before(before) => Told {
                json: before.answer,
                again: true,
            },
        })
    }

    /// A transaction in which nobody else changes the person whom a request is about.
    pub(super) async fn of(&self, once: &Once<'_>) -> Result<(Transaction, Uuid), Error> {
        let mut transaction = self.store.begin().await?;
        let person = transaction.find_person(once.actor.organisation, once.person.as_str());
        let person = person.await?.ok_or_else(no_person)?;
        Ok((transaction, person.id))
    }
}

/// Answers with a piece as it is now, at the end of the transaction.
pub(super) async fn finish(
    mut transaction: Transaction,
    once: &Once<'_>,
    person: Uuid,
    id: Uuid,
    claim: Claim,
) -> Result<String, Error> {
    let row = transaction.find_evidence(person, id).await?;
    let row = row.ok_or_else(no_evidence)?;
    let json = as_json(&EvidenceNote::new(once.person.as_str(), row)?)?;
    claim.answer(&mut transaction, &json, Some(person)).await?;
    transaction.commit().await?;
    Ok(json)
}
