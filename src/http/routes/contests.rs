//! Contests of assessments.

use actix_web::{http::StatusCode, web};

use crate::{
    app::{
        Actor,
        contests::{ContestAssessmentRequest, ResolveContestRequest},
    },
    domain::contest::Contest,
    error::Error,
    http::{
        extract::{
            body::Json,
            idempotency::IdempotencyKey,
            person::{AssessmentPath, PersonParam, PersonPath},
            query::Nothing,
            request::ApiRequest,
        },
        openapi::operation::Operation,
        response::representation::Representation,
    },
    operations,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Key(PeopleWrite) => contest_assessment, resolve_contest]
}

/// Contest an assessment.
///
/// Somebody says why it is wrong. That is kept with the assessment and shown wherever the assessment is; the assessment itself stays as it
/// is. One contest can be open at a time: another is a 409 until it is resolved, and so is the 101st.
#[utoipa::path(post, path = "/v1/people/{person}/assessments/{assessment}/contest", tag = "People", params(PersonPath, AssessmentPath, IdempotencyKey),
    request_body = ContestAssessmentRequest,
    responses((status = 201, description = "The contest, open.", body = Contest,
        headers(("Idempotency-Replayed" = String, description = "`true` where the same request has made it before.")))))]
async fn contest_assessment(
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(person): PersonParam,
    path: web::Path<AssessmentPath>,
    key: IdempotencyKey,
    body: Json,
) -> Result<Representation, Error> {
    let (asked, id) = (body.parse()?, &path.assessment);
    let parameters = [person.as_str(), id];
    let request = key.request(&actor, "contest_assessment", &parameters, body.bytes());
    let app = &api.app;
    let contest = app.contest_assessment(&actor, &person, id, asked, &request);
    let contest = contest.await?;
    let created = Representation::json(&contest.value)?.with_status(StatusCode::CREATED);
    Ok(created.replayed(contest.replayed))
}

/// Resolve a contest.
///
/// Records whether the open contest is right, as found by a named reviewer, who is neither the person, nor the assessor, nor whoever
/// contests. The assessment stays as it is. The audit records the result by the person's `uid`. See docs/people.md for how ids are
/// compared.
#[utoipa::path(post, path = "/v1/people/{person}/assessments/{assessment}/contest/resolution", tag = "People",
    params(PersonPath, AssessmentPath, IdempotencyKey), request_body = ResolveContestRequest,
    responses((status = 200, description = "The contest, resolved.", body = Contest,
        headers(("Idempotency-Replayed" = String, description = "`true` where the same request has resolved it before.")))))]
async fn resolve_contest(
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(person): PersonParam,
    path: web::Path<AssessmentPath>,
    key: IdempotencyKey,
    body: Json,
) -> Result<Representation, Error> {
    let (asked, id) = (body.parse()?, &path.assessment);
    let parameters = [person.as_str(), id];
    let request = key.request(&actor, "resolve_contest", &parameters, body.bytes());
    let app = &api.app;
    let contest = app.resolve_contest(&actor, &person, id, asked, &request);
    let contest = contest.await?;
    Ok(Representation::json(&contest.value)?.replayed(contest.replayed))
}
