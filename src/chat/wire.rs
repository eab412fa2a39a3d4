//! The two kinds of versions of the protocol, and what every result carries in them.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Failure, about, failure::INTERNAL};

/// Which of the two kinds of versions a request speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wire {
    /// Up to 2025-11-25: a handshake comes first.
    WithHandshake,
    /// From 2026-07-28 on: every request says of itself what is needed to answer it.
    Stateless,
}

/// What is known of the client that asks.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// Which versions it speaks.
    pub wire: Wire,
    /// Whether it can put a form before its user.
    pub forms: bool,
}

/// A result with what every result of a version carries.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Complete<'a, T> {
    #[serde(flatten)]
    result: &'a T,
    result_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_scope: Option<&'static str>,
    #[serde(rename = "_meta")]
    meta: &'static Value,
}

/// What every result without handshake says of the service.
static META: LazyLock<Value> =
    LazyLock::new(|| json!({"io.modelcontextprotocol/serverInfo": about()}));

impl Wire {
    /// A result as it is sent; with the time that it may be kept, in milliseconds, where it may.
    pub(super) fn complete(
        self,
        result: &impl Serialize,
        ttl_ms: Option<u64>,
    ) -> Result<Vec<u8>, Failure> {
        self.sent(result, "complete", ttl_ms)
    }

    /// A result that asks the user something.
    pub(super) fn input_required(self, result: &impl Serialize) -> Result<Vec<u8>, Failure> {
        self.sent(result, "input_required", None)
    }

    fn sent(
        self,
        result: &impl Serialize,
        result_type: &'static str,
        ttl_ms: Option<u64>,
    ) -> Result<Vec<u8>, Failure> {
        let written = match self {
            Self::WithHandshake => serde_json::to_vec(result),
            Self::Stateless => serde_json::to_vec(&Complete {
                result,
                result_type,
                ttl_ms,
                cache_scope: ttl_ms.map(|_| "public"),
                meta: &META,
            }),
        };
        written.map_err(|error| Failure::new(INTERNAL, error.to_string()))
    }

    /// What the members of a result that is written by hand end with.
    pub(super) fn ending(self) -> &'static str {
        static ENDING: LazyLock<String> =
            LazyLock::new(|| format!(",\"resultType\":\"complete\",\"_meta\":{}}}", *META));
        match self {
            Self::WithHandshake => "}",
            Self::Stateless => &ENDING,
        }
    }
}
