//! `ladder publish`: a document becomes a version of an organisation's ladder.

use std::{
    io::{self, Write},
    path::Path,
};

use super::{
    ladder_source::{read_file, report, sentence},
    options::{GlobalOptions, load},
    organisations::find,
    outcome::{CommandError, CommandResult, DONE, FOUND, UNREADABLE},
    output::print,
    runtime::{block_on, open_store},
};
use crate::{
    app::{Actor, RunningService},
    error::Error,
};

pub(super) fn run(path: &Path, org: Option<&str>, options: &GlobalOptions) -> CommandResult {
    let org = org.ok_or_else(|| {
        let missing = anyhow::anyhow!("Name the organisation whose ladder it is: --org SLUG.");
        CommandError::new(UNREADABLE, missing)
    })?;
    let (_, reading) = read_file(path)?;
    write!(io::stderr(), "{}", report(path, &reading))?;
    let Some(ladder) = reading.ladder else {
        return Ok(FOUND);
    };
    let config = load(options)?.config;
    block_on(async {
        let store = open_store(&config).await?;
        let actor = Actor::command_line(find(&store, org).await?.id);
        let live = RunningService::load(config, store).await?;
        let published = live.publish_ladder(&actor, &ladder).await;
        live.public().store.close().await;
        let stamp = ladder.stamp();
        let (id, version, hash) = (&stamp.id, &stamp.version, &stamp.hash);
        match published {
            Ok(Some(_)) => print(&format!("{id} {version} is published.\n{hash}\n"))?,
            Ok(None) => print(&format!("{id} {version} was published before.\n{hash}\n"))?,
            Err(Error::Unfit(findings)) => {
                for finding in &findings {
                    writeln!(
                        io::stderr(),
                        "{}: {}",
                        path.display(),
                        sentence(&finding.fault)
                    )?;
                }
                return Ok(FOUND);
            }
            Err(error) => return Err(CommandError::new(FOUND, error)),
        };
        Ok(DONE)
    })
}
