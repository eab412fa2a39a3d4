//! `retention`: what is past its time goes, by the settings.

use clap::Subcommand;

use super::{
    options::GlobalOptions,
    organisations::with_store,
    outcome::{CommandError, CommandResult, DONE},
    output::print,
};
use crate::{app::retention, config::RetentionConfig};

#[derive(Debug, Subcommand)]
pub(super) enum Retention {
    /// Remove what is kept about people and is past its time by the settings under [retention]. Whoever is under a legal hold is passed
    /// over. Run it once a day.
    Run {
        /// Only count what would go.
        #[arg(long)]
        dry_run: bool,
    },
}

pub(super) fn run(command: &Retention, global: &GlobalOptions) -> CommandResult {
    let Retention::Run { dry_run } = command;
    with_store(global, &async |config, store| {
        if config.retention == RetentionConfig::default() {
            return print("Everything is kept for good: nothing is set under [retention].\n");
        }
        let gone = retention::run(store, &config.retention, *dry_run).await;
        let gone =
            gone.map_err(|error| CommandError::from(anyhow::anyhow!("{}", error.detail())))?;
        if gone.is_empty() {
            return print("Nothing is past its time.\n");
        }
        let organisations = store.list_organisations().await?;
        for (id, gone) in gone {
            let known = organisations.iter().find(|row| row.id == id);
            let slug = known.map_or_else(|| id.to_string(), |row| row.slug.clone());
            let verb = if *dry_run { "would go" } else { "are gone" };
            print(&format!(
                "{slug}: {} people, {} assessments and {} pieces of evidence {verb}.\n",
                gone.people, gone.assessments, gone.evidence
            ))?;
        }
        Ok(DONE)
    })
}
