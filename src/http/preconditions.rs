//! Preconditions (RFC 9110, section 13): what a write that replaces something expects to find, so that no update is lost.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH},
};

use utoipa::IntoParams;

use super::request::LONGEST_HEADER;
use crate::{app::expected::Expected, error::Error};

/// What a write expects to find.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the document of the header that is read")]
pub struct IfMatch {
    /// The entity tag of what is to be replaced, removed or published, or `*` for whatever is there.
    #[param(
        rename = "If-Match",
        value_type = String,
        required = false,
        max_length = 4096,
        example = "\"blake3:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\""
    )]
    if_match: Option<String>,
}

/// What a write expects not to find.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the document of the header that is read")]
pub struct IfNoneMatch {
    /// `*` where there must be nothing yet.
    #[param(
        rename = "If-None-Match",
        value_type = String,
        required = false,
        max_length = 4096,
        example = "*"
    )]
    if_none_match: Option<String>,
}

/// What a reader has already.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the document of the header that is read")]
pub struct KnownStates {
    /// Entity tags of the states that the caller has already, or `*` for whatever is there.
    #[param(
        rename = "If-None-Match",
        value_type = String,
        required = false,
        max_length = 4096,
        example = "\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\""
    )]
    if_none_match: Option<String>,
}

/// What the headers of a request say that it expects to find.
#[derive(Debug)]
pub struct Precondition(pub Expected);

impl FromRequest for Precondition {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.headers()).map(Self))
    }
}

fn read(headers: &HeaderMap) -> Result<Expected, Error> {
    let (wanted, unwanted) = (
        joined(headers, &IF_MATCH)?,
        joined(headers, &IF_NONE_MATCH)?,
    );
    let trimmed = |text: &'_ Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    Ok(
        match (trimmed(&wanted).as_deref(), trimmed(&unwanted).as_deref()) {
            (None, None) => Expected::Unsaid,
            (None, Some("*")) => Expected::Nothing,
            (Some("*"), None) => Expected::Anything,
            (Some(tags), None) => Expected::One(strong(tags)),
            // Compared weakly, as the RFC has it.
            (None, Some(tags)) => match strong(&tags.replace("W/\"", "\"")) {
                tags if tags.is_empty() => Expected::One(tags),
                tags => Expected::NoneOf(tags),
            },
            // What is said twice is held to be said wrongly.
            (Some(_), Some(_)) => Expected::One(Vec::new()),
        },
    )
}

/// The strong entity tags of a list, without their quotes. Others, and what is none, fit nothing.
fn strong(list: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = list;
    while let Some((before, after)) = rest.split_once('"') {
        let Some((tag, next)) = after.split_once('"') else {
            break;
        };
        if matches!(before.trim(), "" | ",") {
            tags.push(tag.to_owned());
        }
        rest = next;
    }
    tags
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, Error> {
    let values = headers.get_all(name).map(HeaderValue::as_bytes);
    let values: Vec<&[u8]> = values.collect();
    match values.as_slice() {
        [] => Ok(None),
        values if values.iter().map(|value| value.len()).sum::<usize>() > LONGEST_HEADER => {
            Err(Error::HeadersTooLarge(LONGEST_HEADER))
        }
        values => Ok(Some(
            String::from_utf8_lossy(&values.join(&b',')).into_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_both(wanted: &[&str], unwanted: &[&str]) -> Option<Expected> {
        let mut headers = HeaderMap::new();
        for (name, values) in [(IF_MATCH, wanted), (IF_NONE_MATCH, unwanted)] {
            for value in values {
                headers.append(name.clone(), HeaderValue::from_str(value).unwrap());
            }
        }
        read(&headers).ok()
    }

    #[test]
    fn preconditions_are_read_as_they_are_sent() {
        let one = |tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned());
            Some(Expected::One(tags.collect()))
        };
        assert_eq!(read_both(&[], &[]), Some(Expected::Unsaid));
        assert_eq!(read_both(&["*"], &[]), Some(Expected::Anything));
        assert_eq!(read_both(&[], &["*"]), Some(Expected::Nothing));
        assert_eq!(read_both(&["\"a\""], &[]), one(&["a"]));
        assert_eq!(
            read_both(&["\"a\", \"b\"", "\"c\""], &[]),
            one(&["a", "b", "c"])
        );
        assert_eq!(read_both(&["\"a,b\", \"c\""], &[]), one(&["a,b", "c"]));
        assert_eq!(read_both(&["W/\"a\", \"b\""], &[]), one(&["b"]));
        let none_of = |tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned());
            Some(Expected::NoneOf(tags.collect()))
        };
        assert_eq!(read_both(&[], &["\"a\""]), none_of(&["a"]));
        assert_eq!(read_both(&[], &["W/\"a\", \"b\""]), none_of(&["a", "b"]));
        for (wanted, unwanted) in [
            (&["a"][..], &[][..]),
            (&["W/\"a\""], &[]),
            (&["\"a"], &[]),
            (&[""], &[]),
            (&["*"], &["*"]),
            (&[], &["a"]),
            (&[], &[""]),
            (&[], &["\"a"]),
            (&["\"a\""], &["\"b\""]),
        ] {
            assert_eq!(
                read_both(wanted, unwanted),
                one(&[]),
                "{wanted:?} {unwanted:?}"
            );
        }
    }
}
