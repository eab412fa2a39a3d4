//! What a caller says of things by their names: answers by question, states by criterion.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Deserialize, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Object, ObjectBuilder, Ref, RefOr, Schema, Type},
};

/// What can be said of a name.
pub trait IdMapValue: Clone + ToSchema + for<'de> Deserialize<'de> {
    /// The schema's name for an object of them.
    const OBJECT: &'static str;
    /// What such an object is.
    const MEANING: &'static str;
    /// The most names that one object may hold.
    const MAX: usize;

    /// What a name is, where it is not known by what it names.
    #[must_use]
    fn names() -> Option<Object> {
        None
    }
}

/// Values by name, in the order sent. A name given twice is refused while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdMap<'a, V>(Vec<(Cow<'a, str>, V)>);

impl<V> Default for IdMap<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: Clone> IdMap<'_, V> {
    /// Whether there is no name at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, V)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_ref(), value.clone()))
    }
}

impl<'a, V, N: Into<Cow<'a, str>>> FromIterator<(N, V)> for IdMap<'a, V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(name, value)| (name.into(), value)).collect())
    }
}

impl<V: IdMapValue> IdMap<'_, V> {
    /// The schema of an object with at least one name.
    #[must_use]
    pub fn at_least_one() -> RefOr<Schema> {
        let mut object = Self::object();
        object.min_properties = Some(1);
        object.into()
    }

    fn object() -> Object {
        let mut object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(V::MEANING))
            .additional_properties(Some(Ref::from_schema_name(V::name())))
            .property_names(V::names())
            .build();
        object.max_properties = Some(V::MAX);
        object
    }
}

impl<V: IdMapValue> PartialSchema for IdMap<'_, V> {
    fn schema() -> RefOr<Schema> {
        Self::object().into()
    }
}

impl<V: IdMapValue> ToSchema for IdMap<'_, V> {
    fn name() -> Cow<'static, str> {
        V::OBJECT.into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((V::name().into_owned(), V::schema()));
    }
}

impl<'de: 'a, 'a, V: IdMapValue> Deserialize<'de> for IdMap<'a, V> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdMapVisitor<V>(PhantomData<V>);

        /// A name that is borrowed from the text wherever it holds no escapes.
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Name<'n>(#[serde(borrow)] Cow<'n, str>);

        impl<'de, V: IdMapValue> de::Visitor<'de> for IdMapVisitor<V> {
            type Value = IdMap<'de, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs: Vec<(Cow<'de, str>, V)> = Vec::with_capacity(8);
                while let Some((Name(name), value)) = map.next_entry()? {
                    if pairs.iter().any(|(other, _)| *other == name) {
                        return Err(de::Error::custom(format_args!("{name:?} is given twice")));
                    }
                    if pairs.len() == V::MAX {
                        return Err(de::Error::custom(format_args!(
                            "more than {} names",
                            V::MAX
                        )));
                    }
                    pairs.push((name, value));
                }
                Ok(IdMap(pairs))
            }
        }
        deserializer.deserialize_map(IdMapVisitor(PhantomData))
    }
}
