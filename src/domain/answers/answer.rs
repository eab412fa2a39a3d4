//! Answers to a quiz as a caller sends them.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::domain::{
    id::Id,
    id_map::{IdMap, IdMapValue},
};

/// An answer. What is not answered is absent; unsure is not no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The person cannot say. Counts as not yes and gives no points, and may still turn out as the highest answer.
    Unsure,
    /// An option of the question, by its place.
    Option(u8),
}

impl Answer {
    /// The answers that any question without options takes.
    pub const PLAIN: [Self; 3] = [Self::Yes, Self::No, Self::Unsure];

    /// The word for it. Of an option only its question knows the name.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Yes => Some("yes"),
            Self::No => Some("no"),
            Self::Unsure => Some("unsure"),
            Self::Option(_) => None,
        }
    }
}

/// An answer by its name: yes, no, unsure, or the id of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerValue(AnswerName);

#[derive(Debug, Clone, PartialEq, Eq)]
enum AnswerName {
    Plain(Answer, &'static str),
    Option(Box<str>),
}

impl AnswerValue {
    /// An answer to a qualifier, which takes no options.
    #[must_use]
    pub fn plain(answer: Answer) -> Option<Self> {
        answer
            .word()
            .map(|word| Self(AnswerName::Plain(answer, word)))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            AnswerName::Plain(_, word) => word,
            AnswerName::Option(id) => id,
        }
    }

    /// Yes, no or unsure; None for an option.
    #[must_use]
    pub fn as_plain(&self) -> Option<Answer> {
        match self.0 {
            AnswerName::Plain(answer, _) => Some(answer),
            AnswerName::Option(_) => None,
        }
    }
}

impl From<&str> for AnswerValue {
    fn from(name: &str) -> Self {
        Self(match name {
            "yes" => AnswerName::Plain(Answer::Yes, "yes"),
            "no" => AnswerName::Plain(Answer::No, "no"),
            "unsure" => AnswerName::Plain(Answer::Unsure, "unsure"),
            id => AnswerName::Option(id.into()),
        })
    }
}

impl Serialize for AnswerValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AnswerValue {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnswerVisitor;

        impl de::Visitor<'_> for AnswerVisitor {
            type Value = AnswerValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an answer")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<AnswerValue, E> {
                Ok(AnswerValue::from(name))
            }
        }
        deserializer.deserialize_str(AnswerVisitor)
    }
}

impl PartialSchema for AnswerValue {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "An answer: `yes`, `no`, `unsure`, or for a question with options the id of one. What is not answered is left out; unsure \
                 is not no. Unsure counts as not yes, gives no points, and may still turn out as the highest answer.",
            ))
            .min_length(Some(1))
            .max_length(Some(Id::MAX))
            .pattern(Some(Id::PATTERN))
            .examples(["yes"])
            .into()
    }
}

impl ToSchema for AnswerValue {
    fn name() -> Cow<'static, str> {
        "Answer".into()
    }
}

/// Answers by the id of the question or qualifier.
pub type Answers<'a> = IdMap<'a, AnswerValue>;

impl IdMapValue for AnswerValue {
    const OBJECT: &'static str = "Answers";
    const MEANING: &'static str = "Answers by the id of the question or qualifier. Ids that the quiz does not ask are refused.";
    const MAX: usize = 256;
}
