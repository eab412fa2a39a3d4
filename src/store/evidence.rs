//! Evidence: what is given for somebody, what it speaks for, and how it was reviewed. Nothing is changed but that it is withdrawn.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{PersonKey, Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str = "INSERT INTO evidence (organisation, person, id, source, given_by, told, url, observed_on, expires_on, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const SPEAKS_FOR: &str = "INSERT INTO evidence_criteria (organisation, person, evidence, ladder, criterion) VALUES ($1, $2, $3, $4, $5)";

const REVIEW: &str =
    "INSERT INTO evidence_reviews (organisation, person, evidence, id, decision, reviewer, note, reviewed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const WITHDRAW: &str = "UPDATE evidence SET withdrawn_at = $4, withdrawn_because = $5
    WHERE organisation = $1 AND person = $2 AND id = $3 AND withdrawn_at IS NULL";

const LIST: &str = "SELECT e.id, e.source, e.given_by, e.told, e.url, e.observed_on, e.expires_on, e.recorded_at, e.withdrawn_at,
    e.withdrawn_because FROM evidence e WHERE e.organisation = ";

// Pages are not always whole ranges: what is between their ends and not on them is left aside.
const LIST_CRITERIA: &str = "SELECT evidence, ladder, criterion FROM evidence_criteria
    WHERE organisation = $1 AND person = $2 AND evidence BETWEEN $3 AND $4 ORDER BY evidence, ladder, criterion";

const LIST_REVIEWS: &str =
    "SELECT evidence, id, decision, reviewer, note, reviewed_at FROM evidence_reviews
    WHERE organisation = $1 AND person = $2 AND evidence BETWEEN $3 AND $4 ORDER BY evidence, reviewed_at, id";

const NEWEST_DECISION: &str =
    "(SELECT r.decision FROM evidence_reviews r WHERE r.organisation = e.organisation AND r.person = e.person AND r.evidence = e.id
    ORDER BY r.reviewed_at DESC, r.id DESC LIMIT 1)";

const ONE_STATE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A piece of evidence with what it speaks for and its reviews.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EvidenceRow {
    /// A UUIDv7, higher for what was recorded later.
    pub id: Uuid,
    /// Who gave it, as a number.
    pub source: i16,
    /// The same by an id of the calling system.
    pub given_by: Option<String>,
    /// In words.
    pub told: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// The day of which it tells.
    pub observed_on: Option<NaiveDate>,
    /// The last day on which it counts.
    pub expires_on: Option<NaiveDate>,
    /// When it was recorded, to the microsecond.
    pub recorded_at: DateTime<Utc>,
    /// When it was withdrawn, to the microsecond.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdrawn_because: Option<String>,
    /// What it speaks for: ladders and criteria, in their order.
    #[sqlx(skip)]
    pub criteria: Vec<(String, String)>,
    /// Its reviews, the oldest first.
    #[sqlx(skip)]
    pub reviews: Vec<EvidenceReviewRow>,
}

/// A review of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EvidenceReviewRow {
    /// The piece.
    pub evidence: Uuid,
    /// A UUIDv7.
    pub id: Uuid,
    /// What it says, as a number.
    pub decision: i16,
    /// By whom, by an id of the calling system.
    pub reviewer: String,
    /// Why.
    pub note: Option<String>,
    /// When, to the microsecond.
    pub reviewed_at: DateTime<Utc>,
}

/// How pieces stand that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceStanding {
    /// Withdrawn.
    Withdrawn,
    /// Not withdrawn, and not reviewed.
    Pending,
    /// Not withdrawn, and the newest review says this.
    Reviewed(i16),
}

/// Which pieces of evidence of somebody.
#[derive(Debug, Clone, Copy, Default)]
pub struct EvidenceFilter<'a> {
    /// This one alone.
    pub id: Option<Uuid>,
    /// Recorded before this one.
    pub before: Option<Uuid>,
    /// Only such as speak for this ladder.
    pub ladder: Option<&'a str>,
    /// Only such as speak for this criterion, of that ladder where it is named.
    pub criterion: Option<&'a str>,
    /// Only such as stand so.
    pub standing: Option<EvidenceStanding>,
    /// At most; all where it is not said.
    pub limit: Option<i64>,
}

