//! The address at which a piece of evidence can be seen.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};

/// A URL of the schemes http and https, at most 2,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

impl Link {
    /// The pattern that every one fits.
    pub const PATTERN: &'static str =
        r"^https?://[A-Za-z0-9\[][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*$";
    /// The longest, in characters.
    pub const MAX: usize = 2000;
}

impl TryFrom<String> for Link {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let fits = rest.is_some_and(|rest| {
            let mut signs = rest.bytes();
            let first = signs.next();
            first.is_some_and(|first| first.is_ascii_alphanumeric() || first == b'[')
                && signs.all(|sign| {
                    sign.is_ascii_alphanumeric() || b"._~:/?#[]@!$&'()*+,;=%-".contains(&sign)
                })
        });
        match fits && text.len() <= Self::MAX {
            true => Ok(Self(text)),
            false => Err(format!(
                "a URL as in https://example.com/review/17 was expected, at most {} characters, percent-encoded where it has to be",
                Self::MAX
            )),
        }
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialSchema for Link {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uri".into())))
            .description(Some("A URL of the schemes http and https."))
            .min_length(Some(8))
            .max_length(Some(Self::MAX))
            .pattern(Some(Self::PATTERN))
            .examples(["https://reviews.example/17"])
            .into()
    }
}

impl ToSchema for Link {}

#[cfg(test)]
mod tests {
    use super::Link;

    #[test]
    fn only_web_addresses_are_links() {
        for good in [
            "http://a",
            "https://reviews.example/17?x=1&y=%20#z",
            "https://[::1]:8080/",
        ] {
            assert!(Link::try_from(good.to_owned()).is_ok(), "{good}");
        }
        let long = format!("https://a/{}", "x".repeat(1991));
        for bad in [
            "",
            "https://",
            "https:///x",
            "javascript:alert(1)",
            "ftp://a/b",
            "https://a b",
            "https://a/\"onclick",
            "https://a/<x>",
            "https://ä.example",
            "https://a\n",
            " https://a",
            long.as_str(),
        ] {
            assert!(Link::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        assert!(Link::try_from(long[..2000].to_owned()).is_ok());
    }
}
