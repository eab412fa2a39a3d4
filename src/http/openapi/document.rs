//! The OpenAPI document, put together from the operations themselves.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    errors::{PAGE_PREFIX, error_responses},
    examples,
    operation::{Access, Operation, PAGES_TAG},
    schemas::{reference, tidy},
};
use crate::{
    app::scoring::{BatchLine, DetailedScoredLine, LineProblem, ScoredLine},
    domain::source::MAX_BYTES,
    error::{KINDS, Problem},
    http::limits::{MAX_ACCEPT_LANGUAGE_BYTES, MAX_CONDITION_BYTES, MAX_TEXT_CHARS},
};

/// The operations of the service, and the OpenAPI document of them.
#[derive(Clone)]
pub struct ApiDocument {
    /// The operations. The busiest come first.
    pub operations: Arc<[Operation]>,
    written_schemas: WrittenSchemas,
    /// Built when it is first used: few processes ever show it, and it takes 20 MiB.
    json: Arc<OnceLock<Arc<Value>>>,
}

/// Returns the schemas that no type can express, by their names.
type WrittenSchemas = fn() -> Vec<(&'static str, Value)>;

impl ApiDocument {
    /// The document of some operations. `written_schemas` returns the schemas that no type can express, by their names.
    #[must_use]
    pub fn new(operations: Vec<Operation>, written_schemas: WrittenSchemas) -> Self {
        Self {
            operations: operations.into(),
            written_schemas,
            json: Arc::default(),
        }
    }

    /// Returns the OpenAPI 3.1 document.
    #[must_use]
    pub fn json(&self) -> &Arc<Value> {
        let build = || Arc::new(build(&self.operations, (self.written_schemas)()));
        self.json.get_or_init(build)
    }

    /// Returns the document as text, as it is served and committed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(&**self.json()).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Returns the part of the document that describes an operation.
    #[must_use]
    pub fn describe(&self, operation: &Operation) -> &Value {
        let method = operation.method.as_str().to_ascii_lowercase();
        &self.json()["paths"][&operation.path][&method]
    }
}

fn build(operations: &[Operation], written_schemas: Vec<(&str, Value)>) -> Value {
    let mut schemas = Vec::new();
    let mut paths = Map::new();
    for operation in operations {
        (operation.schemas)(&mut schemas);
        let path = paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(
                operation.method.as_str().to_ascii_lowercase(),
                item(operation),
            );
        }
    }
    for example in examples::examples() {
        for item in paths.values_mut().flat_map(|path| path.as_object_mut()) {
            for operation in item
                .values_mut()
                .filter(|operation| operation["operationId"] == example.operation)
            {
                let media = example.media;
                let answer = &mut operation["responses"]["200"]["content"][media];
                answer["example"] = example.answer.clone();
                if let Some(request) = &example.request {
                    operation["requestBody"]["content"][media]["example"] = request.clone();
                }
            }
        }
    }
    // Errors of its own protocol come beside problem documents.
    let explained = error_responses();
    let responses = &mut paths["/mcp"]["post"]["responses"];
    let answer = responses["200"]["content"]["application/json"].clone();
    for (status, slug) in [("400", "malformed-request"), ("404", "not-found")] {
        responses[status] = explained[slug].clone();
        responses[status]["content"]["application/json"] = answer.clone();
    }
    let lines = |schema: Value| json!({"type": "string", "maxLength": LONGEST_STREAM, "contentMediaType": "application/x-ndjson", "contentSchema": schema});
    let batch = &mut paths["/v1/ladders/{ladder}/quiz/score-batch"]["post"];
    const NDJSON: &str = "application/x-ndjson";
    batch["requestBody"]["content"][NDJSON]["schema"] = lines(reference("BatchLine"));
    batch["responses"]["200"]["content"][NDJSON]["schema"] = lines(
        json!({"anyOf": [reference("ScoredLine"), reference("DetailedScoredLine"), reference("LineProblem")]}),
    );
    // Lines of a batch are not bodies, and are part of the contract all the same.
    macro_rules! add {
        ($($type:ty),*) => {$(
            schemas.push((<$type>::name().into_owned(), <$type as utoipa::PartialSchema>::schema()));
            <$type>::schemas(&mut schemas);
        )*};
    }
    add!(
        Problem,
        BatchLine,
        ScoredLine,
        DetailedScoredLine,
        LineProblem
    );
    let mut schemas: Map<String, Value> = schemas
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()))
        .collect();
    schemas.extend(
        written_schemas
            .into_iter()
            .map(|(name, schema)| (name.to_owned(), schema)),
    );
    let paths = Value::Object(paths);
    let schemas = tidy(&schemas, &paths);
    let references = paths.to_string();
    let mut responses = error_responses();
    if let Some(responses) = responses.as_object_mut() {
        responses.retain(|name, _| {
            !name.starts_with(PAGE_PREFIX)
                || references.contains(&format!("\"#/components/responses/{name}\""))
        });
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Rungs",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Career ladders as an API",
            "description": "Levels, a self-assessment quiz with its scoring, phases, roadblocks and pay bands. \
                Every answer names its ladder version, and can be explained and reproduced. What a source does not \
                publish is null, with the reason. Errors are problem documents (RFC 9457) that list every fault at once.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
        },
        "servers": [{"url": "/", "description": "This service, in production as in tests.", "x-internal": false}],
        "tags": [
            {"name": "Catalogue", "description": "What is published: ladders and their parts, in JSON and in Markdown."},
            {"name": "Quiz", "description": "The self-assessment: its questions, its scoring, and the receipts of placements. Nothing is stored."},
            {"name": "Planning", "description": "From a placement to a plan: readiness and roadmaps. Nothing is stored."},
            {"name": "Pictures", "description": "The same for what takes only a URL: pictures for an `<img>`, calendars to subscribe to."},
            {"name": "Compensation", "description": "Pay bands and exact pay arithmetic. Nothing is interpolated."},
            {"name": "Chatbots", "description": "The same operations for assistants, by the Model Context Protocol."},
            {"name": "Publishing", "description": "An organisation's own ladders, from a draft to a version that never changes, and its own pay bands."},
            {"name": "People", "description": "What an organisation keeps about people, who are known only by its own ids. What is told about anybody is guidance and no decision."},
            {"name": "Organisation", "description": "What an organisation looks after: its keys, and the audit of what was done with them."},
            {"name": "Problems", "description": "What can go wrong, and how to mend it."},
            {"name": "Pages", "description": "For people: the quiz with its result, the ladder to read, and the web component for other sites."},
            {"name": "Documentation", "description": "This document and the page that shows it."},
            {"name": "Operation", "description": "Alive, ready, metrics."}
        ],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses,
            "headers": headers(),
            "parameters": {
                "AcceptLanguage": {"name": "Accept-Language", "in": "header",
                    "description": "Languages (RFC 9110) that the caller reads. The ladder's text and what is said of it come in the one liked \
                        best of those that the ladder has, else in the ladder's own.",
                    "schema": {"type": "string", "maxLength": MAX_ACCEPT_LANGUAGE_BYTES}},
                "IfNoneMatch": {"name": "If-None-Match", "in": "header", "description": "ETags that the caller has already.",
                    "schema": {"type": "string", "maxLength": MAX_CONDITION_BYTES}},
                "IfModifiedSince": {"name": "If-Modified-Since", "in": "header", "description": "The time (HTTP date) of the caller's copy.",
                    "schema": {"type": "string", "maxLength": MAX_CONDITION_BYTES}}
            },
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "bearerFormat": "rk_…",
                    "description": "An organisation's key; the scope that it needs is named beside each operation. Public reads and stateless calls need none, \
                        unless the service is set to ask for one with ladders:read."}
            }
        }
    })
}

