//! The settings: one struct in sections, read from the compiled-in sample, then a file, then the environment, then flags.
//! The sample `deploy/config.toml` states each setting once: its name, type, default, range and place in the list.
//! Every fault is collected and said at once. Nothing here acts on a setting.

use std::fmt;
use std::io;
use std::net::Ipv6Addr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use config::{File, FileFormat, Map, Source, Value, ValueKind};
use secrecy::{SecretSlice, SecretString};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use tracing_subscriber::filter::{LevelFilter, Targets};

/// The annotated sample of all settings, which is also their defaults.
pub const SAMPLE: &str = include_str!("../deploy/config.toml");

const PREFIX: &str = "RUNGS_";
const MASK: &str = "********";

/// Every setting of the service, checked.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    /// Where to listen, `host:port`; an IPv6 address stands in brackets.
    pub listen: String,
    /// The database, `sqlite:` or `postgres://`; may hold a password.
    #[serde(deserialize_with = "secret")]
    pub database_url: SecretString,
    /// The address users see, without a slash at the end; empty where links are paths.
    pub public_url: String,
    /// Threads that answer requests; 0 is one per core.
    pub workers: usize,
    /// The connection to the database.
    pub database: DatabaseConfig,
    /// The signing of receipts.
    pub receipts: ReceiptsConfig,
    /// What is logged, how and where to.
    pub log: LogConfig,
    /// What a client may ask of the service.
    pub limits: LimitsConfig,
    /// How the service stops.
    pub shutdown: ShutdownConfig,
    /// Which web pages may read answers.
    pub cors: CorsConfig,
}

/// The connection to the database.
#[derive(Debug, Clone, Deserialize)]
pub struct DatabaseConfig {
    /// Whether the tables are brought up to date at the start.
    pub migrate: bool,
    /// Connections at most.
    pub max_connections: u32,
    /// How long a request waits for a free connection.
    #[serde(rename = "acquire_timeout_ms", deserialize_with = "millis")]
    pub acquire_timeout: Duration,
    /// How long SQLite waits for another writer.
    #[serde(rename = "busy_timeout_ms", deserialize_with = "millis")]
    pub busy_timeout: Duration,
}

/// The signing of receipts.
#[derive(Debug, Clone, Deserialize)]
pub struct ReceiptsConfig {
    /// The key, 32 bytes or more; none where the database keeps one.
    #[serde(deserialize_with = "hex_key")]
    pub key: Option<SecretSlice<u8>>,
}

/// What is logged, how and where to.
#[derive(Debug, Clone, Deserialize)]
pub struct LogConfig {
    /// What is worth a line.
    #[serde(deserialize_with = "targets")]
    pub level: Targets,
    /// The form of a line.
    pub format: LogFormat,
    /// The file to append to; standard error where none.
    #[serde(deserialize_with = "path")]
    pub file: Option<PathBuf>,
    /// Whether each request gets a line.
    pub requests: bool,
}

/// The form of a log line, as set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Human on a terminal, JSON elsewhere.
    Auto,
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// What a client may ask of the service.
#[derive(Debug, Clone, Deserialize)]
pub struct LimitsConfig {
    /// The longest request body, in bytes.
    pub body_bytes: usize,
    /// The longest line of a batch, in bytes.
    pub line_bytes: usize,
    /// The longest request head, in bytes.
    pub header_bytes: usize,
    /// How long the request head may take.
    #[serde(rename = "head_timeout_ms", deserialize_with = "millis")]
    pub head_timeout: Duration,
    /// How long the request body may take.
    #[serde(rename = "body_timeout_ms", deserialize_with = "millis")]
    pub body_timeout: Duration,
    /// How long an idle connection stays open.
    #[serde(rename = "keep_alive_ms", deserialize_with = "millis")]
    pub keep_alive: Duration,
    /// Connections open at once.
    pub connections: usize,
}

/// How the service stops.
#[derive(Debug, Clone, Deserialize)]
pub struct ShutdownConfig {
    /// How long running requests may take to finish.
    #[serde(rename = "grace_ms", deserialize_with = "millis")]
    pub grace: Duration,
}

/// Which web pages may read answers.
#[derive(Debug, Clone, Deserialize)]
pub struct CorsConfig {
    /// Origins that may read the public resources; `*` is any.
    pub public_origins: Vec<String>,
}

