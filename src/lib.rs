//! Rungs: career ladders as an API.
//!
//! [`server`] runs the service. A request passes the middleware and the response cache of [`http`]. A handler there extracts what it needs
//! ([`json`], [`query`]), calls one operation of [`app`], and renders the result ([`render`], [`pages`], with the messages of [`locales`]).
//! [`domain`] contains the rules, [`store`] the SQL. A failure is an [`error::Error`], which becomes a problem document. [`mcp`] is the MCP
//! server. [`cli`] runs the same operations on the command line. [`config`] contains the settings, [`telemetry`] the log.
//! `docs/architecture.md` shows one read and one write.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod http;
pub mod json;
pub mod locales;
pub mod mcp;
pub mod pages;
pub mod query;
pub mod render;
pub mod server;
pub mod store;
pub mod telemetry;
