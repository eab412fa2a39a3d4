//! A database that goes away while a server runs, and comes back.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use reqwest::{Client, RequestBuilder, header::RETRY_AFTER};
use rungs::store::Store;
use serde_json::json;

use crate::{
    app::{Storage, store_config},
    binary::{PATIENCE, Serving},
    cluster::Cluster,
    crash::{find_all, made_key, served},
    keys::on,
    people::with_body,
    writers::{SeededRandom, Told, Writer},
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

// A SQLite file cannot be lost while it is open, and a socket cannot be put in between.
#[ignore = "needs the programs of Postgres: bash tests/run --postgres"]
#[tokio::test]
async fn a_server_that_loses_its_database_goes_on_with_what_it_holds() {
    let cluster = Cluster::start();
    let storage = Storage::of(&cluster.database_url);
    let (_, rest) = cluster.database_url.split_once('@').unwrap();
    let (target, _) = rest.split_once('/').unwrap();
    let way = Way::to(target.to_owned());
    let between = way.address.to_string();
    let url = cluster.database_url.replacen(target, &between, 1);
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
    loop {
        let answer = keyed();
        if answer.starts_with("HTTP/1.1 503") {
            assert!(answer.to_lowercase().contains("\r\nretry-after: "));
            break;
        }
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(cut.elapsed() < PATIENCE);
    }
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

/// How often the Postgres is stopped.
const STOPS: usize = 3;

/// Sends a request, and answers its status and its text. Whoever is told to come again is told when.
async fn told(request: RequestBuilder) -> (u16, String) {
    let reply = request.send().await.unwrap();
    let status = reply.status().as_u16();
    assert_eq!(reply.headers().contains_key(RETRY_AFTER), status == 503);
    (status, reply.text().await.unwrap())
}

#[ignore = "needs the programs of Postgres: bash tests/run --postgres"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_a_postgres_that_is_stopped_and_started() {
    let mut cluster = Cluster::start();
    let storage = Storage::of(&cluster.database_url);
    let key = made_key(&storage);
    let (_serving, base) = served(&storage, &["--set", "database.acquire_timeout_ms=300"]).await;
    let mut dice = SeededRandom::new();
    let is_over = Arc::new(AtomicBool::new(false));
    let writing = (0..4).map(|number| {
        let mut writer = Writer::new(number, &key, &mut dice);
        let (base, is_over) = (base.clone(), Arc::clone(&is_over));
        tokio::spawn(async move {
            let mut put_off = 0;
            while !is_over.load(Ordering::Relaxed) {
                match writer.write(&base).await {
                    Told::Done => {}
                    Told::Unavailable => {
                        put_off += 1;
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                    Told::Nothing => panic!("the server itself was there all the time"),
                }
            }
            (writer, put_off)
        })
    });
    let writing: Vec<_> = writing.collect();
    let client = Client::builder().timeout(PATIENCE).build().unwrap();
    let get = |path: &str| told(client.get(format!("{base}{path}")));
    let keyed = || {
        let request = client.get(format!("{base}/v1/people?limit=1"));
        told(request.bearer_auth(&key))
    };
    for _ in 0..STOPS {
        tokio::time::sleep(Duration::from_millis(200 + dice.roll(300))).await;
        cluster.stop();
        assert_eq!(get("/readyz").await.0, 503);
        assert_eq!(keyed().await.0, 503);
        let put = client.put(format!("{base}/v1/people/nobody"));
        let put = with_body(put, &json!({})).bearer_auth(&key);
        assert_eq!(told(put).await.0, 503);
        // What needs no database goes on: in the first moments, and when keys are not trusted any more.
        let stopped = Instant::now();
        loop {
            for path in [
                "/healthz",
                "/v1/ladders",
                "/v1/ladders/ai-engineer",
                "/v1/ladders/ai-engineer/quiz",
            ] {
                let (status, text) = get(path).await;
                assert_eq!(status, 200, "{path}: {text}");
            }
            let score = client.post(format!("{base}/v1/ladders/ai-engineer/quiz/score"));
            let (status, text) = told(with_body(score, &json!({"answers": {"q1": "yes"}}))).await;
            assert!(status == 200 && text.contains("\"receipt\""), "{text}");
            let (status, text) = keyed().await;
            assert_eq!(status, 503, "{text}");
            if text.contains("whether this key is still good") {
                break;
            }
            assert!(stopped.elapsed() < PATIENCE, "{text}");
        }
        cluster.start_again();
        let started = Instant::now();
        while keyed().await.0 != 200 || get("/readyz").await.0 != 200 {
            assert!(started.elapsed() < PATIENCE);
        }
    }
    is_over.store(true, Ordering::Relaxed);
    let ended = join_all(writing).await;
    let ended = ended.into_iter().map(Result::unwrap);
    let (mut writers, put_off): (Vec<Writer>, Vec<usize>) = ended.unzip();
    assert!(put_off.iter().all(|times| *times > 0), "{put_off:?}");
    find_all(&mut writers, &base, &cluster.database_url).await;
    let nobody = client.get(format!("{base}/v1/people/nobody"));
    assert_eq!(told(nobody.bearer_auth(&key)).await.0, 404);
    let done = writers.iter().map(|writer| writer.done).sum::<usize>();
    let replayed = writers.iter().map(|writer| writer.replayed).sum::<usize>();
    eprintln!("{done} writes, {replayed} of them answered again");
    assert!(done > STOPS);
}

#[tokio::test]
async fn a_person_whom_somebody_holds_takes_no_keys_away() {
    let storage = Storage::new().await;
    // As many writers as there are connections, who wait for longer than keys are trusted unheard.
    let few = [
        "--set",
        "database.max_connections=2",
        "--set",
        "database.busy_timeout_ms=6000",
    ];
    let serving = Serving::start(&storage.database_url, &few);
    assert_eq!(on(&storage, &["org", "create", "acme"]).status, 0);
    let made = [
        "key",
        "create",
        "--org",
        "acme",
        "--scope",
        "ladders:read",
        "--scope",
        "people:write",
    ];
    let key = on(&storage, &made).out;
    let request = |line: &str| {
        let key = key.trim_end();
        format!(
            "{line} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
        )
    };
    let keyed = |line: &str| serving.ask(&request(line));
    let begun = Instant::now();
    while !keyed("PUT /v1/people/p-1").starts_with("HTTP/1.1 201") {
        assert!(begun.elapsed() < PATIENCE);
    }
    let store = Store::connect(&store_config(&storage.database_url)).await;
    let store = store.unwrap();
    let organisation = store.find_organisation("acme").await.unwrap().unwrap().id;
    let mut holding = store.begin().await.unwrap();
    let held = holding.find_person(organisation, "p-1").await.unwrap();
    assert!(held.is_some());
    let puts = [(); 2].map(|()| {
        let mut put = serving.connect();
        put.write_all(request("PUT /v1/people/p-1").as_bytes())
            .unwrap();
        put
    });
    let (begun, mut last) = (Instant::now(), Duration::ZERO);
    for mut put in puts {
        put.set_nonblocking(true).unwrap();
        while put.peek(&mut [0]).is_err() {
            // A busy machine may be late once; a key that is taken away is refused from then on.
            if keyed("GET /v1/ladders").starts_with("HTTP/1.1 200") {
                last = begun.elapsed();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        put.set_nonblocking(false).unwrap();
        let mut answer = String::new();
        put.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
        let head = answer.to_lowercase();
        assert!(head.contains("\r\nretry-after: "), "{answer}");
    }
    // Keys are trusted for a second and a half unheard.
    assert!(last > Duration::from_secs(3), "{last:?}");
    holding.commit().await.unwrap();
    let freed = keyed("PUT /v1/people/p-1");
    assert!(freed.starts_with("HTTP/1.1 200"), "{freed}");
}
