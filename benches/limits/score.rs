//! One quiz scored: the service with every middleware, and bare actix-web that parses, scores, signs and serializes.

use actix_web::{HttpResponse, http::header::CONTENT_TYPE, rt::System, web};
use anyhow::{Context, ensure};
use bytes::Bytes;
use rungs::{
    app::{
        built_in,
        scoring::{ScoreQuiz, score},
    },
    domain::{ladder::Ladder, receipt::Key},
};

use crate::{
    Bench,
    client::{self, Request},
    processes::{SECRET, Server, serve_bare},
    rounds::{Contestant, compare},
};

const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";

/// The arguments of a score, as JSON.
pub(crate) const ANSWERS: &str = r#"{"answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"qualifiers":{}}"#;

/// Measures.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let folder = bench.folder("score")?;
    let service = Server::service(bench, &folder, "sqlite:rungs.db").await?;
    let bare = Server::role(bench, "score", None, "/").await?;
    let request = Request::post(SCORE, ANSWERS);
    let (ours, theirs) = (
        client::send(bench, service.port, &request).await?,
        client::send(bench, bare.port, &request).await?,
    );
    ensure!(ours.status() == 200, "{}", ours.status());
    let (ours, theirs) = (ours.bytes().await?, theirs.bytes().await?);
    ensure!(ours == theirs, "the bare server has another answer");
    let contestant = |name, port| Contestant {
        name,
        port,
        request: request.clone(),
    };
    let contestants = [
        contestant("rungs serve", service.port),
        contestant("bare scoring", bare.port),
    ];
    let title = format!(
        "\nOne quiz scored, {} bytes, requests per second",
        ours.len()
    );
    compare(bench, &title, &contestants)
}

/// Scores without any middleware.
pub(crate) fn serve(port: u16) -> anyhow::Result<()> {
    let ladder = built_in()?.into_iter().next();
    let ladder = ladder.context("no built-in ladder")?;
    let digits = SECRET.as_bytes().chunks(2);
    let secret = digits.map(|pair| anyhow::Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?));
    let secret: Vec<u8> = secret.collect::<Result<_, _>>()?;
    let key = Key::new(&secret).context("the secret is too short")?;
    let scorer = web::Data::new((ladder, key));
    let server = serve_bare(port, move |config| {
        config
            .app_data(scorer.clone())
            .service(web::resource("/").route(web::get().to(HttpResponse::Ok)))
            .service(web::resource(SCORE).route(web::post().to(answer)));
    });
    System::new().block_on(server)
}

async fn answer(body: Bytes, scorer: web::Data<(Ladder, Key)>) -> HttpResponse {
    let (ladder, key) = scorer.get_ref();
    let scored = || {
        let sent: ScoreQuiz<'_> = serde_json::from_slice(&body).ok()?;
        serde_json::to_vec(&score(ladder, key, &sent).ok()?).ok()
    };
    match scored() {
        Some(json) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(json),
        None => HttpResponse::BadRequest().finish(),
    }
}
