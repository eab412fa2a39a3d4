//! Benchmarks of the service against programs that do the same work and nothing else: side by side, in one run, in alternated rounds.
//!
//! `cargo bench --bench limits [-- --seconds N --rounds N --only NAME]`. Figures are medians. No figure is asserted; an answer that differs
//! between the programs stops the run.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

mod assessments;
mod batch;
mod catalogue;
mod client;
mod mcp;
mod memory;
mod processes;
mod rounds;
mod score;
mod startup;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand, ValueEnum};

use crate::processes::Machine;

/// The allocator of the service, so that no program has an advantage by it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the service beside programs that do the same work and nothing else.
#[derive(Debug, Parser)]
#[command(name = "limits")]
struct Options {
    /// How long each program is under load in each round, in seconds.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// How many rounds there are.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=1000))]
    rounds: u32,
    /// Run this section only; can be given several times.
    #[arg(long, value_enum)]
    only: Vec<Section>,
    /// Set by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    role: Option<Role>,
}

/// What this program does when a benchmark starts it.
#[derive(Debug, Subcommand)]
#[command(hide = true)]
enum Role {
    /// Serves two files of a folder.
    Catalogue { port: u16, folder: PathBuf },
    /// Scores the built-in quiz.
    Score { port: u16 },
    /// Stores assessments with one commit for each request.
    Assessments { port: u16, url: String },
    /// Scores the lines of a file in a loop.
    Batch {
        input: PathBuf,
        output: Option<PathBuf>,
    },
}

/// A section of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Catalogue reads, against bare actix-web and nginx.
    Catalogue,
    /// One quiz scored, against bare scoring.
    Score,
    /// Stored assessments, against one commit for each request.
    Assessments,
    /// Many quizzes scored, against a loop.
    Batch,
    /// A tool call, against a server on the official TypeScript SDK.
    Mcp,
    /// From start to ready.
    Startup,
    /// Resident memory.
    Memory,
}

/// What all sections share.
struct Bench {
    seconds: u32,
    rounds: u32,
    machine: Machine,
    client: reqwest::Client,
    folder: PathBuf,
}

impl Bench {
    /// Makes a folder for a section.
    fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(name);
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// Empties the log files of all sections, so that a long run does not fill the disk.
    fn truncate_logs(&self) -> anyhow::Result<()> {
        for folder in fs::read_dir(&self.folder)? {
            let folder = folder?.path();
            let files = if folder.is_dir() {
                Some(fs::read_dir(folder)?)
            } else {
                None
            };
            for file in files.into_iter().flatten() {
                let file = file?.path();
                if file.extension().is_some_and(|end| end == "log") {
                    fs::OpenOptions::new().write(true).open(file)?.set_len(0)?;
                }
            }
        }
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    match &options.role {
        Some(Role::Catalogue { port, folder }) => catalogue::serve(*port, folder),
        Some(Role::Score { port }) => score::serve(*port),
        Some(Role::Assessments { port, url }) => assessments::serve(*port, url),
        Some(Role::Batch { input, output }) => batch::run_loop(input, output.as_deref()),
        None if !options.bench && options.only.is_empty() => {
            println!("This runs for minutes. Start it with: cargo bench --bench limits");
            Ok(())
        }
        None => {
            let folder = tempfile::Builder::new().prefix("rungs-limits-").tempdir()?;
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(measure(&options, folder.path()))
        }
    }
}

async fn measure(options: &Options, folder: &Path) -> anyhow::Result<()> {
    let machine = Machine::detect()?;
    let bench = Bench {
        seconds: options.seconds,
        rounds: options.rounds,
        machine,
        client: client::new()?,
        folder: folder.to_owned(),
    };
    println!(
        "{} rounds, {} s for each program in each round. Load average before the run: {}. Other work on the machine changes the figures.",
        options.rounds,
        options.seconds,
        processes::load_average()
    );
    for section in Section::value_variants() {
        if !options.only.is_empty() && !options.only.contains(section) {
            continue;
        }
        match section {
            Section::Catalogue => catalogue::run(&bench).await?,
            Section::Score => score::run(&bench).await?,
            Section::Assessments => assessments::run(&bench).await?,
            Section::Batch => batch::run(&bench).await?,
            Section::Mcp => mcp::run(&bench).await?,
            Section::Startup => startup::run(&bench).await?,
            Section::Memory => memory::run(&bench).await?,
        }
    }
    println!(
        "\nLoad average after the run: {}",
        processes::load_average()
    );
    Ok(())
}
