//! Domain: ladders, the quiz and its proof, placements, pay. Types and rules, one noun a file.
//! Imports only the message catalogues; no I/O, no clock, no async.

pub mod answers;
pub mod assessment;
pub mod bands;
pub mod check;
pub mod compare;
pub mod contest;
pub mod criteria;
pub mod diagnosis;
pub mod diff;
pub mod document;
pub mod evidence;
pub mod fault;
pub mod guidance;
pub mod id;
pub mod identity;
pub mod interpretation;
pub mod ladder;
pub mod named;
pub mod packed;
pub mod paths;
pub mod pay;
pub mod person;
pub mod placement;
pub mod progress;
pub mod quiz;
pub mod readiness;
pub mod reading;
pub mod receipt;
pub mod roadmap;
pub mod schema;
pub mod search;
pub mod source;
pub mod translation;
pub mod turn;
pub mod words;
