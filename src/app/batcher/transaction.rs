//! The transaction that stores a batch of assessments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::{NewAssessment, Outcome, StoredAssessment};
use crate::{
    app::{
        idempotency::{BatchedClaim, IdempotencyRequest},
        people::no_person,
    },
    store::{
        AssessmentRow, Store, StoreError, Transaction,
        placements::{Counts, Labels, count},
    },
};

/// A person about whom an assessment is to be stored.
enum Person<'a> {
    /// They are locked by this transaction.
    Found(Uuid, &'a Labels),
    /// They are locked by another transaction, or it erases who assesses them.
    Locked,
    /// There is no such person.
    Missing,
}

/// The people of a batch, as far as this transaction could lock them.
struct People {
    /// By organisation and id. None if another transaction has locked them.
    found: HashMap<(Uuid, String), Option<(Uuid, Labels)>>,
    /// Assessors who are being erased, by organisation and id.
    erased: BTreeSet<(Uuid, String)>,
}

/// Stores a batch, and returns the outcome of each in the same order.
///
/// # Errors
/// If the database fails, also for one of them; nothing is stored then.
pub(super) async fn store(
    store: &Store,
    batch: Vec<&NewAssessment>,
) -> Result<Vec<Outcome>, StoreError> {
    let mut transaction = store.begin().await?;
    let people = lock_people(&mut transaction, &batch).await?;
    let claims: Vec<BatchedClaim<'_>> = batch
        .iter()
        .filter_map(|new| match people.of(new) {
            Person::Found(person, _) => Some(BatchedClaim {
                request: &new.request,
                person,
                result: new.row.id,
            }),
            Person::Locked | Person::Missing => None,
        })
        .collect();
    let replays = IdempotencyRequest::claim_batch(&mut transaction, &claims).await?;
    let mut replays = replays.into_iter();

    let (mut rows, mut counts) = (Vec::with_capacity(batch.len()), Counts::new());
    let mut outcomes = Vec::with_capacity(batch.len());
    for new in &batch {
        let (person, labels) = match people.of(new) {
            Person::Found(person, labels) => (person, labels),
            Person::Locked => {
                outcomes.push(None);
                continue;
            }
            Person::Missing => {
                outcomes.push(Some(Err(no_person())));
                continue;
            }
        };
        if let Some(replay) = replays.next().flatten() {
            outcomes.push(Some(replay.map(StoredAssessment::Replay)));
            continue;
        }
        let row = AssessmentRow {
            person,
            ..new.row.clone()
        };
        let placed = (row.id, row.ladder_version, row.role, row.place);
        count(&mut counts, new.organisation, labels, placed, 1);
        rows.push(row);
        outcomes.push(Some(Ok(StoredAssessment::New(person))));
    }
    transaction.create_assessments(&rows).await?;
    transaction.count_placements(&counts).await?;
    transaction.commit().await?;
    Ok(outcomes)
}

/// Locks the people of a batch, and the names of those who assess them, without waiting for other transactions.
async fn lock_people(
    transaction: &mut Transaction,
    batch: &[&NewAssessment],
) -> Result<People, StoreError> {
    let names = batch.iter().map(|new| (new.organisation, &*new.person));
    let names: BTreeSet<(Uuid, &str)> = names.collect();
    let names: Vec<(Uuid, &str)> = names.into_iter().collect();
    let mut people = People {
        found: transaction.hold_people(&names).await?,
        erased: BTreeSet::new(),
    };
    let mut assessors: BTreeMap<Uuid, Vec<&str>> = BTreeMap::new();
    for new in batch {
        if let (Some(by), Person::Found(..)) = (&new.row.assessor, people.of(new)) {
            assessors.entry(new.organisation).or_default().push(by);
        }
    }
    for (organisation, assessors) in assessors {
        let erased = transaction.try_name_people(organisation, &assessors);
        let erased = erased.await?.into_iter().map(|name| (organisation, name));
        people.erased.extend(erased);
    }
    Ok(people)
}

impl People {
    /// The person of an assessment.
    fn of(&self, new: &NewAssessment) -> Person<'_> {
        let by = new
            .row
            .assessor
            .as_ref()
            .filter(|_| !self.erased.is_empty());
        let is_erased = by.is_some_and(|by| self.erased.contains(&(new.organisation, by.clone())));
        match self.found.get(&(new.organisation, new.person.clone())) {
            Some(Some((person, labels))) if !is_erased => Person::Found(*person, labels),
            Some(_) => Person::Locked,
            None => Person::Missing,
        }
    }
}
