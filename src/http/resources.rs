//! Resources: what helps, each fit for some phases and not for others.

use super::{
    Operation,
    catalogue::{LadderPath, Read, render},
};
use crate::{
    app::{
        lists::List,
        resources::{ResourceQuery, ResourceView, resources},
    },
    error::Error,
    operations,
    render::markdown,
};
use actix_web::HttpResponse;

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => list_resources]
}

/// List resources.
///
/// What helps, with the phases that it is fit for. Advertising is marked `sponsored` and can be left out.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/resources", tag = "Catalogue", params(LadderPath, ResourceQuery),
    responses((status = 200, description = "The resources.", content(
        (List<ResourceView> = "application/json"), (String = "text/markdown")))))]
async fn list_resources(read: Read) -> Result<HttpResponse, Error> {
    read.ladder(|published, query: &ResourceQuery, media| {
        let ladder = &published.ladder;
        let list = resources(ladder, query)?;
        render(media, &list, |list| {
            markdown::resources(ladder, list.items.iter().map(ResourceView::shown))
        })
    })
}
