//! HTTP: joins the nouns' operations into a router and into the OpenAPI document. What is not documented is not routed.

pub mod access;
pub mod assessments;
pub mod assets;
pub mod audit;
pub mod bands;
pub mod batch;
pub mod comparisons;
pub mod compensation;
mod compression;
pub mod contests;
pub mod diagnosis;
pub mod documentation;
pub mod drafts;
pub mod edge;
mod edition_query;
pub mod evidence;
pub mod extract;
pub mod faqs;
pub mod id_lists;
pub mod idempotency;
pub mod interpretation;
pub mod keys;
pub mod ladders;
pub mod language;
pub mod levels;
mod limits;
pub mod llms;
pub mod mcp;
pub mod metrics;
pub mod negotiation;
pub mod operation;
pub mod pages;
pub mod people;
pub mod person;
pub mod phases;
pub mod preconditions;
pub mod problems;
pub mod progress;
pub mod quiz;
pub mod readiness;
pub mod receipts;
pub mod representation;
pub mod request;
pub mod resources;
pub mod response_cache;
pub mod roadblocks;
pub mod roadmaps;
pub mod search;
pub mod seen;
pub mod turns;
pub mod versions;

use std::{future::ready, rc::Rc, sync::LazyLock};

use actix_service::{Service, ServiceFactory};
use actix_web::{
    HttpRequest, HttpResponse, Resource, Route, Scope,
    dev::{HttpServiceFactory, ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{ALLOW, LOCATION},
    },
    middleware::from_fn,
    web,
};
use futures_util::future::Either;
use utoipa::openapi::{
    RefOr, Schema,
    path::{HttpMethod, Operation as Item},
};

use access::Access;
use negotiation::Media;
use response_cache::cache_responses;

use crate::error::Error;

/// One operation: where it is, what it says of itself, and how it is answered.
pub struct Operation {
    /// The path template.
    pub path: String,
    /// The method.
    pub method: Method,
    /// Its part of the OpenAPI document.
    pub item: Item,
    /// Who may use it.
    pub access: Access,
    /// The media types that it answers in: those of its documented 200 or 201, and those of `x-renditions`.
    pub offer: Vec<Media>,
    /// Adds the schemas that it refers to.
    pub schemas: fn(&mut Vec<(String, RefOr<Schema>)>),
    route: fn() -> Route,
}

impl Operation {
    /// An operation from what `#[utoipa::path]` made of its handler.
    pub fn new<D>(access: Access, route: fn() -> Route) -> Self
    where
        D: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'static>,
    {
        let method = D::methods().into_iter().next();
        let mut item = D::operation();
        item.tags = Some(D::tags().into_iter().map(String::from).collect());
        Self {
            path: D::path(),
            method: method.map_or(Method::GET, |method| match method {
                HttpMethod::Post => Method::POST,
                HttpMethod::Put => Method::PUT,
                HttpMethod::Delete => Method::DELETE,
                HttpMethod::Patch => Method::PATCH,
                _ => Method::GET,
            }),
            access,
            offer: offer(&item),
            item,
            schemas: D::schemas,
            route,
        }
    }

    /// Whether it carries a tag of the document.
    #[must_use]
    pub fn is_tagged(&self, tag: &str) -> bool {
        self.item.tags.iter().flatten().any(|own| own == tag)
    }

    /// Whether it has a parameter of that name.
    #[must_use]
    pub fn has_parameter(&self, name: &str) -> bool {
        let parameters = self.item.parameters.iter().flatten();
        parameters.into_iter().any(|own| match own {
            RefOr::T(own) => own.name == *name,
            RefOr::Ref(_) => false,
        })
    }

    /// Whether its response depends on the languages that the client prefers.
    #[must_use]
    pub fn is_localized(&self) -> bool {
        self.has_parameter("locale")
            || ["/v1/ladders", "/v1/receipts/verify"].contains(&self.path.as_str())
    }

    /// The operation id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.item.operation_id.as_deref().unwrap_or_default()
    }
}

/// The extension of an operation that lists the media types of its response beside the documented one.
pub const RENDITIONS: &str = "x-renditions";

