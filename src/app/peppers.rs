//! Peppers: the secrets that hash API keys.

use anyhow::Context;
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::{api_key::Pepper, now};
use crate::{
    config::Config,
    domain::receipt,
    store::{ReceiptKeyRow, Store},
};

/// Where the database keeps the secret that hashes keys, beside those that sign receipts.
pub(super) const SLOT: &str = "keys";

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
            kid: receipt::ReceiptKey::kid_of(&secret),
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
