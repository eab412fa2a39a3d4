//! The pay bands of an organisation, beside those of a ladder: read from CSV (`csv`) or JSON (`json`), looked through with a ladder
//! (`findings`), and laid over the ladder's own on a date. Amounts are exact; nothing is guessed.

mod band_set;
mod checks;
mod csv;
mod json;
mod row;
#[cfg(test)]
mod tests;

pub use band_set::{
    BandOwner, Bands, BandsInForce, COLUMNS, EffectiveBand, MOST_BANDS, OrganisationBand,
};
pub use row::day;
