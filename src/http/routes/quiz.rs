//! The quiz: its questions, one scoring, and scoring in bulk.

use actix_web::{HttpRequest, HttpResponse, web::Payload};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::{
        ladder_query::{LadderQuery, ladder_query},
        scored_quiz::ScoredQuiz,
        scoring::{ScoreQuizRequest, place},
    },
    domain::{document::Quiz, ladder::LadderRef, quiz::LadderPosition},
    error::Error,
    http::{
        extract::{
            body::{Json, expect_media},
            id_lists::{IdLists, checked},
            request::{LadderPath, LadderRequest},
        },
        openapi::operation::Operation,
        response::{
            batch,
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
    operations![Public => score_quiz, score_quiz_batch, draw_placement, find_quiz]
}

/// The quiz of a ladder.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuizResponse<'a> {
    /// Which ladder.
    pub ladder: &'a LadderRef,
    /// The quiz's own members.
    #[serde(flatten)]
    #[schema(value_type = Quiz)]
    pub quiz: &'a Quiz,
    /// Every placement that the quiz can lead to, lowest first.
    #[schema(value_type = Vec<LadderPosition>, min_items = 1, max_items = 500)]
    pub placements: &'a [LadderPosition],
}

/// How much of each placement to answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DetailLevel {
    /// `ref`, `placement`, `counts`, `decided`.
    #[default]
    Short,
    /// The whole placement.
    Full,
}

ladder_query! {
    /// How to score in bulk.
    pub struct BatchQuery {
        /// `full` answers the whole placement on each line; `short`, the default, its essence.
        #[serde(default)]
        #[param(inline, example = "short")]
        pub detail: DetailLevel,
    }
}

/// Find the quiz.
///
/// Questions, qualifiers, routing rules, and every placement that the quiz can lead to.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/quiz", tag = "Quiz", params(LadderPath, LadderQuery),
    responses((status = 200, description = "The quiz.", body = QuizResponse)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn find_quiz(request: LadderRequest<LadderQuery>) -> Result<Representation, Error> {
    let ladder = &request.published.ladder;
    let body = match request.media {
        Media::Markdown => markdown::quiz(ladder).into(),
        _ => to_json(&QuizResponse {
            ladder: ladder.stamp(),
            quiz: &ladder.document().quiz,
            placements: ladder.table().places(),
        })?,
    };
    Ok(request.catalog(body))
}

/// Score a quiz.
///
/// The number of yes answers decides, whichever questions they are, or that of points where a quiz counts these. Unsure and unanswered
/// count as not yes and give no points; `range` says what they could still change. Nothing is stored, and the same answers always give the same bytes, receipt included.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/quiz/score", tag = "Quiz", params(LadderPath, LadderQuery),
    request_body(content = ScoreQuizRequest, description = "Answers by question, and by qualifier where one was asked."),
    responses((status = 200, description = "The placement, with everything that explains it.", body = ScoredQuiz)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn score_quiz(
    request: LadderRequest<LadderQuery>,
    body: Json,
) -> Result<Representation, Error> {
    let published = &request.published;
    let ladder = &published.ladder;
    let scored = request.app.score(published, &body.parse()?)?;
    let body = match request.media {
        Media::Markdown => markdown::placement(ladder, &scored.placement).into(),
        Media::Svg => svg::placement(ladder, &scored.placement).into(),
        _ => published.scored_json(&scored)?,
    };
    Ok(request.respond(body))
}

ladder_query! {
    /// Which answers.
    pub struct AnswersQuery {
        /// Questions and qualifiers answered with yes, by id with commas between them.
        #[param(example = "q1,q2,q3,q4", max_length = 1000)]
        pub yes: Option<String>,
        /// Questions and qualifiers answered with no.
        #[param(example = "q5", max_length = 1000)]
        pub no: Option<String>,
        /// Questions and qualifiers answered with unsure.
        #[param(example = "q6", max_length = 1000)]
        pub unsure: Option<String>,
        /// Options chosen, each as `question:option`, with commas between them.
        #[param(max_length = 1000)]
        pub options: Option<String>,
    }
}

/// Draw a placement.
///
/// The ladder with the person's place on it, and the profile of the answers by stage, as a picture for an `<img>`. A URL with
/// somebody's answers in it is seen by whatever carries it: this service does not log queries, others may.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/quiz/score.svg", tag = "Pictures", params(LadderPath, AnswersQuery),
    responses((status = 200, description = "The picture.", body = String, content_type = "image/svg+xml")))]
async fn draw_placement(request: LadderRequest<AnswersQuery>) -> Result<Representation, Error> {
    let (ladder, query) = (&request.published.ladder, &request.query);
    let lists = IdLists::answers(
        query.yes.as_deref(),
        query.no.as_deref(),
        query.unsure.as_deref(),
        query.options.as_deref(),
    );
    let (answers, qualifiers) = lists.parted(&ladder.document().quiz);
    let asked = ScoreQuizRequest {
        answers,
        qualifiers,
    };
    let placement = place(ladder, &asked).map_err(|error| lists.blame(error));
    let placement = checked(placement, lists.faults())?;
    let picture = svg::placement(ladder, &placement);
    Ok(request.computed(picture, Freshness::PrivateMinute))
}

/// Score many quizzes.
///
/// Scores newline-delimited JSON, streamed in both directions: one line out for each line in, in order. A line has `answers`,
/// `qualifiers` and an optional `ref`, which is echoed. A line that cannot be scored gets its own `problem`, and the next ones are
/// scored. See docs/calls.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/quiz/score-batch", tag = "Quiz", params(LadderPath, BatchQuery),
    request_body(content = String, content_type = "application/x-ndjson", description = "One JSON object a line.",
        example = json!("{\"ref\":\"a\",\"answers\":{\"q1\":\"yes\",\"q2\":\"yes\",\"q3\":\"no\"}}\n")),
    responses((status = 200, description = "One JSON object a line.", body = String, content_type = "application/x-ndjson")))]
async fn score_quiz_batch(
    http: HttpRequest,
    request: LadderRequest<BatchQuery>,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    expect_media(http.headers(), "application/x-ndjson")?;
    let full = request.query.detail == DetailLevel::Full;
    batch::answer(&request.app, request.published.clone(), full, payload)
}
