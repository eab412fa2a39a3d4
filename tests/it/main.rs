//! Black-box tests over TCP, the same on SQLite and on Postgres (`TEST_DATABASE_URL`). Every reply is checked against
//! the OpenAPI document.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(unreachable_pub, reason = "a test crate has no outside")]

mod app;
mod catalogue;
