//! Whom another version of a ladder would move, counted over people's newest answers. Small groups are not told.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    PlacementChange,
    small_groups::{SuppressedCounts, shown},
    version_mapping::VersionMapping,
};
use crate::domain::{
    answers::AnswerSheet,
    id::{Id, Text},
    ladder::Ladder,
};

/// People by where the published version places their newest answers, and by where the draft would. Each person counts once, with the
/// newest assessment, whoever gave it.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacementMoves {
    /// A group of fewer people is not told, nor what would tell it by subtraction.
    #[schema(minimum = 3, maximum = 1000)]
    pub smallest_group: u64,
    /// All whom the published version places.
    pub total: MoveCounts,
    /// The same by present level: those before the first level, then each level in the order of the ladder.
    #[schema(min_items = 1, max_items = 101)]
    pub levels: Vec<LevelMoves>,
    /// People whose answers do not fit the published version either, and who are counted nowhere else.
    pub not_placed: PeopleCount,
}

/// How many people there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeopleCount {
    /// How many; null where that is not told.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub people: Option<u64>,
    /// Whether it is not told, because the group is small or would tell of one.
    pub suppressed: bool,
}

/// How many people would move which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MoveCounts {
    /// How many there are; null where that is not told.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub people: Option<u64>,
    /// To a higher level, or nearer to one.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub up: Option<u64>,
    /// To a lower level, or farther from one.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub down: Option<u64>,
    /// To another place as high, as on another track.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub aside: Option<u64>,
    /// Nowhere.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub same: Option<u64>,
    /// Answers that do not fit the draft: it lacks a question that was answered, or an option.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub not_comparable: Option<u64>,
    /// Whether figures are null because a group among them is small, or because they would tell of one.
    pub suppressed: bool,
}

/// How many of those at a level would move which way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelMoves {
    /// The level at present; null before the first one.
    pub level: Option<Id>,
    /// Its title; null before the first level.
    pub title: Option<Text>,
    /// Where its people would move.
    pub counts: MoveCounts,
}

/// Columns: up, down, aside, same, not comparable.
type MoveRow = [u64; 5];

/// A count that goes on.
#[derive(Debug)]
pub struct PlacementMoveCounter<'a> {
    published: &'a Ladder,
    draft: &'a Ladder,
    /// Those before the first level, then each level.
    rows: Vec<MoveRow>,
    not_placed: u64,
}

impl<'a> PlacementMoveCounter<'a> {
    /// Nobody as yet.
    #[must_use]
    pub fn new(published: &'a Ladder, draft: &'a Ladder) -> Self {
        Self {
            published,
            draft,
            rows: vec![MoveRow::default(); published.document().levels.len() + 1],
            not_placed: 0,
        }
    }

    /// The ways from a version to the two that are counted by.
    #[must_use]
    pub fn ways<'b>(&self, version: &'b Ladder) -> [VersionMapping<'b>; 2]
    where
        'a: 'b,
    {
        [self.published, self.draft].map(|to| VersionMapping::new(version, to))
    }

    /// Counts somebody by their newest answers, of the version from which the ways lead.
    pub fn add(&mut self, [to_published, to_draft]: &[VersionMapping<'_>; 2], sheet: &AnswerSheet) {
        let place = |ladder: &'a Ladder, bridge: &VersionMapping<'_>| {
            let sheet = bridge.carry(sheet).ok()?;
            let order = ladder.decide(&sheet).order;
            ladder.table().places().get(order)
        };
        let Some(before) = place(self.published, to_published) else {
            self.not_placed += 1;
            return;
        };
        let column = match place(self.draft, to_draft) {
            None => 4,
            Some(after) => {
                let moved = PlacementChange::between((self.published, before), (self.draft, after));
                match moved {
                    PlacementChange::Up => 0,
                    PlacementChange::Down => 1,
                    PlacementChange::Aside => 2,
                    PlacementChange::Same => 3,
                }
            }
        };
        let mut levels = self.published.document().levels.iter();
        let level = before.level.as_ref();
        let level = level.and_then(|id| levels.position(|level| level.id == *id));
        let row = self.rows.get_mut(level.map_or(0, |level| level + 1));
        if let Some(count) = row.and_then(|row| row.get_mut(column)) {
            *count += 1;
        }
    }

    /// The counts, as far as they can be told.
    #[must_use]
    pub fn told(&self, smallest_group: u64) -> PlacementMoves {
        let SuppressedCounts {
            rows,
            total,
            people,
        } = shown(&self.rows, smallest_group);
        let levels = self.published.document().levels.iter();
        let levels = levels.map(|level| (Some(level.id.clone()), Some(level.title.clone())));
        let levels = std::iter::once((None, None)).chain(levels);
        let not_placed = Some(self.not_placed).filter(|count| !(1..smallest_group).contains(count));
        PlacementMoves {
            smallest_group,
            total: MoveCounts {
                people,
                ..MoveCounts::of(total)
            },
            levels: levels
                .zip(rows)
                .map(|((level, title), row)| LevelMoves {
                    level,
                    title,
                    counts: MoveCounts::of(row),
                })
                .collect(),
            not_placed: PeopleCount {
                people: not_placed,
                suppressed: not_placed.is_none(),
            },
        }
    }
}

impl MoveCounts {
    fn of(row: Option<MoveRow>) -> Self {
        let [up, down, aside, same, not_comparable] = row.map_or([None; 5], |row| row.map(Some));
        Self {
            people: row.map(|row| row.iter().sum()),
            up,
            down,
            aside,
            same,
            not_comparable,
            suppressed: row.is_none(),
        }
    }
}
