//! Chunked bodies, held until their answer is sent. The framework reads a chunked body that nobody holds to its end, which
//! may never come; one that is held and not read whole it leaves, and closes the connection.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
};
use futures_util::{Stream, stream::poll_fn};

/// A body that its reader and its answer share.
pub(super) type SharedPayload = Rc<RefCell<Payload>>;

pub(super) fn hold(request: &mut ServiceRequest) -> SharedPayload {
    let held = Rc::new(RefCell::new(request.take_payload()));
    let body = Rc::clone(&held);
    let stream = poll_fn(move |context| Pin::new(&mut *body.borrow_mut()).poll_next(context));
    request.set_payload(Payload::Stream {
        payload: Box::pin(stream),
    });
    held
}

pub(super) fn keep(
    held: Option<SharedPayload>,
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    match held {
        Some(held) => response.map_body(|_, body| BoxBody::new(GuardedBody { body, _held: held })),
        None => response,
    }
}

/// An answer's body that holds the request's.
struct GuardedBody {
    body: BoxBody,
    _held: SharedPayload,
}

impl MessageBody for GuardedBody {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<bytes::Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
