//! Publishing: an organisation's own ladders, from a draft to a version that never changes. Everything that is found wrong is said
//! before anything is stored.

use std::{net::IpAddr, sync::Arc};

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{App, BUILT_IN, Live, Published, now};
use crate::{
    domain::{
        diff::{Move, VersionDiff, moves},
        document::Document,
        fault::Fault,
        id::{Id, Version},
        ladder::{Ladder, Stamp},
        reading::{Finding, read},
        source::Syntax,
    },
    error::Error,
    store::{AuditEvent, DraftRow, LadderRow, Store, revisions},
};

/// Who changes something.
#[derive(Debug, Clone)]
pub struct Actor {
    /// For which organisation.
    pub organisation: Uuid,
    /// The prefix of the key, or `cli`.
    pub name: String,
    /// Where the request came from, as far as that is known.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// What is told of in the audit, without what there was and is.
    pub(super) fn event<'a>(&'a self, action: &'static str, subject: &'a str) -> AuditEvent<'a> {
        AuditEvent {
            organisation: self.organisation,
            at: now(),
            actor: &self.name,
            address: self.address.map(|address| address.to_string()),
            action,
            subject,
            before: None,
            after: None,
        }
    }
}

/// A draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The ladder that it would become.
    pub ladder: Ladder,
    /// What is worth a look, with its place in the text where that is at hand.
    pub findings: Vec<Finding>,
    /// When it was last replaced.
    pub updated_at: DateTime<Utc>,
    /// Who replaced it: the prefix of a key, or `cli`.
    pub updated_by: String,
}

/// A draft, and what publishing it would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftNote<'a> {
    /// The ladder that it would become; the hash is its entity tag, too.
    pub ladder: &'a Stamp,
    /// When it was last replaced.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub updated_at: DateTime<Utc>,
    /// The key that replaced it, by its prefix, or `cli`.
    #[schema(value_type = String, max_length = 40)]
    pub updated_by: &'a str,
    /// What is worth a look. The one error that a draft can have is a version that cannot follow the published one.
    #[schema(max_items = 1000)]
    pub findings: Vec<Finding>,
    /// What differs from the version that is published; null where none is.
    #[schema(value_type = Option<VersionDiff>)]
    pub difference: Option<VersionDiff<'a>>,
    /// The document.
    pub document: &'a Document,
}

/// What publishing a draft would move.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewNote<'a> {
    /// The ladder that the draft would become.
    pub ladder: &'a Stamp,
    /// The version that is published; null where none is.
    pub published: Option<&'a Stamp>,
    /// Whether the answers to the one quiz fit the other; `moves` is empty where they do not, because nobody can say where they would lead.
    pub comparable: bool,
    /// Every set of answers that is placed elsewhere, in the order of the qualifiers and the totals.
    #[schema(max_items = 100_000)]
    pub moves: Vec<Move>,
}

impl<'a> PreviewNote<'a> {
    /// What a draft would move of those whom the published version places.
    #[must_use]
    pub fn new(published: Option<&'a Ladder>, draft: &'a Ladder) -> Self {
        let moves = published.map(|published| moves(published, draft));
        Self {
            ladder: draft.stamp(),
            published: published.map(Ladder::stamp),
            comparable: matches!(moves, Some(Some(_))),
            moves: moves.flatten().unwrap_or_default(),
        }
    }
}

/// What became of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedNote {
    /// The version that stands from now on.
    pub ladder: Stamp,
    /// When it was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// The version that was served before; null where it is the first.
    pub previous: Option<Stamp>,
}

/// What a write that replaces something expects to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Nothing is said.
    Unsaid,
    /// That there is nothing.
    Nothing,
    /// That there is something.
    Anything,
    /// One of these, by their entity tags.
    One(Vec<String>),
}

impl Expected {
    /// Compares with what is there, by its entity tag.
    ///
    /// # Errors
    /// [`Error::PreconditionFailed`] where something else is expected, [`Error::PreconditionRequired`] where something is
    /// there and nothing is said.
    pub fn check(&self, there: Option<&str>) -> Result<(), Error> {
        let failed = |detail: &'static str| Err(Error::PreconditionFailed(detail.into()));
        match (self, there) {
            (Self::Unsaid, Some(_)) => Err(Error::PreconditionRequired),
            (Self::Unsaid | Self::Nothing, None) | (Self::Anything, Some(_)) => Ok(()),
            (Self::One(tags), Some(there)) if tags.iter().any(|tag| tag == there) => Ok(()),
            (Self::Nothing, Some(_)) => failed("There is one already."),
            (Self::Anything | Self::One(_), None) => failed("There is none, or none any more."),
            (Self::One(_), Some(_)) => {
                failed("It was changed meanwhile. Get it anew, and with it its ETag.")
            }
        }
    }
}

