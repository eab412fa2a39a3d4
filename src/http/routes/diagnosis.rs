//! Diagnosis: which roadblocks a person's own words speak of.

use crate::{
    app::{
        diagnosis::{DiagnoseRoadblocksRequest, RoadblockDiagnosis, diagnose, read},
        ladder_query::LadderQuery,
    },
    error::Error,
    http::{
        extract::{
            body::Json,
            request::{LadderPath, LadderRequest},
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
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
/// Finds the roadblocks that a person's words describe, by the signals that the ladder lists for each, without a language model. Each
/// comes with the words that matched. If the text says too little, the verdict is `unclear`. Nothing of the text is stored or logged.
/// See docs/diagnosis.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/roadblocks/diagnose", tag = "Planning", params(LadderPath, LadderQuery),
    request_body = DiagnoseRoadblocksRequest,
    responses((status = 200, description = "What the text points to.", body = RoadblockDiagnosis)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn diagnose_roadblocks(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let index = request.original.signals();
    let told = read(ladder, body.bytes())?;
    let view = diagnose(ladder, index, &told)?;
    let body = match request.media {
        Media::Markdown => markdown::diagnosis(ladder, &view.diagnosis).into(),
        _ => to_json(&view)?,
    };
    Ok(request.respond(body))
}
