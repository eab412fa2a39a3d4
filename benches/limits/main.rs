//! Limits: the service with all that it runs in production, measured side by side, in one run and in turn, with what bounds
//! it: a bare actix-web that does the same work, nginx with the same bytes, a plain loop over the same lines; and what its answers
//! cost where they are made when they are asked for, and to assistants.
//!
//! `cargo bench --bench limits [-- --seconds N --rounds N --only NAME]`. No figure is asserted; what differs in an answer
//! stops the run.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the figures are the output"
)]

mod answers;
mod asked;
mod assistants;
mod bare;
mod batch;
mod big;
mod client;
mod draw;
mod inserts;
mod load;
mod many;
mod memory;
mod nginx;
mod office;
mod people;
mod processes;
mod prose;
mod report;
mod service;
mod start;

use std::{fs, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::{processes::Machine, report::median};

/// That of the service, so that neither side wins by it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the service against its limits.
#[derive(Debug, Parser)]
#[command(name = "limits")]
struct Options {
    /// How long each contestant is loaded in each round, in seconds.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// How often each contestant has its turn.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=1000))]
    rounds: u32,
    /// Measure this alone; may be given several times.
    #[arg(long, value_enum)]
    only: Vec<Measure>,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    role: Option<Role>,
}

/// What this program is when it runs itself.
#[derive(Debug, Subcommand)]
#[command(hide = true)]
enum Role {
    /// The bare server, on a port, with the ready bytes of a folder.
    Bare { port: u16, folder: PathBuf },
    /// The bare program of the stack, on a port, with a SQLite file.
    BareStart { port: u16, database: PathBuf },
    /// The bare loop that stores assessments, each with a commit of its own, and prints how many it stored a second.
    Insert {
        url: String,
        seconds: u32,
        #[arg(long)]
        counted: bool,
    },
    /// The bare server that does so for each request, on a port.
    InsertServer {
        url: String,
        port: u16,
        #[arg(long)]
        counted: bool,
    },
    /// The plain loop over a file; writes its answers to another file where one is named.
    Loop {
        input: PathBuf,
        answers: Option<PathBuf>,
    },
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// The whole ladder, plain.
    Ladder,
    /// The whole ladder, gzip.
    LadderGzip,
    /// One level, plain.
    Level,
    /// One level, gzip.
    LevelGzip,
    /// 304 on the whole ladder.
    Unchanged,
    /// One quiz scored.
    Score,
    /// Many quizzes scored.
    Batch,
    /// Resident memory.
    Memory,
    /// From start to ready.
    Start,
    /// Processor time of the answers that are made when they are asked for.
    Answers,
    /// Processor time of assistants' calls beside that of the same over REST.
    Assistants,
    /// Assessments stored, and read page by page.
    People,
    /// The same with ten million stored already; only where it is asked for, since it takes minutes and gigabytes.
    Many,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    match &options.role {
        Some(Role::Bare { port, folder }) => bare::serve(*port, folder),
        Some(Role::BareStart { port, database }) => start::serve_bare(*port, database),
        Some(Role::Insert {
            url,
            seconds,
            counted,
        }) => inserts::run(url, *counted, *seconds),
        Some(Role::InsertServer { url, port, counted }) => inserts::serve(url, *counted, *port),
        Some(Role::Loop { input, answers }) => batch::run_plain_loop(input, answers.as_deref()),
        None if !options.bench => {
            println!("This measures for minutes; run it with: cargo bench --bench limits");
            Ok(())
        }
        None => measure(&options),
    }
}

fn measure(options: &Options) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("rungs-limits-").tempdir()?;
    processes::end_all_on_signals(folder.path())?;
    let machine = Machine::look();
    machine.describe();
    let wanted = |measure| options.only.is_empty() || options.only.contains(&measure);
    let requests: Vec<Measure> = Measure::value_variants()
        .iter()
        .copied()
        .filter(|measure| load::is_request(*measure) && wanted(*measure))
        .collect();
    let room = |name: &str| {
        let room = folder.path().join(name);
        fs::create_dir(&room).map(|()| room)
    };
    if !requests.is_empty() {
        load::run(&machine, &room("requests")?, options, &requests)?;
    }
    if wanted(Measure::Batch) {
        batch::run(&machine, &room("batch")?, options.rounds)?;
    }
    if wanted(Measure::Memory) {
        memory::run(&machine, &room("memory")?)?;
    }
    if wanted(Measure::Start) {
        start::run(&machine, &room("start")?)?;
    }
    if wanted(Measure::Answers) {
        answers::run(&machine, &room("answers")?, options.rounds)?;
    }
    if wanted(Measure::Assistants) {
        assistants::run(&machine, &room("assistants")?, options.rounds)?;
    }
    if wanted(Measure::People) {
        people::run(&machine, &room("people")?, options.rounds, options.seconds)?;
    }
    if options.only.contains(&Measure::Many) {
        many::run(&machine, &room("many")?, options.rounds, options.seconds)?;
    }
    println!(
        "\nLoad average of the machine after the run: {}",
        report::load_average()
    );
    Ok(())
}

/// Something measured once in each round for each of several contestants.
struct Rounds(Vec<Vec<f64>>);

impl Rounds {
    fn new(contestants: usize) -> Self {
        Self(vec![Vec::new(); contestants])
    }

    fn add(&mut self, contestant: usize, figure: f64) {
        if let Some(figures) = self.0.get_mut(contestant) {
            figures.push(figure);
        }
    }

    fn figures(&self, contestant: usize) -> &[f64] {
        self.0.get(contestant).map_or(&[], Vec::as_slice)
    }

    fn median(&self, contestant: usize) -> Option<f64> {
        median(self.figures(contestant))
    }

    /// The median over the rounds of the one's figure divided by the other's of the same round.
    fn ratio(&self, one: usize, other: usize) -> Option<f64> {
        let (one, other) = (self.figures(one), self.figures(other));
        let ratios: Vec<f64> = one
            .iter()
            .zip(other)
            .map(|(one, other)| one / other)
            .collect();
        median(&ratios)
    }
}