/// Where settings come from, the weakest first; the sample is always below them.
#[derive(Debug)]
pub struct LoadFrom<E> {
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
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Every setting in the order of the sample.
    pub origins: Vec<Shown>,
}

/// A setting as it may be shown to anyone: secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The setting, as in `limits.body_bytes`.
    pub key: String,
    /// Its value in the notation of a variable.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The sample.
    Default,
    /// A file.
    File(PathBuf),
    /// A variable of the environment.
    Variable(String),
    /// A flag, with its dashes.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

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

impl Config {
    /// Reads the settings from all sources; the error holds every fault of every source.
    pub fn load<E>(from: LoadFrom<E>) -> Result<Loaded, ConfigError>
    where
        E: Iterator<Item = (String, String)>,
    {
        let mut reading = Reading::of_the_sample()?;
        if let Some(path) = from.file {
            reading.file(&path);
        }
        reading.environment(from.env);
        for Flag { key, value, name } in from.flags {
            match reading.position(&key) {
                Some(at) => reading.accept_text(at, value, Origin::Flag(name)),
                None => reading.unknown(key, name, false),
            }
        }
        reading.finish()
    }
}

struct Setting {
    key: String,
    default: ValueKind,
    range: Option<RangeInclusive<i64>>,
    value: ValueKind,
    origin: Origin,
}

struct Reading {
    settings: Vec<Setting>,
    faults: Vec<Fault>,
}

impl Reading {
    fn of_the_sample() -> Result<Self, ConfigError> {
        let tree = parse(SAMPLE, "the built-in sample").map_err(|fault| ConfigError {
            faults: vec![fault],
        })?;
        let mut settings = Vec::new();
        let (mut section, mut comment) = ("", String::new());
        for line in SAMPLE.lines() {
            if let Some(text) = line.strip_prefix('#') {
                comment.push_str(text);
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                section = name;
            } else if let Some((name, _)) = line.split_once(" = ") {
                let value = match tree.get(section).map(|value| &value.kind) {
                    Some(ValueKind::Table(table)) => table.get(name),
                    _ => tree.get(name),
                };
                let value = value.map(|value| value.kind.clone()).unwrap_or_default();
                settings.push(Setting {
                    key: join(section, name),
                    default: value.clone(),
                    range: range_in(&comment),
                    value,
                    origin: Origin::Default,
                });
            }
            comment.clear();
        }
        Ok(Self {
            settings,
            faults: Vec::new(),
        })
    }

