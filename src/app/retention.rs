//! Retention: what is kept about people goes when its time has passed, by the settings. A legal hold stops it.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Utc};
use uuid::Uuid;

use super::{Actor, now, secure_erase::overwrite_soon};
use crate::{
    config::RetentionConfig,
    domain::assessment::id_at,
    error::Error,
    store::{OverdueRow, RetentionCutoffs, Store, StoreError, Transaction},
};

/// People that are looked for at once.
const AT_ONCE: i64 = 500;

/// How much is past its time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeletedCounts {
    /// People erased whole.
    pub people: u64,
    /// Assessments of others.
    pub assessments: u64,
    /// Pieces of evidence of others.
    pub evidence: u64,
}

impl DeletedCounts {
    fn add(&mut self, other: Self) {
        self.people += other.people;
        self.assessments += other.assessments;
        self.evidence += other.evidence;
    }
}

/// Removes what is past its time, or only counts it: what has gone, by organisation. Each person in a transaction of their own, so that
/// nobody waits for long; what was removed before a failure stays removed.
///
/// # Errors
/// Where the database fails.
pub async fn run(
    store: &Store,
    config: &RetentionConfig,
    is_rehearsal: bool,
) -> Result<BTreeMap<Uuid, DeletedCounts>, Error> {
    let past = past(config, now());
    let mut gone: BTreeMap<Uuid, DeletedCounts> = BTreeMap::new();
    for organisation in store.list_organisations().await? {
        let mut after = Uuid::nil();
        loop {
            let due = store.list_due(organisation.id, &past, after, AT_ONCE);
            let due = due.await?;
            let Some(last) = due.last() else { break };
            after = last.id;
            for person in &due {
                let of_person = remove(store, &past, person, is_rehearsal).await?;
                gone.entry(person.organisation).or_default().add(of_person);
            }
        }
    }
    gone.retain(|_, gone| *gone != DeletedCounts::default());
    if !is_rehearsal && !gone.is_empty() {
        overwrite_soon(store).await;
    }
    Ok(gone)
}

fn past(config: &RetentionConfig, at: DateTime<Utc>) -> RetentionCutoffs {
    let before = |days: u64| {
        let days = Some(days).filter(|days| *days > 0);
        let before = days.and_then(|days| at.checked_sub_days(Days::new(days)));
        before.map_or(DateTime::UNIX_EPOCH, |before| {
            before.max(DateTime::UNIX_EPOCH)
        })
    };
    RetentionCutoffs {
        assessments: id_at(before(config.assessments_days), &[0; 10]).unwrap_or(Uuid::nil()),
        evidence: before(config.evidence_days),
        people: before(config.people_days),
        today: at.date_naive(),
    }
}

async fn remove(
    store: &Store,
    past: &RetentionCutoffs,
    person: &OverdueRow,
    is_rehearsal: bool,
) -> Result<DeletedCounts, Error> {
    let mut transaction = store.begin().await?;
    let found = transaction
        .find_person(person.organisation, &person.name)
        .await?;
    // Gone, made anew or held meanwhile.
    let found = found.filter(|found| found.id == person.id);
    let Some(found) = found.filter(|found| found.hold_on(past.today).is_none()) else {
        return Ok(DeletedCounts::default());
    };
    let gone = if transaction.is_idle(found.key(), past).await? {
        transaction.erase_person(&found, now()).await?;
        DeletedCounts {
            people: 1,
            ..DeletedCounts::default()
        }
    } else {
        let (assessments, evidence) = transaction.delete_past(found.key(), past).await?;
        DeletedCounts {
            people: 0,
            assessments,
            evidence,
        }
    };
    if is_rehearsal || gone == DeletedCounts::default() {
        return Ok(gone);
    }
    tell(&mut transaction, person, &gone).await?;
    transaction.commit().await?;
    Ok(gone)
}

/// Tells of it by the id that says nothing of the person.
async fn tell(
    transaction: &mut Transaction,
    person: &OverdueRow,
    gone: &DeletedCounts,
) -> Result<(), StoreError> {
    let (action, subject) = match gone.people {
        0 => (
            "retention.run",
            format!(
                "{}: {} assessments, {} pieces of evidence",
                person.id, gone.assessments, gone.evidence
            ),
        ),
        _ => ("person.erase", person.id.to_string()),
    };
    let actor = Actor::command_line(person.organisation);
    let event = actor.audit_event(action, &subject);
    transaction.tell(&event).await
}
