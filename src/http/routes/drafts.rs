//! Drafts: an organisation's own ladders, worked on until they are published.

use actix_web::{HttpResponse, http::header::EntityTag, web};

use crate::{
    app::{
        Actor, LadderCatalogue, RunningService,
        drafts::{Draft, DraftResponse},
        forks::ForkLadderRequest,
        previews::PreviewResponse,
        publishing::PublishResponse,
    },
    domain::{document::Document, source::Syntax},
    error::Error,
    http::{
        extract::{
            body::{Json, Upload, UploadFormat},
            caller_view::CallerView,
            idempotency::IdempotencyKey,
            preconditions::{IfMatch, IfNoneMatch, PreconditionHeaders},
            query::{Nothing, Query},
            request::{ApiRequest, LadderPath},
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Representation, to_json},
        },
    },
    operations,
    render::yaml,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Key(LaddersWrite) => find_draft, put_draft, delete_draft, preview_draft, publish_draft, fork_ladder]
}

/// Find a draft.
///
/// Returns the draft with its findings, every difference from the served version, the impact of the differences, and the version to
/// give. As YAML it is the document alone. The `ETag` is the document's hash: send it in `If-Match` to replace, remove or publish the
/// draft. See docs/publishing.md.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/draft", tag = "Publishing", params(LadderPath),
    responses((status = 200, description = "The draft.", headers(("ETag" = String, description = "The document's hash.")), body = DraftResponse)),
    extensions(("x-renditions" = json!(["application/yaml"]))))]
async fn find_draft(
    actor: Actor,
    api: ApiRequest<Nothing>,
    path: web::Path<LadderPath>,
) -> Result<Representation, Error> {
    let draft = api.app.find_draft(&actor, &path.ladder).await?;
    show(&api, &api.app.shelf, &draft)
}

/// Put a draft.
///
/// Stores a ladder document, JSON or YAML, of at most 5 MiB, as the draft. It is checked and its quiz is proven first: with an error
/// nothing is stored, and the response lists every finding. `If-Match` names the draft to replace; `If-None-Match: *` stores only a
/// first one. See docs/publishing.md.
#[utoipa::path(put, path = "/v1/ladders/{ladder}/draft", tag = "Publishing",
    params(LadderPath, IfMatch, IfNoneMatch),
    request_body(content((Document = "application/json"), (String = "application/yaml")), description = "The document."),
    responses(
        (status = 200, description = "The draft, in place of the one before.", body = DraftResponse,
            headers(("ETag" = String, description = "The document's hash."))),
        (status = 201, description = "The first draft.", body = DraftResponse,
            headers(("ETag" = String, description = "The document's hash.")))))]
async fn put_draft(
    actor: Actor,
    api: ApiRequest<Nothing>,
    path: web::Path<LadderPath>,
    PreconditionHeaders(expected): PreconditionHeaders,
    upload: Upload,
) -> Result<Representation, Error> {
    let syntax = match upload.format {
        UploadFormat::Json => Syntax::Json,
        UploadFormat::Yaml => Syntax::Yaml,
        UploadFormat::Csv => {
            let expected = "application/json or application/yaml";
            return Err(Error::UnsupportedMediaType(expected));
        }
    };
    let (reader, by) = (api.app.clone(), actor.name().to_owned());
    let id = path.ladder.clone();
    let draft = web::block(move || Draft::read(&reader, &id, &upload.bytes, syntax, &by));
    let draft = draft.await??;
    let app = &api.app;
    let is_first = app.put_draft(&actor, &draft, &expected).await?;
    let shown = show(&api, &app.shelf, &draft)?;
    Ok(match is_first {
        true => shown.created(app, &path_of(&path.ladder)),
        false => shown,
    })
}

/// Remove a draft.
///
/// What is published stays. `If-Match` names the draft.
#[utoipa::path(delete, path = "/v1/ladders/{ladder}/draft", tag = "Publishing", params(LadderPath, IfMatch),
    responses((status = 204, description = "The draft is gone.")))]
