//! The state of the middleware: what every request of one worker shares, and the ids that are made for requests.

use std::{cell::Cell, sync::Arc};

use actix_web::{
    http::header::{HeaderMap, HeaderName, HeaderValue},
    web,
};

use super::cors::Cors;
use crate::{config::Config, http::metrics::Metrics, telemetry::AccessLog};

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every request of one worker shares.
pub(super) struct MiddlewareState {
    pub(super) config: Arc<Config>,
    pub(super) metrics: web::Data<Metrics>,
    pub(super) log: Option<AccessLog>,
    pub(super) cors: Cors,
    /// What the ids made here begin with; unlike that of any other process or worker.
    prefix: [u8; 16],
    made: Cell<u64>,
}

impl MiddlewareState {
    pub(super) fn new(
        config: Arc<Config>,
        metrics: web::Data<Metrics>,
        log: Option<AccessLog>,
    ) -> Self {
        let cors = Cors::new(&config.cors);
        let mut random = [0; 8];
        // Without random bytes ids are still unlike each other in one process.
        let _ = getrandom::fill(&mut random);
        let mut prefix = [b'0'; 16];
        // The highest bit is set so that there are always sixteen digits.
        write_hex(u64::from_le_bytes(random) | 1 << 63, &mut prefix);
        Self {
            config,
            metrics,
            log,
            cors,
            prefix,
            made: Cell::new(0),
        }
    }

    /// Returns the caller's id where it is one, else a new one.
    pub(super) fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let given = headers.get(X_REQUEST_ID).filter(|value| {
            let text = value.as_bytes();
            (1..=128).contains(&text.len()) && text.iter().all(u8::is_ascii_graphic)
        });
        given.cloned().unwrap_or_else(|| {
            let mut text = [b'-'; 33];
            text[..16].copy_from_slice(&self.prefix);
            let end = 17 + write_hex(self.made.replace(self.made.get() + 1), &mut text[17..]);
            HeaderValue::from_bytes(&text[..end]).unwrap_or(HeaderValue::from_static("-"))
        })
    }
}

/// Writes a number in hexadecimal, without leading zeros, and returns how long it is.
fn write_hex(number: u64, text: &mut [u8]) -> usize {
    let digits = number.checked_ilog2().unwrap_or(0) as usize / 4 + 1;
    for (place, digit) in text.iter_mut().take(digits).enumerate() {
        *digit = b"0123456789abcdef"[(number >> (4 * (digits - 1 - place)) & 0xf) as usize];
    }
    digits
}
