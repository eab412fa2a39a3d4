//! The options that every command takes, and the settings that they lead to.

use std::path::PathBuf;

use super::outcome::{CommandError, UNREADABLE};
use crate::config::{Config, ConfigSources, Flag, LoadedConfig};

/// The options that every command takes.
#[derive(Debug, clap::Args)]
pub(super) struct GlobalOptions {
    /// A settings file (TOML); deploy/config.toml of the source shows all settings.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The database: sqlite:FILE or postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Any other setting, such as limits.body_bytes=4096.
    #[arg(long, global = true, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// Loads the settings from the file, the environment and these options.
pub(super) fn load(options: &GlobalOptions) -> Result<LoadedConfig, CommandError> {
    let mut flags = Vec::new();
    let mut flag = |key: &str, value: &str, name: &str| {
        flags.push(Flag {
            key: key.into(),
            value: value.into(),
            name: name.into(),
        });
    };
    if let Some(listen) = &options.listen {
        flag("listen", listen, "--listen");
    }
    if let Some(url) = &options.database_url {
        flag("database_url", url, "--database-url");
    }
    for setting in &options.set {
        let (key, value) = setting.split_once('=').ok_or_else(|| {
            CommandError::new(
                UNREADABLE,
                anyhow::anyhow!("--set takes NAME=VALUE, not {setting:?}"),
            )
        })?;
        flag(key, value, "--set");
    }
    let env = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Config::load(ConfigSources {
        file: options.config.clone(),
        env,
        flags,
    })?)
}
