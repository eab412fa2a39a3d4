//! Assessments of people: stored, listed, shown.

use actix_web::web;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        Actor,
        assessment_creation::CreateAssessmentRequest,
        assessments::{AssessmentSummary, AssessmentWithLadder, ListAssessments},
        ladder_query::LadderSelection,
        lists::{List, PageBounds},
    },
    domain::{
        assessment::{Assessment, Role},
        contest::Contest,
        person::{PersonId, path_of},
    },
    error::Error,
    http::{
        extract::{
            body::Json,
            idempotency::IdempotencyKey,
            person::{AssessmentPath, PersonParam, PersonPath},
            request::ApiRequest,
        },
        openapi::operation::Operation,
        response::{negotiation::Media, representation::Representation},
    },
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![
        Key(PeopleWrite) => create_assessment; Key(PeopleRead) => list_assessments, find_assessment
    ]
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LanguageQuery {
    /// The language (BCP 47) of the ladder's text and of what is said of it, one that the ladder has; `Accept-Language` decides where it
    /// is not given.
    #[param(
        example = "en",
        max_length = 35,
        pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    )]
    pub locale: Option<String>,
}

impl LadderSelection for LanguageQuery {
    fn version(&self) -> Option<&str> {
        None
    }

    fn locale(&self) -> Option<&str> {
        self.locale.as_deref()
    }
}

/// Which assessments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssessmentsQuery {
    /// Only those for this ladder, in whatever version.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: Option<String>,
    /// Only what the person said of themselves, or only what assessors said.
    #[param(inline, example = "self")]
    pub role: Option<Role>,
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

/// Store an assessment.
///
/// Stores the answers of a quiz, given by the person or by an assessor, for the published version of a ladder or for `version`. An
/// assessment never changes. The response, once it is durable, is the placement with its receipt. With an `Idempotency-Key` it is
/// stored once. See docs/people.md.
#[utoipa::path(post, path = "/v1/people/{person}/assessments", tag = "People", params(PersonPath, LanguageQuery, IdempotencyKey),
    request_body = CreateAssessmentRequest,
    responses((status = 201, description = "The assessment.",
        headers(("Location" = String, description = "The assessment."),
            ("Idempotency-Replayed" = String, description = "`true` where the same request has stored it before.")),
        body = Assessment)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn create_assessment(
    actor: Actor,
    api: ApiRequest<LanguageQuery>,
    PersonParam(person): PersonParam,
    key: IdempotencyKey,
    body: Json,
) -> Result<Representation, Error> {
    let (app, locale) = (&api.app, api.query.locale());
    let parameters = [person.as_str()];
    let request = key.request(&actor, "create_assessment", &parameters, body.bytes());
    let created = app.create_assessment(&actor, &person, body.parse()?, locale, &request);
    let created = created.await?;
    let kept = &created.value;
    let assessment = show(&api, &person, kept, Vec::new())?;
    Ok(assessment
        .created(app, &place(&person, kept))
        .replayed(created.replayed))
}

/// List assessments.
///
/// Those of a person, the newest taken first, in short. A page stays right while others write.
#[utoipa::path(get, path = "/v1/people/{person}/assessments", tag = "People", params(PersonPath, AssessmentsQuery),
    responses((status = 200, description = "The assessments.", body = List<AssessmentSummary>)))]
async fn list_assessments(
    actor: Actor,
    api: ApiRequest<AssessmentsQuery>,
    PersonParam(person): PersonParam,
) -> Result<Representation, Error> {
    let query = &api.query;
    let asked = ListAssessments {
        ladder: query.ladder.as_deref(),
        role: query.role,
        page: PageBounds {
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        },
    };
    let list = api.app.list_assessments(&actor, &person, &asked);
    Representation::json(&list.await?)
}

/// Find an assessment.
///
/// Whole, with the placement as its version of the ladder gave it and the receipt as it was first given, and with every contest of it.
#[utoipa::path(get, path = "/v1/people/{person}/assessments/{assessment}", tag = "People", params(PersonPath, AssessmentPath, LanguageQuery),
    responses((status = 200, description = "The assessment.", body = Assessment)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn find_assessment(
    actor: Actor,
    api: ApiRequest<LanguageQuery>,
    PersonParam(person): PersonParam,
    path: web::Path<AssessmentPath>,
) -> Result<Representation, Error> {
    let app = &api.app;
    let kept = app.assessment(&actor, &person, &path.assessment).await?;
    let contests = app.contests(&kept, &person).await?;
    show(&api, &person, &kept, contests)
}

fn place(person: &PersonId, kept: &AssessmentWithLadder) -> String {
    format!("{}/assessments/{}", path_of(person.as_str()), kept.row.id)
}

fn show(
    api: &ApiRequest<LanguageQuery>,
    person: &PersonId,
    kept: &AssessmentWithLadder,
    contests: Vec<Contest>,
) -> Result<Representation, Error> {
    let published = api.localized(&kept.published)?;
    let ladder = &published.ladder;
    let at = place(person, kept);
    let assessment = api.app.explained(kept, person, ladder, contests, &at)?;
    let body = match api.media {
        Media::Json => published.assessment_json(&assessment)?,
        _ => markdown::assessment(ladder, &assessment).into_bytes(),
    };
    Ok(api.respond(body).in_languages(&published.languages))
}
