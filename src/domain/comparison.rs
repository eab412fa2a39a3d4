//! Two levels side by side: what changes in each dimension, the criteria between them, tenure, and the pay step.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    document::{CriteriaKind, DimensionColumns, Level, Tenure, Timeframe},
    fault::Fault,
    id::{Id, Text},
    ladder::Ladder,
    pay::{PayBand, PayFigure},
    placement::PhaseCriterion,
};

/// Two levels side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comparison<'a> {
    /// The lower level.
    pub from: LevelSummary<'a>,
    /// The higher level.
    pub to: LevelSummary<'a>,
    /// What changes, row by row, in the order of the phases.
    #[schema(max_items = 5000)]
    pub dimensions: Vec<DimensionChange<'a>>,
    /// Every exit criterion between them, phase by phase.
    #[schema(max_items = 100)]
    pub criteria: Vec<PhaseExitCriteria<'a>>,
    /// The spans that the source gives for this step.
    #[schema(value_type = Vec<Timeframe>, max_items = 100)]
    pub timeframes: Vec<&'a Timeframe>,
    /// The pay step, for each pair of bands that can be compared.
    #[schema(max_items = 1000)]
    pub pay_steps: Vec<PayStep<'a>>,
}

/// A level in brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelSummary<'a> {
    /// The level's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// Its rank.
    #[schema(minimum = 1, maximum = 100)]
    pub rank: u8,
    /// Its title.
    #[schema(value_type = Text)]
    pub title: &'a Text,
    /// Its tenure.
    pub tenure: Tenure,
}

/// How one dimension changes. The rows differ by phase, so that a side may have nothing said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DimensionChange<'a> {
    /// The dimension's id.
    #[schema(value_type = Id)]
    pub id: &'a Id,
    /// The row's name.
    #[schema(value_type = Text)]
    pub name: &'a Text,
    /// How it is at the lower level; null where the ladder says nothing of it there.
    #[schema(value_type = Option<Text>)]
    pub from: Option<&'a Text>,
    /// How it is at the higher level; null where the ladder says nothing of it there.
    #[schema(value_type = Option<Text>)]
    pub to: Option<&'a Text>,
    /// Every row of the tables between the two levels.
    #[schema(min_items = 1, max_items = 100)]
    pub steps: Vec<DimensionChangeStep<'a>>,
}

/// One row of one phase's table.
#[derive(Debug, Serialize, ToSchema)]
pub struct DimensionChangeStep<'a> {
    /// The phase.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// The two columns that the row compares.
    #[schema(value_type = DimensionColumns)]
    pub columns: &'a DimensionColumns,
    /// The first column.
    #[schema(value_type = Text)]
    pub from: &'a Text,
    /// The second column.
    #[schema(value_type = Text)]
    pub to: &'a Text,
}

/// The exit criteria of one phase.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhaseExitCriteria<'a> {
    /// The phase.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: u8,
    /// The criteria, in the order of the document.
    #[schema(max_items = 100)]
    pub criteria: Vec<PhaseCriterion<'a>>,
}

/// The pay step between two bands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayStep<'a> {
    /// The lower level's band.
    pub from: PayBand<'a>,
    /// The higher level's band; null where none can be compared.
    pub to: Option<PayBand<'a>>,
    /// midpoint progression = (midpoint of the higher - midpoint) / midpoint.
    pub midpoint_progression: PayFigure,
    /// min of the higher - max of the lower, in the bands' currency.
    pub step_to_next_band: PayFigure,
}

