//! The edge: the one middleware that every request passes. Admission, request id, CORS, problem documents, metrics and the
//! request's log line; one in place of five, because each layer costs every request.

use std::{
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
            ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, CACHE_CONTROL, HOST, HeaderMap,
            HeaderValue, ORIGIN, TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
        },
    },
    web,
};
use futures_util::future::LocalBoxFuture;

use super::{
    access_log::{CompletedRequest, LoggedBody},
    body_guard::{hold, keep},
    cors::is_private,
    host::is_host,
    problem::explain,
    state::{MiddlewareState, X_REQUEST_ID},
};
use crate::{config::Config, error::Error, http::metrics::Metrics, telemetry::AccessLog};

/// The edge, before it is laid round a service. One for each worker.
#[derive(Clone)]
pub struct RequestMiddleware(Rc<MiddlewareState>);

impl RequestMiddleware {
    /// The edge of one worker.
    #[must_use]
    pub fn new(config: Arc<Config>, metrics: web::Data<Metrics>, log: Option<AccessLog>) -> Self {
        Self(Rc::new(MiddlewareState::new(config, metrics, log)))
    }
}

impl<S> Transform<S, ServiceRequest> for RequestMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>
        + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = actix_web::Error;
    type Transform = RequestMiddlewareService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(RequestMiddlewareService {
            service,
            state: Rc::clone(&self.0),
        }))
    }
}

/// The edge round a service.
pub struct RequestMiddlewareService<S> {
    service: S,
    state: Rc<MiddlewareState>,
}

impl<S> Service<ServiceRequest> for RequestMiddlewareService<S>
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

fn is_preflight(request: &ServiceRequest) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(ORIGIN)
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

impl MiddlewareState {
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

    fn finish(
        self: &Rc<Self>,
        response: ServiceResponse<BoxBody>,
        started: Instant,
        id: HeaderValue,
    ) -> ServiceResponse<BoxBody> {
        let (response, code) = explain(&self.config, response, &id);
        let (request, mut response) = response.into_parts();
        let status = response.status();
        let is_private = is_private(&request);
        self.add_headers(
            request.head(),
            status,
            response.headers_mut(),
            is_private,
            &id,
        );
        let response = ServiceResponse::new(request, response);
        let ended = CompletedRequest {
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
                    BoxBody::new(LoggedBody {
                        body,
                        ended: Some((ended, request)),
                    })
                });
            }
        }
        response
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
