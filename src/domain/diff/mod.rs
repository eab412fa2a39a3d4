//! What differs between two versions of a ladder: values by JSON pointer, list entries matched by their names; what each difference
//! means for those who use the ladder (`impact`, `impact_rules`), whether the quiz places anybody elsewhere (`quiz`), and the version to give.

mod difference;
mod impact;
mod impact_rules;
mod quiz;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    fault::Fault,
    id::Version,
    ladder::{Ladder, LadderRef},
    source,
};
pub use difference::{ChangeKind, Difference, PlacementExample};
pub use impact::Impact;
use impact_rules::ImpactRules;
use quiz::PlacementComparison;
pub use quiz::{MoveDirection, PlacementMove, direction, moves};

/// What differs between two versions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VersionDiff<'a> {
    /// The first version.
    pub from: &'a LadderRef,
    /// The second version.
    pub to: &'a LadderRef,
    /// What the whole means for those who use the ladder: the most that one of the differences does.
    pub change: Impact,
    /// The version to give after the first one, by semver.org: a patch for `wording`, a minor version for `addition`, a major one for
    /// `outcome`. After a pre-release of what is asked for, the version without its suffix; the first version where nothing differs.
    pub suggested_version: Version,
    /// Answers that are placed elsewhere. Null where there are none, or where the quizzes ask other questions.
    pub example: Option<PlacementExample>,
    /// Every difference.
    #[schema(max_items = 100_000)]
    pub differences: Vec<Difference>,
}

impl<'a> VersionDiff<'a> {
    /// Compares two versions, place by place, and what their quizzes lead to for all answers.
    ///
    /// # Errors
    /// Where a canonical document cannot be read again, which is a fault of the program.
    pub fn between(from: &'a Ladder, to: &'a Ladder) -> Result<Self, serde_json::Error> {
        let (before, after): (Value, Value) = (
            serde_json::from_str(from.canonical())?,
            serde_json::from_str(to.canonical())?,
        );
        let placements = PlacementComparison::compare(from, to);
        let scale = ImpactRules::new(from, to, &placements);
        let mut differences = differences(&before, &after);
        for difference in &mut differences {
            difference.impact = scale.weigh(difference);
        }
        let impacts = differences.iter().map(|difference| difference.impact);
        let of_quiz = match placements.same {
            true => Impact::None,
            false => Impact::Outcome,
        };
        let change = impacts.fold(of_quiz, Impact::max);
        Ok(Self {
            from: from.stamp(),
            to: to.stamp(),
            change,
            suggested_version: change.next(&from.stamp().version),
            example: placements.example,
            differences,
        })
    }

    /// What is wrong with the second version's number, where it is to be published after the first: an error where it is not higher, a
    /// warning where it is lower than the differences ask for. Nothing where nothing differs.
    #[must_use]
    pub fn findings(&self) -> Vec<Fault> {
        let (from, to) = (&self.from.version, &self.to.version);
        let suggested = &self.suggested_version;
        if self.differences.is_empty() {
            return Vec::new();
        }
        if !to.is_higher_than(from) {
            let advice = match suggested.is_higher_than(from) {
                true => format!("give {suggested}"),
                false => "nothing but the version differs".into(),
            };
            let detail = format!("{to} is not higher than {from}, which is published: {advice}.");
            return vec![Fault::error("/version", "version_not_higher", detail)];
        }
        if to.core() >= suggested.core() {
            return Vec::new();
        }
        let why = match self.change {
            Impact::None | Impact::Wording => "texts have changed",
            Impact::Addition => "something is new or figures have changed",
            Impact::Outcome => "results can change, or something is gone",
        };
        let detail =
            format!("{to} is lower than the differences ask for: {why}, so give {suggested}.");
        vec![Fault::warning("/version", "version_too_low", detail)]
    }
}

/// What differs between two canonical documents, in the order of the names; not weighed yet.
fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk("", before, after, &mut found);
    found
}

fn walk(place: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    let within = |name: &str| format!("{place}/{}", source::escape(name));
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, old) in old {
                match new.get(name) {
                    Some(new) => walk(&within(name), old, new, found),
                    None => found.push(removed(within(name), old)),
                }
            }
            for (name, new) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
                found.push(added(within(name), new));
            }
        }
        (Value::Array(old), Value::Array(new)) if is_of_texts(place) => {
            texts(place, old, new, found);
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
        let index = new_names.iter().position(|other| other == name);
        match index.and_then(|index| Some((index, new.get(index)?))) {
            Some((index, new)) => {
                kept.push(index);
                walk(&place_of(name), old, new, found);
            }
            None => found.push(removed(place_of(name), old)),
        }
    }
    for (index, (name, new)) in new_names.iter().zip(new).enumerate() {
        if !kept.contains(&index) {
            found.push(added(place_of(name), new));
        }
    }
    if !kept.is_sorted() {
        let order = |names: Vec<String>| names.into_iter().map(Value::String).collect();
        let (before, after) = (order(old_names), order(new_names));
        found.push(difference(ChangeKind::Moved, place.into(), &before, &after));
    }
}

/// Whether a list holds texts, which have no names: a text that is in both is the same, and the others are matched in turn.
fn is_of_texts(place: &str) -> bool {
    place.ends_with("/moves_forward") || place.ends_with("/remedy")
}

fn texts(place: &str, old: &[Value], new: &[Value], found: &mut Vec<Difference>) {
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut gone = Vec::new();
    for (at, text) in old.iter().enumerate() {
        let mut same = of_new.iter_mut().zip(new);
        match same.find(|(taken, other)| taken.is_none() && *other == text) {
            Some((taken, _)) => *taken = Some(at),
            None => gone.push((at, text)),
        }
    }
    let kept: Vec<usize> = of_new.iter().copied().flatten().collect();
    let fresh = of_new.iter().zip(new).enumerate();
    let fresh = fresh.filter(|(_, (taken, _))| taken.is_none());
    let mut gone = gone.into_iter();
    for (at, (_, after)) in fresh {
        let place = format!("{place}/{at}");
        found.push(match gone.next() {
            Some((_, before)) => difference(ChangeKind::Changed, place, before, after),
            None => added(place, after),
        });
    }
    for (at, before) in gone {
        found.push(removed(format!("{place}/{at}"), before));
    }
    if !kept.is_sorted() {
        let (before, after) = (Value::from(old), Value::from(new));
        found.push(difference(ChangeKind::Moved, place.into(), &before, &after));
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

fn added(place: String, after: &Value) -> Difference {
    difference(ChangeKind::Added, place, &Value::Null, after)
}

fn removed(place: String, before: &Value) -> Difference {
    difference(ChangeKind::Removed, place, before, &Value::Null)
}

fn difference(change: ChangeKind, place: String, before: &Value, after: &Value) -> Difference {
    Difference {
        change,
        impact: Impact::None,
        place,
        before: before.clone(),
        after: after.clone(),
    }
}
