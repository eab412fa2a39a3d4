//! The front: a read whose very same URL and `Accept` were answered before is answered here, with the ready rendition and before
//! the router, and so is an assistant's message that is there whole; everything else goes on. Headers, metrics and the log line are those
//! of the edge.

use std::{
    future::{Ready, ready},
    rc::Rc,
    task::{Context, Poll},
    time::Instant,
};

use actix_http::{Request, Response};
use actix_web::{
    HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{AppConfig, RequestHead, Service, ServiceFactory, ServiceResponse},
    http::{
        Method,
        header::{AUTHORIZATION, TRANSFER_ENCODING},
    },
    web,
};
use futures_util::future::{Either, LocalBoxFuture, MapOk, TryFutureExt};

use super::{Edge, State, record::Ended};
use crate::{
    app::Live,
    http::{
        OPERATIONS,
        catalogue::Renditions,
        extract::{JSON, expect_media, whole},
        mcp::{self, Assistants},
    },
};

/// The front of a router that has the edge round it, before they are built. One for each worker.
pub struct Front<R> {
    edge: Edge,
    live: web::Data<Live>,
    renditions: web::Data<Renditions>,
    assistants: web::Data<Assistants>,
    router: R,
}

impl<R> Front<R> {
    /// The front of a router.
    #[must_use]
    pub fn new(
        edge: Edge,
        live: web::Data<Live>,
        renditions: web::Data<Renditions>,
        assistants: web::Data<Assistants>,
        router: R,
    ) -> Self {
        Self {
            edge,
            live,
            renditions,
            assistants,
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
    R::Service: 'static,
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
        let (renditions, assistants) = (self.renditions.clone(), self.assistants.clone());
        let router = self.router.new_service(config);
        let messages = OPERATIONS.iter().position(|one| one.path == mcp::PATH);
        Box::pin(async move {
            Ok(FrontService(Rc::new(Inside {
                state,
                live,
                renditions,
                assistants,
                messages,
                router: router.await?,
            })))
        })
    }
}

/// The front of a running router.
pub struct FrontService<S>(Rc<Inside<S>>);

struct Inside<S> {
    state: Rc<State>,
    live: web::Data<Live>,
    renditions: web::Data<Renditions>,
    assistants: web::Data<Assistants>,
    /// Index of the operation that messages ask for.
    messages: Option<usize>,
    router: S,
}

type Answer = Result<Response<BoxBody>, actix_web::Error>;
type IntoResponse = fn(ServiceResponse<BoxBody>) -> Response<BoxBody>;

impl<S> Service<Request> for FrontService<S>
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = actix_web::Error> + 'static,
{
    type Response = Response<BoxBody>;
    type Error = actix_web::Error;
    type Future = Either<
        Ready<Answer>,
        Either<MapOk<S::Future, IntoResponse>, LocalBoxFuture<'static, Answer>>,
    >;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.router.poll_ready(context)
    }

    fn call(&self, request: Request) -> Self::Future {
        if self.0.state.config.access.public && is_message(request.head()) {
            let answer = Rc::clone(&self.0).answer_message(request);
            return Either::Right(Either::Right(Box::pin(answer)));
        }
        match self.0.answer_read(request.head()) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => {
                let answer = self.0.router.call(request);
                Either::Right(Either::Left(answer.map_ok(Response::from as IntoResponse)))
            }
        }
    }
}

/// Whether an assistant's message comes with this head, and the head asks for nothing that only the router knows.
fn is_message(head: &RequestHead) -> bool {
    head.method == Method::POST
        && head
            .uri
            .path_and_query()
            .is_some_and(|target| target == mcp::PATH)
        && !head.headers.contains_key(TRANSFER_ENCODING)
        && !head.headers.contains_key(AUTHORIZATION)
}

impl<S> Inside<S> {
    fn answer_read(&self, head: &RequestHead) -> Option<Response<BoxBody>> {
        let started = Instant::now();
        // Who may read, and what more a key shows, is found out behind the router.
        if !self.state.config.access.public {
            return None;
        }
        let known = self.renditions.known(self.live.generation(), head)?;
        // What may not pass is turned away behind the router, where errors are explained.
        self.state.admit(head).ok()?;
        let response = known.rendition.answer(&head.headers);
        Some(self.finish(head, response, known.first, started))
    }

    fn answer_whole(
        &self,
        head: &RequestHead,
        body: &[u8],
        started: Instant,
    ) -> Option<Response<BoxBody>> {
        let app = self.live.public();
        self.state.admit(head).ok()?;
        expect_media(&head.headers, JSON).ok()?;
        if body.len() > app.config.limits.body_bytes {
            return None;
        }
        let response = self.assistants.answer(&app, &head.headers, body).ok()?;
        Some(self.finish(head, response, self.messages?, started))
    }

    fn finish(
        &self,
        head: &RequestHead,
        mut response: HttpResponse,
        first: usize,
        started: Instant,
    ) -> Response<BoxBody> {
        let id = self.state.request_id(&head.headers);
        let status = response.status();
        let headers = response.headers_mut();
        self.state.add_headers(head, status, headers, false, &id);
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
        ended.record(head, Some(first), bytes);
        response.into()
    }
}

impl<S> Inside<S>
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>,
{
    async fn answer_message(self: Rc<Self>, mut request: Request) -> Answer {
        let started = Instant::now();
        if let Some(body) = whole(&mut request).await
            && let Some(response) = self.answer_whole(request.head(), &body, started)
        {
            return Ok(response);
        }
        self.router.call(request).await.map(Response::from)
    }
}
