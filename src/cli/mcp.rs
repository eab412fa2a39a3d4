//! `mcp`: the Model Context Protocol over standard input and output, a message a line.

use anyhow::Context;
use rmcp::{
    model::CacheScope,
    serve_server,
    service::ServerInitializeError,
    transport::{async_rw::AsyncRwTransport, stdio},
};

use super::{
    options::{GlobalOptions, load},
    outcome::{CommandError, CommandResult, DONE, UNREADABLE},
    runtime::{block_on, open_store},
};
use crate::{
    app::App,
    http::routes::api_document,
    mcp::{McpServer, Transport},
    telemetry,
};

pub(super) fn run(global: &GlobalOptions) -> CommandResult {
    let config = load(global)?.config;
    // Dropped last: that writes the lines which wait.
    let _logs =
        telemetry::start(&config.log).map_err(|error| CommandError::new(UNREADABLE, error))?;
    let longest = config.limits.body_bytes;
    block_on(async {
        let store = open_store(&config).await?;
        let app = App::load(config, store).await?;
        // Nothing that is said here is kept, and nothing more is read.
        app.store.close().await;
        let server = McpServer::new(
            app,
            api_document().json().clone(),
            Transport::Bidirectional,
            CacheScope::Private,
        );
        let (input, output) = stdio();
        let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(longest);
        match serve_server(server, transport).await {
            Ok(running) => {
                running.waiting().await.context("the connection failed")?;
                Ok(())
            }
            // The input ended before a client introduced itself.
            Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(anyhow::Error::new(error).into()),
        }
    })?;
    Ok(DONE)
}
