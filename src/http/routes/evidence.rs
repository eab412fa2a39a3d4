//! Evidence for people: added, listed, reviewed by a second person, withdrawn; and readiness by it.

use actix_web::web;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        Actor,
        evidence::{
            AddEvidenceRequest, EvidenceResponse, ListEvidence, ReviewEvidenceRequest,
            WithdrawEvidenceRequest, day,
        },
        ladder_query::LadderSelection,
        lists::{List, PageBounds},
    },
    domain::{
        evidence::{EvidenceState, PersonReadiness},
        person::path_of,
    },
    error::{Error, RequestPart},
    http::{
        extract::{
            body::Json,
            idempotency::IdempotencyKey,
            person::{PersonParam, PersonPath},
            query::Nothing,
            request::ApiRequest,
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
    operations,
    render::{markdown, svg},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![
        Key(PeopleRead) => list_evidence; Key(PeopleWrite) => add_evidence; Key(PeopleRead) => find_evidence;
        Key(PeopleWrite) => review_evidence, withdraw_evidence; Key(PeopleRead) => find_person_readiness
    ]
}

/// Which piece, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct EvidencePath {
    /// The piece's id.
    #[param(
        example = "01990000-0000-7000-8000-000000000000",
        format = Uuid,
        min_length = 36,
        max_length = 36
    )]
    pub evidence: String,
}

/// Which pieces of evidence.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvidenceQuery {
    /// Only such as speak for a criterion of this ladder.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: Option<String>,
    /// Only such as speak for this criterion.
    #[param(
        example = "eval-harness",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub criterion: Option<String>,
    /// Only such as stand so, apart from when they expire.
    #[param(inline, example = "pending")]
    pub state: Option<EvidenceState>,
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

/// Readiness for what, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonReadinessQuery {
    /// The ladder.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// The level in question.
    #[param(example = "mid", max_length = 64)]
    pub level: String,
    /// The day (UTC, ISO 8601) at whose end it is asked: a past one is told by what was there then, a later one by what is there now
    /// and lapses until then. Today where it is not given.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-04", min_length = 10, max_length = 10,
        pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub at: Option<String>,
    /// A published version of the ladder. Where it is not given, the newest of those that were published on that day, or else the first.
    #[param(example = "1.3.0", max_length = 64)]
    pub version: Option<String>,
    /// The language (BCP 47) of the ladder's text and of what is said of it, one that the ladder has; `Accept-Language` decides where
    /// it is not given.
    #[param(
        example = "en",
        max_length = 35,
        pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    )]
    pub locale: Option<String>,
}

impl LadderSelection for PersonReadinessQuery {
    fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    fn locale(&self) -> Option<&str> {
        self.locale.as_deref()
    }
}

/// List evidence.
///
/// The evidence for somebody, the newest first, what was declined and what was withdrawn among it; a page stays right while others
/// write.
#[utoipa::path(get, path = "/v1/people/{person}/evidence", tag = "People", params(PersonPath, EvidenceQuery),
    responses((status = 200, description = "The evidence.", body = List<EvidenceResponse>)))]
async fn list_evidence(
    actor: Actor,
    api: ApiRequest<EvidenceQuery>,
    PersonParam(id): PersonParam,
) -> Result<Representation, Error> {
    let query = &api.query;
    let asked = ListEvidence {
        ladder: query.ladder.as_deref(),
        criterion: query.criterion.as_deref(),
        state: query.state,
        page: PageBounds {
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        },
    };
    let list = api.app.list_evidence(&actor, &id, asked).await?;
    Representation::json(&list)
}

/// Add evidence.
///
/// Keeps a piece of evidence for one criterion or several, also of several ladders; they have to be on the versions that are published
/// now. It makes what it speaks for `claimed` at most: a second person's approval makes it `met`. A piece is never changed, only
/// reviewed and withdrawn.
#[utoipa::path(post, path = "/v1/people/{person}/evidence", tag = "People", params(PersonPath, IdempotencyKey),
    request_body = AddEvidenceRequest,
    responses((status = 201, description = "The piece.", body = EvidenceResponse,
        headers(("Location" = String, description = "The piece."),
            ("Idempotency-Replayed" = String, description = "`true` where the same request has added it before.")))))]
async fn add_evidence(
    actor: Actor,
    api: ApiRequest<Nothing>,
    key: IdempotencyKey,
    PersonParam(id): PersonParam,
    body: Json,
) -> Result<Representation, Error> {
    let request = key.request(&actor, "add_evidence", &[id.as_str()], body.bytes());
    let app = &api.app;
    let added = app.add_evidence(&actor, &id, body.parse()?, &request);
    let added = added.await?;
    let location = format!("{}/evidence/{}", path_of(id.as_str()), added.value.id);
    let evidence = Representation::json(&added.value)?;
    Ok(evidence.created(app, &location).replayed(added.replayed))
}

