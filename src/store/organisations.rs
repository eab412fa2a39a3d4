//! Organisations: tenants, each known by its slug.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError, Transaction, transaction::on_connection, truncate};

const CREATE: &str = "INSERT INTO organisations (id, slug, name, created_at)
    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

const FIND: &str = "SELECT id, slug, name, created_at FROM organisations WHERE slug = $1";

const LIST: &str = "SELECT id, slug, name, created_at FROM organisations";

/// One organisation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OrganisationRow {
    /// A UUIDv7.
    pub id: Uuid,
    /// The name in requests and on the command line; unique.
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// When it was made, to the microsecond.
    pub created_at: DateTime<Utc>,
}

impl Store {
    /// The organisation of that slug.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn find_organisation(
        &self,
        slug: &str,
    ) -> Result<Option<OrganisationRow>, StoreError> {
        Ok(on_pool!(self, pool => sqlx::query_as(FIND).bind(slug).fetch_optional(pool).await)?)
    }

    /// Every organisation, by its slug.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn list_organisations(&self) -> Result<Vec<OrganisationRow>, StoreError> {
        let mut rows: Vec<OrganisationRow> =
            on_pool!(self, pool => sqlx::query_as(LIST).fetch_all(pool).await)?;
        rows.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(rows)
    }
}

impl Transaction {
    /// Makes an organisation; false where its slug is taken.
    ///
    /// Fails with [`StoreError::Query`].
    pub async fn create_organisation(&mut self, row: &OrganisationRow) -> Result<bool, StoreError> {
        let made = on_connection!(self, connection => sqlx::query(CREATE)
            .bind(row.id)
            .bind(&row.slug)
            .bind(&row.name)
            .bind(truncate(row.created_at))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(made == 1)
    }
}
