//! Keys of organisations: their text with its checksum, how it is hashed, and what a key may be used for.
//! The whole of a key is shown once and kept nowhere: no `Debug` may tell it.

use std::{collections::BTreeSet, fmt, str::FromStr};

use blake3::Hash;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares the scopes once: the name, the word, and what it allows.
macro_rules! scopes {
    ($($(#[doc = $about:literal])* $name:ident $word:tt)*) => {
        /// What a key may be used for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        pub enum Scope {
            $($(#[doc = $about])* #[serde(rename = $word)] $name,)*
        }

        impl Scope {
            /// Every scope.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its word, as in requests and on the command line.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

scopes! {
    /// The catalogue and the stateless calls where they are not public, and the organisation's own ladders besides.
    LaddersRead "ladders:read"
    /// Drafts of ladders, publishing, and the organisation's bands.
    LaddersWrite "ladders:write"
    /// What is stored of people.
    PeopleRead "people:read"
    /// Storing and erasing what is known of people.
    PeopleWrite "people:write"
    /// Figures of groups, never of a person.
    CohortsRead "cohorts:read"
    /// Webhooks.
    WebhooksWrite "webhooks:write"
    /// Making and revoking keys.
    KeysWrite "keys:write"
    /// Reading the audit.
    AuditRead "audit:read"
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut all = Self::ALL.iter();
        let found = all.find(|scope| scope.word() == text).copied();
        found.ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|scope| scope.word()).collect();
            format!("there is no scope {text:?}; there is: {}", known.join(", "))
        })
    }
}

/// Scopes as they are stored: their words with a space between them.
#[must_use]
pub fn join(scopes: &BTreeSet<Scope>) -> String {
    let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
    words.join(" ")
}

/// Scopes as they were stored. A word that this binary does not know allows nothing.
#[must_use]
pub fn split(words: &str) -> BTreeSet<Scope> {
    words
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// What every key begins with.
const MARK: &str = "rk_";
/// Bytes of the mark and the name behind it.
const PREFIX: usize = 11;
/// Bytes of the secret, 190 bits.
const SECRET: usize = 32;
/// Bytes of the checksum.
const CHECKSUM: usize = 6;

/// A whole key: `rk_`, eight characters by which it is known, thirty-two that are secret, and six of a checksum (CRC-32 of all
/// before it), in base 62.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// The length of every key, in bytes.
    pub const LEN: usize = PREFIX + SECRET + CHECKSUM;
    /// The pattern that every key fits, by which a scanner finds one.
    pub const PATTERN: &'static str = "^rk_[0-9A-Za-z]{46}$";

    /// The key of a seed, always the same.
    #[must_use]
    pub fn of_seed(seed: &[u8; 32]) -> Self {
        let mut stream = blake3::Hasher::new_derive_key("rungs key text 1");
        stream.update(seed);
        let mut stream = stream.finalize_xof();
        let mut text = String::with_capacity(Self::LEN);
        text.push_str(MARK);
        let mut block = [0; 64];
        while text.len() < PREFIX + SECRET {
            stream.fill(&mut block);
            // Above the last multiple of 62 some digits would come more often than others.
            let fair = block.iter().filter(|byte| **byte < 248);
            let missing = PREFIX + SECRET - text.len();
            text.extend(fair.take(missing).map(|byte| digit(u32::from(*byte))));
        }
        let checksum = checksum(&text);
        text.push_str(&checksum);
        Self(text)
    }

    /// Reads a key; None for what is none, which its form and its checksum tell without looking anything up.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let fits = text.len() == Self::LEN
            && text
                .strip_prefix(MARK)?
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric());
        let (body, end) = fits.then(|| text.split_at(PREFIX + SECRET))?;
        (checksum(body) == end).then(|| Self(text.into()))
    }

    /// What the key is known by: its beginning, which is not secret.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.get(..PREFIX).unwrap_or_default()
    }

    /// The whole of it, to be shown once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Token").field(&self.prefix()).finish()
    }
}

fn digit(number: u32) -> char {
    char::from(DIGITS[number as usize % DIGITS.len()])
}

fn checksum(body: &str) -> String {
    let mut rest = crc32fast::hash(body.as_bytes());
    let mut digits = [0; CHECKSUM];
    for place in digits.iter_mut().rev() {
        *place = rest;
        rest /= 62;
    }
    digits.into_iter().map(digit).collect()
}

