//! Bare: actix-web without any middleware, one worker, that answers ready bytes and scores with the domain's own functions.
//! As few lines as somebody needs who wants nothing but the answer.

use std::{fs, net::Ipv4Addr, path::Path};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    web,
};
use anyhow::Context;
use bytes::Bytes;
use rungs::{
    app::{built_in, scoring::ScoreQuiz},
    domain::{
        answers::Sheet,
        ladder::Ladder,
        placement::Placement,
        receipt::{Claims, Key},
    },
};
use serde::Serialize;

use crate::{
    load::{LADDER, LEVEL, SCORE},
    service::SECRET,
};

const TAG: &str = "\"0123456789abcdef0123456789abcdef\"";

/// A file's bytes, plain, and compressed where the service compresses them.
struct Ready {
    plain: Bytes,
    gzip: Option<Bytes>,
}

struct Scorer {
    ladder: Ladder,
    key: Key,
}

#[derive(Serialize)]
struct Scored<'a> {
    #[serde(flatten)]
    placement: Placement<'a>,
    receipt: String,
}

/// Serves until it is ended.
pub(crate) fn serve(port: u16, folder: &Path) -> anyhow::Result<()> {
    let ladder = web::Data::new(Ready::read(folder, "ladder.json")?);
    let level = web::Data::new(Ready::read(folder, "level.json")?);
    let built_in = built_in()?.into_iter().next();
    let scorer = web::Data::new(Scorer {
        ladder: built_in.context("there is no built-in ladder")?,
        key: key()?,
    });
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || {
            let ready = |path, ready: &web::Data<Ready>| {
                let resource = web::resource(path).app_data(ready.clone());
                resource.route(web::get().to(answer))
            };
            App::new()
                .app_data(scorer.clone())
                .service(ready(LADDER, &ladder))
                .service(ready(LEVEL, &level))
                .service(web::resource(SCORE).route(web::post().to(score)))
        })
        .workers(1)
        .tcp_nodelay(true)
        .bind((Ipv4Addr::LOCALHOST, port))?
        .run()
        .await?;
        Ok(())
    })
}

/// The key made from the service's secret.
fn key() -> anyhow::Result<Key> {
    let digits = SECRET.as_bytes().chunks(2);
    let secret: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let secret = secret.context("the secret is not hexadecimal")?;
    Key::new(&secret).context("the secret is too short")
}

impl Ready {
    fn read(folder: &Path, name: &str) -> anyhow::Result<Self> {
        Ok(Self {
            plain: fs::read(folder.join(name))?.into(),
            gzip: fs::read(folder.join(format!("{name}.gz")))
                .ok()
                .map(Bytes::from),
        })
    }
}

async fn answer(request: HttpRequest, ready: web::Data<Ready>) -> HttpResponse {
    let is = |name, wanted: &str| {
        let value = request.headers().get(name);
        value.is_some_and(|value| value.as_bytes() == wanted.as_bytes())
    };
    if is(IF_NONE_MATCH, TAG) {
        return HttpResponse::NotModified()
            .insert_header((ETAG, TAG))
            .finish();
    }
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "application/json"));
    response.insert_header((ETAG, TAG));
    match &ready.gzip {
        Some(gzip) if is(ACCEPT_ENCODING, "gzip") => {
            response.insert_header((CONTENT_ENCODING, "gzip"));
            response.body(gzip.clone())
        }
        _ => response.body(ready.plain.clone()),
    }
}

async fn score(body: Bytes, scorer: web::Data<Scorer>) -> HttpResponse {
    match scored(&body, &scorer) {
        Some(answer) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(answer),
        None => HttpResponse::BadRequest().finish(),
    }
}

fn scored(body: &[u8], scorer: &Scorer) -> Option<Vec<u8>> {
    let ladder = &scorer.ladder;
    let sent: ScoreQuiz<'_> = serde_json::from_slice(body).ok()?;
    let sheet = Sheet::fill(&ladder.document().quiz, &sent.answers, &sent.qualifiers).ok()?;
    let verdict = ladder.decide(&sheet);
    let claims = Claims::of(ladder, &sheet, &verdict)?;
    let answer = Scored {
        placement: ladder.place(&sheet, &verdict)?,
        receipt: scorer.key.sign(&claims),
    };
    serde_json::to_vec(&answer).ok()
}
