//! Levels: the rungs of a ladder.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Operation,
    catalogue::{Form, LadderPath, Read, render, show},
};
use crate::{
    app::{
        edition::{LadderQuery, ListQuery},
        levels::{LevelView, level, levels},
        lists::List,
    },
    error::Error,
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => draw_level, find_level, list_levels]
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

/// List levels.
///
/// The levels of a ladder, lowest first: tenure in months, what moves a person forward, and the plateau at the level.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/levels", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The levels.", content(
        (List<LevelView> = "application/json"), (String = "text/markdown")))))]
async fn list_levels(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ListQuery, media| {
        let ladder = &published.ladder;
        let list = levels(ladder, query)?;
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
        let view = level(ladder, read.part("level"))?;
        show(media, ladder, &view, |form| match form {
            Form::Text => markdown::level(ladder, view.level),
            Form::Picture => svg::level(ladder, view.level),
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
        let view = level(ladder, read.part("level"))?;
        Ok(svg::level(ladder, view.level).into_bytes())
    })
}
