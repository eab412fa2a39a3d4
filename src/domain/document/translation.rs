//! The translations of a ladder document: texts by their place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, Ref, Type},
};

use crate::domain::id::Text;

/// The most texts of a translation.
const MOST_TEXTS: usize = 20_000;

/// The texts of a document in another language. What has no text here is served in the fallback's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// Language of the texts (BCP 47), such as `de`.
    #[schema(pattern = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length = 35)]
    pub locale: String,
    /// The language whose text is served where there is none here: another translation's or the document's own, which it is where
    /// none is given.
    #[serde(default)]
    #[schema(pattern = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length = 35)]
    pub fallback: Option<String>,
    /// The texts by where they stand: names of members, ids of what has one, places (from 0) of what has none, such as
    /// `levels/junior/plateau/title` and `roadblocks/ai-as-crutch/remedy/0`.
    #[schema(schema_with = texts_by_place)]
    pub texts: BTreeMap<String, Text>,
}

fn texts_by_place() -> Object {
    let mut object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(
            "The texts by where they stand: names of members, ids of what has one, places (from 0) of what has none, such as \
             `levels/junior/plateau/title` and `roadblocks/ai-as-crutch/remedy/0`.",
        ))
        .additional_properties(Some(Ref::from_schema_name(Text::name())))
        .build();
    object.max_properties = Some(MOST_TEXTS);
    object
}
