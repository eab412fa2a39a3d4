//! Mentions: where somebody is named in what is kept about others, as who assessed, gave, reviewed, contested or resolved something.

use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection};

/// What somebody did for others, and how their id is taken out of it and found in it. One line for each column that names somebody.
macro_rules! mentions {
    ($($what:literal $table:literal $column:literal $id:literal)*) => {
        /// Statements that put another word in place of an id: organisation, id, word.
        const REPLACE: &[&str] = &[$(concat!(
            "UPDATE ", $table, " SET ", $column, " = $3 WHERE organisation = $1 AND ", $column, " = $2"
        )),*];

        /// Statements that find an id in what is kept about others: organisation, id.
        const FIND: &[(&str, &str)] = &[$(($what, concat!(
            "SELECT t.", $id, " FROM ", $table, " t JOIN people p ON p.organisation = t.organisation AND p.id = t.person
            WHERE t.organisation = $1 AND t.", $column, " = $2 AND p.name <> $2 ORDER BY t.", $id
        ))),*];

        /// Every column of what is kept about somebody that may name somebody else.
        pub const COLUMNS: &[(&str, &str)] = &[$(($table, $column)),*];
    };
}

mentions! {
    "assessed" "assessments" "assessor" "id"
    "contested" "contests" "contested_by" "id"
    "resolved" "contests" "resolved_by" "id"
    "gave" "evidence" "given_by" "id"
    "reviewed" "evidence_reviews" "reviewer" "id"
}

// Locks of their own, for what is written about others holds no row of whom it names.
const NAME: &str =
    "SELECT pg_advisory_xact_lock_shared(hashtextextended($1::uuid::text || w.name, 0))
    FROM (SELECT DISTINCT name FROM UNNEST($2::text[]) AS all_names (name) ORDER BY name) w";

const TRY_NAME: &str =
    "SELECT w.name FROM (SELECT DISTINCT name FROM UNNEST($2::text[]) AS all_names (name)) w
    WHERE NOT pg_try_advisory_xact_lock_shared(hashtextextended($1::uuid::text || w.name, 0))";

const UNNAME: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || $2, 0))";

/// Takes an id out of answers that are kept for a day. In JSON a quote within a text is escaped, so that this is the member `by` alone.
const REPLACE_IN_ANSWERS: &str = "UPDATE idempotency SET answer = replace(answer, $2, $3)
    WHERE organisation = $1 AND answer LIKE '{%' AND answer <> replace(answer, $2, $3)";

impl Store {
    /// What somebody did for others: in a word, and the id of what it was done to or made.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_mentions(
        &self,
        organisation: Uuid,
        name: &str,
    ) -> Result<Vec<(&'static str, Uuid)>, StoreError> {
        let mut found = Vec::new();
        for (what, statement) in FIND {
            let ids: Vec<Uuid> = on_pool!(self, pool => sqlx::query_scalar(*statement)
                .bind(organisation)
                .bind(name)
                .fetch_all(pool)
                .await)?;
            found.extend(ids.into_iter().map(|id| (*what, id)));
        }
        Ok(found)
    }
}

impl Transaction {
    /// To be called before ids of people are written into what is kept about others, so that whoever takes one out meanwhile waits for the
    /// end of this transaction, and finds it.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn name_people(
        &mut self,
        organisation: Uuid,
        names: &[&str],
    ) -> Result<(), StoreError> {
        // A SQLite file has one writer as it is.
        if let Self::Postgres(transaction) = self
            && !names.is_empty()
        {
            let named = sqlx::query(NAME).bind(organisation).bind(names);
            named.execute(&mut **transaction).await?;
        }
        Ok(())
    }

    /// The same without waiting: those who are being taken out just now, whom nobody is to write of.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn try_name_people(
        &mut self,
        organisation: Uuid,
        names: &[&str],
    ) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Postgres(transaction) if !names.is_empty() => {
                let busy = sqlx::query_scalar(TRY_NAME).bind(organisation).bind(names);
                Ok(busy.fetch_all(&mut **transaction).await?)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Takes somebody's id out of what is kept about others, with a word in its place: the id as it was put, and no other spelling of it.
    /// Waits for those who write it just now ([`Self::name_people`]).
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn replace_mentions(
        &mut self,
        organisation: Uuid,
        name: &str,
        word: &str,
    ) -> Result<(), StoreError> {
        if let Self::Postgres(transaction) = self {
            let unnamed = sqlx::query(UNNAME).bind(organisation).bind(name);
            unnamed.execute(&mut **transaction).await?;
        }
        for statement in REPLACE {
            on_connection!(self, connection => sqlx::query(*statement)
                .bind(organisation)
                .bind(name)
                .bind(word)
                .execute(connection)
                .await
                .map(drop))?;
        }
        let by = |name: &str| format!("\"by\":{}", serde_json::Value::from(name));
        on_connection!(self, connection => sqlx::query(REPLACE_IN_ANSWERS)
            .bind(organisation)
            .bind(by(name))
            .bind(by(word))
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }
}
