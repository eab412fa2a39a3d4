//! Answers to a quiz as a caller sends them, and matched with the questions that they answer.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Object, ObjectBuilder, RefOr, Schema, Type},
};

use super::{document::Quiz, fault::Fault, id::Id, source};

/// An answer. What is not answered is absent; unsure is not no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The person cannot say. Counts as not yes, and may still turn out as yes.
    Unsure,
}

impl Answer {
    /// All answers.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unsure];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }
}

/// Answers by name, in the order sent. A name given twice is refused while reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers<'a>(Vec<(Cow<'a, str>, Answer)>);

impl<'a> Answers<'a> {
    /// The most answers that one object may hold.
    pub const MAX: usize = 256;

    /// No answer at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and answers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Answer)> {
        self.0.iter().map(|(name, answer)| (name.as_ref(), *answer))
    }
}

impl<'a, N: Into<Cow<'a, str>>> FromIterator<(N, Answer)> for Answers<'a> {
    fn from_iter<I: IntoIterator<Item = (N, Answer)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, answer)| (name.into(), answer))
                .collect(),
        )
    }
}

impl Answers<'_> {
    /// The schema of answers of which there is at least one.
    #[must_use]
    pub fn at_least_one() -> RefOr<Schema> {
        let mut object = Self::object();
        object.min_properties = Some(1);
        object.into()
    }

    fn object() -> Object {
        let mut object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "Answers by the id of the question or qualifier. Ids that the quiz does not ask are refused.",
            ))
            .additional_properties(Some(utoipa::openapi::Ref::from_schema_name("Answer")))
            .build();
        object.max_properties = Some(Self::MAX);
        object
    }
}

impl PartialSchema for Answers<'_> {
    fn schema() -> RefOr<Schema> {
        Self::object().into()
    }
}

impl ToSchema for Answers<'_> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Answer::name().into_owned(), Answer::schema()));
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Answers<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        /// A name that is borrowed from the text wherever it holds no escapes.
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Name<'n>(#[serde(borrow)] Cow<'n, str>);

        impl<'de> de::Visitor<'de> for Pairs {
            type Value = Answers<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of answers")
            }

            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs: Vec<(Cow<'de, str>, Answer)> = Vec::with_capacity(8);
                while let Some((Name(name), answer)) = map.next_entry()? {
                    if pairs.iter().any(|(other, _)| *other == name) {
                        return Err(de::Error::custom(format_args!("{name:?} is given twice")));
                    }
                    if pairs.len() == Answers::MAX {
                        return Err(de::Error::custom("too many answers"));
                    }
                    pairs.push((name, answer));
                }
                Ok(Answers(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// Answers matched with a quiz: one place for each question and qualifier, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub(super) questions: Vec<Option<Answer>>,
    pub(super) qualifiers: Vec<Option<Answer>>,
}

impl Sheet {
    /// Matches answers with the quiz.
    ///
    /// # Errors
    /// A fault for each name that the quiz does not know, and one where nothing was answered.
    pub fn fill(
        quiz: &Quiz,
        answers: &Answers<'_>,
        qualifiers: &Answers<'_>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        if answers.is_empty() {
            faults.push(Fault::error(
                "/answers",
                "nothing_answered",
                "Nothing was answered: give at least one answer.",
            ));
        }
        let questions = match_up(
            "/answers",
            answers,
            quiz.questions.len(),
            |index| quiz.questions.get(index).map(|question| &question.id),
            &mut faults,
        );
        let qualifiers = match_up(
            "/qualifiers",
            qualifiers,
            quiz.qualifiers.len(),
            |index| quiz.qualifiers.get(index).map(|qualifier| &qualifier.id),
            &mut faults,
        );
        if faults.is_empty() {
            Ok(Self {
                questions,
                qualifiers,
            })
        } else {
            Err(faults)
        }
    }
}

fn match_up<'q>(
    list: &str,
    answers: &Answers<'_>,
    known: usize,
    id: impl Fn(usize) -> Option<&'q Id>,
    faults: &mut Vec<Fault>,
) -> Vec<Option<Answer>> {
    let mut places = vec![None; known];
    for (nth, (name, answer)) in answers.iter().enumerate() {
        let is_it = |index: usize| id(index).is_some_and(|id| id == name);
        // Answers mostly come in the order of the questions.
        let place = if is_it(nth) {
            Some(nth)
        } else {
            (0..known).find(|index| is_it(*index))
        };
        match place.and_then(|place| places.get_mut(place)) {
            Some(place) => *place = Some(answer),
            None => {
                let names = (0..known).filter_map(&id).map(Id::as_str);
                faults.push(Fault::error(
                    format!("{list}/{}", source::escape(name)),
                    "unknown_answer",
                    format!(
                        "The quiz asks nothing of this name. It knows: {}.",
                        names.collect::<Vec<_>>().join(", ")
                    ),
                ));
            }
        }
    }
    places
}
