//! Benchmarks of the service against programs that do the same work and nothing else: side by side, in one run, in alternated rounds.
//!
//! `cargo bench --bench limits [-- --seconds N --rounds N --only NAME]`. Figures are medians. No figure is asserted; an answer that differs
//! between the programs stops the run.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

mod assessments;
mod batch;
mod catalogue;
mod load;
mod mcp;
mod process;
mod score;
mod servers;

use std::time::Duration;

use clap::{Parser, ValueEnum};
use tempfile::TempDir;

/// The allocator of the service, so that no program has an advantage by it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the service beside programs that do the same work and nothing else.
#[derive(Parser)]
struct Options {
    /// How long each program is under load in each round, in seconds.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// How many rounds there are.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Run this section only; can be given several times.
    #[arg(long, value_enum)]
    only: Vec<Section>,
    /// Set by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, PartialEq, ValueEnum)]
enum Section {
    Catalogue,
    Score,
    Assessments,
    Batch,
    Mcp,
    Startup,
    Memory,
}

/// What a section measures with.
struct Bench {
    seconds: u32,
    rounds: u32,
    client: reqwest::Client,
    /// A folder of the section's own.
    folder: TempDir,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if !options.bench {
        println!("This runs for minutes. Start it with: cargo bench --bench limits");
        return Ok(());
    }
    if !servers::pin(servers::CLIENT_CORE) {
        println!("There are not two cores: servers and clients share one.");
    }
    let client = reqwest::Client::builder().no_gzip().no_brotli().no_zstd();
    let client = client.timeout(Duration::from_secs(120)).build()?;
    for section in Section::value_variants() {
        if !options.only.is_empty() && !options.only.contains(section) {
            continue;
        }
        let bench = Bench {
            seconds: options.seconds,
            rounds: options.rounds,
            client: client.clone(),
            folder: tempfile::tempdir()?,
        };
        match section {
            Section::Catalogue => catalogue::run(&bench).await?,
            Section::Score => score::run(&bench).await?,
            Section::Assessments => assessments::run(&bench).await?,
            Section::Batch => batch::run(&bench).await?,
            Section::Mcp => mcp::run(&bench).await?,
            Section::Startup => process::measure_startup(&bench).await?,
            Section::Memory => process::measure_memory(&bench).await?,
        }
    }
    Ok(())
}
