//! `ladder list`, `show`, `check` and `schema`; `diff` and `publish` have files of their own.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use comfy_table::{Table, presets};
use serde::Serialize;

use super::{
    diff,
    ladder_source::{ShowFormat, find, read_file, report, shelf},
    options::GlobalOptions,
    outcome::{CommandResult, DONE, FOUND, UNREADABLE},
    output::print,
    publish,
};
use crate::{
    domain::{
        ladder::{Ladder, LadderRef},
        parsing::Finding,
        schema,
    },
    render::markdown,
};

#[derive(Debug, Subcommand)]
pub(super) enum LadderCommand {
    /// List the built-in ladders, and those in the database where there is one.
    List,
    /// Print a ladder.
    Show {
        /// A ladder's id, or a file.
        ladder: String,
        /// A published version instead of the newest.
        #[arg(long)]
        version: Option<String>,
        /// How to print it.
        #[arg(long, value_enum, default_value = "markdown")]
        format: ShowFormat,
    },
    /// Check a document and prove its quiz; - reads standard input.
    Check {
        /// The document, YAML or JSON.
        file: PathBuf,
        /// How to print the findings.
        #[arg(long, value_enum, default_value = "text")]
        format: CheckFormat,
    },
    /// Compare two ladders or versions: 0 nothing differs, 1 something does, 2 and more trouble.
    ///
    /// Where the second is a file, its version is looked at, too: whether it is higher than the first one's, and as high as the differences
    /// ask for.
    Diff {
        /// The first: a file, a ladder's id, or id@version.
        a: String,
        /// The second.
        b: String,
        /// How to print what differs.
        #[arg(long, value_enum, default_value = "markdown")]
        format: ShowFormat,
    },
    /// Publish a ladder of the organisation: 0 it is published, or was before; 1 and more it is not.
    ///
    /// For a repository's checks: what is wrong is said with its line, and nothing is stored. A server shows the new version within two
    /// seconds.
    Publish {
        /// The document, YAML or JSON; - reads standard input.
        file: PathBuf,
    },
    /// Print the JSON Schema of the ladder document.
    Schema,
}

/// What is done with ladders, and whose they are.
#[derive(Debug, clap::Args)]
pub(super) struct LadderArguments {
    /// The organisation whose own ladders are meant, beside those that everybody sees.
    #[arg(long, global = true, value_name = "SLUG")]
    pub(super) org: Option<String>,
    #[command(subcommand)]
    command: LadderCommand,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

pub(super) fn run(ladders: &LadderArguments, options: &GlobalOptions) -> CommandResult {
    let org = ladders.org.as_deref();
    match &ladders.command {
        LadderCommand::List => list(org, options),
        LadderCommand::Show {
            ladder,
            version,
            format,
        } => {
            let published = find(ladder, version.as_deref(), org, options)?;
            match format {
                ShowFormat::Markdown => print(&markdown::ladder(&published.ladder)),
                ShowFormat::Json => print(&format!("{}\n", published.ladder.canonical())),
            }
        }
        LadderCommand::Check { file, format } => check(file, *format),
        LadderCommand::Diff { a, b, format } => diff::run([a, b], *format, org, options),
        LadderCommand::Publish { file } => publish::run(file, org, options),
        LadderCommand::Schema => print(&schema_text()),
    }
}

fn list(org: Option<&str>, options: &GlobalOptions) -> CommandResult {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(["LADDER", "VERSION", "LEVELS", "TITLE"]);
    for published in shelf(org, options)?.newest() {
        let document = published.ladder.document();
        table.add_row([
            document.id.to_string(),
            document.version.to_string(),
            document.levels.len().to_string(),
            document.title.to_string(),
        ]);
    }
    print(&format!("{}\n", table.trim_fmt()))
}

#[derive(Serialize)]
struct CheckOutput<'a> {
    /// Whether the document can be published.
    ok: bool,
    /// Whether the quiz could be examined.
    quiz_examined: bool,
    ladder: Option<&'a LadderRef>,
    findings: &'a [Finding],
}

fn check(path: &Path, format: CheckFormat) -> CommandResult {
    let (_, reading) = match (read_file(path), format) {
        (Err(failure), CheckFormat::Json) if failure.status == UNREADABLE => {
            let error = format!("{:#}", failure.error);
            print(&format!(
                "{}\n",
                serde_json::json!({"ok": false, "unreadable": error})
            ))?;
            return Ok(UNREADABLE);
        }
        (read, _) => read?,
    };
    let status = if reading.ladder.is_some() {
        DONE
    } else {
        FOUND
    };
    match format {
        CheckFormat::Json => {
            let answer = CheckOutput {
                ok: reading.ladder.is_some(),
                quiz_examined: reading.quiz_examined,
                ladder: reading.ladder.as_ref().map(Ladder::stamp),
                findings: &reading.findings,
            };
            let text = serde_json::to_string_pretty(&answer).context("findings as JSON")?;
            print(&format!("{text}\n"))?;
        }
        CheckFormat::Text => print(&report(path, &reading)).map(drop)?,
    }
    Ok(status)
}

/// The JSON Schema of the ladder document as text, as it is served and committed.
fn schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&schema::of_ladder()).unwrap_or_default();
    text.push('\n');
    text
}
