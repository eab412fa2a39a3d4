//! Start: from the start of the process to the first 200 of `/readyz`, on a SQLite file that exists.

use std::time::Instant;

use crate::{
    Bench,
    processes::Server,
    rounds::{Rounds, decimals},
};

/// Starts that are timed.
const STARTS: u32 = 20;

/// Measures.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let folder = bench.folder("startup")?;
    let mut rounds = Rounds::new(1);
    // The first start makes the database and is not timed.
    for start in 0..=STARTS {
        let begin = Instant::now();
        let server = Server::service(bench, &folder, "sqlite:rungs.db").await?;
        if start > 0 {
            rounds.push(0, begin.elapsed().as_secs_f64() * 1000.0);
        }
        server.process.stop()?;
    }
    let median = decimals(rounds.median(0), 1);
    println!("\nFrom start to ready, median of {STARTS}: {median} ms");
    Ok(())
}
