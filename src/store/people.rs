//! People, known only by the id that the calling system gives them. What else is kept about a person is in tables with the columns
//! `organisation` and `person`, each of which is listed here, so that it is erased with them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};
use crate::domain::person::ERASED;

/// Every table of what is kept about somebody, in an order in which it can be removed.
pub const TABLES: [&str; 8] = [
    "contests",
    "evidence_reviews",
    "evidence_criteria",
    "evidence",
    "assessments",
    "legal_holds",
    "person_labels",
    "idempotency",
];

/// Makes somebody, or holds the row that is there already against other writers.
const CLAIM: &str = "INSERT INTO people (organisation, id, name, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
    ON CONFLICT (organisation, name) DO UPDATE SET name = excluded.name RETURNING id";

const FIND: &str = "SELECT p.organisation, p.id, p.name, p.created_at, p.updated_at, h.reason, h.until, h.placed_at, h.placed_by, l.label, l.value
    FROM people p LEFT JOIN legal_holds h ON h.organisation = p.organisation AND h.person = p.id
    LEFT JOIN person_labels l ON l.organisation = p.organisation AND l.person = p.id
    WHERE p.organisation = $1 AND p.name = $2 ORDER BY l.label";

const LIST: &str = "SELECT p.organisation, p.id, p.name, p.created_at, p.updated_at, h.reason, h.until, h.placed_at, h.placed_by, l.label, l.value
    FROM people p LEFT JOIN legal_holds h ON h.organisation = p.organisation AND h.person = p.id
    LEFT JOIN person_labels l ON l.organisation = p.organisation AND l.person = p.id
    WHERE p.organisation = ";

const OF_PAGE: &str = " AND p.id IN (SELECT f.id FROM people f WHERE f.organisation = ";

const LABEL: &str =
    "INSERT INTO person_labels (organisation, person, label, value) VALUES ($1, $2, $3, $4)";

const CHANGED: &str = "UPDATE people SET updated_at = $3 WHERE organisation = $1 AND id = $2";

const PLACE_HOLD: &str = "INSERT INTO legal_holds (organisation, person, reason, until, placed_at, placed_by) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (organisation, person) DO UPDATE SET reason = excluded.reason, until = excluded.until, placed_at = excluded.placed_at,
    placed_by = excluded.placed_by";

const RELEASE_HOLD: &str = "DELETE FROM legal_holds WHERE organisation = $1 AND person = $2";

const DELETE: &str = "DELETE FROM people WHERE organisation = $1 AND id = $2";

const CREATE_TOMBSTONE: &str =
    "INSERT INTO tombstones (organisation, id, erased_at) VALUES ($1, $2, $3)";

/// The primary key of a person's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonKey {
    /// The organisation.
    pub organisation: Uuid,
    /// A UUIDv7 of the service's own, which says nothing about the person.
    pub id: Uuid,
}

/// Somebody, with labels and a legal hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The organisation.
    pub organisation: Uuid,
    /// A UUIDv7 of the service's own, which says nothing of the person.
    pub id: Uuid,
    /// The id in the calling system; unique within the organisation.
    pub name: String,
    /// When they were first put, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// When they or their labels were changed last, to the microsecond.
    pub updated_at: DateTime<Utc>,
    /// Labels by their names.
    pub labels: BTreeMap<String, String>,
    /// Why they must not be erased yet.
    pub hold: Option<HoldRow>,
}

impl PersonRow {
    /// The primary key.
    #[must_use]
    pub fn key(&self) -> PersonKey {
        PersonKey {
            organisation: self.organisation,
            id: self.id,
        }
    }

    /// The legal hold that lasts on a day.
    #[must_use]
    pub fn hold_on(&self, day: NaiveDate) -> Option<&HoldRow> {
        self.hold.as_ref().filter(|hold| hold.until >= day)
    }
}

/// Why somebody must not be erased yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// In words.
    pub reason: String,
    /// The last day (UTC) of it.
    pub until: NaiveDate,
    /// When it was placed, to the microsecond.
    pub placed_at: DateTime<Utc>,
    /// By whom: the prefix of a key.
    pub placed_by: String,
}

/// Which people.
#[derive(Debug, Clone, Copy)]
pub struct PeopleFilter<'a> {
    /// Behind this one; None from the first on.
    pub after: Option<Uuid>,
    /// Changed at this time or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// With all of these labels.
    pub labels: &'a [(String, String)],
    /// At most.
    pub limit: i64,
}

/// One label of somebody, or somebody without any.
#[derive(sqlx::FromRow)]
struct PersonLabelRow {
    organisation: Uuid,
    id: Uuid,
    name: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    reason: Option<String>,
    until: Option<NaiveDate>,
    placed_at: Option<DateTime<Utc>>,
    placed_by: Option<String>,
    label: Option<String>,
    value: Option<String>,
}

/// Puts rows of one person after the other together.
fn fold(rows: Vec<PersonLabelRow>) -> Vec<PersonRow> {
    let mut people: Vec<PersonRow> = Vec::new();
    for row in rows {
        if people.last().is_none_or(|last| last.id != row.id) {
            let held = (row.reason, row.until, row.placed_at, row.placed_by);
            let hold = match held {
                (Some(reason), Some(until), Some(placed_at), Some(placed_by)) => Some(HoldRow {
                    reason,
                    until,
                    placed_at,
                    placed_by,
                }),
                _ => None,
            };
            people.push(PersonRow {
                organisation: row.organisation,
                id: row.id,
                name: row.name,
                created_at: row.created_at,
                updated_at: row.updated_at,
                labels: BTreeMap::new(),
                hold,
            });
        }
        if let (Some(person), Some(label), Some(value)) = (people.last_mut(), row.label, row.value)
        {
            person.labels.insert(label, value);
        }
    }
    people
}

