//! Snapshots: the service as it is now. What is published takes the place of what was, whole: a request works with one moment from its
//! beginning to its end.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use chrono::NaiveDate;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{
    App, BUILT_IN, BuiltIn, LadderCatalogue, LadderVersion, Stemming, api_key_cache::ApiKeyCache,
    band_set::BandSet, batcher::AssessmentBatcher, now, state::load_keys,
};
use crate::{
    config::Config,
    store::{LadderHeadRow, LadderRow, Store, StoreError},
};

/// The service as it is now, for everybody and for each organisation.
#[derive(Debug)]
pub(super) struct Snapshots {
    now: ArcSwap<Snapshot>,
    /// One refreshing at a time, so that an older moment never follows a newer one.
    refreshing: Mutex<()>,
}

/// The service at one moment.
#[derive(Debug)]
struct Snapshot {
    public: Arc<App>,
    /// Those that have something of their own.
    organisations: HashMap<Uuid, Arc<App>>,
    volumes: VersionsByKey,
    own_bands: BandSetsByLadder,
    /// The day (UTC) whose bands are in force.
    date: NaiveDate,
}

/// The sets of bands that hold, by the organisation and the ladder.
type BandSetsByLadder = HashMap<(Uuid, String), Arc<BandSet>>;

/// Every published version, by its owner (nobody where it is everybody's), ladder and version.
type VersionsByKey = HashMap<(Option<Uuid>, String, String), Arc<LadderVersion>>;

/// Told apart, so that what was made ready for one moment is not taken for another's.
fn generation() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Snapshots {
    /// Publishes the built-in ladders, idempotently, and loads what is published.
    ///
    /// # Errors
    /// Where the database fails, holds a document that is not the one that was published, or holds another text under a built-in's version.
    pub(super) async fn load(config: Config, store: Store) -> anyhow::Result<Self> {
        let keys = load_keys(&config, &store).await?;
        let stemming = Stemming::from(&config.words);
        publish_built_in(&store, &stemming).await?;
        let keyring = ApiKeyCache::load(&config, &store).await?;
        let (volumes, mut faults) = load_volumes(&store, &VersionsByKey::new(), &stemming).await?;
        let own_bands = load_bands(&store, &BandSetsByLadder::new(), &mut faults).await?;
        if let Some(fault) = faults.into_iter().next() {
            return Err(fault);
        }
        let lock_timeout = Duration::from_millis(config.database.busy_timeout_ms);
        let batcher = AssessmentBatcher::start(store.clone(), lock_timeout);
        let public = App {
            config: Arc::new(config),
            shelf: LadderCatalogue::default(),
            keys: keys.into(),
            keyring: Arc::new(keyring),
            store,
            batcher: Arc::new(batcher),
            generation: 0,
        };
        Ok(Self {
            now: ArcSwap::from_pointee(Snapshot::new(&public, volumes, own_bands)),
            refreshing: Mutex::new(()),
        })
    }

    /// The service as everybody sees it.
    #[must_use]
    pub(super) fn public(&self) -> Arc<App> {
        Arc::clone(&self.now.load().public)
    }

    /// The service as an organisation sees it.
    #[must_use]
    pub(super) fn of(&self, organisation: Uuid) -> Arc<App> {
        let now = self.now.load();
        Arc::clone(now.organisations.get(&organisation).unwrap_or(&now.public))
    }

    /// The number of the moment that everybody sees.
    #[must_use]
    pub(super) fn generation(&self) -> u64 {
        self.now.load().public.generation
    }

    /// Loads what was published since, by whichever process. What is not the text that was published is left out.
    ///
    /// # Errors
    /// Where the database fails; what was there stays.
    pub(super) async fn refresh(&self) -> Result<(), StoreError> {
        self.refresh_from(&self.public().store).await
    }

    /// The same by way of another store of the same database.
    pub(super) async fn refresh_from(&self, store: &Store) -> Result<(), StoreError> {
        let _one_at_a_time = self.refreshing.lock().await;
        let before = self.now.load_full();
        let stemming = Stemming::from(&before.public.config.words);
        let (volumes, mut faults) = load_volumes(store, &before.volumes, &stemming).await?;
        let own_bands = load_bands(store, &before.own_bands, &mut faults).await?;
        for fault in faults {
            tracing::error!("left out: {fault:#}");
        }
        let is_same = volumes.len() == before.volumes.len()
            && before.date == now().date_naive()
            && own_bands.len() == before.own_bands.len()
            && own_bands.iter().all(|(of, set)| {
                let known = before.own_bands.get(of);
                known.is_some_and(|known| Arc::ptr_eq(known, set))
            });
        if !is_same {
            let moment = Snapshot::new(&before.public, volumes, own_bands);
            self.now.store(Arc::new(moment));
        }
        Ok(())
    }

    /// Whether another day's bands are in force by now.
    #[must_use]
    pub(super) fn is_of_yesterday(&self) -> bool {
        let now_seen = self.now.load();
        !now_seen.own_bands.is_empty() && now_seen.date != now().date_naive()
    }
}

