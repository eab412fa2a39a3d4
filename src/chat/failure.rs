//! Errors of the protocol, with the codes of JSON-RPC 2.0 and those that the protocol adds.

use std::borrow::Cow;

use serde_json::{Value, json, value::RawValue};

use super::{Reply, STATELESS, VERSIONS, Wire, framed};
use crate::error::Error;

/// The text is no JSON.
pub(super) const UNREADABLE: i32 = -32700;
/// The JSON is no message.
pub(super) const NO_MESSAGE: i32 = -32600;
/// There is no such method.
const NO_METHOD: i32 = -32601;
/// What is asked does not fit.
const BAD_PARAMS: i32 = -32602;
/// A defect of the service.
pub(super) const INTERNAL: i32 = -32603;
/// There is no such resource, for clients with a handshake.
const NO_RESOURCE: i32 = -32002;
/// A header says something else than the message.
const HEADER_MISMATCH: i32 = -32020;
/// The version is none that is spoken here.
const UNSUPPORTED_VERSION: i32 = -32022;

/// What a failure is to blame on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// What came is no message.
    Message,
    /// What the request says of itself does not fit.
    Request,
    /// There is no such method.
    Method,
    /// What the request asks for does not fit, or the service failed.
    Content,
}

/// A message that cannot be answered: an error of the protocol.
#[derive(Debug)]
pub struct Failure {
    code: i32,
    message: Cow<'static, str>,
    data: Option<Value>,
    /// Whether the request itself is malformed, and not what it asks for.
    malformed: bool,
}

impl Failure {
    pub(super) fn new(code: i32, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
            malformed: false,
        }
    }

    /// Params that do not fit the method.
    pub(super) fn params(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(BAD_PARAMS, message)
    }

    pub(super) fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            malformed: true,
            ..Self::params(message)
        }
    }

    pub(super) fn no_method(method: &str) -> Self {
        let method: String = method.chars().take(64).collect();
        Self::new(NO_METHOD, format!("There is no method {method:?} here."))
    }

    pub(super) fn no_resource(uri: &str, wire: Wire) -> Self {
        let code = match wire {
            Wire::WithHandshake => NO_RESOURCE,
            Wire::Stateless => BAD_PARAMS,
        };
        Self {
            data: Some(json!({ "uri": uri })),
            ..Self::new(
                code,
                "There is no such resource. resources/list and resources/templates/list name those that there are.",
            )
        }
    }

    /// A header that says something else than the message, or is missing.
    #[must_use]
    pub fn header(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(HEADER_MISMATCH, message)
    }

    /// A version that is not spoken here.
    #[must_use]
    pub fn unsupported(version: &str) -> Self {
        let version: String = version.chars().take(64).collect();
        let message = match VERSIONS.contains(&&*version) {
            true => format!(
                "Version {version} begins with initialize. What says its version in params._meta speaks {STATELESS}."
            ),
            false => {
                let known = VERSIONS.join(", ");
                format!("The version is not spoken here. There is: {known}.")
            }
        };
        Self {
            data: Some(json!({"supported": VERSIONS, "requested": version})),
            ..Self::new(UNSUPPORTED_VERSION, message)
        }
    }

    /// A message of a kind that is not expected.
    #[must_use]
    pub fn not_expected() -> Self {
        Self::new(NO_MESSAGE, "Nothing was asked that this could answer.")
    }

    fn blame(&self) -> Blame {
        match self.code {
            UNREADABLE | NO_MESSAGE => Blame::Message,
            HEADER_MISMATCH | UNSUPPORTED_VERSION => Blame::Request,
            BAD_PARAMS if self.malformed => Blame::Request,
            NO_METHOD => Blame::Method,
            _ => Blame::Content,
        }
    }

    /// The error as a response; the id is null where it cannot be told.
    #[must_use]
    pub fn reply(&self, id: Option<&RawValue>) -> Reply {
        let mut error = json!({"code": self.code, "message": self.message});
        if let Some(data) = &self.data {
            error["data"] = data.clone();
        }
        let null = RawValue::NULL;
        let body = framed(id.unwrap_or(null), "error", &[error.to_string().as_bytes()]);
        Reply::Error(body, self.blame())
    }
}

impl From<Error> for Failure {
    /// For what is no tool: there the model is told.
    fn from(error: Error) -> Self {
        match &error {
            Error::Internal(_) => Self::new(INTERNAL, error.detail().into_owned()),
            Error::Invalid(_, faults) => {
                let faults = faults
                    .iter()
                    .map(|fault| format!("{}: {}", fault.pointer, fault.detail));
                Self::params(faults.collect::<Vec<_>>().join(" "))
            }
            _ => Self::params(error.detail().into_owned()),
        }
    }
}
