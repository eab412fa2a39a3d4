//! Keys of organisations: made, shown once, and revoked. Whoever changes one raises the counter by which every process sees it.

use std::{borrow::Cow, collections::BTreeSet};

use anyhow::Context;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    App,
    keyring::HeldKey,
    lists::{List, Page},
    now,
};
use crate::{
    config::Config,
    domain::{
        fault::Fault,
        id::{Id, Phrase},
        key::{Pepper, Scope, Token, join, split},
        receipt,
    },
    error::{Error, Part},
    store::{KeyRow, OrganisationRow, ReceiptKeyRow, Store, StoreError, revisions},
};

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Nightly export", "scopes": ["people:read", "cohorts:read"], "expires_at": "2099-12-31T00:00:00Z"}))]
pub struct CreateKey<'a> {
    /// What people call it.
    pub name: Phrase,
    /// What it may be used for: nothing that the calling key may not be used for.
    #[schema(min_items = 1, max_items = 8)]
    pub scopes: Vec<Scope>,
    /// From when on it does not work any more, RFC 3339; it works for good where this is left out.
    #[schema(value_type = Option<String>, format = DateTime, max_length = 40)]
    #[serde(borrow)]
    pub expires_at: Option<Cow<'a, str>>,
}

/// A key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyNote {
    /// What it is known by: its first characters.
    #[schema(max_length = 11, pattern = "^rk_[0-9A-Za-z]{8}$")]
    pub prefix: String,
    /// What people call it.
    #[schema(max_length = 100)]
    pub name: String,
    /// What it may be used for.
    #[schema(max_items = 8)]
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    #[schema(max_length = 40)]
    pub created_at: DateTime<Utc>,
    /// From when on it does not work any more; null where it works for good.
    #[schema(max_length = 40)]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked; null where it was not.
    #[schema(max_length = 40)]
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was used last, to about a minute; null where it never was.
    #[schema(max_length = 40)]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A key that was made, whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeKey {
    /// The key itself, which is shown this once.
    #[schema(max_length = 49, pattern = "^rk_[0-9A-Za-z]{46}$")]
    pub key: String,
    /// What it is known by: its first characters.
    #[schema(max_length = 11, pattern = "^rk_[0-9A-Za-z]{8}$")]
    pub prefix: String,
    /// What people call it.
    #[schema(max_length = 100)]
    pub name: String,
    /// What it may be used for.
    #[schema(max_items = 8)]
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    #[schema(max_length = 40)]
    pub created_at: DateTime<Utc>,
    /// From when on it does not work any more; null where it works for good.
    #[schema(max_length = 40)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl From<KeyRow> for KeyNote {
    fn from(row: KeyRow) -> Self {
        Self {
            scopes: split(&row.scopes),
            prefix: row.prefix,
            name: row.name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
        }
    }
}

impl WholeKey {
    fn new(row: KeyRow, token: &Token) -> Self {
        Self {
            key: token.expose().to_owned(),
            scopes: split(&row.scopes),
            prefix: row.prefix,
            name: row.name,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

impl CreateKey<'_> {
    /// What is wrong with it, for a caller whose key has these scopes; else the key that is to be made.
    fn checked(&self, by: &HeldKey) -> Result<NewKey, Error> {
        let mut faults = Vec::new();
        let mut refuse = |pointer: String, code, detail: String| {
            faults.push(Fault::error(pointer, code, detail));
        };
        let most = Scope::ALL.len();
        if !(1..=most).contains(&self.scopes.len()) {
            let detail = format!("A key has 1 to {most} scopes.");
            refuse("/scopes".into(), "out_of_range", detail);
        }
        for (place, scope) in self.scopes.iter().enumerate() {
            if !by.scopes.contains(scope) {
                let detail =
                    format!("The calling key has not the scope {scope} and cannot give it.");
                refuse(format!("/scopes/{place}"), "scope_not_held", detail);
            }
        }
        let expires_at = self.expires_at.as_deref().map(str::parse::<DateTime<Utc>>);
        match &expires_at {
            Some(Err(_)) => {
                let detail = "A time as in 2027-01-31T00:00:00Z was expected.";
                refuse("/expires_at".into(), "no_such_date", detail.into());
            }
            Some(Ok(end)) if *end <= now() => {
                refuse("/expires_at".into(), "in_the_past", "It has passed.".into());
            }
            _ => {}
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(Part::Body, faults));
        }
        Ok(NewKey {
            organisation: by.organisation,
            name: self.name.clone(),
            scopes: self.scopes.iter().copied().collect(),
            expires_at: expires_at.and_then(Result::ok),
        })
    }
}

impl App {
    /// The keys of an organisation, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for the page; where the database fails.
    pub async fn list_keys(
        &self,
        organisation: Uuid,
        page: Page<'_>,
    ) -> Result<List<'static, KeyNote>, Error> {
        let rows = self.store.list_keys(organisation).await?;
        page.cut(None, rows.into_iter().map(KeyNote::from), |note| {
            note.prefix.clone()
        })
    }