impl Snapshot {
    /// The moment at which these are published.
    fn new(app: &App, volumes: VersionsByKey, own_bands: BandSetsByLadder) -> Self {
        let date = now().date_naive();
        let mut by_owner: HashMap<Option<Uuid>, Vec<(&str, &Arc<LadderVersion>)>> = HashMap::new();
        for ((owner, ladder, _), volume) in &volumes {
            by_owner.entry(*owner).or_default().push((ladder, volume));
        }
        let seen_by = |organisation: Option<Uuid>| {
            let of = |owner| by_owner.get(&owner).map_or(&[][..], Vec::as_slice);
            let own = if organisation.is_some() {
                of(organisation)
            } else {
                &[]
            };
            let mut shelf = LadderCatalogue::default();
            // What is an organisation's own stands in place of what is everybody's.
            let hidden = |ladder: &str| own.iter().any(|(own, _)| *own == ladder);
            let public = of(None).iter().filter(|(ladder, _)| !hidden(ladder));
            for (_, volume) in of(None) {
                shelf.hide(Arc::clone(volume));
            }
            for (ladder, volume) in public.chain(own) {
                let bands =
                    organisation.and_then(|owner| own_bands.get(&(owner, (*ladder).into())));
                shelf.put(match bands {
                    Some(bands) => Arc::new(volume.under(bands, date)),
                    None => Arc::clone(volume),
                });
            }
            Arc::new(App {
                config: Arc::clone(&app.config),
                shelf,
                keys: Arc::clone(&app.keys),
                keyring: Arc::clone(&app.keyring),
                store: app.store.clone(),
                batcher: Arc::clone(&app.batcher),
                generation: generation(),
            })
        };
        let with_bands = own_bands.keys().map(|(owner, _)| owner);
        let organisations: HashSet<&Uuid> = by_owner.keys().flatten().chain(with_bands).collect();
        let organisations = organisations.into_iter();
        Self {
            public: seen_by(None),
            organisations: organisations
                .map(|owner| (*owner, seen_by(Some(*owner))))
                .collect(),
            volumes,
            own_bands,
            date,
        }
    }
}

/// Every published version, those that are known taken over; and what is wrong with those that are missing.
async fn load_volumes(
    store: &Store,
    known: &VersionsByKey,
    stemming: &Stemming,
) -> Result<(VersionsByKey, Vec<anyhow::Error>), StoreError> {
    let (mut volumes, mut faults) = (VersionsByKey::new(), Vec::new());
    for head in store.list_ladder_heads().await? {
        let key = (head.organisation, head.ladder.clone(), head.version.clone());
        if let Some(volume) = known.get(&key) {
            volumes.insert(key, Arc::clone(volume));
            continue;
        }
        let is_it = |one: &&BuiltIn| {
            head.organisation.is_none() && one.id == head.ladder && one.version == head.version
        };
        let volume = if let Some(one) = BUILT_IN.iter().find(is_it) {
            built_in(one, &head, stemming)
        } else {
            let row = store.find_ladder_version(head.organisation, &head.ladder, &head.version);
            // Gone in between.
            let Some(row) = row.await? else { continue };
            LadderVersion::stored(row, stemming)
        };
        match volume {
            Ok(volume) => drop(volumes.insert(key, Arc::new(volume))),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((volumes, faults))
}

/// The sets of bands that hold, those that are known taken over; what is wrong with others is added to `faults`.
async fn load_bands(
    store: &Store,
    known: &BandSetsByLadder,
    faults: &mut Vec<anyhow::Error>,
) -> Result<BandSetsByLadder, StoreError> {
    let mut own = BandSetsByLadder::new();
    let organisations = store.list_organisations().await?;
    let organisations: Vec<Uuid> = organisations.iter().map(|row| row.id).collect();
    for head in store.list_current_band_sets(&organisations).await? {
        let of = (head.organisation, head.ladder.clone());
        if let Some(set) = known.get(&of).filter(|set| set.head == head) {
            own.insert(of, Arc::clone(set));
            continue;
        }
        let row = store.find_band_set(head.organisation, &head.ladder, head.number);
        // Gone in between.
        let Some(row) = row.await? else { continue };
        match BandSet::stored(row) {
            Ok(set) => drop(own.insert(of, Arc::new(set))),
            Err(fault) => faults.push(fault.into()),
        }
    }
    Ok(own)
}

fn built_in(
    one: &BuiltIn,
    head: &LadderHeadRow,
    stemming: &Stemming,
) -> anyhow::Result<LadderVersion> {
    anyhow::ensure!(
        head.hash == one.hash,
        "The database holds another text of the built-in ladder {} {}. A published version never changes: a changed ladder needs a new version.",
        one.id,
        one.version
    );
    LadderVersion::built_in(one, head.id, head.published_at, stemming)
}

/// Stores those of the built-in ladders that the database does not hold.
async fn publish_built_in(store: &Store, stemming: &Stemming) -> anyhow::Result<()> {
    let heads = store.list_ladder_heads().await?;
    for one in BUILT_IN {
        let is_it = |head: &LadderHeadRow| {
            head.organisation.is_none() && head.ladder == one.id && head.version == one.version
        };
        if heads.iter().any(is_it) {
            continue;
        }
        let published_at = now();
        let id = Uuid::now_v7();
        let volume = LadderVersion::built_in(one, id, published_at, stemming)?;
        let row = LadderRow {
            id,
            organisation: None,
            ladder: one.id.into(),
            version: one.version.into(),
            hash: one.hash.into(),
            document: volume.published()?.ladder.canonical().into(),
            published_at,
        };
        store.create_ladder_version(&row).await?;
    }
    Ok(())
}
