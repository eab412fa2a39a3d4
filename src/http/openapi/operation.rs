//! Operations: what is routed, and what the OpenAPI document is made of.

use actix_web::{Route, http::Method};
use utoipa::openapi::{
    RefOr, Schema,
    path::{HttpMethod, Operation as Item},
};

use crate::{app::api_key::Scope, http::response::negotiation::Media};

/// Who may use an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, whatever the settings say and whatever is sent as a key: it tells nothing of any ladder.
    Open,
    /// Everybody, unless the settings close it: then who has a key with `ladders:read`. A key that is sent has to be one.
    Public,
    /// Who has a key with the scope.
    Key(Scope),
}

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
    /// Makes the route of its handler.
    pub(in crate::http) route: fn() -> Route,
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

/// The tag of the operations that are pages.
pub(in crate::http) const PAGES_TAG: &str = "Pages";

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
    let is_page = item.tags.iter().flatten().any(|tag| tag == PAGES_TAG)
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
            use $crate::{app::api_key::Scope::*, http::openapi::operation::Access::*};
            vec![$($($crate::http::openapi::operation::Operation::new::<[<__path_ $handler>]>(
                $access,
                || actix_web::Route::new().to($handler)
            )),+),+]
        }}
    };
}