/// Find evidence.
///
/// A piece of evidence with all its reviews.
#[utoipa::path(get, path = "/v1/people/{person}/evidence/{evidence}", tag = "People", params(PersonPath, EvidencePath),
    responses((status = 200, description = "The piece.", body = EvidenceResponse)))]
async fn find_evidence(
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(id): PersonParam,
    path: web::Path<EvidencePath>,
) -> Result<Representation, Error> {
    let note = api.app.find_evidence(&actor, &id, &path.evidence);
    Representation::json(&note.await?)
}

/// Review evidence.
///
/// A second person says whether the piece shows what it is meant to show: neither the person whom it speaks for nor who gave it, however
/// their id is written. Every review is kept, and the newest counts. What is withdrawn is not reviewed any more (409). The audit tells
/// of it by the piece's id.
#[utoipa::path(post, path = "/v1/people/{person}/evidence/{evidence}/review", tag = "People",
    params(PersonPath, EvidencePath, IdempotencyKey), request_body = ReviewEvidenceRequest,
    responses((status = 200, description = "The piece with the review.", body = EvidenceResponse,
        headers(("Idempotency-Replayed" = String, description = "`true` where the same request has reviewed it before.")))))]
async fn review_evidence(
    actor: Actor,
    api: ApiRequest<Nothing>,
    key: IdempotencyKey,
    PersonParam(id): PersonParam,
    path: web::Path<EvidencePath>,
    body: Json,
) -> Result<Representation, Error> {
    let (asked, piece) = (body.parse()?, &path.evidence);
    let parameters = [id.as_str(), piece];
    let request = key.request(&actor, "review_evidence", &parameters, body.bytes());
    let app = &api.app;
    let reviewed = app.review_evidence(&actor, &id, piece, asked, &request);
    let reviewed = reviewed.await?;
    Ok(Representation::json(&reviewed.value)?.replayed(reviewed.replayed))
}

/// Withdraw evidence.
///
/// The piece counts no longer from today on. It is kept as withdrawn, and shown so; what was said by it before stays as it was said.
#[utoipa::path(post, path = "/v1/people/{person}/evidence/{evidence}/withdraw", tag = "People",
    params(PersonPath, EvidencePath, IdempotencyKey), request_body = WithdrawEvidenceRequest,
    responses((status = 200, description = "The piece, withdrawn.", body = EvidenceResponse,
        headers(("Idempotency-Replayed" = String, description = "`true` where the same request has withdrawn it before.")))))]
async fn withdraw_evidence(
    actor: Actor,
    api: ApiRequest<Nothing>,
    key: IdempotencyKey,
    PersonParam(id): PersonParam,
    path: web::Path<EvidencePath>,
    body: Json,
) -> Result<Representation, Error> {
    let (asked, piece) = (body.parse()?, &path.evidence);
    let parameters = [id.as_str(), piece];
    let request = key.request(&actor, "withdraw_evidence", &parameters, body.bytes());
    let app = &api.app;
    let withdrawn = app.withdraw_evidence(&actor, &id, piece, asked, &request);
    let withdrawn = withdrawn.await?;
    Ok(Representation::json(&withdrawn.value)?.replayed(withdrawn.replayed))
}

/// Find somebody's readiness.
///
/// Returns how each criterion for a level stands by the stored evidence, on any day: `met`, `claimed`, `unmet` or `unknown`. The
/// verdict is `insufficient_evidence` while fewer than half are known. The forecast lists what expires and when. It is guidance, not a
/// decision. See docs/people.md.
#[utoipa::path(get, path = "/v1/people/{person}/readiness", tag = "People", params(PersonPath, PersonReadinessQuery),
    responses((status = 200, description = "What can be said.", body = PersonReadiness)),
    extensions(("x-renditions" = json!(["text/markdown", "image/svg+xml"]))))]
async fn find_person_readiness(
    actor: Actor,
    api: ApiRequest<PersonReadinessQuery>,
    PersonParam(id): PersonParam,
) -> Result<Representation, Error> {
    let (app, query) = (&api.app, &api.query);
    let at = day(query.at.as_deref())?;
    let pieces = app.pieces(&actor, &id, &query.ladder).await?;
    let published = app.version_on(&query.ladder, query.version(), at)?;
    let published = api.localized(published)?;
    let ladder = &published.ladder;
    let refused = |fault| Error::Invalid(RequestPart::Query, vec![fault]);
    let level = ladder.level(&query.level);
    let level = level.ok_or_else(|| refused(ladder.unknown_level("/level")))?;
    let readiness = ladder.readiness_by_evidence(id.as_str(), level, &pieces, at);
    let readiness = readiness.map_err(refused)?;
    let body = match api.media {
        Media::Markdown => markdown::person_readiness(ladder, &readiness).into(),
        Media::Svg => svg::person_readiness(ladder, &readiness).into(),
        _ => to_json(&readiness)?,
    };
    Ok(api.respond(body).in_languages(&published.languages))
}
