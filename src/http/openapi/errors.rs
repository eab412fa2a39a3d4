//! The responses to errors in the OpenAPI document.

use serde_json::{Map, Value, json};

use crate::{error::KINDS, http::limits::MAX_TEXT_CHARS};

/// What the names of responses to errors of pages begin with.
pub(super) const PAGE_PREFIX: &str = "page-";

/// The responses to errors, for operations of the API and for pages.
pub(super) fn error_responses() -> Value {
    let responses = KINDS.iter().flat_map(|kind| {
        let common = ["X-Request-Id", "Access-Control-Allow-Origin"];
        let mut headers: Value = common
            .iter()
            .map(|name| ((*name).into(), json!({"$ref": format!("#/components/headers/{name}")})))
            .collect::<Map<_, _>>()
            .into();
        if let Some(headers) = headers.as_object_mut() {
            let more = match kind.status {
                401 => Some("WWW-Authenticate"),
                405 => Some("Allow"),
                429 | 503 => Some("Retry-After"),
                _ => None,
            };
            if let Some(name) = more {
                headers.insert(name.into(), json!({"$ref": format!("#/components/headers/{name}")}));
            }
        }
        let problem = json!({
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {"type": format!("/problems/{}", kind.slug), "title": kind.title, "status": kind.status,
                "detail": kind.meaning, "instance": "/v1/ladders", "request_id": "5f0c9a1e7b3d2468-1"}
        });
        let page = json!({"schema": {"type": "string", "maxLength": MAX_TEXT_CHARS, "description": "The same as a page for a browser."}});
        let response = |content: Value| {
            json!({
                "description": format!("{}. {}", kind.title, kind.meaning),
                "headers": headers,
                "content": content
            })
        };
        [
            (kind.slug.to_owned(), response(json!({"application/problem+json": problem}))),
            (
                format!("{PAGE_PREFIX}{}", kind.slug),
                response(json!({"application/problem+json": problem, "text/html": page})),
            ),
        ]
    });
    Value::Object(responses.collect())
}
