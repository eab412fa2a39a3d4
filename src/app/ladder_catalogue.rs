//! The shelf: every published version of every ladder.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{BUILT_IN, BuiltIn, PublishedLadder, Stemming, band_set::BandSet, now};
use crate::{
    domain::{
        document::Document,
        id::Version,
        ladder::{Ladder, LadderRef},
        source::{Source, Syntax},
    },
    error::Error,
    store::LadderRow,
};

/// Published ladders: by id, then by version.
#[derive(Debug, Default, Clone)]
pub struct LadderCatalogue {
    ladders: BTreeMap<String, BTreeMap<Version, Arc<LadderVersion>>>,
    /// All of them and those that are hidden behind an organisation's own, by what stored things name them by.
    by_id: HashMap<Uuid, Arc<LadderVersion>>,
}

/// A published version: its stamp and source from the start, the ladder itself from its first use on. An organisation's versions would
/// otherwise all be parsed and proven by every start, also those that nobody reads.
#[derive(Debug)]
pub struct LadderVersion {
    id: Uuid,
    stamp: LadderRef,
    published_at: DateTime<Utc>,
    stemming: Stemming,
    source: VersionSource,
    published: OnceLock<Result<Arc<PublishedLadder>, String>>,
}

/// What a published version is made of.
#[derive(Debug)]
enum VersionSource {
    /// YAML that is compiled in.
    BuiltIn(&'static str),
    /// Canonical JSON that is stored.
    Stored(Box<str>),
    /// Another version with an organisation's bands as they are in force on a date.
    WithBands(Arc<LadderVersion>, Arc<BandSet>, NaiveDate),
}

/// As much of a document as tells which it is.
#[derive(Deserialize)]
struct DocumentHeader {
    id: String,
    version: String,
}

impl LadderVersion {
    /// A version that is compiled in, by the row that stands for it in the database.
    ///
    /// # Errors
    /// Where its stamp is none, which a test excludes.
    pub fn built_in(
        one: &BuiltIn,
        id: Uuid,
        published_at: DateTime<Utc>,
        stemming: &Stemming,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            id,
            stamp: stamp(one.id, one.version, one.hash).context(one.file)?,
            published_at,
            stemming: stemming.clone(),
            source: VersionSource::BuiltIn(one.text),
            published: OnceLock::new(),
        })
    }

    /// A version that is stored.
    ///
    /// # Errors
    /// Where its text is not the one that was published.
    pub fn stored(row: LadderRow, stemming: &Stemming) -> anyhow::Result<Self> {
        let name = format!("ladder {} {} in the database", row.ladder, row.version);
        anyhow::ensure!(
            Ladder::hash(&row.document) == row.hash,
            "{name}: the text does not fit its hash; it was changed after it was published"
        );
        let title: DocumentHeader =
            serde_json::from_str(&row.document).with_context(|| name.clone())?;
        anyhow::ensure!(
            title.id == row.ladder && title.version == row.version,
            "{name}: the text is that of {} {}; it was changed after it was published",
            title.id,
            title.version
        );
        Ok(Self {
            id: row.id,
            stamp: stamp(&row.ladder, &row.version, &row.hash).context(name)?,
            published_at: row.published_at,
            stemming: stemming.clone(),
            source: VersionSource::Stored(row.document.into()),
            published: OnceLock::new(),
        })
    }

    /// The same with an organisation's bands over it as they are in force on a date.
    #[must_use]
    pub fn under(self: &Arc<Self>, bands: &Arc<BandSet>, date: NaiveDate) -> Self {
        Self {
            id: self.id,
            stamp: self.stamp.clone(),
            published_at: self.published_at,
            stemming: self.stemming.clone(),
            source: VersionSource::WithBands(Arc::clone(self), Arc::clone(bands), date),
            published: OnceLock::new(),
        }
    }

    /// What stored things name it by.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Id, version and hash.
    #[must_use]
    pub fn stamp(&self) -> &LadderRef {
        &self.stamp
    }

    /// When it was published.
    #[must_use]
    pub fn published_at(&self) -> DateTime<Utc> {
        self.published_at
    }

    /// The ladder, parsed and proven at its first use.
    ///
    /// # Errors
    /// [`Error::Internal`] where this release finds a fault in it that the one that published it did not.
    pub fn published(&self) -> Result<&Arc<PublishedLadder>, Error> {
        let published = self.published.get_or_init(|| {
            self.load().map(Arc::new).map_err(|error| {
                let LadderRef { id, version, .. } = &self.stamp;
                format!("the published ladder {id} {version} cannot be used: {error:#}")
            })
        });
        published
            .as_ref()
            .map_err(|error| Error::Internal(error.clone()))
    }

    fn load(&self) -> anyhow::Result<PublishedLadder> {
        let document = match &self.source {
            VersionSource::BuiltIn(yaml) => yaml_value(yaml)?,
            VersionSource::Stored(json) => serde_json::from_str(json)?,
            VersionSource::WithBands(original, bands, date) => {
                let original = original.published().map_err(anyhow::Error::msg)?;
                return original.with_bands(bands, *date);
            }
        };
        let ladder = prove(document)?;
        anyhow::ensure!(
            *ladder.stamp() == self.stamp,
            "read again, its hash is {}",
            ladder.stamp().hash
        );
        PublishedLadder::new(ladder, self.published_at, &self.stemming)
    }
}

