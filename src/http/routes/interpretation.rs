//! Interpretation: what a person's words say to a question of the quiz.

use crate::{
    app::{
        interpretation::{self, InterpretAnswerRequest, InterpretAnswerResponse, InterpretedValue},
        ladder_query::LadderQuery,
    },
    error::{Error, RequestPart},
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
    operations![Public => interpret_answer]
}

/// Interpret an answer.
///
/// Reads a person's words, English or German, as an answer to a question of the quiz: `yes`, `no`, `unsure`, or an option by its id or
/// text. If they are `unclear`, ask again. It uses no language model, and gives the words that decided. Nothing is stored or logged.
/// See docs/interpretation.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/quiz/interpret", tag = "Quiz",
    params(LadderPath, LadderQuery), request_body = InterpretAnswerRequest,
    responses((status = 200, description = "What the words say.", body = InterpretAnswerResponse)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn interpret_answer(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let said: InterpretAnswerRequest = body.parse()?;
    let faults = said.faults(ladder);
    if !faults.is_empty() {
        return Err(Error::Invalid(RequestPart::Body, faults));
    }
    let view = interpretation::interpret_answer(ladder, &said)?;
    let body = match request.media {
        Media::Markdown => {
            let question = view.question.text.as_str();
            let answer = match view.answer {
                InterpretedValue::Reading(reading) => Ok(reading),
                InterpretedValue::Option(option) => Err(option),
            };
            markdown::interpretation(ladder, question, answer, &view.words, &view.detail).into()
        }
        _ => to_json(&view)?,
    };
    Ok(request.respond(body))
}
