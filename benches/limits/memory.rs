//! Memory: what is resident while nothing happens, and at most while a million lines stream through.

use std::{path::Path, thread, time::Duration};

use anyhow::{Context, ensure};

use crate::{batch, client, processes::Machine, report::whole, service::Service};

/// Lines of one part; the body is the same part several times.
const PART: u32 = 100_000;
const PARTS: usize = 10;

/// Measures and prints.
pub(crate) fn run(machine: &Machine, folder: &Path) -> anyhow::Result<()> {
    let text = batch::lines(&batch::ladder()?, PART);
    let service = Service::start(machine, folder)?;
    thread::sleep(Duration::from_millis(500));
    let kib = |name| {
        let kib = service.running.memory_kib(name);
        // Lossless below a million million.
        #[expect(clippy::cast_precision_loss, reason = "a count of KiB")]
        kib.map(|kib| kib as f64)
            .context("/proc does not tell the memory of a process")
    };
    let (idle, before) = (kib("VmRSS:")?, kib("VmHWM:")?);
    let mut answered = 0;
    client::stream(
        service.port,
        &batch::request(),
        &[text.as_bytes(); PARTS],
        |chunk| answered += memchr::memchr_iter(b'\n', chunk).count(),
    )?;
    ensure!(
        answered == PART as usize * PARTS,
        "{answered} lines were answered"
    );
    let most = kib("VmHWM:")?;
    println!(
        "
Memory of `rungs serve`, one worker, resident KiB: {} idle, half a second after it was ready (at most {} until then);
at most {} while {} lines ({} MB) streamed through it.",
        whole(Some(idle)),
        whole(Some(before)),
        whole(Some(most)),
        answered,
        text.len() * PARTS / 1_000_000
    );
    Ok(())
}
