//! A database that goes away while a server runs, and comes back.

use std::{
    io,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Instant,
};

use crate::{
    app::Storage,
    binary::{PATIENCE, Serving},
    keys::on,
};

/// A way to a database that can be cut.
#[derive(Clone)]
struct Way {
    address: SocketAddr,
    open: Arc<Mutex<Option<Vec<TcpStream>>>>,
}

impl Way {
    fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let way = Self {
            address: listener.local_addr().unwrap(),
            open: Arc::new(Mutex::new(Some(Vec::new()))),
        };
        let open = Arc::clone(&way.open);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let mut open = open.lock().unwrap();
                // While it is cut, who comes is turned away.
                let Some(open) = open.as_mut() else { continue };
                let server = TcpStream::connect(&target).unwrap();
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    thread::spawn(move || {
                        let _ = io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                open.extend([client, server]);
            }
        });
        way
    }

    fn cut(&self) {
        for stream in self.open.lock().unwrap().take().unwrap_or_default() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        *self.open.lock().unwrap() = Some(Vec::new());
    }
}

#[tokio::test]
async fn a_server_that_loses_its_database_goes_on_with_what_it_holds() {
    let storage = Storage::new().await;
    // A SQLite file cannot be lost while it is open, and a socket cannot be put in between.
    let Some((_, rest)) = storage.database_url.split_once("://") else {
        return;
    };
    let authority = rest.split(['/', '?']).next().unwrap();
    let host = authority.rsplit('@').next().unwrap();
    if host.is_empty() {
        return;
    }
    let target = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:5432")
    };
    let way = Way::to(target);
    let between = authority.replace(host, &way.address.to_string());
    let url = storage.database_url.replacen(authority, &between, 1);
    let serving = Serving::start(&url, &["--set", "database.acquire_timeout_ms=200"]);
    let get = |path: &str| {
        serving.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        ))
    };
    assert!(get("/readyz").starts_with("HTTP/1.1 200"));
    assert_eq!(on(&storage, &["org", "create", "acme"]).status, 0);
    let made = ["key", "create", "--org", "acme", "--scope", "keys:write"];
    let key = on(&storage, &made).out;
    let keyed = || {
        let key = key.trim_end();
        serving.ask(&format!("GET /v1/ladders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"))
    };
    let begun = Instant::now();
    while !keyed().starts_with("HTTP/1.1 200") {
        assert!(begun.elapsed() < PATIENCE);
    }
    way.cut();
    // Nobody can say now whether it was revoked.
    let cut = Instant::now();
    while !keyed().starts_with("HTTP/1.1 503") {
        assert!(cut.elapsed() < PATIENCE);
    }
    assert!(keyed().to_lowercase().contains("\r\nretry-after: "));
    let lost = get("/readyz");
    assert!(
        lost.starts_with("HTTP/1.1 503") && lost.to_lowercase().contains("\r\nretry-after: "),
        "{lost}"
    );
    assert!(get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(get("/v1/ladders/ai-engineer").starts_with("HTTP/1.1 200"));
    let body = r#"{"answers":{"q1":"yes"}}"#;
    let score = serving.ask(&format!(
        "POST /v1/ladders/ai-engineer/quiz/score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    ));
    assert!(
        score.starts_with("HTTP/1.1 200") && score.contains("\"receipt\""),
        "{score}"
    );
    way.mend();
    let mended = Instant::now();
    while !keyed().starts_with("HTTP/1.1 200") {
        assert!(mended.elapsed() < PATIENCE);
    }
    while !get("/readyz").starts_with("HTTP/1.1 200") {
        assert!(mended.elapsed() < PATIENCE);
    }
}
