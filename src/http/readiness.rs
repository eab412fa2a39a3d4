//! Readiness for a level.

use actix_web::HttpResponse;

use super::{
    Operation,
    catalogue::{Ask, Form, LadderPath, Read, show},
    extract::Json,
    id_lists::{IdLists, checked},
    rendition::Keep,
};
use crate::{
    app::{
        edition::{LadderQuery, ladder_query},
        planning::{CheckReadiness, check_readiness as check},
    },
    domain::{ladder::Ladder, readiness::Readiness},
    error::Error,
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
/// Which of the criteria that lead to a level are met, unmet or unknown, and what can be said from that: `ready`, `not_ready`, or
/// `insufficient_evidence` while fewer than half of them are known. What is missing comes in the order of the document, each with
/// the row of its phase's table that it speaks for. Nothing is stored.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/readiness", tag = "Planning", params(LadderPath, LadderQuery),
    request_body(content = CheckReadiness, description = "A level, and how the criteria stand; what is left out is unknown."),
    responses((status = 200, description = "What can be said.", content(
        (Readiness = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "image/svg+xml")))))]
async fn check_readiness(ask: Ask<LadderQuery>, body: Json) -> Result<HttpResponse, Error> {
    let ladder = &ask.published()?.ladder;
    let readiness = check(ladder, &body.parse()?)?;
    let body = show(ask.media(), ladder, &readiness, |form| {
        shown(ladder, &readiness, form)
    })?;
    Ok(ask.respond(body))
}

fn shown(ladder: &Ladder, readiness: &Readiness<'_>, form: Form) -> String {
    match form {
        Form::Text => markdown::readiness(ladder, readiness),
        Form::Picture => svg::readiness(ladder, readiness),
    }
}

/// Draw readiness.
///
/// The same as a picture for an `<img>`. A URL with somebody's criteria in it is seen by whatever carries it: this service does not
/// log queries, others may.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/readiness.svg", tag = "Pictures", params(LadderPath, ReadinessQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_readiness(read: Read) -> Result<HttpResponse, Error> {
    read.worked_out(Keep::Privately, |published, query: &ReadinessQuery, _| {
        let ladder = &published.ladder;
        let lists = IdLists::criteria(query.met.as_deref(), query.unmet.as_deref());
        let asked = CheckReadiness {
            level: Some(query.level.as_str().into()),
            criteria: lists.states(),
        };
        let readiness = check(ladder, &asked).map_err(|error| lists.blame(error));
        let readiness = checked(readiness, lists.faults())?;
        Ok(shown(ladder, &readiness, Form::Picture).into_bytes())
    })
}
