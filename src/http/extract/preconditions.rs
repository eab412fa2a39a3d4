//! Preconditions (RFC 9110, section 13): what a write that replaces something expects to find, so that no update is lost.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::{self, EntityTag, Header, HeaderValue},
};

use utoipa::IntoParams;

use crate::{app::precondition::Precondition, error::Error, http::limits::MAX_CONDITION_BYTES};

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
pub struct EntityTagList {
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
pub struct PreconditionHeaders(pub Precondition);

impl FromRequest for PreconditionHeaders {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

/// Whether `If-None-Match` names the entity tag of what would be answered, so that the client's copy is still good.
#[must_use]
pub fn is_current(request: &HttpRequest, etag: &EntityTag) -> bool {
    match header::IfNoneMatch::parse(request) {
        Ok(header::IfNoneMatch::Any) => true,
        Ok(header::IfNoneMatch::Items(tags)) => tags.iter().any(|tag| tag.weak_eq(etag)),
        Err(_) => false,
    }
}

fn read(request: &impl HttpMessage) -> Result<Precondition, Error> {
    let wanted = parse(request, header::IfMatch::Items(Vec::new()))?;
    let unwanted = parse(request, header::IfNoneMatch::Items(Vec::new()))?;
    let name = |tag: &EntityTag| tag.tag().to_owned();
    Ok(match (wanted, unwanted) {
        (None, None) => Precondition::Unsaid,
        (None, Some(header::IfNoneMatch::Any)) => Precondition::Nothing,
        (Some(header::IfMatch::Any), None) => Precondition::Anything,
        // Compared strongly (RFC 9110, section 13.1.1): a weak tag matches nothing.
        (Some(header::IfMatch::Items(tags)), None) => {
            Precondition::One(tags.iter().filter(|tag| !tag.weak).map(name).collect())
        }
        // Compared weakly (section 13.1.2).
        (None, Some(header::IfNoneMatch::Items(tags))) if !tags.is_empty() => {
            Precondition::NoneOf(tags.iter().map(name).collect())
        }
        // Malformed, or both headers at once: nothing matches.
        (_, Some(_)) => Precondition::One(Vec::new()),
    })
}

/// Parses a header; None where it is not there, `malformed` where it cannot be parsed.
fn parse<T: Header>(request: &impl HttpMessage, malformed: T) -> Result<Option<T>, Error> {
    let values = request.headers().get_all(T::name());
    match values.map(HeaderValue::len).reduce(|one, next| one + next) {
        None => Ok(None),
        Some(length) if length > MAX_CONDITION_BYTES => {
            Err(Error::HeadersTooLarge(MAX_CONDITION_BYTES))
        }
        Some(_) => Ok(Some(T::parse(request).unwrap_or(malformed))),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        http::header::{IF_MATCH, IF_NONE_MATCH},
        test::TestRequest,
    };

    use super::*;

    fn read_both(wanted: &[&str], unwanted: &[&str]) -> Option<Precondition> {
        let mut request = TestRequest::default();
        for (name, values) in [(IF_MATCH, wanted), (IF_NONE_MATCH, unwanted)] {
            for value in values {
                request = request.append_header((name.clone(), *value));
            }
        }
        read(&request.to_http_request()).ok()
    }

    #[test]
    fn preconditions_are_read_as_they_are_sent() {
        let one = |tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned());
            Some(Precondition::One(tags.collect()))
        };
        assert_eq!(read_both(&[], &[]), Some(Precondition::Unsaid));
        assert_eq!(read_both(&["*"], &[]), Some(Precondition::Anything));
        assert_eq!(read_both(&[], &["*"]), Some(Precondition::Nothing));
        assert_eq!(read_both(&["\"a\""], &[]), one(&["a"]));
        assert_eq!(
            read_both(&["\"a\", \"b\"", "\"c\""], &[]),
            one(&["a", "b", "c"])
        );
        // No tag of this service has a comma, so one with a comma matches nothing.
        assert_eq!(read_both(&["\"a,b\", \"c\""], &[]), one(&["c"]));
        assert_eq!(
            read_both(&[&"x".repeat(MAX_CONDITION_BYTES + 1)], &[]),
            None
        );
        assert_eq!(read_both(&["W/\"a\", \"b\""], &[]), one(&["b"]));
        let none_of = |tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned());
            Some(Precondition::NoneOf(tags.collect()))
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
