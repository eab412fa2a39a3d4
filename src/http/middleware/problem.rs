//! Problem documents and problem pages: the responses to errors.

use actix_web::{
    HttpRequest, HttpResponse,
    body::BoxBody,
    dev::ServiceResponse,
    http::{
        StatusCode,
        header::{
            ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY,
            RETRY_AFTER, WWW_AUTHENTICATE,
        },
    },
};

use crate::{
    config::Config,
    error::{Error, Problem},
    http::{
        extract::{language::LanguagePreference, request::operation},
        openapi::operation::PAGES_TAG,
        response::{
            negotiation::{Media, media},
            representation::{ProblemWritten, SAME_ORIGIN},
        },
    },
    pages,
};

/// A path longer than this is not echoed.
const MAX_INSTANCE_BYTES: usize = 8000;

/// Turns an error into its problem document and logs one of the service's own. Returns the problem's slug, too.
pub(super) fn explain(
    config: &Config,
    response: ServiceResponse<BoxBody>,
    id: &HeaderValue,
) -> (ServiceResponse<BoxBody>, Option<&'static str>) {
    let failed = response.response().error().is_some() || response.status().is_client_error();
    if !failed && !response.status().is_server_error() {
        return (response, None);
    }
    if response
        .response()
        .extensions()
        .get::<ProblemWritten>()
        .is_some()
    {
        return (response, None);
    }
    let of_framework;
    let error = match response
        .response()
        .error()
        .and_then(|error| error.as_error::<Error>())
    {
        Some(error) => error,
        None => {
            of_framework = generic(&response);
            &of_framework
        }
    };
    let kind = error.kind();
    let request = response.request();
    let id = id.to_str().unwrap_or_default();
    if let Error::Internal(cause) = error {
        tracing::error!(
            request_id = id,
            cause = cause.as_str(),
            "request {id} failed: {cause}"
        );
    }
    let instance = Some(request.path()).filter(|path| path.len() <= MAX_INSTANCE_BYTES);
    let problem = error.problem(&config.public_url, instance, Some(id));
    let status = StatusCode::from_u16(kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = || serde_json::to_vec(&problem).unwrap_or_default();
    let mut answer = match page(request, &problem) {
        Some(page) => HttpResponse::build(status)
            .content_type(Media::Html.content_type())
            .insert_header((
                CONTENT_SECURITY_POLICY,
                pages::policy(&config.pages.frame_ancestors),
            ))
            .insert_header((REFERRER_POLICY, SAME_ORIGIN))
            .body(page),
        None => HttpResponse::build(status)
            .content_type("application/problem+json")
            .body(json()),
    };
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match error {
        Error::MethodNotAllowed(allow) => {
            if let Ok(allow) = HeaderValue::from_str(allow.as_str()) {
                headers.insert(ALLOW, allow);
            }
        }
        Error::Unauthorized(_) => {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        Error::TooMany(seconds) => {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        Error::Unavailable(_) => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
        }
        _ => {}
    }
    let code = kind.slug;
    (response.into_response(answer), Some(code))
}

/// A problem as a page, where a browser asked for one.
fn page(request: &HttpRequest, problem: &Problem<'_>) -> Option<String> {
    let wanted = media(request.headers(), &[Media::Json, Media::Html]);
    if !operation(request).is_some_and(|operation| operation.is_tagged(PAGES_TAG))
        || wanted != Some(Media::Html)
    {
        return None;
    }
    let messages = LanguagePreference::accepted(request).messages();
    let root = if request.path() == "/" { "./" } else { "../" };
    Some(pages::trouble(problem, root, messages))
}

/// What an error of the framework's own means in our words.
fn generic(response: &ServiceResponse<BoxBody>) -> Error {
    match response.status().as_u16() {
        404 => Error::NotFound("There is nothing at this path.".into()),
        408 => Error::Timeout,
        400..=499 => Error::Malformed("The request is not well-formed.".into()),
        _ => Error::Internal(
            response
                .response()
                .error()
                .map_or_else(|| "an error without a cause".into(), ToString::to_string),
        ),
    }
}
