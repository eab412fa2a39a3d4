use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::{
    document::Standing,
    source::{Source, Syntax},
};

const BUILT_IN: &[u8] = include_bytes!("../../../ladders/ai-engineer.yaml");

/// The built-in document with one translated text.
fn document() -> Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
        let mut document = Source::parse(BUILT_IN, Syntax::Yaml).unwrap().into_value();
        document["translations"] = json!([{"locale": "de", "texts": {"title": "y"}}]);
        document
    });
    DOCUMENT.clone()
}

fn proven(document: &Value) -> Ladder {
    Ladder::prove(serde_json::from_value(document.clone()).unwrap()).unwrap()
}

/// What a change of the built-in document comes to: the kind, the place and the impact of each difference.
fn changed(change: impl Fn(&mut Value)) -> (Impact, Vec<(ChangeKind, String, Impact)>) {
    let mut after = document();
    change(&mut after);
    let (from, to) = (proven(&document()), proven(&after));
    let diff = VersionDiff::between(&from, &to).unwrap();
    let differences = diff.differences.into_iter();
    let differences = differences.map(|one| (one.change, one.place, one.impact));
    (diff.change, differences.collect())
}

fn list<'a>(value: &'a mut Value, pointer: &str) -> &'a mut Vec<Value> {
    let list = value.pointer_mut(pointer).unwrap();
    list.as_array_mut().unwrap()
}

