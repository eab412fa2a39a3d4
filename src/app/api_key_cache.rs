//! The keyring: every key that was not revoked, in memory, so that a request with a key costs no query; how long that is to be
//! trusted; when each was used; and how often an address has failed.

use std::{
    collections::{BTreeSet, HashMap},
    net::{IpAddr, Ipv6Addr},
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;
use blake3::Hash;
use chrono::{DateTime, Utc};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use uuid::Uuid;

use super::{
    api_key::{ApiKey, Pepper, Scope, split},
    now,
    peppers::load_peppers,
};
use crate::{
    config::Config,
    store::{KeyRow, Store, StoreError},
};

/// How old what is known of the keys may be. Together with a look at the database this stays below two seconds.
const TRUSTED: Duration = Duration::from_millis(1500);

/// Addresses whose failures are counted each by itself; further ones are counted together.
const MOST_ADDRESSES: usize = 65_536;

/// A key as it is held in memory.
#[derive(Debug)]
pub struct CachedApiKey {
    /// The key.
    pub id: Uuid,
    /// What it is known by.
    pub prefix: String,
    /// Whose it is.
    pub organisation: Uuid,
    /// The slug of whose it is.
    pub slug: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    hash: Hash,
    /// From when on it does not work any more.
    pub expires_at: Option<DateTime<Utc>>,
}

impl CachedApiKey {
    /// The key of a row. None for a hash that is none.
    #[must_use]
    pub fn new(row: KeyRow) -> Option<Self> {
        Some(Self {
            id: row.id,
            organisation: row.organisation,
            scopes: split(&row.scopes),
            hash: Hash::from_slice(&row.hash).ok()?,
            expires_at: row.expires_at,
            prefix: row.prefix,
            slug: row.slug,
        })
    }
}

/// Why a key does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKeyError {
    /// It is no key at all, or was mistyped.
    Malformed,
    /// Unknown, expired or revoked.
    NotValid,
    /// The database has not been heard of for so long that nobody can say.
    NotKnown,
}

/// The keys that there are.
#[derive(Debug)]
pub struct ApiKeyCache {
    peppers: Vec<Pepper>,
    keys: ArcSwap<HashMap<String, Arc<CachedApiKey>>>,
    /// Held while keys are read, so that what was read later is never replaced by what was read before.
    reading: tokio::sync::Mutex<()>,
    started: Instant,
    /// When the database was last asked with success, in milliseconds from the start.
    heard: AtomicU64,
    /// When keys were used that is not written down yet.
    used: Mutex<HashMap<Uuid, DateTime<Utc>>>,
    failures: DefaultKeyedRateLimiter<IpAddr>,
}

impl ApiKeyCache {
    /// Reads every key.
    ///
    /// # Errors
    /// Where the database fails, or the operating system gives no random bytes.
    pub async fn load(config: &Config, store: &Store) -> anyhow::Result<Self> {
        let failures = NonZero::new(config.access.failures_per_minute);
        let quota = Quota::per_minute(failures.unwrap_or(NonZero::<u32>::MIN));
        let keyring = Self {
            peppers: load_peppers(config, store).await?,
            keys: ArcSwap::default(),
            reading: tokio::sync::Mutex::default(),
            started: Instant::now(),
            heard: AtomicU64::new(0),
            used: Mutex::default(),
            failures: RateLimiter::keyed(quota),
        };
        keyring.read(store).await?;
        Ok(keyring)
    }

    /// Reads every key anew.
    ///
    /// # Errors
    /// Where the database fails; what was known before stays.
    pub async fn read(&self, store: &Store) -> Result<(), StoreError> {
        let _reading = self.reading.lock().await;
        let rows = store.list_valid_keys().await?;
        let held = rows.into_iter().filter_map(CachedApiKey::new);
        let keys = held.map(|key| (key.prefix.clone(), Arc::new(key)));
        self.keys.store(Arc::new(keys.collect()));
        Ok(())
    }

    /// What hashes new keys.
    ///
    /// # Errors
    /// Where there is nothing, which `load` excludes.
    pub fn pepper(&self) -> anyhow::Result<&Pepper> {
        let first = self.peppers.first();
        first.ok_or_else(|| anyhow::anyhow!("no secret for keys is loaded"))
    }

    /// The key with this text, where it is one that may be used now.
    ///
    /// # Errors
    /// Why it does not pass.
    pub fn find(&self, text: &str) -> Result<Arc<CachedApiKey>, ApiKeyError> {
        let token = ApiKey::read(text).ok_or(ApiKeyError::Malformed)?;
        if !self.is_trusted() {
            return Err(ApiKeyError::NotKnown);
        }
        let keys = self.keys.load();
        let key = keys.get(token.prefix()).ok_or(ApiKeyError::NotValid)?;
        let at = now();
        // `Hash` compares in constant time.
        let fits = self
            .peppers
            .iter()
            .any(|pepper| pepper.hash(&token) == key.hash);
        if !fits || key.expires_at.is_some_and(|end| end <= at) {
            return Err(ApiKeyError::NotValid);
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(key.id, at);
        Ok(Arc::clone(key))
    }

    /// Notes that the database was asked with success at a time.
    pub fn heard(&self, at: Instant) {
        let since = at.saturating_duration_since(self.started).as_millis();
        let since = u64::try_from(since).unwrap_or(u64::MAX);
        self.heard.fetch_max(since, Ordering::Relaxed);
    }

    fn is_trusted(&self) -> bool {
        let heard = Duration::from_millis(self.heard.load(Ordering::Relaxed));
        self.started.elapsed().saturating_sub(heard) < TRUSTED
    }

    /// Counts a failure of an address, and answers how long to wait where there were too many.
    pub fn fail(&self, address: IpAddr) -> Option<Duration> {
        let known = self.failures.len() < MOST_ADDRESSES;
        let counted = if known {
            subnet(address)
        } else {
            Ipv6Addr::UNSPECIFIED.into()
        };
        let refused = self.failures.check_key(&counted).err()?;
        Some(refused.wait_time_from(DefaultClock::default().now()))
    }

    /// Forgets addresses that have not failed for a while.
    pub fn forgive(&self) {
        self.failures.retain_recent();
        self.failures.shrink_to_fit();
    }

    /// Writes down when keys were used.
    ///
    /// # Errors
    /// Where the database fails; what is not written is kept for the next time.
    pub async fn write_uses(&self, store: &Store) -> Result<(), StoreError> {
        let lock = || self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let uses: Vec<_> = lock().iter().map(|(id, at)| (*id, *at)).collect();
        for (id, at) in uses {
            store.use_key(id, at).await?;
            let mut used = lock();
            // A later use is written down the next time.
            if used.get(&id) == Some(&at) {
                used.remove(&id);
            }
        }
        Ok(())
    }
}

/// What counts as one address: for IPv6 a network of 64 bits, which one caller mostly has.
fn subnet(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_count_together() {
        let counted = |text: &str| text.parse().map(subnet).ok();
        assert_eq!(counted("2001:db8::1"), counted("2001:db8::ffff:0:0:1"));
        assert_ne!(counted("2001:db8::1"), counted("2001:db8:0:1::1"));
        assert_eq!(counted("::ffff:10.0.0.1"), counted("10.0.0.1"));
        assert_ne!(counted("10.0.0.1"), counted("10.0.0.2"));
    }
}