    fn file(&mut self, path: &Path) {
        let place = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(source) => {
                return self.faults.push(Fault::Unreadable {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        match parse(&text, &place) {
            Ok(tree) => self.table("", tree, path),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn table(&mut self, section: &str, tree: Map<String, Value>, path: &Path) {
        // The map has no order of its own, and the same file should give the same message twice.
        let mut entries: Vec<_> = tree.into_iter().collect();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        for (name, value) in entries {
            let key = join(section, &name);
            let place = path.display().to_string();
            if let Some(at) = self.position(&key) {
                self.accept(at, value.kind, Origin::File(path.to_owned()));
            } else if section.is_empty() && self.sections().any(|known| known == key) {
                match value.kind {
                    ValueKind::Table(inner) => self.table(&key, inner, path),
                    other => {
                        let (expected, found) = ("a section".to_owned(), found(&key, &other));
                        self.faults.push(Fault::Unfit {
                            key,
                            expected,
                            found,
                            place,
                        });
                    }
                }
            } else {
                self.unknown(key, place, true);
            }
        }
    }

    fn environment(&mut self, env: impl Iterator<Item = (String, String)>) {
        let mut variables: Vec<_> = env.filter(|(name, _)| name.starts_with(PREFIX)).collect();
        variables.sort();
        for (name, text) in variables {
            match self
                .settings
                .iter()
                .position(|setting| variable(&setting.key) == name)
            {
                Some(at) => self.accept_text(at, text, Origin::Variable(name)),
                None => {
                    let key = name[PREFIX.len()..].to_lowercase().replace("__", ".");
                    let nearest = self.nearest(&key, false).map(variable);
                    let place = "environment".to_owned();
                    self.faults.push(Fault::Unknown {
                        name,
                        place,
                        nearest,
                    });
                }
            }
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.settings.iter().position(|setting| setting.key == key)
    }

    fn sections(&self) -> impl Iterator<Item = &str> {
        self.settings
            .iter()
            .filter_map(|setting| setting.key.split_once('.'))
            .map(|(section, _)| section)
    }

    fn accept_text(&mut self, at: usize, text: String, origin: Origin) {
        // What does not parse stays text, and the check then says what was expected instead.
        let value = match self.settings[at].default {
            ValueKind::Boolean(_) => text.trim().parse().map(ValueKind::Boolean).ok(),
            ValueKind::I64(_) => text.trim().parse().map(ValueKind::I64).ok(),
            ValueKind::Array(_) => {
                let items = text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                Some(items.collect::<Vec<_>>().into())
            }
            _ => None,
        };
        self.accept(at, value.unwrap_or(ValueKind::String(text)), origin);
    }

    fn accept(&mut self, at: usize, value: ValueKind, origin: Origin) {
        let setting = &mut self.settings[at];
        match check(setting, &value) {
            Ok(()) => (setting.value, setting.origin) = (value, origin),
            Err(expected) => self.faults.push(Fault::Unfit {
                key: setting.key.clone(),
                expected,
                found: found(&setting.key, &value),
                place: match origin {
                    Origin::File(path) => path.display().to_string(),
                    Origin::Variable(name) | Origin::Flag(name) => name,
                    Origin::Default => "the built-in sample".to_owned(),
                },
            }),
        }
    }

    fn nearest(&self, name: &str, in_file: bool) -> Option<&str> {
        let known = self.settings.iter().map(|setting| setting.key.as_str());
        known
            .chain(self.sections().filter(|_| in_file))
            .map(|known| (likeness(name, known), known))
            .filter(|(likeness, _)| *likeness > 0.6)
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, nearest)| nearest)
    }

    fn unknown(&mut self, name: String, place: String, in_file: bool) {
        let nearest = self.nearest(&name, in_file).map(str::to_owned);
        self.faults.push(Fault::Unknown {
            name,
            place,
            nearest,
        });
    }

    fn finish(mut self) -> Result<Loaded, ConfigError> {
        let config =
            self.settings
                .iter()
                .try_fold(config::Config::builder(), |builder, setting| {
                    builder.set_override(&setting.key, Value::new(None, setting.value.clone()))
                });
        match config
            .and_then(|builder| builder.build())
            .and_then(config::Config::try_deserialize)
        {
            Ok(config) if self.faults.is_empty() => {
                let origins = self.settings.into_iter().map(|setting| Shown {
                    value: shown(&setting.key, &setting.value),
                    key: setting.key,
                    origin: setting.origin,
                });
                return Ok(Loaded {
                    config,
                    origins: origins.collect(),
                });
            }
            Ok(_) => {}
            Err(error) => {
                self.faults.push(Fault::Malformed {
                    place: "settings".to_owned(),
                    message: error.to_string(),
                });
            }
        }
        Err(ConfigError {
            faults: self.faults,
        })
    }
}

fn parse(text: &str, place: &str) -> Result<Map<String, Value>, Fault> {
    File::from_str(text, FileFormat::Toml)
        .collect()
        .map_err(|error| {
            let message = match error {
                config::ConfigError::FileParse { cause, .. } => cause.to_string(),
                other => other.to_string(),
            };
            // Between the first line and the last stands the source line itself, which may hold a secret.
            let mut lines = message.lines().filter(|line| !line.is_empty());
            let first = lines.next().unwrap_or_default().to_owned();
            let message = lines
                .next_back()
                .map_or(first.clone(), |last| format!("{first}: {last}"));
            Fault::Malformed {
                place: place.to_owned(),
                message,
            }
        })
}

fn join(section: &str, name: &str) -> String {
    if section.is_empty() {
        name.to_owned()
    } else {
        format!("{section}.{name}")
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('.', "__"))
}

/// The range a comment of the sample states, as in "from 1 to 1000".
fn range_in(comment: &str) -> Option<RangeInclusive<i64>> {
    let words: Vec<_> = comment
        .split_whitespace()
        .map(|word| word.trim_end_matches(['.', ',']))
        .collect();
    words.windows(4).find_map(|words| match words {
        ["from" | "From", low, "to", high] => Some(low.parse().ok()?..=high.parse().ok()?),
        _ => None,
    })
}

fn likeness(name: &str, known: &str) -> f64 {
    let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
    // A right name in the wrong section, or in none, is nearer than its letters say.
    let moved = if last(name) == last(known) { 0.9 } else { 0.0 };
    strsim::normalized_damerau_levenshtein(name, known).max(moved)
}

/// Says what the setting takes where the value is not that.
fn check(setting: &Setting, value: &ValueKind) -> Result<(), String> {
    let (fits, expected) = match (&setting.default, value) {
        (ValueKind::Boolean(_), value) => (matches!(value, ValueKind::Boolean(_)), "true or false"),
        (ValueKind::I64(_), ValueKind::I64(number)) => match &setting.range {
            Some(range) if !range.contains(number) => {
                return Err(format!(
                    "a number from {} to {}",
                    range.start(),
                    range.end()
                ));
            }
            _ => (true, ""),
        },
        (ValueKind::I64(_), _) => (false, "a whole number"),
        (ValueKind::Array(_), ValueKind::Array(items)) => (
            items
                .iter()
                .all(|item| matches!(&item.kind, ValueKind::String(text) if is_origin(text))),
            "a list of origins, each \"*\" or as in \"https://careers.example.org\"",
        ),
        (ValueKind::Array(_), _) => (false, "a list"),
        (_, ValueKind::String(text)) => match setting.key.as_str() {
            "listen" => (
                is_host_port(text),
                "host:port, as in 127.0.0.1:8080 or [::1]:8080",
            ),
            "database_url" => (
                ["sqlite:", "postgres://", "postgresql://"]
                    .iter()
                    .any(|scheme| {
                        text.strip_prefix(scheme)
                            .is_some_and(|rest| !rest.is_empty())
                    }),
                "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
            ),
            "public_url" => (
                text.is_empty() || is_address(text),
                "an http:// or https:// address without a slash at the end, a query or a fragment",
            ),
            "receipts.key" => (
                text.is_empty() || bytes_of_hex(text).is_some_and(|bytes| bytes.len() >= 32),
                "64 or more hexadecimal digits, two a byte",
            ),
            "log.level" => (
                targets_of(text).is_some(),
                "off, error, warn, info, debug or trace, or a list as in info,sqlx=warn",
            ),
            "log.format" => (
                matches!(text.as_str(), "auto" | "human" | "json"),
                "\"auto\", \"human\" or \"json\"",
            ),
            _ => (true, ""),
        },
        _ => (false, "text"),
    };
    if fits {
        Ok(())
    } else {
        Err(expected.to_owned())
    }
}

fn is_host_port(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let bracketed = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let is_host = match bracketed {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        }
    };
    is_host && port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn is_address(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    (is_host_port(authority) || is_host_port(&format!("{authority}:80")))
        && !rest.ends_with('/')
        && rest
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"?#\"<>\\^`{|}@".contains(&b))
}

fn is_origin(text: &str) -> bool {
    text == "*" || is_address(text) && text.matches('/').count() == 2
}

/// The filter a text names; a bare word that is no level is refused, though `Targets` would take it for a target and
/// then log nothing else.
fn targets_of(text: &str) -> Option<Targets> {
    // The parser takes an empty level for `error`.
    let is_level = |text: &str| !text.is_empty() && text.parse::<LevelFilter>().is_ok();
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    let fits = |part: &&str| match part.split_once('=') {
        Some((target, level)) => !target.is_empty() && is_level(level),
        None => is_level(part),
    };
    if parts.iter().all(fits) {
        parts.join(",").parse().ok()
    } else {
        None
    }
}

fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    pairs
        .iter()
        .map(|&[high, low]| Some(nibble(high)? << 4 | nibble(low)?))
        .collect()
}

/// A value in the notation of a variable, fit to be shown.
fn shown(key: &str, value: &ValueKind) -> String {
    match value {
        ValueKind::String(text) if key == "database_url" => mask_password(text),
        ValueKind::String(text) if key == "receipts.key" && !text.is_empty() => MASK.to_owned(),
        ValueKind::Array(items) => items
            .iter()
            .map(|item| shown(key, &item.kind))
            .collect::<Vec<_>>()
            .join(","),
        other => Value::new(None, other.clone())
            .into_string()
            .unwrap_or_default(),
    }
}

/// A value as a fault quotes it.
fn found(key: &str, value: &ValueKind) -> String {
    match value {
        ValueKind::Table(_) => "a section".to_owned(),
        _ if key == "receipts.key" => MASK.to_owned(),
        ValueKind::String(_) => format!("{:?}", shown(key, value)),
        ValueKind::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| found(key, &item.kind)).collect();
            format!("[{}]", items.join(", "))
        }
        other => shown(key, other),
    }
}

