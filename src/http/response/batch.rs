//! Scoring in bulk over HTTP: lines in and lines out at the same time, in constant memory.

use std::{sync::Arc, time::Duration};

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Payload};
use bytes::Bytes;
use futures_util::{StreamExt, stream};

use crate::{
    app::{App, PublishedLadder, scoring::BatchScorer},
    error::Error,
};

struct BatchStream {
    payload: Payload,
    batch: BatchScorer,
    patience: Duration,
    out: usize,
    ended: bool,
}

/// Answers a stream of lines with a stream of lines.
///
/// # Errors
/// [`Error::Internal`] where whole placements are asked for and there is no key to sign them.
pub fn answer(
    app: &App,
    published: Arc<PublishedLadder>,
    full: bool,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let key = if full {
        Some(app.signing_key()?.clone())
    } else {
        None
    };
    let limits = &app.config.limits;
    let base = app.config.public_url.clone();
    let flow = BatchStream {
        payload,
        batch: BatchScorer::new(published, key, base, limits.line_bytes),
        patience: Duration::from_millis(limits.body_timeout_ms),
        out: 0,
        ended: false,
    };
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(stream::unfold(flow, |mut flow| async {
            let next = flow.next().await?;
            Some((Ok::<Bytes, Error>(next), flow))
        })))
}

impl BatchStream {
    /// The answers to the lines that arrive next. The caller's pace is ours: nothing is read before this is asked for.
    async fn next(&mut self) -> Option<Bytes> {
        let mut out = Vec::with_capacity(self.out);
        while out.is_empty() && !self.ended {
            match tokio::time::timeout(self.patience, self.payload.next()).await {
                Ok(Some(Ok(chunk))) => self.batch.feed(&chunk, &mut out),
                Ok(Some(Err(error))) => self.end(&error.into(), &mut out),
                Ok(None) => {
                    self.ended = true;
                    self.batch.finish(&mut out);
                }
                Err(_) => self.end(&Error::Timeout, &mut out),
            }
        }
        self.out = self.out.max(out.len());
        (!out.is_empty()).then(|| out.into())
    }

    fn end(&mut self, error: &Error, out: &mut Vec<u8>) {
        self.ended = true;
        self.batch.break_off(error, out);
    }
}
