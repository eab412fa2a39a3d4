//! The ladders that are asked about: the built-in one, two versions of an organisation's own, and one with tracks that counts points,
//! each in every language that it has.

use std::collections::BTreeMap;

use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{app::TestApp, kinds::tracks, publishing::ours};

/// A ladder in one version and language.
#[derive(Debug)]
pub struct LadderSelection {
    pub ladder: &'static str,
    /// The version, where requests name it.
    pub version: Option<&'static str>,
    pub locale: &'static str,
    /// Only the organisation's key reads it.
    pub is_private: bool,
    /// The document, in the language.
    pub document: Value,
    /// What the command line takes for the ladder, where it has the language.
    pub argument: Option<String>,
}

impl LadderSelection {
    /// The parameters that name the edition.
    pub fn query(&self) -> String {
        let version = self
            .version
            .map_or_else(String::new, |version| format!("&version={version}"));
        format!("locale={}{version}", self.locale)
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/v1/ladders/{}{rest}", self.ladder)
    }

    fn items(&self, pointer: &str) -> &[Value] {
        let found = self.document.pointer(pointer);
        found.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub fn levels(&self) -> &[Value] {
        self.items("/levels")
    }

    pub fn questions(&self) -> &[Value] {
        self.items("/quiz/questions")
    }

    pub fn qualifiers(&self) -> &[Value] {
        self.items("/quiz/qualifiers")
    }

    pub fn phases(&self) -> &[Value] {
        self.items("/phases")
    }

    pub fn roadblocks(&self) -> &[Value] {
        self.items("/roadblocks")
    }

    pub fn bands(&self) -> &[Value] {
        self.items("/compensation")
    }

    pub fn criteria(&self) -> impl Iterator<Item = &Value> {
        let phases = self.phases().iter();
        phases.flat_map(|phase| phase["criteria"].as_array().unwrap())
    }

    /// The ids of the criteria that lead to a level.
    pub fn criteria_to(&self, level: &Value) -> Vec<&str> {
        let phases = self.phases().iter();
        let phases = phases.filter(|phase| phase["criteria_to"] == *level);
        phases
            .flat_map(|phase| phase["criteria"].as_array().unwrap())
            .map(|criterion| criterion["id"].as_str().unwrap())
            .collect()
    }

    /// Whether the quiz counts points.
    pub fn has_points(&self) -> bool {
        let mut questions = self.questions().iter();
        questions.any(|question| !question["options"].as_array().is_none_or(Vec::is_empty))
    }

    /// The title of a level; null for none.
    pub fn title(&self, level: &Value) -> Value {
        let mut levels = self.levels().iter();
        let found = levels.find(|one| one["id"] == *level);
        found.map_or(Value::Null, |level| level["title"].clone())
    }

    /// The id of a question or qualifier by its text.
    pub fn question_of(&self, text: &str) -> Option<&str> {
        let questions = self.questions().iter().chain(self.qualifiers());
        id_by(questions, "text", text)
    }

    /// The id of an option by the text of a question's option.
    pub fn option_of(&self, question: &str, text: &str) -> Option<&str> {
        let mut questions = self.questions().iter();
        let question = questions.find(|one| one["id"] == question)?;
        id_by(question["options"].as_array()?.iter(), "text", text)
    }

    pub fn roadblock_of(&self, title: &str) -> Option<&str> {
        id_by(self.roadblocks().iter(), "title", title)
    }

    /// The id of the criterion with whose text something begins.
    pub fn criterion_of(&self, text: &str) -> Option<&str> {
        let begins = |one: &&Value| text.starts_with(one["text"].as_str().unwrap());
        self.criteria().find(begins)?["id"].as_str()
    }
}

fn id_by<'a>(
    mut items: impl Iterator<Item = &'a Value>,
    member: &str,
    text: &str,
) -> Option<&'a str> {
    items.find(|one| one[member] == text)?["id"].as_str()
}

/// The built-in ladder under another name, with other titles, rules and pay.
fn own(version: &str, rules: [[usize; 2]; 3], title: &str) -> Value {
    let mut document = ours(version);
    let translations = rungs::app::built_in().unwrap()[0].canonical().to_owned();
    let translations: Value = serde_json::from_str(&translations).unwrap();
    document["translations"] = translations["translations"].clone();
    for level in document["levels"].as_array_mut().unwrap() {
        level["title"] = json!(format!("{title} {}", level["id"].as_str().unwrap()));
    }
    for (nth, [least, most]) in rules.into_iter().enumerate() {
        document["quiz"]["routing"][nth + 1]["when"] =
            json!({"yes_min": least, "yes_max": most, "qualifiers": []});
    }
    let step = rules[0][1] * 1000;
    for (nth, band) in document["compensation"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        band["min"] = json!((100_000 + nth * 30_000 + step).to_string());
        band["max"] = json!((140_000 + nth * 50_000 + step).to_string());
        band["open"] = json!(nth == 3);
    }
    document
}

