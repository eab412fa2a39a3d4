//! Keys of an organisation as a caller with a key looks after them.

use std::{borrow::Cow, collections::BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App,
    api_key::{ApiKey, Pepper, Scope, split},
    can_be_kept,
    idempotency::{Claim, IdempotencyRequest, Idempotent, Replay},
    lists::{List, PageBounds},
    now,
    organisations::{NewKey, insert_key, revoke_key},
    peppers::random_seed,
    times::moment,
};
use crate::{
    domain::{fault::Fault, id::SignalPhrase},
    error::{Error, RequestPart},
    store::KeyRow,
};

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Nightly export", "scopes": ["people:read", "cohorts:read"], "expires_at": "2099-12-31T00:00:00Z"}))]
pub struct CreateKeyRequest<'a> {
    /// What people call it.
    pub name: SignalPhrase,
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
pub struct KeyOptions {
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
pub struct KeyResponse {
    /// What it is.
    #[serde(flatten)]
    pub terms: KeyOptions,
    /// When it was revoked; null where it was not.
    #[schema(max_length = 40)]
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was used last, to about a minute; null where it never was.
    #[schema(max_length = 40)]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A key that was made, whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreateKeyResponse {
    /// The key itself, which is shown this once.
    #[schema(max_length = 49, pattern = "^rk_[0-9A-Za-z]{46}$")]
    pub key: String,
    /// What it is.
    #[serde(flatten)]
    pub terms: KeyOptions,
}

fn defect(error: &anyhow::Error) -> Error {
    Error::Internal(format!("{error:#}"))
}

impl From<KeyRow> for KeyOptions {
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

impl From<KeyRow> for KeyResponse {
    fn from(row: KeyRow) -> Self {
        Self {
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
            terms: row.into(),
        }
    }
}

impl CreateKeyResponse {
    fn new(row: KeyRow, token: &ApiKey) -> Self {
        Self {
            key: token.expose().to_owned(),
            terms: row.into(),
        }
    }
}

impl CreateKeyRequest<'_> {
    /// What is wrong with it, for a caller whose key has these scopes; else the key that is to be made.
    fn checked(&self, actor: &Actor) -> Result<NewKey, Error> {
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
            if !actor.has_scope(*scope) {
                let detail =
                    format!("The calling key has not the scope {scope} and cannot give it.");
                refuse(format!("/scopes/{place}"), "scope_not_held", detail);
            }
        }
        let expires_at = self.expires_at.as_deref().map(|text| {
            let end = moment("/expires_at", text).ok();
            end.filter(can_be_kept)
        });
        let last = actor.api_key().and_then(|key| key.expires_at);
        match &expires_at {
            Some(None) => {
                let detail = "A time as in 2027-01-31T00:00:00Z was expected, to the year 9999 and without leap seconds.";
                refuse("/expires_at".into(), "no_such_date", detail.into());
            }
            Some(Some(end)) if *end <= now() => {
                refuse("/expires_at".into(), "in_the_past", "It has passed.".into());
            }
            ends if last.is_some_and(|last| !matches!(ends, Some(Some(end)) if *end <= last)) => {
                let detail = "The calling key ends, and cannot make one that outlives it: name an earlier end.";
                refuse("/expires_at".into(), "outlives_its_maker", detail.into());
            }
            _ => {}
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(RequestPart::Body, faults));
        }
        Ok(NewKey {
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
        actor: &Actor,
        page: PageBounds<'_>,
    ) -> Result<List<'static, KeyResponse>, Error> {
        let rows = self.store.list_keys(actor.organisation).await?;
        let notes = rows.into_iter().map(KeyResponse::from);
        let list = format!("keys {}", actor.organisation);
        page.of_list(&list, notes, |note| note.terms.prefix.clone())
    }

    /// A key of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn find_key(&self, actor: &Actor, prefix: &str) -> Result<KeyResponse, Error> {
        self.own_key(actor, prefix).await.map(KeyResponse::from)
    }

    /// Creates a key for the caller's organisation. With an `Idempotency-Key` it is derived from the service's secret and the claim of
    /// the request, so that it can be shown again without being stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every fault; those of [`App::claim`]; where the database fails.
    pub async fn create_key(
        &self,
        actor: &Actor,
        asked: CreateKeyRequest<'_>,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<CreateKeyResponse>, Error> {
        let new = asked.checked(actor);
        let (mut transaction, new) = match self.claim(request, new).await? {
            Claim::New(transaction, new) => (transaction, new),
            Claim::Replay(replay) => return self.replay_key(actor, request, &replay).await,
        };
        let pepper = self.keyring.pepper().map_err(|error| defect(&error))?;
        let seed = match request.claim_id() {
            Some((claim, name)) => derive_seed(pepper, actor, claim, name),
            None => random_seed().map_err(|error| defect(&error))?,
        };
        let (row, token) = insert_key(&mut transaction, actor, pepper, &seed, &new).await?;
        transaction.commit(&row.prefix).await?;
        self.read_keys().await;
        Ok(Idempotent::new(CreateKeyResponse::new(row, &token)))
    }

    /// Derives the key of an identical earlier request again.
    async fn replay_key(
        &self,
        actor: &Actor,
        request: &IdempotencyRequest,
        replay: &Replay<String>,
    ) -> Result<Idempotent<CreateKeyResponse>, Error> {
        let pepper = self.keyring.pepper().map_err(|error| defect(&error))?;
        let (_, name) = request.claim_id().unwrap_or_default();
        let row = self.own_key(actor, &replay.result).await?;
        let token = ApiKey::of_seed(&derive_seed(pepper, actor, replay.claim, name));
        if token.prefix() != replay.result {
            let detail = "The key was made, and the service's secret has changed since: it cannot be shown again.";
            return Err(Error::Conflict(detail.into()));
        }
        Ok(Idempotent::replay(CreateKeyResponse::new(row, &token)))
    }

    /// Revokes a key of an organisation, also one that was revoked before.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's; where the database fails.
    pub async fn revoke_key(&self, actor: &Actor, prefix: &str) -> Result<(), Error> {
        let key = self.own_key(actor, prefix).await?;
        revoke_key(&self.store, actor, &key).await?;
        self.read_keys().await;
        Ok(())
    }

    async fn own_key(&self, actor: &Actor, prefix: &str) -> Result<KeyRow, Error> {
        // What has other characters is none, and not every database takes them.
        let fits = prefix.bytes().all(|byte| byte.is_ascii_graphic());
        let found = match fits {
            true => self.store.find_key(prefix).await?,
            false => None,
        };
        let own = found.filter(|row| row.organisation == actor.organisation);
        own.ok_or_else(|| Error::NotFound("There is no such key.".into()))
    }

    /// What this process has changed it sees at once; where that fails, the change poller does it.
    async fn read_keys(&self) {
        if let Err(error) = self.keyring.read(&self.store).await {
            tracing::warn!(%error, "keys could not be read anew at once");
        }
    }
}

/// Derives the seed of a key from the service's secret and the claim of the request that creates it.
fn derive_seed(pepper: &Pepper, actor: &Actor, claim: Uuid, idempotency_key: &str) -> [u8; 32] {
    let caller = actor.api_key().map(|key| key.id).unwrap_or_default();
    let ids = [actor.organisation, caller, claim];
    let [organisation, caller, claim] = ids.each_ref().map(|id| id.as_bytes().as_slice());
    pepper.seed(&[organisation, caller, claim, idempotency_key.as_bytes()])
}
