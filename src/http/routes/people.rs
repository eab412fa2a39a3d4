//! People of the caller's organisation, by the ids of the calling system.

use actix_web::{
    HttpRequest, HttpResponse,
    body::BoxBody,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, EntityTag},
    },
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        Actor,
        exports::PersonExport,
        legal_holds::PlaceHoldRequest,
        lists::{List, PageBounds},
        people::{ListPeople, PersonResponse, PutPersonRequest},
    },
    domain::person::{LabelValue, path_of},
    error::Error,
    http::{
        extract::{
            body::Json,
            caller_view::CallerView,
            person::{PersonParam, PersonPath},
            preconditions::{EntityTagList, IfMatch, IfNoneMatch, PreconditionHeaders, is_current},
            query::{Nothing, Query},
            request::ApiRequest,
        },
        openapi::operation::Operation,
        response::representation::Representation,
    },
    operations,
    query::{self, FromQuery},
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![
        Key(PeopleRead) => list_people, export_person, find_person; Key(PeopleWrite) => put_person, erase_person, place_hold, release_hold
    ]
}

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Only those whose label `team` has this value. Any label can be named so, behind `label.`, and several together.
    #[serde(rename = "label.team")]
    #[param(inline, value_type = Option<LabelValue>, example = "search")]
    pub team: Option<String>,
    /// Only those who, or whose labels, were changed at this time (RFC 3339) or later. What was written in the same second may be missing
    /// still: ask again from a little before.
    #[param(value_type = Option<String>, format = DateTime, max_length = 40, example = "2026-01-01T00:00:00Z")]
    pub updated_since: Option<String>,
    /// The most items of a page; 50 where it is not given.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
}

/// The query of the list, with whatever labels it names.
#[derive(Debug)]
struct LabelQuery {
    labels: Vec<(String, String)>,
    rest: PeopleQuery,
}

impl FromQuery for LabelQuery {
    fn from_query(text: &str) -> Result<Self, Error> {
        let (mut labels, mut rest) = (Vec::new(), Vec::new());
        for (name, value) in query::pairs(text)? {
            match name.strip_prefix("label.") {
                Some(label) => labels.push((label.to_owned(), value)),
                None => rest.push((name, value)),
            }
        }
        let rest = serde_urlencoded::to_string(rest);
        let rest = rest.map_err(|error| Error::Internal(error.to_string()))?;
        let rest = query::parse(&rest)?;
        Ok(Self { labels, rest })
    }
}

/// List people.
///
/// The people of the caller's organisation in the order in which they came; a page stays right while others write. Labels narrow it,
/// all of them together: `?label.team=search&label.site=berlin`.
#[utoipa::path(get, path = "/v1/people", tag = "People", params(PeopleQuery),
    responses((status = 200, description = "The people.", body = List<PersonResponse>)))]
async fn list_people(actor: Actor, api: ApiRequest<LabelQuery>) -> Result<Representation, Error> {
    let LabelQuery {
        labels,
        rest: query,
    } = api.query;
    let asked = ListPeople {
        labels,
        updated_since: query.updated_since.as_deref(),
        page: PageBounds {
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        },
    };
    let list = api.app.list_people(&actor, asked);
    Representation::json(&list.await?)
}

/// Find somebody.
///
/// Their labels, and the legal hold where there is one.
#[utoipa::path(get, path = "/v1/people/{person}", tag = "People",
    params(PersonPath, EntityTagList),
    responses(
        (status = 200, description = "The person.", body = PersonResponse,
            headers(("ETag" = String, description = "The state of the person."))),
        (status = 304, description = "The caller has this state of the person.")))]
async fn find_person(
    http: HttpRequest,
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(id): PersonParam,
) -> Result<HttpResponse, Error> {
    let person = PersonResponse::from(api.app.person(&actor, &id).await?);
    let mut response = show(&person)?.response(&http);
    if is_current(&http, &etag(&person)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(CONTENT_TYPE);
        response = response.set_body(BoxBody::new(()));
    }
    Ok(response)
}