/// Hides the password of a database address. Where the address is odd, rather too much of it than too little.
fn mask_password(url: &str) -> String {
    let start = url
        .find("://")
        .map(|at| at + 3)
        .or_else(|| url.find(':').map(|at| at + 1))
        .unwrap_or(0);
    let (scheme, rest) = url.split_at(start);
    let rest = match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((user, _)) => format!("{user}:****@{host}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    let Some((path, query)) = rest.split_once('?') else {
        return format!("{scheme}{rest}");
    };
    let masked = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.to_lowercase().contains("password") => format!("{name}=****"),
        _ => pair.to_owned(),
    });
    format!("{scheme}{path}?{}", masked.collect::<Vec<_>>().join("&"))
}

fn secret<'de, D: Deserializer<'de>>(input: D) -> Result<SecretString, D::Error> {
    String::deserialize(input).map(SecretString::from)
}

fn millis<'de, D: Deserializer<'de>>(input: D) -> Result<Duration, D::Error> {
    u64::deserialize(input).map(Duration::from_millis)
}

fn hex_key<'de, D: Deserializer<'de>>(input: D) -> Result<Option<SecretSlice<u8>>, D::Error> {
    let text = String::deserialize(input)?;
    let bytes = bytes_of_hex(&text).ok_or_else(|| D::Error::custom("not hexadecimal"))?;
    Ok((!bytes.is_empty()).then(|| SecretSlice::from(bytes)))
}

