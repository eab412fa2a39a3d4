//! Forks: the first draft of a new ladder, made from a published one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Actor, App,
    drafts::{Draft, fits, put},
    idempotency::{Claim, IdempotencyRequest, Idempotent},
    precondition::there_is_one,
    version_rules::published_last,
};
use crate::{
    domain::{
        document::Document,
        fault::Fault,
        id::{Id, Version},
        ladder::Ladder,
        parsing::Finding,
    },
    error::{Error, RequestPart},
};

/// Which published ladder a new one begins with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ladder": "ai-engineer"}))]
pub struct ForkLadderRequest {
    /// The ladder that is forked: one that everybody sees, or one of the organisation's own.
    pub ladder: Id,
    /// Its version; the newest one where it is not given.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub version: Option<String>,
}

/// As much of a first draft as it is shown from again.
#[derive(Serialize, Deserialize)]
struct StoredFork {
    updated_at: DateTime<Utc>,
    document: Document,
}

impl App {
    /// Makes the first draft of a ladder from a published one, with the link to its origin.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::NotFound`] where the origin or the id is none; [`Error::Unfit`] where the id is taken;
    /// [`Error::Conflict`] where the organisation has published a ladder under it; [`Error::PreconditionFailed`] where there is a
    /// draft; those of [`App::claim`].
    pub async fn fork_ladder(
        &self,
        actor: &Actor,
        id: &str,
        asked: &ForkLadderRequest,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<Draft>, Error> {
        let draft = self.fork(actor, id, asked);
        let (mut transaction, draft) = match self.claim(request, draft).await? {
            Claim::New(transaction, draft) => (transaction, draft),
            Claim::Replay(replay) => return replay_fork(actor, replay.result),
        };
        if !put(&mut transaction, actor, &draft, None).await? {
            return Err(there_is_one());
        }
        let stored = StoredFork {
            updated_at: draft.updated_at,
            document: draft.ladder.document().clone(),
        };
        transaction.commit(&stored).await?;
        Ok(Idempotent::new(draft))
    }

    /// A draft of a ladder that the organisation sees, under another id.
    fn fork(&self, actor: &Actor, id: &str, asked: &ForkLadderRequest) -> Result<Draft, Error> {
        let id = Id::try_from(id.to_owned()).map_err(|error| {
            Error::NotFound(format!("There can be no such ladder: {error}.").into())
        })?;
        let origin = self
            .shelf
            .find(asked.ladder.as_str(), asked.version.as_deref());
        let origin = origin.map_err(|error| match error {
            // The version is named in the body here.
            Error::Invalid(_, faults) => Error::Invalid(RequestPart::Body, faults),
            other => other,
        })?;
        if let Some(last) = published_last(self, id.as_str()) {
            let detail = format!(
                "{id} is published; its last version is {last}. A fork begins a new ladder: give it an id of its own."
            );
            return Err(Error::Conflict(detail.into()));
        }
        let mut document = origin.original().ladder.document().clone();
        document.id = id.clone();
        document.version = Version::of(1, 0, 0);
        document.forked_from = Some(origin.ladder.stamp().clone());
        let unfit = |faults: Vec<Fault>| {
            Error::Unfit(faults.into_iter().map(Finding::without_place).collect())
        };
        let ladder = Ladder::prove(document).map_err(unfit)?;
        let faults = fits(self, id.as_str(), &ladder);
        if !faults.is_empty() {
            return Err(unfit(faults));
        }
        Ok(Draft::new(ladder, actor.name()))
    }
}

/// The first draft that an identical earlier request has made, whatever has become of it since.
fn replay_fork(actor: &Actor, stored: StoredFork) -> Result<Idempotent<Draft>, Error> {
    let draft = Draft::of(stored.document, stored.updated_at, actor.name())?;
    Ok(Idempotent::replay(draft))
}