/// Reads pieces with all that belongs to them, the newest first. Compiled for each database.
macro_rules! read {
    ($connection:expr, $person:expr, $filter:expr) => {{
        let (person, filter): (PersonKey, &EvidenceFilter<'_>) = ($person, $filter);
        let mut query = QueryBuilder::new(LIST);
        query.push_bind(person.organisation).push(" AND e.person = ").push_bind(person.id);
        if let Some(id) = filter.id {
            query.push(" AND e.id = ").push_bind(id);
        }
        if let Some(before) = filter.before {
            query.push(" AND e.id < ").push_bind(before);
        }
        if filter.ladder.is_some() || filter.criterion.is_some() {
            query.push(" AND EXISTS (SELECT 1 FROM evidence_criteria c WHERE c.organisation = e.organisation AND c.person = e.person AND c.evidence = e.id");
            if let Some(ladder) = filter.ladder {
                query.push(" AND c.ladder = ").push_bind(ladder);
            }
            if let Some(criterion) = filter.criterion {
                query.push(" AND c.criterion = ").push_bind(criterion);
            }
            query.push(")");
        }
        match filter.standing {
            None => {}
            Some(EvidenceStanding::Withdrawn) => drop(query.push(" AND e.withdrawn_at IS NOT NULL")),
            Some(EvidenceStanding::Pending) => drop(
                query
                    .push(" AND e.withdrawn_at IS NULL AND ")
                    .push(NEWEST_DECISION)
                    .push(" IS NULL"),
            ),
            Some(EvidenceStanding::Reviewed(decision)) => drop(
                query
                    .push(" AND e.withdrawn_at IS NULL AND ")
                    .push(NEWEST_DECISION)
                    .push(" = ")
                    .push_bind(decision),
            ),
        }
        query.push(" ORDER BY e.id DESC");
        if let Some(limit) = filter.limit {
            query.push(" LIMIT ").push_bind(limit);
        }
        let rows: Vec<EvidenceRow> = query.build_query_as().fetch_all(&mut *$connection).await?;
        let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else {
            return Ok(rows);
        };
        let (newest, oldest) = (newest.id, oldest.id);
        let criteria = sqlx::query_as(LIST_CRITERIA).bind(person.organisation).bind(person.id).bind(oldest).bind(newest);
        let criteria = criteria.fetch_all(&mut *$connection).await?;
        let reviews = sqlx::query_as(LIST_REVIEWS).bind(person.organisation).bind(person.id).bind(oldest).bind(newest);
        let reviews = reviews.fetch_all(&mut *$connection).await?;
        Ok(put_together(rows, criteria, reviews))
    }};
}

fn put_together(
    mut rows: Vec<EvidenceRow>,
    criteria: Vec<(Uuid, String, String)>,
    reviews: Vec<EvidenceReviewRow>,
) -> Vec<EvidenceRow> {
    let places = rows.iter().enumerate().map(|(place, row)| (row.id, place));
    let places: HashMap<Uuid, usize> = places.collect();
    for (evidence, ladder, criterion) in criteria {
        if let Some(place) = places.get(&evidence) {
            rows[*place].criteria.push((ladder, criterion));
        }
    }
    for review in reviews {
        if let Some(place) = places.get(&review.evidence) {
            rows[*place].reviews.push(review);
        }
    }
    rows
}

impl Store {
    /// Somebody's evidence, the newest first.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_evidence(
        &self,
        person: PersonKey,
        filter: &EvidenceFilter<'_>,
    ) -> Result<Vec<EvidenceRow>, StoreError> {
        // One state of all that belongs to a piece, whoever writes meanwhile.
        match self {
            Self::Sqlite(pool, _) => {
                let mut transaction = pool.begin().await?;
                read!(transaction, person, filter)
            }
            Self::Postgres(pool) => {
                let mut transaction = pool.begin_with(ONE_STATE).await?;
                read!(transaction, person, filter)
            }
        }
    }
}

impl Transaction {
    /// A piece of evidence, with what this transaction has done to it.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_evidence(
        &mut self,
        person: PersonKey,
        id: Uuid,
    ) -> Result<Option<EvidenceRow>, StoreError> {
        let filter = EvidenceFilter {
            id: Some(id),
            ..EvidenceFilter::default()
        };
        Ok(self.list_evidence(person, &filter).await?.pop())
    }

    async fn list_evidence(
        &mut self,
        person: PersonKey,
        filter: &EvidenceFilter<'_>,
    ) -> Result<Vec<EvidenceRow>, StoreError> {
        on_connection!(self, connection => read!(connection, person, filter))
    }

    /// Records a piece of evidence that nobody has reviewed.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_evidence(
        &mut self,
        person: PersonKey,
        row: &EvidenceRow,
    ) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(CREATE)
            .bind(person.organisation)
            .bind(person.id)
            .bind(row.id)
            .bind(row.source)
            .bind(&row.given_by)
            .bind(&row.told)
            .bind(&row.url)
            .bind(row.observed_on)
            .bind(row.expires_on)
            .bind(truncate(row.recorded_at))
            .execute(connection)
            .await
            .map(drop))?;
        for (ladder, criterion) in &row.criteria {
            on_connection!(self, connection => sqlx::query(SPEAKS_FOR)
                .bind(person.organisation)
            .bind(person.id)
                .bind(row.id)
                .bind(ladder)
                .bind(criterion)
                .execute(connection)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    /// Keeps a review.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_evidence_review(
        &mut self,
        person: PersonKey,
        row: &EvidenceReviewRow,
    ) -> Result<(), StoreError> {
        on_connection!(self, connection => sqlx::query(REVIEW)
            .bind(person.organisation)
            .bind(person.id)
            .bind(row.evidence)
            .bind(row.id)
            .bind(row.decision)
            .bind(&row.reviewer)
            .bind(&row.note)
            .bind(truncate(row.reviewed_at))
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Marks a piece of evidence as withdrawn; false where it is so already, or not there.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn withdraw_evidence(
        &mut self,
        person: PersonKey,
        id: Uuid,
        at: DateTime<Utc>,
        because: Option<&str>,
    ) -> Result<bool, StoreError> {
        let done = on_connection!(self, connection => sqlx::query(WITHDRAW)
            .bind(person.organisation)
            .bind(person.id)
            .bind(id)
            .bind(truncate(at))
            .bind(because)
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }
}
