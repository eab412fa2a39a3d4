//! The forecast: what lapses, and when, if nothing happens.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{CriterionEvidence, CriterionStanding, StandingCounts};
use crate::domain::{id::Id, readiness::ReadinessVerdict};

/// The most days that a forecast lists.
const MOST_DAYS: usize = 100;

/// The days on which something lapses if nothing happens: no new evidence, no review, nothing withdrawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Forecast<'a> {
    /// The first of these days, the earliest first. At most 100.
    #[schema(max_items = 100)]
    pub lapses: Vec<Lapse<'a>>,
    /// How many such days there are.
    #[schema(minimum = 0, maximum = 20_000)]
    pub total: u32,
}

/// A day on which something lapses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lapse<'a> {
    /// The first day on which it is so (UTC).
    #[schema(value_type = String, format = Date, max_length = 10)]
    pub on: NaiveDate,
    /// The criteria that stand otherwise, in the order of the document.
    #[schema(max_items = 10_000)]
    pub criteria: Vec<CriterionLapse<'a>>,
    /// The verdict for the level, which may stay.
    pub verdict: VerdictLapse,
}

/// A criterion that stands otherwise from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CriterionLapse<'a> {
    /// The criterion.
    #[schema(value_type = Id)]
    pub criterion: &'a Id,
    /// How it stands the day before.
    pub from: CriterionStanding,
    /// How it stands from then on.
    pub to: CriterionStanding,
}

/// The verdict before a day and from it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct VerdictLapse {
    /// The day before.
    pub from: ReadinessVerdict,
    /// From then on.
    pub to: ReadinessVerdict,
}

impl<'a> Forecast<'a> {
    /// What lapses after a day, of the criteria of a level with the cases for them on that day.
    #[must_use]
    pub fn new(criteria: &[(&'a Id, &CriterionEvidence)], day: NaiveDate) -> Self {
        let mut days: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
        for (place, (_, case)) in criteria.iter().enumerate() {
            for on in case.lapses() {
                days.entry(on).or_default().push(place);
            }
        }
        let mut standings: Vec<CriterionStanding> = criteria
            .iter()
            .map(|(_, case)| case.standing(day))
            .collect();
        let mut verdict = StandingCounts::of(standings.iter().copied()).verdict();
        let mut forecast = Self::default();
        for (on, places) in days {
            let mut changed = Vec::new();
            for place in places {
                let (criterion, case) = criteria[place];
                let (from, to) = (standings[place], case.standing(on));
                if from != to {
                    standings[place] = to;
                    changed.push(CriterionLapse {
                        criterion,
                        from,
                        to,
                    });
                }
            }
            if changed.is_empty() {
                continue;
            }
            forecast.total += 1;
            if forecast.lapses.len() < MOST_DAYS {
                let from = verdict;
                verdict = StandingCounts::of(standings.iter().copied()).verdict();
                forecast.lapses.push(Lapse {
                    on,
                    criteria: changed,
                    verdict: VerdictLapse { from, to: verdict },
                });
            }
        }
        forecast
    }
}
