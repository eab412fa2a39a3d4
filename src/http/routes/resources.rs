//! Resources: what helps, each fit for some phases and not for others.

use crate::{
    app::{
        lists::List,
        resources::{ResourceQuery, ResourceResponse, resources},
    },
    error::Error,
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
    operations![Public => list_resources]
}

/// List resources.
///
/// What helps, with the phases that it is fit for. Advertising is marked `sponsored` and can be left out.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/resources", tag = "Catalogue", params(LadderPath, ResourceQuery),
    responses((status = 200, description = "The resources.", body = List<ResourceResponse>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_resources(request: LadderRequest<ResourceQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let list = resources(ladder, &request.query)?;
    let body = match request.media {
        Media::Markdown => {
            let resources = list.items.iter().map(ResourceResponse::shown);
            markdown::resources(ladder, resources).into()
        }
        _ => to_json(&list)?,
    };
    Ok(request.catalog(body))
}
