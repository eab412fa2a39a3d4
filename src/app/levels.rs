//! Levels as they are answered.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ladder_query::ListQuery, lists::List};
use crate::{
    domain::{
        document::Level,
        id::Id,
        ladder::{Ladder, LadderRef},
    },
    error::Error,
};

/// A level with its neighbours.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The level's own members.
    #[serde(flatten)]
    #[schema(value_type = Level)]
    pub level: &'a Level,
    /// The number of the phase that starts at the level.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: Option<u8>,
    /// The level above; null at the top. Where only tracks go on, the first level of the first of them.
    #[schema(value_type = Option<Id>)]
    pub next_level: Option<&'a Id>,
    /// All levels that come next, where the ladder has tracks: that of the same path first, then the first of each track that starts here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 11)]
    pub next_levels: Option<Vec<Id>>,
}

fn view<'a>(ladder: &'a Ladder, level: &'a Level) -> LevelResponse<'a> {
    LevelResponse {
        ladder: ladder.stamp(),
        level,
        phase: ladder.phase_of(level.id.as_str()).map(|phase| phase.number),
        next_level: ladder.level_above(level).map(|above| &above.id),
        next_levels: ladder.document().next_ids(Some(level)),
    }
}

/// The levels of a ladder, lowest first.
///
/// # Errors
/// [`Error::Invalid`] for a page that is not there.
pub fn levels<'a>(
    ladder: &'a Ladder,
    query: &ListQuery,
) -> Result<List<'a, LevelResponse<'a>>, Error> {
    let levels = ladder.document().levels.iter();
    let views = levels.map(|level| view(ladder, level));
    let list = query
        .page()
        .of_list("levels", views, |view| &view.level.id)?;
    Ok(list.of_ladder(ladder.stamp()))
}

/// A level by its id.
///
/// # Errors
/// [`Error::NotFound`] where it is not on the ladder.
pub fn level<'a>(ladder: &'a Ladder, id: &str) -> Result<LevelResponse<'a>, Error> {
    let level = ladder.level(id).map(|level| view(ladder, level));
    level.ok_or_else(|| {
        let levels = ladder.document().levels.iter();
        let known: Vec<&str> = levels.map(|level| level.id.as_str()).collect();
        let known = known.join(", ");
        Error::NotFound(format!("There is no such level on this ladder. It has: {known}.").into())
    })
}
