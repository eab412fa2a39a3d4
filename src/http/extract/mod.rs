//! Extractors: what operations and middleware read of a request.

pub mod access;
pub mod body;
pub mod caller_view;
pub(in crate::http) mod canonical_query;
pub mod id_lists;
pub mod idempotency;
pub mod language;
pub(in crate::http) mod matched_route;
pub mod person;
pub mod preconditions;
pub mod query;
pub mod request;
