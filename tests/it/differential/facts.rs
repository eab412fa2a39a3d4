//! Facts: what an answer says, by names that are the same for every form of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::asking::Interface;

/// A fact of an operation's answers.
#[derive(Debug)]
pub struct Fact {
    pub name: &'static str,
    /// Where JSON has it: at one place, or a list of several. None where it is computed.
    pub places: &'static [&'static str],
    /// The forms that must show it.
    pub forms: &'static [Interface],
}

/// A table of facts, a line each: its name, its places in JSON, and the forms that must show it.
macro_rules! table_of_facts {
    ($($name:ident $($place:literal)* : $($form:ident)*;)*) => {
        &[$(Fact { name: stringify!($name), places: &[$($place),*], forms: &[$(Interface::$form),*] }),*]
    };
}
pub(super) use table_of_facts;

/// The places that a pointer names; `*` stands for every item of a list.
fn places<'a>(value: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let Some((list, rest)) = pointer.split_once("/*") else {
        // Some lists have ids in place of objects.
        let found = value.pointer(pointer);
        let id = value.is_string().then_some(value);
        return vec![found.or(id).unwrap_or(&Value::Null)];
    };
    let items = value.pointer(list).and_then(Value::as_array);
    let items = items.unwrap_or_else(|| panic!("no list {list} in {value}"));
    items.iter().flat_map(|item| places(item, rest)).collect()
}

impl Fact {
    /// The fact in JSON, unless it is computed.
    fn of(&self, answer: &Value) -> Option<Value> {
        let (first, rest) = self.places.split_first()?;
        let found: Vec<_> = self
            .places
            .iter()
            .map(|place| places(answer, place))
            .collect();
        Some(match (first.contains('*'), rest) {
            (true, []) => json!(found[0]),
            (true, _) => (0..found[0].len())
                .map(|nth| json!(found.iter().map(|list| list[nth]).collect::<Vec<_>>()))
                .collect(),
            (false, []) => found[0][0].clone(),
            (false, _) => json!(found.concat()),
        })
    }
}

/// What an answer says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerMessages(pub BTreeMap<&'static str, Value>);

impl AnswerMessages {
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.insert(name, value.into());
    }

    /// Sets every fact of a table that is not computed.
    pub fn of(table: &[Fact], answer: &Value) -> Self {
        let found = table
            .iter()
            .filter_map(|fact| Some((fact.name, fact.of(answer)?)));
        Self(found.collect())
    }

    /// Sets what was found; what was not is missing, and not null.
    pub fn found(&mut self, name: &'static str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}

/// An answer in one of its forms.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Answered(AnswerMessages),
    Refused(AnswerMessages),
}

/// How the shown answer differs from the expected one: what it must show and does not, and what it shows otherwise.
pub fn differences(
    must_show: &[&str],
    must_refuse: &[&str],
    shown: &Shown,
    expected: &Shown,
) -> Vec<String> {
    let (names, shown, expected) = match (shown, expected) {
        (Shown::Answered(shown), Shown::Answered(expected)) => (must_show, shown, expected),
        (Shown::Refused(shown), Shown::Refused(expected)) => (must_refuse, shown, expected),
        (Shown::Answered(_), Shown::Refused(problem)) => {
            return vec![format!("answered, and not refused with {:?}", problem.0)];
        }
        (Shown::Refused(problem), Shown::Answered(_)) => {
            return vec![format!("refused with {:?}, and not answered", problem.0)];
        }
    };
    let mut differences = Vec::new();
    for name in names {
        if !shown.0.contains_key(name) {
            differences.push(format!("{name} is not shown"));
        }
        if !expected.0.contains_key(name) {
            differences.push(format!("{name} is nothing that JSON says"));
        }
    }
    for (name, value) in &shown.0 {
        match expected.0.get(name) {
            Some(expected) if expected != value => {
                differences.push(format!("{name} is shown as {value}, expected {expected}"));
            }
            _ => {}
        }
    }
    differences
}

/// What a problem document says.
pub fn refusal(problem: &Value) -> AnswerMessages {
    let mut facts = AnswerMessages::default();
    for name in ["type", "title", "status", "detail"] {
        facts.set(name, problem[name].clone());
    }
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let mut faults: Vec<[String; 2]> = errors
        .iter()
        .map(|error| ["pointer", "detail"].map(|name| error[name].as_str().unwrap().to_owned()))
        .collect();
    faults.sort();
    // Lists in a query name the id of which they speak.
    let mut details: Vec<&str> = faults
        .iter()
        .map(|[_, detail]| match detail.split_once("\": ") {
            Some((name, rest)) if name.starts_with('"') => rest,
            _ => detail.as_str(),
        })
        .collect();
    details.sort_unstable();
    facts.set("details", json!(details));
    facts.set("faults", json!(faults));
    facts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{AnswerMessages, Shown, differences, refusal};

    fn facts(pairs: &[(&'static str, serde_json::Value)]) -> AnswerMessages {
        AnswerMessages(pairs.iter().cloned().collect())
    }

    #[test]
    fn an_answer_that_is_changed_in_any_place_differs() {
        let right = facts(&[
            ("counts", json!([3, 3, 0, 0])),
            ("place", json!("Mid")),
            ("ways", json!([["q5"], ["q6"]])),
        ]);
        let expected = Shown::Answered(right.clone());
        let must = ["counts", "place", "ways"];
        assert_eq!(
            differences(&must, &[], &expected, &expected),
            Vec::<String>::new()
        );
        for (name, value) in [
            ("counts", json!([4, 2, 0, 0])),
            ("place", json!("Senior")),
            ("ways", json!([["q5"]])),
            ("ways", json!(null)),
        ] {
            let mut doctored = right.clone();
            doctored.set(name, value);
            let found = differences(&must, &[], &Shown::Answered(doctored), &expected);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(name), "{found:?}");
        }
    }

    #[test]
    fn what_must_be_shown_is_missed_and_what_need_not_be_is_judged() {
        let expected = Shown::Answered(facts(&[("counts", json!(1)), ("place", json!("Mid"))]));
        let shown = Shown::Answered(facts(&[("place", json!("Mid"))]));
        assert_eq!(
            differences(&["counts"], &[], &shown, &expected),
            ["counts is not shown"]
        );
        let more = Shown::Answered(facts(&[("counts", json!(1)), ("place", json!("Staff"))]));
        assert_eq!(differences(&["counts"], &[], &more, &expected).len(), 1);
        assert_eq!(differences(&["level"], &[], &shown, &expected).len(), 2);
    }

    #[test]
    fn an_answer_is_no_refusal_and_refusals_differ_by_their_places() {
        let problem = |pointer: &str| {
            let detail = "There is no such level.";
            let errors = json!([{"pointer": pointer, "detail": detail}]);
            Shown::Refused(refusal(
                &json!({"type": "/problems/invalid", "title": "t", "status": 422,
                "detail": detail, "errors": errors}),
            ))
        };
        let must = ["status", "faults"];
        assert!(differences(&[], &must, &problem("/level"), &problem("/level")).is_empty());
        assert_eq!(
            differences(&[], &must, &problem("/level"), &problem("/target")).len(),
            1
        );
        let answered = Shown::Answered(AnswerMessages::default());
        assert_eq!(
            differences(&[], &must, &answered, &problem("/level")).len(),
            1
        );
        assert_eq!(
            differences(&[], &must, &problem("/level"), &answered).len(),
            1
        );
    }
}
