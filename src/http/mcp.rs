//! The Model Context Protocol over streamable HTTP: who may ask, what the headers of a message say, and the status of its answer. What
//! is answered is up to `chat`.

use std::sync::OnceLock;

use actix_web::{
    HttpRequest, HttpResponse,
    body::BoxBody,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    },
    web,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::{
    ToSchema,
    openapi::{
        KnownFormat, Object, ObjectBuilder, SchemaFormat,
        schema::{SchemaType, Type},
    },
};

use super::{
    Operation,
    documentation::DOCUMENT,
    edge::Explained,
    extract::{Json, Nothing, Query},
    negotiation::{Media, media},
    origin::admit,
    seen::Seen,
};
use crate::{
    app::App,
    chat::{Blame, Chat, Client, Failure, LONGEST_ID, Message, Reply, STATELESS, VERSIONS, Wire},
    error::Error,
    operations,
};

/// The path of messages.
pub const PATH: &str = "/mcp";
const VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
const METHOD: HeaderName = HeaderName::from_static("mcp-method");
const NAME: HeaderName = HeaderName::from_static("mcp-name");

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => call_mcp]
}

/// What assistants are answered with, made when first asked for.
#[derive(Debug, Default)]
pub struct Assistants(OnceLock<Chat>);

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
pub enum McpAnswer {
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
    /// The message's id; null where it could not be told.
    #[schema(schema_with = told_id)]
    pub id: Option<Value>,
    /// Why it was not answered: `code`, `message` and perhaps `data`.
    #[schema(value_type = Object)]
    pub error: Map<String, Value>,
}

fn id() -> Object {
    id_of([Type::String, Type::Integer])
}

fn told_id() -> Object {
    id_of([Type::String, Type::Integer, Type::Null])
}

fn id_of<const N: usize>(types: [Type; N]) -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter(types))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .max_length(Some(LONGEST_ID))
        .minimum(Some(i64::MIN))
        .maximum(Some(i64::MAX))
        .build()
}

/// Talk with an assistant.
///
/// The Model Context Protocol over streamable HTTP: the operations of this document as tools, ladders as resources, and prompts. Versions
/// 2026-07-28 (every request stands alone; the headers `MCP-Protocol-Version`, `Mcp-Method` and `Mcp-Name` say what the message says) and
/// 2025-11-25 and 2025-06-18 (with `initialize`, and without a session: no `Mcp-Session-Id` is given). Answers are JSON, never a stream;
/// one message at a time. A tool that cannot do what is asked answers a result with `isError`, which says what is wrong, where, and what
/// to do next; errors of the protocol are JSON-RPC errors. A page of another origin and a host that is not this service's are refused (403).
#[utoipa::path(post, path = PATH, tag = "Chatbots",
    request_body(content = McpMessage, description = "A message."),
    responses((status = 200, description = "The answer.", body = McpAnswer),
        (status = 202, description = "The message asks nothing.")))]
async fn call_mcp(
    request: HttpRequest,
    _: Query<Nothing>,
    app: Seen,
    assistants: web::Data<Assistants>,
    body: Json,
) -> Result<HttpResponse, Error> {
    assistants.answer(&app, request.headers(), body.bytes())
}

impl Assistants {
    /// Answers a message that came with these headers.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a host or an origin that is none of ours, [`Error::NotAcceptable`] where JSON is not wanted.
    pub fn answer(
        &self,
        app: &App,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<HttpResponse, Error> {
        admit(headers, &app.config)?;
        let chat = self.0.get_or_init(|| Chat::new(app, &DOCUMENT));
        if media(headers, &[Media::Json]).is_none() {
            return Err(Error::NotAcceptable(Media::Json.essence().into()));
        }
        let message = match Message::read(body) {
            Ok(message) => message,
            Err((failure, id)) => return Ok(respond(failure.reply(id), Wire::WithHandshake)),
        };
        if message.response.is_some() {
            let reply = Failure::not_expected().reply(message.id);
            return Ok(respond(reply, Wire::WithHandshake));
        }
        if message.id.is_none() {
            return Ok(respond(Reply::Nothing, Wire::WithHandshake));
        }
        Ok(match client(headers, &message) {
            Ok(client) => {
                let reply = chat.answer(app, &message, &client);
                respond(reply, client.wire)
            }
            Err(failure) => respond(failure.reply(message.id), Wire::Stateless),
        })
    }
}

fn respond(reply: Reply, wire: Wire) -> HttpResponse {
    let (status, body) = match reply {
        Reply::Nothing => return HttpResponse::Accepted().finish(),
        Reply::Result(body) => (StatusCode::OK, body),
        Reply::Error(body, blame) => {
            let status = match blame {
                Blame::Message | Blame::Request => StatusCode::BAD_REQUEST,
                Blame::Method if wire == Wire::Stateless => StatusCode::NOT_FOUND,
                Blame::Method | Blame::Content => StatusCode::OK,
            };
            (status, body)
        }
    };
    let mut response = HttpResponse::with_body(status, BoxBody::new(body));
    if status != StatusCode::OK {
        response.extensions_mut().insert(Explained);
    }
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static(Media::Json.content_type()),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What the headers and the message say of the client, where they agree.
fn client(headers: &HeaderMap, message: &Message<'_>) -> Result<Client, Failure> {
    let version = only(headers, &VERSION)?;
    let own = message.version();
    let stateless =
        own.is_some() || version == Some(STATELESS) || message.method() == "server/discover";
    if !stateless {
        return match version {
            Some(version) if !VERSIONS.contains(&version) => Err(Failure::unsupported(version)),
            _ => Ok(Client {
                wire: Wire::WithHandshake,
                forms: false,
            }),
        };
    }
    if let Some(own) = own
        && version != Some(own)
    {
        return Err(differs(&VERSION, version, own));
    }
    let client = message.stateless()?;
    let method = only(headers, &METHOD)?;
    if method != Some(message.method()) {
        return Err(differs(&METHOD, method, message.method()));
    }
    if let Some(target) = message.target() {
        let name = only(headers, &NAME)?;
        let decoded = name.map(decoded).transpose()?;
        if decoded.as_deref() != Some(target) {
            return Err(differs(&NAME, name, target));
        }
    }
    Ok(client)
}

fn differs(header: &HeaderName, sent: Option<&str>, said: &str) -> Failure {
    let short = |text: &str| text.chars().take(64).collect::<String>();
    let said = short(said);
    Failure::header(match sent {
        None => format!("The header {header} is missing; the message says {said:?}."),
        Some(sent) => format!(
            "The header {header} says {:?} and the message {said:?}.",
            short(sent)
        ),
    })
}

/// The value of a header that is there once, if at all.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Failure> {
    let mut values = headers.get_all(name);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = value.to_str().ok().filter(|_| values.next().is_none());
    match text {
        Some(text) => Ok(Some(text.trim())),
        None => Err(Failure::header(format!(
            "The header {name} is sent once, in visible ASCII characters."
        ))),
    }
}

/// A value that does not fit a header is sent in Base64, between `=?base64?` and `?=`.
fn decoded(value: &str) -> Result<String, Failure> {
    let coded = value
        .strip_prefix("=?base64?")
        .and_then(|rest| rest.strip_suffix("?="));
    let Some(coded) = coded else {
        return Ok(value.to_owned());
    };
    let bytes = STANDARD.decode(coded).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Failure::header(format!("The header {NAME} is no Base64 of UTF-8.")))
}
