//! Assessments: written once, never changed, and gone with the person.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, QueryBuilder, SqliteConnection};
use uuid::Uuid;

use super::{PersonKey, Store, StoreError, Transaction, placements::LabelPairs};

/// Rows of one statement; both databases take more values than these have.
const AT_ONCE: usize = 256;

const CREATE: &str = "INSERT INTO assessments (organisation, person, id, ladder_version, answers, place, role, assessor, kid, recorded_at) ";

// An array, so that there is one statement for any number of them.
const FIND_PEOPLE: &str = "SELECT id, name FROM people WHERE organisation = $1 AND name = ANY($2)";

const UNLESS_LOCKED: &str = " FOR SHARE SKIP LOCKED";

const CREATE_ALL: &str = "INSERT INTO assessments (organisation, person, id, ladder_version, answers, place, role, assessor, kid, recorded_at)
    SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[], $6::int2[], $7::int2[], $8::text[], $9::bytea[], $10::int8[])";

// With their labels and all in one text: SQLite returns rows one by one, and each wakes the task that waits for them.
const FIND_WITH_LABELS: &str = "SELECT json_group_array(json_array(hex(p.id), p.name,
    json((SELECT json_group_array(json_array(l.label, l.value)) FROM person_labels l
        WHERE l.organisation = p.organisation AND l.person = p.id))))
    FROM people p WHERE p.organisation = ";

const LIST: &str = "SELECT a.organisation, a.person, a.id, a.ladder_version, a.answers, a.place, a.role, a.assessor, a.kid, a.recorded_at,
    EXISTS (SELECT 1 FROM contests c WHERE c.organisation = a.organisation AND c.person = a.person AND c.assessment = a.id) AS contested
    FROM assessments a WHERE a.organisation = ";

const OF_PERSON: &str = " AND a.person = ";

/// One assessment.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AssessmentRow {
    /// The organisation of the person.
    pub organisation: Uuid,
    /// The row of the person whose assessment it is.
    pub person: Uuid,
    /// A UUIDv7 of the moment at which the quiz was taken.
    pub id: Uuid,
    /// The row of the ladder's version.
    pub ladder_version: Uuid,
    /// The answers, one byte each.
    pub answers: Vec<u8>,
    /// The order of the placement among those of the quiz, from the lowest.
    pub place: i16,
    /// Who answered, by number.
    pub role: i16,
    /// Whose assessment it is, where it is not the person's own.
    pub assessor: Option<String>,
    /// Which key signed the receipt: the eight bytes of its name.
    pub kid: Vec<u8>,
    /// When it was stored, in microseconds from 1970.
    pub recorded_at: i64,
}

impl AssessmentRow {
    /// The primary key of the person.
    #[must_use]
    pub fn person(&self) -> PersonKey {
        PersonKey {
            organisation: self.organisation,
            id: self.person,
        }
    }

    /// When it was stored, to the microsecond.
    #[must_use]
    pub fn recorded_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.recorded_at).unwrap_or_default()
    }
}

/// One of a list of assessments.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ListedAssessmentRow {
    /// The assessment.
    #[sqlx(flatten)]
    pub row: AssessmentRow,
    /// Whether it was ever contested.
    pub contested: bool,
}

/// Which assessments of a person.
#[derive(Debug, Clone, Copy)]
pub struct AssessmentFilter<'a> {
    /// Those taken before this one; None from the newest on.
    pub before: Option<Uuid>,
    /// Those for this ladder, in whatever version.
    pub ladder: Option<&'a str>,
    /// Those that were answered by who has this number.
    pub role: Option<i16>,
    /// At most.
    pub limit: i64,
}