impl From<PublishedLadder> for LadderVersion {
    fn from(published: PublishedLadder) -> Self {
        Self {
            id: Uuid::now_v7(),
            stamp: published.ladder.stamp().clone(),
            published_at: published.published_at,
            stemming: published.stemming.clone(),
            source: VersionSource::Stored(published.ladder.canonical().into()),
            published: OnceLock::from(Ok(Arc::new(published))),
        }
    }
}

impl LadderCatalogue {
    /// Puts a published version on the shelf.
    pub fn add(&mut self, volume: impl Into<LadderVersion>) {
        self.put(Arc::new(volume.into()));
    }

    pub(super) fn put(&mut self, volume: Arc<LadderVersion>) {
        let (id, version) = (volume.stamp.id.to_string(), volume.stamp.version.clone());
        self.hide(Arc::clone(&volume));
        let versions = self.ladders.entry(id).or_default();
        versions.insert(version, volume);
    }

    /// Keeps a version that is not on the shelf, because another ladder has its name, for what is stored of it.
    pub(super) fn hide(&mut self, volume: Arc<LadderVersion>) {
        self.by_id.insert(volume.id, volume);
    }

    /// A version by what stored things name it by.
    #[must_use]
    pub fn by_id(&self, id: Uuid) -> Option<&Arc<LadderVersion>> {
        self.by_id.get(&id)
    }

    /// The shelf that holds only what is compiled in, published now, with words stemmed as by default.
    ///
    /// # Errors
    /// Where a stamp is none, which a test excludes.
    pub fn built_in() -> anyhow::Result<Self> {
        let mut shelf = Self::default();
        for one in BUILT_IN {
            shelf.add(LadderVersion::built_in(
                one,
                Uuid::now_v7(),
                now(),
                &Stemming::default(),
            )?);
        }
        Ok(shelf)
    }

    /// A version of a ladder; without one the newest that is not a pre-release.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an id that is not there, [`Error::Invalid`] for a version that is not.
    pub fn find(&self, id: &str, version: Option<&str>) -> Result<&Arc<PublishedLadder>, Error> {
        self.volume(id, version)?.published()
    }

    /// The same as a volume.
    ///
    /// # Errors
    /// Those of [`LadderCatalogue::find`].
    pub fn volume(&self, id: &str, version: Option<&str>) -> Result<&Arc<LadderVersion>, Error> {
        let versions = self.ladders.get(id).ok_or_else(|| {
            Error::NotFound(format!("There is no ladder {}.", shorten(id)).into())
        })?;
        let Some(version) = version else {
            return newest(versions)
                .ok_or_else(|| Error::NotFound("The ladder has no published version.".into()));
        };
        let found = Version::parse(version).ok();
        let found = found.and_then(|version| versions.get(&version));
        found.ok_or_else(|| {
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

    /// How many ladders there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ladders.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ladders.is_empty()
    }

    /// The newest version of every ladder, by id; of those that can be used.
    pub fn newest(&self) -> impl Iterator<Item = &Arc<PublishedLadder>> {
        let newest = self.ladders.values().filter_map(newest);
        newest.filter_map(|volume| {
            let published = volume.published();
            published
                .inspect_err(|error| tracing::error!("{}", error.detail()))
                .ok()
        })
    }

    /// All versions of a ladder, newest first.
    pub fn versions(&self, id: &str) -> impl Iterator<Item = &Arc<LadderVersion>> + Clone {
        let versions = self.ladders.get(id).into_iter();
        versions.flat_map(|versions| versions.values().rev())
    }
}

fn newest(versions: &BTreeMap<Version, Arc<LadderVersion>>) -> Option<&Arc<LadderVersion>> {
    let (version, volume) = versions.last_key_value()?;
    if !version.is_prerelease() {
        return Some(volume);
    }
    let stable = versions
        .iter()
        .rev()
        .find(|(version, _)| !version.is_prerelease());
    Some(stable.map_or(volume, |(_, volume)| volume))
}

/// The ladders compiled into the binary.
///
/// # Errors
/// Where one of them cannot be proven, which a test excludes.
pub fn built_in() -> anyhow::Result<Vec<Ladder>> {
    let made = |one: &BuiltIn| yaml_value(one.text).and_then(prove).context(one.file);
    BUILT_IN.iter().map(made).collect()
}

fn yaml_value(text: &str) -> anyhow::Result<Value> {
    Ok(Source::parse(text.as_bytes(), Syntax::Yaml)?.into_value())
}

fn prove(document: Value) -> anyhow::Result<Ladder> {
    let document: Document = serde_json::from_value(document)?;
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

fn stamp(id: &str, version: &str, hash: &str) -> anyhow::Result<LadderRef> {
    Ok(LadderRef {
        id: id.to_owned().try_into().map_err(anyhow::Error::msg)?,
        version: Version::parse(version).map_err(anyhow::Error::msg)?,
        hash: hash.into(),
    })
}

fn shorten(text: &str) -> String {
    let short: String = text.chars().take(64).collect();
    format!("{short:?}")
}
