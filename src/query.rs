//! Reading a query as a type; all faults at once where it does not fit.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use crate::{
    domain::{fault::Fault, schema::Shape, source::escape},
    error::{Error, Part},
    json::MOST_FAULTS,
};

/// Reads a query string as a type.
///
/// # Errors
/// [`Error::Invalid`] with every fault where it does not fit.
pub fn parse<T: DeserializeOwned + IntoParams>(text: &str) -> Result<T, Error> {
    let read = serde_urlencoded::from_str(text);
    if text.is_empty()
        && let Ok(query) = read
    {
        return Ok(query);
    }
    // Also where it can be read: types leave open what schemas say, such as lengths.
    let pairs = pairs(text)?;
    let known = T::into_params(|| Some(ParameterIn::Query));
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
    for parameter in &known {
        let required = parameter.required == utoipa::openapi::Required::True;
        if required && !seen.contains(&parameter.name) {
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
    Err(Error::Invalid(Part::Query, faults))
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

fn unknown(name: &str, known: &[Parameter]) -> (&'static str, String) {
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
fn misfit(parameter: &Parameter, text: &str) -> Option<(&'static str, String)> {
    let schema = serde_json::to_value(parameter.schema.as_ref()?).ok()?;
    let candidates = [
        text.parse::<i64>().ok().map(Value::from),
        text.parse::<bool>().ok().map(Value::from),
        Some(Value::from(text)),
    ];
    let shape = Shape::new(&schema).ok()?;
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
