//! Progress: what a person's assessments for one ladder say over time. Works on what is handed in, the moment among it. What was
//! said with an earlier version stays as it was said, and what does not fit another version is named and not guessed.

mod bridge;
mod census;
mod changes;
pub mod groups;
mod history;
mod levels;
mod sides;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use bridge::{Bridge, Crossing, Lost, LostAnswer};
pub use census::{Census, LevelMoves, MoveCounts, PeopleCount, StoredMoves};
pub use changes::{AnswerChange, Moved, NotCompared, ProgressChange, Unlike};
pub use history::{Giver, MOST_ASSESSORS, PlacementPoint, Taken, Version};
pub use levels::TimeAtLevel;
pub use sides::{Missing, Pair, Said, SideBySide, TwoAnswers};

use super::{assessment::Role, id::Id, ladder::Stamp, quiz::Place};

/// What assessments say over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress<'a> {
    /// The newest version of the ladder.
    pub ladder: &'a Stamp,
    /// Every assessment with where it placed the person, oldest first.
    #[schema(max_items = 1000)]
    pub placements: Vec<PlacementPoint<'a>>,
    /// How long the person was at each level, by role, each role oldest first.
    #[schema(max_items = 1000)]
    pub levels: Vec<TimeAtLevel<'a>>,
    /// What changed from each assessment to the next one of the same role, oldest first.
    #[schema(max_items = 1000)]
    pub changes: Vec<ProgressChange<'a>>,
    /// The person's newest view beside those of assessors.
    pub side_by_side: SideBySide<'a>,
    /// What the newest answers would give under the newest version.
    pub now: Now<'a>,
}

/// What the newest answers of each role would give under the newest version. What was said with them stays as it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Now<'a> {
    /// The person's own newest answers; null where there are none.
    #[serde(rename = "self")]
    pub own: Option<Transferred<'a>>,
    /// The newest answers of an assessor; null where there are none.
    pub assessor: Option<Transferred<'a>>,
}

/// Answers to one version's quiz under another version's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Transferred<'a> {
    /// The assessment's id.
    pub assessment: Uuid,
    /// The version that it is of.
    pub from: &'a Stamp,
    /// Where the same answers place under the newest version; null where some do not fit it, which `lost` names.
    pub placement: Option<&'a Place>,
    /// Whether that is elsewhere than what was said then; null without a placement.
    pub moved: Option<Moved>,
    /// Whether open answers can change nothing any more under the newest version; null without a placement.
    pub decided: Option<bool>,
    /// Answers that do not fit the newest version.
    #[schema(max_items = 70)]
    pub lost: Vec<LostAnswer<'a>>,
    /// Questions and qualifiers that the newest version asks and the other did not. They count as not answered.
    #[schema(value_type = Vec<Id>, max_items = 70)]
    pub unasked: Vec<&'a Id>,
    /// Answered questions and qualifiers that are worded otherwise by now, or whose options are. The answer counts all the same,
    /// because what keeps its id is the same question.
    #[schema(value_type = Vec<Id>, max_items = 70)]
    pub reworded: Vec<&'a Id>,
}

impl<'a> Progress<'a> {
    /// What assessments say, in whatever order they come, as of a moment. `newest` is the newest version of their ladder.
    #[must_use]
    pub fn of(taken: &[Taken<'a>], newest: Version<'a>, moment: DateTime<Utc>) -> Self {
        let mut taken: Vec<&Taken<'a>> = taken.iter().collect();
        taken.sort_by_key(|one| (one.taken_at, one.id));
        let points: Vec<PlacementPoint<'a>> = taken.iter().filter_map(|one| one.point()).collect();
        let last = |role| taken.iter().rev().find(|one| one.by.role == role).copied();
        let now = |role| last(role).and_then(|one| transferred(one, newest));
        Self {
            ladder: newest.ladder.stamp(),
            levels: levels::levels(&points, moment),
            changes: changes::changes(&taken),
            side_by_side: SideBySide::of(&taken),
            now: Now {
                own: now(Role::Oneself),
                assessor: now(Role::Assessor),
            },
            placements: points,
        }
    }
}

/// What answers would give under another version.
fn transferred<'a>(taken: &Taken<'a>, to: Version<'a>) -> Option<Transferred<'a>> {
    let from = taken.version.ladder;
    let before = taken.place()?;
    let bridge = Bridge::new(from, to.ladder);
    let carried = bridge.carry(taken.sheet);
    let verdict = carried.as_ref().map(|sheet| to.ladder.decide(sheet)).ok();
    let placement = verdict.and_then(|verdict| to.place(verdict.order));
    let moved = placement.map(|after| Moved::between((from, before), (to.ladder, after)));
    Some(Transferred {
        assessment: taken.id,
        from: from.stamp(),
        placement,
        moved,
        decided: verdict.map(|verdict| verdict.decided),
        lost: carried.err().unwrap_or_default(),
        unasked: bridge.unasked(),
        reworded: bridge.reworded(taken.sheet),
    })
}