fn targets<'de, D: Deserializer<'de>>(input: D) -> Result<Targets, D::Error> {
    targets_of(&String::deserialize(input)?).ok_or_else(|| D::Error::custom("not a level"))
}

fn path<'de, D: Deserializer<'de>>(input: D) -> Result<Option<PathBuf>, D::Error> {
    let text = String::deserialize(input)?;
    Ok((!text.is_empty()).then(|| PathBuf::from(text)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn load(
        file: Option<&str>,
        env: &[(&str, &str)],
        flags: &[(&str, &str)],
    ) -> Result<Loaded, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rungs.toml");
        if let Some(text) = file {
            std::fs::write(&path, text).unwrap();
        }
        let own = |text: &str| text.to_owned();
        Config::load(LoadFrom {
            file: file.map(|_| path),
            env: env.iter().map(|(name, value)| (own(name), own(value))),
            flags: flags
                .iter()
                .map(|(key, value)| Flag {
                    key: own(key),
                    value: own(value),
                    name: format!("--{key}"),
                })
                .collect(),
        })
    }

    fn faults(file: Option<&str>, env: &[(&str, &str)], flags: &[(&str, &str)]) -> Vec<String> {
        let temporary = std::env::temp_dir().display().to_string();
        let faults = load(file, env, flags).unwrap_err().faults;
        let without_folder = |fault: &Fault| {
            let text = fault.to_string();
            match text.find(&temporary).zip(text.find("rungs.toml")) {
                Some((start, end)) => format!("{}{}", &text[..start], &text[end..]),
                None => text,
            }
        };
        faults.iter().map(without_folder).collect()
    }

    fn shown_of(loaded: &Loaded, key: &str) -> (String, String) {
        let shown = loaded
            .origins
            .iter()
            .find(|shown| shown.key == key)
            .unwrap();
        (shown.value.clone(), shown.origin.to_string())
    }

    #[test]
    fn the_sample_alone_is_a_configuration() {
        let loaded = load(None, &[], &[]).unwrap();
        let config = &loaded.config;
        assert_eq!(config.listen, "127.0.0.1:8080");
        assert_eq!(config.database_url.expose_secret(), "sqlite:rungs.db");
        assert_eq!((config.workers, config.public_url.as_str()), (0, ""));
        assert!(config.receipts.key.is_none() && config.log.file.is_none());
        assert_eq!(config.log.format, LogFormat::Auto);
        assert_eq!(config.limits.keep_alive, Duration::from_secs(75));
        assert_eq!(config.shutdown.grace, Duration::from_secs(30));
        assert_eq!(config.cors.public_origins, ["*"]);
        assert!(
            loaded
                .origins
                .iter()
                .all(|shown| shown.origin == Origin::Default)
        );
        let keys: Vec<_> = loaded
            .origins
            .iter()
            .map(|shown| shown.key.as_str())
            .collect();
        assert_eq!(keys.len(), 22);
        assert_eq!(
            keys[..5],
            [
                "listen",
                "database_url",
                "public_url",
                "workers",
                "database.migrate"
            ]
        );
        assert_eq!(keys[21], "cors.public_origins");
    }

    #[test]
    fn every_setting_of_the_sample_is_explained_and_every_number_has_a_range_with_its_unit() {
        let mut comment = String::new();
        for line in SAMPLE.lines() {
            if line.starts_with('#') {
                comment.push_str(line);
            } else if let Some((name, _)) = line.split_once(" = ") {
                assert!(comment.len() > 20, "{name} has no comment");
                for (end, unit) in [("_ms", "Milliseconds"), ("_bytes", "Bytes")] {
                    assert!(
                        !name.ends_with(end) || comment.contains(unit),
                        "{name} states no {unit}"
                    );
                }
                comment.clear();
            } else {
                comment.clear();
            }
        }
        for setting in Reading::of_the_sample().unwrap().settings {
            let is_number = matches!(setting.default, ValueKind::I64(_));
            assert_eq!(setting.range.is_some(), is_number, "{}", setting.key);
            assert_eq!(check(&setting, &setting.value), Ok(()), "{}", setting.key);
        }
    }

    #[test]
    fn what_is_set_later_wins_and_says_where_it_came_from() {
        let file = "listen = 'file:1'\npublic_url = 'http://file'\nworkers = 1\n[limits]\nbody_bytes = 1\n";
        let env = [
            ("RUNGS_PUBLIC_URL", "http://env"),
            ("RUNGS_WORKERS", "2"),
            ("HOME", "/x"),
            ("RUNG", ""),
        ];
        let loaded = load(Some(file), &env, &[("workers", "3")]).unwrap();
        assert_eq!(loaded.config.workers, 3);
        assert_eq!(
            shown_of(&loaded, "workers"),
            ("3".into(), "flag --workers".into())
        );
        assert_eq!(
            shown_of(&loaded, "public_url"),
            ("http://env".into(), "variable RUNGS_PUBLIC_URL".into())
        );
        let (listen, origin) = shown_of(&loaded, "listen");
        assert!(
            listen == "file:1" && origin.starts_with("file /") && origin.ends_with("rungs.toml")
        );
        assert_eq!(loaded.config.limits.body_bytes, 1);
        assert_eq!(
            shown_of(&loaded, "limits.line_bytes"),
            ("65536".into(), "default".into())
        );
    }

    #[test]
    fn every_setting_can_come_from_a_variable() {
        let key = "0aF9".repeat(16);
        let env = [
            ("RUNGS_DATABASE__MIGRATE", "false"),
            ("RUNGS_DATABASE__ACQUIRE_TIMEOUT_MS", "1"),
            ("RUNGS_RECEIPTS__KEY", key.as_str()),
            ("RUNGS_LOG__LEVEL", "info, sqlx=warn"),
            ("RUNGS_LOG__FORMAT", "json"),
            ("RUNGS_LOG__FILE", "/var/log/rungs.log"),
            (
                "RUNGS_CORS__PUBLIC_ORIGINS",
                "https://a.example, http://localhost:3000",
            ),
        ];
        let loaded = load(None, &env, &[]).unwrap();
        let config = &loaded.config;
        assert!(!config.database.migrate);
        assert_eq!(config.database.acquire_timeout, Duration::from_millis(1));
        assert_eq!(
            config.receipts.key.as_ref().unwrap().expose_secret()[..2],
            [0x0a, 0xf9]
        );
        assert!(!config.log.level.would_enable("sqlx", &tracing::Level::INFO));
        assert_eq!(
            config.log.file.as_deref(),
            Some(Path::new("/var/log/rungs.log"))
        );
        assert_eq!(
            config.cors.public_origins,
            ["https://a.example", "http://localhost:3000"]
        );
        assert_eq!(
            shown_of(&loaded, "cors.public_origins").0,
            "https://a.example,http://localhost:3000"
        );
        let none = load(None, &[("RUNGS_CORS__PUBLIC_ORIGINS", "")], &[]).unwrap();
        assert!(none.config.cors.public_origins.is_empty());
    }

    #[test]
    fn all_faults_of_all_sources_are_told_at_once() {
        let file = "lsten = 'a:1'\nworkers = 'two'\nlimits = 3\nmax_connections = 5\n[limit]\n[log]\nlevel = 'info,loud'\n\
                    rquests = true\nfile = {}\n[cors]\npublic_origins = ['*', 'https://a/b']\n";
        let env = [
            ("RUNGS_LIMITS__BODY_BYTES", "abc"),
            ("RUNGS_LIMITS__LINE_BYTES", "0"),
            ("RUNGS_LIMITS_BODY_BYTES", "1"),
            ("RUNGS_XYZ", ""),
            ("RUNGS_LOG", ""),
            ("RUNGS_CONNECTIONS", "1"),
            ("RUNGS_DATABASE__MIGRATE", "yes"),
        ];
        assert_eq!(
            faults(
                Some(file),
                &env,
                &[("workers", "1025"), ("log.fromat", "json")]
            ),
            [
                "cors.public_origins: expected a list of origins, each \"*\" or as in \"https://careers.example.org\", \
                 found [\"*\", \"https://a/b\"] (rungs.toml)",
                "limit: unknown setting (rungs.toml); did you mean limits?",
                "limits: expected a section, found 3 (rungs.toml)",
                "log.file: expected text, found a section (rungs.toml)",
                "log.level: expected off, error, warn, info, debug or trace, or a list as in info,sqlx=warn, \
                 found \"info,loud\" (rungs.toml)",
                "log.rquests: unknown setting (rungs.toml); did you mean log.requests?",
                "lsten: unknown setting (rungs.toml); did you mean listen?",
                "max_connections: unknown setting (rungs.toml); did you mean database.max_connections?",
                "workers: expected a whole number, found \"two\" (rungs.toml)",
                "RUNGS_CONNECTIONS: unknown setting (environment); did you mean RUNGS_LIMITS__CONNECTIONS?",
                "database.migrate: expected true or false, found \"yes\" (RUNGS_DATABASE__MIGRATE)",
                "RUNGS_LIMITS_BODY_BYTES: unknown setting (environment); did you mean RUNGS_LIMITS__BODY_BYTES?",
                "limits.body_bytes: expected a whole number, found \"abc\" (RUNGS_LIMITS__BODY_BYTES)",
                "limits.line_bytes: expected a number from 1 to 1073741824, found 0 (RUNGS_LIMITS__LINE_BYTES)",
                "RUNGS_LOG: unknown setting (environment)",
                "RUNGS_XYZ: unknown setting (environment)",
                "workers: expected a number from 0 to 1024, found 1025 (--workers)",
                "log.fromat: unknown setting (--log.fromat); did you mean log.format?",
            ]
        );
    }

    #[test]
    fn a_file_that_is_missing_or_broken_is_told_with_its_line_beside_the_other_faults() {
        let missing = Config::load(LoadFrom {
            file: Some("/nowhere/rungs.toml".into()),
            env: [("RUNGS_WORKERS".to_owned(), "x".to_owned())].into_iter(),
            flags: Vec::new(),
        });
        let message = missing.unwrap_err().to_string();
        assert!(
            message.starts_with("/nowhere/rungs.toml: cannot be read: No such file"),
            "{message}"
        );
        assert!(
            message.ends_with("\nworkers: expected a whole number, found \"x\" (RUNGS_WORKERS)"),
            "{message}"
        );
        let broken = faults(Some("workers = 1\n[receipts]\nkey = \"s3cr3t\n"), &[], &[]);
        assert!(
            broken[0].starts_with("rungs.toml: not TOML: TOML parse error at line 3, column"),
            "{broken:?}"
        );
        assert!(!broken[0].contains("s3cr3t"), "{broken:?}");
    }

    #[test]
    fn each_text_is_checked_at_its_edges() {
        let hex = "a".repeat(62);
        let cases: &[(&str, &[&str], &[&str])] = &[
            (
                "listen",
                &[
                    "0.0.0.0:0",
                    "[::1]:0",
                    "[::]:65535",
                    "localhost:80",
                    "rungs_api.internal:8080",
                ],
                &[
                    "",
                    "8080",
                    ":8080",
                    "::1:80",
                    "[::1]",
                    "[x]:1",
                    "a:65536",
                    "a:+1",
                    "a:",
                    "a b:1",
                    "http://a:1",
                ],
            ),
            (
                "database_url",
                &[
                    "sqlite:a.db",
                    "sqlite::memory:",
                    "postgres://u@h/d",
                    "postgresql:///d?host=/run",
                ],
                &["", "sqlite:", "a.db", "mysql://h/d"],
            ),
            (
                "public_url",
                &[
                    "",
                    "http://a",
                    "https://a.example:8443/rungs",
                    "http://[::1]:80",
                ],
                &[
                    "a",
                    "/x",
                    "ftp://a",
                    "https://",
                    "https://a/",
                    "https://a?x",
                    "https://a#x",
                    "https://a b",
                    "http://u@a",
                ],
            ),
            (
                "receipts.key",
                &["", &format!("{hex}0F"), &format!("{hex}0011")],
                &[
                    &hex,
                    &format!("{hex}0"),
                    &format!("{hex}000"),
                    &format!("{hex}0g"),
                    &format!("{hex}é"),
                ],
            ),
            (
                "log.level",
                &["off", "INFO", "rungs=debug", "warn,rungs::request=off", "0"],
                &["", "loud", "info,", "=info", "a=b", "a=info=b"],
            ),
            (
                "log.format",
                &["auto", "human", "json"],
                &["", "JSON", "text"],
            ),
            (
                "cors.public_origins",
                &["*", "", "http://a:1"],
                &["a", "https://a/", "https://a/b", "null"],
            ),
            (
                "limits.body_bytes",
                &["1", " 2 ", "1073741824"],
                &["", "-1", "1.5", "1e3", "99999999999999999999", "1073741825"],
            ),
            ("log.requests", &["true", "false"], &["", "1", "TRUE"]),
        ];
        for (key, good, bad) in cases {
            for value in *good {
                assert!(
                    load(None, &[], &[(key, value)]).is_ok(),
                    "{key} = {value:?} was refused"
                );
            }
            for value in *bad {
                assert!(
                    load(None, &[], &[(key, value)]).is_err(),
                    "{key} = {value:?} was taken"
                );
            }
        }
    }

    #[test]
    fn secrets_are_never_shown() {
        let key = "5ec2e7".repeat(11);
        let url = "postgres://rungs:5ec2e7@db/rungs?sslmode=require";
        let loaded = load(
            None,
            &[("RUNGS_RECEIPTS__KEY", &key), ("RUNGS_DATABASE_URL", url)],
            &[],
        )
        .unwrap();
        assert_eq!(shown_of(&loaded, "receipts.key").0, "********");
        assert_eq!(
            shown_of(&loaded, "database_url").0,
            "postgres://rungs:****@db/rungs?sslmode=require"
        );
        assert!(!format!("{loaded:?}").contains("5ec2e7"));
        let told = faults(
            Some("[receipts]\nkey = 527727\n"),
            &[
                ("RUNGS_RECEIPTS__KEY", "5ec2e7"),
                ("RUNGS_DATABASE_URL", "mysql://u:5ec2e7@h/d"),
            ],
            &[("receipts.key", "5ec2e7x")],
        );
        assert_eq!(told.len(), 4);
        assert!(
            !told
                .iter()
                .any(|fault| fault.contains("5ec2e7") || fault.contains("527727")),
            "{told:?}"
        );
    }

    #[test]
    fn a_password_is_hidden_in_odd_addresses_too() {
        for (url, shown) in [
            ("sqlite:rungs.db?mode=rwc", "sqlite:rungs.db?mode=rwc"),
            ("postgres://h/d", "postgres://h/d"),
            ("postgres://u@h/d", "postgres://u@h/d"),
            ("postgres://u:p@h:5432/d", "postgres://u:****@h:5432/d"),
            ("postgres://u:p@/?#:x@h/d", "postgres://u:****@h/d"),
            ("postgres://:p@h/d", "postgres://:****@h/d"),
            (
                "postgres://h/d?user=u&password=p&x",
                "postgres://h/d?user=u&password=****&x",
            ),
            ("postgres:u:p@h", "postgres:u:****@h"),
            ("u:p@h", "u:p@h"),
            ("é:ü:p@h", "é:ü:****@h"),
            ("", ""),
            ("@", "@"),
            ("://", "://"),
            ("?", "?"),
        ] {
            assert_eq!(mask_password(url), shown, "{url}");
        }
    }
}
