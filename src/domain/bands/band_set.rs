//! The bands of a set, those in force on a date, and the bands that result for a ladder.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{
    document::Band,
    fault::{Fault, Severity},
    id::Id,
    ladder::{Ladder, LadderRef},
    parsing::{Finding, MOST_FINDINGS},
};

/// The most bands of a set.
pub const MOST_BANDS: usize = 10_000;

/// The names of a band's members: columns in CSV, members in JSON.
pub const COLUMNS: [&str; 10] = [
    "level",
    "region",
    "currency",
    "period",
    "market",
    "min",
    "max",
    "effective_from",
    "effective_to",
    "note",
];

/// A band of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationBand {
    /// The band. Without `min` it is open downwards, without `max` upwards, and then `open` is true; without both it is not published
    /// and `open` is null. Its label is the note.
    pub band: Band,
    /// The first day on which it is in force; None where it has always been.
    pub effective_from: Option<NaiveDate>,
    /// The last day on which it is in force; None where no end is set.
    pub effective_to: Option<NaiveDate>,
    /// Its line in the text that it was read from, from 1.
    pub(super) line: Option<u32>,
}

/// The bands of an organisation, in the order of the text that they were read from.
#[derive(Debug, Clone, Default)]
pub struct Bands {
    pub(super) bands: Vec<OrganisationBand>,
}

/// The bands that are in force on a date.
#[derive(Debug, Clone)]
pub struct BandsInForce<'a> {
    bands: Vec<&'a OrganisationBand>,
}

/// A band that counts, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectiveBand<'a> {
    /// The band.
    pub band: &'a Band,
    /// Whose it is.
    pub owner: BandOwner<'a>,
    /// The first day on which it is in force; None where none is set, and for the ladder's own.
    pub since: Option<NaiveDate>,
}

/// Whose a band is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandOwner<'a> {
    /// The ladder's, in this version of it.
    Ladder(&'a LadderRef),
    /// The organisation's.
    Organisation,
}

/// What tells bands apart that can stand beside each other.
pub(super) type BandKey<'a> = (&'a Id, &'a str, &'a str, &'static str, &'a Id);

pub(super) fn key(band: &Band) -> BandKey<'_> {
    let Band {
        level,
        region,
        currency,
        period,
        market,
        ..
    } = band;
    (level, region, currency, period.word(), market)
}

impl Bands {
    /// The bands.
    #[must_use]
    pub fn list(&self) -> &[OrganisationBand] {
        &self.bands
    }

    /// The bands that are in force on a date, both ends included.
    #[must_use]
    pub fn at(&self, date: NaiveDate) -> BandsInForce<'_> {
        let bands = self.bands.iter();
        BandsInForce {
            bands: bands.filter(|own| own.is_in_force(date)).collect(),
        }
    }
}

impl OrganisationBand {
    pub(super) fn from(&self) -> NaiveDate {
        self.effective_from.unwrap_or(NaiveDate::MIN)
    }

    pub(super) fn to(&self) -> NaiveDate {
        self.effective_to.unwrap_or(NaiveDate::MAX)
    }

    pub(super) fn is_in_force(&self, date: NaiveDate) -> bool {
        (self.from()..=self.to()).contains(&date)
    }
}

impl<'a> BandsInForce<'a> {
    /// The bands.
    #[must_use]
    pub fn list(&self) -> &[&'a OrganisationBand] {
        &self.bands
    }

    /// These bands laid over a ladder's own: where the organisation has bands for a level in a region, currency, period and market, they
    /// stand in place of the ladder's. The ladder's places come first, then what the ladder has no band for. Bands of levels that
    /// are not on the ladder are left out.
    #[must_use]
    pub fn over(&self, ladder: &'a Ladder) -> Vec<EffectiveBand<'a>> {
        let own = |band: &'a OrganisationBand| EffectiveBand {
            band: &band.band,
            owner: BandOwner::Organisation,
            since: band.effective_from,
        };
        let mut of_key: BTreeMap<BandKey<'a>, Vec<&'a OrganisationBand>> = BTreeMap::new();
        for band in &self.bands {
            of_key.entry(key(&band.band)).or_default().push(band);
        }
        let mut laid = Vec::new();
        for band in &ladder.document().compensation {
            match of_key.remove(&key(band)) {
                Some(bands) => laid.extend(bands.into_iter().map(own)),
                None => laid.push(EffectiveBand {
                    band,
                    owner: BandOwner::Ladder(ladder.stamp()),
                    since: None,
                }),
            }
        }
        for level in &ladder.document().levels {
            let of_level = self.bands.iter().filter(|own| own.band.level == level.id);
            let rest = of_level.filter(|own| of_key.contains_key(&key(&own.band)));
            laid.extend(rest.map(|band| own(band)));
        }
        laid
    }
}

/// Findings as they are gathered, of which only so many are kept.
#[derive(Debug, Default)]
pub(super) struct ParsedBands {
    pub(super) findings: Vec<Finding>,
    pub(super) more: usize,
}

impl ParsedBands {
    pub(super) fn push(&mut self, fault: Fault, line: Option<u32>, column: Option<u32>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding {
                fault,
                line,
                column,
            });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings, errors first; where there are too many, the last one says so.
    pub(super) fn listed(mut self) -> Vec<Finding> {
        self.findings
            .sort_by_key(|finding| (finding.fault.severity, finding.line, finding.column));
        if self.more > 0 {
            self.findings.truncate(MOST_FINDINGS - 1);
            let detail = format!(
                "{} more findings are not listed.",
                self.more.saturating_add(1)
            );
            let fault = Fault {
                severity: Severity::Warning,
                ..Fault::error("", "more_findings", detail)
            };
            self.findings.push(Finding {
                fault,
                line: None,
                column: None,
            });
        }
        self.findings
    }
}
