//! The real binary: a command run to its end, or a server that is killed with its value.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

/// The longest wait for something that is about to happen.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The binary in a folder of its own, with none of our own settings.
pub fn rungs(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rungs"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("RUNGS_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder.path()).args(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a command answered.
#[derive(Debug)]
pub struct Ended {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs a command to its end, which it has to reach in time.
pub fn finish(mut command: Command, input: impl AsRef<[u8]>) -> Ended {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    // A command that reads nothing closes the pipe, which is its right.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let pid = child.id().to_string();
    let (tell, ended) = channel::<()>();
    let watch = thread::spawn(move || {
        if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            Command::new("kill").args(["-KILL", &pid]).status().unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(tell);
    watch.join().unwrap();
    writer.join().unwrap();
    let status = output.status.code();
    Ended {
        status: status.unwrap_or_else(|| panic!("did not end: {output:?}")),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A running `rungs serve`; killed with the value.
pub struct Serving {
    pub address: SocketAddr,
    child: Child,
    lines: Receiver<String>,
    _folder: TempDir,
}

impl Serving {
    /// Starts on a free port, without a command, which is to serve, and waits for the log line that names it.
    pub fn start(database_url: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fixed = [
            "--listen",
            "127.0.0.1:0",
            "--database-url",
            database_url,
            "--set",
            "workers=1",
        ];
        let mut child = rungs(&folder, &[&fixed, arguments].concat())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (tell, lines) = channel();
        thread::spawn(move || {
            stderr
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| tell.send(line))
        });
        let mut serving = Self {
            address: ([127, 0, 0, 1], 0).into(),
            child,
            lines,
            _folder: folder,
        };
        let listening = serving.logged(|line| line["fields"]["address"].is_string());
        serving.address = listening["fields"]["address"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        serving
    }

    /// The next log line that is wanted; every line up to it is JSON.
    pub fn logged(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap();
            let line = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
            if wanted(&line) {
                return line;
            }
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a request as it stands and reads the answer to its end.
    pub fn ask(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Resident memory in bytes, now.
    pub fn resident(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<usize>()
            .unwrap()
            * 1024
    }

    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Ends it at once, whatever it is doing.
    pub fn kill(self) {
        drop(self);
    }

    pub fn wait(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command in an empty folder to its end.
pub fn run(arguments: &[&str], input: &str) -> Ended {
    finish(rungs(&tempfile::tempdir().unwrap(), arguments), input)
}
