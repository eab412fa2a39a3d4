//! The service as a process: how long it takes to start, and how much memory it has.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{Bench, batch, load::median, servers::Server};

/// Measures from the start of the process to the first 200 of `/readyz`, on a SQLite file that exists.
pub(crate) async fn measure_startup(bench: &Bench) -> anyhow::Result<()> {
    let mut figures = Vec::new();
    Server::service(bench, "sqlite:rungs.db").await?;
    for _ in 0..20 {
        let begin = Instant::now();
        let _server = Server::service(bench, "sqlite:rungs.db").await?;
        figures.push(begin.elapsed().as_secs_f64() * 1000.0);
    }
    println!("\nFrom start to ready, ms, median of 20");
    println!("  {:.1}", median(figures));
    Ok(())
}

/// Measures resident memory: while nothing happens, and at most while a batch streams through.
pub(crate) async fn measure_memory(bench: &Bench) -> anyhow::Result<()> {
    let service = Server::service(bench, "sqlite:rungs.db").await?;
    thread::sleep(Duration::from_millis(500));
    let idle = service.memory_mib("VmRSS:")?;
    batch::stream(bench, service.port, batch::lines(1_000_000)).await?;
    let most = service.memory_mib("VmHWM:")?;
    println!("\nResident memory, MiB, idle and at most while 1,000,000 lines stream through");
    println!("  {idle:.1}, {most:.1}");
    Ok(())
}
