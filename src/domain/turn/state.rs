//! The state of a quiz on its way, as the caller keeps it: what was said, for which ladder, by whom, and when it was given.
//! Authenticated, not encrypted: bytes in base64url (RFC 4648) with a keyed hash (HMAC-SHA-256) at their end.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::Mac;

use crate::domain::{answers::Answer, ladder::LadderRef, receipt::ReceiptKey};

/// The longest state that is looked at, in bytes.
pub const LONGEST_STATE: usize = 2000;

/// What the key of states is derived by, so that a state never passes for a receipt, nor a receipt for a state.
const PURPOSE: &str = "rungs quiz turn state 1";

/// The version of the format, its first byte.
const FORMAT: u8 = 1;

/// Bytes of the keyed hash at the end.
const MAC: usize = 32;

/// Bytes of a digest that binds.
const DIGEST: usize = 16;

/// Version and key, which are three bytes to four characters, so that they can be read by themselves.
const HEAD: (usize, usize) = (9, 12);

/// Where a quiz stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizState {
    /// When it was given, in seconds since 1970.
    pub issued: u64,
    /// What was said, in the order of asking.
    pub said: Vec<Answer>,
    ladder: [u8; DIGEST],
    caller: [u8; DIGEST],
}

/// Why a state cannot be gone on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuizStateError {
    /// Signed with a key of ours, and not what was signed.
    Changed,
    /// Not in the format, or of a key that is not ours.
    Unknown,
}

impl QuizState {
    /// The state of a quiz of this ladder, for this caller alone where there is one.
    #[must_use]
    pub fn new(issued: u64, said: &[Answer], ladder: &LadderRef, caller: Option<&str>) -> Self {
        Self {
            issued,
            said: said.to_vec(),
            ladder: digest_of_ladder(ladder),
            caller: digest_of_caller(caller),
        }
    }

    /// Whether it is of a quiz of this very text of a ladder.
    #[must_use]
    pub fn is_of(&self, ladder: &LadderRef) -> bool {
        self.ladder == digest_of_ladder(ladder)
    }

    /// Whether it was given to this caller.
    #[must_use]
    pub fn is_for(&self, caller: Option<&str>) -> bool {
        self.caller == digest_of_caller(caller)
    }

    /// The state as text.
    #[must_use]
    pub fn seal(&self, key: &ReceiptKey) -> String {
        let mut bytes = vec![FORMAT];
        bytes.extend(name(key));
        bytes.extend(self.issued.to_be_bytes());
        bytes.extend(self.ladder);
        bytes.extend(self.caller);
        bytes.extend(self.said.iter().map(|answer| letter(*answer)));
        let mut mac = key.derive(PURPOSE);
        mac.update(&bytes);
        bytes.extend(mac.finalize().into_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a state with the keys that are ours. Nothing in it is looked at before its hash fits, which is compared in constant time.
    ///
    /// # Errors
    /// Why it cannot be gone on from.
    pub fn open(text: &str, keys: &[ReceiptKey]) -> Result<Self, QuizStateError> {
        if text.len() > LONGEST_STATE {
            return Err(QuizStateError::Unknown);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let Some((signed, hash)) = bytes.split_last_chunk::<MAC>() else {
            return Err(why(text, keys));
        };
        let fits = |key: &&ReceiptKey| {
            let mut mac = key.derive(PURPOSE);
            mac.update(signed);
            mac.verify_slice(hash).is_ok()
        };
        match keys.iter().find(fits) {
            Some(_) => Self::parse(signed).ok_or(QuizStateError::Unknown),
            None => Err(why(text, keys)),
        }
    }

    fn parse(signed: &[u8]) -> Option<Self> {
        let (head, rest) = signed.split_at_checked(HEAD.0)?;
        let (issued, rest) = rest.split_first_chunk()?;
        let (ladder, rest) = rest.split_first_chunk()?;
        let (caller, said) = rest.split_first_chunk()?;
        let said = said.iter().map(|byte| answer(*byte));
        (head.first() == Some(&FORMAT)).then_some(Self {
            issued: u64::from_be_bytes(*issued),
            ladder: *ladder,
            caller: *caller,
            said: said.collect::<Option<_>>()?,
        })
    }
}

/// Why a text is no state: one that begins as those of a key of ours do was changed.
fn why(text: &str, keys: &[ReceiptKey]) -> QuizStateError {
    let head = text.as_bytes().get(..HEAD.1);
    let head = head.and_then(|head| URL_SAFE_NO_PAD.decode(head).ok());
    let of = |key: &ReceiptKey| {
        head.as_deref()
            .is_some_and(|head| head.split_first() == Some((&FORMAT, name(key).as_slice())))
    };
    if keys.iter().any(of) {
        QuizStateError::Changed
    } else {
        QuizStateError::Unknown
    }
}

/// The name of a key, which says nothing of it, as bytes.
fn name(key: &ReceiptKey) -> [u8; 8] {
    u64::from_str_radix(key.kid(), 16)
        .unwrap_or_default()
        .to_be_bytes()
}

/// An option is a digit: there are at most ten.
fn letter(answer: Answer) -> u8 {
    match answer {
        Answer::Yes => b'y',
        Answer::No => b'n',
        Answer::Unsure => b'u',
        Answer::Option(at) => b'0'.saturating_add(at),
    }
}

fn answer(letter: u8) -> Option<Answer> {
    match letter {
        b'y' => Some(Answer::Yes),
        b'n' => Some(Answer::No),
        b'u' => Some(Answer::Unsure),
        b'0'..=b'9' => Some(Answer::Option(letter - b'0')),
        _ => None,
    }
}

fn digest_of_ladder(ladder: &LadderRef) -> [u8; DIGEST] {
    let text = format!("{} {} {}", ladder.id, ladder.version, ladder.hash);
    digest("rungs quiz turn ladder 1", &text)
}

fn digest_of_caller(caller: Option<&str>) -> [u8; DIGEST] {
    let text = caller.map_or_else(String::new, |caller| format!("={caller}"));
    digest("rungs quiz turn caller 1", &text)
}

fn digest(purpose: &str, text: &str) -> [u8; DIGEST] {
    let mut digest = [0; DIGEST];
    blake3::Hasher::new_derive_key(purpose)
        .update(text.as_bytes())
        .finalize_xof()
        .fill(&mut digest);
    digest
}
