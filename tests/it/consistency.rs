//! Consistency: what holds in a database whatever happened to those who wrote to it. Read with statements of its own.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use rungs::store::{COLUMNS_OF_MENTIONS, Store, TABLES_OF_PEOPLE};
use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use crate::app::store_config;

/// Tables whose rows belong to a row of another, and by which column.
const PARTS: [(&str, &str, &str); 3] = [
    ("contests", "assessment", "assessments"),
    ("evidence_criteria", "evidence", "evidence"),
    ("evidence_reviews", "evidence", "evidence"),
];

/// Counters by the version of the ladder, label, value, day, role and place.
type Counters = BTreeMap<(Uuid, String, String, NaiveDate, i16, i16), i64>;

/// An open database of a test.
pub struct Inspected(Store);

impl Inspected {
    pub async fn open(database_url: &str) -> Self {
        let store = Store::connect(&store_config(database_url)).await;
        Self(store.unwrap())
    }

    /// The rows of a statement.
    pub async fn rows<T>(&self, statement: &str) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let query = AssertSqlSafe(statement.to_owned());
        let rows = match &self.0 {
            Store::Sqlite(pool, _) => sqlx::query_as(query).fetch_all(pool).await,
            Store::Postgres(pool) => sqlx::query_as(query).fetch_all(pool).await,
        };
        rows.unwrap_or_else(|error| panic!("{statement}: {error}"))
    }

    async fn none(&self, from: &str) {
        let rows: Vec<(i64,)> = self.rows(&format!("SELECT count(*) FROM {from}")).await;
        assert_eq!(rows[0].0, 0, "{from}");
    }

    /// Everything belongs to somebody who is there, and what is counted is what counting says.
    pub async fn is_consistent(&self) {
        for table in TABLES_OF_PEOPLE {
            let orphans = "person IS NOT NULL AND (organisation, person) NOT IN (SELECT organisation, id FROM people)";
            self.none(&format!("{table} WHERE {orphans}")).await;
        }
        for (table, column, whole) in PARTS {
            let orphans = format!(
                "NOT EXISTS (SELECT 1 FROM {whole} w WHERE w.organisation = p.organisation AND w.person = p.person AND w.id = p.{column})"
            );
            self.none(&format!("{table} p WHERE {orphans}")).await;
        }
        self.none("tombstones WHERE id IN (SELECT id FROM people)")
            .await;
        assert_eq!(self.kept().await, self.counted().await);
        if let Store::Sqlite(..) = self.0 {
            let found: Vec<(String,)> = self.rows("PRAGMA integrity_check").await;
            assert_eq!(found, [("ok".to_owned(),)]);
            self.none("pragma_foreign_key_check").await;
        }
    }

    /// What the counters say.
    async fn kept(&self) -> Counters {
        type Row = (Uuid, String, String, NaiveDate, i16, i16, i64);
        let kept: Vec<Row> = self
            .rows("SELECT ladder_version, label, value, day, role, place, assessments FROM placements_by_day")
            .await;
        let kept = kept.into_iter();
        kept.map(|(version, label, value, day, role, place, all)| {
            ((version, label, value, day, role, place), all)
        })
        .collect()
    }

    /// What the assessments say, one by one.
    async fn counted(&self) -> Counters {
        let mut counted = Counters::new();
        let labels = "SELECT person, label, value FROM person_labels
            UNION ALL SELECT id AS person, '' AS label, '' AS value FROM people";
        let rows: Vec<(Uuid, Uuid, i16, i16, String, String)> = self
            .rows(&format!(
                "SELECT a.id, a.ladder_version, a.role, a.place, l.label, l.value
                FROM assessments a JOIN ({labels}) l ON l.person = a.person"
            ))
            .await;
        for (id, version, role, place, label, value) in rows {
            let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
            let at = DateTime::from_timestamp(seconds.try_into().unwrap(), nanos).unwrap();
            let counter = (version, label, value, at.date_naive(), role, place);
            *counted.entry(counter).or_default() += 1;
        }
        counted
    }

    /// Nothing is left of somebody who was erased, by the service's own id, but that somebody was.
    pub async fn nothing_is_left_of(&self, uid: &str) {
        let uid = Uuid::parse_str(uid).unwrap().simple();
        // An id is sixteen bytes here and a type of its own there.
        let literal = match &self.0 {
            Store::Sqlite(..) => format!("x'{uid}'"),
            Store::Postgres(_) => format!("'{uid}'"),
        };
        for table in TABLES_OF_PEOPLE {
            self.none(&format!("{table} WHERE person = {literal}"))
                .await;
        }
        self.none(&format!("people WHERE id = {literal}")).await;
        let buried = format!("SELECT count(*) FROM tombstones WHERE id = {literal}");
        let buried: Vec<(i64,)> = self.rows(&buried).await;
        assert_eq!(buried, [(1,)], "{uid}");
    }

    /// Nobody of these ids is named in what is kept about others.
    pub async fn nobody_is_named(&self, like: &str) {
        for (table, column) in COLUMNS_OF_MENTIONS {
            self.none(&format!("{table} WHERE {column} LIKE '{like}'"))
                .await;
        }
        self.none(&format!("idempotency WHERE answer LIKE '%\"{like}'"))
            .await;
    }
}
