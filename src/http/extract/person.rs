//! The person that a path names, and the assessment.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    domain::{fault::Fault, person::PersonId},
    error::{Error, RequestPart},
};

/// Who, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "the document of what is read of the path")]
pub struct PersonPath {
    /// The person's id in the calling system, percent-encoded as UTF-8.
    #[param(inline, example = "p-1042")]
    person: PersonId,
}

/// Who the path names.
#[derive(Debug, Clone)]
pub struct PersonParam(pub PersonId);

impl FromRequest for PersonParam {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

fn read(request: &HttpRequest) -> Result<PersonId, Error> {
    let wrong = |detail: String| {
        let fault = Fault::error("/person", "wrong_format", detail);
        Error::Invalid(RequestPart::Path, vec![fault])
    };
    let sent = request.uri().path().split('/').nth(3);
    if !sent.is_none_or(is_encoded) {
        let detail = "A percent sign stands before two hexadecimal digits; that of an id is itself written %25.";
        return Err(wrong(detail.into()));
    }
    let name = request.match_info().get("person").unwrap_or_default();
    // The router leaves some characters encoded, so that they do not part the path.
    let name = percent_encoding::percent_decode_str(name).decode_utf8();
    match name {
        // The router has put this in place of what was none.
        Ok(name) if !name.contains(char::REPLACEMENT_CHARACTER) => {
            PersonId::try_from(name.into_owned()).map_err(wrong)
        }
        _ => Err(wrong("An id is UTF-8.".into())),
    }
}

/// Whether every percent sign of a segment stands before two hexadecimal digits (RFC 3986, section 2.1).
fn is_encoded(segment: &str) -> bool {
    let mut parts = segment.split('%');
    parts.next();
    parts.all(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit);
        digits.take(2).count() == 2
    })
}

/// Which assessment, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AssessmentPath {
    /// The assessment's id.
    #[param(
        example = "019cadcc-dcc0-7000-8000-000000000000",
        min_length = 1,
        max_length = 36
    )]
    pub assessment: String,
}
