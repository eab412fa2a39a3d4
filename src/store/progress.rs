//! Assessments over people: how many of somebody's there are for a ladder, and everybody's newest.

use std::ops::ControlFlow;

use futures_util::TryStreamExt;
use uuid::Uuid;

use super::{PersonKey, Store, StoreError};

const COUNT: &str =
    "SELECT count(*) FROM assessments a JOIN ladder_versions v ON v.id = a.ladder_version
    WHERE a.organisation = $1 AND a.person = $2 AND v.ladder = $3";

// CROSS, because SQLite keeps the order of the tables then, and looks one assessment up for each person.
const NEWEST: &str = "SELECT a.ladder_version, a.answers FROM people p CROSS JOIN assessments a
    WHERE p.organisation = $1 AND a.organisation = p.organisation AND a.person = p.id AND a.id = (
        SELECT b.id FROM assessments b JOIN ladder_versions v ON v.id = b.ladder_version
        WHERE b.organisation = p.organisation AND b.person = p.id AND v.ladder = $2 ORDER BY b.id DESC LIMIT 1)";

/// Somebody's newest answers.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NewestRow {
    /// The row of the ladder's version.
    pub ladder_version: Uuid,
    /// The answers, one byte each.
    pub answers: Vec<u8>,
}

impl Store {
    /// How many assessments of a person there are for a ladder.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn count_assessments(
        &self,
        person: PersonKey,
        ladder: &str,
    ) -> Result<i64, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_scalar(COUNT)
            .bind(person.organisation)
            .bind(person.id)
            .bind(ladder)
            .fetch_one(pool)
            .await)?)
    }

    /// The newest answers of everybody in an organisation for a ladder, one person after the other and never all at once, until one of
    /// them breaks it off.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn each_newest_assessment(
        &self,
        organisation: Uuid,
        ladder: &str,
        mut each: impl FnMut(NewestRow) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        on_pool!(self, pool => {
            let mut rows = sqlx::query_as(NEWEST).bind(organisation).bind(ladder).fetch(pool);
            while let Some(row) = rows.try_next().await? {
                if each(row).is_break() {
                    break;
                }
            }
        });
        Ok(())
    }
}
