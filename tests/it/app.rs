//! TestApp: a server of one's own on a free port, with storage of its own, whose every reply is checked.

use std::{
    collections::HashMap,
    net::{SocketAddr, TcpListener},
    sync::{Mutex, OnceLock, mpsc},
    thread::JoinHandle,
};

use actix_web::{dev::ServerHandle, rt::System, web};
use chrono::{DateTime, Utc};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap},
};
use rungs::{
    app::{
        Actor, RunningService,
        api_key::Scope,
        organisations::{self, NewKey},
        peppers,
    },
    config::{Config, ConfigSources, Flag},
    domain::{
        id::{Id, SignalPhrase},
        ladder::Ladder,
        schema::SchemaValidator,
    },
    http::openapi::operation::RENDITIONS,
    server,
    store::{LadderRow, Store, StoreConfig},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    documented::{API, DOCUMENT},
    fixtures::earlier_versions,
    partitions,
};

/// A running server; ends with the value.
pub struct TestApp {
    pub address: SocketAddr,
    /// The database, to start a second server on it.
    pub database_url: String,
    pub client: reqwest::Client,
    /// A key with every scope, which is sent where one is needed and none is named.
    pub key: String,
    server: Option<(ServerHandle, JoinHandle<()>)>,
    _storage: Storage,
}

/// Where a test keeps its data; gone with the test.
pub struct Storage {
    pub database_url: String,
    _folder: Option<TempDir>,
}

impl Storage {
    /// Storage that another owns and outlives.
    pub fn of(database_url: &str) -> Self {
        Self {
            database_url: database_url.into(),
            _folder: None,
        }
    }

    /// A SQLite file in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rungs.db");
        Self {
            database_url: format!("sqlite:{}", file.display()),
            _folder: Some(folder),
        }
    }

    /// A SQLite file in a folder of its own, or a schema of its own in the Postgres that `TEST_DATABASE_URL` names. With
    /// `TEST_PARTITIONS` its tables are there, partitioned.
    pub async fn new() -> Self {
        let storage = Self::empty().await;
        if storage._folder.is_none() && std::env::var_os("TEST_PARTITIONS").is_some() {
            partitions::create(&storage.database_url).await;
        }
        storage
    }

    /// The same without any table.
    pub async fn empty() -> Self {
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            return Self::sqlite();
        };
        let schema = format!("t_{}", uuid::Uuid::now_v7().simple());
        let Store::Postgres(pool) = Store::connect(&store_config(&server)).await.unwrap() else {
            panic!("TEST_DATABASE_URL is not a Postgres");
        };
        let create = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
        sqlx::query(create).execute(&pool).await.unwrap();
        pool.close().await;
        let sign = if server.contains('?') { '&' } else { '?' };
        Self {
            database_url: format!("{server}{sign}options=-csearch_path%3D{schema}"),
            _folder: None,
        }
    }
}

/// How tests use a database.
pub fn store_config(url: &str) -> StoreConfig {
    StoreConfig {
        url: url.into(),
        max_connections: 4,
        acquire_timeout: std::time::Duration::from_secs(10),
        busy_timeout: std::time::Duration::from_secs(10),
    }
}

