//! Service: the real `rungs serve` with the settings of production, one worker, and its log in a file.

use std::{
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{
    client::{self, Request},
    processes::{Machine, Running, Side, free_port},
};

/// The service's program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_rungs");

/// The secret that signs receipts, in hexadecimal, so that the bare server can sign the same.
pub(crate) const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A running service.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) port: u16,
    pub(crate) running: Running,
    pub(crate) log: PathBuf,
}

impl Service {
    /// Starts it on the server's core and waits until it is ready.
    pub(crate) fn start(machine: &Machine, folder: &Path) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = machine.command(Side::Server, Path::new(PROGRAM));
        configure(&mut command, folder, port);
        let running = Running::spawn(&mut command)?;
        wait_for(port, "/readyz", &running)?;
        Ok(Self {
            port,
            running,
            log: folder.join("rungs.log"),
        })
    }
}

/// The settings: those of production, one worker, all its files in a folder. What the caller's environment says is not asked.
pub(crate) fn configure(command: &mut Command, folder: &Path, port: u16) {
    forget_settings(command);
    command
        .arg("serve")
        .current_dir(folder)
        .env("RUNGS_WORKERS", "1")
        .env("RUNGS_LISTEN", format!("127.0.0.1:{port}"))
        .env("RUNGS_DATABASE_URL", "sqlite:rungs.db")
        .env("RUNGS_RECEIPTS__KEY", SECRET)
        .env("RUNGS_LOG__FORMAT", "json")
        .env("RUNGS_LOG__FILE", folder.join("rungs.log"))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
}

/// Takes the settings of the caller's environment away.
pub(crate) fn forget_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"RUNGS_") {
            command.env_remove(name);
        }
    }
}

/// Waits until a path is answered with 200.
pub(crate) fn wait_for(port: u16, path: &str, running: &Running) -> anyhow::Result<()> {
    let request = Request {
        path: path.into(),
        ..Request::default()
    };
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        if client::ask(port, &request).is_ok_and(|answer| answer.status == 200) {
            return Ok(());
        }
        if let Some(status) = running.try_wait()? {
            bail!("a server ended before it was ready: {status}");
        }
        if Instant::now() > until {
            bail!("a server is not ready after 20 seconds");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// The lines of a log, which is emptied, so that a long run does not fill the disk.
pub(crate) fn take_lines(log: &Path) -> anyhow::Result<usize> {
    let text = fs::read(log).with_context(|| format!("{} cannot be read", log.display()))?;
    OpenOptions::new().write(true).open(log)?.set_len(0)?;
    Ok(memchr::memchr_iter(b'\n', &text).count())
}
