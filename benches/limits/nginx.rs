//! nginx: one worker, the same bytes from files, compressed ones beside them, a line per request in a file.

use std::{fs, path::Path};

use anyhow::Context;

use crate::{
    processes::{Machine, Running, Side, free_port},
    service::wait_for,
};

/// Starts it on the folder with the ready bytes; None where it is not installed.
pub(crate) fn start(machine: &Machine, folder: &Path) -> anyhow::Result<Option<(u16, Running)>> {
    if !machine.nginx {
        return Ok(None);
    }
    let port = free_port()?;
    let path = folder.to_str().context("the folder's name is not text")?;
    let file = folder.join("nginx.conf");
    fs::write(&file, settings(path, port))?;
    let mut command = machine.command(Side::Server, Path::new("nginx"));
    command
        .args(["-p", path, "-e"])
        .arg(folder.join("nginx-error.log"))
        .arg("-c")
        .arg(&file);
    let running = Running::spawn(&mut command)?;
    wait_for(port, "/ladder.json", &running)?;
    Ok(Some((port, running)))
}

/// One process that is master and worker in one, so that its handle ends all of it. Its log is gathered like ours.
fn settings(folder: &str, port: u16) -> String {
    format!(
        "daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    access_log {folder}/nginx-access.log combined buffer=64k flush=1s;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    types {{ }}
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    gzip_static on;
    gzip_vary on;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
    }}
}}
"
    )
}
