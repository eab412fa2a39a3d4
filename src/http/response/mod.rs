//! Responses: the media type that is negotiated, the representation, and its coding.

pub mod batch;
pub(in crate::http) mod compression;
pub mod negotiation;
pub mod representation;
