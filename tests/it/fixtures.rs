//! Fixtures: the earlier versions of the built-in ladder, as releases up to 0.6 stored them in the database.

use rungs::{
    app::built_in,
    domain::{
        ladder::Ladder,
        source::{Source, Syntax},
    },
};
use serde_json::{Value, json};

/// The oldest version: no translations, signals, effort or statements.
const OLDEST: &str = include_str!("../fixtures/ai-engineer-1.0.0.yaml");

/// The hashes under which release 0.6 published the earlier versions. Receipts hold them.
pub const PUBLISHED: [(&str, &str); 3] = [
    (
        "1.0.0",
        "blake3:15168c2248a3537c10b5fb9d8757a1d7210b2d34400d32e8f00509b63e9c0724",
    ),
    (
        "1.1.0",
        "blake3:d6e0aabf0cca7784d8375a3d40d22e4e647cae76e5d493042a58fc2fc971bb54",
    ),
    (
        "1.2.0",
        "blake3:5f67efe298517f1c7b1fa3207b2b90069235c079975b2c5866379190b59462c0",
    ),
];

/// Returns the versions 1.0.0, 1.1.0 and 1.2.0 of `ai-engineer`, each with the time at which it was published.
///
/// Only 1.0.0 has a file. Version 1.2.0 is 1.3.0 without statements, and 1.1.0 is 1.2.0 without the German text.
pub fn earlier_versions() -> Vec<(Value, &'static str)> {
    let oldest = Source::parse(OLDEST.as_bytes(), Syntax::Yaml).unwrap();
    let current = built_in().unwrap().remove(0);
    assert_eq!(current.stamp().version.to_string(), "1.3.0");
    let mut third: Value = serde_json::from_str(current.canonical()).unwrap();
    third["version"] = json!("1.2.0");
    for list in ["questions", "qualifiers"] {
        for item in third["quiz"][list].as_array_mut().unwrap() {
            item.as_object_mut().unwrap().remove("statement").unwrap();
        }
    }
    let german = third["translations"][0]["texts"].as_object_mut().unwrap();
    german.retain(|place, _| !place.ends_with("/statement"));
    let mut second = third.clone();
    second["version"] = json!("1.1.0");
    second["translations"] = json!([]);
    vec![
        (oldest.into_value(), "2026-09-01T00:00:00Z"),
        (second, "2026-09-02T00:00:00Z"),
        (third, "2026-09-03T00:00:00Z"),
    ]
}

#[test]
fn earlier_versions_have_the_hashes_under_which_they_were_published() {
    let versions = earlier_versions();
    assert_eq!(versions.len(), PUBLISHED.len());
    for ((document, _), (version, hash)) in versions.into_iter().zip(PUBLISHED) {
        let ladder = Ladder::prove(serde_json::from_value(document).unwrap()).unwrap();
        let stamp = ladder.stamp();
        assert_eq!(
            (stamp.version.to_string().as_str(), stamp.hash.as_str()),
            (version, hash)
        );
    }
}
