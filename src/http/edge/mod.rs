//! The edge: the one middleware that every request passes. Admission, request id, CORS, problem documents, metrics and the
//! request's log line; one in place of five, because each layer costs every request.

mod cors;
mod held;
mod host;
mod record;

use std::{
    cell::Cell,
    future::{Ready, ready},
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use actix_web::{
    HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{RequestHead, Service, ServiceRequest, ServiceResponse, Transform},
    http::{
        Method, StatusCode, Version,
        header::{
            ACCESS_CONTROL_REQUEST_METHOD, ALLOW, AUTHORIZATION, CACHE_CONTROL,
            CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN,
            REFERRER_POLICY, RETRY_AFTER, TRANSFER_ENCODING, WWW_AUTHENTICATE,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    web,
};
use futures_util::future::LocalBoxFuture;

use super::{
    metrics::Metrics,
    negotiation::Media,
    pages::{policy, trouble},
    representation::SAME_ORIGIN,
};
use crate::{config::Config, error::Error, logs::RequestLog};
use cors::Cors;
use held::{hold, keep};
use host::is_host;
use record::{Ended, Streamed};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A path longer than this is not echoed.
const LONGEST_INSTANCE: usize = 8000;
/// Marks an answer that says in its own way what went wrong.
#[derive(Debug, Clone, Copy)]
pub struct Explained;

/// The edge, before it is laid round a service. One for each worker.
#[derive(Clone)]
pub struct Edge(Rc<State>);

struct State {
    config: Arc<Config>,
    metrics: web::Data<Metrics>,
    log: Option<RequestLog>,
    cors: Cors,
    /// What the ids made here begin with; unlike that of any other process or worker.
    prefix: [u8; 16],
    made: Cell<u64>,
}

impl Edge {
    /// The edge of one worker.
    #[must_use]
    pub fn new(config: Arc<Config>, metrics: web::Data<Metrics>, log: Option<RequestLog>) -> Self {
        let cors = Cors::new(&config.cors);
        let mut random = [0; 8];
        // Without random bytes ids are still unlike each other in one process.
        let _ = getrandom::fill(&mut random);
        let mut prefix = [b'0'; 16];
        // The highest bit is set so that there are always sixteen digits.
        write_hex(u64::from_le_bytes(random) | 1 << 63, &mut prefix);
        Self(Rc::new(State {
            config,
            metrics,
            log,
            cors,
            prefix,
            made: Cell::new(0),
        }))
    }
}

impl<S> Transform<S, ServiceRequest> for Edge
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>
        + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = actix_web::Error;
    type Transform = EdgeService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(EdgeService {
            service,
            state: Rc::clone(&self.0),
        }))
    }
}

/// The edge round a service.
pub struct EdgeService<S> {
    service: S,
    state: Rc<State>,
}

impl<S> Service<ServiceRequest> for EdgeService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>
        + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, actix_web::Error>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let started = Instant::now();
        let state = Rc::clone(&self.state);
        let id = state.request_id(request.headers());
        let held = request
            .headers()
            .contains_key(TRANSFER_ENCODING)
            .then(|| hold(&mut request));
        let early = match state.admit(request.head()) {
            Err(error) => Some(HttpResponse::from_error(error)),
            Ok(()) => None,
        };
        if let Some(response) = early {
            // `request.into_response` would forget the error, and with it its kind and its detail.
            let response = ServiceResponse::new(request.into_parts().0, response);
            let response = keep(held, state.finish(response, started, id));
            return Box::pin(ready(Ok(response)));
        }
        let preflight = is_preflight(&request);
        let answer = self.service.call(request);
        Box::pin(async move {
            let mut answer = answer.await?;
            // Whether there is anything at the path the page is told when it asks.
            if preflight && answer.status() == StatusCode::NOT_FOUND {
                answer = answer.into_response(HttpResponse::NoContent().finish());
            }
            Ok(keep(held, state.finish(answer, started, id)))
        })
    }
}

/// Writes a number in hexadecimal, without leading zeros, and answers how long it is.
fn write_hex(number: u64, text: &mut [u8]) -> usize {
    let digits = number.checked_ilog2().unwrap_or(0) as usize / 4 + 1;
    for (place, digit) in text.iter_mut().take(digits).enumerate() {
        *digit = b"0123456789abcdef"[(number >> (4 * (digits - 1 - place)) & 0xf) as usize];
    }
    digits
}

