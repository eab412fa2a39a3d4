//! Evidence for people: added, listed, reviewed by a second person, withdrawn; and what follows from it for a level.

mod creation;
mod responses;

pub use creation::AddEvidenceRequest;
pub use responses::{EvidenceResponse, EvidenceReviewResponse, WithdrawalResponse};

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App, LadderVersion, PublishedLadder,
    idempotency::{Claim, ClaimedTransaction, IdempotencyRequest, Idempotent},
    ladder_query::unknown_ladder,
    lists::{List, PageBounds},
    now,
    planning::date,
};
use crate::{
    domain::{
        evidence::{EvidenceItem, EvidenceState, ReviewDecision},
        fault::Fault,
        id::Text,
        identity::is_same_person,
        person::PersonId,
    },
    error::{Error, RequestPart},
    store::{
        EvidenceFilter, EvidenceReviewRow, EvidenceRow, EvidenceStanding, PersonKey, Transaction,
    },
};

/// The most reviews of a piece of evidence.
const MOST_REVIEWS: usize = 100;

/// A review of a piece of evidence, by a second person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "approve", "by": "p-2207", "note": "Seen it run in the search team's pipeline."}))]
pub struct ReviewEvidenceRequest {
    /// Whether the piece shows what it is meant to show.
    pub decision: ReviewDecision,
    /// Who reviews it, by an id of the calling system: neither the person nor who gave the piece.
    pub by: PersonId,
    /// Why.
    #[serde(default)]
    pub note: Option<Text>,
}

/// That a piece of evidence is to count no longer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"because": "The link was to another team's work."}))]
pub struct WithdrawEvidenceRequest {
    /// Why.
    #[serde(default)]
    pub because: Option<Text>,
}

/// Which pieces of evidence.
#[derive(Debug, Clone, Copy)]
pub struct ListEvidence<'q> {
    /// Such as speak for this ladder.
    pub ladder: Option<&'q str>,
    /// Such as speak for this criterion.
    pub criterion: Option<&'q str>,
    /// Such as stand so.
    pub state: Option<EvidenceState>,
    /// The page.
    pub page: PageBounds<'q>,
}

fn no_evidence() -> Error {
    Error::NotFound("There is no such evidence for this person.".into())
}

