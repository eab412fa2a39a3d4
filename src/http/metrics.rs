//! Metrics: requests and their durations by operation. Every handle is made at start, so that a request only counts.

use std::{fmt, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// The statuses that operations answer; any other is counted as `other`.
const STATUSES: [u16; 19] = [
    200, 201, 204, 304, 400, 401, 403, 404, 405, 406, 408, 409, 413, 415, 422, 429, 431, 500, 503,
];

/// From a tenth of a millisecond to ten seconds.
const BUCKETS: [f64; 10] = [
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1.0, 10.0,
];

/// The process's metrics.
pub struct Metrics {
    registry: Registry,
    /// One for each operation, then one for what matched none.
    operations: Vec<OperationMetrics>,
}

struct OperationMetrics {
    statuses: Vec<Counter>,
    duration: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    operation: String,
    status: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DurationLabels {
    operation: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BuildLabels {
    version: &'static str,
}

impl Metrics {
    /// Registers the metrics of the operations with these ids.
    #[must_use]
    pub fn new<'a>(operations: impl Iterator<Item = &'a str>) -> Self {
        let requests = Family::<RequestLabels, Counter>::default();
        let durations =
            Family::<DurationLabels, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let build = Family::<BuildLabels, Gauge>::default();
        build
            .get_or_create(&BuildLabels {
                version: env!("CARGO_PKG_VERSION"),
            })
            .set(1);
        let names = operations.chain(["none"]);
        let operations = names
            .map(|operation| {
                let statuses = STATUSES.iter().map(u16::to_string).chain(["other".into()]);
                OperationMetrics {
                    statuses: statuses
                        .map(|status| {
                            let operation = operation.to_owned();
                            requests.get_or_create_owned(&RequestLabels { operation, status })
                        })
                        .collect(),
                    duration: durations.get_or_create_owned(&DurationLabels {
                        operation: operation.to_owned(),
                    }),
                }
            })
            .collect();
        let mut registry = Registry::default();
        registry.register(
            "rungs_http_requests",
            "Requests answered, by operation and status",
            requests,
        );
        registry.register(
            "rungs_http_request_duration_seconds",
            "Time from the request's head to the answer's end, by operation",
            durations,
        );
        registry.register("rungs_build", "The running version, always 1", build);
        Self {
            registry,
            operations,
        }
    }

    /// Counts a request; `operation` is its index, or None where it matched none.
    pub fn record(&self, operation: Option<usize>, status: u16, elapsed: Duration) {
        let none = self.operations.len().saturating_sub(1);
        let Some(handles) = self.operations.get(operation.unwrap_or(none)) else {
            return;
        };
        let status = STATUSES
            .iter()
            .position(|known| *known == status)
            .unwrap_or(STATUSES.len());
        if let Some(counter) = handles.statuses.get(status) {
            counter.inc();
        }
        handles.duration.observe(elapsed.as_secs_f64());
    }

    /// The metrics in the OpenMetrics text format.
    ///
    /// # Errors
    /// Where they cannot be written, which does not happen for text.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