impl Store {
    /// Somebody of an organisation, by the id in the calling system.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_person(
        &self,
        organisation: Uuid,
        name: &str,
    ) -> Result<Option<PersonRow>, StoreError> {
        let rows = on_pool!(self, pool => sqlx::query_as(FIND).bind(organisation).bind(name).fetch_all(pool).await)?;
        Ok(fold(rows).into_iter().next())
    }

    /// People of an organisation in the order in which they came.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_people(
        &self,
        organisation: Uuid,
        filter: &PeopleFilter<'_>,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let rows = on_pool!(self, pool => {
            let mut query = QueryBuilder::new(LIST);
            query.push_bind(organisation).push(OF_PAGE).push_bind(organisation);
            if let Some(after) = filter.after {
                query.push(" AND f.id > ").push_bind(after);
            }
            if let Some(since) = filter.updated_since {
                query.push(" AND f.updated_at >= ").push_bind(truncate(since));
            }
            for (label, value) in filter.labels {
                query.push(" AND EXISTS (SELECT 1 FROM person_labels w WHERE w.organisation = f.organisation AND w.person = f.id AND w.label = ");
                query.push_bind(label).push(" AND w.value = ").push_bind(value).push(")");
            }
            query.push(" ORDER BY f.id LIMIT ").push_bind(filter.limit);
            query.push(") ORDER BY p.id, l.label");
            query.build_query_as().fetch_all(pool).await
        })?;
        Ok(fold(rows))
    }
}

impl Transaction {
    /// Makes somebody where they are not there yet; either way nobody else changes them until the end of the transaction. True where
    /// they are new.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn claim_person(
        &mut self,
        organisation: Uuid,
        name: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let id = Uuid::now_v7();
        let kept: Uuid = on_connection!(self, connection => sqlx::query_scalar(CLAIM)
            .bind(organisation)
            .bind(id)
            .bind(name)
            .bind(truncate(at))
            .fetch_one(connection)
            .await)?;
        Ok(kept == id)
    }

    /// Somebody of an organisation, whom nobody else changes or removes until the end of the transaction.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_person(
        &mut self,
        organisation: Uuid,
        name: &str,
    ) -> Result<Option<PersonRow>, StoreError> {
        if let Self::Postgres(transaction) = self {
            // What refers to somebody is kept out by this lock alone. A SQLite file has one writer as it is.
            let held = "SELECT id FROM people WHERE organisation = $1 AND name = $2 FOR UPDATE";
            let held = sqlx::query(held).bind(organisation).bind(name);
            // Who comes only now is not held.
            if held.fetch_optional(&mut **transaction).await?.is_none() {
                return Ok(None);
            }
        }
        let rows = on_connection!(self, connection => sqlx::query_as(FIND).bind(organisation).bind(name).fetch_all(connection).await)?;
        Ok(fold(rows).into_iter().next())
    }

    /// Gives somebody these labels and no others.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn put_labels(
        &mut self,
        person: PersonKey,
        labels: &BTreeMap<String, String>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.remove("person_labels", person).await?;
        for (label, value) in labels {
            on_connection!(self, connection => sqlx::query(LABEL)
                .bind(person.organisation)
            .bind(person.id)
                .bind(label)
                .bind(value)
                .execute(connection)
                .await
                .map(drop))?;
        }
        self.touch(person, at).await
    }

    /// Says when somebody was changed last.
    async fn touch(&mut self, person: PersonKey, at: DateTime<Utc>) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(CHANGED)
            .bind(person.organisation)
            .bind(person.id)
            .bind(truncate(at))
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Places a legal hold on somebody, in place of the one that is there.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn place_hold(
        &mut self,
        person: PersonKey,
        hold: &HoldRow,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(PLACE_HOLD)
            .bind(person.organisation)
            .bind(person.id)
            .bind(&hold.reason)
            .bind(hold.until)
            .bind(truncate(hold.placed_at))
            .bind(&hold.placed_by)
            .execute(connection)
            .await
            .map(drop))?;
        self.touch(person, at).await
    }

    /// Releases somebody's legal hold; false where there is none.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn release_hold(
        &mut self,
        person: PersonKey,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.touch(person, at).await?;
        let done = on_connection!(self, connection => sqlx::query(RELEASE_HOLD)
            .bind(person.organisation)
            .bind(person.id)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }

    /// Erases somebody and all that is kept about them, and counts it no longer. What is left says that somebody was erased, and not who.
    /// See [`Store::overwrite`] for the bytes.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn erase_person(
        &mut self,
        person: &PersonRow,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        // Before all but the person's row, so that of two who named each other one waits for the other's end.
        self.count_removal(person.organisation).await?;
        // One and the same nobody, wherever they were named.
        let nobody = format!("{ERASED}{}", person.id);
        self.replace_mentions(person.organisation, &person.name, &nobody)
            .await?;
        let person = person.key();
        self.move_placements(person, -1).await?;
        for table in TABLES {
            self.remove(table, person).await?;
        }
        on_connection!(self, connection => sqlx::query(DELETE)
            .bind(person.organisation)
            .bind(person.id)
            .execute(connection)
            .await
            .map(drop))?;
        on_connection!(self, connection => sqlx::query(CREATE_TOMBSTONE)
            .bind(person.organisation)
            .bind(person.id)
            .bind(truncate(at))
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }

    async fn remove(&mut self, table: &'static str, person: PersonKey) -> Result<(), StoreError> {
        on_connection!(self, connection => {
            let mut query = QueryBuilder::new("DELETE FROM ");
            query.push(table).push(" WHERE organisation = ").push_bind(person.organisation);
            query.push(" AND person = ").push_bind(person.id);
            query.build().execute(connection).await.map(drop)
        })?;
        Ok(())
    }
}