/// A ladder with tracks, by points, with pay in every state, roadblocks with signals, and criteria of which some have no effort.
fn with_tracks() -> Value {
    let mut document = tracks();
    document["version"] = json!("1.0.0");
    for phase in document["phases"].as_array_mut().unwrap() {
        let number = phase["number"].as_u64().unwrap();
        let (kind, to) = (phase["criteria_kind"].clone(), phase["criteria_to"].clone());
        phase["criteria"] = (1..=3)
            .map(|nth| {
                let mut criterion = json!({"id": format!("c{number}-{nth}"), "text": format!("Point {nth} of phase {number} is seen")});
                if (number, nth) != (2, 3) {
                    criterion["effort"] = json!({"hours": 7 * nth + number, "weeks": nth % 2 * 3, "basis": "source"});
                }
                criterion
            })
            .collect();
        (phase["criteria_kind"], phase["criteria_to"]) = (kind, to);
    }
    let band = |level: &str, region: &str, market: &str, ends: [Value; 3]| {
        let [min, max, open] = ends;
        json!({"level": level, "region": region, "currency": if region == "DE" { "EUR" } else { "USD" }, "period": "year",
            "market": market, "min": min, "max": max, "open": open})
    };
    document["compensation"] = json!([
        band(
            "low",
            "US",
            "general",
            [json!("0"), json!("50000"), json!(false)]
        ),
        band(
            "middle",
            "US",
            "general",
            [json!("45000"), json!("70000.5"), json!(false)]
        ),
        band(
            "expert",
            "US",
            "general",
            [json!("70000"), json!("90000"), json!(true)]
        ),
        band(
            "lead",
            "US",
            "general",
            [json!("60000"), json!("60000"), json!(false)]
        ),
        band(
            "low",
            "DE",
            "general",
            [json!("30000"), json!("33333.33"), json!(false)]
        ),
        band(
            "low",
            "DE",
            "banks",
            [json!("31000"), json!("39000"), json!(true)]
        ),
        band(
            "middle",
            "DE",
            "general",
            [json!(null), json!(null), json!(null)]
        ),
    ]);
    document["roadblocks"] = json!([
        {"id": "alone", "levels": ["low", "middle"], "title": "Works alone", "cause": "Nobody is asked.", "remedy": ["Ask somebody", "Show it early"],
            "signals": ["nobody reviews my code", "I work alone on everything"]},
        {"id": "meetings", "levels": ["lead", "head"], "title": "Too many meetings", "cause": "All are invited.", "remedy": ["Decline one a day"],
            "signals": ["meetings all day long", "no time left to code because of meetings"]}]);
    document
}

async fn publish(app: &TestApp, document: &Value) {
    let path = format!("/v1/ladders/{}/draft", document["id"].as_str().unwrap());
    let request = app.client.put(app.url(&path));
    let request = request.header(CONTENT_TYPE, "application/json");
    let draft = app.send(request.body(document.to_string())).await;
    assert_eq!(draft.status, 201, "{}", draft.text());
    let request = app.client.post(app.url(&format!("{path}/publish")));
    let request = request.header(IF_MATCH, draft.header("etag").unwrap());
    let published = app.send(request).await;
    assert_eq!(published.status, 201, "{}", published.text());
}

/// Publishes the organisation's ladders, and reads every edition; writes those into the folder that the command line reads from there.
pub async fn publish_all(app: &TestApp, folder: &TempDir) -> Vec<LadderSelection> {
    let documents = [
        own("1.0.0", [[1, 2], [3, 5], [6, 6]], "First"),
        own("2.0.0", [[1, 1], [2, 4], [5, 6]], "Second"),
        with_tracks(),
    ];
    let mut files = BTreeMap::new();
    for document in &documents {
        publish(app, document).await;
        let name = ["id", "version"].map(|member| document[member].as_str().unwrap());
        let file = format!("{}-{}.json", name[0], name[1]);
        std::fs::write(folder.path().join(&file), document.to_string()).unwrap();
        files.insert(name.map(str::to_owned), format!("./{file}"));
    }
    let mut editions = Vec::new();
    for (ladder, version, file, locales) in [
        ("ai-engineer", None, "", &["en", "de"][..]),
        ("ours", None, "2.0.0", &["en", "de"]),
        ("ours", Some("1.0.0"), "1.0.0", &["en", "de"]),
        ("tracks", None, "1.0.0", &["en"]),
    ] {
        for locale in locales {
            let argument = match files.get(&[ladder, file].map(str::to_owned)) {
                Some(file) => file.clone(),
                None => ladder.to_owned(),
            };
            let mut edition = LadderSelection {
                ladder,
                version,
                locale,
                is_private: ladder != "ai-engineer",
                document: Value::Null,
                argument: (*locale == "en").then_some(argument),
            };
            let path = edition.path(&format!("?{}", edition.query()));
            let request = app.client.get(app.url(&path)).bearer_auth(&app.key);
            let reply = app.send(request).await;
            assert_eq!(reply.status, 200, "{}", reply.text());
            edition.document = reply.json();
            assert_eq!(edition.document["locale"], *locale);
            editions.push(edition);
        }
    }
    editions
}
