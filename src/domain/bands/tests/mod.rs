//! Tests of bands, and what they share.

mod looking;
mod properties;
mod reading;

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::*;
use crate::domain::{ladder::Ladder, parsing::Finding, source::Syntax};

const HEADER: &str = "level,region,currency,period,market,min,max,effective_from,effective_to,note";

fn read(text: &[u8]) -> Ladder {
    crate::domain::parsing::read(text, Syntax::Yaml)
        .unwrap()
        .ladder
        .unwrap()
}

fn ladder() -> &'static Ladder {
    static LADDER: OnceLock<Ladder> = OnceLock::new();
    LADDER.get_or_init(|| read(include_bytes!("../../../../ladders/ai-engineer.yaml")))
}

/// A ladder with two tracks from senior: staff and principal, engineering-manager and head-of-data.
fn tracks() -> &'static Ladder {
    static LADDER: OnceLock<Ladder> = OnceLock::new();
    let text = include_bytes!("../../../../ladders/examples/data-engineering.yaml");
    LADDER.get_or_init(|| read(text))
}

/// Rows under the header of all columns.
fn sheet(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| format!("{row}\n"));
    format!("{HEADER}\n{}", rows.collect::<String>())
}

fn bands(rows: &[&str]) -> Bands {
    Bands::read_csv(sheet(rows).as_bytes()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Bands without the lines that they were read from.
fn without_lines(bands: &Bands) -> Vec<OrganisationBand> {
    let bands = bands.list().iter().cloned();
    bands
        .map(|band| OrganisationBand { line: None, ..band })
        .collect()
}

/// The code, the pointer and the line of each finding.
fn told(findings: &[Finding]) -> Vec<(&str, &str, Option<u32>)> {
    let findings = findings.iter();
    findings
        .map(|one| (one.fault.code, one.fault.pointer.as_str(), one.line))
        .collect()
}
