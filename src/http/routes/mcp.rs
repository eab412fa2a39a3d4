//! The Model Context Protocol over streamable HTTP: mounts the server of the official SDK behind the checks that every operation has.

use std::{net::IpAddr, sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{
            ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, ORIGIN, Quality,
        },
    },
    web::Data,
};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use rmcp::{
    ErrorData,
    model::{CacheScope, JsonRpcError},
    transport::{
        StreamableHttpServerConfig, StreamableHttpService,
        streamable_http_server::session::never::NeverSessionManager,
    },
};
use serde::{Serialize, de::IgnoredAny};
use serde_json::{Map, Value};
use utoipa::{
    ToSchema,
    openapi::{
        KnownFormat, Object, ObjectBuilder, SchemaFormat,
        schema::{SchemaType, Type},
    },
};

use crate::{
    config::Config,
    error::Error,
    http::{
        extract::{
            body::Json,
            caller_view::CallerView,
            query::{Nothing, Query},
        },
        openapi::{document::ApiDocument, operation::Operation},
        response::{
            negotiation::{Media, items, media, media_quality},
            representation::ProblemWritten,
        },
    },
    mcp::{McpServer, Transport},
    operations,
};

/// The path of messages.
const PATH: &str = "/mcp";
const EVENT_STREAM: &str = "text/event-stream";
/// The most characters of an id: a message has no more.
const LONGEST_ID: usize = 65_536;
/// Hosts that always reach this service and no other.
const LOCAL_HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => call_mcp]
}

/// A JSON-RPC 2.0 message of the Model Context Protocol.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_levels", "arguments": {}}}))]
pub struct McpMessage {
    /// Always `2.0`.
    #[schema(max_length = 3, pattern = r"^2\.0$")]
    pub jsonrpc: String,
    /// Told back in the answer; a message without one asks nothing.
    #[schema(schema_with = id)]
    pub id: Option<Value>,
    /// Such as `tools/list`, `tools/call`, `resources/read`.
    #[schema(max_length = 65_536)]
    pub method: String,
    /// What the method asks with.
    #[schema(value_type = Option<Object>)]
    pub params: Option<Map<String, Value>>,
}

/// The answer to a message.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum McpResponse {
    /// What was asked for.
    Result(McpResult),
    /// Why it was not answered.
    Error(McpError),
}

/// What a message asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct McpResult {
    /// Always `2.0`.
    #[schema(max_length = 3)]
    pub jsonrpc: String,
    /// The message's id.
    #[schema(schema_with = id)]
    pub id: Value,
    /// What was asked for.
    #[schema(value_type = Object)]
    pub result: Map<String, Value>,
}

/// An error of the protocol.
#[derive(Debug, Serialize, ToSchema)]
pub struct McpError {
    /// Always `2.0`.
    #[schema(max_length = 3)]
    pub jsonrpc: String,
    /// The message's id; left out where it could not be told.
    #[schema(schema_with = id)]
    pub id: Option<Value>,
    /// Why it was not answered: `code`, `message` and perhaps `data`.
    #[schema(value_type = Object)]
    pub error: Map<String, Value>,
}

fn id() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Integer]))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .max_length(Some(LONGEST_ID))
        .minimum(Some(i64::MIN))
        .maximum(Some(i64::MAX))
        .build()
}

/// The longest that an answer may take; tools compute and wait for nothing.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// Talk with an assistant.
///
/// Answers a message of the Model Context Protocol (MCP) over streamable HTTP: operations as tools, ladders as resources, and prompts.
/// The response is one JSON message, never a stream. A tool call that fails is a result with `isError`. See docs/assistants.md for
/// versions and headers.
#[utoipa::path(post, path = PATH, tag = "Chatbots",
    request_body(content = McpMessage, description = "A message."),
    responses((status = 200, description = "The answer.", body = McpResponse),
        (status = 202, description = "The message asks nothing.")))]
