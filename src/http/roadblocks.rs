//! Roadblocks and frequent questions: why people get stuck, and what they ask.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Operation,
    catalogue::{LadderPath, List, ListQuery, Page, Read, render, versioned},
};
use crate::{
    domain::{
        document::{Faq, Roadblock},
        ladder::Stamp,
    },
    error::Error,
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![list_roadblocks, list_faqs]
}

/// Which roadblocks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoadblockQuery {
    /// Only those met at this level.
    #[param(example = "senior", max_length = 64)]
    pub level: Option<String>,
    /// A published version, such as `1.0.0`. The newest one where it is not given.
    #[param(example = "1.0.0", max_length = 64)]
    pub version: Option<String>,
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

versioned!(RoadblockQuery);

/// A roadblock.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadblockView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The roadblock's own members.
    #[serde(flatten)]
    #[schema(value_type = Roadblock)]
    pub roadblock: &'a Roadblock,
}

/// A question that people ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The question's own members.
    #[serde(flatten)]
    #[schema(value_type = Faq)]
    pub faq: &'a Faq,
}

/// List roadblocks.
///
/// Why people get stuck and what clears it, in the order of the document.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/roadblocks", tag = "Catalogue", params(LadderPath, RoadblockQuery),
    responses((status = 200, description = "The roadblocks.", content(
        (List<RoadblockView> = "application/json"), (String = "text/markdown")))))]
async fn list_roadblocks(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &RoadblockQuery, media| {
        let ladder = &published.ladder;
        if let Some(level) = &query.level
            && ladder.level(level).is_none()
        {
            return Err(Error::query(
                "level",
                "unknown_level",
                "There is no such level on this ladder.",
            ));
        }
        let roadblocks = ladder.document().roadblocks.iter().filter(|roadblock| {
            let met = |level: &String| roadblock.levels.iter().any(|id| id == level.as_str());
            query.level.as_ref().is_none_or(met)
        });
        let page = Page {
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        };
        let list = page.cut(
            Some(ladder.stamp()),
            roadblocks.map(|roadblock| RoadblockView {
                ladder: ladder.stamp(),
                roadblock,
            }),
            |view| view.roadblock.id.to_string(),
        )?;
        render(media, &list, |list| {
            markdown::roadblocks(ladder, list.items.iter().map(|view| view.roadblock))
        })
    })
}

/// List frequent questions.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/faqs", tag = "Catalogue", params(LadderPath, ListQuery),
    responses((status = 200, description = "The questions and their answers.", content(
        (List<FaqView> = "application/json"), (String = "text/markdown")))))]
async fn list_faqs(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ListQuery, media| {
        let ladder = &published.ladder;
        let list = query.page().cut(
            Some(ladder.stamp()),
            ladder.document().faqs.iter().map(|faq| FaqView {
                ladder: ladder.stamp(),
                faq,
            }),
            |view| view.faq.id.to_string(),
        )?;
        render(media, &list, |list| {
            markdown::faqs(ladder, list.items.iter().map(|view| view.faq))
        })
    })
}
