//! Messages of JSON-RPC 2.0 as the protocol uses them: reading one, and telling which version it speaks.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{
    Client, Failure, Params, STATELESS, Wire,
    failure::{NO_MESSAGE, UNREADABLE},
};

/// The most characters of an id.
pub const LONGEST_ID: usize = 200;
/// The most bytes that a character takes in JSON: two escapes of six.
const LONGEST_ESCAPE: usize = 12;

/// A message.
#[derive(Debug)]
pub struct Message<'a> {
    /// Its id, a string or a number; None where it asks nothing.
    pub id: Option<&'a RawValue>,
    method: Cow<'a, str>,
    /// What it asks with.
    pub params: Params<'a>,
    /// What it answers, where it is a response.
    pub response: Option<Response<'a>>,
}

/// A message whose params are still to be read.
struct Unread<'a> {
    id: Option<&'a RawValue>,
    method: Cow<'a, str>,
    params: Option<&'a RawValue>,
    response: Option<Response<'a>>,
}

/// A client's response to what was asked of it.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// The result; None where the client failed.
    pub result: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Envelope<'a> {
    #[serde(borrow)]
    jsonrpc: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "some")]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// As much of a message as tells whose answer it waits for.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Named<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// A member that is null is there all the same.
fn some<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'a> Unread<'a> {
    /// Reads a message but for its params.
    fn read(text: &'a [u8]) -> Result<Self, (Failure, Option<&'a RawValue>)> {
        let unreadable = |detail: String| (Failure::new(UNREADABLE, detail), None);
        let text = std::str::from_utf8(text)
            .map_err(|error| unreadable(format!("The message is not UTF-8: {error}.")))?;
        // Some shells begin what they pass on with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_start().starts_with('[') {
            let detail =
                "Messages come one at a time: the protocol has no batches since 2025-06-18.";
            return Err((Failure::new(NO_MESSAGE, detail), None));
        }
        let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|error| {
            if error.is_data() {
                let detail = format!("This is no JSON-RPC 2.0 message: {error}.");
                // Who asked waits for an answer all the same.
                let only: Result<Named<'_>, _> = serde_json::from_str(text);
                let id = only.ok().and_then(|own| named(own.id));
                (Failure::new(NO_MESSAGE, detail), id)
            } else {
                unreadable(format!("The message is not JSON: {error}."))
            }
        })?;
        let id = envelope.id;
        let response =
            (envelope.result.is_some() || envelope.error.is_some()).then_some(Response {
                result: envelope.result,
            });
        // Whatever else is wrong with it, a response has no answer: two sides could go on for ever.
        let asks = id.is_some() && response.is_none();
        let refuse = |detail: &'static str| Err((Failure::new(NO_MESSAGE, detail), named(id)));
        if envelope.jsonrpc != "2.0" {
            return refuse("A message says \"jsonrpc\": \"2.0\".");
        }
        if asks && named(id).is_none() {
            return refuse(
                "An id is a string of at most 200 characters or a whole number of 64 bits.",
            );
        }
        let method = match (envelope.method, &response) {
            (Some(method), None) => method,
            (None, Some(_)) => Cow::Borrowed(""),
            _ => return refuse("A message has a method, or the result or the error of one."),
        };
        Ok(Self {
            id: named(id),
            method,
            params: envelope.params,
            response,
        })
    }

    /// Reads the params, too.
    fn open(&self) -> Result<Message<'a>, (Failure, Option<&'a RawValue>)> {
        let asks = self.id.is_some() && self.response.is_none();
        let params = match params(self.params) {
            Err(failure) if asks => return Err((failure, self.id)),
            // A notification has no answer, either.
            params => params.unwrap_or_default(),
        };
        Ok(Message {
            id: self.id,
            method: self.method.clone(),
            params,
            response: self.response,
        })
    }
}

impl<'a> Message<'a> {
    /// Reads a message.
    ///
    /// # Errors
    /// A [`Failure`] with the id where one can be told.
    pub fn read(text: &'a [u8]) -> Result<Self, (Failure, Option<&'a RawValue>)> {
        Unread::read(text)?.open()
    }

