//! Black-box tests over TCP, the same on SQLite and on Postgres (`TEST_DATABASE_URL`). Every reply is checked against
//! the OpenAPI document.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(unreachable_pub, reason = "a test crate has no outside")]

mod access;
mod any_json;
mod app;
mod assessments;
mod audit;
mod bands;
mod batch;
mod binary;
mod catalogue;
mod cli;
mod contests;
mod desk;
mod diagnosis;
mod documented;
mod erasure;
mod evidence;
mod examples;
mod facts;
mod hostile;
mod hostile_heads;
mod hostile_wire;
mod interpretation;
mod keys;
mod kinds;
mod ladders;
mod languages;
mod lists;
mod llms;
mod manners;
mod mcp;
mod mcp_arrival;
mod mcp_quiz;
mod mcp_wire;
mod methods;
mod negotiation;
mod operation;
mod origins;
mod outage;
mod pages;
mod pay;
mod people;
mod phases;
mod progress;
mod proof;
mod publishing;
mod quiz;
mod readiness;
mod receipts;
mod refusals;
mod renderings;
mod roadmap;
mod rules;
mod said;
mod score;
mod search;
mod serving;
mod storage;
mod streaming;
mod succession;
mod turns;
mod versions;
mod wire;
