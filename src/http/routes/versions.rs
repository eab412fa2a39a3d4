//! Versions of a ladder, and what differs between two of them.

use actix_web::web::Path;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    app::{ladder_query::PageQuery, lists::List},
    domain::{diff::VersionDiff, id::Version},
    error::Error,
    http::{
        extract::{
            query::Nothing,
            request::{ApiRequest, LadderPath},
        },
        openapi::operation::Operation,
        response::{
            negotiation::Media,
            representation::{Freshness, Representation, to_json},
        },
    },
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
pub struct VersionSummary<'a> {
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
    responses((status = 200, description = "The versions.", body = List<VersionSummary>)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn list_versions(
    request: ApiRequest<PageQuery>,
    path: Path<LadderPath>,
) -> Result<Representation, Error> {
    let shelf = &request.app.shelf;
    let newest = shelf.find(&path.ladder, None)?;
    let current = newest.ladder.stamp();
    let versions = shelf.versions(current.id.as_str());
    let last_modified = versions.clone().map(|volume| volume.published_at()).max();
    let notes = versions.map(|volume| {
        let stamp = volume.stamp();
        VersionSummary {
            version: &stamp.version,
            hash: &stamp.hash,
            published_at: volume.published_at(),
            current: stamp.version == current.version,
        }
    });
    let page = request.query.page();
    let list = page.of_list("versions", notes, |note| note.version)?;
    let list = list.of_ladder(current);
    let body = match request.media {
        Media::Markdown => {
            let lines = list.items.iter().map(|note| {
                let day = note.published_at.date_naive().to_string();
                (note.version, day, note.current)
            });
            markdown::versions(newest.ladder.words(), current, lines).into()
        }
        _ => to_json(&list)?,
    };
    let representation = request.respond(body).fresh_for(Freshness::Minute);
    Ok(representation.last_modified(last_modified))
}

/// Compare two versions.
///
/// Lists every difference between two published versions of a ladder, with its impact: wording, addition or changed results. All
/// answers to the quiz are compared; `example` has some that are placed differently. `suggested_version` is the version to give after
/// `a`. See docs/publishing.md.
#[utoipa::path(get, path = "/v1/ladders/{ladder}/versions/{a}/diff/{b}", tag = "Catalogue", params(VersionsPath),
    responses((status = 200, description = "The differences.", body = VersionDiff)),
    extensions(("x-renditions" = json!(["text/markdown"]))))]
async fn diff_versions(
    request: ApiRequest<Nothing>,
    path: Path<VersionsPath>,
) -> Result<Representation, Error> {
    let shelf = &request.app.shelf;
    let version = |version: &str| {
        let found = shelf.find(&path.ladder, Some(version));
        found.map_err(|_| Error::NotFound("There is no such version of this ladder.".into()))
    };
    let (from, to) = (version(&path.a)?, version(&path.b)?);
    let diff = VersionDiff::between(&from.ladder, &to.ladder)
        .map_err(|error| Error::Internal(error.to_string()))?;
    let body = match request.media {
        Media::Markdown => markdown::diff(&from.ladder, &to.ladder, &diff).into(),
        _ => to_json(&diff)?,
    };
    let last_modified = from.published_at.max(to.published_at);
    let representation = request.respond(body).fresh_for(Freshness::Immutable);
    Ok(representation.last_modified(Some(last_modified)))
}
