//! The commands. Each reads its arguments, asks the App or the domain, and prints; statuses are the same for all.

mod config;
mod diagnose;
mod diff;
mod ladder;
mod mcp;
mod organisations;
mod publish;
mod quiz;
mod retention;
mod score;
mod serve;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::Context;
use clap::{CommandFactory, Parser, Subcommand};
use secrecy::ExposeSecret;

use crate::{
    config::{Config, ConfigError, Flag, LoadFrom, Loaded},
    domain::schema,
    http::documentation,
    store::{Store, StoreConfig, StoreError},
};

/// Done.
const DONE: u8 = 0;
/// The command ran and found something, or failed.
const FOUND: u8 = 1;
/// The command line, the settings or an input cannot be read.
const UNREADABLE: u8 = 2;
/// There is no database, or it went away.
const NO_DATABASE: u8 = 3;
/// The database does not fit this binary: newer, behind, or changed.
const WRONG_DATABASE: u8 = 4;

/// Career ladders as an API: levels, a self-assessment quiz, phases and pay bands, over HTTP and on the command line.
///
/// Without a command it serves. Exit status: 0 done, 1 found something or failed, 2 unreadable arguments, settings or input, 3 no
/// database, 4 a database that does not fit this binary.
#[derive(Debug, Parser)]
#[command(name = "rungs", version, max_term_width = 100)]
struct Arguments {
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
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve over HTTP (also without a command).
    Serve,
    /// Bring the database up to date.
    Migrate,
    /// Print the settings in force and where each comes from, secrets redacted.
    Config,
    /// Look at ladders, check a document, publish one.
    Ladder(ladder::Ladders),
    /// Take the quiz here.
    Quiz(quiz::Arguments),
    /// Score answers from standard input, a JSON object a line.
    Score(score::Arguments),
    /// Tell from a text which roadblock it speaks of, or measure how often that is right.
    Diagnose(diagnose::Arguments),
    /// Make and list organisations.
    #[command(subcommand)]
    Org(organisations::Organisations),
    /// Make, list and revoke keys of organisations.
    #[command(subcommand)]
    Key(organisations::Keys),
    /// Verify the audit.
    #[command(subcommand)]
    Audit(organisations::Audit),
    /// Remove what is past its time.
    #[command(subcommand)]
    Retention(retention::Retention),
    /// Talk with an assistant by the Model Context Protocol, over standard input and output.
    Mcp,
    /// Print the OpenAPI document.
    Openapi,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Ask a running service whether it is alive; for health checks of containers.
    Healthcheck,
}

/// A failure with the status that the process ends with.
#[derive(Debug)]
struct Failure {
    status: u8,
    error: anyhow::Error,
}

impl Failure {
    fn new(status: u8, error: impl Into<anyhow::Error>) -> Self {
        Self {
            status,
            error: error.into(),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let status = match error.downcast_ref::<StoreError>() {
            Some(store) => status_of(store),
            None => FOUND,
        };
        Self { status, error }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(status_of(&error), error)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(UNREADABLE, error)
    }
}

impl From<io::Error> for Failure {
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

type Outcome = Result<u8, Failure>;

/// Reads the command line and runs the command.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                let _ = error.print();
                return ExitCode::from(UNREADABLE);
            }
            return end(error.print().map(|()| DONE).map_err(Failure::from));
        }
    };
    end(dispatch(&arguments))
}

/// The status that the process ends with; a failure is said in a sentence.
fn end(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(failure) if is_closed_pipe(&failure.error) => ExitCode::from(DONE),
        Err(failure) => {
            let mut text = String::new();
            for cause in failure.error.chain() {
                let sentence = cause.to_string();
                // Some errors repeat their cause in their own sentence.
                if !text.contains(&sentence) {
                    text += if text.is_empty() { "" } else { ": " };
                    text += &sentence;
                }
            }
            let _ = writeln!(io::stderr(), "rungs: {text}");
            ExitCode::from(failure.status)
        }
    }
}

/// `rungs … | head` ends early and that is fine.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn dispatch(arguments: &Arguments) -> Outcome {
    match &arguments.command {
        None | Some(Command::Serve) => serve::run(load(arguments)?),
        Some(Command::Migrate) => serve::migrate(&load(arguments)?.config),
        Some(Command::Config) => config::run(&load(arguments)?),
        Some(Command::Ladder(ladders)) => ladder::run(ladders, arguments),
        Some(Command::Quiz(quiz)) => quiz::run(quiz, arguments),
        Some(Command::Score(score)) => score::run(score, arguments),
        Some(Command::Diagnose(diagnose)) => diagnose::run(diagnose, arguments),
        Some(Command::Org(command)) => organisations::run_organisations(command, arguments),
        Some(Command::Key(command)) => organisations::run_keys(command, arguments),
        Some(Command::Audit(command)) => organisations::run_audit(command, arguments),
        Some(Command::Retention(command)) => retention::run(command, arguments),
        Some(Command::Mcp) => mcp::run(arguments),
        Some(Command::Openapi) => print(&documentation::text()),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "rungs", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Some(Command::Healthcheck) => serve::healthcheck(&load(arguments)?.config),
    }
}

fn print(text: &str) -> Outcome {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(DONE)
}

/// The JSON Schema of the ladder document as text, as it is served and committed.
fn schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&schema::of_ladder()).unwrap_or_default();
    text.push('\n');
    text
}

/// The settings in force.
fn load(arguments: &Arguments) -> Result<Loaded, Failure> {
    let mut flags = Vec::new();
    let mut flag = |key: &str, value: &str, name: &str| {
        flags.push(Flag {
            key: key.into(),
            value: value.into(),
            name: name.into(),
        });
    };
    if let Some(listen) = &arguments.listen {
        flag("listen", listen, "--listen");
    }
    if let Some(url) = &arguments.database_url {
        flag("database_url", url, "--database-url");
    }
    for setting in &arguments.set {
        let (key, value) = setting.split_once('=').ok_or_else(|| {
            Failure::new(
                UNREADABLE,
                anyhow::anyhow!("--set takes NAME=VALUE, not {setting:?}"),
            )
        })?;
        flag(key, value, "--set");
    }
    let env = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Config::load(LoadFrom {
        file: arguments.config.clone(),
        env,
        flags,
    })?)
}

fn store_config(config: &Config) -> StoreConfig {
    StoreConfig {
        url: config.database_url.expose_secret().to_owned(),
        max_connections: config.database.max_connections,
        acquire_timeout: Duration::from_millis(config.database.acquire_timeout_ms),
        busy_timeout: Duration::from_millis(config.database.busy_timeout_ms),
    }
}

/// Opens the database and brings it up to date, or checks that it is, by the settings.
async fn open_store(config: &Config) -> Result<Store, StoreError> {
    let store = Store::connect(&store_config(config)).await?;
    if config.database.migrate {
        store.migrate().await?;
    } else {
        store.check_migrated().await?;
    }
    Ok(store)
}

/// Runs what waits for the database or the network.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime could be started")?;
    let done = runtime.block_on(work);
    // A read of standard input that nobody waits for any more must not hold up the end.
    runtime.shutdown_background();
    done
}
