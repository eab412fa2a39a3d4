//! CORS: which web pages may read what, and send what needs a key.

use std::rc::Rc;

use actix_web::{
    HttpRequest,
    http::{
        Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
            ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN, VARY,
        },
    },
};

use crate::{
    config::CorsConfig,
    http::{extract::matched_route::MatchedRoute, openapi::operation::Access},
};

const EXPOSED: &str = "etag, last-modified, link, location, idempotency-replayed, retry-after, www-authenticate, x-request-id";
const ALLOWED_HEADERS: &str = "accept, authorization, content-type, idempotency-key, if-match, if-modified-since, if-none-match, \
    mcp-method, mcp-name, mcp-protocol-version, traceparent, x-request-id";

/// Which web pages may ask for what.
pub(super) struct Cors {
    public: Origins,
    private: Origins,
}

struct Origins {
    any: bool,
    these: Vec<String>,
}

impl Origins {
    fn new(these: &[String]) -> Self {
        Self {
            any: these.iter().any(|origin| origin == "*"),
            these: these.to_vec(),
        }
    }

    /// What is said to a page of this origin.
    fn allowed(&self, origin: Option<&HeaderValue>) -> Option<HeaderValue> {
        if self.any {
            return Some(HeaderValue::from_static("*"));
        }
        let origin = origin?;
        let mut these = self.these.iter();
        let known = these.any(|one| one.as_bytes() == origin.as_bytes());
        known.then(|| origin.clone())
    }
}

/// Whether an operation is asked for that needs a key; in a preflight that which would be asked for next.
pub(super) fn is_private(request: &HttpRequest) -> bool {
    let next = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD);
    let next = next.and_then(|method| Method::from_bytes(method.as_bytes()).ok());
    let method = match request.method() {
        &Method::OPTIONS => next.as_ref().unwrap_or(&Method::OPTIONS),
        method => method,
    };
    let matched = request.app_data::<Rc<MatchedRoute>>();
    let operation = matched.and_then(|matched| matched.operation(method));
    operation.is_some_and(|operation| matches!(operation.access, Access::Key(_)))
}

impl Cors {
    pub(super) fn new(config: &CorsConfig) -> Self {
        Self {
            public: Origins::new(&config.public_origins),
            private: Origins::new(&config.private_origins),
        }
    }

    pub(super) fn add(
        &self,
        asked: &HeaderMap,
        status: StatusCode,
        is_private: bool,
        headers: &mut HeaderMap,
    ) {
        let (origins, methods) = if is_private {
            (
                &self.private,
                "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            )
        } else {
            (&self.public, "GET, HEAD, POST, OPTIONS")
        };
        if !origins.any {
            headers.append(VARY, HeaderValue::from_static("origin"));
        }
        let Some(origin) = origins.allowed(asked.get(ORIGIN)) else {
            return;
        };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(EXPOSED),
        );
        if status == StatusCode::NO_CONTENT && asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            headers.insert(
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static(methods),
            );
            headers.insert(
                ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static(ALLOWED_HEADERS),
            );
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
        }
    }
}
