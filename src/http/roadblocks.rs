//! Roadblocks: why people get stuck, and what clears it.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Operation,
    catalogue::{LadderPath, Read, render},
};
use crate::{
    app::{edition::list_query, lists::List},
    domain::{document::Roadblock, ladder::Stamp},
    error::{Error, Part},
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => list_roadblocks]
}

list_query! {
    /// Which roadblocks.
    pub struct RoadblockQuery {
        /// Only those met at this level.
        #[param(example = "senior", max_length = 64)]
        pub level: Option<String>,
    }
}

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
            return Err(Error::Invalid(
                Part::Query,
                vec![ladder.unknown_level("/level")],
            ));
        }
        let roadblocks = ladder.document().roadblocks.iter().filter(|roadblock| {
            let met = |level: &String| roadblock.levels.iter().any(|id| id == level.as_str());
            query.level.as_ref().is_none_or(met)
        });
        let page = query.page();
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
