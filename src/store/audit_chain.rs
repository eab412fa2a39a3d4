//! The audit's chain: each entry's hash covers the entry and the hash before it, so that nothing can be changed, put in or taken
//! out without every later entry telling.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use uuid::Uuid;

/// One entry as it is hashed. The fields stand in the order of their names: serialised, this is canonical JSON.
#[derive(Debug, Clone, Serialize)]
pub struct ChainEntry<'a> {
    /// What was done, such as `key.create`.
    pub action: &'a str,
    /// By whom: a key's prefix, or `cli`.
    pub actor: &'a str,
    /// From which address.
    pub address: Option<&'a str>,
    /// Hash of what there is since.
    pub after: Option<&'a str>,
    /// When, to the microsecond.
    #[serde(serialize_with = "to_the_microsecond")]
    pub at: DateTime<Utc>,
    /// Hash of what there was before.
    pub before: Option<&'a str>,
    /// Whose chain it is in.
    #[serde(serialize_with = "as_text")]
    pub organisation: Uuid,
    /// The hash of the entry before; empty for the first.
    pub previous: &'a str,
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// To what, such as a key's prefix.
    pub subject: &'a str,
}

fn to_the_microsecond<S: serde::Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

fn as_text<S: serde::Serializer>(id: &Uuid, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(id)
}

impl ChainEntry<'_> {
    /// The hash of the entry: BLAKE3 over its canonical JSON.
    #[must_use]
    pub fn hash(&self) -> String {
        digest(self)
    }
}

/// BLAKE3 over the JSON of something, `blake3:` and hexadecimal digits.
#[must_use]
pub fn digest(of: &impl Serialize) -> String {
    let json = serde_json::to_vec(of).unwrap_or_default();
    format!("blake3:{}", blake3::hash(&json).to_hex())
}

/// A chain that is being verified, entry by entry.
#[derive(Debug, Default)]
pub struct Chain {
    entries: i64,
    hash: String,
}

impl Chain {
    /// How many entries were found good.
    #[must_use]
    pub fn entries(&self) -> i64 {
        self.entries
    }

    /// Takes the next entry, with the hash that it was kept with.
    ///
    /// # Errors
    /// What does not fit, in a sentence that names the entry.
    pub fn take(&mut self, entry: &ChainEntry<'_>, kept: &str) -> Result<(), String> {
        let expected = self.entries + 1;
        if entry.seq != expected {
            return Err(format!("Entry {expected} is missing."));
        }
        if entry.previous != self.hash {
            return Err(format!(
                "Entry {expected} does not follow on the entry before it."
            ));
        }
        if entry.hash() != kept {
            return Err(format!("Entry {expected} was changed."));
        }
        self.entries = expected;
        kept.clone_into(&mut self.hash);
        Ok(())
    }

    /// Ends the chain where it is kept that it ends; None where that is not kept.
    ///
    /// # Errors
    /// What does not fit, in a sentence that names the entry.
    pub fn end(&self, head: Option<(i64, &str)>) -> Result<(), String> {
        let Some((entries, hash)) = head else {
            return Err("It is not kept how the audit ends.".into());
        };
        if entries > self.entries {
            return Err(format!("Entry {} is missing.", self.entries + 1));
        }
        if entries < self.entries || hash != self.hash {
            return Err(format!(
                "Entry {} is not the last that was written.",
                self.entries
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: i64, previous: &str) -> ChainEntry<'_> {
        ChainEntry {
            action: "key.create",
            actor: "cli",
            address: None,
            after: Some("blake3:00"),
            at: DateTime::UNIX_EPOCH,
            before: None,
            organisation: Uuid::nil(),
            previous,
            seq,
            subject: "rk_00000000",
        }
    }

    #[test]
    fn an_entry_is_hashed_as_canonical_json() {
        let json = serde_json::to_string(&entry(1, "")).unwrap_or_default();
        assert_eq!(
            json,
            r#"{"action":"key.create","actor":"cli","address":null,"after":"blake3:00","at":"1970-01-01T00:00:00.000000Z","before":null,"organisation":"00000000-0000-0000-0000-000000000000","previous":"","seq":1,"subject":"rk_00000000"}"#
        );
        let value: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(value.to_string(), json);
    }

    #[test]
    fn a_chain_is_good_to_its_very_end() {
        let first = entry(1, "").hash();
        let second = entry(2, &first).hash();
        let whole = || {
            let mut chain = Chain::default();
            assert_eq!(chain.take(&entry(1, ""), &first), Ok(()));
            chain
        };
        let mut chain = whole();
        assert_eq!(chain.take(&entry(2, &first), &second), Ok(()));
        assert_eq!(chain.end(Some((2, &second))), Ok(()));
        assert!(chain.end(Some((3, &second))).is_err());
        assert!(chain.end(Some((1, &first))).is_err());
        assert!(chain.end(Some((2, &first))).is_err());
        assert!(chain.end(None).is_err());
        assert!(
            whole()
                .take(&entry(3, &first), &entry(3, &first).hash())
                .is_err()
        );
        assert!(whole().take(&entry(2, "x"), &entry(2, "x").hash()).is_err());
        let changed = ChainEntry {
            subject: "rk_11111111",
            ..entry(2, &first)
        };
        assert!(whole().take(&changed, &second).is_err());
    }
}
