//! Error: every way in which an operation can fail, with its status and its problem document (RFC 9457).
//! Causes are logged once, at the edge, and never sent.

use std::{borrow::Cow, fmt};

use actix_web::{HttpResponse, ResponseError, error::PayloadError, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{
    fault::{AnswerCombination, Fault, Severity},
    parsing::{Finding, unfit},
};

/// The longest pointer and the longest detail that are sent, in characters, and the most faults.
const LONGEST_POINTER: usize = 4000;
const LONGEST_DETAIL: usize = 2000;
const MOST_FAULTS: usize = 100;

/// Every way in which an operation can fail.
#[derive(Debug)]
pub enum Error {
    /// The request cannot be read.
    Malformed(Cow<'static, str>),
    /// No key, or not a good one.
    Unauthorized(Cow<'static, str>),
    /// Not for this caller.
    Forbidden(Cow<'static, str>),
    /// There is nothing of that name, or not for this caller.
    NotFound(Cow<'static, str>),
    /// The resource is there and does not know the method; the list is the value of `Allow`.
    MethodNotAllowed(String),
    /// None of the offered media types is acceptable; they are named.
    NotAcceptable(String),
    /// The body took too long to arrive.
    Timeout,
    /// The body is larger than the limit, in bytes.
    TooLarge(usize),
    /// The body is not of the media type that is expected.
    UnsupportedMediaType(&'static str),
    /// Somebody else was first; what became of it.
    Conflict(Cow<'static, str>),
    /// What was to be replaced is not what the caller expects.
    PreconditionFailed(Cow<'static, str>),
    /// Readable and not acceptable: all faults.
    Invalid(RequestPart, Vec<Fault>),
    /// A document that is not fit to be kept: all findings, with their places in the text.
    Unfit(Vec<Finding>),
    /// What is to be replaced has to be named.
    PreconditionRequired,
    /// The header section is larger than the limit, in bytes.
    HeadersTooLarge(usize),
    /// Too often; how many seconds to wait.
    TooMany(u64),
    /// Something that the operation needs is away.
    Unavailable(Cow<'static, str>),
    /// A defect of the service.
    Internal(String),
}

/// The part of a request in which faults were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RequestPart {
    /// The body; pointers lead into it.
    Body,
    /// The query; pointers are `/` and the parameter's name.
    Query,
    /// The path; pointers are `/` and the parameter's name.
    Path,
}

/// A kind of problem, as explained at its own page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemKind {
    /// The last part of the problem type's URL.
    #[schema(value_type = String, max_length = 40)]
    pub slug: &'static str,
    /// The HTTP status that comes with it.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// The problem's title.
    #[schema(value_type = String, max_length = 100)]
    pub title: &'static str,
    /// What it means.
    #[schema(value_type = String, max_length = 1000)]
    pub meaning: &'static str,
    /// How to mend it.
    #[schema(value_type = String, max_length = 1000)]
    pub mending: &'static str,
}

macro_rules! kinds {
    ($($name:ident $slug:literal $status:literal $title:literal $meaning:literal $mending:literal)*) => {
        $(const $name: ProblemKind = ProblemKind { slug: $slug, status: $status, title: $title, meaning: $meaning, mending: $mending };)*
        /// Every kind of problem, by status.
        pub const KINDS: &[ProblemKind] = &[$($name),*];
    };
}

kinds! {
    MALFORMED "malformed-request" 400 "The request cannot be read"
        "The request line, a header, the URL or the body is not well-formed, so that nobody can say what was asked."
        "Send well-formed HTTP with a valid Host header, and JSON in UTF-8 without unpaired surrogates. The detail says where reading stopped."
    UNAUTHORIZED "unauthorized" 401 "A key is needed"
        "The operation needs a key of an organisation, or the key that was sent is none, was mistyped, has ended or was revoked."
        "Send a key as `Authorization: Bearer rk_…`. `rungs key create`, or POST /v1/keys with a key that has the scope keys:write, makes one."
    FORBIDDEN "forbidden" 403 "Forbidden"
        "The request is understood, and this caller may not make it."
        "The detail says what is asked of the caller, such as a known host or origin, or a key with another scope."
    NOT_FOUND "not-found" 404 "Not found"
        "There is nothing at this URL, or nothing that you may know of."
        "Check the path against /openapi.json, and names against the list above them, such as /v1/ladders."
    METHOD_NOT_ALLOWED "method-not-allowed" 405 "Method not allowed"
        "The resource is there and does not know the method."
        "Use one of the methods in the Allow header of the answer."
    NOT_ACCEPTABLE "not-acceptable" 406 "Not acceptable"
        "The resource cannot be had in any media type that the Accept header names."
        "Ask for one of the media types that the detail names, or send no Accept header."
    TIMEOUT "request-timeout" 408 "The request took too long to arrive"
        "The body did not arrive in the time that the service waits for one."
        "Send the body without long pauses. The limit is the setting limits.body_timeout_ms."
    CONFLICT "conflict" 409 "Conflict"
        "The request does not go together with what has happened meanwhile."
        "The detail says what happened. Look at what is there now, and decide anew."
    PRECONDITION_FAILED "precondition-failed" 412 "Precondition failed"
        "If-Match or If-None-Match names another state of the resource than the one that it is in. Nothing was changed."
        "Get the resource and its ETag anew, see what others changed, and send the request with that ETag."
    TOO_LARGE "too-large" 413 "Too large"
        "The body is larger than the service takes."
        "Send less at once; score-batch takes any number of lines. The limits are the settings limits.body_bytes and limits.line_bytes."
    UNSUPPORTED_MEDIA_TYPE "unsupported-media-type" 415 "Unsupported media type"
        "The body's Content-Type or Content-Encoding is not one that this operation reads."
        "Send the media type that the detail names, in UTF-8, without a content encoding."
    INVALID "invalid" 422 "Readable and not acceptable"
        "The request can be read and its content does not fit: a wrong type, an unknown member or parameter, a value out of range, a name that is not there."
        "The errors list names every fault at once, each with the JSON pointer of its place. Mend those and send it again."
    PRECONDITION_REQUIRED "precondition-required" 428 "Precondition required"
        "The request would replace something, and does not say what it expects to find. Without that, somebody else's change could be lost."
        "Get the resource, and send its ETag in If-Match."
    TOO_MANY "too-many-requests" 429 "Too many requests"
        "From this address came too many requests with a key that is not good."
        "Wait for the seconds in Retry-After. A good key passes at once. The limit is the setting access.failures_per_minute."
    HEADERS_TOO_LARGE "headers-too-large" 431 "Header section too large"
        "The request's header fields are larger than the service takes."
        "Send fewer or smaller headers. The limit is the setting limits.header_bytes."
    INTERNAL "internal" 500 "Internal error"
        "A defect of the service; the request is not to blame."
        "Report it with the request_id of the answer. Trying again is safe for every operation that stores nothing."
    UNAVAILABLE "unavailable" 503 "Not available now"
        "Something that the operation needs, mostly the database, is away."
        "Try again after the seconds in Retry-After. Catalogue reads and scoring do not need the database."
}

/// The kind of problem at a slug.
#[must_use]
pub fn kind_of(slug: &str) -> Option<&'static ProblemKind> {
    KINDS.iter().find(|kind| kind.slug == slug)
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem<'a> {
    /// URL of this service at which the kind of problem is explained.
    #[serde(rename = "type")]
    #[schema(
        format = "uri-reference",
        max_length = 2000,
        example = "/problems/not-found"
    )]
    pub kind: String,
    /// The kind of problem in a few words.
    #[schema(value_type = String, max_length = 100)]
    pub title: &'static str,
    /// The HTTP status code.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What went wrong this time.
    #[schema(value_type = String, max_length = 8000)]
    pub detail: Cow<'a, str>,
    /// The path that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uri-reference", max_length = 8000)]
    pub instance: Option<&'a str>,
    /// The request's id, as in the `X-Request-Id` header and the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 128)]
    pub request_id: Option<&'a str>,
    /// Every fault that was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub errors: Vec<ProblemFault<'a>>,
}

/// One fault in a body or a query.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemFault<'a> {
    /// Where the fault is.
    #[serde(rename = "in")]
    pub part: RequestPart,
    /// JSON Pointer (RFC 6901) of the place; for a query `/` and the parameter's name.
    #[schema(value_type = String, max_length = 4000, example = "/answers/q9")]
    pub pointer: &'a str,
    /// Stable name of the kind of fault.
    #[schema(value_type = String, max_length = 60)]
    pub code: &'static str,
    /// What is wrong.
    #[schema(value_type = String, max_length = 8000)]
    pub detail: &'a str,
    /// For a document: `error` keeps it from being taken, `warning` is worth a look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// For a document: the line of the place, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub line: Option<u32>,
    /// For a document: the column in the line, from 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub column: Option<u32>,
    /// For a quiz: the answers that break it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<AnswerCombination>)]
    pub combination: Option<&'a AnswerCombination>,
}

impl<'a> ProblemFault<'a> {
    fn of(part: RequestPart, fault: &'a Fault) -> Self {
        Self {
            part,
            pointer: shortened(&fault.pointer, LONGEST_POINTER),
            code: fault.code,
            detail: shortened(&fault.detail, LONGEST_DETAIL),
            severity: None,
            line: None,
            column: None,
            combination: fault.combination.as_deref(),
        }
    }

    fn in_document(finding: &'a Finding) -> Self {
        Self {
            severity: Some(finding.fault.severity),
            line: finding.line,
            column: finding.column,
            ..Self::of(RequestPart::Body, &finding.fault)
        }
    }
}

impl Error {
    /// A query parameter that does not fit.
    #[must_use]
    pub fn query(name: &str, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid(
            RequestPart::Query,
            vec![Fault::error(format!("/{name}"), code, detail)],
        )
    }

    /// A member of the body that does not fit.
    #[must_use]
    pub fn body(fault: Fault) -> Self {
        Self::Invalid(RequestPart::Body, vec![fault])
    }

    /// The kind of problem.
    #[must_use]
    pub fn kind(&self) -> &'static ProblemKind {
        match self {
            Self::Malformed(_) => &MALFORMED,
            Self::Unauthorized(_) => &UNAUTHORIZED,
            Self::Forbidden(_) => &FORBIDDEN,
            Self::NotFound(_) => &NOT_FOUND,
            Self::MethodNotAllowed(_) => &METHOD_NOT_ALLOWED,
            Self::NotAcceptable(_) => &NOT_ACCEPTABLE,
            Self::Timeout => &TIMEOUT,
            Self::TooLarge(_) => &TOO_LARGE,
            Self::UnsupportedMediaType(_) => &UNSUPPORTED_MEDIA_TYPE,
            Self::Conflict(_) => &CONFLICT,
            Self::PreconditionFailed(_) => &PRECONDITION_FAILED,
            Self::PreconditionRequired => &PRECONDITION_REQUIRED,
            Self::Invalid(..) | Self::Unfit(_) => &INVALID,
            Self::HeadersTooLarge(_) => &HEADERS_TOO_LARGE,
            Self::TooMany(_) => &TOO_MANY,
            Self::Unavailable(_) => &UNAVAILABLE,
            Self::Internal(_) => &INTERNAL,
        }
    }

    /// What went wrong this time, fit to be sent.
    #[must_use]
    pub fn detail(&self) -> Cow<'_, str> {
        match self {
            Self::Malformed(detail)
            | Self::Unauthorized(detail)
            | Self::Forbidden(detail)
            | Self::NotFound(detail)
            | Self::Conflict(detail)
            | Self::PreconditionFailed(detail)
            | Self::Unavailable(detail) => Cow::Borrowed(detail),
            Self::PreconditionRequired => {
                "There is something here already. Name it in If-Match by its ETag.".into()
            }
            Self::Unfit(findings) => unfit(findings).into(),
            Self::MethodNotAllowed(allow) => format!("This resource answers {allow}.").into(),
            Self::NotAcceptable(offered) => {
                format!("This resource can be had as {offered}.").into()
            }
            Self::Timeout => "The body did not arrive in time.".into(),
            Self::TooLarge(limit) => format!("At most {limit} bytes are taken here.").into(),
            Self::UnsupportedMediaType(expected) => {
                format!("This operation reads {expected}, without a content encoding.").into()
            }
            Self::Invalid(_, faults) => match faults.as_slice() {
                [only] => Cow::Borrowed(&only.detail),
                all => format!("{} faults were found.", all.len()).into(),
            },
            Self::HeadersTooLarge(limit) => {
                format!("At most {limit} bytes of header fields are taken.").into()
            }
            Self::TooMany(seconds) => {
                format!("Too many keys that are not good came from here. Try again in {seconds} s.")
                    .into()
            }
            Self::Internal(_) => "Something went wrong in the service.".into(),
        }
    }

    /// The problem document; `base` is the public URL of the service, or empty for a path.
    #[must_use]
    pub fn problem<'a>(
        &'a self,
        base: &str,
        instance: Option<&'a str>,
        request_id: Option<&'a str>,
    ) -> Problem<'a> {
        let kind = self.kind();
        let errors = match self {
            Self::Invalid(part, faults) => {
                let faults = faults.iter().take(MOST_FAULTS);
                faults.map(|fault| ProblemFault::of(*part, fault)).collect()
            }
            Self::Unfit(findings) => findings.iter().map(ProblemFault::in_document).collect(),
            _ => Vec::new(),
        };
        Problem {
            kind: format!("{base}/problems/{}", kind.slug),
            title: kind.title,
            status: kind.status,
            detail: match self.detail() {
                Cow::Borrowed(detail) => shortened(detail, LONGEST_DETAIL).into(),
                Cow::Owned(detail) => shortened(&detail, LONGEST_DETAIL).to_owned().into(),
            },
            instance,
            request_id,
            errors,
        }
    }
}

/// What a caller sends may be of any length; what is echoed is not.
fn shortened(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal(cause) => f.write_str(cause),
            _ => f.write_str(&self.detail()),
        }
    }
}

impl std::error::Error for Error {}

impl From<PayloadError> for Error {
    fn from(_: PayloadError) -> Self {
        Self::Malformed("The body broke off or is not framed as HTTP asks.".into())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.kind().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Only the status: the edge writes the problem document, which names the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
