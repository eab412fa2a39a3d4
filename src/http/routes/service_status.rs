//! Operation of the service: alive, ready, metrics.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue},
    web,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::RunningService,
    error::Error,
    http::{
        extract::{
            caller_view::CallerView,
            query::{Nothing, Query},
        },
        metrics::Metrics,
        openapi::operation::Operation,
    },
    operations,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Open => check_health, check_service, list_metrics]
}

/// Whether the service can serve, and with what.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceStatus {
    /// Whether it can serve everything.
    pub ready: bool,
    /// `sqlite` or `postgres`.
    #[schema(value_type = String, max_length = 20)]
    pub database: &'static str,
    /// Published ladders in memory.
    #[schema(format = Int32, minimum = 0, maximum = 100_000)]
    pub ladders: usize,
    /// The binary's version.
    #[schema(value_type = String, max_length = 40)]
    pub version: &'static str,
}

/// Say that the process is alive.
///
/// Answers `alive` as long as the process runs, whatever the state of the database. `/readyz` says whether the service can serve.
#[utoipa::path(get, path = "/healthz", tag = "Operation",
    responses((status = 200, description = "Alive.", body = String, content_type = "text/plain")))]
async fn check_health(_: Query<Nothing>) -> HttpResponse {
    plain("text/plain; charset=utf-8", "alive\n".into())
}

/// Say whether the service can serve.
///
/// 503 with the reason where the database cannot be reached or a background task has failed. Catalogue reads and scoring go on all the same.
#[utoipa::path(get, path = "/readyz", tag = "Operation",
    responses((status = 200, description = "Ready.", body = ServiceStatus)))]
async fn check_service(
    _: Query<Nothing>,
    live: web::Data<RunningService>,
    app: CallerView,
) -> Result<HttpResponse, Error> {
    if let Err(error) = app.store.ping().await {
        tracing::warn!(%error, "the database does not answer");
        return Err(Error::Unavailable("The database does not answer.".into()));
    }
    if !live.has_its_tasks() {
        return Err(Error::Unavailable(
            "A background task of the service has failed.".into(),
        ));
    }
    let mut response = HttpResponse::Ok().json(ServiceStatus {
        ready: true,
        database: app.store.kind(),
        ladders: app.shelf.len(),
        version: env!("CARGO_PKG_VERSION"),
    });
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// List metrics.
///
/// Requests and their durations by operation, in the OpenMetrics text format that Prometheus reads, whatever `Accept` says.
#[utoipa::path(get, path = "/metrics", tag = "Operation",
    responses((status = 200, description = "The metrics.", body = String,
        content_type = "application/openmetrics-text")))]
async fn list_metrics(
    _: Query<Nothing>,
    metrics: web::Data<Metrics>,
) -> Result<HttpResponse, Error> {
    let text = metrics
        .text()
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(plain(
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        text,
    ))
}

fn plain(content_type: &'static str, text: String) -> HttpResponse {
    let mut response = HttpResponse::Ok().body(text);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