async fn call_mcp(
    request: HttpRequest,
    _: Query<Nothing>,
    app: CallerView,
    api: Data<ApiDocument>,
    body: Json,
) -> Result<HttpResponse, Error> {
    let headers = request.headers();
    if media(headers, &[Media::Json]).is_none() && !accepts_event_stream(headers) {
        return Err(Error::NotAcceptable(Media::Json.essence().into()));
    }
    if !headers.get_all(ORIGIN).all(is_origin) || headers.get_all(ORIGIN).count() > 1 {
        return Err(Error::Forbidden(
            "A request has one well-formed Origin.".into(),
        ));
    }
    let config = transport_config(headers, &app.config);
    let scope = match app.is_public() {
        true => CacheScope::Public,
        false => CacheScope::Private,
    };
    let server = McpServer::new(
        app.into(),
        Arc::clone(api.json()),
        Transport::Stateless,
        scope,
    );
    let service = StreamableHttpService::new(
        move || Ok(server.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    );
    let message = body.into_bytes();
    let request = sdk_request(headers, message.clone())?;
    // The SDK runs a request in a task of its own; if that failed, the answer would never come.
    let handled = tokio::time::timeout(ANSWER_TIMEOUT, service.handle(request)).await;
    let handled = handled.map_err(|_| Error::Internal("an MCP request was not answered".into()))?;
    let (head, body) = handled.into_parts();
    let body = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(never) => match never {},
    };
    let is_json = head
        .headers
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|value| value == Media::Json.content_type());
    respond(&message, head.status.as_u16(), is_json, body)
}

fn accepts_event_stream(headers: &HeaderMap) -> bool {
    media_quality(&items(headers, ACCEPT), EVENT_STREAM) > Quality::ZERO
}

/// Tells whether a value is a scheme, a host and perhaps a port, and nothing that only looks like one: the SDK takes
/// `http://[::1].example.org` for `http://[::1]`.
fn is_origin(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else {
        return false;
    };
    let Ok(url) = text.parse::<http::Uri>() else {
        return false;
    };
    let (Some(scheme), Some(authority)) = (url.scheme_str(), url.authority()) else {
        return false;
    };
    let port = authority
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    text.eq_ignore_ascii_case(&format!("{scheme}://{}{port}", authority.host()))
}

/// Returns the request in the types of the SDK. It insists on both media types in `Accept`, also where it never sends a stream.
fn sdk_request(headers: &HeaderMap, message: Bytes) -> Result<http::Request<Full<Bytes>>, Error> {
    let mut request = http::Request::post(PATH);
    for (name, value) in headers.iter().filter(|(name, _)| *name != ACCEPT) {
        request = request.header(name.as_str(), value.as_bytes());
    }
    let accept = format!("{}, {EVENT_STREAM}", Media::Json.essence());
    request
        .header(http::header::ACCEPT, accept)
        .body(Full::new(message))
        .map_err(|error| Error::Malformed(format!("The headers cannot be read: {error}.").into()))
}

/// Returns the settings of the SDK for a request: JSON, no sessions, and the hosts and origins that are allowed, so that no page of another
/// site talks in its reader's name (DNS rebinding).
fn transport_config(headers: &HeaderMap, config: &Config) -> StreamableHttpServerConfig {
    let base = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(config.limits.body_bytes);
    if config.mcp.hosts.iter().any(|host| host == "*") {
        return base.disable_allowed_hosts().disable_allowed_origins();
    }
    let public_url = config.public_url.parse::<http::Uri>().ok();
    let own = public_url.as_ref().and_then(|url| url.host());
    let hosts: Vec<&str> = LOCAL_HOSTS
        .into_iter()
        .chain(config.mcp.hosts.iter().map(String::as_str))
        .chain(own)
        // An address cannot be rebound; only a name can.
        .chain(requested_host(headers).filter(|host| is_address(host)))
        .collect();
    let same = hosts
        .iter()
        .flat_map(|host| [format!("http://{host}:*"), format!("https://{host}:*")]);
    let listed = config
        .cors
        .public_origins
        .iter()
        .map(|origin| with_port(origin));
    base.with_allowed_origins(same.chain(listed))
        .enforce_origin_validation()
        .with_allowed_hosts(hosts)
}

