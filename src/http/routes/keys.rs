//! Keys of the caller's organisation: listed, made, shown once, revoked.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{
        Actor,
        keys::{CreateKeyRequest, CreateKeyResponse, KeyResponse},
        ladder_query::PageQuery,
        lists::List,
    },
    error::Error,
    http::{
        extract::{
            body::Json,
            caller_view::CallerView,
            idempotency::IdempotencyKey,
            query::{Nothing, Query},
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
    operations![Key(KeysWrite) => list_keys, create_key, find_key, revoke_key]
}

/// Which key, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct KeyPath {
    /// What the key is known by: its first eleven characters.
    #[param(
        example = "rk_4eU0Gx1Q",
        max_length = 11,
        pattern = "^rk_[0-9A-Za-z]{8}$"
    )]
    pub key: String,
}

/// List keys.
///
/// The keys of the caller's organisation, newest first, those that were revoked or have ended among them. No secret is ever shown.
#[utoipa::path(get, path = "/v1/keys", tag = "Organisation", params(PageQuery),
    responses((status = 200, description = "The keys.", body = List<KeyResponse>)))]
async fn list_keys(actor: Actor, api: ApiRequest<PageQuery>) -> Result<Representation, Error> {
    let page = api.query.page();
    let list = api.app.list_keys(&actor, page).await?;
    Representation::json(&list)
}

/// Make a key.
///
/// Creates a key with scopes that the caller's key has itself. The response shows the key, and nothing shows it again: only its hash is
/// stored. With an `Idempotency-Key` the request can be repeated safely. The form of a key and its checksum are in docs/keys.md.
#[utoipa::path(post, path = "/v1/keys", tag = "Organisation", params(IdempotencyKey), request_body = CreateKeyRequest,
    responses((status = 201, description = "The key, whole.", body = CreateKeyResponse)))]
async fn create_key(
    actor: Actor,
    api: ApiRequest<Nothing>,
    key: IdempotencyKey,
    body: Json,
) -> Result<Representation, Error> {
    let request = key.request(&actor, "create_key", &[], body.bytes());
    let app = &api.app;
    let created = app.create_key(&actor, body.parse()?, &request).await?;
    let location = format!("/v1/keys/{}", created.value.terms.prefix);
    let key = Representation::json(&created.value)?;
    Ok(key.created(app, &location).replayed(created.replayed))
}

/// Find a key.
///
/// What a key of the caller's organisation may be used for, until when, and when it was used last.
#[utoipa::path(get, path = "/v1/keys/{key}", tag = "Organisation", params(KeyPath),
    responses((status = 200, description = "The key, without its secret.", body = KeyResponse)))]
async fn find_key(
    actor: Actor,
    api: ApiRequest<Nothing>,
    path: web::Path<KeyPath>,
) -> Result<Representation, Error> {
    let note = api.app.find_key(&actor, &path.key).await?;
    Representation::json(&note)
}

/// Revoke a key.
///
/// For good, and at once: every replica refuses it within two seconds. A key may revoke itself. What was revoked before stays so.
#[utoipa::path(delete, path = "/v1/keys/{key}", tag = "Organisation", params(KeyPath),
    responses((status = 204, description = "The key is revoked.")))]
async fn revoke_key(
    actor: Actor,
    _: Query<Nothing>,
    app: CallerView,
    path: web::Path<KeyPath>,
) -> Result<HttpResponse, Error> {
    app.revoke_key(&actor, &path.key).await?;
    Ok(HttpResponse::NoContent().finish())
}
