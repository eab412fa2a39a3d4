//! Queries of which the response is kept.

use crate::{app::PublishedLadder, query};

/// A query that names no more than an edition of a ladder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(in crate::http) struct CanonicalQuery {
    version: Option<String>,
    locale: Option<String>,
}

impl CanonicalQuery {
    /// Reads a query string; None if it names anything else, or anything twice.
    pub(in crate::http) fn read(text: &str) -> Option<Self> {
        let mut read = Self::default();
        for (name, value) in query::pairs(text).ok()? {
            let member = match name.as_str() {
                "version" => &mut read.version,
                "locale" => &mut read.locale,
                _ => return None,
            };
            if member.replace(value).is_some() {
                return None;
            }
        }
        Some(read)
    }

    /// Whether it names the edition as the ladder itself does, and not in one of many other ways.
    pub(in crate::http) fn is_canonical_for(&self, published: &PublishedLadder) -> bool {
        let ladder = &published.ladder;
        let (version, locale) = (self.version.as_ref(), self.locale.as_ref());
        version.is_none_or(|version| *version == ladder.stamp().version.to_string())
            && locale.is_none_or(|locale| *locale == ladder.document().locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(version: Option<&str>, locale: Option<&str>) -> Option<CanonicalQuery> {
        Some(CanonicalQuery {
            version: version.map(String::from),
            locale: locale.map(String::from),
        })
    }

    #[test]
    fn a_query_that_names_more_than_an_edition_has_no_slot() {
        assert_eq!(CanonicalQuery::read(""), read(None, None));
        assert_eq!(
            CanonicalQuery::read("version=1.0.0"),
            read(Some("1.0.0"), None)
        );
        let both = read(Some("1.0.0"), Some("de"));
        assert_eq!(CanonicalQuery::read("version=1.0.0&locale=de"), both);
        assert_eq!(CanonicalQuery::read("locale=de&version=1%2E0.0"), both);
        for query in [
            "q=word",
            "limit=5",
            "cursor=abc",
            "level=mid&locale=de",
            "v=2",
            "version=1.0.0&version=1.0.0",
            "locale=de&locale=en",
            "%ff",
        ] {
            assert_eq!(CanonicalQuery::read(query), None, "{query}");
        }
    }
}
