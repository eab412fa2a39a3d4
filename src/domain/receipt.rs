//! Receipts: a placement's facts as canonical JSON with a keyed signature, a JWS in compact form (RFC 7515, HS256).
//! They carry no time, so that the same answers always give the same receipt.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use utoipa::ToSchema;

use super::{
    answers::{AnswerSheet, AnswerValue, Answers},
    document::{Quiz, Standing},
    id::Id,
    ladder::{Ladder, LadderRef},
    placement::PlacementVerdict,
};

/// The longest receipt that is looked at, in bytes.
pub const MAX_LEN: usize = 16_384;

/// What a receipt attests. The fields stand in the order of their names: serialised, this is canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptClaims {
    /// Answers by question.
    #[schema(value_type = Answers)]
    pub answers: BTreeMap<String, AnswerValue>,
    /// The ladder that was asked.
    pub ladder: ClaimedLadder,
    /// Where the answers led.
    pub outcome: ClaimedOutcome,
    /// Answers by qualifier.
    #[schema(value_type = Answers)]
    pub qualifiers: BTreeMap<String, AnswerValue>,
    /// The rule that decided.
    pub rule: Id,
}

/// The ladder that a receipt speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimedLadder {
    /// BLAKE3 of the document's canonical JSON.
    #[schema(max_length = 71)]
    pub hash: String,
    /// The ladder's id.
    pub id: Id,
    /// The ladder's version.
    #[schema(max_length = 64)]
    pub version: String,
}

/// The outcome that a receipt attests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimedOutcome {
    /// The level; null below the first.
    pub level: Option<Id>,
    /// The phase.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// The standing.
    pub standing: Standing,
}

impl ReceiptClaims {
    /// What a sheet and its verdict attest.
    #[must_use]
    pub fn of(ladder: &Ladder, sheet: &AnswerSheet, verdict: &PlacementVerdict) -> Option<Self> {
        let quiz = &ladder.document().quiz;
        let place = ladder.table().places().get(verdict.order)?;
        let questions = quiz.questions.iter().zip(&sheet.questions);
        let answers = questions.filter_map(|(question, answer)| {
            Some((question.id.to_string(), question.given((*answer)?)?))
        });
        let qualifiers = quiz.qualifiers.iter().zip(&sheet.qualifiers);
        let qualifiers = qualifiers.filter_map(|(qualifier, answer)| {
            Some((qualifier.id.to_string(), AnswerValue::plain((*answer)?)?))
        });
        Some(Self {
            answers: answers.collect(),
            ladder: ClaimedLadder::from(ladder.stamp()),
            outcome: ClaimedOutcome {
                level: place.level.clone(),
                phase: place.phase,
                standing: place.standing,
            },
            qualifiers: qualifiers.collect(),
            rule: ladder.table().decider(verdict.rule)?.id.clone(),
        })
    }

    /// The claimed answers, matched with a quiz again; None where they do not fit it.
    #[must_use]
    pub fn sheet(&self, quiz: &Quiz) -> Option<AnswerSheet> {
        let answers = |named: &BTreeMap<String, AnswerValue>| -> Answers<'static> {
            named
                .iter()
                .map(|(name, answer)| (name.clone(), answer.clone()))
                .collect()
        };
        AnswerSheet::fill(quiz, &answers(&self.answers), &answers(&self.qualifiers)).ok()
    }
}

impl From<&LadderRef> for ClaimedLadder {
    fn from(stamp: &LadderRef) -> Self {
        Self {
            hash: stamp.hash.clone(),
            id: stamp.id.clone(),
            version: stamp.version.to_string(),
        }
    }
}

/// A key that signs receipts.
#[derive(Clone)]
pub struct ReceiptKey {
    kid: String,
    /// The encoded header and the dot behind it, the same for every receipt.
    header: String,
    mac: Hmac<Sha256>,
}

impl std::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

impl ReceiptKey {
    /// Fewest bytes of a secret.
    pub const MIN_SECRET: usize = 32;

    /// A key from its secret bytes; None where they are fewer than [`ReceiptKey::MIN_SECRET`].
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        if secret.len() < Self::MIN_SECRET {
            return None;
        }
        let kid = Self::kid_of(secret);
        let header = format!(r#"{{"alg":"HS256","kid":"{kid}","typ":"rungs-receipt"}}"#);
        Some(Self {
            header: URL_SAFE_NO_PAD.encode(header) + ".",
            mac: Hmac::new_from_slice(secret).ok()?,
            kid,
        })
    }

    /// The name of the key with these secret bytes, which says nothing of them.
    #[must_use]
    pub fn kid_of(secret: &[u8]) -> String {
        let digest = blake3::derive_key("rungs receipt key id 1", secret);
        digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The key's name, as in the receipt's header.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// A key for another purpose, which says nothing of this one. A receipt's text begins in another way than a purpose does.
    pub(super) fn derive(&self, purpose: &str) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(purpose.as_bytes());
        // HMAC fills a key with zeros up to the block of its hash.
        let mut block = [0; 64];
        let secret = mac.finalize().into_bytes();
        block
            .iter_mut()
            .zip(secret)
            .for_each(|(to, from)| *to = from);
        Hmac::new(&block.into())
    }

    /// Signs claims.
    #[must_use]
    pub fn sign(&self, claims: &ReceiptClaims) -> String {
        let payload = serde_json::to_vec(claims).unwrap_or_default();
        let mut receipt = String::with_capacity(self.header.len() + payload.len() * 4 / 3 + 50);
        receipt.push_str(&self.header);
        URL_SAFE_NO_PAD.encode_string(&payload, &mut receipt);
        let mut mac = self.mac.clone();
        mac.update(receipt.as_bytes());
        receipt.push('.');
        URL_SAFE_NO_PAD.encode_string(mac.finalize().into_bytes(), &mut receipt);
        receipt
    }
}

/// What a receipt turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptStatus {
    /// Not a receipt of this format at all.
    NotAReceipt,
    /// In the format of a receipt, signed by a key that is not ours.
    NotOurs,
    /// Names a key of ours, and its signature does not fit: it was changed.
    Changed,
    /// Ours and unchanged.
    Authentic(Box<ReceiptClaims>),
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// Reads a receipt with the keys that are ours. Signatures are compared in constant time.
#[must_use]
pub fn read(receipt: &str, keys: &[ReceiptKey]) -> ReceiptStatus {
    let mut parts = receipt.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return ReceiptStatus::NotAReceipt;
    };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let parsed = decode(header).and_then(|json| serde_json::from_slice::<Header>(&json).ok());
    let Some(Header { alg, kid, typ }) = parsed else {
        return ReceiptStatus::NotAReceipt;
    };
    if alg != "HS256" || typ != "rungs-receipt" || receipt.len() > MAX_LEN {
        return ReceiptStatus::NotAReceipt;
    }
    let Some(key) = keys.iter().find(|key| key.kid == kid) else {
        return ReceiptStatus::NotOurs;
    };
    let mut mac = key.mac.clone();
    mac.update(header.as_bytes());
    mac.update(b".");
    mac.update(payload.as_bytes());
    let signed = decode(signature).is_some_and(|signature| mac.verify_slice(&signature).is_ok());
    let claims =
        decode(payload).and_then(|json| serde_json::from_slice::<ReceiptClaims>(&json).ok());
    match claims {
        Some(claims) if signed => ReceiptStatus::Authentic(Box::new(claims)),
        _ => ReceiptStatus::Changed,
    }
}
