//! What a body says by name, said in a query by lists of ids, for what has only a URL: an `<img>`, a calendar that subscribes.

use std::borrow::Cow;

use crate::{
    domain::{
        answers::{AnswerValue, Answers},
        criteria::{CriterionState, CriterionStates},
        document::Quiz,
        fault::Fault,
        id_map::{IdMap, IdMapValue},
    },
    error::{Error, RequestPart},
};

/// Lists of ids in a query, each with its parameter and what it says of the ids.
#[derive(Debug)]
pub struct IdLists<'q, V> {
    lists: Vec<(&'static str, &'q str, V)>,
    /// Ids with what each of them is, and the parameter that has them.
    pairs: (&'static str, Vec<(&'q str, V)>),
    /// The members of a body that the lists stand for.
    members: &'static [&'static str],
    /// The parameter that stands for such a member as a whole.
    whole: &'static str,
}

impl<'q> IdLists<'q, AnswerValue> {
    /// Questions and qualifiers, by what they are answered with; questions with their options as `question:option`.
    #[must_use]
    pub fn answers(
        yes: Option<&'q str>,
        no: Option<&'q str>,
        unsure: Option<&'q str>,
        options: Option<&'q str>,
    ) -> Self {
        let pair = |pair: &'q str| {
            let (question, option) = pair.split_once(':').unwrap_or((pair, ""));
            (question.trim(), AnswerValue::from(option.trim()))
        };
        Self {
            pairs: (
                "options",
                parts(options.unwrap_or_default()).map(pair).collect(),
            ),
            lists: there([
                ("yes", yes, AnswerValue::from("yes")),
                ("no", no, AnswerValue::from("no")),
                ("unsure", unsure, AnswerValue::from("unsure")),
            ]),
            members: &["answers", "qualifiers"],
            whole: "yes",
        }
    }

    /// The answers to the questions of a quiz, and those to its qualifiers.
    #[must_use]
    pub fn parted(&self, quiz: &Quiz) -> (Answers<'q>, Answers<'q>) {
        let qualifies = |id: &str| quiz.qualifiers.iter().any(|one| one.id == *id);
        (self.named(|id| !qualifies(id)), self.named(qualifies))
    }
}

impl<'q> IdLists<'q, CriterionState> {
    /// Criteria, by how they stand.
    #[must_use]
    pub fn criteria(met: Option<&'q str>, unmet: Option<&'q str>) -> Self {
        Self {
            lists: there([
                ("met", met, CriterionState::Met),
                ("unmet", unmet, CriterionState::Unmet),
            ]),
            pairs: ("", Vec::new()),
            members: &["criteria"],
            whole: "met",
        }
    }

    /// How the criteria stand.
    #[must_use]
    pub fn states(&self) -> CriterionStates<'q> {
        self.named(|_| true)
    }
}

/// What stands between commas.
fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// The lists that name an id.
fn there<'q, V, const N: usize>(
    lists: [(&'static str, Option<&'q str>, V); N],
) -> Vec<(&'static str, &'q str, V)> {
    let lists = lists.into_iter();
    lists
        .filter_map(|(name, ids, value)| Some((name, ids?, value)))
        .filter(|(_, ids, _)| !ids.chars().all(|c| c == ',' || c == ' '))
        .collect()
}

impl<'q, V: IdMapValue> IdLists<'q, V> {
    fn ids(&self) -> impl Iterator<Item = (&'static str, &'q str, V)> {
        let lists = self.lists.iter();
        let lists =
            lists.flat_map(|(name, ids, value)| parts(ids).map(|id| (*name, id, value.clone())));
        let (name, pairs) = &self.pairs;
        let pairs = pairs.iter();
        lists.chain(pairs.map(|(id, value)| (*name, *id, value.clone())))
    }

    /// Whether no list is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.pairs.1.is_empty()
    }

    /// What is said of the ids that `wanted` takes.
    fn named(&self, wanted: impl Fn(&str) -> bool) -> IdMap<'q, V> {
        let ids = self.ids().filter(|(_, id, _)| wanted(id));
        ids.map(|(_, id, value)| (Cow::Borrowed(id), value))
            .collect()
    }

    /// The parameter that names an id.
    fn parameter(&self, id: &str) -> Option<&'static str> {
        let mut ids = self.ids();
        ids.find(|(_, other, _)| *other == id)
            .map(|(name, ..)| name)
    }

    /// An error of what was read from the lists, with its pointers at the parameters: `/answers/q9` is at the list that names `q9`.
    #[must_use]
    pub fn blame(&self, error: Error) -> Error {
        let Error::Invalid(_, mut faults) = error else {
            return error;
        };
        for fault in &mut faults {
            let path = fault.pointer.strip_prefix('/').unwrap_or_default();
            let (member, id) = path.split_once('/').unwrap_or((path, ""));
            if self.members.contains(&member) {
                let parameter = self.parameter(id).unwrap_or(self.whole);
                if !id.is_empty() {
                    fault.detail = format!("{id:?}: {}", fault.detail);
                }
                fault.pointer = format!("/{parameter}");
            }
        }
        Error::Invalid(RequestPart::Query, faults)
    }

    /// A fault for each id that is named twice, and for more ids than a body may name.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut seen = std::collections::HashSet::new();
        let twice = self.ids().filter(|(_, id, _)| !seen.insert(*id));
        let mut faults: Vec<Fault> = twice
            .map(|(name, id, _)| {
                let detail = format!("{id:?} is named twice.");
                Fault::error(format!("/{name}"), "duplicate_id", detail)
            })
            .collect();
        faults.dedup();
        if let Some((name, ..)) = self.ids().nth(V::MAX) {
            let detail = format!("More than {} ids are named.", V::MAX);
            faults.push(Fault::error(format!("/{name}"), "out_of_range", detail));
        }
        faults
    }
}

/// What was read from a query, where the query itself has no faults; else all faults at once.
///
/// # Errors
/// The error of what was read, and [`Error::Invalid`] with `faults` where there are any.
pub fn checked<T>(read: Result<T, Error>, mut faults: Vec<Fault>) -> Result<T, Error> {
    match read {
        Err(Error::Invalid(_, more)) => faults.extend(more),
        Ok(read) if faults.is_empty() => return Ok(read),
        Ok(_) => {}
        Err(error) => return Err(error),
    }
    Err(Error::Invalid(RequestPart::Query, faults))
}
