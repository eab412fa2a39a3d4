//! Actor: who performs an operation on what an organisation has stored.

use std::{net::IpAddr, sync::Arc};

use uuid::Uuid;

use super::{api_key::Scope, api_key_cache::CachedApiKey, now};
use crate::store::AuditEvent;

/// Who performs an operation on what an organisation has stored.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The organisation whose data it is.
    pub organisation: Uuid,
    /// The API key of the request. None on the command line.
    api_key: Option<Arc<CachedApiKey>>,
    /// The IP address of the client, if it is known.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// The client of a request with an API key.
    #[must_use]
    pub fn with_api_key(api_key: Arc<CachedApiKey>, address: Option<IpAddr>) -> Self {
        Self {
            organisation: api_key.organisation,
            api_key: Some(api_key),
            address,
        }
    }

    /// Somebody with access to the database, on the command line.
    #[must_use]
    pub fn command_line(organisation: Uuid) -> Self {
        Self {
            organisation,
            api_key: None,
            address: None,
        }
    }

    /// The API key of the request. None on the command line.
    #[must_use]
    pub fn api_key(&self) -> Option<&CachedApiKey> {
        self.api_key.as_deref()
    }

    /// The name in audit entries: the prefix of the API key, or `cli`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.api_key().map_or("cli", |key| &key.prefix)
    }

    /// Returns true if the API key has a scope. The command line has all of them.
    #[must_use]
    pub fn has_scope(&self, scope: Scope) -> bool {
        self.api_key().is_none_or(|key| key.scopes.contains(&scope))
    }

    /// Returns an audit event of this actor, now, without hashes of the states before and after.
    #[must_use]
    pub fn audit_event<'a>(&'a self, action: &'a str, subject: &'a str) -> AuditEvent<'a> {
        AuditEvent {
            organisation: self.organisation,
            at: now(),
            actor: self.name(),
            address: self.address.map(|address| address.to_string()),
            action,
            subject,
            before: None,
            after: None,
        }
    }
}
