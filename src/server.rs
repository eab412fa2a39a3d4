//! Server: from what is live and a listener to a running server with its limits, and its graceful end.

use std::{
    future::IntoFuture, net::TcpListener, num::NonZero, sync::Arc, thread::available_parallelism,
    time::Duration,
};

use actix_web::{
    App as Router, HttpServer,
    dev::{Server, ServerHandle},
    http::KeepAlive,
    web,
};
use futures_util::future::LocalBoxFuture;

use crate::{
    app::RunningService,
    error::Error,
    http::{
        metrics::Metrics,
        middleware::{request_middleware::RequestMiddleware, response_cache::ResponseCache},
        openapi::{document::ApiDocument, operation::Operation},
        routes::mount,
    },
    telemetry::AccessLog,
};

/// Starts serving on a listener. The server runs while it is awaited and ends through its handle.
///
/// # Errors
/// Where the listener cannot be used.
pub fn start(
    live: web::Data<RunningService>,
    api: web::Data<ApiDocument>,
    listener: TcpListener,
    log: Option<AccessLog>,
) -> std::io::Result<Running> {
    let config = Arc::clone(&live.public().config);
    let workers = match config.workers {
        0 => available_parallelism().map_or(1, NonZero::get),
        workers => workers,
    };
    let limits = &config.limits;
    let connections = limits.connections;
    let head_timeout = Duration::from_millis(limits.head_timeout_ms);
    let keep_alive = Duration::from_millis(limits.keep_alive_ms);
    let grace = config.shutdown.grace_ms.div_ceil(1000);
    let metrics = web::Data::new(Metrics::new(api.operations.iter().map(Operation::id)));
    let response_cache = web::Data::new(ResponseCache::default());
    let shared = live.clone();
    let server = HttpServer::new(move || {
        let edge = RequestMiddleware::new(Arc::clone(&config), metrics.clone(), log.clone());
        Router::new()
            .app_data(live.clone())
            .app_data(metrics.clone())
            .app_data(response_cache.clone())
            .configure(|config| mount(config, &api))
            .default_service(web::to(|| async {
                Err::<&str, _>(Error::NotFound("There is nothing at this path.".into()))
            }))
            .wrap(edge)
    });
    let server = server
        .workers(workers)
        .max_connections(connections.div_ceil(workers))
        .client_request_timeout(head_timeout)
        .keep_alive(KeepAlive::Timeout(keep_alive))
        .tcp_nodelay(true)
        .shutdown_timeout(grace)
        .disable_signals()
        .listen(listener)?
        .run();
    Ok(Running {
        server,
        live: shared,
    })
}

/// A running server. It runs while it is awaited; then the state is stopped, which finishes what was accepted.
pub struct Running {
    server: Server,
    live: web::Data<RunningService>,
}

impl Running {
    /// What ends it.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }
}

impl IntoFuture for Running {
    type Output = std::io::Result<()>;
    type IntoFuture = LocalBoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let ended = self.server.await;
            self.live.stop().await;
            ended
        })
    }
}
