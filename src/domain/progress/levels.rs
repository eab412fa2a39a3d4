//! Time at level: runs of assessments of one role that place at the same level.

use chrono::{DateTime, Months, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::PlacementPoint;
use crate::domain::{
    assessment::Role,
    id::{Id, Text},
};

/// How long a person was at a level, as one role saw it: from the first assessment that placed them there to the first one that
/// placed them elsewhere. Being on the way to the next level is being at the level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimeAtLevel<'a> {
    /// Who saw it so.
    pub role: Role,
    /// The level; null before the first one.
    #[schema(value_type = Option<Id>)]
    pub level: Option<&'a Id>,
    /// The level's title when the run began; null before the first level.
    #[schema(value_type = Option<Text>)]
    pub title: Option<&'a Text>,
    /// When the first assessment of the run was taken.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub from: DateTime<Utc>,
    /// When the next assessment was taken that placed elsewhere; null where the person is there still.
    #[schema(value_type = Option<String>, format = DateTime, max_length = 40)]
    pub until: Option<DateTime<Utc>>,
    /// Assessments of the run.
    #[schema(format = Int32, minimum = 1, maximum = 1000)]
    pub assessments: usize,
    /// Whole months from the beginning to the end, or to now: how often the calendar's month can be counted on without passing it. A
    /// day that a month lacks is its last, so that from 31 January to 28 February is a month.
    #[schema(minimum = 0, maximum = 120_000)]
    pub months: u32,
    /// Whole days of 24 hours beyond these months.
    #[schema(minimum = 0, maximum = 31)]
    pub days: u32,
}

/// The runs of both roles.
pub(super) fn levels<'a>(
    points: &[PlacementPoint<'a>],
    moment: DateTime<Utc>,
) -> Vec<TimeAtLevel<'a>> {
    let mut levels: Vec<TimeAtLevel<'a>> = Vec::new();
    for role in [Role::Oneself, Role::Assessor] {
        let first = levels.len();
        for point in points.iter().filter(|point| point.by.role == role) {
            let level = point.placement.level.as_ref();
            if let Some(last) = levels.get_mut(first..).and_then(<[_]>::last_mut) {
                if last.level == level {
                    last.assessments += 1;
                    continue;
                }
                last.until = Some(point.taken_at);
            }
            levels.push(TimeAtLevel {
                role,
                level,
                title: point.placement.title.as_ref(),
                from: point.taken_at,
                until: None,
                assessments: 1,
                months: 0,
                days: 0,
            });
        }
    }
    for run in &mut levels {
        (run.months, run.days) = span(run.from, run.until.unwrap_or(moment));
    }
    levels
}

/// Whole months between two times, and the whole days beyond them; nothing where the second is not later.
pub(super) fn span(from: DateTime<Utc>, until: DateTime<Utc>) -> (u32, u32) {
    let after = |months: u32| from.checked_add_months(Months::new(months));
    let fits = |months: u32| after(months).is_some_and(|end| end <= until);
    // A month has 28 days at least, so that there are no more months than that.
    let days = u32::try_from((until - from).num_days()).unwrap_or_default();
    let (mut months, mut most) = (0, days / 28);
    while months < most {
        let middle = months + (most - months).div_ceil(2);
        if fits(middle) {
            months = middle;
        } else {
            most = middle - 1;
        }
    }
    let beyond = after(months).map_or(0, |end| (until - end).num_days());
    (months, u32::try_from(beyond).unwrap_or_default())
}
