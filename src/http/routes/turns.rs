//! The quiz taken turn by turn.

use actix_web::web::Path;

use crate::{
    app::{
        Actor,
        ladder_query::LadderQuery,
        now,
        turns::{TakeQuizRequest, Turn, TurnContext, TurnResult},
    },
    error::Error,
    http::{
        extract::{
            body::Json,
            request::{ApiRequest, LadderPath},
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
    operations![Public => take_quiz]
}

/// Take the quiz turn by turn.
///
/// Asks the quiz one question at a time, without a session. Send `{}` to begin, then the `state` of the last response with an `answer`,
/// or with the person's words as `text`, while `status` is `asking`. Once it is `finished`, `result` is the placement. Nothing is
/// stored. See docs/quiz-turns.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/quiz/turn", tag = "Quiz", params(LadderPath, LadderQuery),
    request_body(content = TakeQuizRequest, description = "Nothing to begin; then the state, and what is said to the question."),
    responses((status = 200, description = "The next question, or the result.", body = Turn)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn take_quiz(
    actor: Option<Actor>,
    request: ApiRequest<LadderQuery>,
    path: Path<LadderPath>,
    body: Json,
) -> Result<Representation, Error> {
    let query = &request.query;
    request
        .app
        .shelf
        .find(&path.ladder, query.version.as_deref())?;
    // An organisation's keys come and go while a quiz is taken.
    let organisation = actor.map(|actor| actor.organisation.to_string());
    let asked = TurnContext {
        ladder: &path.ladder,
        version: query.version.as_deref(),
        caller: organisation.as_deref(),
        now: now(),
    };
    let turns = request.app.turns();
    let TurnResult { published, turn } = turns.take(&asked, &body.parse()?, |published| {
        request.localized(published)
    })?;
    let ladder = &published.ladder;
    let body = match (request.media, &turn.result) {
        (Media::Markdown, Some(result)) => markdown::placement(ladder, &result.placement).into(),
        (Media::Markdown, None) => markdown::turn(
            ladder,
            &turn.detail,
            turn.question.as_ref(),
            turn.state.as_deref(),
        )
        .into(),
        _ => to_json(&turn)?,
    };
    Ok(request.respond(body).in_languages(&published.languages))
}
