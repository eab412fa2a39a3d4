//! App: what every way in shares (HTTP and the command line now): the published ladders, the receipt keys, the store,
//! and the operations of more than one step.

pub mod comparisons;
pub mod compensation;
pub mod diagnosis;
pub mod edition;
pub mod interpretation;
pub mod levels;
pub mod lists;
pub mod phases;
pub mod planning;
mod published;
mod ready;
pub mod receipts;
pub mod resources;
pub mod scoring;
pub mod search;
pub mod turns;

use std::{collections::BTreeMap, sync::Arc, time::SystemTime};

use anyhow::Context;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use uuid::Uuid;

pub use published::{Cited, Published};

use crate::{
    config::Config,
    domain::{
        document::Document,
        id::Version,
        ladder::Ladder,
        receipt::Key,
        source::{Source, Syntax},
    },
    error::Error,
    store::{LadderRow, ReceiptKeyRow, Store},
};

/// The day of this release, as in the changelog: when what the binary itself carries was last changed.
pub const RELEASED: &str = "2026-11-23";

/// The ladders compiled into the binary, as YAML, by file name.
/// Earlier versions stay, so that what was said by them can be reproduced.
pub const BUILT_IN: &[(&str, &str)] = &[
    (
        "ai-engineer.yaml",
        include_str!("../../ladders/ai-engineer.yaml"),
    ),
    (
        "ai-engineer-1.2.0.yaml",
        include_str!("../../ladders/ai-engineer-1.2.0.yaml"),
    ),
    (
        "ai-engineer-1.1.0.yaml",
        include_str!("../../ladders/ai-engineer-1.1.0.yaml"),
    ),
    (
        "ai-engineer-1.0.0.yaml",
        include_str!("../../ladders/ai-engineer-1.0.0.yaml"),
    ),
];

/// Every published ladder, in memory: by id, then by version.
#[derive(Debug, Default)]
pub struct Shelf {
    ladders: BTreeMap<String, BTreeMap<Version, Arc<Published>>>,
}

impl Shelf {
    /// Puts a published version on the shelf.
    pub fn add(&mut self, published: Published) {
        let stamp = published.ladder.stamp();
        let (id, version) = (stamp.id.to_string(), stamp.version.clone());
        self.ladders
            .entry(id)
            .or_default()
            .insert(version, Arc::new(published));
    }

    /// The shelf that holds only what is compiled in, published now.
    ///
    /// # Errors
    /// Where a built-in ladder cannot be proven, which a test excludes.
    pub fn built_in() -> anyhow::Result<Self> {
        let mut shelf = Self::default();
        for ladder in built_in()? {
            shelf.add(Published::new(ladder, now())?);
        }
        Ok(shelf)
    }

    /// A version of a ladder; without one the newest that is not a pre-release.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an id that is not there, [`Error::Invalid`] for a version that is not.
    pub fn find(&self, id: &str, version: Option<&str>) -> Result<&Arc<Published>, Error> {
        let versions = self.ladders.get(id).ok_or_else(|| {
            Error::NotFound(format!("There is no ladder {}.", shorten(id)).into())
        })?;
        let Some(version) = version else {
            return newest(versions)
                .ok_or_else(|| Error::NotFound("The ladder has no published version.".into()));
        };
        Version::parse(version)
            .ok()
            .and_then(|version| versions.get(&version))
            .ok_or_else(|| {
                let known = versions.keys().map(Version::to_string);
                Error::query(
                    "version",
                    "unknown_version",
                    format!(
                        "The ladder has no such version. There is: {}.",
                        known.collect::<Vec<_>>().join(", ")
                    ),
                )
            })
    }

    /// The newest version of every ladder, by id.
    pub fn newest(&self) -> impl Iterator<Item = &Arc<Published>> {
        self.ladders.values().filter_map(newest)
    }

    /// All versions of a ladder, newest first.
    pub fn versions(&self, id: &str) -> impl Iterator<Item = &Arc<Published>> {
        self.ladders
            .get(id)
            .into_iter()
            .flat_map(|versions| versions.values().rev())
    }
}

fn newest(versions: &BTreeMap<Version, Arc<Published>>) -> Option<&Arc<Published>> {
    let (version, published) = versions.last_key_value()?;
    if !version.is_prerelease() {
        return Some(published);
    }
    let stable = versions
        .iter()
        .rev()
        .find(|(version, _)| !version.is_prerelease());
    Some(stable.map_or(published, |(_, published)| published))
}

