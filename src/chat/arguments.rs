//! Arguments of a tool: one object, of which some members name the ladder and its edition and the rest is what the operation asks
//! with, in its query or in its body.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::value::RawValue;
use utoipa::IntoParams;

use super::Failure;
use crate::{
    app::{App, Published, edition::in_language},
    domain::{fault::Fault, source::escape},
    error::{Error, Part},
    json::{self, MOST_FAULTS},
    query,
};

/// What is said of an argument of a tool that it does not take.
const UNKNOWN: &str =
    "There is no such argument. The tool's input schema names those that there are.";

/// The members of an object in their order. What is null is left out: models send it for what they have nothing to say of.
#[derive(Debug, Default)]
pub(super) struct Arguments<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Arguments<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Arguments<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<Name<'de>, &RawValue>()? {
                    if value.get() != "null" {
                        members.push((name.0, value));
                    }
                }
                Ok(Arguments(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl Serialize for Arguments<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'a> Arguments<'a> {
    /// Reads the arguments of a call or of a prompt; none where there are none.
    pub(super) fn read(text: Option<&'a RawValue>) -> Result<Self, Failure> {
        let Some(text) = text else {
            return Ok(Self::default());
        };
        serde_json::from_str(text.get()).map_err(|_| Failure::params("Arguments are an object."))
    }

    /// Takes a member out, as text: a string, or anything else as it is written.
    pub(super) fn take(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(index) = self.0.iter().position(|(own, _)| own == name) else {
            return Ok(None);
        };
        let (name, value) = self.0.remove(index);
        if self.0.iter().any(|(own, _)| *own == name) {
            let detail = "The argument is given twice.";
            return Err(Error::body(Fault::error(
                pointer(&name),
                "duplicate_member",
                detail,
            )));
        }
        text_of(&name, value).map(Some).map_err(Error::body)
    }

    /// Takes a member out that has to be there.
    pub(super) fn need(&mut self, name: &str) -> Result<String, Error> {
        self.take(name)?.ok_or_else(|| {
            let detail = format!("The argument {name:?} is missing.");
            Error::body(Fault::error(format!("/{name}"), "missing_member", detail))
        })
    }

    /// What is left, as the query of an operation.
    pub(super) fn query<Q: DeserializeOwned + IntoParams>(&self) -> Result<Q, Error> {
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
            Ok(_) => Err(Error::Invalid(Part::Query, faults)),
        }
    }

    /// What is left, as the body of an operation.
    pub(super) fn body(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Refuses what is left.
    pub(super) fn nothing_else(&self) -> Result<(), Error> {
        let unknown = |(name, _): &(Cow<'_, str>, _)| {
            Fault::error(
                pointer(name),
                "unknown_member",
                "There is no such argument.",
            )
        };
        let faults: Vec<Fault> = self.0.iter().take(MOST_FAULTS).map(unknown).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(Part::Body, faults))
        }
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", escape(name))
}

fn text_of(name: &str, value: &RawValue) -> Result<String, Fault> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text).map_err(|error| {
            let detail = format!("This is no text: {error}.");
            Fault::error(pointer(name), "wrong_type", detail)
        }),
        Some(b'{' | b'[') => {
            let detail = "A text or a number belongs here, and neither a list nor an object.";
            Err(Fault::error(pointer(name), "wrong_type", detail))
        }
        // To JSON Schema 2.0 is an integer.
        _ => Ok(text.strip_suffix(".0").unwrap_or(text).to_owned()),
    }
}

/// The edition of a ladder that arguments name.
pub(super) struct Asked<'a> {
    /// The ladder in the language asked for.
    pub(super) published: &'a Arc<Published>,
    /// The same in its own language.
    pub(super) original: &'a Arc<Published>,
    /// The version, where it was named.
    pub(super) version: Option<String>,
    /// The language, where it was named.
    pub(super) locale: Option<String>,
}

impl<'a> Asked<'a> {
    /// Takes the members out that name an edition. The ladder of the settings is meant where none is named.
    pub(super) fn of(app: &'a App, arguments: &mut Arguments<'_>) -> Result<Self, Error> {
        let ladder = arguments.take("ladder")?;
        let version = arguments.take("version")?;
        let locale = arguments.take("locale")?;
        let ladder = ladder.as_deref().unwrap_or(&app.config.pages.ladder);
        let original = app.shelf.find(ladder, version.as_deref())?;
        Self::edition(original, version, locale)
    }

    /// The edition of a ladder, by its version and its language.
    pub(super) fn edition(
        original: &'a Arc<Published>,
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