/// Returns the host of a request without its port.
fn requested_host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(HOST)?.to_str().ok()?;
    match host.rfind(']') {
        Some(end) => host.get(..=end),
        None => host.split(':').next(),
    }
}

fn is_address(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(host).parse::<IpAddr>().is_ok()
}

/// Returns an origin with its port, since the SDK takes one without for any port.
fn with_port(origin: &str) -> String {
    let default = if origin.starts_with("https:") {
        443
    } else {
        80
    };
    match origin.parse::<http::Uri>() {
        Ok(url) if url.port().is_none() => format!("{origin}:{default}"),
        _ => origin.to_owned(),
    }
}

/// Returns an answer of the SDK. Where it is plain text and not JSON, the SDK refused the request before it read a message.
fn respond(message: &[u8], status: u16, is_json: bool, body: Bytes) -> Result<HttpResponse, Error> {
    let text = || String::from_utf8_lossy(&body).into_owned();
    let (status, body) = match status {
        202 => return Ok(HttpResponse::Accepted().finish()),
        _ if is_json => (StatusCode::from_u16(status).unwrap_or_default(), body),
        403 => {
            let reason = text();
            return Err(Error::Forbidden(
                format!(
                    "{reason}. The settings mcp.hosts and cors.public_origins name those that may."
                )
                .into(),
            ));
        }
        400..=499 => {
            // The media type was checked before, so 415 means that the body is no message.
            let is_unreadable = serde_json::from_slice::<IgnoredAny>(message).is_err();
            let error = match is_unreadable {
                true => ErrorData::parse_error(text(), None),
                false => ErrorData::invalid_request(text(), None),
            };
            (StatusCode::BAD_REQUEST, json_rpc_error(error)?)
        }
        _ => return Err(Error::Internal(text())),
    };
    let mut response = HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, Media::Json.content_type()))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(body);
    if status != StatusCode::OK {
        response.extensions_mut().insert(ProblemWritten);
    }
    Ok(response)
}

fn json_rpc_error(error: ErrorData) -> Result<Bytes, Error> {
    let error = JsonRpcError::new(None, error);
    let body = serde_json::to_vec(&error).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(body.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_a_port() {
        for (origin, expected) in [
            ("https://a.example", "https://a.example:443"),
            ("http://a.example", "http://a.example:80"),
            ("https://a.example:8443", "https://a.example:8443"),
            ("http://[::1]", "http://[::1]:80"),
        ] {
            assert_eq!(with_port(origin), expected);
        }
    }

    #[test]
    fn an_origin_is_nothing_that_only_looks_like_one() {
        for (origin, expected) in [
            ("https://a.example", true),
            ("http://[::1]:8080", true),
            ("HTTP://A.example:80", true),
            ("http://[::1].evil.example", false),
            ("http://localhost@evil.example", false),
            ("http://a.example/", false),
            ("null", false),
        ] {
            assert_eq!(
                is_origin(&HeaderValue::from_static(origin)),
                expected,
                "{origin}"
            );
        }
    }

    #[test]
    fn a_host_is_read_without_its_port() {
        for (host, expected, address) in [
            ("localhost:8080", "localhost", false),
            ("10.1.2.3:80", "10.1.2.3", true),
            ("[::1]:8080", "[::1]", true),
            ("10.1.2.3.evil.example", "10.1.2.3.evil.example", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            assert_eq!(requested_host(&headers), Some(expected));
            assert_eq!(is_address(expected), address, "{host}");
        }
    }
}
