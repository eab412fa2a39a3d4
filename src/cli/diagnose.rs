//! `diagnose`: a diagnosis of a text at the terminal, and the measure of how often diagnoses are right.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Context;
use comfy_table::{Table, presets};
use serde::Deserialize;

use super::{
    ladder_source::find,
    options::{GlobalOptions, load},
    outcome::{CommandError, CommandResult, DONE, FOUND, UNREADABLE},
    output::print,
};
use crate::{
    app::PublishedLadder,
    domain::{
        diagnosis::{LONGEST, SignalIndex},
        fault::Fault,
        source::{MAX_BYTES, Source, Syntax},
    },
    render::markdown,
};

#[derive(Debug, clap::Args)]
pub(super) struct DiagnoseArguments {
    /// What a person tells; standard input where it is not given.
    text: Option<String>,
    /// A ladder's id, or a file.
    #[arg(long, default_value = "ai-engineer")]
    ladder: String,
    /// A published version instead of the newest.
    #[arg(long)]
    version: Option<String>,
    /// Only roadblocks met at this level.
    #[arg(long)]
    level: Option<String>,
    /// Measure how often the diagnosis is right instead: a YAML file of `statements`, each with `text` and `roadblock`, an id or none.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "level"])]
    statements: Option<PathBuf>,
    /// Of the statements with a roadblock, how many in a hundred must have it first; else the status is 1.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    at_least: Option<u8>,
    /// Of the statements with none, how many in a hundred must stay unclear; else the status is 1.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    none_at_least: Option<u8>,
}

pub(super) fn run(arguments: &DiagnoseArguments, global: &GlobalOptions) -> CommandResult {
    let limits = [arguments.at_least, arguments.none_at_least];
    if arguments.statements.is_none() && limits.iter().any(Option::is_some) {
        let alone = anyhow::anyhow!("--at-least and --none-at-least go with --statements");
        return Err(unreadable(alone));
    }
    let stemmed = load(global)?.config.words.stemming;
    let published = find(
        &arguments.ladder,
        arguments.version.as_deref(),
        None,
        global,
    )?;
    if let Some(file) = &arguments.statements {
        return measure(file, arguments, &published, &stemmed);
    }
    let text = match &arguments.text {
        Some(text) => text.clone(),
        None => {
            let mut text = Vec::new();
            // A character has at most four bytes, and four more show that it is too long.
            let most = LONGEST as u64 * 4 + 4;
            let read = io::stdin().lock().take(most).read_to_end(&mut text);
            read.context("cannot read standard input")
                .map_err(unreadable)?;
            String::from_utf8_lossy(&text).into_owned()
        }
    };
    let ladder = &published.ladder;
    let diagnosis = ladder
        .diagnose(
            &SignalIndex::new(ladder.document(), &stemmed),
            text.trim_end(),
            arguments.level.as_deref(),
        )
        .map_err(|faults| refused(&faults))?;
    print(&markdown::diagnosis(ladder, &diagnosis))
}

fn unreadable(error: anyhow::Error) -> CommandError {
    CommandError::new(UNREADABLE, error)
}

fn refused(faults: &[Fault]) -> CommandError {
    let details: Vec<&str> = faults.iter().map(|fault| fault.detail.as_str()).collect();
    unreadable(anyhow::anyhow!(details.join(" ")))
}

/// Statements of which it is known what they tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementFile {
    statements: Vec<LabelledStatement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelledStatement {
    text: String,
    /// A roadblock's id, or `none`.
    roadblock: String,
}

/// The label of what must stay unclear.
const NONE: &str = "none";

/// How many of a kind there are, and how many are right.
#[derive(Debug, Clone, Copy, Default)]
struct Accuracy {
    right: usize,
    of: usize,
}

impl Accuracy {
    fn add(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }

    fn reaches(self, percent: Option<u8>) -> bool {
        percent.is_none_or(|percent| self.right * 100 >= self.of * usize::from(percent))
    }

    fn words(self) -> String {
        let percent = (self.right * 1000).checked_div(self.of);
        let percent = percent.map_or("-".into(), |tenths| {
            format!("{}.{} %", tenths / 10, tenths % 10)
        });
        format!("{}/{} ({percent})", self.right, self.of)
    }
}

fn read(file: &Path) -> Result<Vec<LabelledStatement>, CommandError> {
    let shown = file.display();
    let mut text = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    std::fs::File::open(file)
        .and_then(|file| file.take(most).read_to_end(&mut text))
        .with_context(|| format!("cannot read {shown}"))
        .map_err(unreadable)?;
    let source = Source::parse(&text, Syntax::Yaml);
    let source = source
        .with_context(|| format!("{shown} cannot be read"))
        .map_err(unreadable)?;
    let read: StatementFile = serde_json::from_value(source.into_value())
        .with_context(|| format!("{shown} holds no statements"))
        .map_err(unreadable)?;
    Ok(read.statements)
}

fn measure(
    file: &Path,
    arguments: &DiagnoseArguments,
    published: &PublishedLadder,
    stemmed: &[String],
) -> CommandResult {
    let ladder = &published.ladder;
    let index = &SignalIndex::new(ladder.document(), stemmed);
    let roadblocks = &ladder.document().roadblocks;
    let mut shares: BTreeMap<String, Accuracy> = BTreeMap::new();
    let (mut labelled, mut none, mut misses) =
        (Accuracy::default(), Accuracy::default(), Vec::new());
    for statement in read(file)? {
        let wanted = statement.roadblock.as_str();
        if wanted != NONE && !roadblocks.iter().any(|one| one.id == *wanted) {
            let unknown = anyhow::anyhow!("the ladder has no roadblock {wanted:?}");
            return Err(unreadable(unknown));
        }
        let diagnosis = ladder.diagnose(index, &statement.text, None);
        let diagnosis = diagnosis.map_err(|faults| refused(&faults))?;
        let first = diagnosis.roadblocks.first();
        let found = first.map_or(NONE, |first| first.id.as_str());
        let score = first.map_or(0.0, |first| first.score);
        let right = found == wanted;
        shares.entry(wanted.to_owned()).or_default().add(right);
        if wanted == NONE {
            &mut none
        } else {
            &mut labelled
        }
        .add(right);
        if !right {
            let text: String = statement.text.chars().take(60).collect();
            misses.push([wanted.to_owned(), format!("{found} {score:.2}"), text]);
        }
    }
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(["ROADBLOCK", "RIGHT"]);
    let ids = roadblocks.iter().map(|one| one.id.as_str()).chain([NONE]);
    for id in ids {
        let share = shares.get(id).copied().unwrap_or_default();
        table.add_row([id.to_owned(), share.words()]);
    }
    let mut text = format!(
        "{}\n\nwith a roadblock, right: {}\nwith none, kept unclear: {}\n",
        table.trim_fmt(),
        labelled.words(),
        none.words()
    );
    if !misses.is_empty() {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_header(["WANTED", "FOUND", "TEXT"]);
        table.add_rows(misses);
        text += &format!("\n{}\n", table.trim_fmt());
    }
    print(&text)?;
    let reached = labelled.reaches(arguments.at_least) && none.reaches(arguments.none_at_least);
    Ok(if reached { DONE } else { FOUND })
}
