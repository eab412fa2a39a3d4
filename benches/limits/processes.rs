//! The programs that a benchmark starts. Each ends with the value that holds it.

use std::{
    env, fs,
    io::Read,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, HttpServer, web::ServiceConfig};
use anyhow::{Context, bail, ensure};

use crate::{
    Bench,
    client::{self, Request},
};

/// The program of the service.
pub(crate) const SERVICE: &str = env!("CARGO_BIN_EXE_rungs");

/// The secret that signs receipts, in hexadecimal.
pub(crate) const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// The core that a program runs on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Core {
    Server,
    Client,
}

/// The tools that this machine has.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) nginx: bool,
    pub(crate) npm: bool,
    pinned: bool,
}

impl Machine {
    /// Looks for the tools, reports what is missing, and moves this program to the core of the clients.
    pub(crate) fn detect() -> anyhow::Result<Self> {
        let status = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).stdin(Stdio::null());
            command.stdout(Stdio::null()).stderr(Stdio::null()).status()
        };
        let works = |program: &str, arguments: &[&str]| {
            status(program, arguments).is_ok_and(|status| status.success())
        };
        // It ends its version with a failure.
        ensure!(
            status("wrk", &["-v"]).is_ok(),
            "wrk is not installed (Debian package wrk)"
        );
        let id = std::process::id().to_string();
        let pinned = works("taskset", &["-c", "0", "true"])
            && works("taskset", &["-a", "-c", "-p", "1", &id]);
        if !pinned {
            println!("Missing: taskset with two cores. Servers and clients share the cores.");
        }
        Ok(Self {
            nginx: works("nginx", &["-v"]),
            npm: works("npm", &["--version"]) && works("node", &["--version"]),
            pinned,
        })
    }

    /// Makes a command for a program on a core, without the service's settings of the environment.
    pub(crate) fn command(&self, core: Core, program: &Path) -> Command {
        let core = match core {
            Core::Server => "0",
            Core::Client => "1",
        };
        let mut command = Command::new(if self.pinned {
            "taskset".as_ref()
        } else {
            program
        });
        if self.pinned {
            command.args(["-c", core]).arg(program);
        }
        for (name, _) in env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"RUNGS_") {
                command.env_remove(name);
            }
        }
        command.stdin(Stdio::null());
        command
    }
}

/// A running program.
#[derive(Debug)]
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn spawn(command: &mut Command) -> anyhow::Result<Self> {
        let program = command.get_program().display().to_string();
        let child = command.spawn();
        Ok(Self(
            child.with_context(|| format!("{program} cannot be started"))?,
        ))
    }

    /// Waits for the end and returns what was printed.
    pub(crate) fn output(mut self) -> anyhow::Result<String> {
        let mut printed = String::new();
        if let Some(mut stdout) = self.0.stdout.take() {
            stdout.read_to_string(&mut printed)?;
        }
        let status = self.0.wait()?;
        ensure!(status.success(), "a program failed: {status} {printed}");
        Ok(printed)
    }

    /// Asks the program to stop and waits until it has.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let id = self.0.id().to_string();
        Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &id])
            .status()?;
        self.0.wait()?;
        Ok(())
    }

    /// Returns a figure of `/proc/PID/status`, in KiB.
    pub(crate) fn memory_kib(&self, name: &str) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let line = line.context("no such figure")?;
        Ok(line.trim_matches(|c: char| !c.is_ascii_digit()).parse()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A program that has ended already is no failure.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A program that listens on a local port.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) process: Process,
}

impl Server {
    /// Starts a command and waits until it answers a path with 200.
    pub(crate) async fn start(
        bench: &Bench,
        command: &mut Command,
        port: u16,
        path: &str,
    ) -> anyhow::Result<Self> {
        let mut process = Process::spawn(command)?;
        let until = Instant::now() + Duration::from_secs(30);
        let request = Request::get(path);
        loop {
            let answer = client::send(bench, port, &request).await;
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return Ok(Self { port, process });
            }
            if let Some(status) = process.0.try_wait()? {
                bail!("a server ended before it was ready: {status}");
            }
            ensure!(
                Instant::now() < until,
                "a server is not ready after 30 seconds"
            );
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// Starts the service in a folder: one worker, every middleware, a line for each request in a log file.
    pub(crate) async fn service(
        bench: &Bench,
        folder: &Path,
        database_url: &str,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = bench.machine.command(Core::Server, Path::new(SERVICE));
        command
            .arg("serve")
            .current_dir(folder)
            .env("RUNGS_WORKERS", "1")
            .env("RUNGS_LISTEN", format!("127.0.0.1:{port}"))
            .env("RUNGS_DATABASE_URL", database_url)
            .env("RUNGS_RECEIPTS__KEY", SECRET)
            .env("RUNGS_LOG__FORMAT", "json")
            .env("RUNGS_LOG__FILE", folder.join("rungs.log"))
            .stdout(Stdio::null());
        Self::start(bench, &mut command, port, "/readyz").await
    }

    /// Starts this program in another role, with a port and another argument.
    pub(crate) async fn role(
        bench: &Bench,
        role: &str,
        argument: Option<&str>,
        path: &str,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = bench.machine.command(Core::Server, &env::current_exe()?);
        command.arg(role).arg(port.to_string()).args(argument);
        Self::start(bench, &mut command, port, path).await
    }
}

/// Serves on a local port with one worker and no middleware.
pub(crate) async fn serve_bare(
    port: u16,
    configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> anyhow::Result<()> {
    HttpServer::new(move || App::new().configure(configure.clone()))
        .workers(1)
        .tcp_nodelay(true)
        .bind((Ipv4Addr::LOCALHOST, port))?
        .run()
        .await?;
    Ok(())
}

/// Returns a port that is free now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Returns the load averages of the machine.
pub(crate) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(", ")
}
