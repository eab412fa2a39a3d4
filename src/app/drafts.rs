//! Drafts: what an organisation is working on. Everything that is found wrong is said before anything is stored.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Actor, App, LadderCatalogue,
    built_in::is_built_in,
    now,
    precondition::Precondition,
    version_rules::{difference, follows},
};
use crate::{
    domain::{
        diff::VersionDiff,
        document::Document,
        fault::Fault,
        id::Id,
        ladder::{Ladder, LadderRef},
        parsing::{Finding, read},
        source::Syntax,
    },
    error::Error,
    store::{AuditEvent, DraftRow, Transaction},
};

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
pub struct DraftResponse<'a> {
    /// The ladder that it would become; the hash is its entity tag, too.
    pub ladder: &'a LadderRef,
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
    pub(super) fn new(ladder: Ladder, by: &str) -> Self {
        let findings = ladder.warnings().iter().cloned();
        Self {
            findings: findings.map(Finding::without_place).collect(),
            ladder,
            updated_at: now(),
            updated_by: by.into(),
        }
    }

    /// A document that was a draft before.
    ///
    /// # Errors
    /// [`Error::Unfit`] where this release finds a fault in it that the one that took it did not.
    pub fn of(document: Document, updated_at: DateTime<Utc>, by: &str) -> Result<Self, Error> {
        let ladder = Ladder::prove(document).map_err(|faults| {
            Error::Unfit(faults.into_iter().map(Finding::without_place).collect())
        })?;
        Ok(Self {
            updated_at,
            ..Self::new(ladder, by)
        })
    }

    pub(super) fn stored(row: &DraftRow) -> Result<Self, Error> {
        let internal = |error: String| {
            Error::Internal(format!(
                "the draft of {} cannot be read: {error}",
                row.ladder
            ))
        };
        let document: Document =
            serde_json::from_str(&row.document).map_err(|error| internal(error.to_string()))?;
        Self::of(document, row.updated_at, &row.updated_by)
    }

    /// The draft with what publishing it would change, and with what keeps it from that.
    ///
    /// # Errors
    /// [`Error::Internal`] where the documents cannot be compared.
    pub fn note<'a>(&'a self, shelf: &'a LadderCatalogue) -> Result<DraftResponse<'a>, Error> {
        let difference = difference(shelf, &self.ladder)?;
        let of_version = follows(shelf, difference.as_ref(), &self.ladder).into_iter();
        let mut findings = self.findings.clone();
        findings.extend(of_version.map(Finding::without_place));
        findings.sort_by_key(|finding| finding.fault.severity);
        Ok(DraftResponse {
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
pub(super) fn fits(app: &App, id: &str, ladder: &Ladder) -> Vec<Fault> {
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
    let kept = published.and_then(|published| published.ladder.document().forked_from.as_ref());
    faults.extend(match (kept, ladder.document().forked_from.as_ref()) {
        (Some(kept), origin) => another_origin(kept, origin),
        (None, Some(origin)) => unknown_origin(app, origin),
        (None, None) => None,
    });
    faults
}

/// What is wrong where the link to an origin does not stay.
fn another_origin(kept: &LadderRef, origin: Option<&LadderRef>) -> Option<Fault> {
    let LadderRef { id, version, .. } = kept;
    let detail = format!("This ladder is a fork of {id} {version}; the link to its origin stays.");
    (origin != Some(kept)).then(|| Fault::error("/forked_from", "another_origin", detail))
}

/// What is wrong with an origin that the organisation does not see.
fn unknown_origin(app: &App, origin: &LadderRef) -> Option<Fault> {
    let LadderRef { id, version, hash } = origin;
    let mut versions = app.shelf.versions(id.as_str()).map(|one| one.stamp());
    let same = versions.clone().find(|one| one.version == *version);
    let (member, detail) = match same {
        Some(same) if same.hash == *hash => return None,
        Some(same) => (
            "hash",
            format!("The hash of {id} {version} is {}.", same.hash),
        ),
        None if versions.next().is_some() => ("version", format!("{id} has no version {version}.")),
        None => ("id", format!("There is no ladder {id}.")),
    };
    let pointer = format!("/forked_from/{member}");
    Some(Fault::error(pointer, "unknown_origin", detail))
}

/// As much of a document as tells where it comes from.
#[derive(Deserialize)]
struct ForkOrigin {
    #[serde(default)]
    forked_from: Option<LadderRef>,
}

/// Makes sure that what takes the place of a fork's draft keeps the link to its origin.
///
/// # Errors
/// [`Error::Unfit`] where it does not.
pub(super) fn keeps_origin(before: Option<&DraftRow>, ladder: &Ladder) -> Result<(), Error> {
    let Some(row) = before else {
        return Ok(());
    };
    // No more of it is read, so that a draft that is not fit any more can be replaced.
    let kept: ForkOrigin =
        serde_json::from_str(&row.document).map_err(|error| Error::Internal(error.to_string()))?;
    let fault = kept.forked_from.as_ref();
    let fault = fault.and_then(|kept| another_origin(kept, ladder.document().forked_from.as_ref()));
    fault.map_or(Ok(()), |fault| {
        Err(Error::Unfit(vec![Finding::without_place(fault)]))
    })
}

impl App {
    /// The draft of an organisation's ladder.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn find_draft(&self, actor: &Actor, id: &str) -> Result<Draft, Error> {
        let row = self.find_draft_row(actor, id).await?;
        row.map_or_else(|| Err(no_draft()), |row| Draft::stored(&row))
    }

    /// The row of a draft. What is no id has none, and not every database takes it.
    pub(super) async fn find_draft_row(
        &self,
        actor: &Actor,
        id: &str,
    ) -> Result<Option<DraftRow>, Error> {
        match Id::try_from(id.to_owned()) {
            Ok(id) => Ok(self
                .store
                .find_draft(actor.organisation, id.as_str())
                .await?),
            Err(_) => Ok(None),
        }
    }

    /// Keeps a draft in place of the one that is expected; tells whether it is the first.
    ///
    /// # Errors
    /// [`Error::PreconditionRequired`] and [`Error::PreconditionFailed`] where another is there; [`Error::Unfit`] where that is a fork
    /// and this one has not its origin.
    pub async fn put_draft(
        &self,
        actor: &Actor,
        draft: &Draft,
        expected: &Precondition,
    ) -> Result<bool, Error> {
        let id = draft.ladder.stamp().id.as_str();
        let before = self.store.find_draft(actor.organisation, id).await?;
        expected.check(before.as_ref().map(|row| &*row.hash))?;
        keeps_origin(before.as_ref(), &draft.ladder)?;
        let before = before.map(|row| row.hash);
        let is_first = before.is_none();
        let mut transaction = self.store.begin().await?;
        if !put(&mut transaction, actor, draft, before).await? {
            return Err(changed_meanwhile());
        }
        transaction.commit().await?;
        Ok(is_first)
    }

    /// Removes a draft.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none; else as [`Self::put_draft`].
    pub async fn delete_draft(
        &self,
        actor: &Actor,
        id: &str,
        expected: &Precondition,
    ) -> Result<(), Error> {
        let row = self.find_draft_row(actor, id).await?;
        let hash = row.ok_or_else(no_draft)?.hash;
        expected.check(Some(&hash))?;
        let mut transaction = self.store.begin().await?;
        let deleted = transaction.delete_draft(actor.organisation, id, &hash);
        if !deleted.await? {
            return Err(changed_meanwhile());
        }
        let event = AuditEvent {
            before: Some(hash),
            ..actor.audit_event("draft.delete", id)
        };
        transaction.tell(&event).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Keeps a draft in place of the one of a hash, or as the first one; false where there is another by now.
pub(super) async fn put(
    transaction: &mut Transaction,
    actor: &Actor,
    draft: &Draft,
    before: Option<String>,
) -> Result<bool, Error> {
    let stamp = draft.ladder.stamp();
    let row = DraftRow {
        organisation: actor.organisation,
        ladder: stamp.id.to_string(),
        hash: stamp.hash.clone(),
        document: draft.ladder.canonical().into(),
        updated_at: draft.updated_at,
        updated_by: draft.updated_by.clone(),
    };
    if !transaction.put_draft(&row, before.as_deref()).await? {
        return Ok(false);
    }
    let event = AuditEvent {
        before,
        after: Some(row.hash.clone()),
        ..actor.audit_event("draft.put", &row.ladder)
    };
    transaction.tell(&event).await?;
    Ok(true)
}

pub(super) fn no_draft() -> Error {
    Error::NotFound("There is no draft of this ladder.".into())
}

fn changed_meanwhile() -> Error {
    Error::PreconditionFailed("It was changed meanwhile. Get it anew, and with it its ETag.".into())
}
