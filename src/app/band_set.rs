//! Sets of bands that an organisation has put for a ladder, and how they are laid over it.

use chrono::NaiveDate;

use crate::{
    domain::{bands::Bands, document::OrganisationBandTerms, ladder::Ladder},
    error::Error,
    store::{BandSetHeadRow, BandSetRow},
};

/// A set of bands that an organisation has put for a ladder.
#[derive(Debug)]
pub struct BandSet {
    /// What is known of it without its bands.
    pub head: BandSetHeadRow,
    /// Its bands.
    pub bands: Bands,
}

impl BandSet {
    /// A set that is stored.
    ///
    /// # Errors
    /// [`Error::Internal`] where it cannot be read again.
    pub fn stored(row: BandSetRow) -> Result<Self, Error> {
        let bands = Bands::read_csv(row.document.as_bytes()).map_err(|_| {
            Error::Internal(format!(
                "the bands for {} with the number {} cannot be read",
                row.ladder, row.number
            ))
        })?;
        Ok(Self {
            head: BandSetHeadRow {
                organisation: row.organisation,
                ladder: row.ladder,
                number: row.number,
                hash: row.hash,
                created_at: row.created_at,
                created_by: row.created_by,
            },
            bands,
        })
    }

    /// A ladder with the bands that are in force on a date laid over its own.
    #[must_use]
    pub fn over(&self, ladder: &Ladder, date: NaiveDate) -> Ladder {
        let laid = self.bands.at(date);
        let bands = laid.over(ladder).into_iter().map(|laid| {
            let mut band = laid.band.clone();
            let own = self.bands.list().iter();
            let mut own = own.filter(|own| std::ptr::eq(&own.band, laid.band));
            band.own = own.next().map(|own| OrganisationBandTerms {
                set: self.head.hash.clone(),
                effective_from: own.effective_from,
                effective_to: own.effective_to,
            });
            band
        });
        ladder.with_bands(bands.collect())
    }
}
