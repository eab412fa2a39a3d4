//! `ladder diff`: what differs between two ladders, each a file or published.

use std::{
    io::{self, Write},
    sync::Arc,
};

use anyhow::Context;
use serde::Serialize;

use super::{
    ladder_source::{ShowFormat, find, is_file, sentence},
    options::GlobalOptions,
    outcome::{CommandError, CommandResult, DONE, FOUND, UNREADABLE},
    output::print,
};
use crate::{
    app::PublishedLadder,
    domain::{diff::VersionDiff, fault::Fault},
    render::markdown,
};

#[derive(Serialize)]
struct DiffOutput<'a> {
    #[serde(flatten)]
    diff: &'a VersionDiff<'a>,
    /// What is wrong with the version of a file that comes second.
    findings: &'a [Fault],
}

pub(super) fn run(
    [a, b]: [&str; 2],
    format: ShowFormat,
    org: Option<&str>,
    options: &GlobalOptions,
) -> CommandResult {
    let (from, to) = (named(a, org, options)?, named(b, org, options)?);
    let (from, to) = (&from.ladder, &to.ladder);
    let diff = VersionDiff::between(from, to)
        .context("a ladder cannot be read again")
        .map_err(trouble)?;
    // What is published has its version for good.
    let findings = if is_file(b) {
        diff.findings()
    } else {
        Vec::new()
    };
    match format {
        ShowFormat::Markdown => {
            print(&markdown::diff(from, to, &diff))?;
            for fault in &findings {
                writeln!(io::stderr(), "{b}: {}", sentence(fault))?;
            }
        }
        ShowFormat::Json => {
            let answer = DiffOutput {
                diff: &diff,
                findings: &findings,
            };
            let text = serde_json::to_string_pretty(&answer).context("differences as JSON");
            print(&format!("{}\n", text.map_err(trouble)?))?;
        }
    }
    Ok(if diff.differences.is_empty() {
        DONE
    } else {
        FOUND
    })
}

/// A ladder as it is named: a file, an id, or an id with its version.
fn named(
    name: &str,
    org: Option<&str>,
    options: &GlobalOptions,
) -> Result<Arc<PublishedLadder>, CommandError> {
    let (name, version) = match name.split_once('@') {
        Some((id, version)) if !is_file(name) => (id, Some(version)),
        _ => (name, None),
    };
    // That something differs is the only 1.
    find(name, version, org, options).map_err(|failure| match failure.status {
        FOUND => trouble(failure.error),
        _ => failure,
    })
}

fn trouble(error: anyhow::Error) -> CommandError {
    CommandError::new(UNREADABLE, error)
}
