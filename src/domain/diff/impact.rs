//! What a difference means for those who use a ladder, by where it stands. What is not named here weighs most.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::id::Version;

/// What a difference means for those who use the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// Nothing, as of the version's own number.
    None,
    /// Texts, notes, translations and their order: a patch.
    Wording,
    /// Something is new, or a figure is another, on which no placement and no readiness rests: a minor version.
    Addition,
    /// A placement or a readiness can change, an id that somebody may have stored is another, or something is gone: a major version.
    Outcome,
}

impl Impact {
    /// The version to give after a published one, by semver.org. A pre-release of a version that is high enough leads to that version.
    #[must_use]
    pub fn next(self, published: &Version) -> Version {
        let (major, minor, patch) = published.core();
        // How high the version that is in preparation is: 2.0.0-beta is one of 2.0.0, which may change everything.
        let prepared = match (published.is_prerelease(), minor, patch) {
            (false, ..) => Self::None,
            (true, 0, 0) => Self::Outcome,
            (true, _, 0) => Self::Addition,
            (true, ..) => Self::Wording,
        };
        match self {
            Self::None => published.clone(),
            _ if self <= prepared => Version::of(major, minor, patch),
            Self::Wording => Version::of(major, minor, patch.saturating_add(1)),
            Self::Addition => Version::of(major, minor.saturating_add(1), 0),
            Self::Outcome => Version::of(major.saturating_add(1), 0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Impact, Version};

    #[test]
    fn the_version_to_give_follows_the_difference() {
        use Impact::{Addition, None, Outcome, Wording};
        for (published, impact, next) in [
            ("1.3.2", None, "1.3.2"),
            ("1.3.2", Wording, "1.3.3"),
            ("1.3.2", Addition, "1.4.0"),
            ("1.3.2", Outcome, "2.0.0"),
            ("1.3.2+build.7", Wording, "1.3.3"),
            ("2.0.0-beta.1", Wording, "2.0.0"),
            ("2.0.0-beta.1", Outcome, "2.0.0"),
            ("1.4.0-beta.1", Addition, "1.4.0"),
            ("1.4.0-beta.1", Outcome, "2.0.0"),
            ("1.3.3-beta.1", Wording, "1.3.3"),
            ("1.3.3-beta.1", Addition, "1.4.0"),
            (
                "18446744073709551615.0.0",
                Outcome,
                "18446744073709551615.0.0",
            ),
        ] {
            let found = impact.next(&Version::parse(published).unwrap());
            assert_eq!(found.to_string(), next, "{published} {impact:?}");
        }
    }
}
