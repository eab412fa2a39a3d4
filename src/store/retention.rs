//! Retention: what is past its time. People under a legal hold are passed over.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{PersonKey, Store, StoreError, Transaction, transaction::on_connection, truncate};

/// Nothing was stored of somebody at a time, by the number of its parameter, or later; the other one has its microseconds from 1970.
macro_rules! idle {
    ($at:literal, $micros:literal) => {
        concat!(
            "p.updated_at < ", $at,
            " AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.organisation = p.organisation AND a.person = p.id AND a.recorded_at >= ", $micros, ")",
            " AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.organisation = p.organisation AND e.person = p.id AND (e.recorded_at >= ", $at, " OR e.withdrawn_at >= ", $at, "))",
            " AND NOT EXISTS (SELECT 1 FROM evidence_reviews r WHERE r.organisation = p.organisation AND r.person = p.id AND r.reviewed_at >= ", $at, ")",
            " AND NOT EXISTS (SELECT 1 FROM contests c WHERE c.organisation = p.organisation AND c.person = p.id AND (c.contested_at >= ", $at, " OR c.resolved_at >= ", $at, "))"
        )
    };
}

/// People of whom something is past its time, behind one of them.
const LIST: &str = concat!(
    "SELECT p.id, p.organisation, p.name FROM people p
    WHERE p.organisation = $1 AND p.id > $2
        AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.organisation = p.organisation AND h.person = p.id AND h.until >= $3)
        AND (EXISTS (SELECT 1 FROM assessments a WHERE a.organisation = p.organisation AND a.person = p.id AND a.id < $4)
            OR EXISTS (SELECT 1 FROM evidence e WHERE e.organisation = p.organisation AND e.person = p.id AND e.recorded_at < $5)
            OR (",
    idle!("$6", "$7"),
    ")) ORDER BY p.id LIMIT $8"
);

const IS_IDLE: &str = concat!(
    "SELECT p.id FROM people p WHERE p.organisation = $1 AND p.id = $2 AND ",
    idle!("$3", "$4")
);

/// Answers about somebody may tell of what goes. That they were given stays, so that nothing is done twice.
const ANSWERS: &str = "UPDATE idempotency SET answer = '' WHERE organisation = $1 AND person = $2";

const CONTESTS: &str =
    "DELETE FROM contests WHERE organisation = $1 AND person = $2 AND assessment < $3";

const ASSESSMENTS: &str =
    "DELETE FROM assessments WHERE organisation = $1 AND person = $2 AND id < $3";

const REVIEWS: &str = "DELETE FROM evidence_reviews WHERE organisation = $1 AND person = $2 AND evidence IN (
        SELECT e.id FROM evidence e WHERE e.organisation = $1 AND e.person = $2 AND e.recorded_at < $3)";

const CRITERIA: &str = "DELETE FROM evidence_criteria WHERE organisation = $1 AND person = $2 AND evidence IN (
        SELECT e.id FROM evidence e WHERE e.organisation = $1 AND e.person = $2 AND e.recorded_at < $3)";

const EVIDENCE: &str =
    "DELETE FROM evidence WHERE organisation = $1 AND person = $2 AND recorded_at < $3";

/// Up to when things are past their time.
#[derive(Debug, Clone, Copy)]
pub struct RetentionCutoffs {
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
pub struct OverdueRow {
    /// The row of the person.
    pub id: Uuid,
    /// Whose.
    pub organisation: Uuid,
    /// The id in the calling system.
    pub name: String,
}

impl Store {
    /// People of an organisation of whom something is past its time, in the order of their rows, behind one of them.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_due(
        &self,
        organisation: Uuid,
        past: &RetentionCutoffs,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<OverdueRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST)
            .bind(organisation)
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
    pub async fn is_idle(
        &mut self,
        person: PersonKey,
        past: &RetentionCutoffs,
    ) -> Result<bool, StoreError> {
        let idle: Option<Uuid> = on_connection!(self, connection => sqlx::query_scalar(IS_IDLE)
            .bind(person.organisation)
            .bind(person.id)
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
        person: PersonKey,
        past: &RetentionCutoffs,
    ) -> Result<(u64, u64), StoreError> {
        // In the order in which somebody is erased.
        self.count_removal(person.organisation).await?;
        self.move_placements(person, -1).await?;
        on_connection!(self, connection => sqlx::query(CONTESTS).bind(person.organisation).bind(person.id).bind(past.assessments).execute(connection).await.map(drop))?;
        let assessments = on_connection!(self, connection => sqlx::query(ASSESSMENTS)
            .bind(person.organisation)
            .bind(person.id)
            .bind(past.assessments)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        let mut evidence = 0;
        for statement in [REVIEWS, CRITERIA, EVIDENCE] {
            evidence = on_connection!(self, connection => sqlx::query(statement)
                .bind(person.organisation)
            .bind(person.id)
                .bind(truncate(past.evidence))
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))?;
        }
        on_connection!(self, connection => sqlx::query(ANSWERS).bind(person.organisation).bind(person.id).execute(connection).await.map(drop))?;
        self.move_placements(person, 1).await?;
        Ok((assessments, evidence))
    }
}
