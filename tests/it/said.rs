//! What is said of a ladder is said in its language: the same ladder is asked everything as an English one and as a German one, and
//! whatever is not its own text has to differ.

use std::collections::{BTreeMap, BTreeSet};

use rungs::{
    app::{built_in, interpretation::interpret_answer},
    domain::{
        answers::{AnswerSheet, AnswerValue, Answers},
        criteria::{Checklist, CriterionState, CriterionStates},
        diagnosis,
        id::Money,
        ladder::Ladder,
        roadmap::{PlanParameters, StartingPoint, WeeklyHours},
        search,
    },
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::app::TestApp;

/// Members that hold a sentence even where it is a single word.
const SAID: [&str; 4] = ["formula", "expression", "detail", "unevenness"];
/// Members that are not of the answer: which ladder it was, whose hash is of its language too.
const STAMP: &str = "ladder";
/// Words that are spelled alike in both languages.
const ALIKE: [&str; 12] = [
    "band", "compa", "level", "maximum", "phase", "plan", "ratio", "region", "signal", "signals",
    "version", "text",
];

/// The built-in ladder under another locale, its texts as they are; with `odd`, made so that more has to be said of it: what is
/// missing, what is there twice, what is unlike.
fn ladder(locale: &str, odd: bool) -> Ladder {
    let original = built_in().unwrap().remove(0);
    let mut document: Value = serde_json::from_str(original.canonical()).unwrap();
    document["locale"] = json!(locale);
    document["translations"] = json!([]);
    if odd {
        document["phases"][1]["criteria"][1]["effort"] = Value::Null;
        let bands = document["compensation"].as_array_mut().unwrap();
        bands.retain(|band| band["level"] != "junior");
        for (level, period, market, min, max) in [
            ("senior", "year", "banking", "350000", "350000"),
            ("staff", "hour", "banking", "0", "0"),
            ("senior", "day", "banking", "800", "900"),
            ("senior", "month", "banking", "8000", "9000"),
        ] {
            bands.push(json!({"level": level, "region": "US", "currency": "USD", "period": period, "min": min, "max": max,
                "open": false, "market": market}));
        }
        for roadblock in document["roadblocks"].as_array_mut().unwrap() {
            roadblock["signals"] = json!([]);
            roadblock["contrary"] = json!([]);
        }
    }
    Ladder::prove(serde_json::from_value(document).unwrap()).unwrap()
}

/// Names of what was asked, and what was said.
#[derive(Default)]
struct Said(BTreeMap<String, Value>);

impl Said {
    fn of(ladder: &Ladder, signals: &diagnosis::SignalIndex) -> Self {
        let mut said = Self::default();
        said.placements(ladder);
        said.readings(ladder);
        said.plans(ladder);
        said.steps(ladder);
        said.words(ladder, signals);
        said
    }

    fn add(&mut self, name: String, answer: &impl Serialize) {
        let before = self.0.insert(name, serde_json::to_value(answer).unwrap());
        assert_eq!(before, None);
    }

    fn placements(&mut self, ladder: &Ladder) {
        let quiz = &ladder.document().quiz;
        for (answers, qualifiers) in [
            ("nnnnnn", ""),
            ("yynuy", ""),
            ("ynynyn", "n"),
            ("yyyyn", "u"),
            ("yyyyyn", "n"),
            ("yyyyyu", "y"),
            ("yyyyyy", "n"),
            ("yyyyyy", "u"),
            ("yyyyyy", "y"),
        ] {
            let questions = quiz.questions.iter().map(|one| one.id.as_str());
            let questions: Answers<'_> = questions.zip(answers.chars().map(answer)).collect();
            let ids = quiz.qualifiers.iter().map(|one| one.id.as_str());
            let qualified: Answers<'_> = ids.zip(qualifiers.chars().map(answer)).collect();
            let sheet = AnswerSheet::fill(quiz, &questions, &qualified).unwrap();
            let placement = ladder.place(&sheet, &ladder.decide(&sheet)).unwrap();
            self.add(format!("placement {answers} {qualifiers}"), &placement);
            let plan = ladder
                .roadmap(&wish(StartingPoint::Answered(sheet)))
                .unwrap();
            self.add(format!("roadmap {answers} {qualifiers}"), &plan);
        }
    }

    fn plans(&mut self, ladder: &Ladder) {
        let (met, unmet) = (CriterionState::Met, CriterionState::Unmet);
        let phases = || ladder.document().phases.iter();
        let ids = |number| {
            let phase = phases().filter(move |phase| phase.number == number);
            phase.flat_map(|phase| phase.criteria.iter().map(|one| one.id.as_str()))
        };
        let every = || phases().flat_map(|phase| phase.criteria.iter().map(|one| one.id.as_str()));
        let checklists: [(&str, CriterionStates<'_>); 5] = [
            ("all", every().map(|id| (id, met)).collect()),
            ("one phase", ids(1).map(|id| (id, met)).collect()),
            ("all but one", ids(1).skip(1).map(|id| (id, met)).collect()),
            ("unmet", ids(1).take(3).map(|id| (id, unmet)).collect()),
            ("little", ids(1).take(1).map(|id| (id, met)).collect()),
        ];
        for (name, states) in &checklists {
            let checklist = ladder.checklist(states).unwrap();
            let level = ladder.level("mid").unwrap();
            let readiness = ladder.readiness(level, &checklist).unwrap();
            self.add(format!("readiness {name}"), &readiness);
            for present in ["junior", "mid", "staff"] {
                for (start, by) in [
                    (None, None),
                    (None, Some("2027-12-31")),
                    (Some("2027-01-04"), Some("2027-01-05")),
                    (Some("2027-01-04"), Some("2027-09-30")),
                ] {
                    let mut wish = wish(StartingPoint::Level(present));
                    wish.checklist = checklist.clone();
                    wish.start = start.map(|day| day.parse().unwrap());
                    wish.target_date = by.map(|day| day.parse().unwrap());
                    wish.today = Some("2027-02-01".parse().unwrap());
                    let plan = ladder.roadmap(&wish).unwrap();
                    self.add(format!("roadmap {name} {present} {start:?} {by:?}"), &plan);
                }
            }
        }
    }

    fn steps(&mut self, ladder: &Ladder) {
        let levels = &ladder.document().levels;
        for (row, from) in levels.iter().enumerate() {
            for to in levels.iter().skip(row + 1) {
                let comparison = ladder.compare(from.id.as_str(), to.id.as_str()).unwrap();
                self.add(format!("comparison {} {}", from.id, to.id), &comparison);
            }
        }
        for (row, band) in ladder.document().compensation.iter().enumerate() {
            for amount in ["1000", "200000", "900000"] {
                let position = ladder.position_pay(band, Money::parse(amount).unwrap());
                self.add(format!("position {row} {amount}"), &position);
            }
        }
    }

    /// Signs alone, since words of the person are quoted in either language.
    fn readings(&mut self, ladder: &Ladder) {
        for text in ["👍", "👎", "🤷", "👍👎", "42"] {
            let asked = json!({"question": "q1", "text": text});
            let asked = serde_json::from_value(asked).unwrap();
            let read = interpret_answer(ladder, &asked).unwrap();
            self.add(format!("reading {text}"), &json!({"detail": read.detail}));
        }
    }

    fn words(&mut self, ladder: &Ladder, signals: &diagnosis::SignalIndex) {
        let index = search::SearchIndex::new(ladder.document(), &[]);
        let hits = index.find(&index.read("USD"), None);
        let mut titles: Vec<_> = hits
            .iter()
            .map(|hit| (&hit.part.id, &hit.part.title))
            .collect();
        titles.sort();
        self.add("search".into(), &titles);
        let roadblocks = ladder.document().roadblocks.iter();
        let first = roadblocks.filter_map(|one| one.signals.first());
        let told: Vec<String> = first
            .map(|signal| format!("I am stuck: {signal}. I never get there."))
            .collect();
        let together = format!("{} xyzzy", told.join(" "));
        for (number, text) in told.iter().chain([&together, &"xyzzy".into()]).enumerate() {
            for level in [None, Some("senior")] {
                let diagnosis = ladder.diagnose(signals, text, level).unwrap();
                self.add(format!("diagnosis {number} {level:?}"), &diagnosis);
            }
        }
    }
}

fn answer(letter: char) -> AnswerValue {
    let name = match letter {
        'y' => "yes",
        'n' => "no",
        _ => "unsure",
    };
    name.into()
}

fn wish(present: StartingPoint<'_>) -> PlanParameters<'_> {
    PlanParameters {
        present: Some(present),
        checklist: Checklist::default(),
        target: None,
        start: None,
        target_date: None,
        pace: WeeklyHours::default(),
        today: None,
    }
}

/// A ladder's own texts, its ids and names among them.
fn texts<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(text) => drop(found.insert(text)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

/// Two answers side by side.
struct Sides<'a> {
    own: &'a BTreeSet<&'a str>,
    /// The sentences that were compared.
    seen: BTreeSet<[String; 2]>,
    /// The codes that came up.
    codes: BTreeSet<String>,
    /// What is alike, by the German sentence.
    faults: BTreeMap<String, String>,
}

impl Sides<'_> {
    fn compare(&mut self, at: &str, english: &Value, german: &Value) {
        match (english, german) {
            (Value::Object(one), Value::Object(other)) => {
                assert!(one.keys().eq(other.keys()), "{at}");
                for ((name, one), other) in one.iter().zip(other.values()) {
                    if name != STAMP {
                        self.compare(&format!("{at}/{name}"), one, other);
                    }
                }
            }
            (Value::Array(one), Value::Array(other)) => {
                assert_eq!(one.len(), other.len(), "{at}");
                for (row, (one, other)) in one.iter().zip(other).enumerate() {
                    self.compare(&format!("{at}/{row}"), one, other);
                }
            }
            (Value::String(one), Value::String(other)) => self.texts(at, one, other),
            (one, other) => assert_eq!(one, other, "{at}"),
        }
    }

    fn texts(&mut self, at: &str, english: &str, german: &str) {
        let member = at.rsplit('/').next().unwrap_or_default();
        let is_said = SAID.contains(&member) || english.contains(' ');
        if self.own.contains(english) || at.contains("/pieces/") || !is_said {
            self.codes.insert(english.to_owned());
            assert_eq!(english, german, "{at}");
            return;
        }
        if !self.seen.insert([english, german].map(str::to_owned)) {
            return;
        }
        let german_words = self.words(german);
        let mut alike = self.words(english);
        alike.retain(|word| german_words.contains(word) && !ALIKE.contains(&word.as_str()));
        if english == german || !alike.is_empty() {
            self.faults
                .insert(german.to_owned(), format!("{at}: {alike:?}"));
        }
    }

    /// The words of a sentence, in small letters, without those of two letters and without what it takes from the ladder.
    fn words(&self, sentence: &str) -> BTreeSet<String> {
        let mut sentence = sentence.to_owned();
        let mut names: Vec<&str> = self
            .own
            .iter()
            .copied()
            .filter(|one| one.len() > 2)
            .collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in names {
            // Only where it stands as a word of its own.
            let parts: Vec<&str> = sentence.split(name).collect();
            let whole = parts.windows(2).all(|pair| {
                !pair[0].ends_with(char::is_alphanumeric)
                    && !pair[1].starts_with(char::is_alphanumeric)
            });
            if whole {
                sentence = parts.join(" ");
            }
        }
        let words = sentence.split(|c: char| !c.is_alphabetic());
        let words = words.filter(|word| word.chars().count() > 2);
        words.map(str::to_lowercase).collect()
    }
}

#[test]
fn all_that_is_said_of_a_ladder_is_said_in_its_language() {
    let mut codes = BTreeSet::new();
    let mut sentences = 0;
    for odd in [false, true] {
        let (english, german) = (ladder("en", odd), ladder("de", odd));
        let document: Value = serde_json::from_str(english.canonical()).unwrap();
        let mut own = BTreeSet::new();
        texts(&document, &mut own);
        let mut sides = Sides {
            own: &own,
            codes: BTreeSet::new(),
            faults: BTreeMap::new(),
            seen: BTreeSet::new(),
        };
        // What is told is English, and is read as such for both.
        let signals = diagnosis::SignalIndex::new(english.document(), &[]);
        let (one, other) = (Said::of(&english, &signals), Said::of(&german, &signals));
        for ((name, one), (_, other)) in one.0.iter().zip(&other.0) {
            sides.compare(name, one, other);
        }
        assert_eq!(sides.faults, BTreeMap::new());
        sentences += sides.seen.len();
        codes.append(&mut sides.codes);
    }
    assert!(sentences > 100, "{sentences}");
    // All that can come up did.
    for code in [
        "start_in_the_past",
        "target_date_missed",
        "target_date_unchecked",
        "no_start",
        "undated",
        "estimate",
        "nothing_left",
        "top_of_the_ladder",
        "approaching",
        "before_the_first_level",
        "not_on_the_way",
        "not_published",
        "above_open_maximum",
        "no_next_level",
        "no_comparable_band",
        "division_by_zero",
        "counted",
        "not_counted",
        "open",
        "no_effect",
        "ready",
        "not_ready",
        "insufficient_evidence",
        "found",
        "no_signals",
        "too_little",
    ] {
        assert!(codes.contains(code), "{code}");
    }
}

#[tokio::test]
async fn what_a_receipt_is_is_said_in_the_language_liked_best() {
    let app = TestApp::start().await;
    let score = json!({"answers": {"q1": "yes"}});
    let placed = app.post("/v1/ladders/ai-engineer/quiz/score", &score).await;
    let own = placed.json()["receipt"].as_str().unwrap().to_owned();
    let start = own.rfind('.').unwrap();
    for receipt in [&own, &own[..start], "x"] {
        let mut said = BTreeSet::new();
        for language in ["en", "de", "fr, de-AT;q=0.1"] {
            let request = app.client.post(app.url("/v1/receipts/verify"));
            let request = request
                .header("content-type", "application/json")
                .body(json!({"receipt": receipt}).to_string());
            let reply = app.send(request.header("accept-language", language)).await;
            let served = if language == "en" { "en" } else { "de" };
            assert_eq!(reply.header("content-language"), Some(served));
            assert_eq!(
                reply
                    .header("vary")
                    .map(|vary| vary.contains("accept-language")),
                Some(true)
            );
            said.insert(reply.json()["detail"].to_string());
        }
        assert_eq!(said.len(), 2, "{said:?}");
    }
}
