//! Who may do what: the check of an operation's access before its handler runs, and the [`Actor`] that a handler takes.

use std::{net::IpAddr, time::Duration};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::{Payload, RequestHead, ServiceRequest},
    http::header::{AUTHORIZATION, HeaderName},
    web,
};
use uuid::Uuid;

use crate::{
    app::{Actor, App, RunningService, api_key::Scope, api_key_cache::ApiKeyError},
    error::Error,
    http::openapi::operation::Access,
};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

impl Access {
    /// What a key must be good for; None where none is needed.
    fn needs(self, app: &App) -> Option<Scope> {
        match self {
            Self::Open => None,
            Self::Public => (!app.config.access.public).then_some(Scope::LaddersRead),
            Self::Key(scope) => Some(scope),
        }
    }
}

/// The organisation whose own ladders and bands a request sees beside those of everybody.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct VisibleOrganisation(pub(in crate::http) Uuid);

impl FromRequest for Actor {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = request.extensions().get::<Self>().cloned();
        std::future::ready(actor.ok_or_else(missing))
    }
}

fn missing() -> Error {
    Error::Unauthorized(
        "This needs a key of an organisation. Send one as Authorization: Bearer rk_….".into(),
    )
}

/// Checks that whoever asks may do so, and keeps who it is for the handler.
///
/// # Errors
/// [`Error::Unauthorized`], [`Error::Forbidden`], [`Error::TooMany`], and [`Error::Unavailable`] where nobody can say whether a
/// key is good.
pub(in crate::http) fn check(request: &ServiceRequest, access: Access) -> Result<(), Error> {
    if access == Access::Open {
        return Ok(());
    }
    let live = request.app_data::<web::Data<RunningService>>();
    let live = live.ok_or_else(|| Error::Internal("no service is mounted".into()))?;
    let app = live.public();
    let actor = find(request.head(), &app)?;
    if let Some(scope) = access.needs(&app) {
        match &actor {
            None => return Err(missing()),
            Some(actor) if !actor.has_scope(scope) => {
                let detail = format!("This needs a key with the scope {scope}.");
                return Err(Error::Forbidden(detail.into()));
            }
            Some(_) => {}
        }
    }
    let Some(actor) = actor else {
        return Ok(());
    };
    let mut extensions = request.extensions_mut();
    if matches!(access, Access::Key(_)) || actor.has_scope(Scope::LaddersRead) {
        extensions.insert(VisibleOrganisation(actor.organisation));
    }
    extensions.insert(actor);
    Ok(())
}

/// Who asks, where a key was sent.
fn find(head: &RequestHead, app: &App) -> Result<Option<Actor>, Error> {
    let mut sent = head.headers.get_all(AUTHORIZATION);
    let Some(first) = sent.next() else {
        return Ok(None);
    };
    let one = sent.next().is_none();
    let text = first.to_str().unwrap_or("Bearer");
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let (scheme, key) = text.split_at(end.unwrap_or(text.len()));
    // Another scheme is somebody else's, such as a proxy's own.
    if one && !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    let address = address(head, &app.config.access.proxies);
    let found = match one {
        true => app.keyring.find(key.trim()),
        false => Err(ApiKeyError::Malformed),
    };
    let detail = match found {
        Ok(key) => return Ok(Some(Actor::with_api_key(key, address))),
        Err(ApiKeyError::NotKnown) => {
            let detail = "Nobody can say at present whether this key is still good.";
            return Err(Error::Unavailable(detail.into()));
        }
        Err(ApiKeyError::Malformed) => {
            "What was sent is not a key: its form or its checksum is wrong. See whether it was copied whole."
        }
        Err(ApiKeyError::NotValid) => "The key is not valid.",
    };
    match address.and_then(|address| app.keyring.fail(address)) {
        Some(wait) => Err(Error::TooMany(seconds(wait))),
        None => Err(Error::Unauthorized(detail.into())),
    }
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Where a request comes from: the peer, or whom the proxies in front say that they answer.
fn address(head: &RequestHead, proxies: &[IpAddr]) -> Option<IpAddr> {
    let mut address = head.peer_addr?.ip().to_canonical();
    let said = head.headers.get_all(X_FORWARDED_FOR);
    let said: Vec<&str> = said.filter_map(|value| value.to_str().ok()).collect();
    let said = said.join(",");
    // Each proxy adds at the end whom it answers, so that what stands before a caller's own address may be made up.
    for before in said.rsplit(',') {
        if !proxies.contains(&address) {
            break;
        }
        match before.trim().parse::<IpAddr>() {
            Ok(before) => address = before.to_canonical(),
            Err(_) => break,
        }
    }
    Some(address)
}
