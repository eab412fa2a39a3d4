//! Interpretation: what a person's words say to a question of the quiz.

use actix_web::HttpResponse;

use super::{
    Operation,
    catalogue::{Ask, LadderPath},
    extract::Json,
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
    responses((status = 200, description = "What the words say.", content(
        (InterpretedAnswer = "application/json"), (String = "text/markdown")))))]
async fn interpret_answer(ask: Ask<LadderQuery>, body: Json) -> Result<HttpResponse, Error> {
    let published = ask.published()?;
    let ladder = &published.ladder;
    let said: InterpretAnswer = body.parse()?;
    let faults = said.faults(ladder);
    if !faults.is_empty() {
        return Err(Error::Invalid(Part::Body, faults));
    }
    let answer = interpretation::interpret_answer(ladder, &said)?;
    ask.answer(&answer, |answer| {
        let question = answer.question.text.as_str();
        markdown::interpretation(
            ladder,
            question,
            match answer.answer {
                Meaning::Reading(reading) => Ok(reading),
                Meaning::Option(option) => Err(option),
            },
            &answer.words,
            &answer.detail,
        )
    })
}
