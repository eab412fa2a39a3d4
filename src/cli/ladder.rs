//! `ladder list`, `show`, `check` and `schema`; `diff` and `publish` have files of their own.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use comfy_table::{Table, presets};
use serde::Serialize;

use super::{
    Arguments, DONE, FOUND, Failure, Outcome, UNREADABLE, block_on, diff, load,
    organisations::find as find_organisation, print, publish, schema_text, store_config,
};
use crate::{
    app::{Live, Published, Shelf, now},
    domain::{
        fault::{Fault, Severity},
        reading::{Finding, Reading, read},
        source::{MAX_BYTES, Syntax},
    },
    render::markdown,
    store::Store,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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
pub(super) struct Ladders {
    /// The organisation whose own ladders are meant, beside those that everybody sees.
    #[arg(long, global = true, value_name = "SLUG")]
    pub(super) org: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ShowFormat {
    /// For people.
    Markdown,
    /// For programs: canonical JSON.
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

pub(super) fn run(ladders: &Ladders, arguments: &Arguments) -> Outcome {
    let org = ladders.org.as_deref();
    match &ladders.command {
        Command::List => list(org, arguments),
        Command::Show {
            ladder,
            version,
            format,
        } => {
            let published = find(ladder, version.as_deref(), org, arguments)?;
            match format {
                ShowFormat::Markdown => print(&markdown::ladder(&published.ladder)),
                ShowFormat::Json => print(&format!("{}\n", published.ladder.canonical())),
            }
        }
        Command::Check { file, format } => check(file, *format),
        Command::Diff { a, b, format } => diff::run([a, b], *format, org, arguments),
        Command::Publish { file } => publish::run(file, org, arguments),
        Command::Schema => print(&schema_text()),
    }
}

/// Every ladder that can be had here: the built-in ones, and what a database holds where there is one, for everybody or also for an
/// organisation. Makes no database.
fn shelf(org: Option<&str>, arguments: &Arguments) -> Result<Shelf, Failure> {
    let config = load(arguments)?.config;
    block_on(async {
        match Store::open_existing(&store_config(&config)).await? {
            Some(store) => {
                store.check_migrated().await?;
                let organisation = match org {
                    Some(org) => Some(find_organisation(&store, org).await?.id),
                    None => None,
                };
                let live = Live::load(config, store).await?;
                let app = organisation.map_or_else(|| live.public(), |id| live.of(id));
                Ok(app.shelf.clone())
            }
            None => Ok(Shelf::built_in()?),
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
    arguments: &Arguments,
) -> Result<Arc<Published>, Failure> {
    if is_file(name) {
        let (_, reading) = read_file(Path::new(name))?;
        let faults: Vec<String> = reading.findings.iter().map(line).collect();
        let ladder = reading.ladder.with_context(|| {
            format!(
                "{name} is not a ladder that can be used:\n{}",
                faults.join("\n")
            )
        })?;
        return Ok(Arc::new(Published::new(ladder, now())?));
    }
    // What is compiled in needs no database.
    let built_in = Shelf::built_in()?;
    if let (Ok(published), None) = (built_in.find(name, None), version) {
        return Ok(Arc::clone(published));
    }
    let shelf = shelf(org, arguments)?;
    let found = shelf.find(name, version);
    found
        .map(Arc::clone)
        .map_err(|error| Failure::new(UNREADABLE, error))
}

fn list(org: Option<&str>, arguments: &Arguments) -> Outcome {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(["LADDER", "VERSION", "LEVELS", "TITLE"]);
    for published in shelf(org, arguments)?.newest() {
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

pub(super) fn read_file(path: &Path) -> Result<(Vec<u8>, Reading), Failure> {
    let shown = path.display();
    let unreadable = |error: anyhow::Error| Failure::new(UNREADABLE, error);
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

#[derive(Serialize)]
struct CheckAnswer<'a> {
    /// Whether the document can be published.
    ok: bool,
    /// Whether the quiz could be examined.
    quiz_examined: bool,
    ladder: Option<&'a crate::domain::ladder::Stamp>,
    findings: &'a [Finding],
}

fn check(path: &Path, format: CheckFormat) -> Outcome {
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
            let answer = CheckAnswer {
                ok: reading.ladder.is_some(),
                quiz_examined: reading.quiz_examined,
                ladder: reading
                    .ladder
                    .as_ref()
                    .map(crate::domain::ladder::Ladder::stamp),
                findings: &reading.findings,
            };
            let text = serde_json::to_string_pretty(&answer).context("findings as JSON")?;
            print(&format!("{text}\n"))?;
        }
        CheckFormat::Text => print(&report(path, &reading)).map(drop)?,
    }
    Ok(status)
}

pub(super) fn report(path: &Path, reading: &Reading) -> String {
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