impl Ladder {
    /// Compares two levels.
    ///
    /// # Errors
    /// A fault for each level that is not on the ladder, or one where `to` is not above `from`.
    pub fn compare(&self, from: &str, to: &str) -> Result<Comparison<'_>, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut level = |pointer: &str, id: &str| {
            let found = self.level(id);
            if found.is_none() {
                faults.push(self.unknown_level(pointer));
            }
            found
        };
        let (Some(from), Some(to)) = (level("/from", from), level("/to", to)) else {
            return Err(faults);
        };
        if self.parted(from, to) {
            let detail = format!(
                "There is no path from {} to {}: they are on different tracks.",
                from.title, to.title
            );
            return Err(vec![Fault::error("/to", "no_path", detail)]);
        }
        if !self.document().is_below(from, to) {
            return Err(vec![Fault::error(
                "/to",
                "not_upwards",
                "The second level has to be above the first.",
            )]);
        }
        Ok(Comparison {
            from: LevelSummary::of(from),
            to: LevelSummary::of(to),
            dimensions: self.changes(from, to),
            criteria: self.criteria_between(from, to),
            timeframes: self.timeframes_between(from, to).collect(),
            pay_steps: self.pay_steps(from, to),
        })
    }

    /// Whether two levels are on different tracks, so that neither is above the other.
    pub(super) fn parted(&self, one: &Level, other: &Level) -> bool {
        let document = self.document();
        one.id != other.id && !document.is_below(one, other) && !document.is_below(other, one)
    }

    /// The spans that the source gives for the step from one level to another.
    pub fn timeframes_between<'a>(
        &'a self,
        from: &'a Level,
        to: &'a Level,
    ) -> impl Iterator<Item = &'a Timeframe> {
        self.document().timeframes.iter().filter(|span| {
            // A span without a start is the time to reach the level from the beginning.
            span.from.as_ref().is_none_or(|id| *id == from.id) && span.to.as_ref() == Some(&to.id)
        })
    }

    fn changes(&self, from: &Level, to: &Level) -> Vec<DimensionChange<'_>> {
        let mut changes: Vec<DimensionChange<'_>> = Vec::new();
        let path = self.document().path_to(to);
        for phase in &self.document().phases {
            let mut above = path.iter().filter(|level| level.rank > from.rank);
            if !above.any(|level| level.id == phase.table.to) {
                continue;
            }
            for row in &phase.dimensions {
                let step = DimensionChangeStep {
                    phase: phase.number,
                    columns: &phase.table,
                    from: &row.from,
                    to: &row.to,
                };
                let first = (phase.table.from == from.id).then_some(&row.from);
                let last = (phase.table.to == to.id).then_some(&row.to);
                if let Some(change) = changes.iter_mut().find(|change| *change.id == row.id) {
                    change.from = change.from.or(first);
                    change.to = change.to.or(last);
                    change.steps.push(step);
                } else {
                    changes.push(DimensionChange {
                        id: &row.id,
                        name: &row.name,
                        from: first,
                        to: last,
                        steps: vec![step],
                    });
                }
            }
        }
        changes
    }

    fn criteria_between(&self, from: &Level, to: &Level) -> Vec<PhaseExitCriteria<'_>> {
        let path = self.document().path_to(to);
        let phases = self.document().phases.iter().filter(|phase| {
            let mut starts = path.iter().filter(|level| {
                level.id == phase.level && from.rank <= level.rank && level.rank < to.rank
            });
            // What leads to another track is not on the way.
            let leads_to = phase.criteria_to.as_ref();
            let leads_to = leads_to.and_then(|id| self.level(id.as_str()));
            let on_the_way = leads_to.is_none_or(|level| !self.parted(level, to));
            phase.criteria_kind == CriteriaKind::Exit && starts.next().is_some() && on_the_way
        });
        phases
            .map(|phase| PhaseExitCriteria {
                phase: phase.number,
                criteria: phase
                    .criteria
                    .iter()
                    .map(|criterion| PhaseCriterion::of(phase, criterion))
                    .collect(),
            })
            .collect()
    }

    /// The pay step from each band of a level to the one that it can be compared with at another.
    #[must_use]
    pub fn pay_steps(&self, from: &Level, to: &Level) -> Vec<PayStep<'_>> {
        self.document()
            .compensation
            .iter()
            .filter(|band| band.level == from.id)
            .map(|band| {
                let other = self.comparable_band(band, to.id.as_str());
                let (midpoint_progression, step_to_next_band) = match other {
                    Some(other) => self.pay_step(band, other),
                    None => self.no_comparable_band(to),
                };
                PayStep {
                    from: self.pay_band(band),
                    to: other.map(|other| self.pay_band(other)),
                    midpoint_progression,
                    step_to_next_band,
                }
            })
            .collect()
    }
}

impl<'a> LevelSummary<'a> {
    /// A level in brief.
    #[must_use]
    pub fn of(level: &'a Level) -> Self {
        Self {
            id: &level.id,
            rank: level.rank,
            title: &level.title,
            tenure: level.tenure,
        }
    }
}
