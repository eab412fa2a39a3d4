//! Rungs: career ladders as an API.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod http;
pub mod json;
pub mod logs;
pub mod render;
pub mod server;
pub mod store;
