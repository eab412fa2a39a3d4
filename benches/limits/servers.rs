//! The programs under load, all on the same core.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, HttpServer, rt::System, web::ServiceConfig};
use anyhow::{Context, ensure};

use crate::Bench;

/// The secret that signs receipts, in hexadecimal.
pub(crate) const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

const SERVER_CORE: usize = 0;
pub(crate) const CLIENT_CORE: usize = 1;

/// Moves this thread, and what it starts from now on, to a core. Returns whether it could.
#[cfg(target_os = "linux")]
pub(crate) fn pin(core: usize) -> bool {
    let mut cores = rustix::thread::CpuSet::new();
    cores.set(core);
    rustix::thread::sched_setaffinity(None, &cores).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn pin(_core: usize) -> bool {
    false
}

/// Does or starts something on the core of the servers.
pub(crate) fn on_server_core<T>(work: impl FnOnce() -> T) -> T {
    pin(SERVER_CORE);
    let result = work();
    pin(CLIENT_CORE);
    result
}

/// Returns whether a program is installed, and prints that something is skipped where it is not.
pub(crate) fn is_installed(program: &str) -> bool {
    let is_installed = Command::new(program).arg("-v").output().is_ok();
    if !is_installed {
        println!("\nSkipped: {program} is not installed.");
    }
    is_installed
}

/// Returns a port that is free now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A program that listens on a local port, and ends with this value.
pub(crate) struct Server {
    pub(crate) port: u16,
    child: Child,
}

impl Server {
    /// Starts a command and waits until it answers a path with 200.
    pub(crate) async fn start(
        bench: &Bench,
        command: &mut Command,
        port: u16,
        path: &str,
    ) -> anyhow::Result<Self> {
        let child = on_server_core(|| command.stdin(Stdio::null()).spawn());
        let child = child.with_context(|| format!("{command:?} cannot be started"))?;
        let (mut server, begin) = (Self { port, child }, Instant::now());
        loop {
            let answer = bench.get(port, path).send().await;
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return Ok(server);
            }
            let can_come = begin.elapsed().as_secs() < 30 && server.child.try_wait()?.is_none();
            ensure!(can_come, "{command:?} does not answer {path} with 200");
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// Starts the service on a database: one worker, every middleware, a line for each request in a log file.
    pub(crate) async fn service(bench: &Bench, database_url: &str) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = service_command(bench, database_url);
        command
            .env("RUNGS_WORKERS", "1")
            .env("RUNGS_LISTEN", format!("127.0.0.1:{port}"))
            .env("RUNGS_RECEIPTS__KEY", SECRET)
            .env("RUNGS_LOG__FORMAT", "json")
            .env("RUNGS_LOG__FILE", "rungs.log")
            .stdout(Stdio::null());
        Self::start(bench, &mut command, port, "/readyz").await
    }

    /// Returns a figure of `/proc/PID/status` in KiB, as MiB.
    pub(crate) fn memory_mib(&self, name: &str) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let figure = line.and_then(|line| line.split_whitespace().next());
        Ok(figure.context("no such figure")?.parse::<f64>()? / 1024.0)
    }
}

impl Drop for Server {
    /// Asks the program to stop and waits until it has. One that has ended already is no failure.
    fn drop(&mut self) {
        let kill = format!("kill -TERM {}", self.child.id());
        let _ = Command::new("sh").args(["-c", &kill]).status();
        let _ = self.child.wait();
    }
}

/// Makes a command of the service on a database, without the settings of the environment.
pub(crate) fn service_command(bench: &Bench, database_url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rungs"));
    command.env_clear().current_dir(bench.folder.path());
    command.env("RUNGS_DATABASE_URL", database_url);
    command
}

/// Serves on a local port until this program ends, with one worker and no middleware, and returns the port.
pub(crate) fn serve_bare(
    configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> anyhow::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let serve = || async {
        let server = HttpServer::new(move || App::new().configure(configure.clone()));
        let server = server.workers(1).tcp_nodelay(true).disable_signals();
        server.listen(listener)?.run().await
    };
    on_server_core(|| thread::spawn(|| System::new().block_on(serve())));
    Ok(port)
}
