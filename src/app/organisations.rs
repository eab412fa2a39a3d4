//! Organisations and their keys as they are made and revoked by every way in. Whoever changes a key raises the counter by which every
//! process sees it, and everything is told of in the audit.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{
    Actor,
    api_key::{ApiKey, Pepper, Scope, join},
    now,
    peppers::random_seed,
};
use crate::{
    domain::id::{Id, SignalPhrase},
    error::Error,
    store::{
        AuditEvent, KeyRow, OrganisationRow, Store, StoreError, Transaction, audit_chain::digest,
        revisions,
    },
};

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What people call it.
    pub name: SignalPhrase,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// From when on it does not work any more.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Makes an organisation; None where its slug is taken.
///
/// # Errors
/// Where the database fails.
pub async fn create_organisation(
    store: &Store,
    slug: &Id,
    name: &SignalPhrase,
) -> Result<Option<OrganisationRow>, StoreError> {
    let row = OrganisationRow {
        id: Uuid::now_v7(),
        slug: slug.to_string(),
        name: name.as_str().to_owned(),
        created_at: now(),
    };
    let mut transaction = store.begin().await?;
    if !transaction.create_organisation(&row).await? {
        return Ok(None);
    }
    let after = digest(&json!({"slug": row.slug, "name": row.name}));
    let actor = Actor::command_line(row.id);
    let event = AuditEvent {
        after: Some(after),
        ..actor.audit_event("organisation.create", &row.slug)
    };
    transaction.tell(&event).await?;
    transaction.commit().await?;
    Ok(Some(row))
}

/// Creates a key.
///
/// # Errors
/// Those of `insert_key`.
pub async fn create_key(
    store: &Store,
    actor: &Actor,
    pepper: &Pepper,
    new: &NewKey,
) -> Result<(KeyRow, ApiKey), Error> {
    let seed = random_seed().map_err(|error| Error::Internal(format!("{error:#}")))?;
    let mut transaction = store.begin().await?;
    let created = insert_key(&mut transaction, actor, pepper, &seed, new).await?;
    transaction.commit().await?;
    Ok(created)
}

/// Creates the key of a seed in a transaction, with its audit entry.
///
/// # Errors
/// [`Error::Conflict`] if another key has its prefix, which is improbable for random seeds; if the database fails, also because there is
/// no such organisation.
pub(super) async fn insert_key(
    transaction: &mut Transaction,
    actor: &Actor,
    pepper: &Pepper,
    seed: &[u8; 32],
    new: &NewKey,
) -> Result<(KeyRow, ApiKey), Error> {
    let token = ApiKey::of_seed(seed);
    let row = KeyRow {
        id: Uuid::now_v7(),
        organisation: actor.organisation,
        slug: String::new(),
        prefix: token.prefix().to_owned(),
        hash: pepper.hash(&token).as_bytes().to_vec(),
        name: new.name.as_str().to_owned(),
        scopes: join(&new.scopes),
        created_at: now(),
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    if !transaction.create_key(&row).await? {
        return Err(Error::Conflict(
            "Another key has this prefix. Send it again.".into(),
        ));
    }
    transaction.raise_revision(revisions::KEYS).await?;
    let event = AuditEvent {
        after: Some(state(&row, false)),
        ..actor.audit_event("key.create", &row.prefix)
    };
    transaction.tell(&event).await?;
    Ok((row, token))
}

/// Revokes a key; false where it was revoked before.
///
/// # Errors
/// Where the database fails.
pub async fn revoke_key(store: &Store, actor: &Actor, key: &KeyRow) -> Result<bool, StoreError> {
    let mut transaction = store.begin().await?;
    if !transaction.revoke_key(&key.prefix, now()).await? {
        return Ok(false);
    }
    transaction.raise_revision(revisions::KEYS).await?;
    let event = AuditEvent {
        before: Some(state(key, false)),
        after: Some(state(key, true)),
        ..actor.audit_event("key.revoke", &key.prefix)
    };
    transaction.tell(&event).await?;
    transaction.commit().await?;
    Ok(true)
}

/// The hash of what a key is, for the audit.
fn state(key: &KeyRow, revoked: bool) -> String {
    digest(&json!({
        "prefix": key.prefix,
        "name": key.name,
        "scopes": key.scopes,
        "expires_at": key.expires_at,
        "revoked": revoked,
    }))
}
