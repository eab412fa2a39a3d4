//! Arguments of a tool: one object, of which some members name the ladder and its edition and the rest is what the operation asks
//! with, in its query or in its body.

use std::sync::Arc;

use rmcp::model::JsonObject;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;

use crate::{
    app::{App, PublishedLadder, ladder_query::in_language},
    domain::{fault::Fault, source::escape},
    error::{Error, RequestPart},
    json::{self, MOST_FAULTS},
    query,
};

/// What is said of an argument of a tool that it does not take.
const UNKNOWN: &str =
    "There is no such argument. The tool's input schema names those that there are.";

/// The arguments of a call or of a prompt. What is null is left out: models send it for what they have nothing to say of.
#[derive(Debug, Default, Clone)]
pub(super) struct ToolArguments(JsonObject);

impl ToolArguments {
    /// Takes the arguments of a request; none where there are none.
    pub(super) fn new(arguments: Option<JsonObject>) -> Self {
        let mut arguments = arguments.unwrap_or_default();
        arguments.retain(|_, value| !value.is_null());
        Self(arguments)
    }

    /// Takes a member out, as text: a string, or anything else as it is written.
    pub(super) fn take(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.0.remove(name) {
            Some(value) => text_of(name, &value).map(Some).map_err(Error::body),
            None => Ok(None),
        }
    }

    /// Takes a member out that has to be there.
    pub(super) fn need(&mut self, name: &str) -> Result<String, Error> {
        self.take(name)?.ok_or_else(|| {
            let detail = format!("The argument {name:?} is missing.");
            Error::body(Fault::error(format!("/{name}"), "missing_member", detail))
        })
    }

    /// What is left, as the query of an operation.
    pub(super) fn query<Q: DeserializeOwned + IntoParams + 'static>(&self) -> Result<Q, Error> {
        let mut faults = Vec::new();
        let mut pairs = Vec::new();
        for (name, value) in &self.0 {
            match text_of(name, value) {
                Ok(text) => pairs.push((&**name, text)),
                Err(fault) => faults.push(fault),
            }
        }
        faults.truncate(MOST_FAULTS);
        let written = serde_urlencoded::to_string(&pairs);
        let written = written.map_err(|error| Error::Internal(error.to_string()))?;
        match query::parse(&written) {
            Ok(read) if faults.is_empty() => Ok(read),
            Err(Error::Invalid(part, mut more)) => {
                for fault in &mut more {
                    if fault.code == "unknown_parameter" {
                        // The query's own words name its parameters alone, and not those of the path.
                        fault.detail = UNKNOWN.into();
                    }
                }
                json::add(&mut faults, more);
                Err(Error::Invalid(part, faults))
            }
            Err(error) => Err(error),
            Ok(_) => Err(Error::Invalid(RequestPart::Query, faults)),
        }
    }

    /// What is left, as the body of an operation.
    pub(super) fn body(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(&self.0).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Refuses what is left.
    pub(super) fn nothing_else(&self) -> Result<(), Error> {
        let unknown = |name: &String| {
            Fault::error(
                pointer(name),
                "unknown_member",
                "There is no such argument.",
            )
        };
        let faults: Vec<Fault> = self.0.keys().take(MOST_FAULTS).map(unknown).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(RequestPart::Body, faults))
        }
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", escape(name))
}

fn text_of(name: &str, value: &Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Array(_) | Value::Object(_) => {
            let detail = "A text or a number belongs here, and neither a list nor an object.";
            Err(Fault::error(pointer(name), "wrong_type", detail))
        }
        other => {
            let text = other.to_string();
            // To JSON Schema 2.0 is an integer.
            Ok(text.strip_suffix(".0").unwrap_or(&text).to_owned())
        }
    }
}

/// The edition of a ladder that arguments name.
pub(super) struct ToolLadder<'a> {
    /// The ladder in the language asked for.
    pub(super) published: &'a Arc<PublishedLadder>,
    /// The same in its own language.
    pub(super) original: &'a Arc<PublishedLadder>,
    /// The version, where it was named.
    pub(super) version: Option<String>,
    /// The language, where it was named.
    pub(super) locale: Option<String>,
}

impl<'a> ToolLadder<'a> {
    /// Takes the members out that name an edition. The ladder of the settings is meant where none is named.
    pub(super) fn of(app: &'a App, arguments: &mut ToolArguments) -> Result<Self, Error> {
        let ladder = arguments.take("ladder")?;
        let version = arguments.take("version")?;
        let locale = arguments.take("locale")?;
        let ladder = ladder.as_deref().unwrap_or(&app.config.pages.ladder);
        let original = app.shelf.find(ladder, version.as_deref())?;
        Self::edition(original, version, locale)
    }

    /// The edition of a ladder, by its version and its language.
    pub(super) fn edition(
        original: &'a Arc<PublishedLadder>,
        version: Option<String>,
        locale: Option<String>,
    ) -> Result<Self, Error> {
        Ok(Self {
            published: in_language(original, locale.as_deref())?,
            original,
            version,
            locale,
        })
    }
}
