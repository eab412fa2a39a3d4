//! Chat: what assistants ask by the Model Context Protocol, whatever carries it: the same operations, words and results as over HTTP.
//! A message comes in as text and its answer goes out as text; nothing of a conversation is kept. No HTTP, no rules of ladders.
//!
//! The official Rust SDK does not answer here: with it a call costs two and a half times what the same call costs over REST.

mod arguments;
mod call;
mod completion;
mod failure;
mod message;
mod params;
mod prompts;
mod quiz;
mod resources;
mod session;
mod told;
mod tools;
mod wire;

use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

use crate::{app::App, error::Error};
pub use call::{TOOLS, Tool};
pub use failure::{Blame, Failure};
pub use message::{LONGEST_ID, Message, Response};
pub use params::Params;
pub use session::Session;
use told::Answer;
pub use wire::{Client, Wire};

/// The versions of the protocol that are spoken, the newest first.
pub const VERSIONS: [&str; 3] = [STATELESS, WITH_HANDSHAKE, "2025-06-18"];
/// The version without handshake and session.
pub const STATELESS: &str = "2026-07-28";
/// The newest version with a handshake.
pub const WITH_HANDSHAKE: &str = "2025-11-25";

/// How long a client may keep what only a release changes, in milliseconds.
const KEPT_A_RELEASE: u64 = 3_600_000;
/// How long a client may keep what publishing changes.
const KEPT_A_MINUTE: u64 = 60_000;

const INSTRUCTIONS: &str = "Rungs answers from published career ladders: levels, the plateau at each, a self-assessment quiz, phases with their \
criteria, roadblocks and pay bands. To place somebody, call take_quiz and pass their words on, one question at a time; do not answer for them. Every \
result names the ladder, its version and, under sources, the parts that it rests on with links: cite them. What a result lists under not_in_ladder is \
not in the ladder: say so in those words, and give no figure of your own. Null means not published or not known, never zero. Nothing of the \
conversation is kept here; the state of a quiz travels in the result.";

/// What is ready before a message comes: the declarations of tools.
#[derive(Debug)]
pub struct Chat {
    /// As JSON, with [`tools::LADDERS`] in place of the ids of the ladders that there are.
    tools: String,
}

/// The declarations as they are listed.
#[derive(Serialize)]
struct Tools<'a> {
    tools: &'a RawValue,
}

/// What became of a message.
#[derive(Debug)]
pub enum Reply {
    /// The message asks nothing.
    Nothing,
    /// The answer, as a JSON-RPC response.
    Result(Vec<u8>),
    /// A JSON-RPC error, and what is to blame.
    Error(Vec<u8>, Blame),
}

impl Chat {
    /// Reads the declarations of the tools from the OpenAPI document.
    #[must_use]
    pub fn new(app: &App, document: &Value) -> Self {
        let tools = Value::Array(tools::declarations(app, document));
        Self {
            tools: tools.to_string(),
        }
    }

    /// Answers a message.
    #[must_use]
    pub fn answer(&self, app: &App, message: &Message<'_>, client: &Client) -> Reply {
        let Some(id) = message.id else {
            return Reply::Nothing;
        };
        match self.result(app, message, client) {
            Ok(result) => Reply::Result(framed(id, "result", &result.pieces())),
            Err(failure) => failure.reply(Some(id)),
        }
    }

    /// The declarations at a moment.
    fn tools_at(&self, app: &App) -> Result<Box<RawValue>, Failure> {
        let newest = app.shelf.newest();
        let ids: Vec<&str> = newest
            .map(|published| published.ladder.stamp().id.as_str())
            .collect();
        let tools = self.tools.replace(tools::LADDERS, &ids.join(", "));
        RawValue::from_string(tools).map_err(|error| Error::Internal(error.to_string()).into())
    }

    fn result(&self, app: &App, message: &Message<'_>, client: &Client) -> Result<Answer, Failure> {
        let params = &message.params;
        let wire = client.wire;
        let kept = |ttl, result| wire.complete(&result, Some(ttl));
        let made = match (message.method(), wire) {
            ("tools/call", _) => return call::call(app, params, client),
            ("tools/list", _) => {
                params.only_page()?;
                let tools = Tools {
                    tools: &self.tools_at(app)?,
                };
                wire.complete(&tools, Some(KEPT_A_RELEASE))
            }
            ("resources/list", _) => kept(KEPT_A_MINUTE, resources::list(app, params)?),
            ("resources/templates/list", _) => {
                params.only_page()?;
                kept(KEPT_A_RELEASE, resources::templates())
            }
            ("resources/read", _) => kept(KEPT_A_MINUTE, resources::read(app, params, wire)?),
            ("prompts/list", _) => {
                params.only_page()?;
                kept(KEPT_A_RELEASE, prompts::list())
            }
            ("prompts/get", _) => wire.complete(&prompts::get(app, params)?, None),
            ("completion/complete", _) => wire.complete(&completion::complete(app, params)?, None),
            ("server/discover", Wire::Stateless) => kept(KEPT_A_RELEASE, discovered()),
            ("initialize", Wire::WithHandshake) => {
                let asked = params.protocol_version.as_deref().unwrap_or_default();
                wire.complete(&initialized(asked), None)
            }
            ("ping", Wire::WithHandshake) => wire.complete(&json!({}), None),
            (other, _) => Err(Failure::no_method(other)),
        };
        made.map(Answer::Made)
    }
}

fn capabilities() -> Value {
    json!({"tools": {}, "resources": {}, "prompts": {}, "completions": {}})
}

fn about() -> Value {
    json!({
        "name": "rungs",
        "title": "Rungs, career ladders as an API",
        "version": env!("CARGO_PKG_VERSION"),
    })
}

fn discovered() -> Value {
    json!({
        "supportedVersions": VERSIONS,
        "capabilities": capabilities(),
        "instructions": INSTRUCTIONS,
    })
}

fn initialized(asked: &str) -> Value {
    let with_handshake = VERSIONS.into_iter().filter(|known| *known != STATELESS);
    let version = with_handshake
        .into_iter()
        .find(|known| *known == asked)
        .unwrap_or(WITH_HANDSHAKE);
    json!({
        "protocolVersion": version,
        "capabilities": capabilities(),
        "serverInfo": about(),
        "instructions": INSTRUCTIONS,
    })
}

/// A response up to its last member's value.
fn begin(id: &RawValue, member: &str, body: &mut Vec<u8>) {
    for piece in [
        "{\"jsonrpc\":\"2.0\",\"id\":",
        id.get(),
        ",\"",
        member,
        "\":",
    ] {
        body.extend_from_slice(piece.as_bytes());
    }
}

/// A response with a member that is ready JSON, in pieces.
fn framed(id: &RawValue, member: &str, json: &[&[u8]]) -> Vec<u8> {
    let length: usize = json.iter().map(|piece| piece.len()).sum();
    let mut body = Vec::with_capacity(length + 64);
    begin(id, member, &mut body);
    for piece in json {
        body.extend_from_slice(piece);
    }
    body.push(b'}');
    body
}