/// Sets a value, found by pointer; a member may be new.
fn set(value: &mut Value, pointer: &str, to: Value) {
    let (of, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(of).unwrap() {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = to,
        object => object[name] = to,
    }
}

#[test]
fn a_difference_is_placed_by_the_name_of_the_entry_and_not_its_number() {
    let before = json!({"levels": [{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c/d", "n": 3}], "gone": 1, "same": [1]});
    let after = json!({"levels": [{"id": "c/d", "n": 4}, {"id": "b", "n": 2}, {"id": "e", "n": 5}], "new": null, "same": [1]});
    let found = differences(&before, &after);
    let found: Vec<(ChangeKind, &str)> = found
        .iter()
        .map(|one| (one.change, one.place.as_str()))
        .collect();
    let expected = [
        (ChangeKind::Removed, "/gone"),
        (ChangeKind::Removed, "/levels/a"),
        (ChangeKind::Changed, "/levels/c~1d/n"),
        (ChangeKind::Added, "/levels/e"),
        (ChangeKind::Moved, "/levels"),
        (ChangeKind::Added, "/new"),
    ];
    assert_eq!(found, expected);
    assert_eq!(differences(&before, &before), []);
}

#[test]
fn texts_without_names_are_matched_by_what_they_say() {
    let of = |old: &[&str], new: &[&str]| {
        let found = differences(
            &json!({"l": {"remedy": old}}),
            &json!({"l": {"remedy": new}}),
        );
        let found = found.into_iter().map(|one| (one.change, one.place));
        found.collect::<Vec<_>>()
    };
    let at = |change, place: &str| (change, format!("/l/remedy{place}"));
    for (old, new, expected) in [
        (
            &["a", "b"][..],
            &["x", "a", "b"][..],
            vec![at(ChangeKind::Added, "/0")],
        ),
        (
            &["a", "b", "c"],
            &["a", "c"],
            vec![at(ChangeKind::Removed, "/1")],
        ),
        (
            &["a", "b", "c"],
            &["a", "x", "c"],
            vec![at(ChangeKind::Changed, "/1")],
        ),
        (&["a", "b"], &["b", "a"], vec![at(ChangeKind::Moved, "")]),
        (&["a", "a"], &["a"], vec![at(ChangeKind::Removed, "/1")]),
        (&["a"], &["a"], vec![]),
    ] {
        assert_eq!(of(old, new), expected, "{old:?} {new:?}");
    }
}

#[test]
fn what_is_put_in_or_moved_is_one_difference() {
    let question = |document: &mut Value| {
        let mut question = document["quiz"]["questions"][0].clone();
        question["id"] = json!("q0");
        list(document, "/quiz/questions").insert(0, question);
    };
    let added = (
        ChangeKind::Added,
        "/quiz/questions/q0".to_owned(),
        Impact::Outcome,
    );
    let rule = |document: &mut Value| document["quiz"]["routing"][3]["when"]["yes_max"] = json!(7);
    let both = changed(|document| {
        question(document);
        rule(document);
        document["quiz"]["routing"][4]["when"]["yes_max"] = json!(7);
    });
    assert_eq!(both.1.len(), 3);
    assert!(both.1.contains(&added), "{both:?}");
    let moved = changed(|document| list(document, "/quiz/questions").swap(0, 5));
    let expected = (
        ChangeKind::Moved,
        "/quiz/questions".to_owned(),
        Impact::Wording,
    );
    assert_eq!(moved, (Impact::Wording, vec![expected]));
}

/// A pointer into the built-in document, its new value, and what that means.
#[test]
fn every_value_that_changes_is_weighed_by_where_it_stands() {
    use Impact::{Addition, None, Outcome, Wording};
    for (pointer, value, impact) in [
        ("/version", json!("9.0.0"), None),
        ("/title", json!("x"), Wording),
        ("/source/author", json!("x"), Wording),
        ("/levels/0/title", json!("x"), Wording),
        ("/levels/0/moves_forward/0", json!("x"), Wording),
        ("/levels/0/plateau/summary", json!("x"), Wording),
        ("/levels/0/plateau/id", json!("x"), Outcome),
        ("/levels/3/tenure/min_months", json!(97), Addition),
        ("/timeframes/0/max_months", json!(97), Addition),
        ("/timeframes/1/to", json!("staff"), Outcome),
        ("/insights/0/level", json!("mid"), Addition),
        ("/insights/1/level", json!("mid"), Outcome),
        ("/quiz/questions/0/text", json!("x"), Wording),
        ("/quiz/questions/0/statement", json!("x"), Wording),
        ("/quiz/questions/0/stage", json!("mid"), Outcome),
        ("/quiz/questions/0/topic", json!("x"), Outcome),
        ("/quiz/routing/0/note", Value::Null, Wording),
        ("/quiz/routing/1/note", json!("x"), Wording),
        ("/quiz/routing/4/precedence", json!(2), Wording),
        ("/quiz/routing/4/id", json!("x"), Outcome),
        ("/phases/0/mentor_role", json!("x"), Wording),
        ("/phases/0/dimensions/0/to", json!("x"), Wording),
        ("/phases/0/criteria/0/text", json!("x"), Wording),
        ("/phases/0/criteria/0/id", json!("x"), Outcome),
        (
            "/phases/0/criteria/0/measure",
            json!({"at_least": 77, "unit": "x"}),
            Outcome,
        ),
        ("/phases/0/criteria/0/effort/hours", json!(77), Addition),
        ("/phases/0/criteria_kind", json!("operating"), Outcome),
        ("/resources/0/use", json!("x"), Wording),
        ("/resources/0/sponsored", json!(true), Addition),
        ("/compensation/0/min", json!("1"), Addition),
        ("/compensation/0/label", json!("x"), Wording),
        ("/compensation/0/market", json!("x"), Outcome),
        ("/roadblocks/0/cause", json!("x"), Wording),
        ("/roadblocks/0/signals/0", json!("x y"), Addition),
        ("/faqs/0/answer", json!("x"), Wording),
        ("/translations/0/texts/title", json!("x"), Wording),
    ] {
        let (found, differences) = changed(|document| {
            set(document, pointer, value.clone());
            if pointer == "/phases/0/criteria_kind" {
                document["phases"][0]["criteria_to"] = Value::Null;
            }
        });
        assert_eq!(found, impact, "{pointer}: {differences:?}");
    }
}

#[test]
fn what_is_new_is_an_addition_unless_somebodys_readiness_rests_on_it() {
    // The last phase has no criteria that lead on.
    let copy = |pointer: &'static str, at: usize| {
        move |document: &mut Value| {
            let entries = list(document, pointer);
            let mut copied = entries[at].clone();
            copied["id"] = json!("new-one");
            if pointer == "/roadblocks" {
                (copied["signals"], copied["contrary"]) = (json!([]), json!([]));
            }
            if pointer == "/compensation" {
                copied.as_object_mut().unwrap().remove("id");
                copied["market"] = json!("new-one");
            }
            entries.push(copied);
        }
    };
    let operating = document()["phases"].as_array().unwrap().len() - 1;
    assert_eq!(
        document()["phases"][operating]["criteria_kind"],
        "operating"
    );
    assert_eq!(operating, 3);
    for (pointer, impact) in [
        ("/faqs", Impact::Addition),
        ("/resources", Impact::Addition),
        ("/roadblocks", Impact::Addition),
        ("/insights", Impact::Addition),
        ("/compensation", Impact::Addition),
        ("/phases/0/dimensions", Impact::Addition),
        ("/phases/0/criteria", Impact::Outcome),
        ("/phases/3/criteria", Impact::Addition),
    ] {
        let (found, differences) = changed(copy(pointer, 0));
        assert_eq!(found, impact, "{pointer}: {differences:?}");
        // The other way round something is gone.
        let mut more = document();
        copy(pointer, 0)(&mut more);
        let (more, fewer) = (proven(&more), proven(&document()));
        let back = VersionDiff::between(&more, &fewer).unwrap();
        assert_eq!(back.change, Impact::Outcome, "{pointer}");
    }
    let text = |document: &mut Value| list(document, "/levels/0/moves_forward").push(json!("x"));
    assert_eq!(changed(text).0, Impact::Addition);
    let translation = |document: &mut Value| {
        list(document, "/translations").push(json!({"locale": "fr", "texts": {"title": "x"}}));
    };
    assert_eq!(changed(translation).0, Impact::Wording);
    assert_eq!(
        changed(|document| document["translations"] = json!([])).0,
        Impact::Outcome
    );
}

#[test]
fn answers_that_are_placed_elsewhere_are_named() {
    let mut after = document();
    after["quiz"]["routing"][1]["when"]["yes_max"] = json!(1);
    after["quiz"]["routing"][2]["when"]["yes_min"] = json!(2);
    let (from, to) = (proven(&document()), proven(&after));
    let diff = VersionDiff::between(&from, &to).unwrap();
    assert_eq!(diff.change, Impact::Outcome);
    assert_eq!(diff.suggested_version.to_string(), "2.0.0");
    let example = diff.example.unwrap();
    assert_eq!(example.answers.yes, ["q1", "q2"]);
    assert_eq!(example.answers.qualifiers, [""; 0]);
    let level =
        |place: &crate::domain::quiz::LadderPosition| place.level.as_ref().unwrap().to_string();
    assert_eq!(
        (level(&example.before), level(&example.after)),
        ("junior".into(), "mid".into())
    );
    assert!(
        diff.differences
            .iter()
            .all(|one| one.impact == Impact::Outcome)
    );

    // Only with the qualifier.
    let mut after = document();
    after["quiz"]["routing"][4]["outcome"]["standing"] = json!("at");
    let to = proven(&{
        // The highest level has to be reached.
        let mut after = after.clone();
        after["quiz"]["routing"][4]["outcome"]["level"] = json!("staff");
        after
    });
    let diff = VersionDiff::between(&from, &to).unwrap();
    let example = diff.example.unwrap();
    assert_eq!(example.answers.yes.len(), 6);
    assert_eq!(example.answers.qualifiers, ["leads-cross-team"]);
    assert_eq!(example.before.standing, Standing::Approaching);
}

#[test]
fn rules_that_are_written_otherwise_and_place_everybody_alike_are_no_outcome() {
    let split = |document: &mut Value| {
        let rules = list(document, "/quiz/routing");
        rules[1]["when"]["yes_max"] = json!(1);
        let mut second = rules[1].clone();
        second["id"] = json!("two-yes");
        second["when"] = json!({"yes_min": 2, "yes_max": 2});
        rules.insert(2, second);
    };
    let (impact, differences) = changed(split);
    let expected = [
        (
            ChangeKind::Changed,
            "/quiz/routing/one-or-two-yes/when/yes_max".into(),
            Impact::Wording,
        ),
        (
            ChangeKind::Added,
            "/quiz/routing/two-yes".into(),
            Impact::Addition,
        ),
    ];
    assert_eq!((impact, differences), (Impact::Addition, expected.into()));
    let (mut joined, whole) = (document(), document());
    split(&mut joined);
    let (joined, whole) = (proven(&joined), proven(&whole));
    // A rule that is gone is one that receipts name.
    let diff = VersionDiff::between(&joined, &whole).unwrap();
    assert_eq!((diff.change, diff.example), (Impact::Outcome, None));
}

#[test]
fn a_qualifier_is_known_again_at_another_place() {
    let with_two = |first: &str, second: &str| {
        let mut document = document();
        let mut other = document["quiz"]["qualifiers"][0].clone();
        other["id"] = json!("other");
        let known = document["quiz"]["qualifiers"][0].clone();
        let of = |id: &str| {
            if id == "other" {
                other.clone()
            } else {
                known.clone()
            }
        };
        document["quiz"]["qualifiers"] = json!([of(first), of(second)]);
        let rule = json!({"id": "six-yes-and-other", "when": {"yes_min": 6, "yes_max": 6, "qualifiers": ["other"]}, "precedence": 2,
            "outcome": {"level": "staff", "phase": 4, "standing": "at"}});
        list(&mut document, "/quiz/routing").push(rule);
        proven(&document)
    };
    let (one, two) = (
        with_two("other", "leads-cross-team"),
        with_two("leads-cross-team", "other"),
    );
    let diff = VersionDiff::between(&one, &two).unwrap();
    assert_eq!((diff.change, diff.example), (Impact::Wording, None));
}

#[test]
fn a_version_that_is_too_low_is_found() {
    let codes = |change: &dyn Fn(&mut Value), versions: [&str; 2]| {
        let (mut before, mut after) = (document(), document());
        change(&mut after);
        before["version"] = json!(versions[0]);
        after["version"] = json!(versions[1]);
        let (from, to) = (proven(&before), proven(&after));
        let findings = VersionDiff::between(&from, &to).unwrap().findings();
        assert!(findings.iter().all(|one| one.pointer == "/version"));
        findings.iter().map(|one| one.code).collect::<Vec<_>>()
    };
    let (none, low): (&[&str], _) = (&[], &["version_too_low"][..]);
    let not_higher = &["version_not_higher"][..];
    let words = |document: &mut Value| document["title"] = json!("x");
    let gone = |document: &mut Value| document["common_cause"] = Value::Null;
    let faq = |document: &mut Value| {
        list(document, "/faqs").push(json!({"id": "x", "question": "x", "answer": "x"}));
    };
    let stage = |document: &mut Value| document["quiz"]["questions"][0]["stage"] = json!("mid");
    let same = |_: &mut Value| {};
    for (change, versions, expected) in [
        (&same as &dyn Fn(&mut Value), ["1.0.0", "1.0.0"], none),
        (&words, ["1.0.0", "1.0.0"], not_higher),
        (&words, ["1.0.0", "1.0.0+x"], not_higher),
        (&words, ["1.0.0", "1.0.0-rc.1"], not_higher),
        (&words, ["1.0.0", "1.0.1"], none),
        (&gone, ["1.0.0", "1.0.1-rc.1"], none),
        (&faq, ["1.0.0", "1.0.1"], low),
        (&faq, ["1.0.0", "1.1.0"], none),
        (&faq, ["1.0.0", "2.0.0"], none),
        (&stage, ["1.0.0", "1.9.0"], low),
        (&stage, ["1.0.0", "2.0.0-rc.1"], none),
        (&stage, ["2.0.0-rc.1", "2.0.0-rc.2"], none),
        (&stage, ["2.0.0-rc.2", "2.0.0-rc.1"], not_higher),
    ] {
        assert_eq!(codes(change, versions), expected, "{versions:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_differs_between_equal_lists_and_moving_is_one_difference(ids in prop::collection::hash_set("[a-z]{1,8}", 1..12), turn in 0..12_usize) {
        let before: Vec<Value> = ids.iter().map(|id| json!({"id": id, "n": id.len()})).collect();
        let mut after = before.clone();
        after.rotate_left(turn % before.len());
        let found = differences(&json!({"l": before}), &json!({"l": after}));
        prop_assert_eq!(found.len(), usize::from(before != after));
        prop_assert!(found.iter().all(|one| one.change == ChangeKind::Moved));
    }
}
