//! People of an organisation: put, listed, held, erased.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App,
    error::no_person,
    lists::{List, PageBounds},
    now,
    precondition::Precondition,
    secure_erase::overwrite_soon,
    times::since,
};
use crate::{
    config::PersonalData,
    domain::{
        fault::{Fault, Severity},
        person::{LabelValue, Labels, PersonId, is_label, misnamed, personal},
    },
    error::{Error, RequestPart},
    store::{AuditEvent, HoldRow, PeopleFilter, PersonKey, PersonRow, Transaction},
};

/// The most labels by which a list can be narrowed.
const MOST_LABELS: usize = 16;

/// Somebody, as the calling system knows them.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"labels": {"team": "search", "site": "berlin"}}))]
pub struct PutPersonRequest<'a> {
    /// Labels for grouping: all of them, in place of those before.
    #[serde(borrow, default)]
    #[schema(value_type = Labels)]
    pub labels: Labels<'a>,
}

/// Somebody, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonResponse {
    /// The id in the calling system.
    #[schema(value_type = PersonId)]
    pub id: String,
    /// An id of the service's own, which says nothing of the person: the audit and the tombstone of an erasure name this one.
    pub uid: Uuid,
    /// Labels by their names.
    #[schema(value_type = Labels)]
    pub labels: BTreeMap<String, String>,
    /// The legal hold that was placed on them last, also where its last day has passed; null where there is none.
    pub hold: Option<HoldResponse>,
    /// When they were first put.
    #[schema(max_length = 40)]
    pub created_at: DateTime<Utc>,
    /// When they or their labels were changed last.
    #[schema(max_length = 40)]
    pub updated_at: DateTime<Utc>,
    /// What looks like a name or an e-mail address, where there should be none.
    #[schema(max_items = 17)]
    pub warnings: Vec<PersonWarning>,
}

/// A legal hold: for as long as it lasts, the person cannot be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldResponse {
    /// Why.
    #[schema(max_length = 4000)]
    pub reason: String,
    /// The last day (UTC) of it.
    pub until: NaiveDate,
    /// When it was placed.
    #[schema(max_length = 40)]
    pub placed_at: DateTime<Utc>,
    /// By whom: the prefix of a key.
    #[schema(max_length = 40)]
    pub placed_by: String,
}

/// Something about somebody that is worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonWarning {
    /// `/person` for the id, else the label.
    #[schema(max_length = 200)]
    pub pointer: String,
    /// Stable name of the kind of warning, for programs.
    #[schema(value_type = String, max_length = 60)]
    pub code: &'static str,
    /// What it is, in a sentence.
    #[schema(max_length = 1000)]
    pub detail: String,
}

impl From<Fault> for PersonWarning {
    fn from(fault: Fault) -> Self {
        Self {
            pointer: fault.pointer,
            code: fault.code,
            detail: fault.detail,
        }
    }
}

/// Which people.
#[derive(Debug)]
pub struct ListPeople<'q> {
    /// With all of these labels.
    pub labels: Vec<(String, String)>,
    /// Changed at this time or later.
    pub updated_since: Option<&'q str>,
    /// The page.
    pub page: PageBounds<'q>,
}

impl From<HoldRow> for HoldResponse {
    fn from(row: HoldRow) -> Self {
        Self {
            reason: row.reason,
            until: row.until,
            placed_at: row.placed_at,
            placed_by: row.placed_by,
        }
    }
}

impl From<PersonRow> for PersonResponse {
    fn from(row: PersonRow) -> Self {
        let labels = row.labels.iter();
        let labels = labels.map(|(label, value)| (label.as_str(), value.as_str()));
        let warnings = personal(&row.name, labels).into_iter();
        Self {
            warnings: warnings.map(PersonWarning::from).collect(),
            id: row.name,
            uid: row.id,
            labels: row.labels,
            hold: row.hold.map(HoldResponse::from),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl PersonResponse {
    /// What tells this state of them from every other: their entity tag.
    #[must_use]
    pub fn tag(&self) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        let digest = blake3::hash(&text).to_hex();
        digest.chars().take(32).collect()
    }
}

/// The entity tag of somebody as they are kept.
pub(super) fn tag(row: Option<PersonRow>) -> Option<String> {
    row.map(|row| PersonResponse::from(row).tag())
}

impl App {
    /// Somebody of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn person(&self, actor: &Actor, id: &PersonId) -> Result<PersonRow, Error> {
        let found = self
            .store
            .find_person(actor.organisation, id.as_str())
            .await?;
        found.ok_or_else(no_person)
    }

    /// Begins a transaction that locks a person, and returns the key of their row.
    pub(super) async fn lock_person(
        &self,
        actor: &Actor,
        person: &PersonId,
    ) -> Result<(Transaction, PersonKey), Error> {
        let mut transaction = self.store.begin().await?;
        let found = find(&mut transaction, actor.organisation, person).await?;
        Ok((transaction, found.ok_or_else(no_person)?.key()))
    }

    /// People of an organisation, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::Invalid`] for the query; where the database fails.
    pub async fn list_people(
        &self,
        actor: &Actor,
        asked: ListPeople<'_>,
    ) -> Result<List<'static, PersonResponse>, Error> {
        let (page, list) = (asked.page, format!("people {}", actor.organisation));
        let filter = PeopleFilter {
            after: page.after(&list)?,
            updated_since: asked
                .updated_since
                .map(|text| since("updated_since", text))
                .transpose()?,
            labels: &narrowed(asked.labels)?,
            limit: page.rows()?,
        };
        let rows = self.store.list_people(actor.organisation, &filter).await?;
        let notes = rows.into_iter().map(PersonResponse::from).collect();
        page.of_rows(&list, notes, |note| note.uid)
    }

