//! What is wrong with bands, or worth a look: each by itself, with the ladder's levels, and beside each other while they are in force.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::band_set::{Bands, OrganisationBand, ParsedBands, key};
use crate::domain::{document::Level, fault::Fault, id::Id, ladder::Ladder, parsing::Finding};

/// A band with its place in the list.
type IndexedBand<'a> = (usize, &'a OrganisationBand);

/// Bands that can be compared from level to level: region, currency, period and market.
type PayScaleKey<'a> = (&'a str, &'a str, &'static str, &'a Id);

/// A level: its rank, which levels of two tracks may share, and its id.
type LevelKey<'a> = (u8, &'a Id);

impl Bands {
    /// What is wrong with the bands, or worth a look, as bands for a ladder: errors first. At most as many as a ladder document's;
    /// the last one then says how many more there are.
    #[must_use]
    pub fn findings(&self, ladder: &Ladder) -> Vec<Finding> {
        of(self, ladder)
    }
}

fn of(bands: &Bands, ladder: &Ladder) -> Vec<Finding> {
    let mut looked = BandChecker {
        bands: &bands.bands,
        ladder,
        errors: ParsedBands::default(),
        warnings: ParsedBands::default(),
    };
    looked.each();
    looked.twice();
    looked.regions();
    looked.levels();
    // Errors go before warnings, also where not all can be listed.
    let BandChecker {
        mut errors,
        warnings,
        ..
    } = looked;
    errors.more += warnings.more;
    for Finding {
        fault,
        line,
        column,
    } in warnings.findings
    {
        errors.push(fault, line, column);
    }
    errors.listed()
}

struct BandChecker<'a> {
    bands: &'a [OrganisationBand],
    ladder: &'a Ladder,
    errors: ParsedBands,
    warnings: ParsedBands,
}

impl<'a> BandChecker<'a> {
    fn say(&mut self, at: usize, member: &str, code: &'static str, detail: String) {
        let fault = Fault::error(pointer(at, member), code, detail);
        self.errors.push(fault, self.line(at), None);
    }

    fn warn(&mut self, at: usize, member: &str, code: &'static str, detail: String) {
        let fault = Fault::warning(pointer(at, member), code, detail);
        self.warnings.push(fault, self.line(at), None);
    }

    fn line(&self, at: usize) -> Option<u32> {
        self.bands.get(at).and_then(|own| own.line)
    }

    /// Another band, as it is found again: by its line, or by its pointer.
    fn name(&self, at: usize) -> String {
        match self.line(at) {
            Some(line) => format!("the band on line {line}"),
            None => pointer(at, ""),
        }
    }

    fn each(&mut self) {
        for (at, own) in self.bands.iter().enumerate() {
            let band = &own.band;
            if self.ladder.level(band.level.as_str()).is_none() {
                let fault = self.ladder.unknown_level("");
                self.say(at, "level", fault.code, fault.detail);
            }
            if is_nowhere(&band.region) {
                let why = format!(
                    "{} is no country: the code is left to everybody's own use.",
                    band.region
                );
                self.say(at, "region", "wrong_format", why);
            }
            if matches!(band.currency.as_str(), "XXX" | "XTS") {
                let why = format!("{} stands for no currency.", band.currency);
                self.say(at, "currency", "wrong_format", why);
            }
            if let (Some(min), Some(max)) = (band.min, band.max)
                && min > max
            {
                let why = format!("The lowest pay, {min}, is above the highest, {max}.");
                self.say(at, "max", "empty_range", why);
            }
            if let (Some(from), Some(to)) = (own.effective_from, own.effective_to)
                && to < from
            {
                let why = format!("The last day, {to}, is before the first, {from}.");
                self.say(at, "effective_to", "ends_before_it_begins", why);
            }
        }
    }

    /// Bands for the same that are in force on the same day.
    fn twice(&mut self) {
        let mut of_key: BTreeMap<_, Vec<IndexedBand<'a>>> = BTreeMap::new();
        for (at, own) in self.bands.iter().enumerate() {
            of_key.entry(key(&own.band)).or_default().push((at, own));
        }
        for group in of_key.values_mut() {
            group.sort_by_key(|(at, own)| (own.from(), *at));
            let mut last: Option<IndexedBand<'a>> = None;
            for (at, own) in group
                .iter()
                .copied()
                .filter(|(_, own)| own.from() <= own.to())
            {
                if let Some((other, before)) = last.filter(|(_, before)| before.to() >= own.from())
                {
                    let (first, again) = (at.min(other), at.max(other));
                    let day = own.from().max(before.from());
                    let when = match day == NaiveDate::MIN {
                        true => "always".to_owned(),
                        false => format!("on {day}"),
                    };
                    let why = format!(
                        "Level, region, currency, period and market are those of {}, and both are in force {when}.",
                        self.name(first)
                    );
                    self.say(again, "", "duplicate_band", why);
                }
                if last.is_none_or(|(_, before)| own.to() > before.to()) {
                    last = Some((at, own));
                }
            }
        }
    }

