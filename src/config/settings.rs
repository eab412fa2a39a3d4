//! The settings as a struct in sections: the name, type and valid values of each. `deploy/config.toml` has the defaults.

use std::net::IpAddr;
use std::path::PathBuf;

use garde::Validate;
use secrecy::{SecretSlice, SecretString};
use serde::{Deserialize, Deserializer};
use tracing_subscriber::filter::Targets;

use super::validation;

/// Every setting of the service, checked.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct Config {
    /// Where to listen, `host:port`; an IPv6 address stands in brackets.
    #[garde(custom(validation::host_and_port))]
    pub listen: String,
    /// The database, `sqlite:` or `postgres://`; may hold a password.
    #[garde(custom(validation::database_url))]
    pub database_url: SecretString,
    /// The address users see, without a slash at the end; empty where links are paths.
    #[garde(custom(validation::base_url))]
    pub public_url: String,
    /// Threads that answer requests; 0 is one per core.
    #[garde(range(max = 1024))]
    pub workers: usize,
    /// The connection to the database.
    #[garde(dive)]
    pub database: DatabaseConfig,
    /// The signing of receipts.
    #[garde(dive)]
    pub receipts: ReceiptsConfig,
    /// Who may do what.
    #[garde(dive)]
    pub access: AccessConfig,
    /// Quizzes taken turn by turn.
    #[garde(dive)]
    pub quiz: QuizConfig,
    /// What is logged, how and where to.
    #[garde(dive)]
    pub log: LogConfig,
    /// The reading of words.
    #[garde(dive)]
    pub words: WordsConfig,
    /// What a client may ask of the service.
    #[garde(dive)]
    pub limits: LimitsConfig,
    /// How the service stops.
    #[garde(dive)]
    pub shutdown: ShutdownConfig,
    /// Which web pages may read answers.
    #[garde(dive)]
    pub cors: CorsConfig,
    /// The pages for people.
    #[garde(dive)]
    pub pages: PagesConfig,
    /// The Model Context Protocol.
    #[garde(dive)]
    pub mcp: McpConfig,
    /// What is kept about people.
    #[garde(dive)]
    pub people: PeopleConfig,
    /// For how long it is kept.
    #[garde(dive)]
    pub retention: RetentionConfig,
}

/// The connection to the database.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct DatabaseConfig {
    /// Whether the tables are brought up to date at the start.
    pub migrate: bool,
    /// Connections at most.
    #[garde(range(min = 1, max = 1000))]
    pub max_connections: u32,
    /// How long a request waits for a free connection, in milliseconds.
    #[garde(range(min = 1, max = 600_000))]
    pub acquire_timeout_ms: u64,
    /// How long SQLite waits for another writer, in milliseconds.
    #[garde(range(min = 1, max = 600_000))]
    pub busy_timeout_ms: u64,
}

/// The signing of receipts.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct ReceiptsConfig {
    /// The keys, 32 bytes or more each: the first signs, the others only verify. None where the database keeps one.
    #[serde(rename = "key", deserialize_with = "validation::keys")]
    pub keys: Vec<SecretSlice<u8>>,
}

/// Who may do what.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct AccessConfig {
    /// Whether catalogue reads and stateless calls need no key.
    pub public: bool,
    /// The secrets that hash keys, 32 bytes or more each: the first for new keys. None where the database keeps one.
    #[serde(rename = "secret", deserialize_with = "validation::keys")]
    pub secrets: Vec<SecretSlice<u8>>,
    /// Requests of an address with a key that does not fit, a minute.
    #[garde(range(min = 1, max = 1_000_000))]
    pub failures_per_minute: u32,
    /// Addresses whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
}

/// What is kept about people.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct PeopleConfig {
    /// What becomes of an id or a label that looks like a name or an e-mail address.
    pub personal_data: PersonalData,
    /// Groups of fewer people are not told in counts over people.
    #[garde(range(min = 3, max = 1000))]
    pub smallest_group: u64,
}

/// What becomes of what looks personal, as set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum PersonalData {
    /// It is kept, and the answer warns of it.
    Warn,
    /// It is refused.
    Refuse,
}

