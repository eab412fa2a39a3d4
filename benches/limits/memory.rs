//! Resident memory: while nothing happens, and at most while a batch streams through.

use std::{thread, time::Duration};

use anyhow::ensure;
use bytes::Bytes;

use crate::{Bench, batch, processes::Server};

/// Lines of the batch.
const LINES: u32 = 1_000_000;

/// Measures.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let folder = bench.folder("memory")?;
    let service = Server::service(bench, &folder, "sqlite:rungs.db").await?;
    thread::sleep(Duration::from_millis(500));
    let mib = |name| {
        let kib = service.process.memory_kib(name)?;
        anyhow::Ok(format!("{}.{} MiB", kib / 1024, kib % 1024 * 10 / 1024))
    };
    let idle = mib("VmRSS:")?;
    let (lines, mut answered) = (Bytes::from(batch::lines(LINES)), 0);
    batch::stream(bench, service.port, lines, |part| {
        answered += memchr::memchr_iter(b'\n', part).count();
    })
    .await?;
    ensure!(answered == LINES as usize, "{answered} lines were answered");
    println!(
        "\nResident memory of rungs serve, one worker: {idle} idle, {} at most while {LINES} lines were scored",
        mib("VmHWM:")?
    );
    Ok(())
}
