//! Roadblocks: why people get stuck, and what clears it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::{ladder_query::list_query, lists::List},
    domain::{document::Roadblock, ladder::LadderRef},
    error::{Error, RequestPart},
    http::{
        extract::request::{LadderPath, LadderRequest},
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
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
pub struct RoadblockResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The roadblock's own members.
    #[serde(flatten)]
    #[schema(value_type = Roadblock)]
    pub roadblock: &'a Roadblock,
}

/// List roadblocks.
///
/// Why people get stuck and what clears it, in the order of the document.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/roadblocks", tag = "Catalogue", params(LadderPath, RoadblockQuery),
    responses((status = 200, description = "The roadblocks.", body = List<RoadblockResponse>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_roadblocks(request: LadderRequest<RoadblockQuery>) -> Result<Representation, Error> {
    let (ladder, query) = (&request.published.ladder, &request.query);
    if let Some(level) = &query.level
        && ladder.level(level).is_none()
    {
        let fault = ladder.unknown_level("/level");
        return Err(Error::Invalid(RequestPart::Query, vec![fault]));
    }
    let roadblocks = ladder.document().roadblocks.iter().filter(|roadblock| {
        let is_met = |level: &String| roadblock.levels.iter().any(|id| id == level.as_str());
        query.level.as_ref().is_none_or(is_met)
    });
    let views = roadblocks.map(|roadblock| RoadblockResponse {
        ladder: ladder.stamp(),
        roadblock,
    });
    let page = query.page();
    let list = page.of_list("roadblocks", views, |view| &view.roadblock.id)?;
    let list = list.of_ladder(ladder.stamp());
    let body = match request.media {
        Media::Markdown => {
            let roadblocks = list.items.iter().map(|view| view.roadblock);
            markdown::roadblocks(ladder, roadblocks).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.catalog(body))
}
