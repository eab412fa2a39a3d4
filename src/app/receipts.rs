//! Verifying receipts: signature, then the ladder version that is named, then the scoring once more.

use serde::Serialize;
use utoipa::ToSchema;

use super::{App, Shelf};
use crate::domain::receipt::{Claims, Key, Reading, read};

/// What a receipt turned out to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerifiedReceipt {
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
    pub claims: Option<Claims>,
}

impl App {
    /// Verifies a receipt.
    #[must_use]
    pub fn verify_receipt(&self, receipt: &str) -> VerifiedReceipt {
        verify(receipt, &self.keys, &self.shelf)
    }
}

/// Verifies a receipt with the keys and the ladders that there are.
#[must_use]
pub fn verify(receipt: &str, keys: &[Key], shelf: &Shelf) -> VerifiedReceipt {
    let verdict = |ours, unchanged, detail: &str| VerifiedReceipt {
        ours,
        unchanged,
        reproducible: None,
        detail: detail.into(),
        claims: None,
    };
    match read(receipt, keys) {
        Reading::NotAReceipt => verdict(false, None, "This is not a receipt of a placement."),
        Reading::NotOurs => verdict(
            false,
            None,
            "The receipt names a key that this service does not have: it was signed elsewhere, or with a key that is kept no more.",
        ),
        Reading::Changed => verdict(
            true,
            Some(false),
            "The receipt names a key of this service and its signature does not fit: it was changed after it was signed.",
        ),
        Reading::Authentic(claims) => {
            let (reproducible, detail) = reproduce(&claims, shelf);
            VerifiedReceipt {
                ours: true,
                unchanged: Some(true),
                reproducible,
                detail: detail.into(),
                claims: Some(*claims),
            }
        }
    }
}

fn reproduce(claims: &Claims, shelf: &Shelf) -> (Option<bool>, &'static str) {
    let named = &claims.ladder;
    let Ok(published) = shelf.find(named.id.as_str(), Some(&named.version)) else {
        return (
            None,
            "Ours and unchanged; the version of the ladder that it names is not kept here, so that it cannot be scored again.",
        );
    };
    let ladder = &published.ladder;
    if ladder.stamp().hash != named.hash {
        return (
            Some(false),
            "Ours and unchanged; the ladder kept under this version is another text than the one that was scored.",
        );
    }
    let again = claims
        .sheet(&ladder.document().quiz)
        .and_then(|sheet| Claims::of(ladder, &sheet, &ladder.decide(&sheet)));
    if again.as_ref() == Some(claims) {
        (
            Some(true),
            "Ours and unchanged; the same answers give the same outcome today.",
        )
    } else {
        (
            Some(false),
            "Ours and unchanged; scoring the answers again gives another outcome.",
        )
    }
}
