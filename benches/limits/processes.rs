//! Processes: every program that the measurement starts, and its end, however the measurement ends: with the value that
//! holds it, on a signal, and on Linux with its parent.

use std::{
    io::Read,
    net::TcpListener,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

static CHILDREN: Mutex<Vec<Child>> = Mutex::new(Vec::new());

fn children() -> MutexGuard<'static, Vec<Child>> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running program; ended with the value.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) pid: u32,
    stdout: Option<ChildStdout>,
}

impl Running {
    pub(crate) fn spawn(command: &mut Command) -> anyhow::Result<Self> {
        // Held while it starts, so that a signal finds either no program or one that it can end.
        let mut children = children();
        let mut child = command
            .spawn()
            .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
        let (pid, stdout) = (child.id(), child.stdout.take());
        children.push(child);
        Ok(Self { pid, stdout })
    }

    /// Waits for the end, with all that the program printed.
    pub(crate) fn finish(mut self) -> anyhow::Result<(ExitStatus, String)> {
        let mut printed = String::new();
        if let Some(mut stdout) = self.stdout.take() {
            stdout.read_to_string(&mut printed)?;
        }
        loop {
            if let Some(status) = self.try_wait()? {
                return Ok((status, printed));
            }
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// Asks the program to stop, and ends it where it does not within ten seconds.
    pub(crate) fn stop(self) -> anyhow::Result<()> {
        let pid = self.pid.to_string();
        Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &pid])
            .status()?;
        let until = Instant::now() + Duration::from_secs(10);
        while self.try_wait()?.is_none() && Instant::now() < until {
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    pub(crate) fn try_wait(&self) -> anyhow::Result<Option<ExitStatus>> {
        let mut children = children();
        let child = children.iter_mut().find(|child| child.id() == self.pid);
        Ok(child.context("the program is gone")?.try_wait()?)
    }

    /// A figure of `/proc/PID/status`, in KiB.
    pub(crate) fn memory_kib(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .ok()
    }

    /// The time that all its threads have had on a core, in microseconds.
    pub(crate) fn core_us(&self) -> Option<f64> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.pid)).ok()?;
        let mut total = 0.0;
        for task in tasks.flatten() {
            let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            let ns: f64 = text.split_whitespace().next()?.parse().ok()?;
            total += ns / 1000.0;
        }
        Some(total)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut children = children();
        if let Some(place) = children.iter().position(|child| child.id() == self.pid) {
            end(&mut children.swap_remove(place));
        }
    }
}

/// Ends a program by its handle. One that has ended already is no fault.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// On a signal that asks to stop: ends every program, removes the folder, and stops.
pub(crate) fn end_all_on_signals(folder: &Path) -> anyhow::Result<()> {
    let folder = folder.to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (mut interrupt, mut terminate, mut hang_up) = {
        let _inside = runtime.enter();
        (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        )
    };
    thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hang_up.recv() => {}
            }
        });
        // Kept locked, so that nothing is started any more.
        let mut children = children();
        children.iter_mut().for_each(end);
        let _ = std::fs::remove_dir_all(folder);
        std::process::exit(130)
    });
    Ok(())
}

/// What the machine has for this: cores to pin to, and programs.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) wrk: bool,
    pub(crate) nginx: bool,
    pinned: bool,
    /// Whether a program can be made to end with its parent.
    tied: bool,
}

/// Which side of a measurement a program is on; each has a core of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Side {
    Server,
    Client,
}

impl Side {
    fn core(self) -> &'static str {
        match self {
            Self::Server => "0",
            Self::Client => "1",
        }
    }
}

impl Machine {
    pub(crate) fn look() -> Self {
        let answers = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).stdin(Stdio::null());
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.status().ok()
        };
        let works = |program: &str, arguments: &[&str]| {
            answers(program, arguments).is_some_and(|status| status.success())
        };
        Self {
            // It answers its version with a status of failure.
            wrk: answers("wrk", &["-v"]).is_some(),
            nginx: works("nginx", &["-v"]),
            pinned: works("taskset", &["-c", "0,1", "true"])
                && works("taskset", &["-c", "1", "true"]),
            tied: works("setpriv", &["--pdeathsig", "KILL", "true"]),
        }
    }

    pub(crate) fn describe(&self) {
        println!(
            "Cores: {}. Load average of the machine before the run: {}. Other work on it moves the figures.",
            thread::available_parallelism().map_or(0, usize::from),
            crate::report::load_average()
        );
        if !self.pinned {
            println!(
                "Missing: taskset with two cores. Server and client share what there is, so ratios are rougher."
            );
        }
        if !self.wrk {
            println!("Missing: wrk (Debian package wrk). Single requests cannot be measured.");
        }
        if !self.nginx {
            println!("Missing: nginx (Debian package nginx). Its column stays empty.");
        }
    }

    /// Puts this program on the core of a side, with all that it starts from now on and that is not put on another.
    pub(crate) fn join(&self, side: Side) -> anyhow::Result<()> {
        if self.pinned {
            let mut command = Command::new("taskset");
            command.args([
                "-a",
                "-c",
                "-p",
                side.core(),
                &std::process::id().to_string(),
            ]);
            let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
            anyhow::ensure!(done?.success(), "taskset");
        }
        Ok(())
    }

    /// A command on the core of its side.
    pub(crate) fn command(&self, side: Side, program: &Path) -> Command {
        let mut words: Vec<&str> = Vec::new();
        if self.tied {
            words.extend(["setpriv", "--pdeathsig", "KILL"]);
        }
        if self.pinned {
            words.extend(["taskset", "-c", side.core()]);
        }
        let mut command = match words.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.stdin(Stdio::null());
        command
    }
}

/// A port that is free now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