    /// Puts somebody: makes them, or gives them these labels and no others. True where they are new.
    ///
    /// # Errors
    /// [`Error::Invalid`] for labels, and where what looks personal is refused; [`Error::PreconditionFailed`]; where the database fails.
    pub async fn put_person(
        &self,
        actor: &Actor,
        id: &PersonId,
        put: &PutPersonRequest<'_>,
        expected: &Precondition,
    ) -> Result<(PersonResponse, bool), Error> {
        let labels = put.labels.iter();
        let labels: BTreeMap<String, String> = labels
            .map(|(label, value): (&str, LabelValue)| (label.into(), value.into()))
            .collect();
        let mut faults = misnamed(&put.labels);
        if self.config.people.personal_data == PersonalData::Refuse {
            let pairs = labels.iter();
            let pairs = pairs.map(|(label, value)| (label.as_str(), value.as_str()));
            let refused = personal(id.as_str(), pairs).into_iter();
            faults.extend(refused.map(|fault| Fault {
                severity: Severity::Error,
                ..fault
            }));
        }
        refuse(faults)?;
        let mut transaction = self.store.begin().await?;
        let organisation = actor.organisation;
        let before = if transaction
            .claim_person(organisation, id.as_str(), now())
            .await?
        {
            None
        } else {
            find(&mut transaction, organisation, id).await?
        };
        expected.check_if_said(tag(before.clone()).as_deref())?;
        let is_first = before.is_none();
        let person = match before {
            Some(before) => before,
            None => find(&mut transaction, organisation, id)
                .await?
                .ok_or_else(no_person)?,
        };
        let at = changed_at(&person);
        if person.labels != labels {
            // What is counted by labels is counted by those that hold.
            transaction.move_placements(person.key(), -1).await?;
            transaction.put_labels(person.key(), &labels, at).await?;
            transaction.move_placements(person.key(), 1).await?;
        }
        let updated_at = if person.labels == labels {
            person.updated_at
        } else {
            at
        };
        transaction.commit().await?;
        let row = PersonRow {
            labels,
            updated_at,
            ..person
        };
        Ok((row.into(), is_first))
    }

    /// Erases somebody: everything that names or describes them, in one transaction, and the bytes of it in a SQLite file. What is
    /// left says that somebody was erased, and not who.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::PreconditionFailed`]; [`Error::Conflict`] where a legal hold keeps them; where the database fails.
    pub async fn erase_person(
        &self,
        actor: &Actor,
        id: &PersonId,
        expected: &Precondition,
    ) -> Result<(), Error> {
        let mut transaction = self.store.begin().await?;
        let person = find(&mut transaction, actor.organisation, id).await?;
        let person = person.ok_or_else(no_person)?;
        expected.check_if_said(tag(Some(person.clone())).as_deref())?;
        let at = now();
        if let Some(hold) = person.hold_on(at.date_naive()) {
            let detail = format!(
                "A legal hold keeps this person until {}: {}",
                hold.until, hold.reason
            );
            return Err(Error::Conflict(detail.into()));
        }
        transaction.erase_person(&person, at).await?;
        tell(&mut transaction, actor, "person.erase", person.id).await?;
        transaction.commit().await?;
        // Also where nobody waits for the answer any more.
        let store = self.store.clone();
        let overwritten = tokio::spawn(async move { overwrite_soon(&store).await });
        overwritten
            .await
            .map_err(|error| Error::Internal(error.to_string()))
    }
}

/// When somebody is changed whom nobody else changes meanwhile. Times of change always go on, whatever clocks say.
pub(super) fn changed_at(person: &PersonRow) -> DateTime<Utc> {
    now().max(person.updated_at + TimeDelta::microseconds(1))
}

pub(super) async fn find(
    transaction: &mut Transaction,
    organisation: Uuid,
    id: &PersonId,
) -> Result<Option<PersonRow>, Error> {
    Ok(transaction.find_person(organisation, id.as_str()).await?)
}

/// Tells of something that was done to somebody, by the id that says nothing of them: the audit cannot be erased.
pub(super) async fn tell(
    transaction: &mut Transaction,
    actor: &Actor,
    action: &'static str,
    uid: Uuid,
) -> Result<(), Error> {
    let uid = uid.to_string();
    let event: AuditEvent<'_> = actor.audit_event(action, &uid);
    Ok(transaction.tell(&event).await?)
}

fn refuse(faults: Vec<Fault>) -> Result<(), Error> {
    match faults.is_empty() {
        true => Ok(()),
        // What is wrong with the id is wrong with the path.
        false if faults.iter().all(|fault| fault.pointer == "/person") => {
            Err(Error::Invalid(RequestPart::Path, faults))
        }
        false => Err(Error::Invalid(RequestPart::Body, faults)),
    }
}

/// The labels by which a list is narrowed, where they can be labels.
fn narrowed(labels: Vec<(String, String)>) -> Result<Vec<(String, String)>, Error> {
    if labels.len() > MOST_LABELS {
        let detail = "A list is narrowed by 16 labels at most.";
        return Err(Error::query("label", "too_many", detail));
    }
    let mut faults = Vec::new();
    for (label, value) in &labels {
        let mut wrong = |detail: String| {
            let shown: String = label.chars().take(100).collect();
            faults.push(Fault::error(
                format!("/label.{shown}"),
                "wrong_format",
                detail,
            ));
        };
        if !is_label(label) {
            wrong(
                "No label is named so: letters A to Z and a to z, digits, hyphens and underscores."
                    .into(),
            );
        } else if let Err(fault) = LabelValue::try_from(value.clone()) {
            wrong(fault);
        }
    }
    match faults.is_empty() {
        true => Ok(labels),
        false => Err(Error::Invalid(RequestPart::Query, faults)),
    }
}
