//! Retention: what is past its time. People under a legal hold are passed over.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, revisions, transaction::on_connection, truncate};

/// Nothing was stored of somebody at a time, by the number of its parameter, or later; the other one has its microseconds from 1970.
macro_rules! idle {
    ($at:literal, $micros:literal) => {
        concat!(
            "p.updated_at < ", $at,
            " AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.person = p.id AND a.recorded_at >= ", $micros, ")",
            " AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.person = p.id AND (e.recorded_at >= ", $at, " OR e.withdrawn_at >= ", $at, "))",
            " AND NOT EXISTS (SELECT 1 FROM evidence_reviews r WHERE r.person = p.id AND r.reviewed_at >= ", $at, ")",
            " AND NOT EXISTS (SELECT 1 FROM contests c WHERE c.person = p.id AND (c.contested_at >= ", $at, " OR c.resolved_at >= ", $at, "))"
        )
    };
}

/// People of whom something is past its time, behind one of them.
const LIST: &str = concat!(
    "SELECT p.id, p.organisation, p.name FROM people p
    WHERE p.id > $1
        AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.person = p.id AND h.until >= $2)
        AND (EXISTS (SELECT 1 FROM assessments a WHERE a.person = p.id AND a.id < $3)
            OR EXISTS (SELECT 1 FROM evidence e WHERE e.person = p.id AND e.recorded_at < $4)
            OR (",
    idle!("$5", "$6"),
    ")) ORDER BY p.id LIMIT $7"
);

const IS_IDLE: &str = concat!(
    "SELECT p.id FROM people p WHERE p.id = $1 AND ",
    idle!("$2", "$3")
);

/// Answers about somebody may tell of what goes. That they were given stays, so that nothing is done twice.
const ANSWERS: &str = "UPDATE idempotency SET answer = '' WHERE person = $1 AND answer IS NOT NULL";

const CONTESTS: &str = "DELETE FROM contests WHERE person = $1 AND assessment < $2";

const ASSESSMENTS: &str = "DELETE FROM assessments WHERE person = $1 AND id < $2";

const REVIEWS: &str = "DELETE FROM evidence_reviews WHERE person = $1
    AND evidence IN (SELECT e.id FROM evidence e WHERE e.person = $1 AND e.recorded_at < $2)";

const CRITERIA: &str = "DELETE FROM evidence_criteria WHERE person = $1
    AND evidence IN (SELECT e.id FROM evidence e WHERE e.person = $1 AND e.recorded_at < $2)";

const EVIDENCE: &str = "DELETE FROM evidence WHERE person = $1 AND recorded_at < $2";

/// Up to when things are past their time.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// Assessments whose id is lower, which is to say that they were taken before.
    pub assessments: Uuid,
    /// Evidence recorded before this.
    pub evidence: DateTime<Utc>,
    /// People of whom nothing was stored since.
    pub people: DateTime<Utc>,
    /// Today (UTC), on which a legal hold lasts or not.
    pub today: NaiveDate,
}

/// Somebody of whom something is past its time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DueRow {
    /// The row of the person.
    pub id: Uuid,
    /// Whose.
    pub organisation: Uuid,
    /// The id in the calling system.
    pub name: String,
}

impl Store {
    /// People of whom something is past its time, in the order of their rows, behind one of them.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_due(
        &self,
        past: &Past,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<DueRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST)
            .bind(after)
            .bind(past.today)
            .bind(past.assessments)
            .bind(truncate(past.evidence))
            .bind(truncate(past.people))
            .bind(past.people.timestamp_micros())
            .bind(limit)
            .fetch_all(pool)
            .await)?)
    }
}

impl Transaction {
    /// Whether nothing was stored of somebody since.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn is_idle(&mut self, person: Uuid, past: &Past) -> Result<bool, StoreError> {
        let idle: Option<Uuid> = on_connection!(self, connection => sqlx::query_scalar(IS_IDLE)
            .bind(person)
            .bind(truncate(past.people))
            .bind(past.people.timestamp_micros())
            .fetch_optional(connection)
            .await)?;
        Ok(idle.is_some())
    }

    /// Removes what is past its time of somebody, and counts it no longer: how many assessments and pieces of evidence. Nothing of the
    /// transaction is to come to be where that is none.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn delete_past(
        &mut self,
        person: Uuid,
        past: &Past,
    ) -> Result<(u64, u64), StoreError> {
        // In the order in which somebody is erased.
        self.raise_revision(revisions::REMOVED).await?;
        self.move_placements(person, -1).await?;
        on_connection!(self, connection => sqlx::query(CONTESTS).bind(person).bind(past.assessments).execute(connection).await.map(drop))?;
        let assessments = on_connection!(self, connection => sqlx::query(ASSESSMENTS)
            .bind(person)
            .bind(past.assessments)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        let mut evidence = 0;
        for statement in [REVIEWS, CRITERIA, EVIDENCE] {
            evidence = on_connection!(self, connection => sqlx::query(statement)
                .bind(person)
                .bind(truncate(past.evidence))
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))?;
        }
        on_connection!(self, connection => sqlx::query(ANSWERS).bind(person).execute(connection).await.map(drop))?;
        self.move_placements(person, 1).await?;
        Ok((assessments, evidence))
    }
}
