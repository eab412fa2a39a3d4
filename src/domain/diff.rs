//! What differs between two versions of a ladder: values by JSON pointer, list entries matched by their names.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::source;

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Difference {
    /// What happened to the value.
    pub change: ChangeKind,
    /// Where: a JSON pointer in which an entry of a list stands under its name, such as `/levels/mid/title`.
    #[schema(max_length = 4000, example = "/levels/mid/title")]
    pub place: String,
    /// The value in the first version; null where it is not there.
    #[schema(value_type = Value)]
    pub before: Value,
    /// The value in the second version; null where it is not there.
    #[schema(value_type = Value)]
    pub after: Value,
}

/// What happened to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
    /// It stands at another place of its list.
    Moved,
}

/// What differs between two canonical documents, in the order of the names.
#[must_use]
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk("", before, after, &mut found);
    found
}

fn walk(place: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, old) in old {
                let place = format!("{place}/{}", source::escape(name));
                match new.get(name) {
                    Some(new) => walk(&place, old, new, found),
                    None => found.push(difference(ChangeKind::Removed, place, old, &Value::Null)),
                }
            }
            for (name, new) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
                let place = format!("{place}/{}", source::escape(name));
                found.push(difference(ChangeKind::Added, place, &Value::Null, new));
            }
        }
        (Value::Array(old), Value::Array(new)) => lists(place, old, new, found),
        _ if before == after => {}
        _ => found.push(difference(ChangeKind::Changed, place.into(), before, after)),
    }
}

fn lists(place: &str, old: &[Value], new: &[Value], found: &mut Vec<Difference>) {
    let (old_names, new_names) = (names(old), names(new));
    let place_of = |name: &str| format!("{place}/{}", source::escape(name));
    let mut kept = Vec::new();
    for (name, old) in old_names.iter().zip(old) {
        match new_names.iter().position(|other| other == name) {
            Some(index) => {
                kept.push(index);
                walk(
                    &place_of(name),
                    old,
                    new.get(index).unwrap_or(&Value::Null),
                    found,
                );
            }
            None => found.push(difference(
                ChangeKind::Removed,
                place_of(name),
                old,
                &Value::Null,
            )),
        }
    }
    for (index, (name, new)) in new_names.iter().zip(new).enumerate() {
        if !kept.contains(&index) {
            found.push(difference(
                ChangeKind::Added,
                place_of(name),
                &Value::Null,
                new,
            ));
        }
    }
    if !kept.is_sorted() {
        let order = |names: &[String]| names.iter().cloned().map(Value::String).collect();
        found.push(Difference {
            change: ChangeKind::Moved,
            place: place.into(),
            before: Value::Array(order(&old_names)),
            after: Value::Array(order(&new_names)),
        });
    }
}

/// The names of a list's entries: ids, languages, what makes a band unlike the others, the text itself, else the position.
fn names(list: &[Value]) -> Vec<String> {
    let name = |entry: &Value| -> Option<String> {
        if let Some(text) = entry.as_str() {
            return Some(text.into());
        }
        let members = ["level", "region", "currency", "period", "market"];
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        text("id")
            .or_else(|| text("locale"))
            .map(String::from)
            .or_else(|| {
                let parts: Option<Vec<&str>> = members.iter().map(|name| text(name)).collect();
                parts.map(|parts| parts.join(","))
            })
    };
    let mut names: Vec<String> = Vec::with_capacity(list.len());
    for (index, entry) in list.iter().enumerate() {
        let name = name(entry).filter(|name| !names.contains(name));
        names.push(name.unwrap_or_else(|| index.to_string()));
    }
    names
}

fn difference(change: ChangeKind, place: String, before: &Value, after: &Value) -> Difference {
    Difference {
        change,
        place,
        before: before.clone(),
        after: after.clone(),
    }
}
