//! Asked: the requests whose answers are made when they are asked for, the same for every ladder.

use std::collections::BTreeSet;

use anyhow::Context;
use rungs::domain::ladder::Ladder;
use serde_json::{Map, Value, json};

use crate::{
    client::Request,
    draw::Draw,
    prose::{Prose, capital},
};

/// The longest page of a diagnosis, in characters.
const PAGE: usize = 4_000;
/// Percent-encoded one by one, two letters to a byte, to make many URLs of one.
const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

/// How an operation is asked.
#[derive(Debug, Clone, Copy)]
enum Ask {
    Readiness,
    RoadmapStep,
    RoadmapAll,
    DiagnoseSentence,
    DiagnosePage,
    SearchWords,
    SearchTypos,
    Compare,
    Level,
    LevelReady,
    Ladder,
    LadderCoded(&'static str),
    Compensation,
    Placement,
}

/// A row of the table: an operation, and how it is asked.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    /// The operation's method and path, as the service documents them.
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    ask: Ask,
}

/// Every row.
pub(crate) const ASKED: [Asked; 16] = [
    post("readiness", "/readiness", Ask::Readiness),
    post("roadmap, one step", "/roadmap", Ask::RoadmapStep),
    post("roadmap, all steps", "/roadmap", Ask::RoadmapAll),
    post(
        "diagnose, sentence",
        "/roadblocks/diagnose",
        Ask::DiagnoseSentence,
    ),
    post("diagnose, page", "/roadblocks/diagnose", Ask::DiagnosePage),
    get("search", "/search", Ask::SearchWords),
    get("search, typos", "/search", Ask::SearchTypos),
    get("compare", "/compare", Ask::Compare),
    get("level", "/levels/{level}", Ask::Level),
    get("level, from cache", "/levels/{level}", Ask::LevelReady),
    get("ladder", "", Ask::Ladder),
    get("ladder, gzip", "", Ask::LadderCoded("gzip")),
    get("ladder, brotli", "", Ask::LadderCoded("br")),
    get("ladder, zstd", "", Ask::LadderCoded("zstd")),
    get("compensation", "/compensation", Ask::Compensation),
    post("placement", "/quiz/score", Ask::Placement),
];

const fn post(name: &'static str, path: &'static str, ask: Ask) -> Asked {
    Asked {
        name,
        method: "post",
        path,
        ask,
    }
}

const fn get(name: &'static str, path: &'static str, ask: Ask) -> Asked {
    Asked {
        name,
        method: "get",
        path,
        ask,
    }
}

impl Asked {
    /// Whether one form of it tells enough.
    pub(crate) fn is_of_one_form(&self) -> bool {
        matches!(self.ask, Ask::LadderCoded(_) | Ask::LevelReady)
    }
}

/// Who asks: what of a ladder the requests are made of.
#[derive(Debug)]
pub(crate) struct Asker {
    ladder: Ladder,
    /// The lowest level, the one in the middle, and the highest.
    levels: [String; 3],
    /// Every word of the ladder in lower case, each once.
    words: Vec<String>,
    /// What people say at a roadblock: its signals, or its title where it has none.
    complaints: Vec<String>,
}

impl Asker {
    pub(crate) fn new(ladder: Ladder) -> anyhow::Result<Self> {
        let document = ladder.document();
        let levels = &document.levels;
        let level = |index: usize| {
            let level = levels.get(index).context("the ladder has no level")?;
            anyhow::Ok(level.id.to_string())
        };
        let mut words = BTreeSet::new();
        gather(&serde_json::from_str(ladder.canonical())?, &mut words);
        let complaints = document.roadblocks.iter().flat_map(|roadblock| {
            let signals = roadblock.signals.iter().map(ToString::to_string);
            let title = roadblock.title.to_string().to_lowercase();
            let instead = roadblock.signals.is_empty().then_some(title);
            signals.chain(instead)
        });
        Ok(Self {
            levels: [
                level(0)?,
                level(levels.len() / 2)?,
                level(levels.len() - 1)?,
            ],
            words: words.into_iter().collect(),
            complaints: complaints.collect(),
            ladder,
        })
    }

    /// How large the ladder is, in words.
    pub(crate) fn describe(&self) -> String {
        let document = self.ladder.document();
        let criteria = document.phases.iter().map(|phase| phase.criteria.len());
        format!(
            "{} levels, {} phases, {} criteria, {} roadblocks, {} resources, {} bands, {} FAQs, {} different words, {} bytes",
            document.levels.len(),
            document.phases.len(),
            criteria.sum::<usize>(),
            document.roadblocks.len(),
            document.resources.len(),
            document.compensation.len(),
            document.faqs.len(),
            self.words.len(),
            self.ladder.canonical().len()
        )
    }

