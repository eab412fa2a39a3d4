//! Contests of assessments: kept with the assessment for as long as it is, one open at a time.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{PersonKey, Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str =
    "INSERT INTO contests (organisation, person, assessment, id, reason, contested_by, contested_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

const RESOLVE: &str =
    "UPDATE contests SET decision = $4, resolved_by = $5, note = $6, resolved_at = $7
    WHERE organisation = $1 AND person = $2 AND id = $3 AND decision IS NULL";

const LIST: &str = "SELECT organisation, person, assessment, id, reason, contested_by, contested_at, decision, resolved_by, note, resolved_at
    FROM contests WHERE organisation = $1 AND person = $2 AND assessment = $3 ORDER BY id";

/// One contest.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ContestRow {
    /// The organisation of the person.
    pub organisation: Uuid,
    /// The row of the person whose assessment is contested.
    pub person: Uuid,
    /// The assessment.
    pub assessment: Uuid,
    /// A UUIDv7.
    pub id: Uuid,
    /// Why, in words.
    pub reason: String,
    /// Who contests it; None where the person does.
    pub contested_by: Option<String>,
    /// When, to the microsecond.
    pub contested_at: DateTime<Utc>,
    /// What was decided, by number; None while it is open.
    pub decision: Option<i16>,
    /// Who decided it.
    pub resolved_by: Option<String>,
    /// Why it was decided so.
    pub note: Option<String>,
    /// When it was decided, to the microsecond.
    pub resolved_at: Option<DateTime<Utc>>,
}

impl ContestRow {
    /// The primary key of the person.
    #[must_use]
    pub fn person(&self) -> PersonKey {
        PersonKey {
            organisation: self.organisation,
            id: self.person,
        }
    }
}

impl Store {
    /// The contests of an assessment, the oldest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_contests(
        &self,
        person: PersonKey,
        assessment: Uuid,
    ) -> Result<Vec<ContestRow>, StoreError> {
        Ok(
            on_pool!(self, pool => sqlx::query_as(LIST).bind(person.organisation).bind(person.id).bind(assessment).fetch_all(pool).await)?,
        )
    }
}

impl Transaction {
    /// The contests of an assessment, the oldest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_contests(
        &mut self,
        person: PersonKey,
        assessment: Uuid,
    ) -> Result<Vec<ContestRow>, StoreError> {
        Ok(
            on_connection!(self, connection => sqlx::query_as(LIST).bind(person.organisation).bind(person.id).bind(assessment).fetch_all(connection).await)?,
        )
    }

    /// Contests an assessment; false where a contest of it is open.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_contest(&mut self, row: &ContestRow) -> Result<bool, StoreError> {
        let made = on_connection!(self, connection => sqlx::query(CREATE)
            .bind(row.organisation)
            .bind(row.person)
            .bind(row.assessment)
            .bind(row.id)
            .bind(&row.reason)
            .bind(&row.contested_by)
            .bind(truncate(row.contested_at))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(made == 1)
    }

    /// Resolves a contest with what the row says of it; false where it is not open any more.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn resolve_contest(&mut self, row: &ContestRow) -> Result<bool, StoreError> {
        let done = on_connection!(self, connection => sqlx::query(RESOLVE)
            .bind(row.organisation)
            .bind(row.person)
            .bind(row.id)
            .bind(row.decision)
            .bind(&row.resolved_by)
            .bind(&row.note)
            .bind(row.resolved_at.map(truncate))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }
}
