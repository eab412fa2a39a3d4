//! Keys of an organisation as a caller with a key looks after them.

use std::{borrow::Cow, collections::BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    App,
    audit::By,
    can_be_kept,
    idempotency::{Done, Named},
    keyring::HeldKey,
    lists::{List, Page},
    now,
    organisations::{NewKey, create_key, random_seed, revoke_key},
    times::moment,
};
use crate::{
    domain::{
        fault::Fault,
        id::Phrase,
        key::{Scope, Token, split},
    },
    error::{Error, Part},
    json,
    store::KeyRow,
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
    /// From when on it does not work any more, RFC 3339; it works for good where this is left out. A key that ends makes only keys that
    /// end no later.
    #[schema(value_type = Option<String>, format = DateTime, max_length = 40)]
    #[serde(borrow)]
    pub expires_at: Option<Cow<'a, str>>,
}

/// What a key is, and for how long.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyTerms {
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

/// A key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyNote {
    /// What it is.
    #[serde(flatten)]
    pub terms: KeyTerms,
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
    /// What it is.
    #[serde(flatten)]
    pub terms: KeyTerms,
}

/// A key that was made.
#[derive(Debug)]
pub struct Made {
    /// The key.
    pub key: WholeKey,
    /// Whether it was made by the same request before.
    pub again: bool,
}

fn defect(error: &anyhow::Error) -> Error {
    Error::Internal(format!("{error:#}"))
}

impl From<KeyRow> for KeyTerms {
    fn from(row: KeyRow) -> Self {
        Self {
            scopes: split(&row.scopes),
            prefix: row.prefix,
            name: row.name,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

impl From<KeyRow> for KeyNote {
    fn from(row: KeyRow) -> Self {
        Self {
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
            terms: row.into(),
        }
    }
}

impl WholeKey {
    fn new(row: KeyRow, token: &Token) -> Self {
        Self {
            key: token.expose().to_owned(),
            terms: row.into(),
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
        let expires_at = self.expires_at.as_deref().map(|text| {
            let end = moment("/expires_at", text).ok();
            end.filter(can_be_kept)
        });
        match &expires_at {
            Some(None) => {
                let detail = "A time as in 2027-01-31T00:00:00Z was expected, to the year 9999 and without leap seconds.";
                refuse("/expires_at".into(), "no_such_date", detail.into());
            }
            Some(Some(end)) if *end <= now() => {
                refuse("/expires_at".into(), "in_the_past", "It has passed.".into());
            }
            ends if by
                .expires_at
                .is_some_and(|last| !matches!(ends, Some(Some(end)) if *end <= last)) =>
            {
                let detail = "The calling key ends, and cannot make one that outlives it: name an earlier end.";
                refuse("/expires_at".into(), "outlives_its_maker", detail.into());
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
            expires_at: expires_at.flatten(),
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
            note.terms.prefix.clone()
        })
    }

    /// A key of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn find_key(&self, organisation: Uuid, prefix: &str) -> Result<KeyNote, Error> {
        self.own_key(organisation, prefix).await.map(KeyNote::from)
    }

    /// Makes a key for the caller's organisation. A request that names itself makes one key, however often it is sent: the key is
    /// derived from the service's secret and from who asked what, so that it can be shown again without being kept.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every fault; those of [`App::once`]; where the database fails.
    pub async fn create_key(
        &self,
        by: &By<'_>,
        key: &HeldKey,
        body: &[u8],
        name: Option<&str>,
    ) -> Result<Made, Error> {
        let what = "create_key";
        let named = name.map(|name| Named { name, what, body });
        let made = self.once(key, named.as_ref(), async |claim| {
            let seed = match (name, claim.id()) {
                (Some(name), Some(claim)) => self.seed(key, claim, name)?,
                _ => random_seed().map_err(|error| defect(&error))?,
            };
            let asked: CreateKey<'_> = json::parse(body)?;
            let new = asked.checked(key)?;
            let pepper = self.keyring.pepper().map_err(|error| defect(&error))?;
            let (row, token) = create_key(&self.store, by, pepper, &seed, &new, claim).await?;
            self.read_keys().await;
            Ok(Made {
                key: WholeKey::new(row, &token),
                again: false,
            })
        });
        match made.await? {
            Done::Now(made) => Ok(made),
            Done::Before(before) => {
                let seed = self.seed(key, before.claim, name.unwrap_or_default())?;
                self.show_again(key, &before.answer, &seed).await
            }
        }
    }

    /// What a key is made from that was asked for by a request with a name.
    fn seed(&self, key: &HeldKey, claim: Uuid, name: &str) -> Result<[u8; 32], Error> {
        let pepper = self.keyring.pepper().map_err(|error| defect(&error))?;
        let whose = [key.organisation, key.id, claim];
        let [organisation, caller, this] = whose.each_ref().map(|id| id.as_bytes().as_slice());
        Ok(pepper.seed(&[organisation, caller, this, name.as_bytes()]))
    }

    async fn show_again(
        &self,
        key: &HeldKey,
        prefix: &str,
        seed: &[u8; 32],
    ) -> Result<Made, Error> {
        let row = self.own_key(key.organisation, prefix).await?;
        let token = Token::of_seed(seed);
        if token.prefix() != prefix {
            let detail = "The key was made, and the service's secret has changed since: it cannot be shown again.";
            return Err(Error::Conflict(detail.into()));
        }
        Ok(Made {
            key: WholeKey::new(row, &token),
            again: true,
        })
    }

    /// Revokes a key of an organisation, also one that was revoked before.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn revoke_key(
        &self,
        by: &By<'_>,
        organisation: Uuid,
        prefix: &str,
    ) -> Result<(), Error> {
        let key = self.own_key(organisation, prefix).await?;
        revoke_key(&self.store, by, &key).await?;
        self.read_keys().await;
        Ok(())
    }

    async fn own_key(&self, organisation: Uuid, prefix: &str) -> Result<KeyRow, Error> {
        // What has other characters is none, and not every database takes them.
        let fits = prefix.bytes().all(|byte| byte.is_ascii_graphic());
        let found = match fits {
            true => self.store.find_key(prefix).await?,
            false => None,
        };
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
