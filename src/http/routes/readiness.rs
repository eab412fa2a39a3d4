//! Readiness for a level.

use crate::{
    app::{
        ladder_query::{LadderQuery, ladder_query},
        planning::{CheckReadinessRequest, check_readiness as check},
    },
    domain::readiness::Readiness,
    error::Error,
    http::{
        extract::{
            body::Json,
            id_lists::{IdLists, checked},
            request::{LadderPath, LadderRequest},
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, to_json},
        },
    },
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => check_readiness, draw_readiness]
}

ladder_query! {
    /// What is met and what is not.
    pub struct ReadinessQuery {
        /// The level in question.
        #[param(example = "mid", max_length = 64)]
        pub level: String,
        /// Criteria that are met, by id with commas between them.
        #[param(example = "explain-model-choice,debug-unaided", max_length = 1000)]
        pub met: Option<String>,
        /// Criteria that are not met, by id with commas between them.
        #[param(example = "eval-harness", max_length = 1000)]
        pub unmet: Option<String>,
    }
}

/// Check readiness.
///
/// Returns which criteria for a level are met, unmet or unknown, and the verdict: `ready`, `not_ready`, or `insufficient_evidence`
/// while fewer than half of them are known. What is missing comes in document order, with its row in the phase's table. Nothing is
/// stored. See docs/calls.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/readiness", tag = "Planning", params(LadderPath, LadderQuery),
    request_body(content = CheckReadinessRequest, description = "A level, and how the criteria stand; what is left out is unknown."),
    responses((status = 200, description = "What can be said.", body = Readiness)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn check_readiness(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let readiness = check(ladder, &body.parse()?)?;
    let body = match request.media {
        Media::Markdown => markdown::readiness(ladder, &readiness).into(),
        Media::Svg => svg::readiness(ladder, &readiness).into(),
        _ => to_json(&readiness)?,
    };
    Ok(request.respond(body))
}

/// Draw readiness.
///
/// The same as a picture for an `<img>`. A URL with somebody's criteria in it is seen by whatever carries it: this service does not
/// log queries, others may.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/readiness.svg", tag = "Pictures", params(LadderPath, ReadinessQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_readiness(request: LadderRequest<ReadinessQuery>) -> Result<Representation, Error> {
    let (ladder, query) = (&request.published.ladder, &request.query);
    let lists = IdLists::criteria(query.met.as_deref(), query.unmet.as_deref());
    let asked = CheckReadinessRequest {
        level: Some(query.level.as_str().into()),
        criteria: lists.states(),
    };
    let readiness = check(ladder, &asked).map_err(|error| lists.blame(error));
    let readiness = checked(readiness, lists.faults())?;
    let picture = svg::readiness(ladder, &readiness);
    Ok(request.computed(picture, Freshness::PrivateMinute))
}
