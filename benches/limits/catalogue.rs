//! Catalogue reads: the service with every middleware, bare actix-web with the same bytes in memory, and nginx with the same files.

use std::{fs, path::Path};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    rt::System,
    web,
};
use anyhow::{Context, ensure};
use bytes::Bytes;

use crate::{
    Bench,
    client::{self, Request},
    processes::{Core, Server, free_port, serve_bare},
    rounds::{Contestant, compare},
};

const LADDER: &str = "/v1/ladders/ai-engineer";
const LEVEL: &str = "/v1/ladders/ai-engineer/levels/mid";
const TAG: &str = "\"0123456789abcdef0123456789abcdef\"";

/// Measures the whole ladder, one level, and an unchanged ladder.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let folder = bench.folder("catalogue")?;
    let service = Server::service(bench, &folder, "sqlite:rungs.db").await?;
    for (path, file) in [(LADDER, "ladder.json"), (LEVEL, "level.json")] {
        let answer = client::send(bench, service.port, &Request::get(path)).await?;
        fs::write(folder.join(file), answer.bytes().await?)?;
    }
    let path = folder.to_str().context("the folder is not UTF-8")?;
    let bare = Server::role(bench, "catalogue", Some(path), LADDER).await?;
    let mut servers = vec![
        ("rungs serve", service.port, LADDER, LEVEL),
        ("bare actix-web", bare.port, LADDER, LEVEL),
    ];
    let nginx = nginx(bench, &folder).await?;
    if let Some(nginx) = &nginx {
        servers.push(("nginx", nginx.port, "/ladder.json", "/level.json"));
    }
    println!("\nCatalogue reads, requests per second");
    for (title, is_level, is_unchanged) in [
        ("the whole ladder", false, false),
        ("one level", true, false),
        ("304 on the whole ladder", false, true),
    ] {
        let (mut contestants, mut expected) = (Vec::new(), None);
        for (name, port, ladder, level) in &servers {
            let mut request = Request::get(if is_level { *level } else { *ladder });
            if is_unchanged {
                let answer = client::send(bench, *port, &request).await?;
                let tag = answer.headers().get("etag").context("no ETag")?;
                request = request.header("If-None-Match", tag.to_str()?);
            }
            let answer = client::send(bench, *port, &request).await?;
            let answer = (answer.status(), answer.bytes().await?);
            let expected = expected.get_or_insert_with(|| answer.clone());
            ensure!(
                *expected == answer,
                "{name} has another answer: {}",
                answer.0
            );
            ensure!(
                answer.0 == if is_unchanged { 304 } else { 200 },
                "{name}: {}",
                answer.0
            );
            contestants.push(Contestant {
                name,
                port: *port,
                request,
            });
        }
        let bytes = expected.map_or(0, |(_, body)| body.len());
        compare(bench, &format!(" {title}, {bytes} bytes"), &contestants)?;
    }
    Ok(())
}

/// Serves two files from memory, without any middleware.
pub(crate) fn serve(port: u16, folder: &Path) -> anyhow::Result<()> {
    let read = |name: &str| anyhow::Ok(web::Data::new(Bytes::from(fs::read(folder.join(name))?)));
    let (ladder, level) = (read("ladder.json")?, read("level.json")?);
    let server = serve_bare(port, move |config| {
        for (path, bytes) in [(LADDER, &ladder), (LEVEL, &level)] {
            let resource = web::resource(path).app_data(bytes.clone());
            config.service(resource.route(web::get().to(answer)));
        }
    });
    System::new().block_on(server)
}

async fn answer(request: HttpRequest, bytes: web::Data<Bytes>) -> HttpResponse {
    let known = request.headers().get(IF_NONE_MATCH);
    if known.is_some_and(|tag| tag.as_bytes() == TAG.as_bytes()) {
        return HttpResponse::NotModified()
            .insert_header((ETAG, TAG))
            .finish();
    }
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((ETAG, TAG))
        .body(bytes.get_ref().clone())
}

/// Starts nginx on a folder: one process, a buffered access log. None where it is not installed.
async fn nginx(bench: &Bench, folder: &Path) -> anyhow::Result<Option<Server>> {
    if !bench.machine.nginx {
        println!("Skipped: nginx is not installed (Debian package nginx).");
        return Ok(None);
    }
    let (port, path) = (free_port()?, folder.display());
    let settings = format!(
        "daemon off;
master_process off;
pid {path}/nginx.pid;
error_log {path}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    access_log {path}/nginx-access.log combined buffer=64k flush=1s;
    client_body_temp_path {path}/body;
    proxy_temp_path {path}/proxy;
    fastcgi_temp_path {path}/fastcgi;
    uwsgi_temp_path {path}/uwsgi;
    scgi_temp_path {path}/scgi;
    types {{ }}
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    server {{ listen 127.0.0.1:{port}; root {path}; }}
}}
"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, settings)?;
    let mut command = bench.machine.command(Core::Server, Path::new("nginx"));
    command
        .arg("-p")
        .arg(folder)
        .arg("-e")
        .arg(folder.join("nginx-error.log"));
    command.arg("-c").arg(&file);
    Server::start(bench, &mut command, port, "/ladder.json")
        .await
        .map(Some)
}
