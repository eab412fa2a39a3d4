//! Loading of the settings with `config`: the compiled-in defaults, then a file, the environment and flags. Every value is validated
//! by itself, so that all faults of all sources are found at once, each with its origin.

use std::fmt;
use std::path::{Path, PathBuf};

use config::{Config as GalleryValues, File, FileFormat, Map, Source, Value, ValueKind};
use garde::Validate;

use super::redaction::redact;
use super::settings::Config;

/// The defaults of all settings, which is also their documentation.
pub const DEFAULTS: &str = include_str!("../../deploy/config.toml");

const PREFIX: &str = "RUNGS_";

/// Everything that is wrong with the settings, a sentence each, in the order of the sources. Shows no secret.
#[derive(Debug, thiserror::Error)]
#[error("{}", .faults.join("\n"))]
pub struct ConfigError {
    /// The sentences; never empty.
    pub faults: Vec<String>,
}

/// Where settings come from, the weakest first; the defaults are always below them.
#[derive(Debug)]
pub struct ConfigSources<E> {
    /// A TOML file.
    pub file: Option<PathBuf>,
    /// The environment, whole; only `RUNGS_` variables are looked at.
    pub env: E,
    /// The flags that were given.
    pub flags: Vec<Flag>,
}

/// A setting given on the command line.
#[derive(Debug, Clone)]
pub struct Flag {
    /// The setting, as in `limits.body_bytes`.
    pub key: String,
    /// Its value as it was typed; a list is separated by commas.
    pub value: String,
    /// The flag with its dashes, as in `--listen`.
    pub name: String,
}

/// The settings and where each came from.
#[derive(Debug, Clone)]
pub struct LoadedConfig {
    /// The settings.
    pub config: Config,
    /// Every setting in the order of the defaults.
    pub origins: Vec<DisplayedSetting>,
}

/// A setting as it may be shown to anyone: secrets are redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayedSetting {
    /// The setting, as in `limits.body_bytes`.
    pub key: String,
    /// Its value in the notation of a variable.
    pub value: String,
    /// Where the value came from.
    pub origin: SettingSource,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingSource {
    /// The compiled-in defaults.
    Default,
    /// A file.
    File(PathBuf),
    /// A variable of the environment.
    Variable(String),
    /// A flag, with its dashes.
    Flag(String),
}

impl fmt::Display for SettingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

impl Config {
    /// Loads the settings from all sources; the error holds every fault of every source.
    pub fn load<E>(from: ConfigSources<E>) -> Result<LoadedConfig, ConfigError>
    where
        E: Iterator<Item = (String, String)>,
    {
        let mut loader = Loader::new().map_err(|fault| ConfigError {
            faults: vec![format!("the defaults: {fault}")],
        })?;
        if let Some(path) = from.file {
            loader.add_file(&path);
        }
        loader.add_environment(from.env);
        for Flag { key, value, name } in from.flags {
            loader.set_text(&key, &value, SettingSource::Flag(name));
        }
        loader.finish()
    }
}

struct Setting {
    key: String,
    /// Always of the kind that the default has.
    value: ValueKind,
    origin: SettingSource,
}

struct Loader {
    defaults: GalleryValues,
    settings: Vec<Setting>,
    faults: Vec<String>,
}

impl Loader {
    fn new() -> Result<Self, String> {
        let builder =
            GalleryValues::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        let defaults = builder.build().map_err(message)?;
        let settings = flatten("", defaults.collect().map_err(message)?);
        let settings = settings.into_iter().map(|(key, value)| Setting {
            key,
            value,
            origin: SettingSource::Default,
        });
        Ok(Self {
            defaults,
            settings: settings.collect(),
            faults: Vec::new(),
        })
    }

    fn add_file(&mut self, path: &Path) {
        let place = path.display();
        match std::fs::read_to_string(path).map(|text| parse(&text)) {
            Ok(Ok(table)) => {
                for (key, value) in flatten("", table) {
                    self.set(&key, value, SettingSource::File(path.to_owned()));
                }
            }
            Ok(Err(message)) => self.faults.push(format!("{place}: not TOML: {message}")),
            Err(error) => self
                .faults
                .push(format!("{place}: cannot be read: {error}")),
        }
    }

    fn add_environment(&mut self, env: impl Iterator<Item = (String, String)>) {
        let mut variables: Vec<_> = env.filter(|(name, _)| name.starts_with(PREFIX)).collect();
        variables.sort();
        for (name, text) in variables {
            if !is_service_link(&name, &text) {
                let key = name[PREFIX.len()..].to_lowercase().replace("__", ".");
                self.set_text(&key, &text, SettingSource::Variable(name));
            }
        }
    }

    /// Sets a value that is given as text, parsed as the kind of value that the setting takes. What does not parse stays text.
    fn set_text(&mut self, key: &str, text: &str, origin: SettingSource) {
        let setting = self.settings.iter().find(|setting| setting.key == key);
        let value = match setting.map(|setting| &setting.value) {
            Some(ValueKind::Boolean(_)) => text.trim().parse().ok().map(ValueKind::Boolean),
            Some(ValueKind::I64(_)) => text.trim().parse().ok().map(ValueKind::I64),
            Some(ValueKind::Array(_)) => {
                let items = text.split(',').map(str::trim);
                let items = items.filter(|item| !item.is_empty());
                Some(items.collect::<Vec<_>>().into())
            }
            _ => None,
        };
        self.set(key, value.unwrap_or_else(|| text.into()), origin);
    }

