//! What can be wrong with the settings, and the sentence that says it.
//! Nothing here looks for a fault, and no secret may be put into one.

use std::io;
use std::path::PathBuf;

/// Everything that is wrong with the settings.
#[derive(Debug, thiserror::Error)]
#[error("{}", .faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError {
    /// The faults, in the order of the sources; never empty.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with the settings; shows no secret.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{place}: not TOML: {message}")]
    Malformed {
        /// The file.
        place: String,
        /// Line, column and what was expected there.
        message: String,
    },
    /// There is no such setting.
    #[error("{name}: unknown setting ({place}){}", .nearest.as_ref().map(|n| format!("; did you mean {n}?")).unwrap_or_default())]
    Unknown {
        /// The setting or the variable, as it was given.
        name: String,
        /// The file, `environment` or the flag.
        place: String,
        /// The nearest setting there is, in the same notation.
        nearest: Option<String>,
    },
    /// The value has the wrong type or is out of range.
    #[error("{key}: expected {expected}, found {found} ({place})")]
    Unfit {
        /// The setting.
        key: String,
        /// What the setting takes.
        expected: String,
        /// The value, masked where it is secret.
        found: String,
        /// The file, the variable or the flag.
        place: String,
    },
}
