//! Diagnosis: which roadblocks a person's own words speak of.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Operation,
    catalogue::{Ask, LadderPath, LadderQuery},
    extract::Json,
};
use crate::{
    domain::{diagnosis::Diagnosis, id::Id, ladder::Stamp},
    error::{Error, Part},
    json, operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![diagnose_roadblocks]
}

/// What a person tells.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "My agent works in the demo, but in production it keeps calling the same tool and I cannot tell which step failed.", "level": "mid"}))]
pub struct DiagnoseRoadblocks {
    /// What happens and what gets in the way, in the person's own words.
    #[schema(value_type = String, min_length = 1, max_length = 4_000, required = true)]
    pub text: Option<String>,
    /// Only roadblocks that are met at this level; all where it is not given.
    pub level: Option<Id>,
}

/// A diagnosis of one ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadblockDiagnosis<'a> {
    /// Which ladder.
    pub ladder: &'a Stamp,
    /// The diagnosis.
    #[serde(flatten)]
    pub diagnosis: Diagnosis<'a>,
}

/// Tell a roadblock from a person's words.
///
/// Which roadblocks a text speaks of, by the signals that the ladder lists for each, without a language model: the same text always
/// gives the same bytes, and every roadblock comes with the words that speak for it. Forms of a word, typing errors and denials are
/// seen. What is too little to go on is answered `unclear`, with nothing guessed; so is a ladder whose roadblocks have no signals
/// (`no_signals`). Nothing is stored or logged of the text.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/roadblocks/diagnose", tag = "Planning", params(LadderPath, LadderQuery),
    request_body = DiagnoseRoadblocks,
    responses((status = 200, description = "What the text points to.", content(
        (RoadblockDiagnosis = "application/json"), (String = "text/markdown")))))]
async fn diagnose_roadblocks(ask: Ask<LadderQuery>, body: Json) -> Result<HttpResponse, Error> {
    let published = ask.published()?;
    let ladder = &published.ladder;
    let (text, level) = body.work(|text| {
        let told: DiagnoseRoadblocks = json::parse(text)?;
        let level = told.level.as_ref().map(Id::as_str);
        // Read as optional, so that one that is missing does not hide what is wrong with the other.
        let faults = ladder.check_statement(told.text.as_deref(), level);
        match told.text {
            Some(text) if faults.is_empty() => Ok((text, told.level)),
            _ => Err(Error::Invalid(Part::Body, faults)),
        }
    })?;
    let index = ask.original()?.signals(&ask.app().config.words.stemming);
    let diagnosis = ladder
        .diagnose(index, &text, level.as_ref().map(Id::as_str))
        .map_err(|faults| Error::Invalid(Part::Body, faults))?;
    let answer = RoadblockDiagnosis {
        ladder: ladder.stamp(),
        diagnosis,
    };
    ask.answer(&answer, |answer| {
        markdown::diagnosis(ladder, &answer.diagnosis)
    })
}
