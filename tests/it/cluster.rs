//! A Postgres of a test's own, which is stopped and started as the test wants.

use std::{
    fs,
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{binary::PATIENCE, writers::SeededRandom};

/// A Postgres with its data; ends with the value.
pub struct Cluster {
    pub database_url: String,
    port: String,
    user: Option<(u32, u32)>,
    folder: TempDir,
    server: Option<Child>,
}

impl Cluster {
    /// Makes one and starts it, with the programs of the folder that `TEST_POSTGRES_PROGRAMS` names, or else of `PATH`.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let user = user();
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let password = uuid::Uuid::new_v4().simple().to_string();
        let file = folder.path().join("password");
        fs::write(&file, &password).unwrap();
        if let Some((user, group)) = user {
            chown(&file, Some(user), Some(group)).unwrap();
        }
        // Below the range that systems hand out for outgoing connections, as it has to be free again after a stop.
        let mut dice = SeededRandom::new();
        let port = loop {
            let port = 20_000 + u16::try_from(dice.roll(10_000)).unwrap();
            if TcpListener::bind(("127.0.0.1", port)).is_ok() {
                break port.to_string();
            }
        };
        let mut cluster = Self {
            database_url: format!("postgres://rungs:{password}@127.0.0.1:{port}/postgres"),
            port,
            user,
            folder,
            server: None,
        };
        let arguments =
            "-D data -U rungs --pwfile=password -A password -E UTF8 --locale=C --no-sync";
        let made = cluster.program("initdb", arguments).output();
        let made =
            made.expect("TEST_POSTGRES_PROGRAMS or PATH has to name the programs of Postgres");
        assert!(made.status.success(), "{made:?}");
        cluster.start_again();
        cluster
    }

    /// Starts it again, and waits until it takes connections.
    pub fn start_again(&mut self) {
        // What was written is with the operating system, which stays; a commit waits until it is there.
        let arguments = "-D data -h 127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit=on -p";
        let mut program = self.program("postgres", arguments);
        let server = program.arg(&self.port).spawn().unwrap();
        let server = self.server.insert(server);
        let begun = Instant::now();
        let file = self.folder.path().join("data/postmaster.pid");
        while !fs::read_to_string(&file).is_ok_and(|text| text.contains("\nready")) {
            let ended = server.try_wait().unwrap();
            assert!(ended.is_none() && begun.elapsed() < PATIENCE, "{ended:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops it at once, whatever it is doing; what was committed it finds again.
    pub fn stop(&mut self) {
        let Some(mut server) = self.server.take() else {
            return;
        };
        let pid = server.id().to_string();
        let told = Command::new("kill").args(["-QUIT", &pid]).status();
        assert!(told.unwrap().success());
        server.wait().unwrap();
        drop(fs::remove_file(
            self.folder.path().join("data/postmaster.pid"),
        ));
    }

    fn program(&self, name: &str, arguments: &str) -> Command {
        let programs = std::env::var_os("TEST_POSTGRES_PROGRAMS").map(PathBuf::from);
        let program = programs.map_or(name.into(), |programs| programs.join(name));
        let mut command = Command::new(program);
        command.current_dir(self.folder.path());
        command.args(arguments.split(' ').filter(|word| !word.is_empty()));
        command.stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Whom the server runs as where this is root, as which it refuses to run.
fn user() -> Option<(u32, u32)> {
    let id = |arguments: &[&str]| {
        let told = Command::new("id").args(arguments).output().unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        told.trim().parse::<u32>().ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    let mut users = ["postgres", "nobody"].into_iter();
    let found = users.find_map(|name| Some((id(&["-u", name])?, id(&["-g", name])?)));
    Some(found.expect("there is neither a user postgres nor nobody"))
}