/// A reply that fits the OpenAPI document.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The bytes without their coding.
    pub fn plain(&self) -> Vec<u8> {
        let (bytes, mut plain) = (self.bytes.as_slice(), Vec::new());
        match self.header("content-encoding") {
            None => return bytes.to_vec(),
            Some("gzip") => {
                let mut reader = flate2::read::GzDecoder::new(bytes);
                std::io::copy(&mut reader, &mut plain).unwrap();
            }
            Some("br") => brotli::BrotliDecompress(&mut &*bytes, &mut plain).unwrap(),
            Some("zstd") => return zstd::stream::decode_all(bytes).unwrap(),
            Some(other) => panic!("{other} is no coding that was asked for"),
        }
        plain
    }

    /// The objects of newline-delimited JSON.
    pub fn lines(&self) -> Vec<Value> {
        let lines = self.text().lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The pointers of a 422, sorted.
    pub fn pointers(&self) -> Vec<String> {
        assert_eq!(self.status, 422, "{}", self.text());
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap();
        let mut pointers: Vec<String> = errors
            .iter()
            .map(|error| error["pointer"].as_str().unwrap().to_owned())
            .collect();
        pointers.sort();
        pointers
    }
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts with settings that differ from the defaults.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let storage = Storage::new().await;
        let url = storage.database_url.clone();
        Self::start_on(storage, &url, settings).await
    }

    /// Starts on a database that holds the earlier versions of the built-in ladder: 1.0.0, 1.1.0 and 1.2.0.
    pub async fn with_earlier_versions() -> Self {
        Self::with_ladders(earlier_versions(), &[]).await
    }

    /// Starts on a database that holds other ladders, each with the time at which it was published.
    pub async fn with_ladders(ladders: Vec<(Value, &str)>, settings: &[(&str, &str)]) -> Self {
        let storage = Storage::new().await;
        let url = storage.database_url.clone();
        store_ladders(&url, ladders).await;
        Self::start_on(storage, &url, settings).await
    }

    /// Starts on a database, which may be in use by another server.
    pub async fn start_on(storage: Storage, database_url: &str, settings: &[(&str, &str)]) -> Self {
        let flags = [("workers", "1"), ("database_url", database_url)];
        let flags = flags.iter().chain(settings).map(|(key, value)| Flag {
            key: (*key).into(),
            value: (*value).into(),
            name: "--set".into(),
        });
        let config = Config::load(ConfigSources {
            file: None,
            env: std::iter::empty(),
            flags: flags.collect(),
        })
        .unwrap()
        .config;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, told) = mpsc::channel();
        let url = database_url.to_owned();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let store = Store::connect(&store_config(&url)).await.unwrap();
                store.migrate().await.unwrap();
                let key = new_key(&config, &store, "own", Scope::ALL, None).await;
                let app = web::Data::new(RunningService::load(config, store).await.unwrap());
                let server = server::start(app, API.clone(), listener, None).unwrap();
                tell.send((server.handle(), key)).unwrap();
                server.await.unwrap();
            });
        });
        let told = tokio::task::spawn_blocking(move || told.recv());
        let (handle, key) = told.await.unwrap().unwrap();
        Self {
            address,
            database_url: database_url.into(),
            client: reqwest::Client::builder()
                .no_gzip()
                .no_brotli()
                .no_zstd()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            key,
            server: Some((handle, thread)),
            _storage: storage,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.client.get(self.url(path))).await
    }

    pub async fn get_as(&self, path: &str, media: &str) -> Reply {
        self.send(self.client.get(self.url(path)).header(ACCEPT, media))
            .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_text(path, body.to_string()).await
    }

    /// Asks for the answer in a media type.
    pub async fn post_as(&self, path: &str, body: &Value, media: &str) -> Reply {
        let request = self.client.post(self.url(path)).header(ACCEPT, media);
        let request = request.header(CONTENT_TYPE, "application/json");
        self.send(request.body(body.to_string())).await
    }

    pub async fn post_text(&self, path: &str, body: impl Into<reqwest::Body>) -> Reply {
        let request = self.client.post(self.url(path));
        self.send(request.header(CONTENT_TYPE, "application/json").body(body))
            .await
    }

    /// Sends a request of any method without a body.
    pub async fn ask(&self, method: &str, path: &str) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.send(self.client.request(method, self.url(path))).await
    }

    /// The server still answers, after whatever was done to it.
    pub async fn still_answers(&self) {
        let reply = self.get("/v1/ladders/ai-engineer/levels/mid").await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["title"], "Mid AI Engineer");
    }

    /// Scores a batch; `query` is empty or begins with a question mark.
    pub async fn post_lines(&self, query: &str, body: impl Into<reqwest::Body>) -> Reply {
        let url = self.url("/v1/ladders/ai-engineer/quiz/score-batch") + query;
        let request = self.client.post(url);
        let request = request.header(CONTENT_TYPE, "application/x-ndjson");
        self.send(request.body(body)).await
    }

    /// Sends a request and checks the reply against the document.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let mut request = request.build().unwrap();
        if needs_key(request.method(), request.url().path())
            && !request.headers().contains_key(AUTHORIZATION)
        {
            let value = format!("Bearer {}", self.key).parse().unwrap();
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        self.execute(request).await
    }

    /// Sends a request as it is and checks the reply against the document.
    pub async fn execute(&self, request: reqwest::Request) -> Reply {
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let reply = self.client.execute(request).await.unwrap();
        let reply = Reply {
            status: reply.status(),
            headers: reply.headers().clone(),
            bytes: reply.bytes().await.unwrap().to_vec(),
        };
        check(&method, &path, &reply);
        reply
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.server.take() {
            // Sent at once; the future only waits for the end.
            drop(handle.stop(false));
            thread.join().unwrap();
        }
    }
}

/// Stores published ladders that everybody sees, each with the time at which it was published.
pub async fn store_ladders(database_url: &str, ladders: Vec<(Value, &str)>) {
    let store = Store::connect(&store_config(database_url)).await.unwrap();
    store.migrate().await.unwrap();
    for (document, published_at) in ladders {
        let ladder = Ladder::prove(serde_json::from_value(document).unwrap()).unwrap();
        let row = LadderRow {
            id: uuid::Uuid::now_v7(),
            organisation: None,
            ladder: ladder.stamp().id.to_string(),
            version: ladder.stamp().version.to_string(),
            hash: ladder.stamp().hash.clone(),
            document: ladder.canonical().into(),
            published_at: published_at.parse().unwrap(),
        };
        store.create_ladder_version(&row).await.unwrap();
    }
    store.close().await;
}

/// The path template of the document that a path fits.
fn template(path: &str) -> Option<&'static str> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let fits = |template: &&String| {
        let parts: Vec<&str> = template.split('/').collect();
        let given: Vec<&str> = path.split('/').collect();
        parts.len() == given.len()
            && parts
                .iter()
                .zip(given)
                .all(|(part, given)| *part == given || part.starts_with('{'))
    };
    // A template without variables goes first.
    let mut found: Vec<&String> = paths.keys().filter(fits).collect();
    found.sort_by_key(|template| template.matches('{').count());
    found.first().map(|template| template.as_str())
}