    /// What it asks for; empty where it is a response.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The name in its params that intermediaries may go by: of a tool, a prompt or a resource.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match self.method() {
            "tools/call" | "prompts/get" => self.params.name.as_deref(),
            "resources/read" => self.params.uri.as_deref(),
            _ => None,
        }
    }

    /// The version that it names itself.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.params.meta.as_ref()?.version.as_deref()
    }

    /// Tells how to answer a request that speaks a version without handshake, or says that it does.
    ///
    /// # Errors
    /// A [`Failure`] where the version is none that is spoken here, and where something is missing.
    pub fn stateless(&self) -> Result<Client, Failure> {
        let meta = self.params.meta.as_ref();
        let version = meta.and_then(|meta| meta.version.as_deref());
        let capabilities = meta.and_then(|meta| meta.capabilities);
        match (version, capabilities) {
            (Some(STATELESS), Some(capabilities)) => Ok(Client {
                wire: Wire::Stateless,
                forms: capabilities.forms(),
            }),
            (Some(version), _) if version != STATELESS => Err(Failure::unsupported(version)),
            (version, _) => {
                let missing = match version {
                    None => "io.modelcontextprotocol/protocolVersion",
                    Some(_) => "io.modelcontextprotocol/clientCapabilities",
                };
                Err(Failure::malformed(format!(
                    "A request says of itself {missing}, in params._meta."
                )))
            }
        }
    }
}

fn params(params: Option<&RawValue>) -> Result<Params<'_>, Failure> {
    match params.map(RawValue::get) {
        // A list would be read as the members in their order.
        Some(params) if !params.starts_with('{') => {
            Err(Failure::malformed("Params are an object."))
        }
        Some(params) => serde_json::from_str(params)
            .map_err(|error| Failure::malformed(format!("The params do not fit: {error}."))),
        None => Ok(Params::default()),
    }
}

/// An id that can be answered.
fn named(id: Option<&RawValue>) -> Option<&RawValue> {
    id.filter(|id| {
        let text = id.get();
        let Some(rest) = text.strip_prefix('"') else {
            // 5.0 is a whole number, too.
            let fraction = text.contains(['.', 'e', 'E']).then(|| text.parse::<f64>());
            return match fraction {
                Some(number) => number.is_ok_and(|one| one.fract() == 0.0 && one.abs() < 9e18),
                None => text.parse::<i64>().is_ok(),
            };
        };
        rest.len() <= LONGEST_ID
            || rest.len() <= LONGEST_ID * LONGEST_ESCAPE + 1
                && serde_json::from_str::<String>(text)
                    .is_ok_and(|id| id.chars().count() <= LONGEST_ID)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read(id: &str, params: &str) -> bool {
        let text =
            format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"ping\",\"params\":{params}}}");
        Message::read(text.as_bytes()).is_ok()
    }

    #[test]
    fn an_id_has_at_most_as_many_characters_however_they_are_written() {
        for one in [
            "a",
            "\u{e9}",
            "\u{1f600}",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\\"",
        ] {
            let of = |many: usize| format!("\"{}\"", one.repeat(many));
            assert!(is_read(&of(LONGEST_ID), "{}"), "{one}");
            assert!(!is_read(&of(LONGEST_ID + 1), "{}"), "{one}");
        }
    }

    #[test]
    fn an_id_is_text_or_a_whole_number() {
        for id in ["\"\"", "-7", "5.0", "1e3", "9223372036854775807"] {
            assert!(is_read(id, "{}"), "{id}");
        }
        for id in ["null", "1.5", "1e99", "9223372036854775808", "[1]", "true"] {
            assert!(!is_read(id, "{}"), "{id}");
        }
    }

    #[test]
    fn params_are_an_object() {
        assert!(is_read("1", "{}") && is_read("1", " {} ") && is_read("1", "null"));
        for params in ["[]", "[null, \"list_levels\"]", "7", "\"{}\""] {
            assert!(!is_read("1", params), "{params}");
        }
    }
}
