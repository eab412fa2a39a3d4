//! Reading a query as a type; all faults at once where it does not fit.

use std::{
    any::TypeId,
    collections::HashSet,
    convert::Infallible,
    sync::{Arc, LazyLock},
};

use percent_encoding::percent_decode_str;
use quick_cache::sync::Cache;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterIn},
    },
};

use crate::{
    domain::{fault::Fault, schema::SchemaValidator, source::escape},
    error::{Error, RequestPart},
    json::MOST_FAULTS,
};

/// A type that is read from a query string.
pub trait FromQuery: Sized {
    /// Reads a query string.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every fault where it does not fit; [`Error::Malformed`] where it is not UTF-8.
    fn from_query(text: &str) -> Result<Self, Error>;
}

impl<T: DeserializeOwned + IntoParams + 'static> FromQuery for T {
    fn from_query(text: &str) -> Result<Self, Error> {
        parse(text)
    }
}

/// A parameter of a query, with its compiled schema.
#[derive(Debug)]
struct QueryParameter {
    name: String,
    is_required: bool,
    shape: Option<SchemaValidator>,
}

impl From<Parameter> for QueryParameter {
    fn from(parameter: Parameter) -> Self {
        let schema = serde_json::to_value(parameter.schema).unwrap_or_default();
        Self {
            is_required: parameter.required == Required::True,
            name: parameter.name,
            shape: SchemaValidator::new(&schema).ok(),
        }
    }
}

/// The parameters of types of queries. Those of a type are constant, and compiled when they are first needed.
static PARAMETERS: LazyLock<Cache<TypeId, Arc<[QueryParameter]>>> =
    LazyLock::new(|| Cache::new(MOST_TYPES));

/// More than there are types of queries.
const MOST_TYPES: usize = 256;

fn parameters<T: IntoParams + 'static>() -> Arc<[QueryParameter]> {
    let compile = || {
        let parameters = T::into_params(|| Some(ParameterIn::Query));
        Ok::<_, Infallible>(parameters.into_iter().map(QueryParameter::from).collect())
    };
    let Ok(parameters) = PARAMETERS.get_or_insert_with(&TypeId::of::<T>(), compile);
    parameters
}

/// Reads a query string as a type.
///
/// # Errors
/// [`Error::Invalid`] with every fault where it does not fit.
pub fn parse<T: DeserializeOwned + IntoParams + 'static>(text: &str) -> Result<T, Error> {
    let read = serde_urlencoded::from_str(text);
    if text.is_empty()
        && let Ok(query) = read
    {
        return Ok(query);
    }
    // Also where it can be read: types leave open what schemas say, such as lengths.
    let pairs = pairs(text)?;
    let known = parameters::<T>();
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for (name, value) in &pairs {
        let earlier = !seen.insert(name);
        let fault = match known.iter().find(|parameter| parameter.name == *name) {
            None => Some(unknown(name, &known)),
            Some(_) if earlier => Some((
                "duplicate_parameter",
                "The parameter is given twice.".into(),
            )),
            Some(parameter) => misfit(parameter, value),
        };
        faults.extend(
            fault.map(|(code, detail)| Fault::error(format!("/{}", escape(name)), code, detail)),
        );
    }
    for parameter in &*known {
        if parameter.is_required && !seen.contains(&parameter.name) {
            faults.push(Fault::error(
                format!("/{}", parameter.name),
                "missing_parameter",
                format!("The parameter {} is missing.", parameter.name),
            ));
        }
    }
    match read {
        Ok(query) if faults.is_empty() => return Ok(query),
        Err(error) if faults.is_empty() => {
            faults.push(Fault::error("", "wrong_shape", error.to_string()));
        }
        _ => faults.truncate(MOST_FAULTS),
    }
    Err(Error::Invalid(RequestPart::Query, faults))
}

/// The names and values of a query, in order.
///
/// # Errors
/// [`Error::Malformed`] where they are not UTF-8.
pub fn pairs(text: &str) -> Result<Vec<(String, String)>, Error> {
    let malformed = || Error::Malformed("The query is not form-encoded UTF-8.".into());
    // Else what is no UTF-8 would be read as something that nobody sent.
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_err(|_| malformed())?;
    serde_urlencoded::from_str(text).map_err(|_| malformed())
}

fn unknown(name: &str, known: &[QueryParameter]) -> (&'static str, String) {
    let names: Vec<&str> = known
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    let detail = if names.is_empty() {
        "This operation takes no query parameters.".to_owned()
    } else {
        format!(
            "There is no such parameter. This operation knows: {}.",
            names.join(", ")
        )
    };
    let shown: String = name.chars().take(64).collect();
    ("unknown_parameter", format!("{shown:?}: {detail}"))
}

/// What a parameter's schema says against a value.
fn misfit(parameter: &QueryParameter, text: &str) -> Option<(&'static str, String)> {
    let shape = parameter.shape.as_ref()?;
    let candidates = [
        text.parse::<i64>().ok().map(Value::from),
        text.parse::<bool>().ok().map(Value::from),
        Some(Value::from(text)),
    ];
    let candidates: Vec<Value> = candidates.into_iter().flatten().collect();
    if candidates.iter().any(|value| shape.fits(value)) {
        return None;
    }
    let faults = candidates
        .iter()
        .filter_map(|value| shape.faults(value, 1).into_iter().next());
    // What it says of the type that it is meant to have.
    let fault = faults.min_by_key(|fault| fault.code == "wrong_type")?;
    Some((fault.code, fault.detail))
}