/// For how many days what is kept about people is kept; 0 for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct RetentionConfig {
    /// Assessments, from the day on which the quiz was taken.
    #[garde(range(max = 36_500))]
    pub assessments_days: u64,
    /// Evidence, from the day on which it was recorded.
    #[garde(range(max = 36_500))]
    pub evidence_days: u64,
    /// Everything about somebody, from the day on which anything was stored of them last.
    #[garde(range(max = 36_500))]
    pub people_days: u64,
}

/// Quizzes taken turn by turn.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct QuizConfig {
    /// How long a turn can be gone on from, in minutes.
    #[garde(range(min = 1, max = 10_080))]
    pub turn_minutes: u64,
}

/// What is logged, how and where to.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct LogConfig {
    /// What is worth a line.
    #[serde(deserialize_with = "validation::targets")]
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
#[serde(try_from = "String")]
pub enum LogFormat {
    /// Human on a terminal, JSON elsewhere.
    Auto,
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// The reading of words, in search and diagnosis.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct WordsConfig {
    /// Languages (ISO 639-1) in which the forms of a word count as one word.
    #[garde(inner(custom(validation::language)))]
    pub stemming: Vec<String>,
}

/// What a client may ask of the service.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct LimitsConfig {
    /// The longest request body, in bytes.
    #[garde(range(min = 1, max = 1 << 30))]
    pub body_bytes: usize,
    /// The longest line of a batch, in bytes.
    #[garde(range(min = 1, max = 1 << 30))]
    pub line_bytes: usize,
    /// The longest request head, in bytes.
    #[garde(range(min = 1, max = 128 << 10))]
    pub header_bytes: usize,
    /// How long the request head may take, in milliseconds.
    #[garde(range(min = 1, max = 3_600_000))]
    pub head_timeout_ms: u64,
    /// How long the request body may take, in milliseconds.
    #[garde(range(min = 1, max = 3_600_000))]
    pub body_timeout_ms: u64,
    /// How long an idle connection stays open, in milliseconds.
    #[garde(range(min = 1, max = 3_600_000))]
    pub keep_alive_ms: u64,
    /// Connections open at once.
    #[garde(range(min = 1, max = 1_000_000))]
    pub connections: usize,
}

/// How the service stops.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct ShutdownConfig {
    /// How long running requests may take to finish, in milliseconds.
    #[garde(range(min = 1, max = 3_600_000))]
    pub grace_ms: u64,
}

/// Which web pages may read answers.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct CorsConfig {
    /// Origins that may read the public resources; `*` is any.
    #[garde(inner(custom(validation::cors_origin)))]
    pub public_origins: Vec<String>,
    /// Origins that may send what needs a key.
    #[garde(inner(custom(validation::cors_origin)))]
    pub private_origins: Vec<String>,
}

/// The pages for people.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct PagesConfig {
    /// The ladder whose quiz the front page shows.
    #[garde(custom(validation::ladder_id))]
    pub ladder: String,
    /// Who may show the pages in a frame, as in a Content-Security-Policy.
    #[garde(inner(custom(validation::frame_ancestor)))]
    pub frame_ancestors: Vec<String>,
}

/// The Model Context Protocol.
#[derive(Debug, Clone, Deserialize, Validate)]
#[garde(allow_unvalidated)]
pub struct McpConfig {
    /// Hosts by which assistants reach the service; `*` is any.
    #[garde(inner(custom(validation::host)))]
    pub hosts: Vec<String>,
}

impl TryFrom<String> for PersonalData {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "warn" => Ok(Self::Warn),
            "refuse" => Ok(Self::Refuse),
            _ => Err("expected \"warn\" or \"refuse\""),
        }
    }
}

impl TryFrom<String> for LogFormat {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "auto" => Ok(Self::Auto),
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err("expected \"auto\", \"human\" or \"json\""),
        }
    }
}

fn path<'de, D: Deserializer<'de>>(input: D) -> Result<Option<PathBuf>, D::Error> {
    let text = String::deserialize(input)?;
    Ok((!text.is_empty()).then(|| PathBuf::from(text)))
}
