//! The settings: one struct in sections, read from the compiled-in sample, then a file, then the environment, then flags.
//! The sample `deploy/config.toml` states each setting once: its name, type, default, range and place in the list.
//! Every fault is collected and said at once. Nothing here acts on a setting.

use std::net::IpAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::{SecretSlice, SecretString};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use tracing_subscriber::filter::Targets;

mod fault;
mod fitness;
mod masking;
mod reading;
#[cfg(test)]
mod tests;

pub use fault::{ConfigError, Fault};
pub use reading::{Flag, LoadFrom, Loaded, Origin, SAMPLE, Shown};

use fitness::{bytes_of_hex, targets_of};
use reading::Reading;

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
    /// Who may do what.
    pub access: AccessConfig,
    /// Quizzes taken turn by turn.
    pub quiz: QuizConfig,
    /// What is logged, how and where to.
    pub log: LogConfig,
    /// The reading of words.
    pub words: WordsConfig,
    /// What a client may ask of the service.
    pub limits: LimitsConfig,
    /// How the service stops.
    pub shutdown: ShutdownConfig,
    /// Which web pages may read answers.
    pub cors: CorsConfig,
    /// The pages for people.
    pub pages: PagesConfig,
    /// The Model Context Protocol.
    pub mcp: McpConfig,
    /// What is kept about people.
    pub people: PeopleConfig,
    /// For how long it is kept.
    pub retention: RetentionConfig,
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
    /// The keys, 32 bytes or more each: the first signs, the others only verify. None where the database keeps one.
    #[serde(rename = "key", deserialize_with = "hex_keys")]
    pub keys: Vec<SecretSlice<u8>>,
}

/// Who may do what.
#[derive(Debug, Clone, Deserialize)]
pub struct AccessConfig {
    /// Whether catalogue reads and stateless calls need no key.
    pub public: bool,
    /// The secrets that hash keys, 32 bytes or more each: the first for new keys. None where the database keeps one.
    #[serde(rename = "secret", deserialize_with = "hex_keys")]
    pub secrets: Vec<SecretSlice<u8>>,
    /// Requests of an address with a key that does not fit, a minute.
    pub failures_per_minute: NonZero<u32>,
    /// Addresses whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
}

/// What is kept about people.
#[derive(Debug, Clone, Deserialize)]
pub struct PeopleConfig {
    /// What becomes of an id or a label that looks like a name or an e-mail address.
    pub personal_data: PersonalData,
    /// Groups of fewer people are not told in counts over people.
    pub smallest_group: u64,
}

/// What becomes of what looks personal, as set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonalData {
    /// It is kept, and the answer warns of it.
    Warn,
    /// It is refused.
    Refuse,
}

/// For how many days what is kept about people is kept; None for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct RetentionConfig {
    /// Assessments, from the day on which the quiz was taken.
    #[serde(rename = "assessments_days", deserialize_with = "days")]
    pub assessments: Option<u64>,
    /// Evidence, from the day on which it was recorded.
    #[serde(rename = "evidence_days", deserialize_with = "days")]
    pub evidence: Option<u64>,
    /// Everything about somebody, from the day on which anything was stored of them last.
    #[serde(rename = "people_days", deserialize_with = "days")]
    pub people: Option<u64>,
}

/// Quizzes taken turn by turn.
#[derive(Debug, Clone, Deserialize)]
pub struct QuizConfig {
    /// How long a turn can be gone on from.
    #[serde(rename = "turn_minutes", deserialize_with = "minutes")]
    pub turn: Duration,
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

/// The reading of words, in search and diagnosis.
#[derive(Debug, Clone, Deserialize)]
pub struct WordsConfig {
    /// Languages (ISO 639-1) in which the forms of a word count as one word.
    pub stemming: Vec<String>,
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
    /// Origins that may send what needs a key.
    pub private_origins: Vec<String>,
}

/// The pages for people.
#[derive(Debug, Clone, Deserialize)]
pub struct PagesConfig {
    /// The ladder whose quiz the front page shows.
    pub ladder: String,
    /// Who may show the pages in a frame, as in a Content-Security-Policy.
    pub frame_ancestors: Vec<String>,
}

/// The Model Context Protocol.
#[derive(Debug, Clone, Deserialize)]
pub struct McpConfig {
    /// Hosts by which assistants reach the service; `*` is any.
    pub hosts: Vec<String>,
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

fn secret<'de, D: Deserializer<'de>>(input: D) -> Result<SecretString, D::Error> {
    String::deserialize(input).map(SecretString::from)
}

fn millis<'de, D: Deserializer<'de>>(input: D) -> Result<Duration, D::Error> {
    u64::deserialize(input).map(Duration::from_millis)
}

fn minutes<'de, D: Deserializer<'de>>(input: D) -> Result<Duration, D::Error> {
    u64::deserialize(input).map(|minutes| Duration::from_secs(60 * minutes))
}

fn days<'de, D: Deserializer<'de>>(input: D) -> Result<Option<u64>, D::Error> {
    u64::deserialize(input).map(|days| (days > 0).then_some(days))
}

fn hex_keys<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<SecretSlice<u8>>, D::Error> {
    let text = String::deserialize(input)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let keys = text
        .split(',')
        .map(|key| bytes_of_hex(key).map(SecretSlice::from));
    let keys: Option<_> = keys.collect();
    keys.ok_or_else(|| D::Error::custom("not hexadecimal"))
}

fn targets<'de, D: Deserializer<'de>>(input: D) -> Result<Targets, D::Error> {
    targets_of(&String::deserialize(input)?).ok_or_else(|| D::Error::custom("not a level"))
}

fn path<'de, D: Deserializer<'de>>(input: D) -> Result<Option<PathBuf>, D::Error> {
    let text = String::deserialize(input)?;
    Ok((!text.is_empty()).then(|| PathBuf::from(text)))
}
