//! The outcome of a command: the exit status, or a failure with its status.

use std::io;

use crate::{config::ConfigError, store::StoreError};

/// Done.
pub(super) const DONE: u8 = 0;
/// The command ran and found something, or failed.
pub(super) const FOUND: u8 = 1;
/// The command line, the settings or an input cannot be read.
pub(super) const UNREADABLE: u8 = 2;
/// There is no database, or it went away.
const NO_DATABASE: u8 = 3;
/// The database does not fit this binary: newer, behind, or changed.
const WRONG_DATABASE: u8 = 4;

/// A failure with the status that the process ends with.
#[derive(Debug)]
pub(super) struct CommandError {
    pub(super) status: u8,
    pub(super) error: anyhow::Error,
}

impl CommandError {
    pub(super) fn new(status: u8, error: impl Into<anyhow::Error>) -> Self {
        Self {
            status,
            error: error.into(),
        }
    }
}

impl From<anyhow::Error> for CommandError {
    fn from(error: anyhow::Error) -> Self {
        let status = match error.downcast_ref::<StoreError>() {
            Some(store) => status_of(store),
            None => FOUND,
        };
        Self { status, error }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::new(status_of(&error), error)
    }
}

impl From<ConfigError> for CommandError {
    fn from(error: ConfigError) -> Self {
        Self::new(UNREADABLE, error)
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::new(FOUND, error)
    }
}

fn status_of(error: &StoreError) -> u8 {
    match error {
        StoreError::BadUrl { .. } => UNREADABLE,
        StoreError::Newer { .. }
        | StoreError::Behind { .. }
        | StoreError::Obsolete
        | StoreError::Changed { .. } => WRONG_DATABASE,
        StoreError::Unreachable { .. } | StoreError::Late | StoreError::Query(_) => NO_DATABASE,
    }
}

/// The exit status of a command, or why it failed.
pub(super) type CommandResult = Result<u8, CommandError>;
