//! State: what every way in shares.

use std::sync::Arc;

use anyhow::Context;
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::{
    LadderCatalogue, api_key_cache::ApiKeyCache, batcher::AssessmentBatcher, now, peppers::SLOT,
};
use crate::{
    config::Config,
    domain::receipt::ReceiptKey,
    error::Error,
    store::{ReceiptKeyRow, Store},
};

/// What every way in shares: the service at one moment, as everybody or one organisation sees it. It never changes; see [`super::RunningService`].
#[derive(Debug)]
pub struct App {
    /// The settings in force.
    pub config: Arc<Config>,
    /// The published ladders.
    pub shelf: LadderCatalogue,
    /// The receipt keys; the first one signs.
    pub keys: Arc<[ReceiptKey]>,
    /// The keys of organisations.
    pub keyring: Arc<ApiKeyCache>,
    /// The database.
    pub store: Store,
    /// The batcher that stores assessments.
    pub batcher: Arc<AssessmentBatcher>,
    /// Unlike that of any other moment and of anybody else's, in this process.
    pub generation: u64,
}

impl App {
    /// The receipt key that signs.
    ///
    /// # Errors
    /// [`Error::Internal`] where there is none, which `load` excludes.
    pub fn signing_key(&self) -> Result<&ReceiptKey, Error> {
        self.keys
            .first()
            .ok_or_else(|| Error::Internal("no receipt key is loaded".into()))
    }
}

pub(super) async fn load_keys(config: &Config, store: &Store) -> anyhow::Result<Vec<ReceiptKey>> {
    let mut found = Vec::new();
    for secret in &config.receipts.keys {
        found.extend(ReceiptKey::new(secret.expose_secret()));
    }
    if found.is_empty() {
        let mut secret = vec![0_u8; ReceiptKey::MIN_SECRET];
        getrandom::fill(&mut secret).context("no random bytes from the operating system")?;
        let candidate = ReceiptKeyRow {
            id: Uuid::now_v7(),
            kid: ReceiptKey::kid_of(&secret),
            slot: "receipts".into(),
            secret,
            created_at: now(),
        };
        store.find_or_create_receipt_key(&candidate).await?;
    }
    // Receipts signed with a kept key stay verifiable when the settings name another.
    let kept = store.list_receipt_keys().await?;
    for row in kept.iter().filter(|row| row.slot != SLOT) {
        found.extend(ReceiptKey::new(&row.secret));
    }
    anyhow::ensure!(!found.is_empty(), "no receipt key could be loaded");
    Ok(found)
}
