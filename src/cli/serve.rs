//! `serve`, `migrate` and `healthcheck`.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream, ToSocketAddrs},
    time::Duration,
};

use actix_web::web;
use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use super::{
    outcome::{CommandError, CommandResult, DONE, FOUND, UNREADABLE},
    runtime::{block_on, open_store, store_config},
};
use crate::{
    app::RunningService,
    config::{Config, LoadedConfig},
    http::routes::api_document,
    server,
    store::Store,
    telemetry,
};

pub(super) fn run(loaded: LoadedConfig) -> CommandResult {
    let config = loaded.config;
    // Dropped last: that writes the lines which wait.
    let logs =
        telemetry::start(&config.log).map_err(|error| CommandError::new(UNREADABLE, error))?;
    // Bound before anything else, so that an address in use is known at once.
    let listener = TcpListener::bind(&config.listen)
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let requests = logs.requests();
    actix_web::rt::System::new().block_on(async move {
        let store = open_store(&config).await?;
        let live = web::Data::new(RunningService::load(config, store).await?);
        let api = web::Data::new(api_document());
        let address = listener.local_addr()?;
        let app = live.public();
        let ladders = app.shelf.len();
        let server = server::start(live, api, listener, requests)?;
        tracing::info!(
            %address,
            ladders,
            database = app.store.kind(),
            "listening on http://{address}"
        );
        let handle = server.handle();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        actix_web::rt::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping: finishing what is in flight");
            handle.stop(true).await;
        });
        server.await?;
        app.store.close().await;
        tracing::info!("stopped");
        Ok(DONE)
    })
}

pub(super) fn migrate(config: &Config) -> CommandResult {
    block_on(async {
        let store = Store::connect(&store_config(config)).await?;
        store.migrate().await?;
        store.close().await;
        Ok(())
    })?;
    writeln!(std::io::stdout(), "The database is up to date.")?;
    Ok(DONE)
}

/// Asks `/healthz` of the service that these settings describe: alive, not ready, since a database that is away for a
/// while must not have it restarted.
pub(super) fn healthcheck(config: &Config) -> CommandResult {
    let listen = config
        .listen
        .replace("0.0.0.0", "127.0.0.1")
        .replace("[::]", "[::1]");
    let patience = Duration::from_secs(3);
    let address = listen.to_socket_addrs()?.next();
    let address = address.with_context(|| format!("{listen} has no address"))?;
    let mut stream = TcpStream::connect_timeout(&address, patience)
        .with_context(|| format!("nothing listens on {address}"))?;
    stream.set_read_timeout(Some(patience))?;
    write!(
        stream,
        "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        Ok(DONE)
    } else {
        let line = answer.lines().next().unwrap_or_default();
        Err(CommandError::new(
            FOUND,
            anyhow::anyhow!("not alive: {line}"),
        ))
    }
}
