//! What a ladder must be to follow the versions that are published.

use super::{App, LadderCatalogue, built_in::is_built_in};
use crate::{
    domain::{diff::VersionDiff, fault::Fault, id::Version, ladder::Ladder},
    error::Error,
};

/// The version of an organisation's ladder that was published last.
pub(super) fn published_last<'a>(app: &'a App, id: &str) -> Option<&'a Version> {
    if is_built_in(id) {
        return None;
    }
    let last = app.shelf.versions(id).max_by_key(|one| one.published_at());
    last.map(|volume| &volume.stamp().version)
}

/// What differs from the version that is served; None where none is.
pub(super) fn difference<'a>(
    shelf: &'a LadderCatalogue,
    ladder: &'a Ladder,
) -> Result<Option<VersionDiff<'a>>, Error> {
    let served = shelf.find(ladder.stamp().id.as_str(), None).ok();
    let difference = served.map(|served| VersionDiff::between(&served.ladder, ladder));
    difference
        .transpose()
        .map_err(|error| Error::Internal(error.to_string()))
}

/// What keeps a ladder from being the next version after those that are published, or is worth a look; `difference` is that from the one
/// that is served. A pre-release goes above all of them, another version above the served one: 1.1.0 may follow 2.0.0-beta.1.
pub(super) fn follows(
    shelf: &LadderCatalogue,
    difference: Option<&VersionDiff<'_>>,
    ladder: &Ladder,
) -> Vec<Fault> {
    let stamp = ladder.stamp();
    let version = &stamp.version;
    let mut versions = shelf.versions(stamp.id.as_str()).map(|one| one.stamp());
    if let Some(published) = versions.clone().find(|one| one.version == *version) {
        let (code, detail) = match published == stamp {
            true => (
                "published_already",
                format!("This very text is published as version {version}."),
            ),
            false => (
                "published_version",
                format!("Version {version} is published, and a published version never changes."),
            ),
        };
        return vec![Fault::error("/version", code, detail)];
    }
    let mut faults = difference.map(VersionDiff::findings).unwrap_or_default();
    if version.is_prerelease()
        && let Some(highest) = versions.next()
        && !version.is_higher_than(&highest.version)
        && !faults.iter().any(Fault::is_error)
    {
        let highest = &highest.version;
        let detail = format!(
            "{version} is not higher than {highest}, which is published: a pre-release is higher than every version before it."
        );
        faults.push(Fault::error("/version", "version_not_higher", detail));
    }
    faults
}