    /// A request of a row; what is not to come from a cache has another URL for each of 4,096 numbers in a row.
    pub(crate) fn request(&self, asked: &Asked, n: usize) -> Request {
        let [lowest, middle, highest] = &self.levels;
        let version = spelled(&format!("version={}", self.ladder.stamp().version), n);
        let day = format!("2999-{:02}-{:02}", n / 28 % 12 + 1, n % 28 + 1);
        let (path, body) = match asked.ask {
            Ask::Readiness => (
                asked.path.to_owned(),
                Some(json!({"level": middle, "criteria": self.criteria(n)})),
            ),
            Ask::RoadmapStep => (
                asked.path.to_owned(),
                Some(json!({"level": lowest, "start": day, "hours_per_week": 20})),
            ),
            Ask::RoadmapAll => (
                asked.path.to_owned(),
                Some(
                    json!({"level": lowest, "target_level": highest, "start": day,
                    "target_date": "3000-06-01", "hours_per_week": 20}),
                ),
            ),
            Ask::DiagnoseSentence => (
                asked.path.to_owned(),
                Some(json!({"text": self.sentences(n, 1)})),
            ),
            Ask::DiagnosePage => (
                asked.path.to_owned(),
                Some(json!({"text": self.sentences(n, PAGE)})),
            ),
            Ask::SearchWords => (format!("/search?q={}", self.query(n).join("+")), None),
            Ask::SearchTypos => {
                let words: Vec<String> = self.query(n).into_iter().map(mistyped).collect();
                (format!("/search?q={}", words.join("+")), None)
            }
            Ask::Compare => (
                format!("/compare?from={lowest}&to={highest}&{version}"),
                None,
            ),
            Ask::Level => (format!("/levels/{middle}?{version}"), None),
            Ask::LevelReady => (format!("/levels/{middle}"), None),
            Ask::Ladder | Ask::LadderCoded(_) => (format!("?{version}"), None),
            Ask::Compensation => (format!("/compensation?limit=200&{version}"), None),
            Ask::Placement => (asked.path.to_owned(), Some(self.answers(n))),
        };
        let mut headers = Vec::new();
        if body.is_some() {
            headers.push(("Content-Type", "application/json".into()));
        }
        if let Ask::LadderCoded(coding) = asked.ask {
            headers.push(("Accept-Encoding", coding.into()));
        }
        Request {
            path: format!("/v1/ladders/{}{path}", self.ladder.stamp().id),
            headers,
            body: body.map(|body| body.to_string()),
        }
    }

    /// A state for every criterion of the ladder.
    fn criteria(&self, n: usize) -> Value {
        let phases = &self.ladder.document().phases;
        let criteria = phases.iter().flat_map(|phase| &phase.criteria);
        let states = criteria.enumerate().map(|(place, criterion)| {
            let state = if (place + n).is_multiple_of(2) {
                "met"
            } else {
                "unmet"
            };
            (criterion.id.to_string(), state.into())
        });
        Value::Object(states.collect())
    }

    /// Two questions in four answered with yes, one with no and one with unsure; every qualifier with yes.
    fn answers(&self, n: usize) -> Value {
        let quiz = &self.ladder.document().quiz;
        let questions = quiz.questions.iter().enumerate().map(|(place, question)| {
            let word = ["yes", "no", "yes", "unsure"].get((place + n) % 4);
            (question.id.to_string(), word.copied().into())
        });
        let qualifiers = quiz.qualifiers.iter();
        let qualifiers = qualifiers.map(|qualifier| (qualifier.id.to_string(), "yes".into()));
        let (questions, qualifiers): (Map<_, _>, Map<_, _>) =
            (questions.collect(), qualifiers.collect());
        json!({"answers": questions, "qualifiers": qualifiers})
    }

    /// Two words of the ladder; other ones for every number.
    fn query(&self, n: usize) -> Vec<&str> {
        let length = self.words.len().max(1);
        let places = [n % length, (7 * n + n / length + 3) % length];
        let words = places.iter().filter_map(|place| self.words.get(*place));
        words.map(String::as_str).collect()
    }

    /// As many sentences as are shorter than so many characters together, and one at the least. Of three words one is of the
    /// ladder, and one sentence in three has a complaint in it.
    fn sentences(&self, n: usize, characters: usize) -> String {
        let seed = u64::try_from(n).unwrap_or(0);
        let (mut prose, mut draw) = (Prose::new(seed), Draw::new(seed + 1));
        let mut text = String::new();
        for number in n.. {
            let mut words: Vec<String> = Vec::new();
            for _ in 0..5 {
                words.push(prose.phrase(2));
                words.extend(draw.one(&self.words).cloned());
            }
            if number % 3 == 0 {
                words.extend(draw.one(&self.complaints).cloned());
            }
            let sentence = capital(&words.join(" ")) + ". ";
            if !text.is_empty() && text.len() + sentence.len() > characters {
                break;
            }
            text += &sentence;
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Gathers the words of every text in a value: of what has a space in it, so that ids are left out.
fn gather(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains(' ') => {
            let parts = text.split(|letter: char| !letter.is_ascii_alphabetic());
            let long = parts.filter(|part| part.len() > 3);
            words.extend(long.map(str::to_ascii_lowercase));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
        Value::Object(members) => members.values().for_each(|item| gather(item, words)),
        _ => {}
    }
}

/// A word with the two letters in its middle exchanged; where they are the same, without one of them.
fn mistyped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    if let Some([before, after]) = letters.get_mut(middle.saturating_sub(1)..=middle) {
        if before == after {
            letters.remove(middle);
        } else {
            std::mem::swap(before, after);
        }
    }
    letters.into_iter().collect()
}

/// A query that means the same and is spelled in another way: of its letters those are percent-encoded whose bit is set.
fn spelled(query: &str, n: usize) -> String {
    let mut text = String::new();
    let mut bit = 0;
    for letter in query.bytes() {
        if letter == b'=' {
            text.push('=');
            continue;
        }
        if n >> bit & 1 == 1 {
            let digits = [letter >> 4, letter & 15].map(usize::from);
            let digits = digits.iter().filter_map(|digit| HEXADECIMAL.get(*digit));
            text.push('%');
            text.extend(digits.map(|digit| char::from(*digit)));
        } else {
            text.push(char::from(letter));
        }
        bit += 1;
    }
    text
}