    /// Levels that a region lacks, and currencies that it mixes.
    fn regions(&mut self) {
        let mut regions: BTreeMap<&str, Vec<IndexedBand<'a>>> = BTreeMap::new();
        for (at, own) in self.bands.iter().enumerate() {
            regions.entry(&own.band.region).or_default().push((at, own));
        }
        for (region, group) in &regions {
            let Some((first, leading)) = group.first() else {
                continue;
            };
            let has: HashSet<&Id> = group.iter().map(|(_, own)| &own.band.level).collect();
            let levels = self.ladder.document().levels.iter().map(|level| &level.id);
            let (there, missing): (Vec<&Id>, Vec<&Id>) =
                levels.partition(|level| has.contains(level));
            if !there.is_empty() && !missing.is_empty() {
                let missing: Vec<&str> = missing.iter().map(|level| level.as_str()).collect();
                let why = format!(
                    "{region} has bands for other levels and none for {}; one that is not published has no min and no max.",
                    missing.join(", ")
                );
                self.warn(*first, "region", "level_without_band", why);
            }
            let currency = &leading.band.currency;
            let other = group.iter().find(|(_, own)| own.band.currency != *currency);
            if let Some((at, own)) = other {
                let why = format!(
                    "{region} has bands in {currency} ({}) and in {}.",
                    self.name(*first),
                    own.band.currency
                );
                self.warn(*at, "currency", "mixed_currencies", why);
            }
        }
    }

    /// Bands of neighbouring levels of one path, on every day on which others come into force.
    fn levels(&mut self) {
        let rung = |level: &'a Level| (level.rank, &level.id);
        let document = self.ladder.document();
        let below = document.levels.iter().map(|level| {
            let path = document.path_to(level).into_iter().rev().skip(1);
            (rung(level), path.map(rung).collect())
        });
        let below: BTreeMap<LevelKey<'a>, Vec<LevelKey<'a>>> = below.collect();
        let mut scales: BTreeMap<PayScaleKey<'a>, BTreeMap<LevelKey<'a>, Vec<IndexedBand<'a>>>> =
            BTreeMap::new();
        for (at, own) in self.bands.iter().enumerate() {
            let band = &own.band;
            let Some(level) = self.ladder.level(band.level.as_str()) else {
                continue;
            };
            if band.open.is_none() || own.from() > own.to() {
                continue;
            }
            let scale = (
                band.region.as_str(),
                band.currency.as_str(),
                band.period.word(),
                &band.market,
            );
            let rungs = scales.entry(scale).or_default();
            rungs.entry(rung(level)).or_default().push((at, own));
        }
        for rungs in scales.values_mut() {
            let all = rungs.values().flatten();
            let days: BTreeSet<NaiveDate> = all.map(|(_, own)| own.from()).collect();
            for of_level in rungs.values_mut() {
                of_level.sort_by_key(|(_, own)| own.from());
            }
            let mut seen = HashSet::new();
            for day in days {
                let in_force = rungs.iter().filter_map(|(rung, of_level)| {
                    let begun = of_level.partition_point(|(_, own)| own.from() <= day);
                    let (at, own) = of_level.get(begun.checked_sub(1)?)?;
                    own.is_in_force(day).then_some((*rung, (*at, *own)))
                });
                let in_force: BTreeMap<LevelKey<'a>, IndexedBand<'a>> = in_force.collect();
                for (rung, higher) in &in_force {
                    let path = below.get(rung).into_iter().flatten().enumerate();
                    let mut lower =
                        path.filter_map(|(steps, lower)| Some((steps, *in_force.get(lower)?)));
                    if let Some((steps, lower)) = lower.next()
                        && seen.insert((lower.0, higher.0))
                    {
                        self.pair(lower, *higher, steps == 0);
                    }
                }
            }
        }
    }

    fn pair(
        &mut self,
        (low_at, low): IndexedBand<'a>,
        (at, high): IndexedBand<'a>,
        are_next: bool,
    ) {
        let name = self.name(low_at);
        let (low, high) = (&low.band, &high.band);
        let inverted = [("min", low.min, high.min), ("max", low.max, high.max)];
        let mut is_inverted = false;
        for (member, lower, higher) in inverted {
            if let (Some(lower), Some(higher)) = (lower, higher)
                && higher < lower
            {
                is_inverted = true;
                let why = format!(
                    "{} is above {}, and its {member} of {higher} is below the {member} of {lower} of {name}.",
                    high.level, low.level
                );
                self.warn(at, member, "inverted_bands", why);
            }
        }
        let (Some(min), Some(lower_max)) = (high.min, low.max) else {
            return;
        };
        if is_inverted || !are_next {
            return;
        }
        let (min, lower_max) = (min.value(), lower_max.value());
        if min > lower_max {
            let why = format!(
                "Between {} and {} there is a gap: {name} ends at {lower_max} and this one begins at {min}.",
                low.level, high.level
            );
            self.warn(at, "min", "gap_between_bands", why);
        }
        if let Some(lower_min) = low.min {
            let midpoint = (lower_min.value() + lower_max) / Decimal::TWO;
            if min < midpoint {
                let why = format!(
                    "{} and {} overlap by much: this one begins at {min}, below the middle of {name}, {}.",
                    low.level,
                    high.level,
                    midpoint.normalize()
                );
                self.warn(at, "min", "large_overlap", why);
            }
        }
    }
}

/// Whether a region has a code that ISO 3166-1 leaves to everybody's own use. XK is Kosovo wherever it is used.
fn is_nowhere(region: &str) -> bool {
    match region.as_bytes() {
        [b'A', b'A', ..] | [b'Z', b'Z', ..] | [b'Q', b'M'..=b'Z', ..] => true,
        [b'X', second, ..] => *second != b'K',
        _ => false,
    }
}

fn pointer(at: usize, member: &str) -> String {
    match member {
        "" => format!("/bands/{at}"),
        _ => format!("/bands/{at}/{member}"),
    }
}
