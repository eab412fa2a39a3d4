//! Resources as they are answered: what helps, each fit for some phases and not for others.

use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{Array, ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type},
};

use super::{ladder_query::list_query, lists::List};
use crate::{
    domain::{
        document::{Resource, ResourceKind},
        ladder::{Ladder, LadderRef},
    },
    error::Error,
};

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
pub struct ResourceResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
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

fn view<'a>(ladder: &'a Ladder, resource: &'a Resource) -> ResourceResponse<'a> {
    let phases = ladder.document().phases.iter();
    ResourceResponse {
        ladder: ladder.stamp(),
        resource,
        phases: phases
            .filter(|phase| phase.resources.contains(&resource.id))
            .map(|phase| phase.number)
            .collect(),
    }
}

impl ResourceResponse<'_> {
    /// What people are shown of it.
    #[must_use]
    pub fn shown(&self) -> (&Resource, &[u8]) {
        (self.resource, &self.phases)
    }
}

/// The resources that fit, in the order of the document.
///
/// # Errors
/// [`Error::Invalid`] for a phase that is not on the ladder and for a page that is not there.
pub fn resources<'a>(
    ladder: &'a Ladder,
    query: &ResourceQuery,
) -> Result<List<'a, ResourceResponse<'a>>, Error> {
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
    let list = query
        .page()
        .of_list("resources", views, |view| &view.resource.id)?;
    Ok(list.of_ladder(ladder.stamp()))
}
