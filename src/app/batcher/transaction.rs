//! The transaction that stores a batch of assessments.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::submission::{NewAssessment, StoreOutcome, SubmissionResult};
use crate::{
    app::{
        error::no_person,
        idempotency::{BatchedClaim, IdempotencyRequest},
    },
    store::{
        AssessmentRow, Store, StoreError, Transaction,
        placements::{LabelPairs, PlacementCounters, count},
    },
};

/// A person about whom an assessment is to be stored.
enum PersonLock<'a> {
    /// They are locked by this transaction.
    Found(Uuid, &'a LabelPairs),
    /// They are locked by another transaction, or it erases who assesses them.
    Locked,
    /// There is no such person.
    Missing,
}

/// The people of a batch, as far as this transaction could lock them.
struct LockedPeople {
    /// By id. None if another transaction has locked them.
    found: HashMap<String, Option<(Uuid, LabelPairs)>>,
    /// Assessors who are being erased.
    erased: BTreeSet<String>,
}

/// Stores a batch of one organisation, and returns the outcome of each in the same order.
///
/// # Errors
/// If the database fails, also for one of them; nothing is stored then.
pub(super) async fn store(
    store: &Store,
    organisation: Uuid,
    batch: Vec<&NewAssessment>,
) -> Result<Vec<SubmissionResult>, StoreError> {
    let mut transaction = store.begin().await?;
    let people = lock_people(&mut transaction, organisation, &batch).await?;
    let claims: Vec<BatchedClaim<'_>> = batch
        .iter()
        .filter_map(|new| match people.of(new) {
            PersonLock::Found(person, _) => Some(BatchedClaim {
                request: &new.request,
                person,
                result: new.row.id,
            }),
            PersonLock::Locked | PersonLock::Missing => None,
        })
        .collect();
    let replays = IdempotencyRequest::claim_batch(&mut transaction, &claims).await?;
    let mut replays = replays.into_iter();

    let (mut rows, mut counts) = (Vec::with_capacity(batch.len()), PlacementCounters::new());
    let mut outcomes = Vec::with_capacity(batch.len());
    for new in &batch {
        let (person, labels) = match people.of(new) {
            PersonLock::Found(person, labels) => (person, labels),
            PersonLock::Locked => {
                outcomes.push(None);
                continue;
            }
            PersonLock::Missing => {
                outcomes.push(Some(Err(no_person())));
                continue;
            }
        };
        if let Some(replay) = replays.next().flatten() {
            outcomes.push(Some(replay.map(StoreOutcome::Replay)));
            continue;
        }
        let row = AssessmentRow {
            person,
            ..new.row.clone()
        };
        let placed = (row.id, row.ladder_version, row.role, row.place);
        count(&mut counts, labels, placed, 1);
        rows.push(row);
        outcomes.push(Some(Ok(StoreOutcome::New(person))));
    }
    transaction.create_assessments(&rows).await?;
    transaction.count_placements(organisation, &counts).await?;
    transaction.commit().await?;
    Ok(outcomes)
}

/// Locks the people of a batch, and the names of those who assess them, without waiting for other transactions.
async fn lock_people(
    transaction: &mut Transaction,
    organisation: Uuid,
    batch: &[&NewAssessment],
) -> Result<LockedPeople, StoreError> {
    let names: BTreeSet<&str> = batch.iter().map(|new| &*new.person).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let mut people = LockedPeople {
        found: transaction.lock_people(organisation, &names).await?,
        erased: BTreeSet::new(),
    };
    let found = batch
        .iter()
        .filter(|new| matches!(people.of(new), PersonLock::Found(..)));
    let assessors: Vec<&str> = found
        .filter_map(|new| new.row.assessor.as_deref())
        .collect();
    let erased = transaction.try_name_people(organisation, &assessors);
    people.erased.extend(erased.await?);
    Ok(people)
}

impl LockedPeople {
    /// The person of an assessment.
    fn of(&self, new: &NewAssessment) -> PersonLock<'_> {
        let by = new.row.assessor.as_ref();
        let is_erased = by.is_some_and(|by| self.erased.contains(by));
        match self.found.get(&new.person) {
            Some(Some((person, labels))) if !is_erased => PersonLock::Found(*person, labels),
            Some(_) => PersonLock::Locked,
            None => PersonLock::Missing,
        }
    }
}
