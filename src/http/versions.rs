//! Versions of a ladder, and what differs between two of them.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Operation,
    catalogue::{LadderPath, Read, render},
    extract::Nothing,
    rendition::{Keep, Rendition},
};
use crate::{
    app::{edition::PageQuery, lists::List},
    domain::{diff::VersionDiff, id::Version},
    error::Error,
    operations,
    render::markdown,
};

/// The operations of this noun.
#[must_use]
pub fn operations() -> Vec<Operation> {
    operations![Public => list_versions, diff_versions]
}

/// A published version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionNote<'a> {
    /// The version.
    #[schema(value_type = Version)]
    pub version: &'a Version,
    /// BLAKE3 of the document's canonical JSON.
    #[schema(value_type = String, max_length = 71)]
    pub hash: &'a str,
    /// When it was published.
    #[schema(value_type = String, format = DateTime, max_length = 40)]
    pub published_at: DateTime<Utc>,
    /// Whether it is the one that is served where no version is asked for.
    pub current: bool,
}

/// Two versions, in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionsPath {
    /// The ladder's id.
    #[param(
        example = "ai-engineer",
        max_length = 64,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    )]
    pub ladder: String,
    /// The first version.
    #[param(example = "1.3.0", max_length = 64)]
    pub a: String,
    /// The second version.
    #[param(example = "1.3.0", max_length = 64)]
    pub b: String,
}

/// List versions.
///
/// Every published version of a ladder, newest first. Published versions never change.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/versions", tag = "Catalogue", params(LadderPath, PageQuery),
    responses((status = 200, description = "The versions.", content(
        (List<VersionNote> = "application/json"), (String = "text/markdown")))))]
async fn list_versions(read: Read) -> Result<HttpResponse, Error> {
    read.answer(|media| {
        read.work(|query: &PageQuery| {
            let shelf = &read.app().shelf;
            let newest = shelf.find(read.part("ladder"), None)?;
            let current = newest.ladder.stamp();
            let versions = || shelf.versions(current.id.as_str());
            let list = query.page().cut(
                Some(current),
                versions().map(|volume| {
                    let stamp = volume.stamp();
                    VersionNote {
                        version: &stamp.version,
                        hash: &stamp.hash,
                        published_at: volume.published_at(),
                        current: stamp.version == current.version,
                    }
                }),
                |note| note.version.to_string(),
            )?;
            let changed = versions().map(|volume| volume.published_at()).max();
            let body = render(media, &list, |list| {
                let lines = list.items.iter().map(|note| {
                    let day = note.published_at.date_naive().to_string();
                    (note.version, day, note.current)
                });
                markdown::versions(newest.ladder.words(), current, lines)
            })?;
            Ok(Rendition::new(media, body, changed, Keep::AMinute))
        })
    })
}

/// Compare two versions.
///
/// Every difference between two published versions of a ladder, place by place, and what it means for those who use the ladder: whether
/// only words changed, something is new, or results can change. For the quiz that is exact: all answers are compared, and where some are
/// placed elsewhere, `example` names such answers. `suggested_version` is the version that semver.org asks for after the first one.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/versions/{a}/diff/{b}", tag = "Catalogue", params(VersionsPath),
    responses((status = 200, description = "The differences.", content(
        (VersionDiff = "application/json"), (String = "text/markdown")))))]
async fn diff_versions(read: Read) -> Result<HttpResponse, Error> {
    read.answer(|media| {
        let _: Nothing = read.query()?;
        let shelf = &read.app().shelf;
        let version = |name: &str| {
            shelf
                .find(read.part("ladder"), Some(read.part(name)))
                .map_err(|_| Error::NotFound("There is no such version of this ladder.".into()))
        };
        let (from, to) = (version("a")?, version("b")?);
        let diff = VersionDiff::between(&from.ladder, &to.ladder)
            .map_err(|error| Error::Internal(error.to_string()))?;
        let changed = from.published_at.max(to.published_at);
        let body = render(media, &diff, |diff| {
            markdown::diff(&from.ladder, &to.ladder, diff)
        })?;
        Ok(Rendition::new(media, body, Some(changed), Keep::Forever))
    })
}