impl Draft {
    /// Reads a document that is to become a version of a ladder of that id.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it is no YAML or JSON, [`Error::Unfit`] with every finding where it cannot be published.
    pub fn read(app: &App, id: &str, text: &[u8], syntax: Syntax, by: &str) -> Result<Self, Error> {
        let reading = read(text, syntax)
            .map_err(|unreadable| Error::Malformed(format!("{unreadable}.").into()))?;
        let Some(ladder) = reading.ladder else {
            return Err(Error::Unfit(reading.findings));
        };
        let mut findings = reading.findings;
        let fits = fits(app, id, &ladder).into_iter();
        findings.extend(fits.map(Finding::without_place));
        if findings.iter().any(|finding| finding.fault.is_error()) {
            findings.sort_by_key(|finding| finding.fault.severity);
            return Err(Error::Unfit(findings));
        }
        Ok(Self {
            ladder,
            findings,
            updated_at: now(),
            updated_by: by.into(),
        })
    }

    /// A ladder that is to be kept now.
    fn new(ladder: Ladder, by: &str) -> Self {
        let findings = ladder.warnings().iter().cloned();
        Self {
            findings: findings.map(Finding::without_place).collect(),
            ladder,
            updated_at: now(),
            updated_by: by.into(),
        }
    }

    fn stored(row: &DraftRow) -> Result<Self, Error> {
        let internal = |error: String| {
            Error::Internal(format!(
                "the draft of {} cannot be read: {error}",
                row.ladder
            ))
        };
        let document: Document =
            serde_json::from_str(&row.document).map_err(|error| internal(error.to_string()))?;
        // It was proven by the release that kept it; this one may know better.
        let ladder = Ladder::prove(document).map_err(|faults| {
            Error::Unfit(faults.into_iter().map(Finding::without_place).collect())
        })?;
        Ok(Self {
            updated_at: row.updated_at,
            ..Self::new(ladder, &row.updated_by)
        })
    }

    /// The draft with what publishing it would change.
    ///
    /// # Errors
    /// [`Error::Internal`] where the documents cannot be compared.
    pub fn note<'a>(&'a self, published: Option<&'a Published>) -> Result<DraftNote<'a>, Error> {
        let difference =
            published.map(|published| VersionDiff::between(&published.ladder, &self.ladder));
        let difference = difference.transpose();
        let difference = difference.map_err(|error| Error::Internal(error.to_string()))?;
        let of_version = difference.iter().flat_map(VersionDiff::findings);
        let mut findings = self.findings.clone();
        findings.extend(of_version.map(Finding::without_place));
        findings.sort_by_key(|finding| finding.fault.severity);
        Ok(DraftNote {
            ladder: self.ladder.stamp(),
            updated_at: self.updated_at,
            updated_by: &self.updated_by,
            findings,
            difference,
            document: self.ladder.document(),
        })
    }
}

/// What keeps a ladder from being an organisation's version of that id.
fn fits(app: &App, id: &str, ladder: &Ladder) -> Vec<Fault> {
    let mut faults = Vec::new();
    let own = &ladder.stamp().id;
    if *own != *id {
        let detail = format!("The document is that of {own}, and the address names {id}.");
        faults.push(Fault::error("/id", "another_ladder", detail));
    }
    if is_built_in(id) {
        let detail = format!(
            "{id} is built in. Give your ladder an id of its own; it may keep the link to its origin."
        );
        faults.push(Fault::error("/id", "taken_id", detail));
    }
    let published = app.shelf.find(id, None).ok();
    let origin = published.and_then(|published| published.ladder.document().forked_from.as_ref());
    if let Some(origin) = origin
        && ladder.document().forked_from.as_ref() != Some(origin)
    {
        let detail = format!(
            "This ladder is a fork of {} {}; the link to its origin stays.",
            origin.id, origin.version
        );
        faults.push(Fault::error("/forked_from", "another_origin", detail));
    }
    faults
}

