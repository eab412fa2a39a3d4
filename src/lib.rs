//! Rungs: career ladders as an API.
//!
//! The walk of one request: [`server`] hands it to [`http`], whose edge admits it and whose front answers it at once where the
//! same read was answered before; else a handler reads it (all faults at once, by [`json`] and [`query`] and the types' own schemas) and asks
//! [`app`], which finds the published ladder and lets [`domain`] decide; [`render`] writes it for people. [`store`] is asked at
//! start and for readiness only. What fails is an [`error::Error`], which the edge turns into a problem document.
//! [`chat`] answers assistants from the same [`app`]. [`cli`] runs the same on the command line, [`config`] and [`logs`] serve both.

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
