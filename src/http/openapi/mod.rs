//! The operations, and the OpenAPI document of them.

pub mod document;
mod errors;
mod examples;
pub(in crate::http) mod markdown;
pub mod operation;
mod schemas;