/// Whether a ladder of that id is compiled in.
#[must_use]
pub fn is_built_in(id: &str) -> bool {
    BUILT_IN.iter().any(|one| one.id == id)
}

/// The draft of an organisation's ladder.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn find_draft(store: &Store, organisation: Uuid, id: &str) -> Result<Draft, Error> {
    let row = store.find_draft(organisation, id).await?;
    row.map_or_else(|| Err(no_draft()), |row| Draft::stored(&row))
}

/// Keeps a draft in place of the one that is expected; answers whether it is the first.
///
/// # Errors
/// [`Error::PreconditionRequired`] and [`Error::PreconditionFailed`] where another is there.
pub async fn put_draft(
    store: &Store,
    actor: &Actor,
    draft: &Draft,
    expected: &Expected,
) -> Result<bool, Error> {
    let stamp = draft.ladder.stamp();
    let before = store
        .find_draft(actor.organisation, stamp.id.as_str())
        .await?;
    let before = before.map(|row| row.hash);
    expected.check(before.as_deref())?;
    let row = DraftRow {
        id: Uuid::now_v7(),
        organisation: actor.organisation,
        ladder: stamp.id.to_string(),
        hash: stamp.hash.clone(),
        document: draft.ladder.canonical().into(),
        updated_at: draft.updated_at,
        updated_by: draft.updated_by.clone(),
    };
    let mut transaction = store.begin().await?;
    if !transaction.put_draft(&row, before.as_deref()).await? {
        return Err(changed_meanwhile());
    }
    let is_first = before.is_none();
    let event = AuditEvent {
        before,
        after: Some(row.hash.clone()),
        ..actor.event("draft.put", &row.ladder)
    };
    transaction.tell(&event).await?;
    transaction.commit().await?;
    Ok(is_first)
}

/// Removes a draft.
///
/// # Errors
/// [`Error::NotFound`] where there is none; else as [`put_draft`].
pub async fn delete_draft(
    store: &Store,
    actor: &Actor,
    id: &str,
    expected: &Expected,
) -> Result<(), Error> {
    let row = store.find_draft(actor.organisation, id).await?;
    let hash = row.ok_or_else(no_draft)?.hash;
    expected.check(Some(&hash))?;
    let mut transaction = store.begin().await?;
    if !transaction
        .delete_draft(actor.organisation, id, &hash)
        .await?
    {
        return Err(changed_meanwhile());
    }
    let event = AuditEvent {
        before: Some(hash),
        ..actor.event("draft.delete", id)
    };
    transaction.tell(&event).await?;
    transaction.commit().await?;
    Ok(())
}

/// Makes a draft of a ladder that everybody sees, under another id and with the link to its origin.
///
/// # Errors
/// [`Error::Unfit`] where the id is taken.
pub fn fork(app: &App, origin: &Published, id: &Id, by: &str) -> Result<Draft, Error> {
    let mut document = origin.original().ladder.document().clone();
    document.id = id.clone();
    document.version = Version::of(1, 0, 0);
    document.forked_from = Some(origin.ladder.stamp().clone());
    let unfit =
        |faults: Vec<Fault>| Error::Unfit(faults.into_iter().map(Finding::without_place).collect());
    let ladder = Ladder::prove(document).map_err(unfit)?;
    let faults = fits(app, id.as_str(), &ladder);
    if !faults.is_empty() {
        return Err(unfit(faults));
    }
    Ok(Draft::new(ladder, by))
}

/// Publishes the draft that is expected. From then on the version stands, and the draft is gone. Of several who publish at once one
/// does, and the others are told.
///
/// # Errors
/// [`Error::NotFound`] where there is no draft; [`Error::PreconditionRequired`], [`Error::PreconditionFailed`] and [`Error::Conflict`]
/// where somebody else was first; [`Error::Unfit`] where the version cannot follow the one that is published.
pub async fn publish_draft(
    live: &Live,
    actor: &Actor,
    id: &str,
    expected: &Expected,
) -> Result<PublishedNote, Error> {
    let app = renewed(live, actor).await?;
    let Some(row) = app.store.find_draft(actor.organisation, id).await? else {
        let published = app.shelf.versions(id).find(|volume| match expected {
            Expected::One(tags) => tags.contains(&volume.stamp().hash),
            _ => false,
        });
        return Err(published.map_or_else(no_draft, |volume| {
            let version = &volume.stamp().version;
            Error::Conflict(
                format!("This draft was published meanwhile, as version {version}.").into(),
            )
        }));
    };
    expected.check(Some(&row.hash))?;
    let draft = Draft::stored(&row)?;
    publish(live, &app, actor, &draft.ladder, true).await
}

