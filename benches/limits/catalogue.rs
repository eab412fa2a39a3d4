//! Catalogue reads: the service with every middleware, bare actix-web with the same bytes in memory, and nginx with the same files.

use std::{fs, process::Command};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{ETAG, IF_NONE_MATCH},
    web,
};
use anyhow::Context;
use bytes::Bytes;

use crate::{
    Bench,
    load::send,
    servers::{Server, free_port, is_installed, serve_bare},
};

const LADDER: &str = "/v1/ladders/ai-engineer";
const LEVEL: &str = "/v1/ladders/ai-engineer/levels/mid";
const TAG: &str = "\"0123456789abcdef0123456789abcdef\"";

/// Measures the whole ladder, one level, and an unchanged ladder.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let service = Server::service(bench, "sqlite:rungs.db").await?;
    let mut files = Vec::new();
    for (path, file) in [(LADDER, "ladder.json"), (LEVEL, "level.json")] {
        let bytes = bench.get(service.port, path).send().await?.bytes().await?;
        fs::write(bench.folder.path().join(file), &bytes)?;
        files.push((path, web::Data::new(bytes)));
    }
    let bare = serve_bare(move |config| {
        for (path, bytes) in &files {
            let resource = web::resource(*path).app_data(bytes.clone());
            config.service(resource.route(web::get().to(answer)));
        }
    })?;
    let nginx = if is_installed("nginx") {
        Some(start_nginx(bench).await?)
    } else {
        None
    };
    for (title, path, file, status) in [
        ("Whole ladder", LADDER, "/ladder.json", 200),
        ("One level", LEVEL, "/level.json", 200),
        ("Whole ladder, unchanged", LADDER, "/ladder.json", 304),
    ] {
        let mut servers = vec![
            ("rungs serve", bench.get(service.port, path)),
            ("bare actix-web", bench.get(bare, path)),
        ];
        if let Some(nginx) = &nginx {
            servers.push(("nginx", bench.get(nginx.port, file)));
        }
        if status == 304 {
            for (_, request) in &mut servers {
                let answer = send(request).await?;
                let tag = answer.headers().get("etag").context("no ETag")?;
                let again = request.try_clone().context("a request")?;
                *request = again.header("If-None-Match", tag);
            }
        }
        bench
            .compare_servers(title, &servers, status, |body| Ok(body.to_vec()))
            .await?;
    }
    Ok(())
}

async fn answer(request: HttpRequest, bytes: web::Data<Bytes>) -> HttpResponse {
    let tag = request.headers().get(IF_NONE_MATCH);
    if tag.is_some_and(|tag| tag.as_bytes() == TAG.as_bytes()) {
        return HttpResponse::NotModified()
            .insert_header((ETAG, TAG))
            .finish();
    }
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((ETAG, TAG))
        .body(bytes.get_ref().clone())
}

/// Starts nginx on the folder: one process, a buffered access log.
async fn start_nginx(bench: &Bench) -> anyhow::Result<Server> {
    let (port, folder) = (free_port()?, bench.folder.path());
    let path = folder.display();
    let settings = format!(
        "daemon off;
master_process off;
pid nginx.pid;
events {{}}
http {{
    access_log nginx.log combined buffer=64k flush=1s;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    server {{ listen 127.0.0.1:{port}; root {path}; }}
}}
"
    );
    fs::write(folder.join("nginx.conf"), settings)?;
    let mut command = Command::new("nginx");
    command.args(["-e", "stderr", "-c", "nginx.conf", "-p"]);
    Server::start(bench, command.arg(folder), port, "/ladder.json").await
}
