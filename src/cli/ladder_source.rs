//! The ladders that commands work on: published, built in, or read from a file, with the findings about the file.

use std::{
    io::{self, Read},
    path::Path,
    sync::Arc,
};

use anyhow::Context;
use clap::ValueEnum;

use super::{
    options::{GlobalOptions, load},
    organisations::find as find_organisation,
    outcome::{CommandError, UNREADABLE},
    runtime::{block_on, store_config},
};
use crate::{
    app::{LadderCatalogue, PublishedLadder, RunningService, Stemming, now},
    domain::{
        fault::{Fault, Severity},
        parsing::{Finding, ParsedDocument, read},
        source::{MAX_BYTES, Syntax},
    },
    store::Store,
};

/// How a ladder or a difference is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ShowFormat {
    /// For people.
    Markdown,
    /// For programs: canonical JSON.
    Json,
}

/// Every ladder that can be had here: the built-in ones, and what a database holds where there is one, for everybody or also for an
/// organisation. Makes no database.
pub(super) fn shelf(
    org: Option<&str>,
    options: &GlobalOptions,
) -> Result<LadderCatalogue, CommandError> {
    let config = load(options)?.config;
    block_on(async {
        match Store::open_existing(&store_config(&config)).await? {
            Some(store) => {
                store.check_migrated().await?;
                let organisation = match org {
                    Some(org) => Some(find_organisation(&store, org).await?.id),
                    None => None,
                };
                let live = RunningService::load(config, store).await?;
                let app = organisation.map_or_else(|| live.public(), |id| live.of(id));
                Ok(app.shelf.clone())
            }
            None => Ok(LadderCatalogue::built_in()?),
        }
    })
}

/// Whether a ladder is named by its file.
pub(super) fn is_file(name: &str) -> bool {
    Syntax::from_file_name(name).is_some() || Path::new(name).components().count() > 1
}

/// A ladder by id, or read from a file.
pub(super) fn find(
    name: &str,
    version: Option<&str>,
    org: Option<&str>,
    options: &GlobalOptions,
) -> Result<Arc<PublishedLadder>, CommandError> {
    if is_file(name) {
        let (_, reading) = read_file(Path::new(name))?;
        let faults: Vec<String> = reading.findings.iter().map(line).collect();
        let ladder = reading.ladder.with_context(|| {
            format!(
                "{name} is not a ladder that can be used:\n{}",
                faults.join("\n")
            )
        })?;
        return Ok(Arc::new(PublishedLadder::new(
            ladder,
            now(),
            &Stemming::default(),
        )?));
    }
    // What is compiled in needs no database.
    let built_in = LadderCatalogue::built_in()?;
    if let (Ok(published), None) = (built_in.find(name, None), version) {
        return Ok(Arc::clone(published));
    }
    let shelf = shelf(org, options)?;
    let found = shelf.find(name, version);
    found
        .map(Arc::clone)
        .map_err(|error| CommandError::new(UNREADABLE, error))
}

/// Reads and checks a document; `-` stands for standard input.
pub(super) fn read_file(path: &Path) -> Result<(Vec<u8>, ParsedDocument), CommandError> {
    let shown = path.display();
    let unreadable = |error: anyhow::Error| CommandError::new(UNREADABLE, error);
    let mut text = Vec::new();
    // One byte more than may be read shows that it is too long.
    let most = MAX_BYTES as u64 + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut text))
    }
    .with_context(|| format!("cannot read {shown}"))
    .map_err(unreadable)?;
    // JSON in a file of another name is found by its first character.
    let syntax = Syntax::from_file_name(&path.to_string_lossy()).unwrap_or_else(|| {
        if text.trim_ascii_start().starts_with(b"{") {
            Syntax::Json
        } else {
            Syntax::Yaml
        }
    });
    let reading = read(&text, syntax)
        .with_context(|| format!("{shown} cannot be read"))
        .map_err(unreadable)?;
    Ok((text, reading))
}

/// The findings about a document, a line each, and whether it can be published.
pub(super) fn report(path: &Path, reading: &ParsedDocument) -> String {
    let shown = path.display();
    let mut text = String::new();
    for finding in &reading.findings {
        let place = finding.line.zip(finding.column);
        let place = place.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
        text += &format!("{shown}{place}: {}\n", line(finding));
    }
    let count = |severity| {
        let of = |finding: &&Finding| finding.fault.severity == severity;
        reading.findings.iter().filter(of).count()
    };
    let counts = format!(
        "{} errors, {} warnings",
        count(Severity::Error),
        count(Severity::Warning)
    );
    text += &match &reading.ladder {
        Some(ladder) => {
            let stamp = ladder.stamp();
            format!(
                "{shown}: {} {} is whole and its quiz is proven ({counts}).\n{}\n",
                stamp.id, stamp.version, stamp.hash
            )
        }
        None if !reading.quiz_examined => format!(
            "{shown}: {counts}. The quiz was not examined: levels, quiz and phases need their right shape first.\n"
        ),
        None => format!("{shown}: {counts}.\n"),
    };
    text
}

fn line(finding: &Finding) -> String {
    sentence(&finding.fault)
}

/// A fault in a line.
pub(super) fn sentence(fault: &Fault) -> String {
    let severity = match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!(
        "{severity}[{}] {} {}",
        fault.code, fault.pointer, fault.detail
    );
    if let Some(combination) = &fault.combination {
        let named = |names: &[String]| {
            if names.is_empty() {
                "nothing".to_owned()
            } else {
                names.join(", ")
            }
        };
        let chosen = combination.answers.iter();
        let chosen: Vec<String> = chosen
            .map(|(id, option)| format!("{option} to {id}, "))
            .collect();
        text += &format!(
            " ({}yes to {}; qualifiers: {}; all else no)",
            chosen.concat(),
            named(&combination.yes),
            named(&combination.qualifiers)
        );
    }
    text
}
