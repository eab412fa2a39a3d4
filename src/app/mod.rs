//! App: what every way in shares (HTTP, MCP and the command line): the published ladders, the receipt keys, the store,
//! and the operations of more than one step.

mod actor;
pub mod api_key;
pub mod assessing;
pub mod assessments;
pub mod audit;
mod background;
pub mod bands;
pub mod batcher;
pub mod comparisons;
pub mod compensation;
pub mod contests;
pub mod diagnosis;
pub mod drafts;
pub mod edition;
pub mod evidence;
pub mod expected;
pub mod exports;
pub mod forks;
pub mod holds;
pub mod idempotency;
pub mod interpretation;
pub mod keyring;
pub mod keys;
pub mod levels;
pub mod lists;
mod live;
pub mod organisations;
pub mod overwriting;
pub mod people;
pub mod phases;
pub mod planning;
pub mod poller;
pub mod previews;
pub mod progress;
mod published;
pub mod publishing;
pub mod receipts;
mod requests;
pub mod resources;
pub mod retention;
mod score_json;
pub mod scoring;
pub mod search;
mod shelf;
mod snapshots;
mod times;
pub mod turns;

use std::{sync::Arc, time::SystemTime};

use anyhow::Context;
use chrono::{DateTime, Datelike, Timelike, Utc};
use secrecy::ExposeSecret;
use uuid::Uuid;

pub use actor::Actor;
use batcher::AssessmentBatcher;
use keyring::Keyring;
pub use live::Live;
pub use published::{Cited, Published};
pub use shelf::{Shelf, Volume, built_in};

use crate::{
    config::Config,
    domain::receipt::Key,
    error::Error,
    store::{ReceiptKeyRow, Store, StoreError},
};

/// The day of this release, as in the changelog: when what the binary itself carries was last changed.
pub const RELEASED: &str = "2026-11-23";

/// Returns the time from which everything that the binary itself carries is: midnight (UTC) of [`RELEASED`].
#[must_use]
pub fn released() -> Option<chrono::DateTime<chrono::Utc>> {
    let day: chrono::NaiveDate = RELEASED.parse().ok()?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

/// A ladder compiled into the binary.
#[derive(Debug)]
pub struct BuiltIn {
    /// The name of its file.
    pub file: &'static str,
    /// Its text, as YAML.
    pub text: &'static str,
    /// Its id.
    pub id: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The hash of its canonical text, so that a start does not have to parse it.
    pub hash: &'static str,
}

/// The ladders compiled into the binary. Each start stores those that the database lacks, and a version that the database holds is kept
/// for good, so that receipts of earlier versions stay verifiable.
pub const BUILT_IN: &[BuiltIn] = &[BuiltIn {
    file: "ai-engineer.yaml",
    text: include_str!("../../ladders/ai-engineer.yaml"),
    id: "ai-engineer",
    version: "1.3.0",
    hash: "blake3:d8add79f142688c24af4891e561f594ab28795d748667e5903a5d8db4b715b60",
}];

/// What every way in shares: the service at one moment, as everybody or one organisation sees it. It never changes; see [`Live`].
#[derive(Debug)]
pub struct App {
    /// The settings in force.
    pub config: Arc<Config>,
    /// The published ladders.
    pub shelf: Shelf,
    /// The receipt keys; the first one signs.
    pub keys: Arc<[Key]>,
    /// The keys of organisations.
    pub keyring: Arc<Keyring>,
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
    pub fn signing_key(&self) -> Result<&Key, Error> {
        self.keys
            .first()
            .ok_or_else(|| Error::Internal("no receipt key is loaded".into()))
    }
}

async fn load_keys(config: &Config, store: &Store) -> anyhow::Result<Vec<Key>> {
    let mut found = Vec::new();
    for secret in &config.receipts.keys {
        found.extend(Key::new(secret.expose_secret()));
    }
    if found.is_empty() {
        let mut secret = vec![0_u8; Key::MIN_SECRET];
        getrandom::fill(&mut secret).context("no random bytes from the operating system")?;
        let candidate = ReceiptKeyRow {
            id: Uuid::now_v7(),
            kid: Key::kid_of(&secret),
            slot: "receipts".into(),
            secret,
            created_at: now(),
        };
        store.find_or_create_receipt_key(&candidate).await?;
    }
    // Receipts signed with a kept key stay verifiable when the settings name another.
    let kept = store.list_receipt_keys().await?;
    for row in kept.iter().filter(|row| row.slot != organisations::SLOT) {
        found.extend(Key::new(&row.secret));
    }
    anyhow::ensure!(!found.is_empty(), "no receipt key could be loaded");
    Ok(found)
}

/// The present moment, to the microsecond, as databases keep it.
#[must_use]
pub fn now() -> DateTime<Utc> {
    let now: DateTime<Utc> = SystemTime::now().into();
    DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}

/// Whether a time from outside can be kept and shown again: in years of four digits, and no leap second.
#[must_use]
pub fn can_be_kept(time: &DateTime<Utc>) -> bool {
    (0..=9999).contains(&time.year()) && time.nanosecond() < 1_000_000_000
}

/// What is said where others did not let go in time of what was to be changed.
fn held_by_others() -> Error {
    Error::Unavailable("Others are changing the same just now. Send it again in a moment.".into())
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        if error.is_held() {
            held_by_others()
        } else if error.is_unavailable() {
            tracing::warn!(%error, "the database does not answer");
            Self::Unavailable("The database does not answer.".into())
        } else {
            Self::Internal(error.to_string())
        }
    }
}
