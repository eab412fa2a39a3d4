//! Routes: joins the operations of all nouns into the router and the OpenAPI document. What is not documented is not routed.

pub mod assessments;
pub mod assets;
pub mod audit;
pub mod bands;
pub mod comparisons;
pub mod compensation;
pub mod contests;
pub mod diagnosis;
pub mod documentation;
pub mod drafts;
pub mod evidence;
pub mod faqs;
pub mod interpretation;
pub mod keys;
pub mod ladders;
pub mod levels;
pub mod llms;
pub mod mcp;
pub mod pages;
pub mod people;
pub mod phases;
pub mod problems;
pub mod progress;
pub mod quiz;
pub mod readiness;
pub mod receipts;
pub mod resources;
pub mod roadblocks;
pub mod roadmaps;
pub mod search;
pub mod service_status;
#[cfg(test)]
mod tests;
pub mod turns;
pub mod versions;

use std::{future::ready, rc::Rc, sync::Arc};

use actix_service::{Service, ServiceFactory};
use actix_web::{
    HttpRequest, HttpResponse, Resource, Scope,
    dev::{HttpServiceFactory, ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{ALLOW, LOCATION},
    },
    middleware::from_fn,
    web,
};
use futures_util::future::Either;

use crate::{
    error::Error,
    http::{
        extract::{access, matched_route::MatchedRoute},
        middleware::response_cache::cache_responses,
        openapi::{
            document::ApiDocument,
            operation::{Access, Operation},
        },
        pages::form,
    },
};

/// Returns every operation of the service. The busiest come first, because the router compares paths in this order.
fn operations() -> Vec<Operation> {
    [
        mcp::operations(),
        quiz::operations(),
        ladders::operations(),
        levels::operations(),
        turns::operations(),
        interpretation::operations(),
        comparisons::operations(),
        readiness::operations(),
        roadmaps::operations(),
        versions::operations(),
        phases::operations(),
        roadblocks::operations(),
        diagnosis::operations(),
        faqs::operations(),
        search::operations(),
        resources::operations(),
        compensation::operations(),
        receipts::operations(),
        drafts::operations(),
        bands::operations(),
        people::operations(),
        assessments::operations(),
        contests::operations(),
        evidence::operations(),
        progress::operations(),
        keys::operations(),
        audit::operations(),
        problems::operations(),
        service_status::operations(),
        documentation::operations(),
        llms::operations(),
        pages::operations(),
        assets::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Builds the OpenAPI document of every operation.
#[must_use]
pub fn api_document() -> ApiDocument {
    ApiDocument::new(operations(), || vec![("QuizForm", form::described())])
}

/// What the paths of the API begin with.
const API: &str = "/v1";

/// A path template, and the part of it that the scopes around it leave to be matched.
type PathInScope<'a> = (&'a str, &'a str);

/// Mounts every operation.
pub fn mount(config: &mut web::ServiceConfig, api: &web::Data<ApiDocument>) {
    config.app_data(api.clone());
    let operations = &api.operations;
    let mut paths: Vec<&str> = Vec::new();
    for operation in operations.iter() {
        if !paths.contains(&operation.path.as_str()) {
            paths.push(&operation.path);
        }
    }
    let in_api = paths
        .iter()
        .filter_map(|path| Some((*path, path.strip_prefix(API)?)));
    let in_api: Vec<PathInScope<'_>> = in_api.collect();
    config.service(scope(operations, API, &in_api));
    for path in paths.into_iter().filter(|path| !path.starts_with(API)) {
        config.service(resource(operations, path, path));
    }
    // What people type; the document knows the page by its file's name.
    for path in ["/docs", "/docs/"] {
        let lead = || async {
            HttpResponse::PermanentRedirect()
                .insert_header((LOCATION, "/docs/index.html"))
                .finish()
        };
        let redirect = web::resource(path)
            .route(web::get().to(lead))
            .route(web::head().to(lead));
        config.service(refusing(redirect, "GET, HEAD, OPTIONS".into()));
    }
}

/// Returns the scope of a segment. Paths that go on with the same segment are in a scope of their own, so that the router compares a few
/// segments in place of the patterns of all paths.
fn scope(operations: &Arc<[Operation]>, segment: &str, paths: &[PathInScope<'_>]) -> Scope {
    let mut groups: Vec<(&str, Vec<PathInScope<'_>>)> = Vec::new();
    for (path, rest) in paths {
        let (segment, rest) = split_segment(rest);
        match groups.iter_mut().find(|(own, _)| *own == segment) {
            Some((_, group)) => group.push((path, rest)),
            None => groups.push((segment, vec![(path, rest)])),
        }
    }
    // Last, because a parameter matches any text.
    groups.sort_by_key(|(segment, _)| segment.ends_with('}'));
    let mut scope_of_groups = web::scope(segment);
    for (segment, group) in groups {
        scope_of_groups = match group.as_slice() {
            [(path, rest)] => {
                scope_of_groups.service(resource(operations, path, &format!("{segment}{rest}")))
            }
            several => scope_of_groups.service(scope(operations, segment, several)),
        };
    }
    scope_of_groups
}

/// Splits the first segment, with the slash before it, from a path.
fn split_segment(path: &str) -> (&str, &str) {
    let mut slashes = path.match_indices('/').map(|(at, _)| at);
    path.split_at(slashes.find(|at| *at > 0).unwrap_or(path.len()))
}

/// The operations of a path, at the pattern that is left of it.
fn resource(
    operations: &Arc<[Operation]>,
    path: &str,
    pattern: &str,
) -> impl HttpServiceFactory + 'static + use<> {
    let matched = MatchedRoute::new(operations, path);
    let mut resource = web::resource(pattern).app_data(Rc::new(matched));
    let mut allow = Vec::new();
    let mut access = Vec::new();
    for operation in operations.iter().filter(|one| one.path == path) {
        resource = resource.route((operation.route)().method(operation.method.clone()));
        allow.push(operation.method.to_string());
        access.push((operation.method.clone(), operation.access));
        if operation.method == Method::GET {
            access.push((Method::HEAD, operation.access));
            resource = resource.route((operation.route)().method(Method::HEAD));
            allow.push(Method::HEAD.to_string());
        }
    }
    allow.push(Method::OPTIONS.to_string());
    let resource = refusing(resource, allow.join(", "));
    guarded(resource.wrap(from_fn(cache_responses)), access)
}

/// A resource whose operations are asked for only by those who may: by method, who that is.
fn guarded<T>(
    resource: Resource<T>,
    access: Vec<(Method, Access)>,
) -> impl HttpServiceFactory + 'static
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
{
    let access = Rc::new(access);
    resource.wrap_fn(move |request, service| {
        let asked = access.iter().find(|(method, _)| method == request.method());
        match asked.map_or(Ok(()), |(_, access)| access::check(&request, *access)) {
            Ok(()) => Either::Left(service.call(request)),
            Err(error) => {
                // `request.into_response` would forget the error, and with it its kind and its detail.
                let refused = HttpResponse::from_error(error);
                let refused = ServiceResponse::new(request.into_parts().0, refused);
                Either::Right(ready(Ok(refused)))
            }
        }
    })
}

/// A resource that answers OPTIONS, and every method that it does not know, with what it allows.
fn refusing(resource: Resource, allow: String) -> Resource {
    resource.default_service(web::to(move |request: HttpRequest| {
        let allow = allow.clone();
        async move {
            if request.method() == Method::OPTIONS {
                Ok(HttpResponse::NoContent()
                    .insert_header((ALLOW, allow))
                    .finish())
            } else {
                Err(Error::MethodNotAllowed(allow))
            }
        }
    }))
}