    fn set(&mut self, key: &str, value: ValueKind, origin: SettingSource) {
        let Some(setting) = self.settings.iter_mut().find(|setting| setting.key == key) else {
            let section = format!("{key}.");
            let mut keys = self.settings.iter().map(|setting| &setting.key);
            if keys.any(|key| key.starts_with(&section)) {
                // An empty section sets nothing.
                if !matches!(value, ValueKind::Table(_)) {
                    let fault = format!("{key}: expected a section ({origin})");
                    self.faults.push(fault);
                }
                return;
            }
            let hint = match self.nearest(key) {
                Some(nearest) => match origin {
                    SettingSource::Variable(_) => format!("; did you mean {}?", variable(nearest)),
                    _ => format!("; did you mean {nearest}?"),
                },
                None => String::new(),
            };
            let fault = format!("{key}: unknown setting ({origin}){hint}");
            return self.faults.push(fault);
        };
        let checked = check_kind(&setting.value, &value)
            .and_then(|()| deserialize(&self.defaults, [(key, &value)]));
        match checked {
            Ok(_) => (setting.value, setting.origin) = (value, origin),
            Err(message) => {
                let found = redact(key, &value);
                let fault = format!("{key}: {message}, found {found:?} ({origin})");
                self.faults.push(fault);
            }
        }
    }

    fn finish(mut self) -> Result<LoadedConfig, ConfigError> {
        let values = self.settings.iter();
        let values = values.map(|setting| (setting.key.as_str(), &setting.value));
        match deserialize(&self.defaults, values) {
            Ok(config) if self.faults.is_empty() => {
                let origins = self.settings.into_iter().map(|setting| DisplayedSetting {
                    value: redact(&setting.key, &setting.value),
                    key: setting.key,
                    origin: setting.origin,
                });
                return Ok(LoadedConfig {
                    config,
                    origins: origins.collect(),
                });
            }
            Ok(_) => {}
            Err(message) => self.faults.push(message),
        }
        Err(ConfigError {
            faults: self.faults,
        })
    }

    fn nearest(&self, name: &str) -> Option<&str> {
        let known = self.settings.iter().map(|setting| setting.key.as_str());
        known
            .map(|known| (similarity(name, known), known))
            .filter(|(similarity, _)| *similarity > 0.6)
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, nearest)| nearest)
    }
}

/// Deserializes and validates the defaults with other values for some settings. The error is what is wrong with the first invalid value.
fn deserialize<'a>(
    defaults: &GalleryValues,
    values: impl IntoIterator<Item = (&'a str, &'a ValueKind)>,
) -> Result<Config, String> {
    let mut builder = GalleryValues::builder().add_source(defaults.clone());
    for (key, value) in values {
        builder = builder.set_override(key, value.clone()).map_err(message)?;
    }
    let config = builder
        .build()
        .and_then(GalleryValues::try_deserialize::<Config>);
    let config = config.map_err(message)?;
    config.validate().map_err(|report| {
        let errors = report.iter().map(|(_, error)| error.message());
        errors.take(1).collect::<String>()
    })?;
    Ok(config)
}

/// Refuses a value of another kind than the default. `config` itself converts: it takes 1.5 for 2, and "yes" for true.
fn check_kind(default: &ValueKind, value: &ValueKind) -> Result<(), String> {
    if std::mem::discriminant(default) == std::mem::discriminant(value) {
        return Ok(());
    }
    let expected = match default {
        ValueKind::Boolean(_) => "true or false",
        ValueKind::I64(_) => "a whole number",
        ValueKind::Array(_) => "a list",
        _ => "text",
    };
    Err(format!("expected {expected}"))
}

/// Returns what an error says, without the value that it quotes.
fn message(error: config::ConfigError) -> String {
    match error {
        config::ConfigError::At { error, .. } => message(*error),
        config::ConfigError::Type { expected, .. } => format!("expected {expected}"),
        config::ConfigError::Message(message) => message,
        other => other.to_string(),
    }
}

fn parse(text: &str) -> Result<Map<String, Value>, String> {
    let table = File::from_str(text, FileFormat::Toml).collect();
    table.map_err(|error| {
        let text = match error {
            config::ConfigError::FileParse { cause, .. } => cause.to_string(),
            other => other.to_string(),
        };
        // Between the first line and the last stands the source line itself, which may hold a secret.
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let ends = [lines.next(), lines.next_back()];
        ends.into_iter().flatten().collect::<Vec<_>>().join(": ")
    })
}

/// Returns the values of a table and of its sections by their keys, as in `limits.body_bytes`.
fn flatten(section: &str, table: Map<String, Value>) -> Vec<(String, ValueKind)> {
    let mut values = Vec::new();
    for (name, value) in table {
        let key = match section {
            "" => name,
            _ => format!("{section}.{name}"),
        };
        match value.kind {
            ValueKind::Table(inner) if !inner.is_empty() => values.extend(flatten(&key, inner)),
            kind => values.push((key, kind)),
        }
    }
    values
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('.', "__"))
}

/// Whether a variable is one of those that Kubernetes sets in every pod for a Service named `rungs`.
fn is_service_link(name: &str, value: &str) -> bool {
    match name.trim_start_matches(PREFIX) {
        "SERVICE_HOST" | "SERVICE_PORT" => true,
        "PORT" => value.contains("://"),
        rest => {
            rest.starts_with("SERVICE_PORT_")
                || rest
                    .strip_prefix("PORT_")
                    .is_some_and(|port| port.starts_with(|sign: char| sign.is_ascii_digit()))
        }
    }
}

/// How near a name is to that of a setting, from 0 to 1.
fn similarity(name: &str, known: &str) -> f64 {
    let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
    // A right name in the wrong section, or in none, is nearer than its letters say.
    let moved = if last(name) == last(known) { 0.9 } else { 0.0 };
    strsim::normalized_damerau_levenshtein(name, known).max(moved)
}
