//! The audit of the caller's organisation.

use crate::{
    app::{
        Actor,
        audit::{AuditEntry, AuditQuery},
        lists::List,
    },
    error::Error,
    http::{
        extract::request::ApiRequest, openapi::operation::Operation,
        response::representation::Representation,
    },
    operations,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Key(AuditRead) => list_audit]
}

/// List the audit.
///
/// Who did what in the caller's organisation, when and from where, newest first. Entries are only ever added: each one's hash covers it
/// and the hash before, so that `rungs audit verify` finds what was changed or taken out.
#[utoipa::path(get, path = "/v1/audit", tag = "Organisation", params(AuditQuery),
    responses((status = 200, description = "The entries.", body = List<AuditEntry>)))]
async fn list_audit(actor: Actor, api: ApiRequest<AuditQuery>) -> Result<Representation, Error> {
    let list = api.app.list_audit(&actor, &api.query).await?;
    Representation::json(&list)
}
