//! The front: a read whose very same URL and `Accept` were answered before is answered here, with the ready rendition and before
//! the router; everything else goes on. Headers, metrics and the log line are those of the edge.

use std::{
    future::{Ready, ready},
    rc::Rc,
    task::{Context, Poll},
    time::Instant,
};

use actix_http::{Request, Response};
use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::{AppConfig, Service, ServiceFactory, ServiceResponse},
    web,
};
use futures_util::future::{Either, LocalBoxFuture, MapOk, TryFutureExt};

use super::{Edge, State, record::Ended};
use crate::{app::Live, http::catalogue::Renditions};

/// The front of a router that has the edge round it, before they are built. One for each worker.
pub struct Front<R> {
    edge: Edge,
    live: web::Data<Live>,
    renditions: web::Data<Renditions>,
    router: R,
}

impl<R> Front<R> {
    /// The front of a router.
    #[must_use]
    pub fn new(
        edge: Edge,
        live: web::Data<Live>,
        renditions: web::Data<Renditions>,
        router: R,
    ) -> Self {
        Self {
            edge,
            live,
            renditions,
            router,
        }
    }
}

impl<R> ServiceFactory<Request> for Front<R>
where
    R: ServiceFactory<
            Request,
            Response = ServiceResponse<BoxBody>,
            Error = actix_web::Error,
            Config = AppConfig,
        >,
    R::Future: 'static,
{
    type Response = Response<BoxBody>;
    type Error = actix_web::Error;
    type Config = AppConfig;
    type Service = FrontService<R::Service>;
    type InitError = R::InitError;
    type Future = LocalBoxFuture<'static, Result<Self::Service, R::InitError>>;

    fn new_service(&self, config: AppConfig) -> Self::Future {
        let state = Rc::clone(&self.edge.0);
        let live = self.live.clone();
        let renditions = self.renditions.clone();
        let router = self.router.new_service(config);
        Box::pin(async move {
            Ok(FrontService {
                state,
                live,
                renditions,
                router: router.await?,
            })
        })
    }
}

/// The front of a running router.
pub struct FrontService<S> {
    state: Rc<State>,
    live: web::Data<Live>,
    renditions: web::Data<Renditions>,
    router: S,
}

type Answer = Result<Response<BoxBody>, actix_web::Error>;
type IntoResponse = fn(ServiceResponse<BoxBody>) -> Response<BoxBody>;

impl<S> Service<Request> for FrontService<S>
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>,
{
    type Response = Response<BoxBody>;
    type Error = actix_web::Error;
    type Future = Either<Ready<Answer>, MapOk<S::Future, IntoResponse>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.router.poll_ready(context)
    }

    fn call(&self, request: Request) -> Self::Future {
        match self.answer(&request) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => {
                let answer = self.router.call(request);
                Either::Right(answer.map_ok(Response::from as IntoResponse))
            }
        }
    }
}

impl<S> FrontService<S> {
    fn answer(&self, request: &Request) -> Option<Response<BoxBody>> {
        let started = Instant::now();
        let head = request.head();
        // Who may read, and what more a key shows, is found out behind the router.
        if !self.state.config.access.public {
            return None;
        }
        let known = self.renditions.known(self.live.generation(), head)?;
        // What may not pass is turned away behind the router, where errors are explained.
        self.state.admit(head).ok()?;
        let id = self.state.request_id(&head.headers);
        let mut response = known.rendition.answer(&head.headers);
        let status = response.status();
        let headers = response.headers_mut();
        self.state.add_headers(head, status, headers, &id);
        let bytes = match response.body().size() {
            BodySize::Sized(bytes) => bytes,
            BodySize::None | BodySize::Stream => 0,
        };
        let ended = Ended {
            state: Rc::clone(&self.state),
            started,
            code: None,
            status,
            bytes,
            id,
        };
        ended.record(head, Some(known.first), bytes);
        Some(response.into())
    }
}