/// What every way in shares.
#[derive(Debug)]
pub struct App {
    /// The settings in force.
    pub config: Config,
    /// Every published ladder.
    pub shelf: Shelf,
    /// The receipt keys; the first one signs.
    pub keys: Vec<Key>,
    /// The database.
    pub store: Store,
}

impl App {
    /// Publishes the built-in ladders, idempotently, and loads what is published.
    ///
    /// # Errors
    /// Where the database fails, holds a document that is broken, or holds another text under a built-in's version.
    pub async fn load(config: Config, store: Store) -> anyhow::Result<Self> {
        let keys = load_keys(&config, &store).await?;
        let shelf = load_shelf(&store).await?;
        Ok(Self {
            config,
            shelf,
            keys,
            store,
        })
    }

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

/// The ladders compiled into the binary.
///
/// # Errors
/// Where one of them cannot be proven, which a test excludes.
pub fn built_in() -> anyhow::Result<Vec<Ladder>> {
    BUILT_IN
        .iter()
        .map(|(name, text)| {
            let source = Source::parse(text.as_bytes(), Syntax::Yaml).context(*name)?;
            let document: Document = serde_json::from_value(source.into_value()).context(*name)?;
            prove(document).context(*name)
        })
        .collect()
}

fn prove(document: Document) -> anyhow::Result<Ladder> {
    Ladder::prove(document).map_err(|faults| {
        let faults = faults
            .iter()
            .map(|fault| format!("{} {}", fault.pointer, fault.detail));
        anyhow::anyhow!(
            "the ladder is broken: {}",
            faults.collect::<Vec<_>>().join("; ")
        )
    })
}

async fn load_shelf(store: &Store) -> anyhow::Result<Shelf> {
    let mut rows = store.list_ladder_versions().await?;
    let mut shelf = Shelf::default();
    for ladder in built_in()? {
        let stamp = ladder.stamp();
        let version = stamp.version.to_string();
        let is_it = |row: &LadderRow| row.ladder == *stamp.id.as_str() && row.version == version;
        let stored = match rows.iter().position(is_it) {
            Some(index) => rows.swap_remove(index),
            None => {
                let row = LadderRow {
                    id: Uuid::now_v7(),
                    ladder: stamp.id.to_string(),
                    version,
                    hash: stamp.hash.clone(),
                    document: ladder.canonical().into(),
                    published_at: now(),
                };
                store.create_ladder_version(&row).await?
            }
        };
        anyhow::ensure!(
            stored.hash == stamp.hash,
            "The database holds another text of the built-in ladder {} {}. A published version never changes: a changed ladder needs a new version.",
            stamp.id,
            stamp.version
        );
        shelf.add(Published::new(ladder, stored.published_at)?);
    }
    for row in rows {
        let name = format!("ladder {} {} in the database", row.ladder, row.version);
        let document = serde_json::from_str(&row.document).with_context(|| name.clone())?;
        let ladder = prove(document).with_context(|| name.clone())?;
        anyhow::ensure!(
            ladder.stamp().hash == row.hash,
            "{name}: the text does not fit its hash; it was changed after it was published"
        );
        let stamp = ladder.stamp();
        anyhow::ensure!(
            *stamp.id.as_str() == row.ladder && stamp.version.to_string() == row.version,
            "{name}: the text is that of {} {}; it was changed after it was published",
            stamp.id,
            stamp.version
        );
        shelf.add(Published::new(ladder, row.published_at)?);
    }
    Ok(shelf)
}

async fn load_keys(config: &Config, store: &Store) -> anyhow::Result<Vec<Key>> {
    let mut keys = Vec::new();
    for secret in &config.receipts.keys {
        keys.extend(Key::new(secret.expose_secret()));
    }
    if keys.is_empty() {
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
    for row in store.list_receipt_keys().await? {
        keys.extend(Key::new(&row.secret));
    }
    anyhow::ensure!(!keys.is_empty(), "no receipt key could be loaded");
    Ok(keys)
}

/// The present moment, to the microsecond, as databases keep it.
#[must_use]
pub fn now() -> DateTime<Utc> {
    let now: DateTime<Utc> = SystemTime::now().into();
    DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}

fn shorten(text: &str) -> String {
    let short: String = text.chars().take(64).collect();
    format!("{short:?}")
}
