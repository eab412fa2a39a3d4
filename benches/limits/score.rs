//! One quiz scored: the service with every middleware, and bare actix-web that parses, scores, signs and serializes.

use actix_web::{HttpResponse, web};
use anyhow::Context;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use rungs::{
    app::{
        built_in,
        scoring::{ScoreQuizRequest, score},
    },
    domain::{ladder::Ladder, receipt::ReceiptKey},
};

use crate::{
    Bench,
    servers::{SECRET, Server, serve_bare},
};

const SCORE: &str = "/v1/ladders/ai-engineer/quiz/score";

/// The arguments of a score, as JSON.
pub(crate) const ANSWERS: &str = r#"{"answers":{"q1":"yes","q2":"yes","q3":"yes","q4":"yes","q5":"no","q6":"unsure"},"qualifiers":{}}"#;

/// Returns the built-in ladder.
pub(crate) fn ladder() -> anyhow::Result<Ladder> {
    built_in()?.into_iter().next().context("no built-in ladder")
}

/// Measures.
pub(crate) async fn run(bench: &Bench) -> anyhow::Result<()> {
    let service = Server::service(bench, "sqlite:rungs.db").await?;
    let key =
        ReceiptKey::new(&HEXLOWER.decode(SECRET.as_bytes())?).context("the secret is too short")?;
    let scorer = web::Data::new((ladder()?, key));
    let bare = serve_bare(move |config| {
        let scorer = config.app_data(scorer.clone());
        scorer.default_service(web::post().to(answer));
    })?;
    let servers = [
        ("rungs serve", bench.post(service.port, SCORE, ANSWERS)),
        ("bare scoring", bench.post(bare, SCORE, ANSWERS)),
    ];
    bench
        .compare_servers("One quiz scored", &servers, 200, |body| Ok(body.to_vec()))
        .await
}

async fn answer(body: Bytes, scorer: web::Data<(Ladder, ReceiptKey)>) -> Option<HttpResponse> {
    let (ladder, key) = scorer.get_ref();
    let sent: ScoreQuizRequest<'_> = serde_json::from_slice(&body).ok()?;
    let scored = serde_json::to_vec(&score(ladder, key, &sent).ok()?).ok()?;
    let mut response = HttpResponse::Ok();
    Some(response.content_type("application/json").body(scored))
}
