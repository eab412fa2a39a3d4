//! Built-in ladders: what the binary itself carries, and the day of its release.

use chrono::{DateTime, NaiveDate, Utc};

/// The day of this release, as in the changelog: when what the binary itself carries was last changed.
pub const RELEASED: &str = "2026-11-23";

/// A ladder compiled into the binary.
#[derive(Debug)]
pub struct BuiltIn {
    /// The name of its file.
    pub file: &'static str,
    /// Its text, as YAML.
    pub text: &'static str,
    /// Its id.
    pub id: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The hash of its canonical text, so that a start does not have to parse it.
    pub hash: &'static str,
}

/// The ladders compiled into the binary. Each start stores those that the database lacks, and a version that the database holds is kept
/// for good, so that receipts of earlier versions stay verifiable.
pub const BUILT_IN: &[BuiltIn] = &[BuiltIn {
    file: "ai-engineer.yaml",
    text: include_str!("../../ladders/ai-engineer.yaml"),
    id: "ai-engineer",
    version: "1.3.0",
    hash: "blake3:d8add79f142688c24af4891e561f594ab28795d748667e5903a5d8db4b715b60",
}];

/// Returns the time from which everything that the binary itself carries is: midnight (UTC) of [`RELEASED`].
#[must_use]
pub fn released() -> Option<DateTime<Utc>> {
    let day: NaiveDate = RELEASED.parse().ok()?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

/// Whether a ladder of that id is compiled in.
#[must_use]
pub(super) fn is_built_in(id: &str) -> bool {
    BUILT_IN.iter().any(|one| one.id == id)
}