/// The service's own secret for keys: without it neither can a stored hash be tried, nor a key be derived.
#[derive(Clone)]
pub struct Pepper {
    hashing: [u8; 32],
    seeding: [u8; 32],
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pepper").finish_non_exhaustive()
    }
}

impl Pepper {
    /// Fewest bytes of a secret.
    pub const MIN_SECRET: usize = 32;

    /// From its secret bytes; None where they are fewer than [`Pepper::MIN_SECRET`].
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        (secret.len() >= Self::MIN_SECRET).then(|| Self {
            hashing: blake3::derive_key("rungs key hash 1", secret),
            seeding: blake3::derive_key("rungs key seed 1", secret),
        })
    }

    /// The hash of a key, as it is stored. Hashes are compared in constant time.
    #[must_use]
    pub fn hash(&self, token: &ApiKey) -> Hash {
        blake3::keyed_hash(&self.hashing, token.0.as_bytes())
    }

    /// The seed that follows from these parts, for a key that can be made again.
    #[must_use]
    pub fn seed(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.seeding);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        *hasher.finalize().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_what_it_was_yesterday() {
        let token = ApiKey::of_seed(&[7; 32]);
        assert_eq!(
            token.expose(),
            "rk_jylZO2FW6tkMCPzSwqqRf4sa16FyKw2JaUGrrp3d1rPYU3"
        );
        assert_eq!(format!("{token:?}"), "Token(\"rk_jylZO2FW\")");
    }

    #[test]
    fn every_single_typing_error_and_every_swap_is_found() {
        for seed in 0..20 {
            let token = ApiKey::of_seed(&[seed; 32]);
            let text = token.expose();
            assert_eq!(ApiKey::read(text), Some(token.clone()));
            for place in 0..text.len() {
                for other in DIGITS.iter().copied().chain(*b"_- ") {
                    let mut typed = text.as_bytes().to_vec();
                    typed[place] = other;
                    let typed = String::from_utf8(typed).unwrap();
                    assert_eq!(ApiKey::read(&typed).is_some(), typed == text, "{typed}");
                }
                let mut typed = text.as_bytes().to_vec();
                typed.swap(place, (place + 1) % text.len());
                let typed = String::from_utf8(typed).unwrap();
                assert_eq!(ApiKey::read(&typed).is_some(), typed == text, "{typed}");
            }
            for (short, long) in [
                (&text[1..], format!("{text}0")),
                (&text[..48], format!(" {text}")),
            ] {
                assert_eq!((ApiKey::read(short), ApiKey::read(&long)), (None, None));
            }
        }
    }

    #[test]
    fn scopes_are_stored_as_words_and_unknown_words_allow_nothing() {
        let all: BTreeSet<Scope> = Scope::ALL.iter().copied().collect();
        assert_eq!(split(&join(&all)), all);
        assert_eq!(split(""), BTreeSet::new());
        assert_eq!(
            split("keys:write keys:sing"),
            BTreeSet::from([Scope::KeysWrite])
        );
        for scope in Scope::ALL {
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.word());
        }
    }

    proptest! {
        #[test]
        fn anything_at_all_is_read_or_refused(text in ".{0,60}") {
            prop_assert!(ApiKey::read(&text).is_none());
        }

        #[test]
        fn hashes_differ_by_key_and_by_secret(one: [u8; 32], other: [u8; 32]) {
            let pepper = |secret: &[u8]| Pepper::new(secret).unwrap();
            let (token, second) = (ApiKey::of_seed(&one), ApiKey::of_seed(&other));
            prop_assert_eq!(one == other, token == second);
            prop_assert_eq!(one == other, pepper(&one).hash(&token) == pepper(&one).hash(&second));
            prop_assert_eq!(one == other, pepper(&one).hash(&token) == pepper(&other).hash(&token));
        }

        #[test]
        fn seeds_tell_their_parts_apart(text in "[a-c]{2,6}", cut in 1_usize..5) {
            let pepper = Pepper::new(&[1; 32]).unwrap();
            let whole = pepper.seed(&[text.as_bytes()]);
            let (one, rest) = text.as_bytes().split_at(cut.min(text.len() - 1));
            prop_assert_ne!(pepper.seed(&[one, rest]), whole);
        }
    }
}
