//! Progress: what a person's assessments for one ladder say over time. Works on what is handed in, the moment among it. What was
//! said with an earlier version stays as it was said, and what does not fit another version is named and not guessed.

mod changes;
mod history;
mod levels;
mod placement_moves;
mod self_against_assessor;
pub mod small_groups;
#[cfg(test)]
mod tests;
mod version_mapping;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use changes::{
    AnswerChange, PlacementChange, ProgressChange, UncomparedQuestion, UncomparedReason,
};
pub use history::{
    AssessmentRecord, MOST_ASSESSORS, PlacementPoint, ProgressVersion, RespondentRef,
};
pub use levels::TimeAtLevel;
pub use placement_moves::{
    LevelMoves, MoveCounts, PeopleCount, PlacementMoveCounter, PlacementMoves,
};
pub use self_against_assessor::{
    AnswerPair, AssessorComparison, LatestAssessment, MissingAssessment, SelfAssessorComparison,
};
pub use version_mapping::{QuestionMapping, UnmappedAnswer, UnmappedReason, VersionMapping};

use super::{assessment::Role, id::Id, ladder::LadderRef, quiz::LadderPosition};

/// What assessments say over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress<'a> {
    /// The newest version of the ladder.
    pub ladder: &'a LadderRef,
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
    pub side_by_side: SelfAssessorComparison<'a>,
    /// What the newest answers would give under the newest version.
    pub now: CurrentPlacements<'a>,
}

/// What the newest answers of each role would give under the newest version. What was said with them stays as it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentPlacements<'a> {
    /// The person's own newest answers; null where there are none.
    #[serde(rename = "self")]
    pub own: Option<MappedAssessment<'a>>,
    /// The newest answers of an assessor; null where there are none.
    pub assessor: Option<MappedAssessment<'a>>,
}

/// Answers to one version's quiz under another version's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MappedAssessment<'a> {
    /// The assessment's id.
    pub assessment: Uuid,
    /// The version that it is of.
    pub from: &'a LadderRef,
    /// Where the same answers place under the newest version; null where some do not fit it, which `lost` names.
    pub placement: Option<&'a LadderPosition>,
    /// Whether that is elsewhere than what was said then; null without a placement.
    pub moved: Option<PlacementChange>,
    /// Whether open answers can change nothing any more under the newest version; null without a placement.
    pub decided: Option<bool>,
    /// Answers that do not fit the newest version.
    #[schema(max_items = 70)]
    pub lost: Vec<UnmappedAnswer<'a>>,
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
    pub fn of(
        taken: &[AssessmentRecord<'a>],
        newest: ProgressVersion<'a>,
        moment: DateTime<Utc>,
    ) -> Self {
        let mut taken: Vec<&AssessmentRecord<'a>> = taken.iter().collect();
        taken.sort_by_key(|one| (one.taken_at, one.id));
        let points: Vec<PlacementPoint<'a>> = taken.iter().filter_map(|one| one.point()).collect();
        let last = |role| taken.iter().rev().find(|one| one.by.role == role).copied();
        let now = |role| last(role).and_then(|one| transferred(one, newest));
        Self {
            ladder: newest.ladder.stamp(),
            levels: levels::levels(&points, moment),
            changes: changes::changes(&taken),
            side_by_side: SelfAssessorComparison::of(&taken),
            now: CurrentPlacements {
                own: now(Role::Oneself),
                assessor: now(Role::Assessor),
            },
            placements: points,
        }
    }
}

/// What answers would give under another version.
fn transferred<'a>(
    taken: &AssessmentRecord<'a>,
    to: ProgressVersion<'a>,
) -> Option<MappedAssessment<'a>> {
    let from = taken.version.ladder;
    let before = taken.place()?;
    let bridge = VersionMapping::new(from, to.ladder);
    let carried = bridge.carry(taken.sheet);
    let verdict = carried.as_ref().map(|sheet| to.ladder.decide(sheet)).ok();
    let placement = verdict.and_then(|verdict| to.place(verdict.order));
    let moved = placement.map(|after| PlacementChange::between((from, before), (to.ladder, after)));
    Some(MappedAssessment {
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