impl App {
    /// Somebody's evidence, the newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] for the query; where the database fails.
    pub async fn list_evidence(
        &self,
        actor: &Actor,
        person: &PersonId,
        asked: ListEvidence<'_>,
    ) -> Result<List<'static, EvidenceResponse>, Error> {
        let of = self.person(actor, person).await?;
        let (page, list) = (asked.page, format!("evidence {}", of.id));
        let filter = EvidenceFilter {
            id: None,
            before: page.after(&list)?,
            ladder: asked.ladder,
            criterion: asked.criterion,
            standing: asked.state.map(standing),
            limit: Some(page.rows()?),
        };
        let rows = self.store.list_evidence(of.key(), &filter).await?;
        let notes = rows
            .into_iter()
            .map(|row| EvidenceResponse::new(&of.name, row));
        let notes = notes.collect::<Result<_, Error>>()?;
        page.of_rows(&list, notes, |note: &EvidenceResponse| note.id)
    }

    /// A piece of evidence for somebody.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another person's; where the database fails.
    pub async fn find_evidence(
        &self,
        actor: &Actor,
        person: &PersonId,
        id: &str,
    ) -> Result<EvidenceResponse, Error> {
        let of = self.person(actor, person).await?;
        let filter = EvidenceFilter {
            id: Some(Uuid::try_parse(id).map_err(|_| no_evidence())?),
            ..EvidenceFilter::default()
        };
        let row = self.store.list_evidence(of.key(), &filter).await?.pop();
        EvidenceResponse::new(&of.name, row.ok_or_else(no_evidence)?)
    }

    /// Records a piece of evidence for somebody.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] with every fault; those of [`App::claim`]; where the database fails.
    pub async fn add_evidence(
        &self,
        actor: &Actor,
        person: &PersonId,
        asked: AddEvidenceRequest<'_>,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<EvidenceResponse>, Error> {
        let row = asked.checked(self, person, now());
        let claim = self.claim_for_person(request, actor, person, row);
        let (mut transaction, (of, row)) = match claim.await? {
            Claim::New(transaction, checked) => (transaction, checked),
            Claim::Replay(replay) => return Ok(replay.into()),
        };
        name_people(&mut transaction, actor, row.given_by.as_deref()).await?;
        transaction.create_evidence(of, &row).await?;
        finish(transaction, person, of, row.id).await
    }

    /// Keeps a second person's review of a piece of evidence.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] where it is not a second person; [`Error::Conflict`] where the piece is withdrawn; those of
    /// [`App::claim`]; where the database fails.
    pub async fn review_evidence(
        &self,
        actor: &Actor,
        person: &PersonId,
        id: &str,
        asked: ReviewEvidenceRequest,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<EvidenceResponse>, Error> {
        let id = Uuid::try_parse(id).map_err(|_| no_evidence());
        let claim = self.claim_for_person(request, actor, person, id);
        let (mut transaction, (of, id)) = match claim.await? {
            Claim::New(transaction, checked) => (transaction, checked),
            Claim::Replay(replay) => return Ok(replay.into()),
        };
        let by = Some(asked.by.as_str());
        let row = find_for_update(&mut transaction, actor, of, id, by).await?;
        by_a_second(&asked.by, person, &row)?;
        if row.withdrawn_at.is_some() {
            let detail = "The evidence is withdrawn, and cannot be reviewed any more.";
            return Err(Error::Conflict(detail.into()));
        }
        if row.reviews.len() >= MOST_REVIEWS {
            let detail = format!("The evidence has {MOST_REVIEWS} reviews, and no more are kept.");
            return Err(Error::Conflict(detail.into()));
        }
        // The newest counts, which is the one that came last, whatever clocks say.
        let before = row.reviews.last();
        let before = before.map(|review| review.reviewed_at + TimeDelta::microseconds(1));
        let review = EvidenceReviewRow {
            evidence: row.id,
            id: Uuid::now_v7(),
            decision: asked.decision.number(),
            reviewer: asked.by.into(),
            note: asked.note.map(String::from),
            reviewed_at: before.map_or(now(), |before| before.max(now())),
        };
        transaction.create_evidence_review(of, &review).await?;
        let subject = row.id.to_string();
        let event = actor.audit_event("evidence.review", &subject);
        transaction.tell(&event).await?;
        finish(transaction, person, of, row.id).await
    }

    /// Marks a piece of evidence as withdrawn; it is kept, and counts no longer.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] where it is withdrawn already; those of [`App::claim`]; where the database
    /// fails.
    pub async fn withdraw_evidence(
        &self,
        actor: &Actor,
        person: &PersonId,
        id: &str,
        asked: WithdrawEvidenceRequest,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<EvidenceResponse>, Error> {
        let id = Uuid::try_parse(id).map_err(|_| no_evidence());
        let claim = self.claim_for_person(request, actor, person, id);
        let (mut transaction, (of, id)) = match claim.await? {
            Claim::New(transaction, checked) => (transaction, checked),
            Claim::Replay(replay) => return Ok(replay.into()),
        };
        let row = find_for_update(&mut transaction, actor, of, id, None).await?;
        let because = asked.because.as_ref().map(Text::as_str);
        let withdrawn = transaction.withdraw_evidence(of, row.id, now(), because);
        if !withdrawn.await? {
            let detail = "The evidence is withdrawn already.";
            return Err(Error::Conflict(detail.into()));
        }
        finish(transaction, person, of, row.id).await
    }

    /// All evidence for somebody that speaks for a ladder, with their id as it is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`]; where the database fails.
    pub async fn pieces(
        &self,
        actor: &Actor,
        person: &PersonId,
        ladder: &str,
    ) -> Result<Vec<EvidenceItem>, Error> {
        let of = self.person(actor, person).await?;
        let filter = EvidenceFilter {
            ladder: Some(ladder),
            ..EvidenceFilter::default()
        };
        let rows = self.store.list_evidence(of.key(), &filter).await?;
        rows.iter().map(responses::piece).collect()
    }

    /// The version of a ladder by which a day is judged: where none is named, the newest of those that were published by then, else the
    /// first; none of them a pre-release where there is another.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is no such ladder or version.
    pub fn version_on(
        &self,
        ladder: &str,
        version: Option<&str>,
        day: NaiveDate,
    ) -> Result<&Arc<PublishedLadder>, Error> {
        let stable = self.shelf.versions(ladder);
        let stable = stable.filter(|one| version.is_none() && !one.stamp().version.is_prerelease());
        let stable: Vec<_> = stable.collect();
        let by_then = |one: &&&Arc<LadderVersion>| one.published_at().date_naive() <= day;
        let found = match stable.iter().find(by_then).or(stable.last()) {
            Some(volume) => volume.published(),
            None => self.shelf.find(ladder, version),
        };
        found.map_err(unknown_ladder)
    }
}

/// Locks the names of people that are about to be written, against their erasure.
async fn name_people(
    transaction: &mut Transaction,
    actor: &Actor,
    people: impl IntoIterator<Item = &str>,
) -> Result<(), Error> {
    let people: Vec<&str> = people.into_iter().collect();
    let named = transaction.name_people(actor.organisation, &people);
    Ok(named.await?)
}

/// Finds a piece of evidence that is about to be changed. Everybody who is named in it, and whoever reviews it now, is locked against
/// their erasure, because the response that is kept names them.
async fn find_for_update(
    transaction: &mut Transaction,
    actor: &Actor,
    person: PersonKey,
    id: Uuid,
    by: Option<&str>,
) -> Result<EvidenceRow, Error> {
    let row = transaction.find_evidence(person, id).await?;
    let row = row.ok_or_else(no_evidence)?;
    let reviewers = row.reviews.iter().map(|review| review.reviewer.as_str());
    let named = reviewers.chain(row.given_by.as_deref()).chain(by);
    name_people(transaction, actor, named).await?;
    // Some of them may have been erased until now.
    let row = transaction.find_evidence(person, id).await?;
    row.ok_or_else(no_evidence)
}

/// Commits with a piece of evidence, as it is now, as the result.
async fn finish(
    mut transaction: ClaimedTransaction<EvidenceResponse>,
    person: &PersonId,
    of: PersonKey,
    id: Uuid,
) -> Result<Idempotent<EvidenceResponse>, Error> {
    let row = transaction.find_evidence(of, id).await?;
    let note = EvidenceResponse::new(person.as_str(), row.ok_or_else(no_evidence)?)?;
    transaction.commit(&note).await?;
    Ok(Idempotent::new(note))
}

/// The day that a query names, today where it names none.
///
/// # Errors
/// [`Error::Invalid`] where there is no such day.
pub fn day(named: Option<&str>) -> Result<NaiveDate, Error> {
    let mut faults = Vec::new();
    let day = match named {
        None => Some(now().date_naive()),
        Some(text) => date("/at", Some(text), &mut faults),
    };
    day.ok_or(Error::Invalid(RequestPart::Query, faults))
}

fn standing(state: EvidenceState) -> EvidenceStanding {
    match state {
        EvidenceState::Pending => EvidenceStanding::Pending,
        EvidenceState::Approved => EvidenceStanding::Reviewed(ReviewDecision::Approve.number()),
        EvidenceState::Declined => EvidenceStanding::Reviewed(ReviewDecision::Decline.number()),
        EvidenceState::Withdrawn => EvidenceStanding::Withdrawn,
    }
}

/// Checks that a reviewer is neither the person nor who gave the piece.
fn by_a_second(by: &PersonId, person: &PersonId, row: &EvidenceRow) -> Result<(), Error> {
    let is = |other: &str| is_same_person(by.as_str(), other);
    let refused = if is(person.as_str()) {
        Some((
            "reviewed_by_self",
            "Nobody reviews evidence for themselves. Name a second person.",
        ))
    } else if row.given_by.as_deref().is_some_and(is) {
        Some((
            "reviewed_by_giver",
            "Who gave the evidence cannot review it. Name a second person.",
        ))
    } else {
        None
    };
    refused.map_or(Ok(()), |(code, detail)| {
        Err(Error::body(Fault::error("/by", code, detail)))
    })
}
