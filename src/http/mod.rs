//! HTTP: from a request to its response, by operations that are routed as the OpenAPI document names them.

pub mod extract;
mod limits;
pub mod metrics;
pub mod middleware;
pub mod openapi;
mod pages;
pub mod response;
pub mod routes;