/// A stream has no end of its own; this is the largest number that every reader of JSON holds exactly.
const LONGEST_STREAM: u64 = 9_007_199_254_740_991;

/// Where files are, which have the one media type that they have.
const FILES: [&str; 3] = ["/docs", "/assets", "/embed"];

/// An operation's part of the document: what its handler says, and what all have in common.
fn item(operation: &Operation) -> Value {
    let mut item = serde_json::to_value(&operation.item).unwrap_or_default();
    let Some(members) = item.as_object_mut() else {
        return item;
    };
    let security = match operation.access {
        Access::Open => json!([]),
        // A key may be sent and none is needed.
        Access::Public => json!([{}, {"key": []}]),
        Access::Key(scope) => json!([{"key": [scope]}]),
    };
    members.insert("security".into(), security);
    let is_get = operation.method == actix_web::http::Method::GET;
    let is_private = matches!(operation.access, Access::Key(_));
    let cached = is_get && !is_private && !operation.is_tagged("Operation");
    // What people read of a ladder is there in its languages, what a receipt is in those of the service.
    let in_languages = operation.is_localized();
    let of_copies = cached.then_some(["IfNoneMatch", "IfModifiedSince"]);
    let names = of_copies.into_iter().flatten();
    for name in names.chain(in_languages.then_some("AcceptLanguage")) {
        let parameters = members.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(json!({"$ref": format!("#/components/parameters/{name}")}));
        }
    }
    let sent = members.get_mut("requestBody");
    let sent = sent.and_then(|body| body["content"].as_object_mut());
    for (media, content) in sent.into_iter().flatten() {
        if ["application/yaml", "text/csv"].contains(&media.as_str()) {
            content["schema"]["maxLength"] = json!(MAX_BYTES);
        }
    }
    let Some(responses) = members.get_mut("responses").and_then(Value::as_object_mut) else {
        return item;
    };
    let header = |names: &[&str]| -> Value {
        let refs = names.iter().map(|name| {
            (
                (*name).into(),
                json!({"$ref": format!("#/components/headers/{name}")}),
            )
        });
        Value::Object(refs.collect())
    };
    for (status, response) in responses.iter_mut() {
        let Some(response) = response.as_object_mut() else {
            continue;
        };
        let mut names = vec!["X-Request-Id", "Access-Control-Allow-Origin"];
        if cached {
            names.extend(["ETag", "Last-Modified", "Cache-Control"]);
        }
        if in_languages {
            names.push("Content-Language");
        }
        if status == "201" {
            names.push("Location");
        }
        if operation.has_parameter("Idempotency-Key") {
            names.push("Idempotency-Replayed");
        }
        response.insert("headers".into(), header(&names));
        let contents = response.get_mut("content").and_then(Value::as_object_mut);
        for (media, content) in contents.into_iter().flatten() {
            let is_text = ["text", "+xml", "/yaml"]
                .iter()
                .any(|end| media.ends_with(end));
            if media.starts_with("text/") || is_text {
                content["schema"]["maxLength"] = json!(MAX_TEXT_CHARS);
            }
        }
    }
    if cached {
        responses.insert(
            "304".into(),
            json!({
                "description": "The caller's copy is still good.",
                "headers": header(&["X-Request-Id", "Access-Control-Allow-Origin", "ETag", "Last-Modified", "Cache-Control"])
            }),
        );
    }
    let has_body = operation.item.request_body.is_some();
    let prefix = if operation.is_tagged(PAGES_TAG) {
        PAGE_PREFIX
    } else {
        ""
    };
    for kind in KINDS {
        let applies = match kind.status {
            401 | 403 | 429 | 503 if operation.access != Access::Open => true,
            401 | 429 => false,
            403 => operation.is_tagged("Chatbots"),
            404 => {
                operation.path.contains('{')
                    || operation.is_tagged("Pages")
                    || operation.has_parameter("ladder")
            }
            406 => {
                !operation.is_tagged("Operation")
                    && !responses.contains_key("204")
                    && !FILES.iter().any(|files| operation.path.starts_with(files))
            }
            409 => operation.has_parameter("Idempotency-Key") || operation.id() == "erase_person",
            408 | 413 | 415 => has_body,
            503 => operation.path == "/readyz",
            _ => true,
        };
        if applies {
            responses.insert(
                kind.status.to_string(),
                json!({"$ref": format!("#/components/responses/{prefix}{}", kind.slug)}),
            );
        }
    }
    item
}

fn headers() -> Value {
    let text = |description: &str, max: u32| json!({"description": description, "schema": {"type": "string", "maxLength": max}});
    json!({
        "X-Request-Id": text("The request's id: the caller's own where it sent one, else made here.", 128),
        "Access-Control-Allow-Origin": text("Who may read the answer from a page of another origin.", 300),
        "Content-Language": text("The languages (BCP 47) that the ladder's text is in: the one served, and those that stand in where it has no text.", 2000),
        "Location": text("Where what was made can be read.", 2000),
        "Idempotency-Replayed": text("`true` where the same request was answered before and its work was not done again.", 10),
        "ETag": text("Strong validator of this representation.", 100),
        "Last-Modified": text("When the version was published.", 40),
        "Cache-Control": text("How long a copy may be kept.", 100),
        "WWW-Authenticate": text("How to say who asks.", 100),
        "Allow": text("The methods that the resource answers.", 100),
        "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 86400}}
    })
}