/// Publishes a ladder without a draft; None where that very text is published already.
///
/// # Errors
/// Those of [`publish_draft`].
pub async fn publish_ladder(
    live: &Live,
    actor: &Actor,
    ladder: &Ladder,
) -> Result<Option<PublishedNote>, Error> {
    let app = renewed(live, actor).await?;
    let stamp = ladder.stamp();
    let mut versions = app.shelf.versions(stamp.id.as_str());
    if versions.any(|volume| volume.stamp() == stamp) {
        return Ok(None);
    }
    publish(live, &app, actor, ladder, false).await.map(Some)
}

/// What the organisation sees now, by whichever process it was published.
async fn renewed(live: &Live, actor: &Actor) -> Result<Arc<App>, Error> {
    live.refresh().await?;
    Ok(live.of(actor.organisation))
}

async fn publish(
    live: &Live,
    app: &App,
    actor: &Actor,
    ladder: &Ladder,
    from_draft: bool,
) -> Result<PublishedNote, Error> {
    let stamp = ladder.stamp();
    let id = stamp.id.as_str();
    let previous = app.shelf.find(id, None).ok();
    let mut faults = fits(app, id, ladder);
    faults.extend(follows(app, previous.map(|previous| &**previous), ladder)?);
    if faults.iter().any(Fault::is_error) {
        return Err(Error::Unfit(
            faults.into_iter().map(Finding::without_place).collect(),
        ));
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
    let mut transaction = app.store.begin().await?;
    if from_draft
        && !transaction
            .delete_draft(actor.organisation, id, &row.hash)
            .await?
    {
        return Err(Error::Conflict(
            "Somebody else has published or changed this draft meanwhile.".into(),
        ));
    }
    if !transaction.create_ladder_version(&row).await? {
        let detail = format!(
            "Somebody else has published version {} meanwhile.",
            stamp.version
        );
        return Err(Error::Conflict(detail.into()));
    }
    let event = AuditEvent {
        before: previous.map(|previous| previous.ladder.stamp().hash.clone()),
        after: Some(row.hash.clone()),
        ..actor.event("ladder.publish", &row.ladder)
    };
    transaction.tell(&event).await?;
    transaction.raise_revision(revisions::LADDERS).await?;
    transaction.commit().await?;
    live.refreshed().await;
    Ok(PublishedNote {
        ladder: stamp.clone(),
        published_at: row.published_at,
        previous: previous.map(|previous| previous.ladder.stamp().clone()),
    })
}

/// What keeps a ladder from being the next version after those that are published.
fn follows(app: &App, previous: Option<&Published>, ladder: &Ladder) -> Result<Vec<Fault>, Error> {
    let stamp = ladder.stamp();
    let mut versions = app.shelf.versions(stamp.id.as_str());
    if versions.any(|volume| volume.stamp().version == stamp.version) {
        let detail = format!(
            "Version {} is published, and a published version never changes.",
            stamp.version
        );
        return Ok(vec![Fault::error("/version", "published_version", detail)]);
    }
    let Some(previous) = previous else {
        return Ok(Vec::new());
    };
    let difference = VersionDiff::between(&previous.ladder, ladder);
    let difference = difference.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(difference.findings())
}

fn no_draft() -> Error {
    Error::NotFound("There is no draft of this ladder.".into())
}

fn changed_meanwhile() -> Error {
    Error::PreconditionFailed("It was changed meanwhile. Get it anew, and with it its ETag.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_what_is_expected_or_is_refused() {
        let one = Expected::One(vec!["a".into(), "b".into()]);
        for (expected, there, passes) in [
            (&Expected::Unsaid, None, true),
            (&Expected::Unsaid, Some("a"), false),
            (&Expected::Nothing, None, true),
            (&Expected::Nothing, Some("a"), false),
            (&Expected::Anything, None, false),
            (&Expected::Anything, Some("a"), true),
            (&one, None, false),
            (&one, Some("b"), true),
            (&one, Some("c"), false),
        ] {
            let checked = expected.check(there);
            assert_eq!(checked.is_ok(), passes, "{expected:?} {there:?}");
        }
    }
}
