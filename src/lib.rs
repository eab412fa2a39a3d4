//! Rungs: career ladders as an API.
//!
//! A request passes the middleware of [`server`] and the cache of responses in [`http`]. A handler reads it ([`json`], [`query`]), calls one
//! operation of [`app`], and renders the result ([`render`], [`pages`]). [`domain`] holds the rules, [`store`] the SQL. A failure is an
//! [`error::Error`], which becomes a problem document. [`chat`] is the MCP server. [`cli`] runs the same operations on the command line;
//! [`config`] and [`logs`] serve all of them.

pub mod app;
pub mod chat;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod http;
pub mod json;
pub mod locales;
pub mod logs;
pub mod pages;
pub mod query;
pub mod render;
pub mod server;
pub mod store;
