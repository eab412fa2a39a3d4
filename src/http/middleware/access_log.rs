//! What is kept of a request that has been answered: its metrics and its log line, also where the answer is streamed.

use std::{
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::{Instant, SystemTime},
};

use actix_web::{
    HttpRequest,
    body::{BodySize, BoxBody, MessageBody},
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
};

use super::state::MiddlewareState;
use crate::{
    http::{extract::matched_route::MatchedRoute, openapi::operation::Operation},
    telemetry::AccessLogEntry,
};

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// A request that has been answered, to be counted and logged.
pub(super) struct CompletedRequest {
    pub(super) state: Rc<MiddlewareState>,
    pub(super) started: Instant,
    pub(super) code: Option<&'static str>,
    pub(super) status: StatusCode,
    pub(super) bytes: u64,
    pub(super) id: HeaderValue,
}

impl CompletedRequest {
    /// Counts and logs it.
    pub(super) fn record(&self, request: &HttpRequest, bytes: u64) {
        let elapsed = self.started.elapsed();
        let matched = request.app_data::<Rc<MatchedRoute>>();
        let index = matched.and_then(|matched| matched.index(request.method()));
        self.state
            .metrics
            .record(index, self.status.as_u16(), elapsed);
        let Some(log) = &self.state.log else { return };
        let status = self.status.as_u16();
        if !log.wants(status) {
            return;
        }
        let operation = matched.and_then(|matched| matched.operation(request.method()));
        log.write(&AccessLogEntry {
            at: SystemTime::now(),
            method: request.method().as_str(),
            route: matched.map(|matched| matched.path.as_str()),
            operation: operation.map(Operation::id),
            status,
            duration_us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            bytes: Some(bytes),
            request_id: self.id.to_str().unwrap_or_default(),
            trace_id: trace_id(request.headers()),
            error_code: self.code,
        });
    }
}

/// The trace that the caller is in (W3C Trace Context): 32 hex digits, not all zero.
fn trace_id(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(TRACEPARENT)?.to_str().ok()?;
    let id = value.split('-').nth(1)?;
    let fits = id.len() == 32
        && id
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && id.bytes().any(|byte| byte != b'0');
    fits.then_some(id)
}

/// A streamed body that is counted and logged when it ends, however it ends.
pub(super) struct LoggedBody {
    pub(super) body: BoxBody,
    pub(super) ended: Option<(CompletedRequest, HttpRequest)>,
}

impl MessageBody for LoggedBody {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<bytes::Bytes, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_next(context);
        if let (Poll::Ready(Some(Ok(chunk))), Some((ended, _))) = (&polled, &mut self.ended) {
            ended.bytes += chunk.len() as u64;
        }
        polled
    }
}

impl Drop for LoggedBody {
    fn drop(&mut self) {
        if let Some((ended, request)) = self.ended.take() {
            ended.record(&request, ended.bytes);
        }
    }
}
