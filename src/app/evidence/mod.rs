//! Evidence for people: added, listed, reviewed by a second person, withdrawn; and what follows from it for a level.

mod adding;
mod notes;
mod once;

pub use adding::AddEvidence;
pub use notes::{EvidenceNote, EvidenceReviewNote, WithdrawnNote};
pub use once::{Once, Told};

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use once::finish;

use super::{
    App, Published, Volume,
    edition::unknown_ladder,
    lists::{List, Page},
    now,
    planning::date,
};
use crate::{
    domain::{
        evidence::{EvidenceState, Piece, ReviewDecision},
        fault::Fault,
        id::Text,
        identity::is_same_person,
        person::PersonId,
    },
    error::{Error, Part},
    json,
    store::{EvidenceFilter, EvidenceReviewRow, EvidenceRow, EvidenceStanding},
};

/// The most reviews of a piece of evidence.
const MOST_REVIEWS: usize = 100;

/// A review of a piece of evidence, by a second person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "approve", "by": "p-2207", "note": "Seen it run in the search team's pipeline."}))]
pub struct ReviewEvidence {
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
pub struct WithdrawEvidence {
    /// Why.
    #[serde(default)]
    pub because: Option<Text>,
}

/// Which pieces of evidence.
#[derive(Debug, Clone, Copy)]
pub struct EvidenceAsked<'q> {
    /// Such as speak for this ladder.
    pub ladder: Option<&'q str>,
    /// Such as speak for this criterion.
    pub criterion: Option<&'q str>,
    /// Such as stand so.
    pub state: Option<EvidenceState>,
    /// The page.
    pub page: Page<'q>,
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
        organisation: Uuid,
        person: &PersonId,
        asked: EvidenceAsked<'_>,
    ) -> Result<List<'static, EvidenceNote>, Error> {
        let of = self.person(organisation, person).await?;
        let (page, list) = (asked.page, format!("evidence {}", of.id));
        let filter = EvidenceFilter {
            id: None,
            before: page.after_id(&list)?,
            ladder: asked.ladder,
            criterion: asked.criterion,
            standing: asked.state.map(standing),
            limit: Some(page.rows()?),
        };
        let rows = self.store.list_evidence(of.id, &filter).await?;
        let item = |row| EvidenceNote::new(&of.name, row);
        page.of_ids(rows, &list, |row| row.id, item)
    }

    /// A piece of evidence for somebody.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another person's; where the database fails.
    pub async fn find_evidence(
        &self,
        organisation: Uuid,
        person: &PersonId,
        id: &str,
    ) -> Result<EvidenceNote, Error> {
        let of = self.person(organisation, person).await?;
        let filter = EvidenceFilter {
            id: Some(Uuid::try_parse(id).map_err(|_| no_evidence())?),
            ..EvidenceFilter::default()
        };
        let row = self.store.list_evidence(of.id, &filter).await?.pop();
        EvidenceNote::new(&of.name, row.ok_or_else(no_evidence)?)
    }

    /// Records a piece of evidence for somebody.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] with every fault; those of [`App::once`]; where the database fails.
    pub async fn add_evidence(&self, once: &Once<'_>) -> Result<Told, Error> {
        self.told_once(once, "add_evidence", None, async |claim| {
            let at = now();
            let asked: AddEvidence<'_> = json::parse(once.body)?;
            let row = asked.checked(self, once.person, at)?;
            let (mut transaction, person) = self.of(once).await?;
            once.names(&mut transaction, row.given_by.as_deref())
                .await?;
            transaction.create_evidence(person, &row).await?;
            finish(transaction, once, person, row.id, claim).await
        })
        .await
    }

    /// Keeps a second person's review of a piece of evidence.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] where it is not a second person; [`Error::Conflict`] where the piece is withdrawn; those of
    /// [`App::once`]; where the database fails.
    pub async fn review_evidence(&self, once: &Once<'_>, id: &str) -> Result<Told, Error> {
        self.told_once(once, "review_evidence", Some(id), async |claim| {
            let review: ReviewEvidence = json::parse(once.body)?;
            let (mut transaction, person) = self.of(once).await?;
            let by = Some(review.by.as_str());
            let row = once.found(&mut transaction, person, id, by).await?;
            by_a_second(&review.by, once.person, &row)?;
            if row.withdrawn_at.is_some() {
                let detail = "The evidence is withdrawn, and cannot be reviewed any more.";
                return Err(Error::Conflict(detail.into()));
            }
            if row.reviews.len() >= MOST_REVIEWS {
                let detail =
                    format!("The evidence has {MOST_REVIEWS} reviews, and no more are kept.");
                return Err(Error::Conflict(detail.into()));
            }
            // The newest counts, which is the one that came last, whatever clocks say.
            let before = row.reviews.last();
            let before = before.map(|review| review.reviewed_at + TimeDelta::microseconds(1));
            let review = EvidenceReviewRow {
                evidence: row.id,
                id: Uuid::now_v7(),
                decision: review.decision.number(),
                reviewer: review.by.into(),
                note: review.note.map(String::from),
                reviewed_at: before.map_or(now(), |before| before.max(now())),
            };
            transaction.create_evidence_review(person, &review).await?;
            let subject = row.id.to_string();
            let event = once.actor.event("evidence.review", &subject);
            transaction.tell(&event).await?;
            finish(transaction, once, person, row.id, claim).await
        })
        .await
    }

    /// Marks a piece of evidence as withdrawn; it is kept, and counts no longer.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] where it is withdrawn already; those of [`App::once`]; where the database fails.
    pub async fn withdraw_evidence(&self, once: &Once<'_>, id: &str) -> Result<Told, Error> {
        self.told_once(once, "withdraw_evidence", Some(id), async |claim| {
            let asked: WithdrawEvidence = json::parse(once.body)?;
            let (mut transaction, person) = self.of(once).await?;
            let row = once.found(&mut transaction, person, id, None).await?;
            let because = asked.because.as_ref().map(Text::as_str);
            let withdrawn = transaction.withdraw_evidence(person, row.id, now(), because);
            if !withdrawn.await? {
                let detail = "The evidence is withdrawn already.";
                return Err(Error::Conflict(detail.into()));
            }
            finish(transaction, once, person, row.id, claim).await
        })
        .await
    }

    /// All evidence for somebody that speaks for a ladder, with their id as it is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`]; where the database fails.
    pub async fn pieces(
        &self,
        organisation: Uuid,
        person: &PersonId,
        ladder: &str,
    ) -> Result<Vec<Piece>, Error> {
        let of = self.person(organisation, person).await?;
        let filter = EvidenceFilter {
            ladder: Some(ladder),
            ..EvidenceFilter::default()
        };
        let rows = self.store.list_evidence(of.id, &filter).await?;
        rows.iter().map(notes::piece).collect()
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
    ) -> Result<&Arc<Published>, Error> {
        let stable = self.shelf.versions(ladder);
        let stable = stable.filter(|one| version.is_none() && !one.stamp().version.is_prerelease());
        let stable: Vec<_> = stable.collect();
        let by_then = |one: &&&Arc<Volume>| one.published_at().date_naive() <= day;
        let found = match stable.iter().find(by_then).or(stable.last()) {
            Some(volume) => volume.published(),
            None => self.shelf.find(ladder, version),
        };
        found.map_err(unknown_ladder)
    }
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
    day.ok_or(Error::Invalid(Part::Query, faults))
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
