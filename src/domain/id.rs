//! Small values that a ladder document is made of. Each refuses what it cannot be, so that bad input stops where it is read.

use std::{
    borrow::{Borrow, Cow},
    fmt,
};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type, schema::SchemaType},
};

/// The stable name of something in a ladder: lower-case letters, digits and single hyphens, 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// The pattern that every id fits.
    pub const PATTERN: &'static str = "^[a-z0-9]+(-[a-z0-9]+)*$";
    /// The longest id, in characters.
    pub const MAX: usize = 64;

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (1..=Self::MAX).contains(&text.len())
            && text.split('-').all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        if fits {
            Ok(Self(text))
        } else {
            Err(format!(
                "{text:?} is not an id: lower-case letters, digits and single hyphens, at most 64 characters"
            ))
        }
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        text_schema(
            "A stable name: lower-case letters, digits and single hyphens.",
            Self::MAX,
        )
        .pattern(Some(Self::PATTERN))
        .examples(["eval-harness"])
        .into()
    }
}

impl ToSchema for Id {}

/// Words for people: more than white space, at most `MAX` characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BoundedText<const MAX: usize>(String);

/// More than white space, and no control characters but line breaks and tabs, as a pattern. White space at the beginning is named sign
/// by sign, so that whatever reads the pattern goes over a text once.
const WORDS: &str = concat!(
    r"^[\t\n \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*",
    r"[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$",
);

/// A text: at most 4,000 characters.
pub type Text = BoundedText<4000>;

/// A remark: at most 2,000 characters.
pub type Remark = BoundedText<2000>;

/// A few words: at most 100 characters.
pub type SignalPhrase = BoundedText<100>;

impl<const MAX: usize> BoundedText<MAX> {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for BoundedText<MAX> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() {
            Err("a text may not be empty".into())
        } else if text.chars().count() > MAX {
            Err(format!("a text holds at most {MAX} characters here"))
        } else if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            Err("a text holds no control characters but line breaks and tabs".into())
        } else {
            Ok(Self(text))
        }
    }
}

impl<const MAX: usize> From<BoundedText<MAX>> for String {
    fn from(text: BoundedText<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> fmt::Display for BoundedText<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> PartialSchema for BoundedText<MAX> {
    fn schema() -> RefOr<Schema> {
        text_schema(
            "Words for people: more than white space, no control characters but line breaks and tabs.",
            MAX,
        )
        .pattern(Some(WORDS))
        .into()
    }
}

impl ToSchema for Text {
    fn name() -> Cow<'static, str> {
        "Text".into()
    }
}

impl ToSchema for Remark {
    fn name() -> Cow<'static, str> {
        "Remark".into()
    }
}

impl ToSchema for SignalPhrase {
    fn name() -> Cow<'static, str> {
        "SignalPhrase".into()
    }
}

/// A semantic version (semver.org), such as `1.0.0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(semver::Version);

impl Version {
    /// Reads a version.
    ///
    /// # Errors
    /// Where the text is not a semantic version.
    pub fn parse(text: &str) -> Result<Self, semver::Error> {
        semver::Version::parse(text).map(Self)
    }

    /// Whether it is a pre-release, which is never served unless it is asked for by name.
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        !self.0.pre.is_empty()
    }

    /// A version that is no pre-release.
    #[must_use]
    pub fn of(major: u64, minor: u64, patch: u64) -> Self {
        Self(semver::Version::new(major, minor, patch))
    }

    /// Its numbers: major, minor and patch.
    #[must_use]
    pub fn core(&self) -> (u64, u64, u64) {
        (self.0.major, self.0.minor, self.0.patch)
    }

    /// Whether it goes before another in precedence, to which the build (what follows a `+`) does not count.
    #[must_use]
    pub fn is_higher_than(&self, other: &Self) -> bool {
        self.0.cmp_precedence(&other.0).is_gt()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialSchema for Version {
    fn schema() -> RefOr<Schema> {
        text_schema("A semantic version (semver.org).", 64)
            .pattern(Some(
                r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
            ))
            .examples(["1.0.0"])
            .into()
    }
}

impl ToSchema for Version {}

/// An amount of money, exact: not negative, under 1,000,000,000,000, at most four decimals. Written as a string; read from
/// a string or from the digits of a number, never through a binary float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(Decimal);

impl Money {
    /// The pattern of an amount as text.
    pub const PATTERN: &'static str = r"^[0-9]{1,12}(\.[0-9]{1,4})?$";

    /// The exact figure.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }

    /// Reads an amount from its decimal digits.
    ///
    /// # Errors
    /// A sentence, where the text does not fit [`Money::PATTERN`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        };
        if !digits(whole, 12) || !digits(fraction, 4) {
            return Err(format!(
                "{text:?} is not an amount: up to 12 digits, then at most 4 decimals, no sign and no separators"
            ));
        }
        Decimal::from_str_exact(text)
            .map(|amount| Self(amount.normalize()))
            .map_err(|error| error.to_string())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MoneyVisitor;
        impl de::Visitor<'_> for MoneyVisitor {
            type Value = Money;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount as a string of digits or a whole number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Money, E> {
                Money::parse(text).map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Money, E> {
                Money::parse(&number.to_string()).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(MoneyVisitor)
    }
}

impl PartialSchema for Money {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Number]))
            .description(Some(
                "An exact amount of money: decimal digits, as a string or as a number without an exponent. Answers always write the string.",
            ))
            .pattern(Some(Self::PATTERN))
            .max_length(Some(17))
            .minimum(Some(0))
            .exclusive_maximum(Some(1e12))
            .examples(["90000"])
            .into()
    }
}

impl ToSchema for Money {}

fn text_schema(description: &str, max: usize) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .min_length(Some(1))
        .max_length(Some(max))
}
