//! Connecting: a URL is understood, and a database opened.

use std::{fs::OpenOptions, io::ErrorKind, path::Path, str::FromStr, sync::Mutex, time::Duration};

use sqlx::{
    ConnectOptions, Connection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    Store, StoreConfig, StoreError,
    error::{is_busy, sentence},
};

/// How long to wait before opening a SQLite file again that another process is just switching to its write-ahead log.
const RETRY_OPEN: Duration = Duration::from_millis(10);

/// How many statements the connection that writes to a SQLite file keeps ready: those that are for several rows are others for each number
/// of rows.
const STATEMENTS: usize = 512;

/// How much of a SQLite file the connection that writes to it keeps in memory, at most: 16 MiB.
const WRITER_CACHE: &str = "-16384";

/// After how many pages (of 4 KiB) the write-ahead log of a SQLite file goes into the file. Pages that were written several times until
/// then go once.
const CHECKPOINT: &str = "4000";

/// The longest that a statement on Postgres may take, in milliseconds: no request waits for so long.
const STATEMENT_MS: u128 = 300_000;

/// The longest that a transaction on Postgres may be left alone, in milliseconds: so long others wait for what one of us holds whom the
/// network has lost.
const IDLE_MS: u128 = 60_000;

/// A URL that was understood.
enum Target {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

impl Target {
    fn parse(url: &str) -> Result<Self, StoreError> {
        let bad = |reason: &str| StoreError::BadUrl {
            reason: reason.to_owned(),
        };
        let unread = |error| StoreError::BadUrl {
            reason: format!("cannot be read: {}", sentence(&error)),
        };

        if let Some(rest) = url.strip_prefix("sqlite:") {
            let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(bad(
                    "names no file; write one after sqlite:, as in sqlite:rungs.db.",
                ));
            }
            if path == ":memory:" || query.contains("mode=memory") {
                return Err(bad(
                    "asks for a database in memory, which would forget its keys; name a file, as in sqlite:rungs.db.",
                ));
            }
            return SqliteConnectOptions::from_str(url)
                .map(|options| Self::Sqlite(Box::new(options)))
                .map_err(unread);
        }
        if let Some(rest) = url
            .strip_prefix("postgres://")
            .or_else(|| url.strip_prefix("postgresql://"))
        {
            // A password with a raw '/', '?' or '#' ends the host early and would be taken, and told, for a database or an option.
            if rest
                .split_once(['/', '?', '#'])
                .is_some_and(|(_, rest)| rest.contains('@'))
            {
                return Err(bad(
                    "has an @ after its host; percent-encode / ? # and @ in the user, the password and the options.",
                ));
            }
            return PgConnectOptions::from_str(url)
                .map(|options| Self::Postgres(Box::new(options)))
                .map_err(unread);
        }
        Err(bad(
            "must begin with sqlite: or postgres://, as in sqlite:rungs.db or postgres://user@host/rungs.",
        ))
    }
}

impl Store {
    /// Opens the database and tries one connection. A SQLite file that is missing is made, readable by its owner alone,
    /// since it will hold signing keys; its folder is not made.
    ///
    /// Fails with [`StoreError::BadUrl`], or with [`StoreError::Unreachable`]: at once where the database refuses us, and
    /// after `acquire_timeout` where nothing answers.
    pub async fn connect(config: &StoreConfig) -> Result<Self, StoreError> {
        match Target::parse(&config.url)? {
            Target::Sqlite(options) => connect_sqlite(config, *options).await,
            Target::Postgres(options) => connect_postgres(config, *options).await,
        }
    }

    /// As [`Store::connect`], but a SQLite file that is not there is `None` rather than made.
    ///
    /// Fails as [`Store::connect`] does.
    pub async fn open_existing(config: &StoreConfig) -> Result<Option<Self>, StoreError> {
        if let Target::Sqlite(options) = Target::parse(&config.url)?
            && let Ok(false) = options.get_filename().try_exists()
        {
            return Ok(None);
        }
        Self::connect(config).await.map(Some)
    }
}

async fn connect_sqlite(
    config: &StoreConfig,
    options: SqliteConnectOptions,
) -> Result<Store, StoreError> {
    let path = options.get_filename().to_path_buf();
    let unreachable = |reason| StoreError::Unreachable {
        target: format!("The SQLite file {}", path.display()),
        reason,
    };
    create_file(&path).map_err(unreachable)?;

    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is erased is overwritten and not merely given up.
        .pragma("secure_delete", "ON")
        .shared_cache(false)
        .busy_timeout(config.busy_timeout);
    // An open file neither goes stale nor needs asking whether it is still there.
    let pool = |most, options| {
        SqlitePoolOptions::new()
            .max_connections(most)
            .acquire_timeout(config.acquire_timeout)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options)
    };
    let writer = options
        .clone()
        .statement_cache_capacity(STATEMENTS)
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", CHECKPOINT);
    let (readers, writer) = (pool(config.max_connections, options), pool(1, writer));

    let started = tokio::time::Instant::now();
    loop {
        match readers.acquire().await {
            Ok(_) => return Ok(Store::Sqlite(readers, writer)),
            // The switch to the write-ahead log does not wait for `busy_timeout`, so the first openers of a file collide.
            Err(error) if is_busy(&error) && started.elapsed() < config.acquire_timeout => {
                tokio::time::sleep(RETRY_OPEN).await
            }
            Err(error) => return Err(unreachable(sentence(&error))),
        }
    }
}

/// Makes an empty file where there is none; SQLite would let everybody read it.
fn create_file(path: &Path) -> Result<(), String> {
    // Closing any handle of a file drops the locks that SQLite holds on it in this process, so that nobody may be past here meanwhile.
    static CREATING: Mutex<()> = Mutex::new(());
    let _creating = CREATING.lock();

    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(_) if path.is_dir() => Err("it is a folder".to_owned()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => match path.parent() {
            Some(folder) if error.kind() == ErrorKind::NotFound && !folder.exists() => {
                Err(format!("the folder {} does not exist", folder.display()))
            }
            _ => Err(error.to_string()),
        },
    }
}

async fn connect_postgres(
    config: &StoreConfig,
    mut options: PgConnectOptions,
) -> Result<Store, StoreError> {
    if options.get_application_name().is_none() {
        options = options.application_name("rungs");
    }
    for (name, most_ms) in [
        ("lock_timeout", config.busy_timeout.as_millis()),
        ("statement_timeout", STATEMENT_MS),
        ("idle_in_transaction_session_timeout", IDLE_MS),
    ] {
        // What the URL says itself is meant.
        let said = options.get_options().unwrap_or_default();
        if !said.contains(name) {
            options = options.options([(name, most_ms)]);
        }
    }
    let target = match options.get_socket() {
        Some(socket) => format!("Postgres at {}", socket.display()),
        None => format!("Postgres at {}:{}", options.get_host(), options.get_port()),
    };

    // The pool itself would try again, for the whole of `acquire_timeout`, and then forget the reason.
    match tokio::time::timeout(config.acquire_timeout, options.connect()).await {
        Ok(Ok(connection)) => drop(connection.close().await),
        Ok(Err(error)) => {
            return Err(StoreError::Unreachable {
                target,
                reason: sentence(&error),
            });
        }
        Err(_) => {
            let reason = format!("no answer within {} ms", config.acquire_timeout.as_millis());
            return Err(StoreError::Unreachable { target, reason });
        }
    }
    let pool = PgPoolOptions::new()
        .max_connections(config.max_connections)
        .acquire_timeout(config.acquire_timeout)
        .connect_lazy_with(options);
    Ok(Store::Postgres(pool))
}
