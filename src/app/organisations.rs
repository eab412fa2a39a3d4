//! Organisations and their keys as they are made and revoked by every way in. Whoever changes a key raises the counter by which every
//! process sees it, and everything is told of in the audit.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use serde_json::json;
use uuid::Uuid;

use super::{
    Actor,
    api_key::{Pepper, Scope, Token, join},
    now,
};
use crate::{
    config::Config,
    domain::{
        id::{Id, Phrase},
        receipt,
    },
    error::Error,
    store::{
        AuditEvent, KeyRow, OrganisationRow, ReceiptKeyRow, Store, StoreError, Transaction,
        audit_chain::digest, revisions,
    },
};

/// Where the database keeps the secret that hashes keys, beside those that sign receipts.
pub(super) const SLOT: &str = "keys";

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What people call it.
    pub name: Phrase,
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
    name: &Phrase,
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
) -> Result<(KeyRow, Token), Error> {
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
) -> Result<(KeyRow, Token), Error> {
    let token = Token::of_seed(seed);
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

/// A seed that nobody can guess.
///
/// # Errors
/// Where the operating system gives no random bytes.
pub fn random_seed() -> anyhow::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).context("no random bytes from the operating system")?;
    Ok(seed)
}

/// The secrets that hash keys: those of the settings, and the one that the database keeps. The first is for new keys.
///
/// # Errors
/// Where the database fails, or the operating system gives no random bytes.
pub async fn load_peppers(config: &Config, store: &Store) -> anyhow::Result<Vec<Pepper>> {
    let secrets = config.access.secrets.iter();
    let mut peppers: Vec<Pepper> = secrets
        .filter_map(|secret| Pepper::new(secret.expose_secret()))
        .collect();
    if peppers.is_empty() {
        let secret = random_seed()?.to_vec();
        let candidate = ReceiptKeyRow {
            id: Uuid::now_v7(),
            kid: receipt::Key::kid_of(&secret),
            slot: SLOT.into(),
            secret,
            created_at: now(),
        };
        store.find_or_create_receipt_key(&candidate).await?;
    }
    // Keys that were made with a kept secret go on to work when the settings name another.
    let kept = store.list_receipt_keys().await?;
    let kept = kept.iter().filter(|row| row.slot == SLOT);
    peppers.extend(kept.filter_map(|row| Pepper::new(&row.secret)));
    anyhow::ensure!(!peppers.is_empty(), "no secret for keys could be loaded");
    Ok(peppers)
}
