//! The quiz taken turn by turn.

use actix_web::web::Path;

use super::{
    Operation,
    extract::Json,
    negotiation::Media,
    representation::{Representation, to_json},
    request::{ApiRequest, LadderPath},
};
use crate::{
    app::{
        Actor,
        edition::LadderQuery,
        now,
        turns::{Asked, TakeQuiz, Taken, Turn},
    },
    error::Error,
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
/// A conversation without a session, for a chatbot, a form, a telephone. Send `{}`: the quiz begins and the first question is asked.
/// Then send the `state` of each answer back as it is, with `answer`: `yes`, `no` or `unsure`; `back` takes the last answer back and asks
/// that question again, `stop` ends with the result of what was answered. Or send `text`, the person's own words in English or German,
/// which are read by vocabulary without a language model: `heard` says what they were taken for, and by which words. What is not clear
/// moves nothing: the same question is asked again, with the statement that a yes affirms.
///
/// Go on while `status` is `asking`. Only what can still change the placement is asked, in the order of the ladder, and unsure counts as
/// not yes: mostly there are fewer questions than the quiz has. Where it is `finished`, `result` is what score_quiz answers to the same
/// answers, receipt included, byte for byte.
///
/// Nothing is stored: the state holds the answers so far, signed and not encrypted, and any replica takes the next turn. It is good for
/// an hour (a setting), for this ladder, for the organisation where a key was sent, and for the version with which the quiz began, also where a newer one is published meanwhile.
/// An older state can be sent again, for instance to answer another way after the end: the quiz goes on from there. A state that cannot
/// be gone on from is answered 422 at `/state`: `state_changed`, `state_expired`, `state_of_another_quiz`, `state_unknown`. Begin again
/// without one.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/quiz/turn", tag = "Quiz", params(LadderPath, LadderQuery),
    request_body(content = TakeQuiz, description = "Nothing to begin; then the state, and what is said to the question."),
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
    let asked = Asked {
        ladder: &path.ladder,
        version: query.version.as_deref(),
        caller: organisation.as_deref(),
        now: now(),
    };
    let turns = request.app.turns();
    let Taken { published, turn } = turns.take(&asked, &body.parse()?, |published| {
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
