//! Contests of assessments.

use actix_web::{HttpResponse, http::StatusCode, web};

use super::{
    Operation,
    access::Caller,
    assessments::AssessmentPath,
    catalogue::Ask,
    extract::{IdempotencyKey, Json, Nothing},
    made::replayed,
    people::{Person, PersonPath},
};
use crate::{
    app::contests::{ContestAssessment, ResolveContest, Which},
    domain::contest::Contest,
    error::Error,
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
    request_body = ContestAssessment,
    responses((status = 201, description = "The contest, open.", body = Contest,
        headers(("Idempotency-Replayed" = String, description = "`true` where the same request has made it before.")))))]
async fn contest_assessment(
    caller: Caller,
    ask: Ask<Nothing>,
    Person(person): Person,
    path: web::Path<AssessmentPath>,
    once: IdempotencyKey,
    body: Json,
) -> Result<HttpResponse, Error> {
    let what = format!("contest_assessment {} {person}", path.assessment);
    let named = once.named(&what, body.bytes());
    let which = Which {
        person: &person,
        id: &path.assessment,
    };
    let (contest, is_first) = ask
        .app()
        .contest_assessment(caller.key(), which, body.parse()?, named.as_ref())
        .await?;
    let mut response = replayed(ask.json(&contest)?, !is_first);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Resolve a contest.
///
/// A named reviewer finds whether the contest that is open is right. It is somebody who is neither the person, nor the assessor whose
/// assessment it is, nor whoever contests it; ids that differ only in case, width, white space at their ends or signs that are not seen count as one. What was found is told of in the
/// audit, by the person's `uid`.
#[utoipa::path(post, path = "/v1/people/{person}/assessments/{assessment}/contest/resolution", tag = "People",
    params(PersonPath, AssessmentPath, IdempotencyKey), request_body = ResolveContest,
    responses((status = 200, description = "The contest, resolved.", body = Contest,
        headers(("Idempotency-Replayed" = String, description = "`true` where the same request has resolved it before.")))))]
async fn resolve_contest(
    caller: Caller,
    ask: Ask<Nothing>,
    Person(person): Person,
    path: web::Path<AssessmentPath>,
    once: IdempotencyKey,
    body: Json,
) -> Result<HttpResponse, Error> {
    let what = format!("resolve_contest {} {person}", path.assessment);
    let named = once.named(&what, body.bytes());
    let which = Which {
        person: &person,
        id: &path.assessment,
    };
    let (app, actor) = (ask.app(), caller.actor());
    let resolved = app.resolve_contest(caller.key(), &actor, which, body.parse()?, named.as_ref());
    let (contest, is_first) = resolved.await?;
    Ok(replayed(ask.json(&contest)?, !is_first))
}