impl Store {
    /// An assessment of a person.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_assessment(
        &self,
        person: PersonKey,
        id: Uuid,
    ) -> Result<Option<ListedAssessmentRow>, StoreError> {
        Ok(on_pool!(self, pool => {
            let mut query = QueryBuilder::new(LIST);
            query.push_bind(person.organisation).push(OF_PERSON).push_bind(person.id).push(" AND a.id = ").push_bind(id);
            query.build_query_as().fetch_optional(pool).await
        })?)
    }

    /// Assessments of a person, the newest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_assessments(
        &self,
        person: PersonKey,
        filter: &AssessmentFilter<'_>,
    ) -> Result<Vec<ListedAssessmentRow>, StoreError> {
        Ok(on_pool!(self, pool => {
            let mut query = QueryBuilder::new(LIST);
            query.push_bind(person.organisation).push(OF_PERSON).push_bind(person.id);
            if let Some(before) = filter.before {
                query.push(" AND a.id < ").push_bind(before);
            }
            if let Some(role) = filter.role {
                query.push(" AND a.role = ").push_bind(role);
            }
            if let Some(ladder) = filter.ladder {
                query.push(" AND EXISTS (SELECT 1 FROM ladder_versions v WHERE v.id = a.ladder_version AND v.ladder = ");
                query.push_bind(ladder).push(")");
            }
            query.push(" ORDER BY a.id DESC LIMIT ").push_bind(filter.limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Transaction {
    /// Locks people of an organisation until the end of the transaction, and returns their rows and labels by their ids in the calling
    /// system. Those who do not exist are left out. None is for those whom another transaction has locked: nobody waits for them.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn lock_people(
        &mut self,
        organisation: Uuid,
        people: &[&str],
    ) -> Result<HashMap<String, Option<(Uuid, LabelPairs)>>, StoreError> {
        let mut found = HashMap::with_capacity(people.len());
        let connection = match self {
            Self::Sqlite(transaction) => {
                // A file has one writer as it is.
                for people in people.chunks(AT_ONCE) {
                    found.extend(find_with_labels(transaction, organisation, people).await?);
                }
                return Ok(found);
            }
            Self::Postgres(transaction) => &mut **transaction,
        };
        let locked = find_people(connection, organisation, people, UNLESS_LOCKED).await?;
        if locked.len() < people.len() {
            // Those who exist all the same are locked by another transaction.
            let existing = find_people(connection, organisation, people, "").await?;
            found.extend(existing.into_iter().map(|(_, name)| (name, None)));
        }
        // After the lock, because labels may have changed before it.
        let ids: Vec<Uuid> = locked.iter().map(|(id, _)| *id).collect();
        let mut labels = self.list_labels(organisation, &ids).await?;
        found.extend(locked.into_iter().map(|(id, name)| {
            let labels = labels.remove(&id).unwrap_or_default();
            (name, Some((id, labels)))
        }));
        Ok(found)
    }

    /// Stores assessments.
    ///
    /// Fails with [`StoreError::Query`], also where a person is not there any more.
    pub async fn create_assessments(&mut self, rows: &[AssessmentRow]) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                for rows in rows.chunks(AT_ONCE) {
                    create_some(transaction, rows).await?;
                }
            }
            Self::Postgres(transaction) if !rows.is_empty() => {
                create_all(transaction, rows).await?;
            }
            Self::Postgres(_) => {}
        }
        Ok(())
    }
}

async fn find_people(
    connection: &mut PgConnection,
    organisation: Uuid,
    people: &[&str],
    lock: &'static str,
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let mut query = QueryBuilder::new(FIND_PEOPLE);
    query.push(lock);
    let query = query.build_query_as().bind(organisation).bind(people);
    query.fetch_all(connection).await
}

async fn create_all(
    connection: &mut PgConnection,
    rows: &[AssessmentRow],
) -> Result<(), sqlx::Error> {
    fn column<'a, T>(rows: &'a [AssessmentRow], of: impl Fn(&'a AssessmentRow) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    let query = sqlx::query(CREATE_ALL)
        .bind(column(rows, |row| row.organisation))
        .bind(column(rows, |row| row.person))
        .bind(column(rows, |row| row.id))
        .bind(column(rows, |row| row.ladder_version))
        .bind(column(rows, |row| row.answers.as_slice()))
        .bind(column(rows, |row| row.place))
        .bind(column(rows, |row| row.role))
        .bind(column(rows, |row| row.assessor.as_deref()))
        .bind(column(rows, |row| row.kid.as_slice()))
        .bind(column(rows, |row| row.recorded_at));
    query.execute(connection).await.map(drop)
}

async fn create_some(
    connection: &mut SqliteConnection,
    rows: &[AssessmentRow],
) -> Result<(), sqlx::Error> {
    let mut query = QueryBuilder::new(CREATE);
    query.push_values(rows, |mut values, row| {
        values
            .push_bind(row.organisation)
            .push_bind(row.person)
            .push_bind(row.id)
            .push_bind(row.ladder_version)
            .push_bind(&row.answers)
            .push_bind(row.place)
            .push_bind(row.role)
            .push_bind(&row.assessor)
            .push_bind(&row.kid)
            .push_bind(row.recorded_at);
    });
    query.build().execute(connection).await.map(drop)
}

/// Finds people of an organisation in a SQLite file, with their labels, by their ids in the calling system.
async fn find_with_labels(
    connection: &mut SqliteConnection,
    organisation: Uuid,
    people: &[&str],
) -> Result<Vec<(String, Option<(Uuid, LabelPairs)>)>, StoreError> {
    let mut query = QueryBuilder::new(FIND_WITH_LABELS);
    query.push_bind(organisation).push(" AND p.name IN (");
    let mut names = query.separated(", ");
    for name in people {
        names.push_bind(*name);
    }
    query.push(")");
    let text: String = query.build_query_scalar().fetch_one(connection).await?;
    let found: Vec<(Uuid, String, LabelPairs)> =
        serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let found = found.into_iter();
    Ok(found
        .map(|(id, name, labels)| (name, Some((id, labels))))
        .collect())
}
