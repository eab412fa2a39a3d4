//! What messages ask with.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Failure;

/// What messages ask with; each method looks at its own.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params<'a> {
    /// What is said of the request itself.
    #[serde(rename = "_meta", borrow, default)]
    pub meta: Option<Meta<'a>>,
    /// The name of a tool or of a prompt.
    #[serde(borrow, default)]
    pub name: Option<Cow<'a, str>>,
    /// The address of a resource.
    #[serde(borrow, default)]
    pub uri: Option<Cow<'a, str>>,
    /// Arguments of a tool or of a prompt.
    #[serde(borrow, default)]
    pub arguments: Option<&'a RawValue>,
    /// Where a page starts.
    #[serde(borrow, default)]
    pub cursor: Option<Cow<'a, str>>,
    /// The version that a handshake proposes.
    #[serde(borrow, default)]
    pub protocol_version: Option<Cow<'a, str>>,
    /// What the client of a handshake can do.
    #[serde(default)]
    pub capabilities: Option<Capabilities>,
    /// What is to be completed.
    #[serde(rename = "ref", borrow, default)]
    pub reference: Option<Reference<'a>>,
    /// The argument that is to be completed.
    #[serde(borrow, default)]
    pub argument: Option<Argument<'a>>,
    /// What is known while completing.
    #[serde(borrow, default)]
    pub context: Option<Context<'a>>,
    /// What a client answers to the questions of an earlier result.
    #[serde(borrow, default)]
    pub input_responses: Option<&'a RawValue>,
    /// The request that a notification speaks of.
    #[serde(borrow, default)]
    pub request_id: Option<&'a RawValue>,
    /// The state that came with those questions.
    #[serde(borrow, default)]
    pub request_state: Option<Cow<'a, str>>,
}

/// What is said of the request itself.
#[derive(Debug, Default, Deserialize)]
#[serde(expecting = "an object")]
pub struct Meta<'a> {
    /// The version that the request speaks.
    #[serde(rename = "io.modelcontextprotocol/protocolVersion", borrow, default)]
    pub version: Option<Cow<'a, str>>,
    /// What its client can do.
    #[serde(rename = "io.modelcontextprotocol/clientCapabilities", default)]
    pub capabilities: Option<Capabilities>,
}

/// What a client can do, as far as it matters here.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(expecting = "an object")]
pub struct Capabilities {
    #[serde(default)]
    elicitation: Option<Elicitation>,
}

/// How a client can ask its user. Neither member means forms.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(expecting = "an object")]
struct Elicitation {
    #[serde(default)]
    form: Option<Present>,
    #[serde(default)]
    url: Option<Present>,
}

/// A member that is there, whatever it holds.
#[derive(Debug, Default, Clone, Copy)]
struct Present;

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Capabilities {
    /// Whether the client can put a form before its user.
    #[must_use]
    pub fn forms(self) -> bool {
        self.elicitation
            .is_some_and(|how| how.form.is_some() || how.url.is_none())
    }
}

/// What is to be completed.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub struct Reference<'a> {
    /// `ref/prompt` or `ref/resource`.
    #[serde(rename = "type", borrow)]
    pub kind: Cow<'a, str>,
    /// Of a prompt.
    #[serde(borrow, default)]
    pub name: Option<Cow<'a, str>>,
    /// Of a resource: its template.
    #[serde(borrow, default)]
    pub uri: Option<Cow<'a, str>>,
}

/// An argument as far as it was typed.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub struct Argument<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Its beginning.
    #[serde(borrow)]
    pub value: Cow<'a, str>,
}

/// What is known while completing.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub struct Context<'a> {
    /// Arguments that are settled.
    #[serde(borrow, default)]
    pub arguments: Option<&'a RawValue>,
}

impl Params<'_> {
    /// Lists that fit one page have no cursor.
    pub(super) fn only_page(&self) -> Result<(), Failure> {
        match &self.cursor {
            Some(_) => Err(Failure::params(
                "This list has given no such cursor. Start again without one.",
            )),
            None => Ok(()),
        }
    }
}
