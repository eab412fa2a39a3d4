//! Middleware: what every request passes, and the cache of responses.

mod access_log;
mod body_guard;
mod cors;
mod host;
mod problem;
pub mod request_middleware;
pub mod response_cache;
mod state;