fn is_preflight(request: &ServiceRequest) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(ORIGIN)
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

impl State {
    /// What may not even reach an operation.
    fn admit(&self, request: &RequestHead) -> Result<(), Error> {
        let headers = &request.headers;
        let mut hosts = headers.get_all(HOST);
        let host = hosts.next();
        let one = hosts.next().is_none() && (host.is_some() || request.version < Version::HTTP_11);
        if !one || !host.is_none_or(|host| is_host(host.as_bytes())) {
            return Err(Error::Malformed(
                "A request names one well-formed Host.".into(),
            ));
        }
        let limit = self.config.limits.header_bytes;
        let fields = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4);
        let target = request.uri.path_and_query();
        let target = target.map_or(0, |target| target.as_str().len());
        let line = request.method.as_str().len() + target + 12;
        if line + fields.sum::<usize>() > limit {
            return Err(Error::HeadersTooLarge(limit));
        }
        Ok(())
    }

    /// The caller's id where it is one, else one of our own.
    fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let given = headers.get(X_REQUEST_ID).filter(|value| {
            let text = value.as_bytes();
            (1..=128).contains(&text.len()) && text.iter().all(u8::is_ascii_graphic)
        });
        given.cloned().unwrap_or_else(|| {
            let mut text = [b'-'; 33];
            text[..16].copy_from_slice(&self.prefix);
            let end = 17 + write_hex(self.made.replace(self.made.get() + 1), &mut text[17..]);
            HeaderValue::from_bytes(&text[..end]).unwrap_or(HeaderValue::from_static("-"))
        })
    }

    fn finish(
        self: &Rc<Self>,
        response: ServiceResponse<BoxBody>,
        started: Instant,
        id: HeaderValue,
    ) -> ServiceResponse<BoxBody> {
        let (response, code) = self.explain(response, &id);
        let (request, mut response) = response.into_parts();
        let status = response.status();
        let is_private = cors::is_private(&request);
        self.add_headers(
            request.head(),
            status,
            response.headers_mut(),
            is_private,
            &id,
        );
        let response = ServiceResponse::new(request, response);
        let ended = Ended {
            state: Rc::clone(self),
            started,
            code,
            status,
            bytes: 0,
            id,
        };
        match response.response().body().size() {
            BodySize::None => ended.record(response.request(), 0),
            BodySize::Sized(bytes) => ended.record(response.request(), bytes),
            // What is streamed has ended when its last byte has been asked for.
            BodySize::Stream => {
                let request = response.request().clone();
                return response.map_body(|_, body| {
                    BoxBody::new(Streamed {
                        body,
                        ended: Some((ended, request)),
                    })
                });
            }
        }
        response
    }

    /// Turns an error into its problem document and logs what is our fault. Answers the problem's slug.
    fn explain(
        &self,
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
            .get::<Explained>()
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
        let base = &self.config.public_url;
        let instance = Some(request.path()).filter(|path| path.len() <= LONGEST_INSTANCE);
        let problem = error.problem(base, instance, Some(id));
        let status = StatusCode::from_u16(kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let page = trouble(request, &problem);
        let json = || serde_json::to_vec(&problem).unwrap_or_default();
        let mut answer = match page {
            Some(page) => HttpResponse::build(status)
                .content_type(Media::Html.content_type())
                .insert_header((CONTENT_SECURITY_POLICY, policy(&self.config)))
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

    fn add_headers(
        &self,
        request: &RequestHead,
        status: StatusCode,
        headers: &mut HeaderMap,
        is_private: bool,
        id: &HeaderValue,
    ) {
        let asked = &request.headers;
        headers.insert(X_REQUEST_ID, id.clone());
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        // What a key shows is for who has it, and not for a cache on the way.
        if asked.contains_key(AUTHORIZATION) {
            let kept = headers
                .get(CACHE_CONTROL)
                .and_then(|keep| keep.to_str().ok());
            let own = kept.and_then(|keep| keep.strip_prefix("public"));
            let own = own.and_then(|rest| HeaderValue::try_from(format!("private{rest}")).ok());
            if let Some(own) = own {
                headers.insert(CACHE_CONTROL, own);
            }
        }
        self.cors.add(asked, status, is_private, headers);
    }
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
