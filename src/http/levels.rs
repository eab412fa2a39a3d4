//! Levels: the rungs of a ladder.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Operation,
    catalogue::{Form, LadderPath, LadderQuery, List, ListQuery, Read, render, show},
};
use crate::{
    domain::{
        document::Level,
        id::Id,
        ladder::{Ladder, Stamp},
    },
    error::Error,
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![draw_level, find_level, list_levels]
}

/// Which level, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct LevelPath {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// The level's id.
    #[param(example = "mid", max_length = 64, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub level: String,
}

/// A level with its neighbours.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The level's own members.
    #[serde(flatten)]
    #[schema(value_type = Level)]
    pub level: &'a Level,
    /// The number of the phase that starts at the level.
    #[schema(minimum = 1, maximum = 100)]
    pub phase: Option<u8>,
    /// The level above; null at the top.
    #[schema(value_type = Option<Id>)]
    pub next_level: Option<&'a Id>,
}

/// A level as it is answered.
pub(super) fn view<'a>(ladder: &'a Ladder, level: &'a Level) -> LevelView<'a> {
    LevelView {
        ladder: ladder.stamp(),
        level,
        phase: ladder.phase_of(level.id.as_str()).map(|phase| phase.number),
        next_level: ladder.level_above(level).map(|above| &above.id),
    }
}

/// List levels.
///
/// The levels of a ladder, lowest first: tenure in months, what moves a person forward, and the plateau at the level.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The levels.", content(
        (List<LevelView> = "application/json"), (String = "text/markdown")))))]
async fn list_levels(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ListQuery, media| {
        let ladder = &published.ladder;
        let levels = ladder.document().levels.iter();
        let list = query.page().cut(
            Some(ladder.stamp()),
            levels.map(|level| view(ladder, level)),
            |view| view.level.id.to_string(),
        )?;
        render(media, &list, |list| {
            markdown::levels(ladder, list.items.iter().map(|view| view.level))
        })
    })
}

/// Find a level.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels/{level}", tag = "Catalogue", params(LevelPath, LadderQuery),
    responses((status = 200, description = "The level.", content(
        (LevelView = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "image/svg+xml")))))]
async fn find_level(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, _: &LadderQuery, media| {
        let ladder = &published.ladder;
        let level = level(ladder, read.part("level"))?;
        show(media, ladder, &view(ladder, level), |form| match form {
            Form::Text => markdown::level(ladder, level),
            Form::Picture => svg::level(ladder, level),
        })
    })
}

/// Draw a level.
///
/// The level on its ladder, with its plateau and what moves a person forward, as a picture for an `<img>`.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels/{level}.svg", tag = "Pictures", params(LevelPath, LadderQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_level(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, _: &LadderQuery, _| {
        let ladder = &published.ladder;
        let level = level(ladder, read.part("level"))?;
        Ok(svg::level(ladder, level).into_bytes())
    })
}

fn level<'a>(ladder: &'a Ladder, id: &str) -> Result<&'a Level, Error> {
    ladder
        .level(id)
        .ok_or_else(|| Error::NotFound("There is no such level on this ladder.".into()))
}
