//! Resources: what helps, each fit for some phases and not for others.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{Array, ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type},
};

use super::{
    Operation,
    catalogue::{LadderPath, Read, render},
};
use crate::{
    app::edition::list_query,
    app::lists::List,
    domain::{
        document::{Resource, ResourceKind},
        ladder::{Ladder, Stamp},
    },
    error::Error,
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![list_resources]
}

list_query! {
    /// Which resources.
    pub struct ResourceQuery {
        /// Only those fit for the phase of this number. What helps in one phase can hold back in the next.
        #[param(minimum = 1, maximum = 100, example = 1)]
        pub phase: Option<u8>,
        /// Only those of this kind.
        #[param(inline, example = "tool")]
        pub kind: Option<ResourceKind>,
        /// `false` leaves advertising out, `true` leaves only advertising.
        pub sponsored: Option<bool>,
    }
}

/// A resource, with the phases that it is fit for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResourceView<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The resource's own members.
    #[serde(flatten)]
    #[schema(value_type = Resource)]
    pub resource: &'a Resource,
    /// The numbers of the phases that it is fit for.
    #[schema(schema_with = numbers_of_phases)]
    pub phases: Vec<u8>,
}

fn numbers_of_phases() -> Array {
    let number = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .minimum(Some(1))
        .maximum(Some(100));
    ArrayBuilder::new()
        .items(number)
        .description(Some("The numbers of the phases that it is fit for."))
        .max_items(Some(100))
        .build()
}

fn view<'a>(ladder: &'a Ladder, resource: &'a Resource) -> ResourceView<'a> {
    let phases = ladder.document().phases.iter();
    ResourceView {
        ladder: ladder.stamp(),
        resource,
        phases: phases
            .filter(|phase| phase.resources.contains(&resource.id))
            .map(|phase| phase.number)
            .collect(),
    }
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
        if let Some(phase) = query.phase
            && ladder.phase(phase).is_none()
        {
            return Err(Error::query(
                "phase",
                "unknown_phase",
                "There is no such phase on this ladder.",
            ));
        }
        let views = ladder
            .document()
            .resources
            .iter()
            .map(|resource| view(ladder, resource));
        let views = views.filter(|view| {
            query.phase.is_none_or(|phase| view.phases.contains(&phase))
                && query.kind.is_none_or(|kind| view.resource.kind == kind)
                && query
                    .sponsored
                    .is_none_or(|sponsored| view.resource.sponsored == sponsored)
        });
        let page = query.page();
        let list = page.cut(Some(ladder.stamp()), views, |view| {
            view.resource.id.to_string()
        })?;
        render(media, &list, |list| {
            markdown::resources(
                ladder,
                list.items
                    .iter()
                    .map(|view| (view.resource, view.phases.as_slice())),
            )
        })
    })
}