/// Put somebody.
///
/// Creates a person, or replaces their labels; everything else about them stays. Repeating the request changes nothing. `If-Match` and
/// `If-None-Match` are optional. What looks like a name or an e-mail address gets a warning, or is refused if the service is set so.
/// See docs/people.md.
#[utoipa::path(put, path = "/v1/people/{person}", tag = "People", params(PersonPath, IfMatch, IfNoneMatch), request_body = PutPersonRequest,
    responses(
        (status = 200, description = "The person, as they are from now on.", body = PersonResponse,
            headers(("ETag" = String, description = "The state of the person."))),
        (status = 201, description = "The person is new.", body = PersonResponse,
            headers(("ETag" = String, description = "The state of the person.")))))]
async fn put_person(
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(id): PersonParam,
    PreconditionHeaders(expected): PreconditionHeaders,
    body: Json,
) -> Result<Representation, Error> {
    let put: PutPersonRequest<'_> = body.parse()?;
    let app = &api.app;
    let (note, is_first) = app.put_person(&actor, &id, &put, &expected).await?;
    let person = show(&note)?;
    Ok(match is_first {
        true => person.created(app, &path_of(&note.id)),
        false => person,
    })
}

/// Erase somebody.
///
/// Removes everything that names or describes a person, in one transaction: labels, assessments, evidence, contests and stored
/// responses. Figures of groups no longer count them. Only an id that does not identify them, and the time, remain. During a legal hold
/// it is a 409. See docs/people.md.
#[utoipa::path(delete, path = "/v1/people/{person}", tag = "People", params(PersonPath, IfMatch),
    responses((status = 204, description = "Nothing is kept about them any more.")))]
async fn erase_person(
    actor: Actor,
    app: CallerView,
    _: Query<Nothing>,
    PersonParam(id): PersonParam,
    PreconditionHeaders(expected): PreconditionHeaders,
) -> Result<HttpResponse, Error> {
    app.erase_person(&actor, &id, &expected).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Export somebody.
///
/// Returns everything that is held about a person as one document of the format `rungs/person-export/1`, whose JSON Schema is at
/// `/v1/schemas/person-export.json`: the person, assessments, evidence, mentions in data of others, and stored requests. The audit
/// records it. See docs/people.md.
#[utoipa::path(get, path = "/v1/people/{person}/export", tag = "People", params(PersonPath),
    responses((status = 200, description = "All that is held.", body = PersonExport)))]
async fn export_person(
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(id): PersonParam,
) -> Result<Representation, Error> {
    let export = api.app.export_person(&actor, &id).await?;
    Representation::json(&export)
}

/// Place a legal hold.
///
/// Until its last day has passed the person cannot be erased, neither on request nor because their time has run out. It takes the place of
/// the hold that is there. `If-Match` is honoured and not asked for.
#[utoipa::path(put, path = "/v1/people/{person}/hold", tag = "People", params(PersonPath, IfMatch), request_body = PlaceHoldRequest,
    responses((status = 200, description = "The person, with the hold.", body = PersonResponse,
        headers(("ETag" = String, description = "The state of the person.")))))]
async fn place_hold(
    actor: Actor,
    api: ApiRequest<Nothing>,
    PersonParam(id): PersonParam,
    PreconditionHeaders(expected): PreconditionHeaders,
    body: Json,
) -> Result<Representation, Error> {
    let note = api
        .app
        .place_hold(&actor, &id, body.parse()?, &expected)
        .await?;
    show(&note)
}

/// Release a legal hold.
///
/// From then on the person can be erased. `If-Match` is honoured and not asked for.
#[utoipa::path(delete, path = "/v1/people/{person}/hold", tag = "People", params(PersonPath, IfMatch),
    responses((status = 204, description = "There is no hold any more.")))]
async fn release_hold(
    actor: Actor,
    app: CallerView,
    _: Query<Nothing>,
    PersonParam(id): PersonParam,
    PreconditionHeaders(expected): PreconditionHeaders,
) -> Result<HttpResponse, Error> {
    app.release_hold(&actor, &id, &expected).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn show(note: &PersonResponse) -> Result<Representation, Error> {
    Ok(Representation::json(note)?.with_etag(&etag(note)))
}

/// The entity tag of a person's state.
fn etag(note: &PersonResponse) -> EntityTag {
    EntityTag::new_strong(note.tag())
}