/// A key of an organisation, made in its database.
pub async fn new_key(
    config: &Config,
    store: &Store,
    slug: &str,
    scopes: &[Scope],
    expires_at: Option<DateTime<Utc>>,
) -> String {
    let id = Id::try_from(slug.to_owned()).unwrap();
    let name = SignalPhrase::try_from(slug.to_owned()).unwrap();
    organisations::create_organisation(store, &id, &name)
        .await
        .unwrap();
    let organisation = store.find_organisation(slug).await.unwrap().unwrap();
    let actor = Actor::command_line(organisation.id);
    let new = NewKey {
        name,
        scopes: scopes.iter().copied().collect(),
        expires_at,
    };
    let peppers = peppers::load_peppers(config, store).await.unwrap();
    let created = organisations::create_key(store, &actor, &peppers[0], &new).await;
    created.unwrap().1.expose().to_owned()
}

/// Whether the document asks for a key.
fn needs_key(method: &Method, path: &str) -> bool {
    let method = match *method {
        Method::HEAD => "get".to_owned(),
        _ => method.as_str().to_ascii_lowercase(),
    };
    let operation = template(path).map(|template| &DOCUMENT["paths"][template][method]);
    operation.is_some_and(|operation| operation["security"][0]["key"].is_array())
}

/// Checks a reply against the OpenAPI document; panics where it does not fit.
pub fn check(method: &Method, path: &str, reply: &Reply) {
    assert!(
        reply.headers.contains_key("x-request-id"),
        "{path}: no request id"
    );
    let status = reply.status.as_u16().to_string();
    let media = reply.header("content-type").unwrap_or_default();
    let essence = media.split(';').next().unwrap().trim();
    if reply.status.is_client_error() || reply.status.is_server_error() {
        // A browser that asked for a page is told in a page.
        let page = essence == "text/html" && (path == "/" || path.starts_with("/ladders/"));
        // Errors of its own protocol.
        let message = path == "/mcp" && essence == "application/json";
        if *method != Method::HEAD && !page && !message {
            assert_eq!(
                essence,
                "application/problem+json",
                "{path}: {}",
                reply.text()
            );
            fits(
                &component("Problem"),
                path,
                &serde_json::from_slice(&reply.plain()).unwrap(),
            );
            assert_eq!(reply.json()["status"], reply.status.as_u16());
        }
        if status == "405" {
            assert!(
                reply.headers.contains_key("allow"),
                "{path}: 405 without Allow"
            );
        }
    }
    let documented = match *method {
        Method::HEAD => "get".to_owned(),
        _ => method.as_str().to_ascii_lowercase(),
    };
    let Some(operation) =
        template(path).and_then(|template| DOCUMENT["paths"][template].get(&documented))
    else {
        assert!(
            [204, 308, 400, 404, 405, 431].contains(&reply.status.as_u16()),
            "{method} {path} is not documented and was answered with {status}"
        );
        return;
    };
    let mut response = &operation["responses"][&status];
    assert!(
        !response.is_null(),
        "{method} {path}: {status} is not documented"
    );
    if let Some(target) = response["$ref"].as_str() {
        response = DOCUMENT.pointer(target.trim_start_matches('#')).unwrap();
    }
    if reply.bytes.is_empty() || *method == Method::HEAD {
        return;
    }
    let content = &response["content"][essence];
    let renditions = operation[RENDITIONS].as_array();
    let is_rendition = reply.status.is_success()
        && renditions.is_some_and(|renditions| renditions.iter().any(|one| one == essence));
    assert!(
        !content.is_null() || is_rendition || path.starts_with("/docs/"),
        "{method} {path}: {status} as {essence} is not documented"
    );
    if essence == "application/x-ndjson" {
        for line in reply.lines() {
            let name = match &line {
                line if !line["problem"].is_null() => "LineProblem",
                line if !line["receipt"].is_null() => "DetailedScoredLine",
                _ => "ScoredLine",
            };
            fits(&component(name), path, &line);
        }
    } else if essence.ends_with("json") && !content["schema"].is_null() {
        fits(
            &content["schema"],
            path,
            &serde_json::from_slice(&reply.plain()).unwrap(),
        );
    }
}

fn component(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn fits(schema: &Value, path: &str, value: &Value) {
    static SHAPES: OnceLock<Mutex<HashMap<String, &'static SchemaValidator>>> = OnceLock::new();
    let mut shapes = SHAPES.get_or_init(Mutex::default).lock().unwrap();
    let shape = *shapes.entry(schema.to_string()).or_insert_with(|| {
        let mut root = schema.clone();
        root["components"] = DOCUMENT["components"].clone();
        Box::leak(Box::new(SchemaValidator::new(&root).unwrap()))
    });
    drop(shapes);
    let faults = shape.faults(value, 10);
    assert!(
        faults.is_empty(),
        "{path} does not fit the document: {faults:#?}\n{value}"
    );
}
