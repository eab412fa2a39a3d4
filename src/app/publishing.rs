//! Publishing: a draft or a file becomes a version of an organisation's ladder, which never changes.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Actor, App, RunningService,
    drafts::{Draft, fits, keeps_origin, no_draft},
    idempotency::{Claim, ClaimedTransaction, IdempotencyRequest, Idempotent},
    now,
    precondition::Precondition,
    version_rules::{difference, follows, published_last},
};
use crate::{
    domain::{
        fault::Fault,
        ladder::{Ladder, LadderRef},
        parsing::Finding,
    },
    error::Error,
    store::{AuditEvent, LadderRow, revisions},
};

/// What became of a draft.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PublishResponse {
    /// The version that stands from now on.
    pub ladder: LadderRef,
    /// When it was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// The version that was served before; null where it is the first.
    pub previous: Option<LadderRef>,
}

impl RunningService {
    /// Publishes the draft that is expected. From then on the version stands, and the draft is gone. Of several who publish at once one
    /// does, and the others are told.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no draft and nothing is published, or nothing is expected; [`Error::PreconditionRequired`],
    /// [`Error::PreconditionFailed`] and [`Error::Conflict`] where somebody else was first; [`Error::Unfit`] where the version cannot
    /// follow the one that is published; those of [`App::claim`].
    pub async fn publish_draft(
        &self,
        actor: &Actor,
        id: &str,
        expected: &Precondition,
        request: &IdempotencyRequest,
    ) -> Result<Idempotent<PublishResponse>, Error> {
        let ladder = self.publishable(actor, id, expected).await;
        let (transaction, (app, ladder)) = match self.public().claim(request, ladder).await? {
            Claim::New(transaction, checked) => (transaction, checked),
            Claim::Replay(replay) => return Ok(replay.into()),
        };
        let note = publish(transaction, &app, actor, &ladder, true).await?;
        self.refreshed().await;
        Ok(Idempotent::new(note))
    }

    /// Reads the draft that is expected, and checks that it can be the next version.
    async fn publishable(
        &self,
        actor: &Actor,
        id: &str,
        expected: &Precondition,
    ) -> Result<(Arc<App>, Ladder), Error> {
        let app = self.renewed(actor).await?;
        let Some(row) = app.find_draft_row(actor, id).await? else {
            // Somebody else may have published it since then.
            return Err(gone(&*self.renewed(actor).await?, id, expected));
        };
        expected.check(Some(&row.hash))?;
        let ladder = Draft::stored(&row)?.ladder;
        check(&app, &ladder)?;
        Ok((app, ladder))
    }

    /// Publishes a ladder without a draft; None where that very text is published already.
    ///
    /// # Errors
    /// Those of [`Self::publish_draft`].
    pub async fn publish_ladder(
        &self,
        actor: &Actor,
        ladder: &Ladder,
    ) -> Result<Option<PublishResponse>, Error> {
        let app = self.renewed(actor).await?;
        let stamp = ladder.stamp();
        let mut versions = app.shelf.versions(stamp.id.as_str());
        if versions.any(|volume| volume.stamp() == stamp) {
            return Ok(None);
        }
        let draft = app.find_draft_row(actor, stamp.id.as_str()).await?;
        keeps_origin(draft.as_ref(), ladder)?;
        check(&app, ladder)?;
        let transaction = ClaimedTransaction::without_key(app.store.begin().await?);
        let note = publish(transaction, &app, actor, ladder, false).await?;
        self.refreshed().await;
        Ok(Some(note))
    }

    /// What the organisation sees now, by whichever process it was published.
    async fn renewed(&self, actor: &Actor) -> Result<Arc<App>, Error> {
        self.refresh().await?;
        Ok(self.of(actor.organisation))
    }
}

/// What is said of a draft that is not there: perhaps somebody else has published it.
fn gone(app: &App, id: &str, expected: &Precondition) -> Error {
    let Some(last) = published_last(app, id) else {
        return no_draft();
    };
    match expected {
        Precondition::One(tags) => {
            let mut stamps = app.shelf.versions(id).map(|volume| volume.stamp());
            match stamps.find(|stamp| tags.contains(&stamp.hash)) {
                Some(LadderRef { version, .. }) => Error::Conflict(
                    format!("This draft was published meanwhile, as version {version}.").into(),
                ),
                None => Error::PreconditionFailed(
                    format!("There is no such draft. Version {last} was published last.").into(),
                ),
            }
        }
        Precondition::Anything => Error::Conflict(
            format!("There is no draft any more. Version {last} was published last.").into(),
        ),
        Precondition::Unsaid | Precondition::Nothing | Precondition::NoneOf(_) => no_draft(),
    }
}

/// Checks that a ladder can be the next version.
fn check(app: &App, ladder: &Ladder) -> Result<(), Error> {
    let difference = difference(&app.shelf, ladder)?;
    let mut faults = fits(app, ladder.stamp().id.as_str(), ladder);
    faults.extend(follows(&app.shelf, difference.as_ref(), ladder));
    match faults.iter().any(Fault::is_error) {
        true => Err(Error::Unfit(
            faults.into_iter().map(Finding::without_place).collect(),
        )),
        false => Ok(()),
    }
}

/// Publishes a ladder that was checked, and commits.
async fn publish(
    mut transaction: ClaimedTransaction<PublishResponse>,
    app: &App,
    actor: &Actor,
    ladder: &Ladder,
    from_draft: bool,
) -> Result<PublishResponse, Error> {
    let stamp = ladder.stamp();
    let id = stamp.id.as_str();
    let previous = app.shelf.find(id, None).ok();
    let previous = previous.map(|previous| previous.ladder.stamp());
    // One after the other from here on, so that what was looked at before is all that there is.
    transaction.raise_revision(revisions::LADDERS).await?;
    let stored = transaction.list_ladder_versions(actor.organisation, id);
    let names = app
        .shelf
        .versions(id)
        .map(|one| one.stamp().version.to_string());
    let names: HashSet<String> = names.collect();
    if let Some(version) = stored.await?.iter().find(|one| !names.contains(*one)) {
        return Err(meanwhile(version));
    }
    let row = LadderRow {
        id: Uuid::now_v7(),
        organisation: Some(actor.organisation),
        ladder: stamp.id.to_string(),
        version: stamp.version.to_string(),
        hash: stamp.hash.clone(),
        document: ladder.canonical().into(),
        published_at: now(),
    };
    // A draft of the same text is published with it, also where it comes from a file.
    let draft = transaction.delete_draft(actor.organisation, id, &row.hash);
    if !draft.await? && from_draft {
        return Err(Error::Conflict(
            "Somebody else has changed or removed this draft meanwhile.".into(),
        ));
    }
    if !transaction.create_ladder_version(&row).await? {
        return Err(meanwhile(&row.version));
    }
    let event = AuditEvent {
        before: previous.map(|previous| previous.hash.clone()),
        after: Some(row.hash.clone()),
        ..actor.audit_event("ladder.publish", &row.ladder)
    };
    transaction.tell(&event).await?;
    let note = PublishResponse {
        ladder: stamp.clone(),
        published_at: row.published_at,
        previous: previous.cloned(),
    };
    transaction.commit(&note).await?;
    Ok(note)
}

fn meanwhile(version: &str) -> Error {
    Error::Conflict(format!("Somebody else has published version {version} meanwhile.").into())
}
