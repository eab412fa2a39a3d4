//! Diagnosis: which roadblocks a person's own words speak of.

use super::{
    Operation,
    extract::Json,
    negotiation::Media,
    representation::{Representation, to_json},
    request::{LadderPath, LadderRequest},
};
use crate::{
    app::{
        diagnosis::{DiagnoseRoadblocks, RoadblockDiagnosis, diagnose, read},
        edition::LadderQuery,
    },
    error::Error,
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => diagnose_roadblocks]
}

/// Tell a roadblock from a person's words.
///
/// Which roadblocks a text speaks of, by the signals that the ladder lists for each, without a language model: the same text always
/// gives the same bytes, and every roadblock comes with the words that speak for it. Forms of a word, typing errors and denials are
/// seen. What is too little to go on is answered `unclear`, with nothing guessed; so is a ladder whose roadblocks have no signals
/// (`no_signals`). Nothing is stored or logged of the text.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/roadblocks/diagnose", tag = "Planning", params(LadderPath, LadderQuery),
    request_body = DiagnoseRoadblocks,
    responses((status = 200, description = "What the text points to.", body = RoadblockDiagnosis)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn diagnose_roadblocks(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let index = request.original.signals(&request.app.config.words.stemming);
    let told = read(ladder, body.bytes())?;
    let view = diagnose(ladder, index, &told)?;
    let body = match request.media {
        Media::Markdown => markdown::diagnosis(ladder, &view.diagnosis).into(),
        _ => to_json(&view)?,
    };
    Ok(request.respond(body))
}