async fn delete_draft(
    actor: Actor,
    app: CallerView,
    path: web::Path<LadderPath>,
    _: Query<Nothing>,
    PreconditionHeaders(expected): PreconditionHeaders,
) -> Result<HttpResponse, Error> {
    app.delete_draft(&actor, &path.ladder, &expected).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Preview a draft.
///
/// Lists every set of answers that the draft places differently from the published version, and counts the people whom publishing would
/// move, by their newest assessment. Groups smaller than `people.smallest_group` (default 5) are suppressed. Nothing is stored. See
/// docs/publishing.md.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/draft/preview", tag = "Publishing", params(LadderPath),
    responses((status = 200, description = "What would move.", body = PreviewResponse)))]
async fn preview_draft(
    actor: Actor,
    api: ApiRequest<Nothing>,
    path: web::Path<LadderPath>,
) -> Result<Representation, Error> {
    let preview = api.app.preview_draft(&actor, &path.ladder);
    Representation::json(&preview.await?)
}

/// Publish a draft.
///
/// Makes the draft a version that never changes and that every replica serves within two seconds; the draft is removed. `If-Match`
/// names the draft (428 without). The version must be higher than the one that is served. If somebody else has published, it is a 409
/// or 412. See docs/publishing.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/draft/publish", tag = "Publishing",
    params(LadderPath, IfMatch, IdempotencyKey),
    responses((status = 201, description = "The version that stands from now on.", body = PublishResponse,
        headers(("Location" = String, description = "The version."),
            ("Idempotency-Replayed" = String, description = "`true` where the same request has published it before.")))))]
async fn publish_draft(
    actor: Actor,
    live: web::Data<RunningService>,
    api: ApiRequest<Nothing>,
    path: web::Path<LadderPath>,
    PreconditionHeaders(expected): PreconditionHeaders,
    key: IdempotencyKey,
) -> Result<Representation, Error> {
    let body = serde_json::to_vec(&expected);
    let body = body.map_err(|error| Error::Internal(error.to_string()))?;
    let request = key.request(&actor, "publish_draft", &[&path.ladder], &body);
    let published = live.publish_draft(&actor, &path.ladder, &expected, &request);
    let published = published.await?;
    let note = &published.value;
    // In a query a plus sign is a space.
    let version = note.ladder.version.to_string().replace('+', "%2B");
    let location = format!("/v1/ladders/{}?version={version}", note.ladder.id);
    let version = Representation::json(note)?;
    Ok(version
        .created(&api.app, &location)
        .replayed(published.replayed))
}

/// Fork a ladder.
///
/// Creates the first draft of a new ladder from a published one. Every version keeps the link to its origin, `forked_from`. An id that
/// the organisation has published is a 409, an existing draft a 412. With an `Idempotency-Key` the request can be repeated safely. See
/// docs/publishing.md.
#[utoipa::path(post, path = "/v1/ladders/{ladder}/draft/fork", tag = "Publishing",
    params(LadderPath, IdempotencyKey), request_body = ForkLadderRequest,
    responses((status = 201, description = "The first draft.", body = DraftResponse,
        headers(("ETag" = String, description = "The document's hash."),
            ("Idempotency-Replayed" = String, description = "`true` where the same request has made it before.")))))]
async fn fork_ladder(
    actor: Actor,
    api: ApiRequest<Nothing>,
    path: web::Path<LadderPath>,
    key: IdempotencyKey,
    body: Json,
) -> Result<Representation, Error> {
    let asked: ForkLadderRequest = body.parse()?;
    let app = &api.app;
    let request = key.request(&actor, "fork_ladder", &[&path.ladder], body.bytes());
    let forked = app.fork_ladder(&actor, &path.ladder, &asked, &request);
    let forked = forked.await?;
    // Nothing is published under its id, also where that has changed since an identical request made it.
    let draft = show(&api, &LadderCatalogue::default(), &forked.value)?;
    let created = draft.created(app, &path_of(&path.ladder));
    Ok(created.replayed(forked.replayed))
}

/// Where the draft is.
fn path_of(ladder: &str) -> String {
    format!("/v1/ladders/{ladder}/draft")
}

fn show(
    api: &ApiRequest<Nothing>,
    shelf: &LadderCatalogue,
    draft: &Draft,
) -> Result<Representation, Error> {
    let note = draft.note(shelf)?;
    let body = match api.media {
        Media::Yaml => yaml::document(note.document)
            .map_err(|error| Error::Internal(error.to_string()))?
            .into_bytes(),
        _ => to_json(&note)?,
    };
    let etag = EntityTag::new_strong(note.ladder.hash.clone());
    Ok(api.respond(body).with_etag(&etag))
}
