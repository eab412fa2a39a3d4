//! Interpretation: what a person's words say to a question of the quiz.

use super::{
    Operation,
    extract::Json,
    negotiation::Media,
    representation::{Representation, to_json},
    request::{LadderPath, LadderRequest},
};
use crate::{
    app::{
        edition::LadderQuery,
        interpretation::{self, InterpretAnswer, InterpretedAnswer, Meaning},
    },
    error::{Error, Part},
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
/// Whether a person's words say `yes`, `no` or `unsure`, by vocabulary and a little grammar in English and German, without a language
/// model: the same text always gives the same bytes, and the words that decided come with it. When in doubt it is `unclear`, which is
/// no answer: ask again. Only how it is said counts, not what is told: "someone more senior" is unclear, whatever was asked. A question
/// with options is answered by the id or the whole text of one; a yes or a no is unclear there. Nothing is stored or logged of the text.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/quiz/interpret", tag = "Quiz",
    params(LadderPath, LadderQuery), request_body = InterpretAnswer,
    responses((status = 200, description = "What the words say.", body = InterpretedAnswer)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn interpret_answer(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let said: InterpretAnswer = body.parse()?;
    let faults = said.faults(ladder);
    if !faults.is_empty() {
        return Err(Error::Invalid(Part::Body, faults));
    }
    let view = interpretation::interpret_answer(ladder, &said)?;
    let body = match request.media {
        Media::Markdown => {
            let question = view.question.text.as_str();
            let answer = match view.answer {
                Meaning::Reading(reading) => Ok(reading),
                Meaning::Option(option) => Err(option),
            };
            markdown::interpretation(ladder, question, answer, &view.words, &view.detail).into()
        }
        _ => to_json(&view)?,
    };
    Ok(request.respond(body))
}
