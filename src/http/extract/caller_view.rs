//! What a caller sees: the service at the moment at which its request came, with what is its organisation's own where a key says so.

use std::{
    future::{Ready, ready},
    ops::Deref,
    sync::Arc,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};

use super::access::VisibleOrganisation;
use crate::{
    app::{App, RunningService},
    error::Error,
};

/// The service as the caller sees it, from the beginning of a request to its end.
#[derive(Debug, Clone)]
pub struct CallerView {
    app: Arc<App>,
    is_public: bool,
}

impl CallerView {
    /// What the caller of a request sees.
    ///
    /// # Errors
    /// [`Error::Internal`] where the service is not mounted.
    pub fn of(request: &HttpRequest) -> Result<Self, Error> {
        let live = request.app_data::<web::Data<RunningService>>();
        let live = live.ok_or_else(|| Error::Internal("no service is mounted".into()))?;
        let organisation = request.extensions().get::<VisibleOrganisation>().copied();
        Ok(match organisation {
            Some(VisibleOrganisation(organisation)) => Self {
                app: live.of(organisation),
                is_public: false,
            },
            None => Self {
                app: live.public(),
                is_public: true,
            },
        })
    }

    /// Whether everybody sees the same.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.is_public
    }
}

impl Deref for CallerView {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl From<CallerView> for Arc<App> {
    fn from(seen: CallerView) -> Self {
        seen.app
    }
}

impl FromRequest for CallerView {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}