/// The media types of an operation's response, so that what is documented is what is offered.
fn offer(item: &Item) -> Vec<Media> {
    let responses = &item.responses.responses;
    let response = responses.get("200").or_else(|| responses.get("201"));
    let Some(RefOr::T(response)) = response else {
        return Vec::new();
    };
    let renditions = item.extensions.as_ref();
    let renditions = renditions.and_then(|extensions| extensions.get(RENDITIONS)?.as_array());
    let is_rendition = |media: &Media| {
        let mut renditions = renditions.into_iter().flatten();
        renditions.any(|name| name == media.essence())
    };
    let is_content = |media: &Media| response.content.keys().any(|name| name == media.essence());
    let content = Media::ALL.into_iter().filter(is_content);
    let mut offer: Vec<Media> = content
        .chain(Media::ALL.into_iter().filter(is_rendition))
        .collect();
    // A client that accepts anything is shown the page where a page is meant.
    let is_page = item.tags.iter().flatten().any(|tag| tag == pages::TAG)
        || offer.contains(&Media::Html) && !offer.contains(&Media::Json);
    if is_page {
        offer.sort_by_key(|media| *media != Media::Html);
    }
    offer
}

/// Lists handlers as operations, behind who may use them: `Public => score_quiz, find_quiz; Key(KeysWrite) => list_keys`. A handler
/// without its documentation does not compile here, nor does one of which it is not said who may use it.
#[macro_export]
macro_rules! operations {
    ($($access:expr => $($handler:ident),+ $(,)?);+ $(;)?) => {
        pastey::paste! {{
            #[allow(unused_imports, reason = "a file names some of them")]
            use $crate::{app::api_key::Scope::*, http::access::Access::*};
            vec![$($($crate::http::Operation::new::<[<__path_ $handler>]>(
                $access,
                || actix_web::Route::new().to($handler)
            )),+),+]
        }}
    };
}

/// Every operation of the service. The busiest come first, because the router compares paths in this order.
pub static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
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
        operation::operations(),
        documentation::operations(),
        llms::operations(),
        pages::operations(),
        assets::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
});

/// The operations of the resource that a request matched.
#[derive(Debug, Clone)]
pub struct Matched {
    /// The path template.
    pub path: &'static str,
    /// Indices into [`OPERATIONS`], by method.
    operations: Vec<(Method, usize)>,
}

impl Matched {
    fn new(path: &'static str) -> Self {
        let operations = OPERATIONS.iter().enumerate();
        let of_path = operations.filter(|(_, operation)| operation.path == path);
        Self {
            path,
            operations: of_path
                .map(|(index, operation)| (operation.method.clone(), index))
                .collect(),
        }
    }

    /// Index into [`OPERATIONS`] of the operation for a method. HEAD is answered by the operation for GET.
    #[must_use]
    pub fn operation(&self, method: &Method) -> Option<usize> {
        let method = match *method {
            Method::HEAD => &Method::GET,
            _ => method,
        };
        let mut operations = self.operations.iter();
        Some(operations.find(|(own, _)| own == method)?.1)
    }
}

/// What the paths of the API begin with.
const API: &str = "/v1";

/// A path template, and the part of it that the scopes around it leave to be matched.
type PathInScope = (&'static str, &'static str);

/// Mounts every operation.
pub fn mount(config: &mut web::ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for operation in OPERATIONS.iter() {
        if !paths.contains(&operation.path.as_str()) {
            paths.push(&operation.path);
        }
    }
    let in_api = |path: &&'static str| Some((*path, path.strip_prefix(API)?));
    let in_api: Vec<PathInScope> = paths.iter().filter_map(in_api).collect();
    config.service(scope(API, &in_api));
    for path in paths.into_iter().filter(|path| !path.starts_with(API)) {
        config.service(resource(path, path));
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
fn scope(segment: &str, paths: &[PathInScope]) -> Scope {
    let mut groups: Vec<(&str, Vec<PathInScope>)> = Vec::new();
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
            [(path, rest)] => scope_of_groups.service(resource(path, &format!("{segment}{rest}"))),
            several => scope_of_groups.service(scope(segment, several)),
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
fn resource(path: &'static str, pattern: &str) -> impl HttpServiceFactory + 'static {
    let mut resource = web::resource(pattern).app_data(Rc::new(Matched::new(path)));
    let mut allow = Vec::new();
    let mut access = Vec::new();
    for operation in OPERATIONS.iter().filter(|operation| operation.path == path) {
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
