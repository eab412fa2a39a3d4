//! `score`: the batch of the API on the command line.

use std::{
    io::{self, IsTerminal, Read, Write},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    ladder_source::find,
    options::{GlobalOptions, load},
    outcome::{CommandResult, DONE, FOUND},
    runtime::{block_on, open_store},
};
use crate::app::{App, scoring::BatchScorer};

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct ScoreArguments {
    /// A ladder's id, or a file.
    #[arg(long, default_value = "ai-engineer")]
    ladder: String,
    /// A published version instead of the newest.
    #[arg(long)]
    version: Option<String>,
    /// Answer the whole placement with its receipt on each line; needs the database for the key.
    #[arg(long)]
    full: bool,
}

pub(super) fn run(arguments: &ScoreArguments, global: &GlobalOptions) -> CommandResult {
    let config = load(global)?.config;
    let published = find(
        &arguments.ladder,
        arguments.version.as_deref(),
        None,
        global,
    )?;
    let (base, longest) = (config.public_url.clone(), config.limits.line_bytes);
    let key = if arguments.full {
        Some(block_on(async {
            let store = open_store(&config).await?;
            let app = App::load(config, store).await?;
            let key = app.signing_key().map_err(anyhow::Error::from)?.clone();
            app.store.close().await;
            Ok(key)
        })?)
    } else {
        None
    };
    let mut batch = BatchScorer::new(published, key, base, longest);
    let progress = progress();
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut chunk = vec![0; CHUNK];
    let mut out = Vec::with_capacity(CHUNK);
    loop {
        let read = match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        out.clear();
        batch.feed(chunk.get(..read).unwrap_or_default(), &mut out);
        output.write_all(&out)?;
        progress.set_position(batch.lines());
    }
    out.clear();
    batch.finish(&mut out);
    output.write_all(&out)?;
    output.flush()?;
    progress.finish_and_clear();
    if io::stderr().is_terminal() {
        writeln!(
            io::stderr(),
            "{} lines scored, {} could not be",
            batch.lines() - batch.failed(),
            batch.failed()
        )?;
    }
    Ok(if batch.failed() == 0 { DONE } else { FOUND })
}

/// A bar on a terminal, nothing elsewhere.
fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} lines, {per_sec}, {elapsed}");
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(100));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
