//! Black-box tests over TCP, the same on SQLite and on Postgres (`TEST_DATABASE_URL`). Every reply is checked against
//! the OpenAPI document.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(unreachable_pub, reason = "a test crate has no outside")]

mod any_json;
mod app;
mod catalogue;
mod documented;
mod facts;
mod hostile;
mod hostile_heads;
mod hostile_wire;
mod lists;
mod manners;
mod methods;
mod negotiation;
mod operation;
mod phases;
mod refusals;
mod rules;
mod versions;
mod wire;
