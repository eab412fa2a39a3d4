//! Start: from the start of the process to the first 200 of `/readyz`, on a SQLite database that is there already.

use std::{
    fs,
    net::Ipv4Addr,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::bail;
use sqlx::{SqlitePool, sqlite::SqliteConnectOptions};

use crate::{
    Rounds,
    client::{self, Request},
    processes::{Machine, Running, free_port},
    report::decimals,
    service::{PROGRAM, Service, configure},
};

const STARTS: usize = 20;
const SERVICE: usize = 0;
const BARE: usize = 1;

/// Measures and prints.
pub(crate) fn run(machine: &Machine, folder: &Path) -> anyhow::Result<()> {
    // Makes the database, and leaves it as a stop leaves it.
    Service::start(machine, folder)?.running.stop()?;
    let database = folder.join("rungs.db");
    let mut times = Rounds::new(2);
    for _ in 0..STARTS {
        let port = free_port()?;
        let mut command = Command::new(PROGRAM);
        configure(&mut command, folder, port);
        times.add(SERVICE, ready_after(&mut command, port)?);
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare-start").arg(port.to_string());
        command.arg(&database).stdin(Stdio::null());
        times.add(BARE, ready_after(&mut command, port)?);
    }
    let spread = |contestant| {
        let figures = times.figures(contestant).iter().copied();
        let least = figures.clone().reduce(f64::min);
        format!(
            "{} ms (from {} to {})",
            decimals(times.median(contestant), 1),
            decimals(least, 1),
            decimals(figures.reduce(f64::max), 1)
        )
    };
    println!(
        "
Start, from the start of the process to the first 200 of /readyz, median of {STARTS} in turn, on an existing SQLite file of {} KiB:
{} for `rungs serve`, {} for a bare program of actix-web and sqlx that
opens the same file and answers `SELECT 1`. Taken by trying to connect every fifth of a millisecond; not pinned to a core.",
        fs::metadata(&database)?.len() / 1024,
        spread(SERVICE),
        spread(BARE),
    );
    Ok(())
}

/// Starts a program and stops it again; the milliseconds until it was ready.
fn ready_after(command: &mut Command, port: u16) -> anyhow::Result<f64> {
    let request = Request {
        path: "/readyz".into(),
        ..Request::default()
    };
    let begun = Instant::now();
    let running = Running::spawn(command)?;
    while !client::ask(port, &request).is_ok_and(|answer| answer.status == 200) {
        if running.try_wait()?.is_some() || begun.elapsed() > Duration::from_secs(20) {
            bail!("a server is not ready");
        }
        thread::sleep(Duration::from_micros(200));
    }
    let elapsed = begun.elapsed().as_secs_f64() * 1000.0;
    running.stop()?;
    Ok(elapsed)
}

/// The bare program of the stack: no settings, no migrations, no ladder.
pub(crate) fn serve_bare(port: u16, database: &Path) -> anyhow::Result<()> {
    actix_web::rt::System::new().block_on(async move {
        let options = SqliteConnectOptions::new().filename(database);
        let pool = web::Data::new(SqlitePool::connect_with(options).await?);
        HttpServer::new(move || {
            App::new()
                .app_data(pool.clone())
                .service(web::resource("/readyz").route(web::get().to(ready)))
        })
        .workers(1)
        .tcp_nodelay(true)
        .bind((Ipv4Addr::LOCALHOST, port))?
        .run()
        .await?;
        Ok(())
    })
}

async fn ready(pool: web::Data<SqlitePool>) -> HttpResponse {
    match sqlx::query("SELECT 1").execute(pool.get_ref()).await {
        Ok(_) => HttpResponse::Ok().body("ready"),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}
