//! The commands. Each reads its arguments, asks the App or the domain, and prints; statuses are the same for all.

mod config;
mod diagnose;
mod diff;
mod ladder;
mod ladder_source;
mod mcp;
mod options;
mod organisations;
mod outcome;
mod output;
mod publish;
mod quiz;
mod retention;
mod runtime;
mod score;
mod serve;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, Subcommand};

use self::{
    options::{GlobalOptions, load},
    outcome::{CommandError, CommandResult, DONE, UNREADABLE},
    output::print,
};
use crate::http::routes::api_document;

/// Career ladders as an API: levels, a self-assessment quiz, phases and pay bands, over HTTP and on the command line.
///
/// Without a command it serves. Exit status: 0 done, 1 found something or failed, 2 unreadable arguments, settings or input, 3 no
/// database, 4 a database that does not fit this binary.
#[derive(Debug, Parser)]
#[command(name = "rungs", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    options: GlobalOptions,
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
    Ladder(ladder::LadderArguments),
    /// Take the quiz here.
    Quiz(quiz::QuizArguments),
    /// Score answers from standard input, a JSON object a line.
    Score(score::ScoreArguments),
    /// Tell from a text which roadblock it speaks of, or measure how often that is right.
    Diagnose(diagnose::DiagnoseArguments),
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

/// Reads the command line and runs the command.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                let _ = error.print();
                return ExitCode::from(UNREADABLE);
            }
            return end(error.print().map(|()| DONE).map_err(CommandError::from));
        }
    };
    end(dispatch(&arguments))
}

/// The status that the process ends with; a failure is said in a sentence.
fn end(outcome: CommandResult) -> ExitCode {
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

fn dispatch(arguments: &Cli) -> CommandResult {
    let options = &arguments.options;
    match &arguments.command {
        None | Some(Command::Serve) => serve::run(load(options)?),
        Some(Command::Migrate) => serve::migrate(&load(options)?.config),
        Some(Command::Config) => config::run(&load(options)?),
        Some(Command::Ladder(ladders)) => ladder::run(ladders, options),
        Some(Command::Quiz(quiz)) => quiz::run(quiz, options),
        Some(Command::Score(score)) => score::run(score, options),
        Some(Command::Diagnose(diagnose)) => diagnose::run(diagnose, options),
        Some(Command::Org(command)) => organisations::run_organisations(command, options),
        Some(Command::Key(command)) => organisations::run_keys(command, options),
        Some(Command::Audit(command)) => organisations::run_audit(command, options),
        Some(Command::Retention(command)) => retention::run(command, options),
        Some(Command::Mcp) => mcp::run(options),
        Some(Command::Openapi) => print(&api_document().text()),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "rungs", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Some(Command::Healthcheck) => serve::healthcheck(&load(options)?.config),
    }
}