    /// A key of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn find_key(&self, organisation: Uuid, prefix: &str) -> Result<KeyNote, Error> {
        self.own_key(organisation, prefix).await.map(KeyNote::from)
    }

    /// Makes a key for the caller's organisation.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every fault; where the database fails.
    pub async fn create_key(&self, by: &HeldKey, asked: &CreateKey<'_>) -> Result<WholeKey, Error> {
        let new = asked.checked(by)?;
        let defect = |error: anyhow::Error| Error::Internal(format!("{error:#}"));
        let seed = random_seed().map_err(defect)?;
        let pepper = self.keyring.pepper().map_err(defect)?;
        let made = create_key(&self.store, pepper, &seed, &new).await?;
        let (row, token) = made.ok_or_else(|| Error::Internal("a key was made twice".into()))?;
        self.read_keys().await;
        Ok(WholeKey::new(row, &token))
    }

    /// Revokes a key of an organisation, also one that was revoked before.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn revoke_key(&self, organisation: Uuid, prefix: &str) -> Result<(), Error> {
        let key = self.own_key(organisation, prefix).await?;
        revoke_key(&self.store, &key).await?;
        self.read_keys().await;
        Ok(())
    }

    async fn own_key(&self, organisation: Uuid, prefix: &str) -> Result<KeyRow, Error> {
        let found = self.store.find_key(prefix).await?;
        let own = found.filter(|row| row.organisation == organisation);
        own.ok_or_else(|| Error::NotFound("There is no such key.".into()))
    }

    /// What this process has changed it sees at once; where that fails, the watch does it.
    async fn read_keys(&self) {
        if let Err(error) = self.keyring.read(&self.store).await {
            tracing::warn!(%error, "keys could not be read anew at once");
        }
    }
}

/// Where the database keeps the secret that hashes keys, beside those that sign receipts.
pub(super) const SLOT: &str = "keys";

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Whose it is.
    pub organisation: Uuid,
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
    transaction.commit().await?;
    Ok(Some(row))
}

/// Makes the key of a seed; None where its prefix is taken, which for random seeds is as good as never.
///
/// # Errors
/// Where the database fails, also where there is no such organisation.
pub async fn create_key(
    store: &Store,
    pepper: &Pepper,
    seed: &[u8; 32],
    new: &NewKey,
) -> Result<Option<(KeyRow, Token)>, StoreError> {
    let token = Token::of_seed(seed);
    let row = KeyRow {
        id: Uuid::now_v7(),
        organisation: new.organisation,
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
    let mut transaction = store.begin().await?;
    if !transaction.create_key(&row).await? {
        return Ok(None);
    }
    transaction.raise_revision(revisions::KEYS).await?;
    transaction.commit().await?;
    Ok(Some((row, token)))
}

/// Revokes a key; false where it was revoked before.
///
/// # Errors
/// Where the database fails.
pub async fn revoke_key(store: &Store, key: &KeyRow) -> Result<bool, StoreError> {
    let mut transaction = store.begin().await?;
    if !transaction.revoke_key(&key.prefix, now()).await? {
        return Ok(false);
    }
    transaction.raise_revision(revisions::KEYS).await?;
    transaction.commit().await?;
    Ok(true)
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
