//! Verifying receipts: signature, then the ladder version that is named, then the scoring once more.

use serde::Serialize;
use utoipa::ToSchema;

use super::{App, LadderCatalogue};
use crate::{
    domain::receipt::{ReceiptClaims, ReceiptKey, ReceiptStatus, read},
    locales::{MessageCatalogue, facts},
};

/// What a receipt turned out to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerifyReceiptResponse {
    /// Whether it names a key of this service.
    pub ours: bool,
    /// Whether its signature fits its content; null where it is not ours.
    pub unchanged: Option<bool>,
    /// Whether the answers still give the outcome with the version that it names; null where that cannot be said.
    pub reproducible: Option<bool>,
    /// The same in a sentence.
    #[schema(max_length = 400)]
    pub detail: String,
    /// What the receipt attests; null where it is not authentic.
    pub claims: Option<ReceiptClaims>,
}

impl App {
    /// Verifies a receipt, and says in the words of a catalogue what it is.
    #[must_use]
    pub fn verify_receipt(&self, receipt: &str, words: &MessageCatalogue) -> VerifyReceiptResponse {
        verify(receipt, &self.keys, &self.shelf, words)
    }
}

/// Verifies a receipt with the keys and the ladders that there are.
#[must_use]
pub fn verify(
    receipt: &str,
    keys: &[ReceiptKey],
    shelf: &LadderCatalogue,
    words: &MessageCatalogue,
) -> VerifyReceiptResponse {
    let words = &words.facts.receipt;
    let verdict = |ours, unchanged, detail: &str| VerifyReceiptResponse {
        ours,
        unchanged,
        reproducible: None,
        detail: detail.into(),
        claims: None,
    };
    match read(receipt, keys) {
        ReceiptStatus::NotAReceipt => verdict(false, None, words.none),
        ReceiptStatus::NotOurs => verdict(false, None, words.not_ours),
        ReceiptStatus::Changed => verdict(true, Some(false), words.changed),
        ReceiptStatus::Authentic(claims) => {
            let (reproducible, detail) = reproduce(&claims, shelf, words);
            VerifyReceiptResponse {
                ours: true,
                unchanged: Some(true),
                reproducible,
                detail: detail.into(),
                claims: Some(*claims),
            }
        }
    }
}

fn reproduce(
    claims: &ReceiptClaims,
    shelf: &LadderCatalogue,
    words: &facts::ReceiptMessages,
) -> (Option<bool>, &'static str) {
    let named = &claims.ladder;
    let Ok(published) = shelf.find(named.id.as_str(), Some(&named.version)) else {
        return (None, words.version_gone);
    };
    let ladder = &published.ladder;
    if ladder.stamp().hash != named.hash {
        return (Some(false), words.another_text);
    }
    let again = claims
        .sheet(&ladder.document().quiz)
        .and_then(|sheet| ReceiptClaims::of(ladder, &sheet, &ladder.decide(&sheet)));
    if again.as_ref() == Some(claims) {
        (Some(true), words.same_outcome)
    } else {
        (Some(false), words.another_outcome)
    }
}
