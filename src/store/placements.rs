//! Placements by day: assessments counted by their placement and the labels that their people have now, so that numbers over groups
//! need no scan. Counted in the transaction of whatever changes them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{PersonKey, Store, StoreError, Transaction, transaction::on_connection};
use crate::domain::assessment::taken_at;

/// Counters of one statement; both databases take more values than these have.
const AT_ONCE: usize = 256;

const ADD: &str = "INSERT INTO placements_by_day (organisation, ladder_version, label, value, day, role, place, assessments) ";

const TO: &str = " ON CONFLICT (organisation, ladder_version, label, value, day, role, place)
    DO UPDATE SET assessments = placements_by_day.assessments + excluded.assessments";

const DELETE_EMPTY: &str = "DELETE FROM placements_by_day WHERE organisation = ";

const OF_COUNTERS: &str =
    " AND assessments = 0 AND (ladder_version, label, value, day, role, place) IN (SELECT * FROM (";

const LABELS: &str = "SELECT person, label, value FROM person_labels WHERE organisation = ";

const PLACED: &str = "SELECT id, ladder_version, role, place FROM assessments
    WHERE organisation = $1 AND person = $2";

const LIST: &str =
    "SELECT ladder_version, label, value, day, role, place, assessments FROM placements_by_day
    WHERE organisation = $1 AND assessments <> 0";

/// What is counted: assessments of one day, of one placement, of people with one label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::FromRow)]
pub struct PlacementKey {
    /// The row of the ladder's version.
    pub ladder_version: Uuid,
    /// A label; empty for everybody.
    pub label: String,
    /// Its value; empty for everybody.
    pub value: String,
    /// The day (UTC) on which the quiz was taken.
    pub day: NaiveDate,
    /// Who answered, by number.
    pub role: i16,
    /// The order of the placement among those of the quiz.
    pub place: i16,
}

/// A counter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlacementCounterRow {
    /// What is counted.
    #[sqlx(flatten)]
    pub placed: PlacementKey,
    /// How many there are.
    pub assessments: i64,
}

/// Counters with what is to be added to each. In the order of their keys: who changes several takes them in the same order as everybody,
/// so that no two wait for each other.
pub type PlacementCounters = BTreeMap<PlacementKey, i64>;

/// Labels with their values.
pub type LabelPairs = Vec<(String, String)>;

/// Counts an assessment for everybody and for each label of its person.
pub fn count(
    counts: &mut PlacementCounters,
    labels: &[(String, String)],
    (id, ladder_version, role, place): (Uuid, Uuid, i16, i16),
    by: i64,
) {
    let day = taken_at(id)
        .map_or(DateTime::UNIX_EPOCH, |at: DateTime<Utc>| at)
        .date_naive();
    let everybody = (String::new(), String::new());
    for (label, value) in std::iter::once(&everybody).chain(labels) {
        let placed = PlacementKey {
            ladder_version,
            label: label.clone(),
            value: value.clone(),
            day,
            role,
            place,
        };
        *counts.entry(placed).or_default() += by;
    }
}

impl Store {
    /// Every counter of an organisation that counts anything.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_placements_by_day(
        &self,
        organisation: Uuid,
    ) -> Result<Vec<PlacementCounterRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(LIST).bind(organisation).fetch_all(pool).await)?)
    }
}

impl Transaction {
    /// Counts all assessments of a person by `by` more, under the labels that the person has now. Before the labels change or the person
    /// is erased it is called with -1, and with 1 after the labels have changed. The person is to be held against other writers
    /// ([`Transaction::find_person`]) before.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn move_placements(&mut self, person: PersonKey, by: i64) -> Result<(), StoreError> {
        let labels = self.list_labels(person.organisation, &[person.id]).await?;
        let labels = labels.get(&person.id).map_or(&[][..], Vec::as_slice);
        let placed: Vec<(Uuid, Uuid, i16, i16)> = on_connection!(self, connection => sqlx::query_as(PLACED)
            .bind(person.organisation)
            .bind(person.id)
            .fetch_all(connection)
            .await)?;
        let mut counts = PlacementCounters::new();
        for one in placed {
            count(&mut counts, labels, one, by);
        }
        self.count_placements(person.organisation, &counts).await
    }

    /// Adds to counters. Those that count nothing any more go, and with them what they say of labels.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn count_placements(
        &mut self,
        organisation: Uuid,
        counts: &PlacementCounters,
    ) -> Result<(), StoreError> {
        let counts: Vec<(&PlacementKey, &i64)> = counts.iter().collect();
        for counts in counts.chunks(AT_ONCE) {
            on_connection!(self, connection => {
                let mut query = QueryBuilder::new(ADD);
                query.push_values(counts, |mut values, (placed, by)| {
                    values
                        .push_bind(organisation)
                        .push_bind(placed.ladder_version)
                        .push_bind(&placed.label)
                        .push_bind(&placed.value)
                        .push_bind(placed.day)
                        .push_bind(placed.role)
                        .push_bind(placed.place)
                        .push_bind(**by);
                });
                query.push(TO);
                query.build().execute(connection).await.map(drop)
            })?;
            let fewer: Vec<&PlacementKey> = counts
                .iter()
                .filter_map(|(placed, by)| (**by < 0).then_some(*placed))
                .collect();
            if fewer.is_empty() {
                continue;
            }
            on_connection!(self, connection => {
                let mut query = QueryBuilder::new(DELETE_EMPTY);
                query.push_bind(organisation).push(OF_COUNTERS);
                query.push_values(fewer, |mut values, placed| {
                    values
                        .push_bind(placed.ladder_version)
                        .push_bind(&placed.label)
                        .push_bind(&placed.value)
                        .push_bind(placed.day)
                        .push_bind(placed.role)
                        .push_bind(placed.place);
                });
                query.push(") wanted)");
                query.build().execute(connection).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// The labels of people.
    ///
    /// Fails with [`StoreError::Query`].
    pub(super) async fn list_labels(
        &mut self,
        organisation: Uuid,
        people: &[Uuid],
    ) -> Result<BTreeMap<Uuid, LabelPairs>, StoreError> {
        let mut found: BTreeMap<Uuid, LabelPairs> = BTreeMap::new();
        for people in people.chunks(AT_ONCE) {
            let rows: Vec<(Uuid, String, String)> = on_connection!(self, connection => {
                let mut query = QueryBuilder::new(LABELS);
                query.push_bind(organisation).push(" AND person IN (");
                let mut each = query.separated(", ");
                for person in people {
                    each.push_bind(*person);
                }
                query.push(")");
                query.build_query_as().fetch_all(connection).await
            })?;
            for (person, label, value) in rows {
                found.entry(person).or_default().push((label, value));
            }
        }
        Ok(found)
    }
}
